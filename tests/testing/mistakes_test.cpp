#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "dutyscore/testing/scenario.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

const std::string club = R"(
policy club "俱乐部" {
  in force from 2023-01-01
  decimals 2 half_up
  activity {
    size "规模" text one of "小", "大" default "小" for "活动"
    hours "工时" decimal from 0 to 24 for "值班"
    people "人数" integer from 1 default 1
    whole "全程" flag default no
    since_day "入会" date default 2020-01-01
  }
  subject { senior "资深" flag default no }
  accept when people > 0 else "没有人参加"
  category all_of_it {
    indicator outing "活动" { on "活动"  award by size { "小": 5  "大": 10 } }
    indicator duty { on "值班"  award 1 per hours  times 24 / people }
    indicator whole_time { on "活动" when whole and since_day < 2023-01-01 or subject.senior  award 2 }
  }
  veto cheating { on "作弊"  effect void year }
  grade per year { "合格" from 10  "不合格" otherwise }
  grade quarterly "季度等次" per quarter { "合格" from 3  "不合格" otherwise }
  grade other_quarterly per quarter { "好" from 5  "差" otherwise }
  list best_of_year "先进" per year { top 1 }
}
)";

/// A scenario of the club; what is wrong in it stands between ⟦ and ⟧.
struct mistake {
  const char* code;
  const char* scenario;
  const char* hint = "";  // a part of the first hint, in English
};

const mistake mistakes[] = {
    // the scenario as a whole
    {"DS0501",
     R"(scenario "a" for ⟦clubb⟧ { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { total 5 } })",
     "“club”"},
    {"DS0503",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { total 5 } }
                  scenario ⟦"a"⟧ for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { total 5 } })"},
    {"DS0504", R"(scenario ⟦"a"⟧ for club { given { 2023-01-05 "甲" "活动" } })"},
    {"DS0505",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } ⟦expect "甲" 2023 { }⟧ })"},

    // expectations
    {"DS0506",
     R"(scenario "a" for club { given { 2023-01-05 "张三丰" "活动" } expect ⟦"张三风"⟧ 2023 { total 5 } })",
     "“张三丰”"},
    {"DS0506",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect best_of_year 2023 { ⟦"乙"⟧ } })"},
    {"DS0506",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect refused ⟦"乙"⟧ 2023-01-05 "没有人参加" })"},
    {"DS0507",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" ⟦第一届⟧ { total 5 } })"},
    {"DS0509",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { ⟦outng⟧ 5 } })",
     "“outing”"},
    {"DS0509",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { ⟦活动⟧ 5 } })",
     "“outing”"},
    {"DS0509",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { ⟦best_of_year⟧ 5 } })",
     "write in best_of_year"},
    {"DS0509",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023-Q1 { ⟦quarterly⟧ 5 } })",
     "quarterly grade"},
    {"DS0509",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { ⟦cheating⟧ 5 } })",
     "is a veto"},
    {"DS0510",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { in ⟦best_of_yaer⟧ } })",
     "“best_of_year”"},
    {"DS0510",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect ⟦先进⟧ 2023 { "甲" } })",
     "“best_of_year”"},
    {"DS0511",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023-Q1 { ⟦quartely⟧ grade "合格" } })",
     "“quarterly”"},
    {"DS0512",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { grade ⟦"不合恪"⟧ } })",
     "“不合格”"},
    {"DS0513",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023-01 { in ⟦best_of_year⟧ } })"},
    {"DS0513",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect ⟦best_of_year⟧ 2023-Q1 { "甲" } })"},
    {"DS0513",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { ⟦quarterly⟧ grade "合格" } })"},
    {"DS0514",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023-01 { ⟦grade "合格"⟧ } })"},
    {"DS0515",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023-Q1 { ⟦grade "合格"⟧ } })"},
    {"DS0517",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { refused ⟦0.5⟧ } })"},
    {"DS0517",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { rank ⟦0⟧ } })"},
    {"DS0522",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } expect refused "甲" 2023-01-05 ⟦"没人参加"⟧ })",
     "“没有人参加”"},

    // rows
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" people ⟦"三"⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" size ⟦3⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" whole ⟦"是"⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" since_day ⟦2020⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" title ⟦3⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0519",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" standing ⟦confirmd⟧ } expect "甲" 2023 { total 5 } })",
     "“confirmed”"},
    {"DS0521",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" ⟦szie⟧ "大" } expect "甲" 2023 { total 5 } })",
     "“size”"},
    {"DS0521",
     R"(scenario "a" for club { given roster { "甲" ⟦senoir⟧ yes } given { 2023-01-05 "甲" "活动" } expect "甲" 2023 { total 5 } })",
     "“senior”"},
    {"DS0523",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" ⟦end⟧ 2023-01-06 } expect "甲" 2023 { total 5 } })"},
    {"DS0524",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" size "大" ⟦规模 "小"⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0525",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "值班" hours 3 ⟦whole⟧ yes } expect "甲" 2023 { total 72 } })"},
    {"DS0526",
     R"(scenario "a" for club { given { 2023-01-05 "甲" ⟦"活働"⟧ } expect "甲" 2023 { total 0 } })"},
    {"DS0518",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" credited ⟦"次日"⟧ } expect "甲" 2023 { total 5 } })"},

    {"DS0528",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } through 2023-05-31 through ⟦2023-06-30⟧ expect "甲" 2023 { total 5 } })"},
    {"DS0320",
     R"(scenario "a" for club { given { 2023-01-05 ⟦""⟧ "活动" } expect "甲" 2023 { total 5 } })"},
    {"DS0527", R"(scenario ⟦"a"⟧ for club { given roster { "甲" } expect "甲" 2023 { total 0 } })"},

    // bad rows stand where the scenario wrote them
    {"DS0321",
     R"(scenario "a" for club { given { ⟦2023-01-05 "甲" "值班"⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0326",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "值班" ⟦hours 25⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0325",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" ⟦people 1.5⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0327",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" ⟦size "中"⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0334",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" ⟦hours 5⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0331",
     R"(scenario "a" for club { given { 2023-01-05 to ⟦2023-01-04⟧ "甲" "活动" } expect "甲" 2023 { total 5 } })"},
    {"DS0332",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" standing reviewed ⟦since confirmed⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0325",
     R"(scenario "a" for club { given { 2023-01-05 "甲" "活动" } given { 2023-01-05 "甲" "活动" ⟦people 1.5⟧ } expect "甲" 2023 { total 5 } })"},
    {"DS0405",
     R"(scenario "a" for club { given roster { "乙" } given { 2023-01-05 ⟦"甲"⟧ "活动" } expect "甲" 2023 { total 5 } })"},
};

