#include "dutyscore/testing/coverage.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/testing/coverage_text.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

coverage_report coverage_of(const std::string& text) {
  coverage_collector collected;
  scenario_options options;
  options.observer = &collected;
  const auto run = run_text(text, options);
  INFO(story_of(run));
  REQUIRE(run);
  return collected.report();
}

/// What is not reached, with the reason, one a line.
std::string missing_in(const coverage_report& report) {
  std::string out;
  for (const policy_coverage& p : report.policies)
    for (const coverage_site& s : p.sites)
      if (!s.is_reached()) out += s.text + ": " + s.why_not.en + "\n";
  return out;
}

struct shown {
  std::string_view clauses;  // of an indicator `a`, kind "x"; fields n (integer), f (flag)
  std::string_view given;
  std::string_view missing;
};

TEST_CASE("a clause is reached, or the nearest miss says why not") {
  const shown all[] = {
      {"award 5 per event", "2023-05-06 \"A\" \"x\"", ""},
      // an award
      {"award 5 per event", "2023-05-06 \"A\" \"z\"",
       "on \"x\": no activity of its kinds\naward 5 per event: no activity of its kinds\n"},
      {"award 5 per event when n > 3", "2023-05-06 \"A\" \"x\" n 3",
       "award 5 per event when n > 3: its condition never holds\n"},
      {"award n per event", "2023-05-06 \"A\" \"x\" n 0", "award n per event: worth 0\n"},
      {"award 5 per event", "2022-05-06 \"A\" \"x\"",
       "award 5 per event: only activities outside its dates\n"},
      {"award 5 per event accept when f else \"not f\"", "2023-05-06 \"A\" \"x\"",
       "award 5 per event: all refused: not f\n"},
      {"award 5 per event deduct 5 per event", "2023-05-06 \"A\" \"x\"", ""},
      {"award 5 per event cap 0 per month", "2023-05-06 \"A\" \"x\"",
       "award 5 per event: limits took all of it away\n"},
      // factors, acceptances
      {"award 5 per event times 2 when f", "2023-05-06 \"A\" \"x\"",
       "times 2 when f: its condition never holds\n"},
      {"award 5 per event accept when n < 9 else \"9\"", "2023-05-06 \"A\" \"x\"",
       "accept when n < 9 else \"9\": it refused nothing\n"},
      // limits say how near they came
      {"award 5 per event cap 12 per month", "2023-05-06 \"A\" \"x\" 2023-05-07 \"A\" \"x\"",
       "cap 12 per month: never exceeded: at most 10 of 12\n"},
      {"award 5 per event cap 9 per month", "2023-05-06 \"A\" \"x\" 2023-05-07 \"A\" \"x\"", ""},
      {"deduct n per event award 1 per event floor -4 per year", "2023-05-06 \"A\" \"x\" n 3",
       "floor -4 per year: never undercut: at least -2, floor -4\n"},
      {"deduct 5 per event cap 12 per year", "2023-05-06 \"A\" \"x\"",
       "cap 12 per year: never exceeded: at most 5 of 12\n"},
      {"award 5 per event cap 9 per event", "2023-05-06 \"A\" \"x\"",
       "cap 9 per event: no activity is worth more\n"},
      {"award 5 per event base 3 per half", "2023-05-06 \"A\" \"x\"", ""},
      // rows of tables
      {"award by n { from 1: 2  from 5: 4 }", "2023-05-06 \"A\" \"x\" n 4",
       "from 5: 4: nothing falls into this row\n"},
      {"award by marginal n { from 0: 2  from 5: 4 }", "2023-05-06 \"A\" \"x\" n 6", ""},
      {"award by n { from 1: 2  from 5: 4 }", "2023-05-06 \"A\" \"z\"",
       "on \"x\": no activity of its kinds\n"
       "award by n { from 1: 2 from 5: 4 }: no activity of its kinds\n"
       "from 1: 2: no activity of its kinds\nfrom 5: 4: no activity of its kinds\n"},
      // selections
      {"award n per event once per month", "2023-05-06 \"A\" \"x\" n 3",
       "once per month: left nothing out\n"},
      {"award n per event highest per year", "2023-05-06 \"A\" \"x\" 2023-06-06 \"A\" \"x\" n 3",
       ""},
      // points of finished periods
      {"award 2 per year when count() >= 2", "2023-05-06 \"A\" \"x\"",
       "award 2 per year when count() >= 2: gave nothing: not closed, no condition met, or worth "
       "0\n"},
      {"award by count() { from 1: 2  from 2: 3 } per year",
       "2023-05-06 \"A\" \"x\" 2023-06-06 \"A\" \"x\"", "from 1: 2: nothing falls into this row\n"},
      {"award by marginal count() { from 0: 2  from 2: 3 } per year running",
       "2023-05-06 \"A\" \"x\" 2023-06-06 \"A\" \"x\"", ""},
      {"once per year by n  award count() per year",
       "2023-05-06 \"A\" \"x\" 2023-06-06 \"A\" \"x\" n 3",
       "once per year by n: left nothing out\n"},
      {"once per year by n  award count() per year",
       "2023-05-06 \"A\" \"x\" 2023-06-06 \"A\" \"x\"", ""},
  };
  for (const shown& s : all) {
    CAPTURE(s.clauses);
    CAPTURE(s.given);
    const std::string text =
        "policy p { in force from 2023-01-01 activity { n integer default 1 f flag default no } "
        "indicator a { on \"x\" " +
        std::string(s.clauses) +
        " } indicator z { on \"z\" } } scenario \"s\" for p { given { 2023-05-06 \"Z\" \"z\" " +
        std::string(s.given) + " } through 2023-12-31 expect \"A\" 2023 { unmatched 0 } }";
    CHECK(missing_in(coverage_of(text)) == s.missing);
  }
}

