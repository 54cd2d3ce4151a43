#include "dutyscore/testing/mutation.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/testing/mutation_text.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

std::vector<ast::document> parsed(const std::string& text) {
  auto document = parse(std::make_shared<source>("test.duty", text));
  INFO(to_text(document.messages(), language::en));
  REQUIRE(document);
  return {*std::move(document)};
}

mutation_report mutants_of(const std::string& text, const mutation_options& options = {}) {
  auto report = mutate(parsed(text), options);
  INFO(to_text(report.messages(), language::en));
  REQUIRE(report);
  return *std::move(report);
}

/// `before → after`, one a line, in the order of the text.
std::string changes_of(const mutation_report& report) {
  std::string out;
  for (const mutant_outcome& m : report.mutants)
    out += m.before + " -> " + (m.after.empty() ? "nothing" : m.after) + "\n";
  return out;
}

/// A scenario for policy p in which little happens.
const std::string weak =
    " scenario \"s\" for p { given { 2023-05-06 \"A\" \"x\" } expect \"A\" 2023 { unmatched 0 } }";

struct shown {
  std::string_view clauses;  // of an indicator `a`
  std::string_view mutants;
};

TEST_CASE("each kind of clause has its mutants") {
  const shown all[] = {
      // points: one step towards zero; a step is one in the last place that is written
      {"award 5 per event", "5 -> 4\n"},
      {"award 0.5 per event", "0.5 -> 0.4\n"},
      {"award 0 per event", "0 -> 1\n"},
      {"deduct 2 per event", "2 -> 1\n"},
      {"award 5 per event  times 2", "5 -> 4\n2 -> 1\n"},
      // what it is counted in
      {"award 5 per n", "n -> event\n5 -> 4\n"},
      {"award 5 per day", "day -> event\n5 -> 4\n"},
      {"award 5 per 3 n rounded up", "up -> down\n5 -> 4\n3 -> 2\n3 -> 4\n"},
      // bounds: both sides; periods: one step finer and one coarser
      {"award 5 per event  cap 30 per month",
       "5 -> 4\n30 -> 29\n30 -> 31\nmonth -> day\nmonth -> quarter\n"},
      {"award 5 per event  cap 8 per event", "5 -> 4\nevent -> day\n8 -> 7\n8 -> 9\n"},
      {"award 5 per event  base 2 per quarter",
       "5 -> 4\n2 -> 1\nquarter -> month\nquarter -> half\n"},
      // conditions: left out, denied; operators and constants
      {"award 5 per event when n >= 3",
       "5 -> 4\nwhen n >= 3 -> nothing\n -> not\n>= -> >\n3 -> 2\n3 -> 4\n"},
      {"award 5 per event when not f", "5 -> 4\nwhen not f -> nothing\nnot -> nothing\n"},
      {"award 5 per event when f and n == 1",
       "5 -> 4\nwhen f and n == 1 -> nothing\nf and n == 1 -> not (f and n == 1)\nand -> or\n"
       "== -> !=\n1 -> 0\n1 -> 2\n"},
      {"award 5 per event when n in [1, 2]",
       "5 -> 4\nwhen n in [1, 2] -> nothing\n -> not\n[1, 2] -> [2]\n[1, 2] -> [1]\n"},
      // tables: bounds and values
      {"award by n { from 1: 2  from 5: 4 }",
       "1: -> 0:\n1: -> 2:\n2 -> 1\n5: -> 4:\n5: -> 6:\n4 -> 3\n"},
      // selections, keys, weights, points of finished periods
      {"award 5 per n  once per month",
       "n -> event\n5 -> 4\nonce per month -> nothing\n"
       "month -> day\nmonth -> quarter\n"},
      {"award 5 per n  first 2 per year by what when f",
       "n -> event\n5 -> 4\n2 -> 1\n2 -> 3\nyear -> half\nper year -> overall\n"
       "by what -> nothing\nwhen f -> nothing\n -> not\n"},
      {"award 5 per n  highest per year by what",
       "n -> event\n5 -> 4\nhighest per year by what -> nothing\n"
       "year -> half\nper year -> overall\nby what -> nothing\n"},
      {"award 5 per n  cap 9 per year by what",
       "n -> event\n5 -> 4\n9 -> 8\n9 -> 10\nyear -> half\nper year -> overall\nby what -> nothing\n"},
      {"award 5 per n  weight 12/15", "n -> event\n5 -> 4\n12/15 -> 11/15\n12/15 -> 12/14\n"},
      {"require 3 per year deduct 5 each",
       "3 -> 2\n3 -> 4\nyear -> half\nper year -> overall\n5 -> 4\n"},
      {"award 5 per year running when count() >= 2",
       "running -> nothing\n5 -> 4\nyear -> half\nper year -> overall\n"
       "when count() >= 2 -> nothing\n -> not\n>= -> >\n2 -> 1\n2 -> 3\n"},
      {"award by marginal n { from 0: 2 }", "marginal -> nothing\n0: -> -1:\n0: -> 1:\n2 -> 1\n"},
      // functions
      {"award min(n, 3) per event", "min(n, -> max(n,\n3) -> 2)\n"},
  };
  for (const shown& s : all) {
    const std::string text =
        "policy p { activity { n integer from 0 f flag what text default \"w\" } indicator a { on "
        "\"x\" " +
        std::string(s.clauses) + " } }" +
        " scenario \"s\" for p { given { 2023-05-06 \"A\" \"x\" n 1 f no } expect \"A\" 2023 { "
        "unmatched 0 } }";
    CAPTURE(s.clauses);
    mutation_options fast;
    fast.with_witnesses = false;
    CHECK(changes_of(mutants_of(text, fast)) == s.mutants);
  }
}

