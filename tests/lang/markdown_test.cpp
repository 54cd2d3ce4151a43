// Literate policies: which blocks of a Markdown file are the program, where their mistakes are, and
// what `fmt` makes of the file.
#include "dutyscore/lang/markdown.hpp"

#include <doctest/doctest.h>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/printer.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

result<ast::document> parse_markdown(const std::string& text) {
  return parse(std::make_shared<source>("rules.md", text));
}

std::string formatted(const std::string& text, std::optional<language> lang = std::nullopt) {
  const auto d = parse_markdown(text);
  INFO(to_text(d.messages(), language::en));
  REQUIRE(d);
  return print(*d, lang);
}

/// What the blocks hold, each in brackets.
std::string blocks_in(const std::string& text) {
  diagnostics found;
  std::string out;
  const auto where = std::make_shared<source>("rules.md", text);
  for (const span& b : lang::program_blocks(where, found))
    out += "[" + std::string(where->text(b)) + "]";
  CHECK(to_text(found, language::en) == "");
  return out;
}

std::string mistakes_in(const std::string& text, language lang = language::en) {
  return to_text(parse_markdown(text).messages(), lang);
}

std::string repository_file(const std::string& path) {
  return read_file(std::string(DUTYSCORE_SOURCE_DIR) + "/" + path).value();
}

}  // namespace

TEST_CASE("the name of a source says whether it is Markdown") {
  for (const char* name : {"a.md", "规则/办法.md", "A.MD", "x.markdown"})
    CHECK(lang::is_markdown(name));
  for (const char* name : {"a.duty", "md", "a.md/b", "a.md.duty", "-", ""})
    CHECK_FALSE(lang::is_markdown(name));
}

TEST_CASE("blocks are those of CommonMark that say duty") {
  struct row {
    const char* text;
    const char* blocks;
  };
  const row rows[] = {
      {"a\n```duty\nx\ny\n```\nb\n", "[x\ny\n]"},
      {"```duty\nx\n```", "[x\n]"},
      {"```duty\n```\n```duty\ny\n```\n", "[][y\n]"},
      // Longer fences, of either sign, closed by one as long.
      {"````duty\nx\n```\ny\n`````\nb\n", "[x\n```\ny\n]"},
      {"~~~duty\nx\n```\n~~~  \nb\n", "[x\n```\n]"},
      {"~~~ duty \t\nx\n~~~\n", "[x\n]"},
      // Indented by at most three spaces, as in a list.
      {"1. a\n\n   ```duty\n   x\n  ```\n", "[   x\n]"},
      {"```duty\n    ```\n```\n", "[    ```\n]"},
      // Other languages, examples, and what they hold.
      {"```text\n```duty\nx\n```\n", ""},
      {"````markdown\n```duty\nx\n```\n````\n```duty\ny\n```\n", "[y\n]"},
      {"```duty ignore\nx\n```\n```dutyfree\n```\n```Duty\n```\n", ""},
      {"``duty\nx\n``\n", ""},
      {"```duty `x`\nx\n", ""},
      // A comment of HTML that begins a line takes out what it holds.
      {"<!--\n```duty\nx\n```\n-->\n```duty\ny\n```\n", "[y\n]"},
      {"<!-- a -->\n```duty\ny\n```\n", "[y\n]"},
      {"<!-- ```duty -->\n", ""},
      // Byte order mark, line ends of Windows.
      {"\xEF\xBB\xBF```duty\r\nx\r\n```\r\n", "[x\r\n]"},
  };
  for (const row& r : rows) {
    CAPTURE(r.text);
    CHECK(blocks_in(r.text) == r.blocks);
    CHECK(lang::has_program(r.text) == (*r.blocks != '\0'));
  }
}

