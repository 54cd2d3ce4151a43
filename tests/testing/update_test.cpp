#include <doctest/doctest.h>

#include "dutyscore/testing/scenario_update.hpp"
#include "testing/run.hpp"

// Expectations rewritten with what was got: only literals change, and then everything holds.
namespace dutyscore::tests {
namespace {

const std::string rules = R"(办法 p "办法" {
  施行 2023-01-01
  登记 { capacity 文字 限于 "代表", "本职" 默认 "代表" }
  认定 当 capacity == "代表" 否则 "履行的是本职工作职责"
  指标 visit "接待" { 事项 "接待" 计分 每次 5 分 }
  指标 fault "缺席" { 事项 "缺席" 扣分 2.5 }
  等次 每年 { "优秀" 满 10 "好的“上等”" 满 5 "称职" 其余 }
  名单 model "先进" 每年 { 前 2 名 ties all 当 total >= 5 }
}
)";

const std::string given = R"( 用于 p { 已知 {
    2023-01-05 "甲" "接待"   2023-01-06 "甲" "接待"
    2023-01-07 "甲" "接待" capacity "本职"
    2023-01-05 "乙" "接待"
    2023-01-05 "丙" "缺席"
  }
)";

std::string program(const std::string& expectations) {
  return rules + "算例 \"一\"" + given + expectations + "\n}\n";
}

struct update_case {
  const char *before, *after;
};
const update_case literals[] = {
    // figures, as they stand in the author's text
    {R"(应为 "甲" 2023 { 总分 12 })", R"(应为 "甲" 2023 { 总分 10 })"},
    {R"(应为“甲”2023年{总分12分，visit 1。})", R"(应为“甲”2023年{总分10分，visit 10。})"},
    {R"(expect "丙" 2023 { total 0  fault -  3 })", R"(expect "丙" 2023 { total -2.5  fault -2.5 })"},
    {R"(应为 "甲" 2023 { 未予计分 3 名次 3 })", R"(应为 "甲" 2023 { 未予计分 1 名次 1 })"},
    // only what does not hold
    {R"(应为 "甲" 2023 { 总分 10.0 visit 9 } # 注)", R"(应为 "甲" 2023 { 总分 10.0 visit 10 } # 注)"},
    // grades and reasons, between delimiters that they can stand in
    {R"(应为 "甲" 2023 { 等次 “称职” })", R"(应为 "甲" 2023 { 等次 “优秀” })"},
    {R"(应为 "乙" 2023 { 等次 “称职” })", R"(应为 "乙" 2023 { 等次 "好的“上等”" })"},
    {R"(expect refused "甲" 2023-01-07 "不予认可")", R"(expect refused "甲" 2023-01-07 "履行的是本职工作职责")"},
    // the people of a list
    {R"(应为 model 2023 { "乙"，"甲" })", R"(应为 model 2023 { "甲"，"乙" })"},
    {R"(应为 model 2023 { “甲” })", R"(应为 model 2023 { “甲” “乙” })"},
    {R"(应为 model 2023 { })", R"(应为 model 2023 { "甲" "乙" })"},
    {R"(应为 model 2023 {})", R"(应为 model 2023 { "甲" "乙"})"},
    {R"(应为 model 2022 { "甲" "乙" })", R"(应为 model 2022 { })"},
};

/// A refusal for any reason at all is sound only when a row gives that reason.
std::string with_reason(const std::string& expectations) {
  return expectations + "\n  已知 { 2023-03-01 \"丁\" \"缺席\" 状态 不予认可 理由 \"不予认可\" }";
}

TEST_CASE("literals become what was got, and every other byte stays") {
  for (const update_case& c : literals) {
    CAPTURE(c.before);
    const std::string before = program(with_reason(c.before));
    const auto run = run_text(before);
    INFO(story_of(run));
    REQUIRE(run);
    const auto updates = updates_of(*run);
    REQUIRE(updates.size() == 1);
    CHECK(updates[0].after == program(with_reason(c.after)));
    const auto again = run_text(updates[0].after);
    INFO(story_of(again));
    REQUIRE(again);
    CHECK(again->front().status == scenario_status::passed);
  }
}

const char* const by_hand[] = {
    R"(应为 "甲" 2023 { 不属于 model })",
    R"(应为 "丙" 2023 { 属于 model })",
    R"(应为 未予计分 "乙" 2023-01-05 "履行的是本职工作职责")",
    "应为 model 2023 { \"乙\"  # 先\n \"甲\" }",
};

TEST_CASE("what is no literal is left to the author") {
  for (const char* expectation : by_hand) {
    CAPTURE(expectation);
    const auto run = run_text(program(expectation));
    INFO(story_of(run));
    REQUIRE(run);
    CHECK(run->front().status == scenario_status::failed);
    CHECK(updates_of(*run).empty());
  }
}

TEST_CASE("a todo is never touched") {
  const auto run = run_text(rules + "待办 算例 \"一\"" + given + "应为 \"甲\" 2023 { 总分 1 } }\n");
  REQUIRE(run);
  CHECK(run->front().failures.size() == 1);
  CHECK(updates_of(*run).empty());
}

TEST_CASE("what changes is said, in the order of the text") {
  const auto run = run_text(
      program("应为 \"甲\" 2023 { visit 1 总分 2 等次 \"称职\" }\n  应为 \"乙\" 2023 { 总分 3 }"));
  REQUIRE(run);
  CHECK(to_text(updates_of(*run), language::en) ==
        "test.duty:16:21: “甲” 2023, visit: 1 becomes 10\n"
        "test.duty:16:26: “甲” 2023, total: 2 becomes 10\n"
        "test.duty:16:31: “甲” 2023, grade: \"称职\" becomes \"优秀\"\n"
        "test.duty:17:20: “乙” 2023, total: 3 becomes 5\n");
}

TEST_CASE("a byte order mark and line ends of Windows stay") {
  std::string before = "\xEF\xBB\xBF" + program("应为 \"甲\" 2023 { 总分 1 }"), text;
  for (const char c : before) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto run = run_text(text);
  INFO(story_of(run));
  REQUIRE(run);
  std::string after = text;
  after.replace(after.find("总分 1") + std::string("总分 ").size(), 1, "10");
  CHECK(updates_of(*run).at(0).after == after);
}

}  // namespace
}  // namespace dutyscore::tests