TEST_CASE("clauses around the indicators have their mutants, too") {
  const std::string text = R"(policy p {
  in force from 2023-01-01
  decimals 2 half_up
  activity { c text one of "a", "b" default "a"  n integer default 1 }
  accept when c == "a" else "no"
  indicator a { on "x", "y"  award n per event }
  veto v { on "z"  effect void year }
  grade per year { "good" from 10  "rest" otherwise }
  list leaders per year { top 3  unless vetoed }
})";
  mutation_options fast;
  fast.with_witnesses = false;
  CHECK(changes_of(mutants_of(text + weak, fast)) ==
        "2023-01-01 -> 2022-12-31\n2023-01-01 -> 2023-01-02\n"
        "2 -> 1\nhalf_up -> down\n"
        "\"a\" -> \"b\"\n1 -> 0\n1 -> 2\n"
        "accept when c == \"a\" else \"no\" -> nothing\n"
        " -> not\n"
        "\"x\", -> nothing\n"
        "\"x\", \"y\" -> \"x\"\n"
        "veto v { on \"z\" effect void year } -> nothing\n"
        "year -> half\nyear -> overall\n"
        "year -> half\nper year -> overall\n"
        "10 -> 9\n10 -> 11\n"
        "year -> half\nper year -> overall\n"
        " -> ties none\n3 -> 2\n3 -> 4\n"
        "unless vetoed -> nothing\n -> not\n");
}

const std::string strong = R"(policy p {
  indicator a { on "x"  award 5 per event  cap 8 per month }
}
scenario "two" for p {
  given {
    2023-05-06 "A" "x"
    2023-05-09 "A" "x"
    2023-06-09 "A" "x"
  }
  expect "A" 2023-05 { a 8 }
  expect "A" 2023-06 { a 5 }
}
)";

TEST_CASE("mutants that a scenario notices are killed, and the scenario is named") {
  const mutation_report report = mutants_of(strong);
  CHECK(report.scenarios == 1);
  REQUIRE(report.count(mutant_fate::killed) == report.mutants.size());
  for (const mutant_outcome& m : report.mutants) CHECK(m.noticed_by == "two");
}