const std::string readings = R"(policy p {
  indicator a { on "x" award 5 per event }
  veto v "违禁" { on "v" effect void year }
  grade per year { "good" from 10 "fair" from 5 "rest" otherwise }
  list leaders per year { top 1 }
  list vetoed_ones per year { when vetoed }
}
)";

TEST_CASE("vetoes, rows of grades and lists are reached when they concern somebody") {
  CHECK(missing_in(coverage_of(readings + R"(scenario "s" for p {
  given { 2023-05-06 "A" "x" 2023-05-06 "A" "x" 2023-05-06 "B" "x" }
  expect "A" 2023 { total 10 }
})")) == "违禁: no activity of its kinds\n\"rest\" otherwise: nobody gets it\nvetoed_ones: nobody "
         "is on it\n");
  CHECK(missing_in(coverage_of(readings + R"(scenario "s" for p {
  given { 2023-05-06 "A" "v" 2023-05-06 "A" "x" }
  expect "A" 2023 { total 0 }
})")) == "award 5 per event: a veto took all of it away\n\"good\" from 10: nobody gets it\n"
         "\"fair\" from 5: nobody gets it\n");
  CHECK(missing_in(coverage_of(readings + R"(scenario "s" for p {
  given { 2023-05-06 "A" "v" 2022-05-06 "A" "x" }
  expect "A" 2023 { total 0 }
})")) == "违禁: nothing to void\n\"good\" from 10: nobody gets it\n");
}

TEST_CASE("a policy without scenarios is not reached at all; todo scenarios do not count") {
  const coverage_report none = coverage_of(readings);
  REQUIRE(none.policies.size() == 1);
  CHECK(none.reached() == 0);
  CHECK(none.policies[0].sites[0].why_not.en == "no scenario of this policy");
  CHECK(coverage_of(readings + R"(todo scenario "s" for p {
  given { 2023-05-06 "A" "x" }
  expect "A" 2023 { total 5 }
})")
            .reached() == 0);
}

