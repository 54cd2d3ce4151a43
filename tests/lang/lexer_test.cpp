#include "dutyscore/lang/lexer.hpp"

#include <doctest/doctest.h>

using namespace dutyscore;
using namespace dutyscore::lang;

namespace {

/// The tokens of a text as written, with `|` between them.
std::string cut(const std::string& text, diagnostics& found) {
  const token_list all = lex(std::make_shared<source>("t", text), found, 100);
  std::string out;
  for (const token& t : all.tokens)
    if (t.kind != token_kind::end)
      out += (out.empty() ? "" : "|") + std::string(all.where->text(t.where));
  return out;
}

struct row {
  const char* text;
  const char* tokens;
};

}  // namespace

TEST_CASE("a run divides wholly or not at all") {
  for (const row& r : std::initializer_list<row>{
           {"计分每次5分", "计分|每次|5|分"},
           {"上限每月30分", "上限|每月|30|分"},
           {"cap每月30", "cap|每月|30"},
           {"施行2022年3月25日至2023-12-31", "施行|2022年3月25日|至|2023-12-31"},
           {"每年第1次之后", "每年|第|1|次之后"},
           {"应完成每年3次每少一次扣5分", "应完成|每年|3|次|每少一次扣|5|分"},
           {"年度始于5月1日", "年度始于|5月1日"},
           {"2023年5月", "2023年5月"},
           {"保留2位四舍五入", "保留|2|位|四舍五入"},
           {"1.5分", "1.5|分"},
           {"计分每次金额", "计分每次金额"},  // 金额 is no keyword: one name
           {"按金额", "按金额"},
           {"金额分", "金额分"},
           {"基础分数", "基础分数"},  // 分数 is not 分
           {"分类", "分类"},          // 分 is a piece only after a number
           {"次数", "次数"},
           {"cap30", "cap30"},               // ASCII that begins with a letter is one word
           {"前 n 次当 x", "前|n|次|当|x"},  // after the N of 前
           {"visit_2", "visit_2"},
           {"a.b", "a|.|b"},
           {"per  month", "per  month"},  // two words, one token
           {"per suggestions", "per|suggestions"},
           {"in force", "in force"},
           {"2022-03-25", "2022-03-25"},
           {"2022-3-25", "2022|-|3|-|25"},
           {"12022-03-25", "12022|-|03|-|25"},
           {"n-1", "n|-|1"},
           {"“a“b”c” “x\"y”", "“a“b”c”|“x\"y”"},
           {"\"a“b”\"", "\"a“b”\""},
           {"ａｗａｒｄ　５，５；｛｝", "ａｗａｒｄ|５|，|５|；|｛|｝"},
           {"a、b。c", "a|、|b|。|c"},
           {"a&&b||!c", "a|&&|b||||!|c"},
           {"<=>===!=", "<=|>=|==|!="},
       }) {
    CAPTURE(r.text);
    diagnostics found;
    CHECK(cut(r.text, found) == r.tokens);
    CHECK(found.empty());
  }
}

TEST_CASE("full-width letters and digits are their half-width twins") {
  diagnostics found;
  const token_list all = lex(std::make_shared<source>("t", "ｘ１ ２．５ ｃａｐ"), found, 9);
  REQUIRE(all.tokens.size() == 4);
  CHECK(all.text(all.tokens[0]) == "x1");
  CHECK(all.numbers[all.tokens[1].payload] == decimal::from_millionths(2'500'000));
  CHECK(all.tokens[2].is(word::cap));
}

TEST_CASE("mistakes of tokens") {
  for (const row& r : std::initializer_list<row>{{"2023-02-31", "DS0108"},
                                                 {"2023年13月1日", "DS0108"},
                                                 {"13月40日", "DS0108"},
                                                 {"9223372036854775808", "DS0106"},
                                                 {"9223372036854.775808", "DS0106"},
                                                 {"1.1234567", "DS0107"},
                                                 {"5元", "DS0109"},
                                                 {"3月活动", "DS0109"},
                                                 {"“open", "DS0105"},
                                                 {"\"open”", "DS0105"},
                                                 {"a ★★ b", "DS0104"},
                                                 {"a = b", "DS0104"}}) {
    CAPTURE(r.text);
    diagnostics found;
    cut(r.text, found);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == r.tokens);
  }
}

TEST_CASE("comments belong to tokens") {
  diagnostics found;
  const token_list all =
      lex(std::make_shared<source>("t", "# a\n\n# b\nx # c\n\n  y\n# d"), found, 9);
  REQUIRE(all.comments.size() == 4);
  CHECK(all.comments[0].token == 0);
  CHECK(all.comments[1].token == 0);
  CHECK(all.comments[1].blank_before);
  CHECK(all.comments[2].token == 0);
  CHECK(all.comments[2].trailing);
  CHECK(all.tokens[1].blank_before);
  CHECK(all.comments[3].token == 2);
}

TEST_CASE("the table of words is sound") {
  for (const word_entry& e : words) {
    CHECK(!(e.en.empty() && e.zh.empty()));
    for (const std::string_view text : {e.en, e.zh}) {
      if (text.empty()) continue;
      CAPTURE(text);
      REQUIRE(find_spelling(text));
      CHECK(fits(*find_spelling(text), e.id));
      // No Chinese keyword divides into others in another way, or it could not be told from them.
      if (text == e.zh) CHECK(divide_run(text).size() <= 1);
    }
  }
}