struct marked_text {
  std::string text;
  span mark;
};

marked_text unmark(const std::string& marked) {
  const std::string open = "⟦", close = "⟧";
  const std::size_t begin = marked.find(open), end = marked.find(close);
  REQUIRE(begin != std::string::npos);
  REQUIRE(end != std::string::npos);
  const std::string inner = marked.substr(begin + open.size(), end - begin - open.size());
  return {marked.substr(0, begin) + inner + marked.substr(end + close.size()),
          {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + inner.size())}};
}

TEST_CASE("a mistake in a scenario is reported once, at its place") {
  for (const mistake& m : mistakes) {
    const marked_text text = unmark(club + m.scenario);
    const auto run = run_text(text.text);
    CAPTURE(std::string(m.scenario));
    INFO(story_of(run));
    const diagnostics& found = run.messages();
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == std::string(m.code));
    CHECK(run.has_value() == !has_error(found));
    REQUIRE(found[0].where);
    REQUIRE(!found[0].spans.empty());
    CHECK(found[0].where->text(found[0].spans[0].where) == found[0].where->text(text.mark));
    CHECK(found[0].spans[0].where == text.mark);
    const std::string hint = found[0].hints.empty() ? "" : found[0].hints[0].en;
    if (*m.hint) CHECK_MESSAGE(hint.find(m.hint) != std::string::npos, hint);
    CHECK(!found[0].what.zh.empty());
  }
}

TEST_CASE("all mistakes of all scenarios are found in one pass") {
  const auto run = run_text(club + R"(
scenario "first" for club {
  given { 2023-01-05 "甲" "活动" szie "大"  2023-01-06 "甲" "活动" size "中" }
  expect "甲" 2023 { outng 5  in bestof }
}
scenario "second" for clubb { expect "甲" 2023 { total 5 } }
scenario "third" for club { }
)");
  REQUIRE(!run);
  std::string codes;
  for (const diagnostic& d : run.messages()) codes += d.code + " ";
  CHECK(codes == "DS0521 DS0327 DS0509 DS0510 DS0501 DS0504 ");
}

TEST_CASE("a kind that no rule takes needs no warning where that is expected") {
  const auto run = run_text(club + R"(
scenario "a" for club {
  given { 2023-01-05 "甲" "聚餐" }
  expect "甲" 2023 { total 0  unmatched 1 }
})");
  INFO(story_of(run));
  REQUIRE(run);
  CHECK(run.messages().empty());
  CHECK(run->front().status == scenario_status::passed);
}

TEST_CASE("a policy that does not check stops its scenarios without further mistakes") {
  const auto run = run_text(R"(
policy p { in force from 2023-01-01  indicator a { on "x"  award 1 per wrong } }
scenario "a" for p { given { 2023-01-05 "甲" "x" } expect "甲" 2023 { b 5 } }
)");
  REQUIRE(!run);
  for (const diagnostic& d : run.messages()) CHECK(d.code.substr(0, 4) == "DS02");
}

TEST_CASE("fields that selections, limits and finished periods read make a difference") {
  const char* readers[] = {
      "indicator a { on \"x\"  award 1  once per year by n }",
      "indicator a { on \"x\"  award 1  best 2 per year when n > 0 }",
      "indicator a { on \"x\"  award 1  cap 1 per year by n }",
      "indicator a { on \"x\"  award 1 per year when sum(n) > 0 }",
      "indicator a { on \"x\" }  list b per year { when count(a when n > 0) > 0 }",
      "category c { indicator a { on \"x\" } }  grade per year { \"1\" when sum(c.n) > 0  \"0\" otherwise }",
  };
  for (const char* reader : readers) {
    CAPTURE(reader);
    const auto run = run_text("policy p { activity { n integer default 0 } " + std::string(reader) +
                              R"( } scenario "s" for p {
  given { 2023-01-05 "甲" "x" n 1 }
  expect "甲" 2023 { refused 0 }
})");
    INFO(story_of(run));
    CHECK(run);
  }
}

TEST_CASE("rows that only the engine finds bad stand in the scenario, too") {
  const auto run = run_text(R"(
policy p {
  in force from 2023-01-01
  activity { n integer default 0 }
  indicator a { on "x"  award 1 / n }
}
scenario "a" for p {
  given { 2023-01-05 "甲" "x" n 1  2023-01-06 "甲" "x" }
  expect "甲" 2023 { total 1 }
}
)");
  REQUIRE(!run);
  REQUIRE(run.messages().size() == 1);
  const diagnostic& d = run.messages()[0];
  CHECK(d.code == "DS0411");
  CHECK(d.where->text(d.spans.at(0).where) == "2023-01-06 \"甲\" \"x\"");
}

}  // namespace
}  // namespace dutyscore::tests