TEST_CASE("activities of a claim count as reached on its own basis") {
  CHECK(
      missing_in(coverage_of(
          "policy p { indicator a { on \"x\" award 5 per event } } scenario \"s\" for p { given { "
          "2023-05-06 \"A\" \"x\" standing claimed } expect \"A\" 2023 on claimed { total 5 } "
          "}")) == "");
}

TEST_CASE("each text of an amended clause is reached by itself") {
  const std::string policy = R"(policy p {
  indicator a { on "x" award 5 per event cap 12 per year }
  amend from 2024-07-01 { indicator a { on "x" award 8 per event } }
}
)";
  CHECK(missing_in(coverage_of(policy + R"(scenario "s" for p {
  given { 2024-05-06 "A" "x" }
  expect "A" 2024 { total 5 }
})")) == "cap 12 per year: never exceeded: at most 5 of 12\non \"x\": no activity of its kinds\n"
         "award 8 per event: only activities that another text judges\n");
}

const std::string half_reached = R"(policy p "办法" {
  activity { n integer default 1 }
  indicator a "甲 <&>" { on "x" award by n { from 1: 2  from 5: 4 } cap 9 per month }
}
scenario "s" for p {
  given { 2023-05-06 "A" "x" }
  expect "A" 2023 { total 2 }
}
)";

TEST_CASE("the text lists what is missing and how much is reached") {
  const coverage_report report = coverage_of(half_reached);
  CHECK(to_text(report, language::en) ==
        "  test.duty:3  a  from 5: 4        nothing falls into this row\n"
        "  test.duty:3  a  cap 9 per month  never exceeded: at most 2 of 9\n"
        "p: 60 % (3/5)\n");
  CHECK(to_text(report, language::zh) ==
        "  test.duty:3  a  from 5: 4        没有落在这一档的\n"
        "  test.duty:3  a  cap 9 per month  从未超过：最多 2，上限 9\n"
        "p：60 %（3/5）\n");
  CHECK(report.reaches(decimal::of(60)));
  CHECK(!report.reaches(decimal::from_millionths(60'000'001)));
}

TEST_CASE("percents are rounded down, so that 100 means all") {
  CHECK(percent_text(999, 1000) == "99.9");
  CHECK(percent_text(9999, 10000) == "99.9");
  CHECK(percent_text(10000, 10000) == "100");
  CHECK(percent_text(0, 7) == "0");
  CHECK(percent_text(0, 0) == "100");
  CHECK(percent_text(1, 3) == "33.3");
}

TEST_CASE("LCOV has a line for each line with clauses and a branch for each of several") {
  CHECK(to_lcov(coverage_of(half_reached)) == R"(TN:
SF:test.duty
BRDA:3,0,0,1
BRDA:3,0,1,1
BRDA:3,0,2,1
BRDA:3,0,3,-
BRDA:3,0,4,-
BRF:5
BRH:3
DA:3,1
LF:1
LH:1
end_of_record
)");
}

TEST_CASE("JSON tells each clause, HTML stands alone and escapes the text") {
  const coverage_report report = coverage_of(half_reached);
  const std::string json = to_json(report);
  CHECK(json.find("\"percent\": \"60\"") != std::string::npos);
  CHECK(json.find("\"kind\": \"table_row\"") != std::string::npos);
  CHECK(json.find("\"zh\": \"没有落在这一档的\"") != std::string::npos);
  const std::string html = to_html(report, language::zh);
  CHECK(html.find("甲 &lt;&amp;&gt;") != std::string::npos);
  CHECK(html.find("class=\"some\"") != std::string::npos);
  CHECK(html.find("从未超过：最多 2，上限 9") != std::string::npos);
  for (const char* outside : {"http:", "https:", "<script", "<link", "url("})
    CHECK(html.find(outside) == std::string::npos);
}

}  // namespace
}  // namespace dutyscore::tests
