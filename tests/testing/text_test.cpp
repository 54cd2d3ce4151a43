#include <doctest/doctest.h>

#include "dutyscore/testing/scenario_text.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

const std::string text = R"(policy p "办法" {
  in force from 2023-01-01
  indicator visit "接待" { on "接待"  award 5  cap 8 per month  cite "第六条" }
}
scenario "对的" for p { given { 2023-01-05 "甲" "接待" } expect "甲" 2023 { total 5 } }
scenario "错的 <&>" for p {
  given {
    2023-01-05 "甲" "接待"
    2023-01-06 "甲" "接待" title "党员\活动日"
  }
  expect "甲" 2023-01 { total 10 }
}
todo scenario "还不成立" for p { given { 2023-01-05 "甲" "接待" } expect "甲" 2023 { total 6 } }
todo scenario "已经成立" for p { given { 2023-01-05 "甲" "接待" } expect "甲" 2023 { total 5 } }
todo scenario "还不能算" for p { given { 2023-01-05 "甲" "接待" } expect "甲" 2023 { later 5 } }
)";

std::vector<scenario_outcome> outcomes() { return run_text(text).value(); }

TEST_CASE("a todo is skipped, whatever it comes to") {
  const auto all = outcomes();
  REQUIRE(all.size() == 5);
  CHECK(count(all, scenario_status::passed) == 1);
  CHECK(count(all, scenario_status::failed) == 1);
  CHECK(count(all, scenario_status::skipped) == 3);
  CHECK(!all[2].is_done_todo());
  CHECK(all[2].failures.size() == 1);
  CHECK(all[3].is_done_todo());
  CHECK(!all[4].is_done_todo());
  CHECK(all[4].problems.at(0).code == "DS0509");
}

constexpr const char* english = R"(passed  对的 (p)
FAILED  错的 <&> (p)
    error[DS0550]: “甲” 2023-01, total: expected 10, got 8
      --> test.duty:11:24
    11 |   expect "甲" 2023-01 { total 10 }
       |                         ^^^^^^^^
      2023-01-05  接待  接待                       +5  第六条
      2023-01-06  接待  党员\活动日                +5  第六条
      2023-01-06  接待  cap of 8 points per month  -2  第六条
todo    还不成立 (p) (not yet: 1)
todo    已经成立 (p) (holds by now: drop “todo”)
todo    还不能算 (p) (cannot run yet)
5 scenarios: 1 passed, 1 failed, 3 todo
)";

constexpr const char* chinese = R"(通过    对的（p）
未通过  错的 <&>（p）
    错误[DS0550]：“甲”2023年1月，总分：应为 10，实为 8
      --> test.duty:11:24
    11 |   expect "甲" 2023-01 { total 10 }
       |                         ^^^^^^^^
      2023年1月5日  接待  接待         计5分    第六条
      2023年1月6日  接待  党员\活动日  计5分    第六条
      2023年1月6日  接待  每月上限8分  调减2分  第六条
待办    还不成立（p）（尚有1项不成立）
待办    已经成立（p）（已全部成立，可去掉“待办”）
待办    还不能算（p）（尚不能运行）
共5个算例：通过1，未通过1，待办3
)";

constexpr const char* junit = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="p" tests="5" failures="1" errors="0" skipped="3">
    <testcase classname="p" name="对的" file="test.duty" line="5"/>
    <testcase classname="p" name="错的 &lt;&amp;&gt;" file="test.duty" line="6">
      <failure message="“甲” 2023-01, total: expected 10, got 8">test.duty:11:24: “甲” 2023-01, total: expected 10, got 8
      2023-01-05  接待  接待                       +5  第六条
      2023-01-06  接待  党员\活动日                +5  第六条
      2023-01-06  接待  cap of 8 points per month  -2  第六条
</failure>
    </testcase>
    <testcase classname="p" name="还不成立" file="test.duty" line="13">
      <skipped message="not yet: 1"/>
    </testcase>
    <testcase classname="p" name="已经成立" file="test.duty" line="14">
      <skipped message="holds by now: drop “todo”"/>
    </testcase>
    <testcase classname="p" name="还不能算" file="test.duty" line="15">
      <skipped message="cannot run yet"/>
    </testcase>
  </testsuite>
</testsuites>
)";

TEST_CASE("outcomes as text") {
  CHECK(to_text(outcomes(), language::en) == std::string(english));
  CHECK(to_text(outcomes(), language::zh) == std::string(chinese));
}

TEST_CASE("colours mark the words alone") {
  const std::string coloured = to_text(outcomes(), language::en, true);
  CHECK(coloured.find("\x1b[32mpassed\x1b[0m  对的") != std::string::npos);
  CHECK(coloured.find("\x1b[1;31mFAILED\x1b[0m  错的") != std::string::npos);
}

TEST_CASE("outcomes as JUnit XML") {
  CHECK(to_junit(outcomes(), language::en) == std::string(junit));
}

}  // namespace
}  // namespace dutyscore::tests
