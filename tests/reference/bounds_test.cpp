// No account of a generated case ever leaves the bounds of its policy, in any block and period.
#include "dutyscore/policy/bounds.hpp"

#include <doctest/doctest.h>

#include "cases.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "generator.hpp"

using namespace dutyscore;

namespace {

constexpr std::uint64_t quick_cases = 400;

std::string shown(const points_bound& b) { return b.points ? b.points->to_string() : "any"; }

struct tally {
  std::uint64_t cases = 0, figures = 0, bounded = 0, reached = 0;
};

void look_at(const points_interval& bound, decimal points, const std::string& what, tally& seen) {
  ++seen.figures;
  if (bound.least.points) ++seen.bounded;
  if (bound.most.points) ++seen.bounded;
  const bool is_end = bound.least.points == points || bound.most.points == points;
  if (is_end && points != decimal{}) ++seen.reached;
  const bool is_within = (!bound.least.points || *bound.least.points <= points) &&
                         (!bound.most.points || points <= *bound.most.points);
  CHECK_MESSAGE(is_within, what << ": " << points.to_string() << " is not within "
                                << shown(bound.least) << ".." << shown(bound.most));
}

void check_case(std::uint64_t seed, tally& seen) {
  const reference::generated_case c = reference::generate(seed);
  const auto p = compile(c.text());
  if (!p) return;
  const auto scores = reference::evaluate(*p, c);
  if (!scores) return;
  ++seen.cases;
  const policy_bounds bounds = bounds_of(*p);
  for (subject_id s = 0; s < scores->subjects().size(); ++s)
    for (const period_unit unit : {period_unit::month, period_unit::quarter, period_unit::half,
                                   period_unit::year, period_unit::term, period_unit::overall})
      for (const period& in : scores->periods(s, unit))
        for (const basis on : {basis::claimed, basis::confirmed}) {
          const auto points = scores->points(s, in, on);
          if (!points) continue;
          for (block_id b = 0; b < points->size(); ++b)
            look_at(bounds.blocks[b].of(unit), (*points)[b],
                    "case " + std::to_string(seed) + " " + scores->subjects()[s] + " " +
                        (*p)->blocks[b].name + " " + in.to_string(),
                    seen);
        }
}

}  // namespace

TEST_CASE("accounts stay within the bounds") {
  tally seen;
  reference::for_each_case(quick_cases, [&](std::uint64_t seed) { check_case(seed, seen); });
  CHECK(seen.cases > 0);
  if (seen.cases >= 100) {  // of many, most are bounded, and not far off
    CHECK(seen.figures > 100 * seen.cases);
    CHECK(seen.bounded > seen.figures / 2);
    CHECK(seen.reached > seen.figures / 100);
  }
  MESSAGE(seen.cases << " cases, " << seen.figures << " figures, " << seen.bounded
                     << " bounds, reached " << seen.reached << " times");
}
