// The engine against the reference evaluator, on generated policies and rows in any order.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "comparison.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "examples.hpp"
#include "reference.hpp"
#include "shrinker.hpp"

using namespace reference;

namespace {

std::string report(const generated_case& c, std::uint64_t seed, const std::string& difference) {
  return "case " + std::to_string(seed) + ": " + difference + "\n" + c.text() + describe(c);
}

std::shared_ptr<const dutyscore::ast::document> parsed(const std::string& text) {
  return std::make_shared<const dutyscore::ast::document>(
      dutyscore::parse(std::make_shared<dutyscore::source>("example", text)).value());
}

}  // namespace

TEST_CASE("the engine agrees with the reference") {
  std::size_t disagreements = 0;
  for_each_case(1500, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    const auto refused = refusal_of(c.text());
    CHECK_MESSAGE(!refused, "case " << seed << ": " << *refused << c.text());
    if (refused) return;
    const bool agrees = !disagreement(c, seed);
    CHECK(agrees);
    if (agrees || ++disagreements > 10) return;  // the first ones tell enough
    const generated_case least = smallest(c, seed);
    MESSAGE(report(least, seed, *disagreement(least, seed)));
  });
}

TEST_CASE("the engine gives the worked examples") {
  for (const example& e : worked_examples()) {
    CAPTURE(e.name);
    generated_case c;
    c.policy = {e.policy};
    c.rows = read_rows(e.rows);
    if (e.through) c.through = date::parse(e.through);
    if (e.serves_from) c.roster = {{"甲", {{date::parse(e.serves_from), {}, {}, {}}}}};
    REQUIRE_MESSAGE(!refusal_of(c.text()), *refusal_of(c.text()));
    CHECK(disagreement(c, 1).value_or("") == "");
    const auto policy = dutyscore::compile(e.policy);
    REQUIRE(policy);
    const auto book = evaluate(*policy, c);
    REQUIRE(book);
    const calendar periods(parsed(e.policy)->policies.at(0));
    for (const expected_points& x : read_points(e.points, periods)) {
      const auto block = x.block.empty() ? 0 : policy->find_block(x.block).value();
      const auto points = book->points(book->find("甲").value(), block, x.when);
      CHECK_MESSAGE(points.value().to_string() == show(x.points), x.when.to_string());
    }
  }
}

TEST_CASE("engine and reference agree on bases, places and accounts of rows") {
  const std::pair<std::string, const char*> cases[] = {
      {indicator(""),
       "2023-01-01 x points 5; 2023-01-02 x id b points 999 standing reviewed; "
       "2023-01-03 x id b points 500 since confirmed; 2023-01-04 x points 30 standing rejected; "
       "2023-01-05 x points 7 standing claimed"},
      {indicator(
           "", "list l per year { top 2 ties none unless rank == 1 } list m per year { top 50 % }"),
       "2023-01-01 x subject a points 9; 2023-01-01 x subject b points 8; "
       "2023-01-01 x subject c points 8; 2023-01-01 x subject d points 7"},
      {"policy p { in force from 2023-01-01 activity { n integer from 0 } "
       "accept when n != 13 else \"unlucky\" indicator x { on \"x\" award 12 / n when n < 5 } "
       "veto v { on \"veto\" effect void year } }",
       "2023-01-01 x n 3; 2023-01-02 x n 0; 2022-12-31 x n 1; 2023-01-04 x n 13; "
       "2023-01-05 veto n 13; 2023-01-06 y n 1; 2023-01-07 x n 1.5; 2023-01-08 x n -1; "
       "2023-01-09 x n 5 id same; 2023-01-10 x n 5 id same; 2023-01-11 x"},
      // The reference asked for the keys of a list that cuts nobody off.
      {"policy p { activity { n decimal } indicator x { on \"x\" } list l per year { by "
       "previous(sum(x.n)) } list m per month { by total, sum(x.n) - 1.7 } }",
       "2023-01-01 x n 9223372036854; 2023-01-02 x n 9223372036854; 2024-01-02 x n 1"},
      // The engine read a grade in another one before vetoes lowered it.
      {"policy p { activity { n integer default 0 } indicator x { on \"x\" award n } "
       "veto v { on \"veto\" effect grade \"fair\" year } veto w { on \"odd\" effect grade "
       "\"none\" year } grade per year { \"good\" from 5 \"fair\" from 1 \"poor\" otherwise } "
       "grade star per year { \"yes\" when grade == \"good\" \"fair\" when grade == \"fair\" "
       "\"no\" otherwise } grade sky per year { \"up\" when star == \"yes\" \"down\" otherwise "
       "} list l per year { when grade == \"good\" or sky == \"up\" } }",
       "2023-01-01 x n 9; 2023-02-01 x n 9 subject b; 2023-02-02 veto subject b; "
       "2023-02-01 x n 9 subject c; 2023-02-03 odd subject c; 2023-01-01 veto subject d"},
  };
  for (const auto& [policy, rows] : cases) {
    generated_case c;
    c.policy = {policy};
    c.rows = read_rows(rows);
    REQUIRE_MESSAGE(!refusal_of(c.text()), *refusal_of(c.text()));
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
      CHECK(disagreement(c, seed).value_or("") == "");
  }
}

TEST_CASE("engine and reference agree on figures that have no value") {
  const std::pair<std::string, const char*> cases[] = {
      {"policy p { indicator x { on \"x\" award 600000000 * count() per year } }",
       "2023-01-05 x; 2023-02-05 x; 2024-01-05 x"},
      {"policy p { activity { n decimal } indicator x { on \"x\" } "
       "indicator y { on \"y\" award 1 per month when sum(x.n) > 0 } }",
       "2023-01-05 x n 9000000000000; 2023-01-06 x n 9000000000000"},
      {"policy p { activity { n decimal } indicator x { on \"x\" award sum(n) * 3 overall } }",
       "2023-01-05 x n 9000000000000"},
      {"policy p { subject { a integer default 1 b integer default 0 } indicator x { on \"x\" "
       "award 5 cap subject.a / subject.b per year } }",
       "2023-01-05 x"},
  };
  for (const auto& [policy, rows] : cases) {
    generated_case c;
    c.policy = {policy};
    c.rows = read_rows(rows);
    c.roster = {{"甲", {{date::parse("2023-01-01"), {}, {}, {}}}}};
    c.through = date::parse("2024-12-31");
    REQUIRE(!refusal_of(c.text()));
    const book expected({parsed(policy), c.rows, c.roster, c.through});
    CHECK(expected.fails("甲"));
    CHECK(disagreement(c, 1).value_or("") == "");
  }
}
