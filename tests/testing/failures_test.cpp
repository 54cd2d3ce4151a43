#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "dutyscore/testing/scenario.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

const std::string policy = R"(
policy p "办法" {
  in force from 2023-01-01
  activity {
    n decimal default 1
    capacity text one of "代表", "本职" default "代表"
  }
  accept when capacity == "代表" else "本职工作"
  category both {
    cap 10 per month
    indicator a "甲类" { on "x"  award 1 per n "次数"  cite "第一条" }
    indicator b "乙类" { on "y"  award 2 per event }
  }
  indicator monthly { on "z"  award 1  base 3 per month "每月" }
  veto v "否决" { on "违规"  effect void year }
  grade per year { "好" from 15  "差" otherwise }
  list leader per year { top 1 }
}
scenario "s" for p {
  given {
    2023-01-05 "张三" "x" n 8
    2023-01-06 "张三" "y"
    2023-01-07 "张三" "x" n 3 title "党员活动日"
    2023-01-08 "张三" "x" capacity "本职"
    2023-01-09 "张三" "w"
    2023-01-10 "张三" "x" n 100 standing claimed
    2023-01-11 "李四" "y"
  }
  through 2023-02-15
)";

struct wrong {
  const char* expect;
  const char* what;
  const char* expected;
  const char* got;
  std::vector<std::string> behind;  // what and worth of each
};

const wrong table[] = {
    {R"(expect "张三" 2023-01 { total 14 })",
     "“张三” 2023-01, total",
     "14",
     "13",
     {"monthly|每月 (base of 3 points per month)|+3", "甲类|x: 次数|+8", "乙类|y|+2",
      "甲类|党员活动日: 次数|+3", "both|cap of 10 points per month|-3", "办法|x|refused: 本职工作",
      "|x|not on this basis", "|w|no indicator takes it"}},
    {R"(expect "张三" 2023-01 { b 5 })",
     "“张三” 2023-01, b",
     "5",
     "2",
     {"乙类|y|+2", "办法|x|refused: 本职工作", "|x|not on this basis", "|w|no indicator takes it"}},
    {R"(expect "张三" 2023-01 { refused 0 })",
     "“张三” 2023-01, refused",
     "0",
     "1",
     {"办法|x|refused: 本职工作"}},
    {R"(expect "张三" 2023-01 { unmatched 2 })", "“张三” 2023-01, unmatched", "2", "1", {"|w|"}},
    {R"(expect "张三" 2023-Q1 { pending 2 })",
     "“张三” 2023-Q1, pending",
     "2",
     "1",
     {"monthly|每月 (base of 3 points per month)|3 points"}},
    {R"(expect "李四" 2023-01 on claimed { total 6 })",
     "“李四” 2023-01 on claimed, total",
     "6",
     "5",
     {"monthly|每月 (base of 3 points per month)|+3", "乙类|y|+2"}},
    {R"(expect "李四" 2023-02 { total 0 })",
     "“李四” 2023-02, total",
     "0",
     "3",
     {"monthly|每月 (base of 3 points per month)|+3"}},
    {R"(expect "张三" 2023 { grade "差" })",
     "“张三” 2023, grade",
     "差",
     "好",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect "李四" 2023 { rank 1 })",
     "“李四” 2023, rank",
     "1",
     "2",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect "李四" 2023 { in leader })",
     "“李四” 2023, list leader",
     "on it",
     "not on it",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect "张三" 2023 { not in leader })",
     "“张三” 2023, list leader",
     "not on it",
     "on it",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect "张三" 2022 { rank 1 })",
     "“张三” 2022, rank",
     "a place in the ranking",
     "not ranked: does not serve in this period",
     {}},
    {R"(expect leader 2023 { "张三" "李四" })",
     "list leader 2023",
     "张三, 李四",
     "张三",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect leader 2023 { })",
     "list leader 2023",
     "nobody",
     "张三",
     {"张三|rank 1|16 points, 好", "李四|rank 2|8 points, 差"}},
    {R"(expect refused "张三" 2023-01-06 "本职工作")",
     "“张三” 2023-01-06, refused",
     "本职工作",
     "nothing is refused on this day",
     {"乙类|y|+2"}},
};

std::string line_of(const evidence& e) { return e.place + "|" + e.what.en + "|" + e.worth.en; }

TEST_CASE(
    "a figure that is another one shows what was expected, what came, and the entries behind it") {
  for (const wrong& w : table) {
    const auto run = run_text(policy + w.expect + "}");
    INFO(story_of(run));
    REQUIRE(run);
    const scenario_outcome& o = run->front();
    CHECK(o.status == scenario_status::failed);
    REQUIRE(o.failures.size() == 1);
    const expectation_failure& f = o.failures[0];
    CHECK(f.what.en == std::string(w.what));
    CHECK(f.expected.en == std::string(w.expected));
    CHECK(f.got.en == std::string(w.got));
    REQUIRE(f.behind.size() == w.behind.size());
    for (std::size_t i = 0; i < f.behind.size(); ++i) CHECK(line_of(f.behind[i]) == w.behind[i]);
  }
}

TEST_CASE("a figure carries the paragraph that it rests on, and the place of the expectation") {
  const auto run = run_text(policy + R"(expect "张三" 2023-01 { total 13  a 1 }})");
  INFO(story_of(run));
  REQUIRE(run);
  REQUIRE(run->front().failures.size() == 1);
  const expectation_failure& f = run->front().failures[0];
  CHECK(run->front().source->text(f.where) == "a 1");
  REQUIRE(f.behind.size() >= 2);
  CHECK(f.behind[0].cite == "第一条");
  CHECK(f.behind[0].day == date::of(2023, 1, 5));
}

struct order {
  const char* members;
  bool holds;
};

TEST_CASE("the members of a list stand by rank; equals in any order") {
  const std::string rules = R"(
policy p {
  in force from 2023-01-01
  activity { n decimal }
  indicator a { on "x"  award 1 per n }
  list leaders per year { top 3 }
}
scenario "s" for p {
  given {
    2023-01-05 "甲" "x" n 1  2023-01-05 "乙" "x" n 2
    2023-01-05 "丙" "x" n 3  2023-01-05 "丁" "x" n 2
  }
  expect leaders 2023 )";
  const order orders[] = {
      {R"({ "丙" "乙" "丁" })", true},  {R"({ "丙" "丁" "乙" })", true},
      {R"({ "乙" "丁" "丙" })", false}, {R"({ "丙" "乙" })", false},
      {R"({ "丙" "乙" "乙" })", false}, {R"({ "丙" "乙" "丁" "甲" })", false},
      {R"({ "甲" "乙" "丁" })", false},
  };
  for (const order& o : orders) {
    const auto run = run_text(rules + o.members + "}");
    INFO(story_of(run));
    REQUIRE(run);
    CHECK((run->front().status == scenario_status::passed) == o.holds);
  }
}

TEST_CASE("failures stand in the order of the text") {
  const auto run = run_text(policy + R"(
  expect "张三" 2023 { rank 2  total 1 }
  expect "李四" 2023-01 { b 9 }
})");
  REQUIRE(run);
  REQUIRE(run->front().failures.size() == 3);
  CHECK(run->front().checks == 3);
  CHECK(run->front().source->text(run->front().failures[0].where) == "rank 2");
  CHECK(run->front().source->text(run->front().failures[1].where) == "total 1");
  CHECK(run->front().source->text(run->front().failures[2].where) == "b 9");
}

}  // namespace
}  // namespace dutyscore::tests
