// Hostile and broken texts: a diagnostic, soon, and never a crash.
#include <doctest/doctest.h>

#include <ctime>

#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

std::string repeated(std::string_view piece, std::size_t n) {
  std::string out;
  out.reserve(piece.size() * n);
  for (std::size_t i = 0; i < n; ++i) out += piece;
  return out;
}

const std::string line_head = "policy p { indicator i { award ";

struct hostile {
  const char* what;
  std::string text;
  const char* code;  // of the first message
};

}  // namespace

TEST_CASE("hostile texts get a diagnostic") {
  constexpr std::size_t million = 1'000'000;
  const hostile all[] = {
      {"empty", "", "DS0118"},
      {"only comments", repeated("# x\n", 1000), "DS0118"},
      {"a byte order mark", "\xEF\xBB\xBF", "DS0118"},
      {"NUL", std::string("policy p {\0}", 12), "DS0102"},
      {"not UTF-8", "policy p { \xFF }", "DS0101"},
      {"cut character", "policy p {} # \xE4\xBD", "DS0101"},
      {"cut text", "policy p { cite \"ab", "DS0105"},
      {"100 MB on a line", repeated("x", 100'000'000), "DS0103"},
      {"a long name", "policy p { " + repeated("x", 16'000'000), "DS0111"},
      {"a long text", "policy p { cite \"" + repeated("x", 16'000'000), "DS0105"},
      {"a long number", "policy p { cap " + repeated("9", 16'000'000), "DS0106"},
      {"(", line_head + repeated("(", million), "DS0115"},
      {"not", line_head + repeated("not ", million), "DS0115"},
      {"-", line_head + repeated("-", million), "DS0115"},
      {"- with spaces", line_head + repeated("- ", million), "DS0115"},
      {"{", "policy p " + repeated("{", million), "DS0110"},
      {"{ alone", repeated("{", million), "DS0110"},
      {"}", repeated("}", million), "DS0114"},
      {"[", line_head + "x in " + repeated("[", million), "DS0110"},
      {"x or x or", line_head + "x" + repeated(" or x", million), "DS0115"},
      {"x+x+", line_head + "x" + repeated("+x", million), "DS0115"},
      {"calls", line_head + repeated("min(", million), "DS0115"},
      {"tables", line_head + repeated("by a { 1:", million), "DS0115"},
      {"categories", "policy p {" + repeated("category a {", million), "DS0115"},
      {"clauses", "policy p {" + repeated("cite\"x\"", million) + "}", "DS0121"},
      {"keywords in one run", "policy p { " + repeated("计分每次", million / 4), "DS0112"},
      {"a run that nearly divides", "policy p { " + repeated("每次计", million / 2) + "x",
       "DS0111"},
      {"digits and letters", "policy p { 中" + repeated("5a", million), "DS0111"},
      {"points", "policy p { 中" + repeated("1.", million) + "1", "DS0111"},
      {"signs", repeated("★ x ", million), "DS0104"},
      {"by by", "policy p { indicator i { cap " + repeated("by x ", million), "DS0110"},
  };
  for (const hostile& h : all) {
    const std::string what = h.what;
    CAPTURE(what);
    const std::clock_t before = std::clock();  // of this process: others may be busy
    const auto d = parse_text(h.text);
    const double took = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    CHECK_FALSE(d);
    REQUIRE_FALSE(d.messages().empty());
    CHECK(d.messages()[0].code == h.code);
    CHECK(d.messages().size() <= 101);
    CHECK(took < 30);  // a second with -O2; this only tells linear from quadratic
    CHECK(to_text(d.messages(), language::zh).size() < 200'000);
  }
}

TEST_CASE("limits can be raised, and are named") {
  const std::string deep = line_head + repeated("(", 300) + "1" + repeated(")", 300) + " } }";
  CHECK_FALSE(parse_text(deep));
  parse_limits limits;
  limits.depth = 1000;
  CHECK(parse_text(deep, limits));
  limits.bytes = 10;
  const auto small = parse_text(deep, limits);
  CHECK(small.messages()[0].what.en.find("parse_limits::bytes") != std::string::npos);
  limits = {};
  limits.errors = 5;
  const auto many = parse_text("policy p {\n" + repeated("foo\n", 50) + "}", limits);
  REQUIRE(many.messages().size() == 6);
  CHECK(many.messages().back().code == "DS0119");
}

TEST_CASE("a text cut anywhere is a mistake and never a crash") {
  const std::string text =
      "policy p \"l\" { activity { a integer from 0 one of \"x\" default 1 for \"k\" }\n"
      " indicator i { on \"k\" award by a, b { \"x\", from 1: 2 } per 3 a rounded up when (a + 1) "
      "* 2 > -3 \"l\"\n"
      "  每年 按 a 前 2 次 } grade per year { \"g\" from 1 \"h\" otherwise } }\n"
      "scenario \"s\" for p { given { 2023-01-01 \"a\" \"k\" a 1 } expect \"a\" 2023 { total 1 } }";
  REQUIRE(parse_text(text));
  for (std::size_t n = 0; n < text.size() - 1; ++n) {
    const auto d = parse_text(text.substr(0, n));
    if (d) CHECK(text.substr(0, n).find_last_not_of(" \n") == text.find("\nscenario") - 1);
    CHECK(d.messages().size() <= 3);
  }
}
