// The engine against the reference evaluator, on generated policies and rows in any order.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "engine.hpp"

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
