// The files under editors/ are what the table of keywords makes of them, and the sample is what
// the lexer says. `DUTYSCORE_REWRITE=1 test_editors` rewrites them; read the difference. That the
// editors agree with the sample is asked by check.py.
#include <doctest/doctest.h>

#include <cstdlib>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "editors/files.hpp"
#include "editors/groups.hpp"

using namespace dutyscore;
using namespace dutyscore::editors;

namespace {

std::string in_repository(const std::string& path) {
  return std::string(DUTYSCORE_SOURCE_DIR) + "/" + path;
}

std::string file(const std::string& path) { return read_file(in_repository(path)).value(); }

void check_file(const std::string& path, const std::string& made) {
  if (std::getenv("DUTYSCORE_REWRITE")) CHECK(write_file(in_repository(path), made).empty());
  const bool is_same = made == file(path);  // too long to be shown
  CHECK_MESSAGE(is_same, path);
}

/// Every word of the table by itself; functions before a parenthesis.
std::string every_word() {
  std::string out;
  for (const lang::word_entry& w : lang::words)
    for (const std::string_view text : {w.en, w.zh})
      if (!text.empty())
        out += std::string(text) + (w.kind == lang::word_class::function ? "()" : "") + " ;\n";
  return out;
}

/// Runs in which the longest piece first would be wrong.
std::string every_exception() {
  std::string out;
  for (const exception& e : exceptions()) {
    const auto second = lang::find_spelling(e.second);
    const bool is_function = lang::fits(*second, lang::word_class::function);
    out += e.first.text + e.second + (is_function ? "()" : "") + " ;\n";
  }
  return out;
}

std::string sample() {
  std::string out;
  for (const char* path : {"tests/lang/good/everything.duty", "tests/lang/good/chinese.duty",
                           "tests/editors/tricky.duty"})
    out += file(path);
  return out + every_word() + every_exception();
}

}  // namespace

TEST_CASE("the editors' files are made from the table of keywords") {
  check_file("editors/vscode/syntaxes/duty.tmLanguage.json", textmate_grammar());
  check_file("editors/vim/syntax/duty.vim", vim_syntax());
}

TEST_CASE("the sample and what the lexer makes of it") {
  check_file("tests/editors/sample.duty", sample());
  check_file("tests/editors/sample.txt", classified(sample()));
}