TEST_CASE("one policy may stand in many blocks, with other texts between") {
  const char* literate =
      "# 办法\n\n```duty\npolicy p \"办法\" {\n```\n\n- 每次5分：\n\n  ```duty\n"
      "  indicator a {\n  on \"甲\"\n  ```\n\n  每月最多30分。\n\n  ```duty\n  award 5 per event "
      " cap 30 per month\n  }\n  ```\n```duty\n}\n```\n";
  const auto d = parse_markdown(literate);
  REQUIRE(d);
  CHECK(tree_of(*d) ==
        tree_of(*parse_text("policy p \"办法\" { indicator a { on \"甲\" award 5 per event cap 30 "
                            "per month } }")));
}

TEST_CASE("mistakes stand where they are in the Markdown file") {
  CHECK(mistakes_in("# 办法\n\n说明。\n\n```duty\npolicy p {\n  indicatr a { on \"甲\" }\n```\n\n其余"
                    "：\n\n```duty\n  cap 5 per wek\n}\n```\n") ==
        R"(error[DS0111]: `indicatr` begins no clause
 --> rules.md:7:3
7 |   indicatr a { on "甲" }
  |   ^^^^^^^^
 = did you mean “indicator”?
error[DS0110]: expected `per event` or a period (`per month`, `per year`, `overall` …), found `per wek`
  --> rules.md:13:9
13 |   cap 5 per wek
   |         ^^^
)");
  SUBCASE("what is missing at the end is missing in the last block") {
    CHECK(mistakes_in("a\n```duty\npolicy p {\n```\nb\nc\n") ==
          R"(error[DS0113]: `}` is missing: `policy` of line 3 is not closed
 --> rules.md:4:1
4 | ```
  | ^
 --> rules.md:3:1
3 | policy p {
  | ^^^^^^^^^^ opened here
)");
  }
}

TEST_CASE("mistakes of the Markdown itself come alone") {
  struct row {
    const char* text;
    const char* code;
    const char* at;
  };
  const row rows[] = {
      {"a\n```duty\npolicy p {\nb\n", "DS0122", "2:1"},
      {"```duty\npolicy p {\n\nprose\n\n```duty\n}\n```\n", "DS0122", "1:1"},
      {"```text\nx\n\n```duty\npolicy p {}\n", "DS0122", "1:1"},
      {"1. a\n\n    ```duty\n    policy p {}\n    ```\n", "DS0123", "3:5"},
      {"> ```duty\n> policy p {}\n> ```\n", "DS0123", "1:3"},
      {"- ```duty\n  policy p {}\n", "DS0123", "1:3"},
      {"10) ~~~duty\n", "DS0123", "1:5"},
      {"```duty title=\"x\"\n```\n", "DS0124", "1:9"},
      {"``` duty  ignored \n```\n", "DS0124", "1:11"},
      {"prose\n", "DS0125", "1:1"},
      {"", "DS0125", "1:1"},
      {"```duty ignore\npolicy p {}\n```\n", "DS0125", "1:1"},
      {"```duty\n\n# 空\n```\n", "DS0118", "4:1"},
  };
  for (const row& r : rows) {
    CAPTURE(r.text);
    const auto d = parse_markdown(r.text);
    REQUIRE(d.messages().size() == 1);
    CHECK(d.messages()[0].code == r.code);
    CHECK(mistakes_in(r.text).find(std::string("rules.md:") + r.at + "\n") != std::string::npos);
  }
}

TEST_CASE("no clause goes on in another block") {
  struct row {
    const char* text;
    const char* at;
  };
  const row rows[] = {
      {"```duty\npolicy p { indicator a { award\n```\n\n```duty\n5 } }\n```\n", "6:1"},
      {"```duty\npolicy p { in\n```\n\n```duty\nforce from 2023-01-01 }\n```\n", ""},
      {"```duty\npolicy p \"甲\"\n```\n\n```duty\n{ }\n```\n", "6:1"},
      {"```duty\npolicy p { indicator a { award by x { 1: 2\n```\n\n```duty\n} } }\n```\n", "6:1"},
      {"```duty\npolicy p { indicator a { award 1\n```\n\n```duty\n; cap 5 per day } }\n```\n",
       "6:1"},
      {"```duty\nscenario \"s\" for p { expect l 2023 { \"甲\"\n```\n```duty\n\"乙\" } }\n```\n",
       "5:1"},
  };
  for (const row& r : rows) {
    CAPTURE(r.text);
    const auto d = parse_markdown(r.text);
    REQUIRE_FALSE(d);
    if (!*r.at) continue;  // `in` alone is no clause
    REQUIRE(d.messages().size() == 1);
    CHECK(d.messages()[0].code == "DS0126");
    CHECK(mistakes_in(r.text).find(std::string("rules.md:") + r.at + "\n") != std::string::npos);
  }
  SUBCASE("the rows of a table may") {
    const char* text =
        "```duty\npolicy p {\n  indicator a {\n    on \"甲\"\n    award by x {\n      1: "
        "2\n```\n\n重大的：\n\n```duty\n      2: 5\n    }\n  }\n}\n```\n";
    CHECK(formatted(text) == text);
  }
}

TEST_CASE("fmt writes the blocks anew and leaves the rest") {
  const std::string before =
      "# 办法   \n\n```duty\n\npolicy p \"办法\" { decimals 2 half_up # 两位\n\n```\n\n\n第六条：\n\n"
      "  ~~~ duty\n  indicator a { on \"甲\"; award 5 per event\n\n  # 说明\n  }\n\n  ~~~\n"
      "```text\n  indicator  b\n```\n```duty\n```\n````duty\n}\n````\ntail";
  const std::string after =
      "# 办法   \n\n```duty\npolicy p \"办法\" {\n  decimals 2 half_up  # "
      "两位\n```\n\n\n第六条：\n\n"
      "  ~~~ duty\n    indicator a {\n      on \"甲\"\n      award 5 per event\n\n      # 说明\n    "
      "}\n  ~~~\n"
      "```text\n  indicator  b\n```\n```duty\n```\n````duty\n}\n````\ntail";
  CHECK(formatted(before) == after);
  CHECK(formatted(after) == after);
  const std::string zh =
      "# 办法   \n\n```duty\n办法 p \"办法\" {\n  保留 2 位 四舍五入  # 两位\n```\n\n\n第六条：\n\n"
      "  ~~~ duty\n    指标 a {\n      事项 \"甲\"\n      计分 每次 5 分\n\n      # 说明\n    "
      "}\n  ~~~\n"
      "```text\n  indicator  b\n```\n```duty\n```\n````duty\n}\n````\ntail";
  CHECK(formatted(before, language::zh) == zh);
  CHECK(formatted(zh, language::en) == after);
  SUBCASE("with the line ends of Windows and a byte order mark") {
    const auto with_cr = [](const std::string& text) {
      std::string out = "\xEF\xBB\xBF";
      for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
      return out;
    };
    CHECK(formatted(with_cr(before)) == with_cr(after));
    CHECK(formatted(with_cr(zh), language::en) == with_cr(after));
  }
}

TEST_CASE("a canonical text may be divided at any line that begins an item") {
  for (const char* path : {"tests/lang/good/model.en.txt", "tests/lang/good/chinese.zh.txt",
                           "tests/lang/good/everything.en.txt", "rules/club.duty"}) {
    CAPTURE(path);
    const std::string whole = repository_file(path);
    const std::string tree = tree_of(*parse_text(whole));
    std::size_t divided = 0, refused = 0;
    for (std::size_t at = whole.find('\n') + 1; at < whole.size(); at = whole.find('\n', at) + 1) {
      if (whole[at] == '\n' || whole[at - 2] == '\n') continue;  // fmt drops these blank lines
      const std::string literate = "# 一\n\n```duty\n" + whole.substr(0, at) +
                                   "```\n\n其间\n\n```duty\n" + whole.substr(at) + "```\n";
      const auto d = parse_markdown(literate);
      if (d) {
        CHECK(tree_of(*d) == tree);
        CHECK(print(*d) == literate);
        ++divided;
      } else {
        CHECK(d.messages()[0].code == "DS0126");
        ++refused;
      }
    }
    CHECK(divided > 20);
    CHECK(refused < divided / 4);
  }
}
