#include <doctest/doctest.h>

#include "dutyscore/testing/scenario_update.hpp"
#include "testing/run.hpp"

// A row that a scenario wants to be bad, by the code of the message.
namespace dutyscore::tests {
namespace {

const std::string rules = R"(policy p {
  in force from 2023-01-01
  activity {
    n integer from 1 default 1
    amount decimal from 0 for "捐款"
    class text one of "市", "区" default "区" for "x"
  }
  indicator a { on "x" when class != "市"  award 6 / n }
  indicator b { on "捐款"  award by amount { 0: 1  5: 2 } }
}
)";

result<std::vector<scenario_outcome>> run(const std::string& body) {
  return run_text(rules + "scenario \"a\" for p {\n" + body + "\n}\n");
}

struct bad_case {
  const char *given, *expected;
};
const bad_case held[] = {
    // what the columns cannot hold
    {R"({ 2023-01-05 "甲" "x" n 0 })", R"(expect refused "甲" 2023-01-05 "DS0326")"},
    {R"({ 2023-01-05 "甲" "捐款" })", R"(expect refused "甲" 2023-01-05 "DS0321")"},
    {R"({ 2023-01-05 "甲" "x" class "县" })", R"(expect refused "甲" 2023-01-05 "DS0327")"},
    // what the rules cannot judge
    {R"({ 2023-01-05 "甲" "捐款" amount 3 })", R"(expect refused "甲" 2023-01-05 "DS0413")"},
    // beside good rows, which count
    {R"({ 2023-01-05 "甲" "x" n 0  2023-01-06 "甲" "x" n 2 })",
     R"(expect refused "甲" 2023-01-05 "DS0326"  expect "甲" 2023 { total 3 refused 0 })"},
    // somebody who is not on the roster
    {R"({ 2023-01-05 "甲" "x" } given roster { "乙" })",
     R"(expect refused "甲" 2023-01-05 "DS0405"  expect "乙" 2023 { total 0 })"},
    // two rows of one id
    {R"({ 2023-01-05 "甲" "x" id "1"  2023-01-06 "甲" "x" id "1" })",
     R"(expect refused "甲" 2023-01-05 "DS0406"  expect refused "甲" 2023-01-06 "DS0406")"},
};

TEST_CASE("a bad row is expected by its subject, its day and the code of the message") {
  for (const bad_case& c : held) {
    const std::string given = c.given;
    CAPTURE(given);
    const auto all = run("given " + given + " " + c.expected);
    INFO(story_of(all));
    CHECK(all);
    if (all) CHECK(all->front().status == scenario_status::passed);
  }
}

struct failing_case {
  const char *given, *expected, *got;
};
const failing_case failing[] = {
    {R"({ 2023-01-05 "甲" "x" n 0 })", R"(expect refused "甲" 2023-01-05 "DS0320")", "DS0326"},
    {R"({ 2023-01-05 "甲" "x" n 1 })", R"(expect refused "甲" 2023-01-05 "DS0326")",
     "no row of this day is bad"},
};

TEST_CASE("a row that is good, or bad for another reason, does not hold") {
  for (const failing_case& c : failing) {
    const std::string given = c.given;
    CAPTURE(given);
    const auto all = run("given " + given + " " + c.expected);
    INFO(story_of(all));
    REQUIRE(all);
    REQUIRE(all->front().failures.size() == 1);
    CHECK(all->front().failures[0].got.en == c.got);
    CHECK(all->front().failures[0].what.en == "“甲” 2023-01-05, bad row");
    CHECK(all->front().failures[0].behind.size() == 1);
  }
}

TEST_CASE("a bad row that no expectation is about is a mistake of the scenario") {
  const auto all = run(R"(given { 2023-01-05 "甲" "x" n 0  2023-01-06 "甲" "x" n 0 }
                          expect refused "甲" 2023-01-05 "DS0326")");
  REQUIRE(!all);
  REQUIRE(all.messages().size() == 1);
  CHECK(all.messages()[0].code == "DS0326");
  CHECK(all.messages()[0].where->locate(all.messages()[0].spans.at(0).where.begin).line == 12);
}

TEST_CASE("a code that no message about data has is no reason") {
  for (const char* code : {"DS0399", "DS0101", "DS03"}) {
    const auto all = run("given { 2023-01-05 \"甲\" \"x\" } expect refused \"甲\" 2023-01-05 \"" +
                         std::string(code) + "\"");
    REQUIRE(!all);
    CHECK(all.messages()[0].code == "DS0522");
  }
}

TEST_CASE("an update exchanges the code") {
  const auto all =
      run(R"(given { 2023-01-05 "甲" "x" n 0 } expect refused "甲" 2023-01-05 "DS0320")");
  const auto updates = updates_of(all.value());
  REQUIRE(updates.size() == 1);
  CHECK(updates[0].after.find("expect refused \"甲\" 2023-01-05 \"DS0326\"") != std::string::npos);
}

}  // namespace
}  // namespace dutyscore::tests
