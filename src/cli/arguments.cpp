#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "cli/help.hpp"
#include "cli/interpret.hpp"
#include "cli/options.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/core/version.hpp"

namespace dutyscore::cli {
namespace {

void bind(CLI::App& to, const option_spec& o, words_given& words) {
  const std::string name(o.name);
  if (const auto* flag = std::get_if<bool words_given::*>(&o.target)) {
    to.add_flag(name, words.*(*flag))->disable_flag_override();
  } else if (const auto* text = std::get_if<std::optional<std::string> words_given::*>(&o.target)) {
    to.add_option(name, words.*(*text));
  } else {
    const auto& list = std::get<std::vector<std::string> words_given::*>(o.target);
    to.add_option(name, words.*list)->allow_extra_args(false);
  }
}

/// What CLI11 read, before any word is looked at.
struct reading {
  words_given words;
  bool help = false, version = false;
  std::optional<command> what;
  std::vector<std::string> unknown;
};

void declare(CLI::App& app, reading& into) {
  app.set_help_flag("");
  app.allow_extras();
  app.add_flag("-h,--help", into.help);
  app.add_flag("--version", into.version);
  app.add_option("--lang", into.words.lang);
  for (const command_spec& c : command_specs()) {
    CLI::App* sub = app.add_subcommand(std::string(c.name));
    sub->set_help_flag("");
    sub->allow_extras();
    sub->add_flag("-h,--help", into.help);
    sub->add_option("files", into.words.files);
    for (const option_spec& o : option_specs())
      if (belongs(o, c.what)) bind(*sub, o, into.words);
  }
}

reading read(int argc, char** argv) {
  reading out;
  CLI::App app;
  declare(app, out);
  app.parse(argc, argv);
  out.unknown = app.remaining(true);
  for (const command_spec& c : command_specs())
    if (app.got_subcommand(std::string(c.name))) out.what = c.what;
  return out;
}

std::vector<std::string> command_names() {
  std::vector<std::string> out;
  for (const command_spec& c : command_specs()) out.emplace_back(c.name);
  return out;
}

std::vector<std::string> option_names(command of) {
  std::vector<std::string> out{"--help"};
  for (const option_spec& o : option_specs())
    if (belongs(o, of)) out.emplace_back(o.name);
  return out;
}

refused_arguments refuse(diagnostic d, const std::string& word,
                         const std::vector<std::string>& known) {
  if (const auto like = closest(word, known)) d.hints.push_back(did_you_mean(*like));
  return {{std::move(d)}, {}, exit_code::usage};
}

refused_arguments refuse_unknown(const reading& r) {
  const std::string word = r.unknown.front().substr(0, r.unknown.front().find('='));
  if (r.what) return refuse(make_diagnostic("DS0930", {word}), word, option_names(*r.what));
  if (!word.starts_with("-"))
    return refuse(make_diagnostic("DS0935", {word}), word, command_names());
  return refuse(make_diagnostic("DS0930", {word}), word, {"--help", "--version", "--lang"});
}

/// CLI11 says in English what is wrong and begins with the option's name.
refused_arguments refuse_error(const CLI::ParseError& e) {
  const std::string said = e.what(), option = said.substr(0, said.find(':'));
  const bool is_count = e.get_name() == "ArgumentMismatch" && option.starts_with("--");
  const bool too_many =
      said.find("At Most") != std::string::npos || said.find("exactly") != std::string::npos;
  if (is_count)
    return {{make_diagnostic(too_many ? "DS0937" : "DS0932", {option})}, {}, exit_code::usage};
  if (said.find("flag override") != std::string::npos)
    return {
        {make_diagnostic("DS0942", {"--" + said.substr(0, said.find(' '))})}, {}, exit_code::usage};
  return {{make_diagnostic("DS0939", {said})}, {}, exit_code::usage};
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

std::optional<language> language_named(std::string_view word) {
  if (word == "en") return language::en;
  if (word == "zh") return language::zh;
  return std::nullopt;
}

unsigned threads_of(const arguments& a) {
  return a.jobs_wanted > 0 ? a.jobs_wanted : std::max(1u, std::thread::hardware_concurrency());
}

language language_of(int argc, char** argv) {
  constexpr std::string_view name = "--lang";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    const bool with_value = word.starts_with("--lang=");
    if (!with_value && (word != name || i + 1 >= argc)) continue;
    if (const auto named = language_named(with_value ? word.substr(name.size() + 1) : argv[i + 1]))
      return *named;
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const std::string value = environment(variable); !value.empty())
      return value.starts_with("zh") ? language::zh : language::en;
  return language::en;
}

namespace {

parsed checked(reading r, language messages) {
  if (r.version)
    return refused_arguments{{}, "dutyscore " + std::string(version) + "\n", exit_code::done};
  if (r.help)
    return refused_arguments{
        {}, r.what ? help(*r.what, messages) : help(messages), exit_code::done};
  if (!r.unknown.empty()) return refuse_unknown(r);
  if (!r.what)
    return refused_arguments{
        {make_diagnostic("DS0931", {message{"a command", "命令"}})}, {}, exit_code::usage};
  return interpret(std::move(r.words), *r.what, messages);
}

/// Where the options stand, below the last of what is wrong.
parsed with_hint(parsed p, std::optional<command> what) {
  auto* refused = std::get_if<refused_arguments>(&p);
  if (!refused || refused->why.empty()) return p;
  const std::string name = what ? std::string(spec_of(*what).name) + " " : "";
  refused->why.back().hints.push_back(phrase("see help", {"dutyscore " + name + "--help"}));
  return p;
}

}  // namespace

parsed parse_arguments(int argc, char** argv, language messages) {
  try {
    reading r = read(argc, argv);
    const auto what = r.what;
    return with_hint(checked(std::move(r), messages), what);
  } catch (const CLI::ParseError& e) {
    return with_hint(refuse_error(e), std::nullopt);
  }
}

}  // namespace dutyscore::cli
