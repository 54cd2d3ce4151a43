// The engine against the reference evaluator, on generated policies and rows in any order.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "examples.hpp"

using namespace reference;

namespace {

std::string report(const generated_case& c, std::uint64_t seed, const std::string& difference) {
  return "case " + std::to_string(seed) + ": " + difference + "\n" + c.text() + describe(c);
}

}  // namespace

TEST_CASE("generated policies are valid") {
  for_each_case(3000, [](std::uint64_t seed) {
    const generated_case c = generate(seed);
    const auto why = refusal_of(c.text());
    CHECK_MESSAGE(!why, "case " << seed << ": " << *why << c.text());
  });
}

TEST_CASE("the engine agrees with the reference") {
  for_each_case(2000, [](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text())) return;  // the test above tells
    const bool agrees = !disagreement(c, seed);
    CHECK(agrees);
    if (agrees) return;
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
    CHECK(disagreement(c, 1).value_or("") == "");
    const auto policy = dutyscore::compile(e.policy);
    REQUIRE(policy);
    const auto book = evaluate(*policy, c);
    REQUIRE(book);
    for (const expected_points& x : read_points(e.points)) {
      const auto block = x.block.empty() ? 0 : policy->find_block(x.block).value();
      const auto points = book->points(book->find("甲").value(), block, x.when);
      CHECK_MESSAGE(points.value().to_string() == show(x.points), x.when.to_string());
    }
  }
}
