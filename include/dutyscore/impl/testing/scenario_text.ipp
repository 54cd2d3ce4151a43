#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/impl/testing/scenario_filter.ipp"
#include "dutyscore/impl/testing/scenario_place.ipp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore {
namespace detail::scenarios {

inline constexpr std::size_t most_evidence = 40;  // lines shown behind one figure
inline constexpr std::size_t name_column = 8;     // where names begin
inline constexpr std::size_t line_width = 100;    // where a long name goes on in the next line

struct status_words {
  scenario_status status;
  std::string_view en, zh, code, colour;
};
inline constexpr status_words statuses[] = {
    {scenario_status::passed, "passed", "通过", "passed", "\x1b[32m"},
    {scenario_status::failed, "FAILED", "未通过", "failed", "\x1b[1;31m"},
    {scenario_status::skipped, "todo", "待办", "skipped", "\x1b[33m"},
};

DUTYSCORE_INLINE const status_words& words_of(scenario_status status) {
  return *std::find_if(std::begin(statuses), std::end(statuses),
                       [&](const status_words& w) { return w.status == status; });
}

DUTYSCORE_INLINE std::string behind_text(const std::vector<evidence>& behind, language lang) {
  text_table table(
      {alignment::left, alignment::left, alignment::left, alignment::left, alignment::left}, 6);
  for (const evidence& e : behind) {
    table.row(
        {e.day ? e.day->to_text(lang) : "", e.place, e.what.in(lang), e.worth.in(lang), e.cite});
    if (&e - behind.data() + 1 == most_evidence) break;
  }
  if (table.empty()) return {};
  std::string out = table.to_text();
  if (behind.size() <= most_evidence) return out;
  const std::string rest = std::to_string(behind.size() - most_evidence);
  return out + (lang == language::zh ? "      ……另有" + rest + "行\n"
                                     : "      … and " + rest + " more\n");
}

DUTYSCORE_INLINE std::string indented(const std::string& text, std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out.append(by).append(text, at, end - at);
    at = end;
  }
  return out;
}

DUTYSCORE_INLINE message note_on_todo(const scenario_outcome& o) {
  if (o.is_done_todo()) return phrase("todo holds");
  if (has_error(o.problems)) return phrase("todo cannot run");
  return phrase("todo fails", {std::to_string(o.failures.size())});
}

/// The text in lines below each other, parted between words if that leaves half a line.
DUTYSCORE_INLINE std::string hanging(std::string_view text) {
  constexpr std::size_t width = line_width - name_column;
  std::string out;
  while (display_width(text) > width) {
    std::size_t end = 0, used = 0, space = 0;
    for (;;) {
      const code_point c = decode(text, end);
      const std::size_t size = std::max<std::size_t>(c.size, 1);
      used += c.size ? display_width(c.value) : 1;
      if (used > width) break;
      if (text[end] == ' ' && used > width / 2) space = end;
      end += size;
    }
    if (space > 0) end = space;
    out += std::string(text.substr(0, end)) + "\n" + std::string(name_column, ' ');
    text.remove_prefix(space > 0 ? end + 1 : end);
  }
  return out + std::string(text);
}

DUTYSCORE_INLINE std::string again_text(const scenario_outcome& o, language lang) {
  return "      " + phrase("scenario again", {command_to_run(o)}).in(lang) + "\n";
}

DUTYSCORE_INLINE std::string outcome_text(const scenario_outcome& o, language lang, bool colours) {
  const status_words& w = words_of(o.status);
  const std::string_view word = lang == language::zh ? w.zh : w.en;
  std::string out =
      colours ? std::string(w.colour) + std::string(word) + "\x1b[0m" : std::string(word);
  out += std::string(name_column - std::min(display_width(word), name_column - 1), ' ');
  std::string rest = printable(o.name) + phrase("in brackets", {o.policy}).in(lang);
  if (o.status == scenario_status::skipped)
    rest += phrase("in brackets", {note_on_todo(o)}).in(lang);
  out += hanging(rest) + "\n";
  if (o.status != scenario_status::failed) return out;
  for (const expectation_failure& f : o.failures) {
    out += indented(to_text(as_diagnostic(o, f), lang, colours), "    ");
    out += behind_text(f.behind, lang);
  }
  return out + again_text(o, lang);
}

DUTYSCORE_INLINE std::string counts_text(const std::vector<scenario_outcome>& outcomes,
                                         language lang) {
  const auto n = [&](scenario_status s) { return std::to_string(count(outcomes, s)); };
  const std::string all = std::to_string(outcomes.size());
  const std::string passed = n(scenario_status::passed), failed = n(scenario_status::failed),
                    todo = n(scenario_status::skipped);
  if (lang == language::zh)
    return "共" + all + "个算例：通过" + passed + "，未通过" + failed + "，待办" + todo + "\n";
  return all + (outcomes.size() == 1 ? " scenario: " : " scenarios: ") + passed + " passed, " +
         failed + " failed, " + todo + " todo\n";
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::size_t count(const std::vector<scenario_outcome>& outcomes,
                                   scenario_status status) {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [&](const scenario_outcome& o) { return o.status == status; }));
}

DUTYSCORE_INLINE std::string to_text(const std::vector<scenario_outcome>& outcomes, language lang,
                                     bool colours) {
  std::string out;
  for (const scenario_outcome& o : outcomes)
    out += detail::scenarios::outcome_text(o, lang, colours);
  return out + detail::scenarios::counts_text(outcomes, lang);
}

DUTYSCORE_INLINE std::string to_text(const scenario_outcome& o, const expectation_failure& f,
                                     language lang) {
  return detail::scenarios::as_diagnostic(o, f).what.in(lang) + "\n" +
         detail::scenarios::behind_text(f.behind, lang) + detail::scenarios::again_text(o, lang);
}

DUTYSCORE_INLINE std::string to_names(const std::vector<scenario_outcome>& outcomes) {
  std::string out;
  for (const scenario_outcome& o : outcomes)
    out += detail::scenarios::full_name(o.policy, o.name) + "\n";
  return out;
}

DUTYSCORE_INLINE std::string command_to_run(const scenario_outcome& o) {
  using detail::scenarios::shell_path, detail::scenarios::shell_quoted;
  std::string out = "dutyscore test " + shell_path(o.source->name());
  if (o.policy_source && o.policy_source != o.source)
    out += " " + shell_path(o.policy_source->name());
  return out + (o.name.starts_with("-") ? " --filter=" : " --filter ") + shell_quoted(o.name);
}

}  // namespace dutyscore
