#include <doctest/doctest.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

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
      reproduce: dutyscore test test.duty --filter "错的 <&>"
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
      重现：dutyscore test test.duty --filter "错的 <&>"
待办    还不成立（p）（尚有1项不成立）
待办    已经成立（p）（已全部成立，可去掉“待办”）
待办    还不能算（p）（尚不能运行）
共5个算例：通过1，未通过1，待办3
)";

constexpr const char* junit = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dutyscore" tests="5" failures="1" errors="0" skipped="3">
  <testsuite name="p" tests="5" failures="1" errors="0" skipped="3">
    <testcase classname="p" name="对的" file="test.duty" line="5"/>
    <testcase classname="p" name="错的 &lt;&amp;&gt;" file="test.duty" line="6">
      <failure message="“甲” 2023-01, total: expected 10, got 8" type="DS0550">test.duty:11:24: “甲” 2023-01, total: expected 10, got 8
      2023-01-05  接待  接待                       +5  第六条
      2023-01-06  接待  党员\活动日                +5  第六条
      2023-01-06  接待  cap of 8 points per month  -2  第六条
      reproduce: dutyscore test test.duty --filter &quot;错的 &lt;&amp;&gt;&quot;
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

TEST_CASE("a reader of XML finds what JUnit XML counts, whatever stands in a name") {
  namespace pt = boost::property_tree;
  auto all = outcomes();
  all[1].name = "\x01 <b> & \"q\" ]]> \xEF\xBF\xBE#1; ";
  std::istringstream in(to_junit(all, language::zh));
  pt::ptree tree;
  pt::read_xml(in, tree);
  const pt::ptree& root = tree.get_child("testsuites");
  const pt::ptree& suite = root.get_child("testsuite");
  std::map<std::string, int> found;
  for (const auto& [tag, one] : suite) {
    if (tag != "testcase") continue;
    ++found["tests"];
    found["failures"] += static_cast<int>(one.count("failure"));
    found["skipped"] += static_cast<int>(one.count("skipped"));
    if (one.count("failure")) CHECK(one.get<std::string>("<xmlattr>.name") == " <b> & \"q\" ]]> #1; ");
  }
  for (const char* counted : {"tests", "failures", "skipped"}) {
    CAPTURE(counted);
    CHECK(suite.get<int>(std::string("<xmlattr>.") + counted) == found[counted]);
    CHECK(root.get<int>(std::string("<xmlattr>.") + counted) == found[counted]);
  }
}

constexpr const char* tap = R"(TAP version 14
1..5
ok 1 - 对的 (p)
not ok 2 - 错的 <&> (p)
  ---
  message: "“甲” 2023-01, total: expected 10, got 8"
  severity: fail
  failures:
    - what: "“甲” 2023-01, total"
      expected: "10"
      got: "8"
      file: "test.duty"
      line: 11
      column: 24
      behind:
        - "2023-01-05  接待  接待  +5  第六条"
        - "2023-01-06  接待  党员\\活动日  +5  第六条"
        - "2023-01-06  接待  cap of 8 points per month  -2  第六条"
  reproduce: "dutyscore test test.duty --filter \"错的 <&>\""
  ...
not ok 3 - 还不成立 (p) # TODO not yet: 1
  ---
  message: "“甲” 2023, total: expected 6, got 5"
  severity: todo
  failures:
    - what: "“甲” 2023, total"
      expected: "6"
      got: "5"
      file: "test.duty"
      line: 13
      column: 78
      behind:
        - "2023-01-05  接待  接待  +5  第六条"
  reproduce: "dutyscore test test.duty --filter \"还不成立\""
  ...
ok 4 - 已经成立 (p) # TODO holds by now: drop “todo”
not ok 5 - 还不能算 (p) # TODO cannot run yet
)";

TEST_CASE("outcomes as TAP 14") { CHECK(to_tap(outcomes(), language::en) == std::string(tap)); }

TEST_CASE("what would be a directive of TAP in a name is none") {
  auto all = outcomes();
  all.resize(1);
  all[0].name = "# SKIP \\ me\n";
  CHECK(to_tap(all, language::en) ==
        "TAP version 14\n1..1\nok 1 - \\# SKIP \\\\ me· (p)\n");
}

TEST_CASE("outcomes as JSON") {
  const auto all = nlohmann::json::parse(to_json(outcomes()));
  CHECK(all["schema"] == 1);
  CHECK(all["counts"] ==
        nlohmann::json{{"scenarios", 5}, {"passed", 1}, {"failed", 1}, {"skipped", 3}});
  const auto& failed = all["scenarios"][1];
  CHECK(failed["name"] == "错的 <&>");
  CHECK(failed["status"] == "failed");
  CHECK(failed["place"]["line"] == 6);
  CHECK(failed["reproduce"] == "dutyscore test test.duty --filter \"错的 <&>\"");
  const auto& failure = failed["failures"][0];
  CHECK(failure["expected"]["en"] == "10");
  CHECK(failure["got"]["zh"] == "8");
  CHECK(failure["place"]["column"] == 24);
  CHECK(failure["behind"].size() == 3);
  CHECK(failure["behind"][2]["points"] == "-2");
  CHECK(failure["behind"][2]["cite"] == "第六条");
  CHECK(all["scenarios"][3]["holds"] == true);
  CHECK(all["scenarios"][4]["problems"][0]["code"] == "DS0509");
}

struct quoting_case {
  const char *name, *policy, *command;
};
const quoting_case commands[] = {
    {"三杯", "test.duty", "dutyscore test test.duty --filter \"三杯\""},
    {"-x", "test.duty", "dutyscore test test.duty --filter=\"-x\""},
    {"costs $5", "test.duty", "dutyscore test test.duty --filter 'costs $5'"},
    {"it's $5", "test.duty", "dutyscore test test.duty --filter 'it'\\''s $5'"},
    {"a", "the rules/办法.duty", "dutyscore test test.duty \"the rules/办法.duty\" --filter \"a\""},
    {"a", "-x.duty", "dutyscore test test.duty ./-x.duty --filter \"a\""},
};

TEST_CASE("the command that runs a scenario alone is one for a shell") {
  scenario_outcome o = outcomes()[0];
  for (const quoting_case& c : commands) {
    o.name = c.name;
    if (o.source->name() != c.policy) o.policy_source = std::make_shared<source>(c.policy, "");
    CHECK(command_to_run(o) == c.command);
  }
}

TEST_CASE("a long name goes on below itself, at a word where there is one") {
  auto all = outcomes();
  all.resize(1);
  std::string zh;
  for (int i = 0; i < 50; ++i) zh += "长";
  all[0].name = zh;
  CHECK(to_text(all, language::zh).starts_with("通过    " + zh.substr(0, 46 * 3) + "\n        " +
                                               zh.substr(46 * 3) + "（p）\n"));
  all[0].name = std::string(60, 'a') + " " + std::string(60, 'b');
  CHECK(to_text(all, language::en)
            .starts_with("passed  " + std::string(60, 'a') + "\n        " + std::string(60, 'b') +
                         " (p)\n"));
}

}  // namespace
}  // namespace dutyscore::tests