TEST_CASE("what is no policy any more is not counted") {
  const mutation_report report = mutants_of(
      "policy p { indicator a { on \"x\" award 5 per event } grade per year { \"a\" from 2 \"b\" "
      "from 1 \"c\" otherwise } }" +
      weak);
  // 2 becomes 1 and 1 becomes 2: one row would take everybody before the other.
  CHECK(report.count(mutant_fate::not_compiling) >= 2);
}

TEST_CASE("a survivor comes with a scenario that holds and that the mutant would break") {
  const struct {
    std::string_view clauses, given;
  } all[] = {
      {"award 5 per event  cap 30 per month", "\"x\" n 1 f no"},
      {"award 5 per event  cap 9 per quarter", "\"x\" n 1 f no"},
      {"award by n { from 1: 2  from 17: 4 }", "\"x\" n 1 f no"},
      {"award 5 per event when f and n >= 12", "\"x\" n 1 f no"},
      {"award 1 per 20 n rounded down", "\"x\" n 1 f no"},
      {"deduct 3 per event  cap 10 per year", "\"x\" n 1 f no"},
  };
  for (const auto& s : all) {
    const std::string policy =
        "policy p { activity { n integer from 0 f flag } indicator a { on "
        "\"x\" " +
        std::string(s.clauses) + " } }";
    const mutation_report report =
        mutants_of(policy + " scenario \"s\" for p { given { 2023-05-06 \"A\" " +
                   std::string(s.given) + " } expect \"A\" 2023 { unmatched 0 } }");
    CAPTURE(s.clauses);
    std::size_t survivors = 0;
    for (const mutant_outcome& m : report.mutants) {
      if (m.fate != mutant_fate::survived) continue;
      ++survivors;
      CAPTURE(m.before);
      CAPTURE(m.after);
      REQUIRE(!m.witness.empty());
      const auto run = run_text(policy + "\n" + m.witness);
      INFO(m.witness);
      INFO(story_of(run));
      REQUIRE(run);
      CHECK(run->front().status == scenario_status::passed);
      // Beside it, the mutant does not survive any more.
      const mutation_report again = mutants_of(policy + "\n" + m.witness);
      for (const mutant_outcome& other : again.mutants)
        if (other.where == m.where && other.after == m.after)
          CHECK(other.fate == mutant_fate::killed);
    }
    CHECK(survivors > 0);
  }
}

TEST_CASE("a witness is as small as it gets") {
  const mutation_report report =
      mutants_of("policy p { indicator a { on \"x\" award 5 per event cap 12 per month } }" + weak);
  REQUIRE(report.mutants.size() == 5);
  CHECK(report.mutants[1].before == "12");
  CHECK(report.mutants[1].witness == R"(scenario "a: 12 → 11" for p {
  given {
    2023-03-06 "A" "x"
    2023-03-06 "A" "x"
    2023-03-06 "A" "x"
  }
  expect "A" 2023 { a 12 }
}
)");
}

TEST_CASE("a comment at the clause explains its survivors") {
  const mutation_report report = mutants_of(R"(policy p {
  indicator a {
    on "x"
    award 2 per event
    cap 9 per month  # mutate: nobody does it five times a month
  }
  indicator b {
    on "y"
    # 变异：从未有过
    award 3 per event
    # mutate: never needed
    award 1 per event
  }
}
scenario "s" for p {
  given { 2023-05-06 "A" "x" }
  expect "A" 2023 { a 2 b 0 }
}
scenario "t" for p {
  given { 2023-05-06 "A" "y" 2023-05-06 "B" "y" }
  expect "A" 2023 { b 4 }
}
)");
  CHECK(report.count(mutant_fate::survived) == 0);
  CHECK(report.count(mutant_fate::explained) == 4);
  for (const mutant_outcome& m : report.mutants)
    if (m.fate == mutant_fate::explained)
      CHECK(m.explanation == "nobody does it five times a month");
  REQUIRE(report.idle.size() == 2);
  CHECK(report.idle[0].text == "从未有过");
  CHECK(report.idle[1].text == "never needed");
  CHECK(to_text(report, language::en).find("DS0564") != std::string::npos);
}

