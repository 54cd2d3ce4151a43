// Every clause has a file that shows it, good/clauses/NAME.duty, whose scenarios hold, and two with
// its mistakes: bad/form/NAME.duty (how it is written) and bad/sense/NAME.duty (what it says). NAME
// is the English keyword. Which clauses there are, and what may stand in them, comes from the table
// of keywords and from the productions of the reference, so that a new one without its files fails.
// What stands beside the files is compared in files_test.cpp.
#include "lang/beside.hpp"

#include <map>
#include <set>

#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/lang/lexer.hpp"
#include "dutyscore/lang/printer.hpp"
#include "lang/productions.hpp"

using namespace dutyscore;
using namespace dutyscore::test;
namespace fs = std::filesystem;

namespace {

const std::string root = std::string(DUTYSCORE_SOURCE_DIR) + "/tests/lang/";

std::string file_name(std::string_view keyword) {
  std::string out(keyword);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out + ".duty";
}

/// The keywords with which a clause begins.
std::set<std::string> clauses() {
  std::set<std::string> out;
  for (const lang::word_entry& w : lang::words)
    if (w.kind == lang::word_class::clause || w.kind == lang::word_class::opener)
      out.insert(std::string(w.en));
  return out;
}

/// The keywords of a text, in English and in Chinese as written.
std::set<std::string> keywords_in(const std::string& text) {
  diagnostics found;
  const auto where = std::make_shared<const source>("text", text);
  std::set<std::string> out;
  const lang::token_list all = lang::lex(where, found, 100);
  for (const lang::token& t : all.tokens)
    if (t.kind == lang::token_kind::keyword) {
      out.insert(std::string(lang::text_of(t.spelt)));
      for (const lang::word_entry& w : lang::words)
        if (lang::fits(t.spelt, w.id)) out.insert(std::string(w.en));
      if (t.is(lang::word::not_in)) out.insert({"not", "in"});
    }
  return out;
}

/// The lines of a text that say `# wrong`.
std::vector<std::size_t> lines_marked(const std::string& text) {
  std::vector<std::size_t> out;
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size(); ++at, ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.substr(at, end - at).find("  # wrong: ") != std::string::npos) out.push_back(line);
    at = end;
  }
  return out;
}

std::vector<std::size_t> lines_of(const diagnostics& found) {
  std::vector<std::size_t> out;
  for (const diagnostic& d : found)
    out.push_back(d.spans.empty() ? 0 : d.where->locate(d.spans[0].where.begin).line);
  return out;
}

std::string listed(const std::vector<std::size_t>& lines) {
  std::string out;
  for (const std::size_t line : lines) out += std::to_string(line) + " ";
  return out;
}

/// What the grammar reads in a clause only to say that it cannot stand there: bad/sense has it.
const std::map<std::string, std::set<std::string>> refused{{"base", {"by"}},
                                                           {"subject", {"is", "for"}}};

}  // namespace

TEST_CASE("every clause has a good file, and bad ones for its form and its sense") {
  CHECK(clauses().size() >= 40);
  for (const std::string& clause : clauses())
    for (const char* folder : {"good/clauses/", "bad/form/", "bad/sense/"}) {
      const std::string path = root + folder + file_name(clause);
      CAPTURE(path);
      REQUIRE(fs::exists(path));
      CHECK(keywords_in(text_of(path)).contains(clause));
    }
}

TEST_CASE("the file of a clause shows all that may stand in it") {
  const std::string page = std::string(DUTYSCORE_SOURCE_DIR) + "/docs/language.md";
  const auto all = clause_words_of(text_of(page)).all();
  CHECK(all.size() >= 35);
  CHECK(all.at("award").contains("running"));
  for (const auto& of_clause : all) {
    const std::string& clause = of_clause.first;
    CAPTURE(clause);
    REQUIRE(clauses().contains(clause));
    const bool has_refused = refused.contains(clause);
    const auto good = keywords_in(text_of(root + "good/clauses/" + file_name(clause)));
    const auto bad = keywords_in(text_of(root + "bad/sense/" + file_name(clause)));
    for (const std::string& word : of_clause.second) {
      const bool is_refused = has_refused && refused.at(clause).contains(word);
      CHECK_MESSAGE((is_refused ? bad : good).contains(word), word);
    }
  }
}

TEST_CASE("the good files use every word of the table in both spellings") {
  std::set<std::string> there;
  for (const fs::path& path : files_in("tests/lang/good", {".duty", ".txt"}))
    there.merge(keywords_in(text_of(path)));
  for (const lang::word_entry& w : lang::words) {
    // Units of one language only are words that nothing may be named.
    if (w.kind == lang::word_class::unit && (w.en.empty() || w.zh.empty())) continue;
    for (const std::string_view spelling : {w.en, w.zh})
      if (!spelling.empty()) CHECK_MESSAGE(there.contains(std::string(spelling)), spelling);
  }
}

TEST_CASE("a good file has nothing to be warned of, and its scenarios hold") {
  for (const fs::path& path : files_in("tests/lang/good/clauses", {".duty", ".md"})) {
    CAPTURE(path);
    INFO(to_text(messages_of(path.string(), text_of(path)), language::en));
    CHECK(messages_of(path.string(), text_of(path)).empty());
    const auto run = run_scenarios(std::vector<std::string>{path.string()});
    REQUIRE(run);
    std::size_t checks = 0;
    for (const scenario_outcome& o : *run) {
      for (const expectation_failure& f : o.failures)
        if (o.status != scenario_status::skipped)
          FAIL_CHECK(o.name << ": " << f.what.en << ": expected " << f.expected.en << ", got "
                            << f.got.en);
      if (o.status == scenario_status::passed) checks += o.checks;
    }
    CHECK(checks > 0);
  }
}

TEST_CASE("each mistake of a bad file has one message, on its line") {
  for (const char* folder : {"tests/lang/bad/form", "tests/lang/bad/sense"})
    for (const fs::path& path : files_in(folder, {".duty"})) {
      CAPTURE(path);
      const diagnostics found = messages_of(path.filename().string(), text_of(path));
      INFO(to_text(found, language::en));
      std::vector<std::size_t> lines = lines_of(found);
      std::sort(lines.begin(), lines.end());
      CHECK(listed(lines) == listed(lines_marked(text_of(path))));
    }
}