TEST_CASE("a comment explains the row that it stands at, and no other") {
  const mutation_report report = mutants_of(R"(policy p {
  activity { n integer from 0 }
  indicator a {
    on "x"
    award by n {
      from 1: 2
      from 5: 4  # mutate: as in the old rules
    }
  }
}
scenario "s" for p {
  given { 2023-05-06 "A" "x" n 0 }
  expect "A" 2023 { a 0 }
}
)");
  for (const mutant_outcome& m : report.mutants) {
    CAPTURE(m.before);
    if (m.fate == mutant_fate::killed) continue;
    CHECK((m.fate == mutant_fate::explained) == (m.source->locate(m.where.begin).line == 7));
  }
  CHECK(report.count(mutant_fate::explained) == 3);
}

TEST_CASE("the report does not depend on the number of threads") {
  const std::string text = strong +
                           "policy q { activity { n integer from 0 } indicator b { on \"x\" "
                           "award by n { from 1: 2 from 5: 4 } cap 20 per year } }\n"
                           "scenario \"q\" for q { given { 2023-05-06 \"A\" \"x\" n 4 } "
                           "expect \"A\" 2023 { b 2 } }";
  const std::string alone = to_json(mutants_of(text));
  mutation_options options;
  options.threads = 4;
  CHECK(to_json(mutants_of(text, options)) == alone);
}

TEST_CASE(
    "scenarios that fail are reported before anything is changed; those marked todo do not count") {
  const auto failing = mutate(parsed(
      "policy p { indicator a { on \"x\" award 5 per event } } scenario \"s\" for p { given { "
      "2023-05-06 \"A\" \"x\" } expect \"A\" 2023 { a 6 } }"));
  REQUIRE(!failing);
  REQUIRE(failing.messages().size() == 1);
  CHECK(failing.messages()[0].code == "DS0560");

  const mutation_report todo = mutants_of(
      "policy p { indicator a { on \"x\" award 5 per event } } todo scenario \"s\" for p { given { "
      "2023-05-06 \"A\" \"x\" } expect \"A\" 2023 { a 6 } }");
  CHECK(todo.scenarios == 0);
  CHECK(todo.mutants.empty());
}

TEST_CASE("a policy's scenarios may stand in another file") {
  std::vector<ast::document> documents =
      parsed("policy p { indicator a { on \"x\" award 5 per event } }");
  documents.push_back(parsed("scenario \"s\" for p { given { 2023-05-06 \"A\" \"x\" } expect \"A\" "
                             "2023 { a 5 } }")
                          .front());
  const auto report = mutate(documents);
  REQUIRE(report);
  REQUIRE(report->mutants.size() == 1);
  CHECK(report->mutants[0].fate == mutant_fate::killed);
}

TEST_CASE("survivors are said in both languages: changed, left out, put in") {
  const std::string text =
      "policy p { activity { f flag } indicator a { on \"x\" when f award 5 per event } list l per "
      "year { top 1 } } scenario \"s\" for p { given { 2023-05-06 \"A\" \"x\" f yes } expect \"A\" "
      "2023 { a 5 } }";
  mutation_options fast;
  fast.with_witnesses = false;
  const std::string en = to_text(mutants_of(text, fast), language::en);
  const std::string zh = to_text(mutants_of(text, fast), language::zh);
  for (const char* code : {"DS0561", "DS0562", "DS0563"}) {
    CHECK(en.find(code) != std::string::npos);
    CHECK(zh.find(code) != std::string::npos);
  }
  CHECK(en.find("no scenario was found that would") != std::string::npos);
}

}  // namespace
}  // namespace dutyscore::tests
