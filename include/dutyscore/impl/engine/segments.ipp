// The stretches of days over which cells are summed: months or days, cut where texts change. Not
// for users.
#pragma once

#include <algorithm>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE date start_of_segment(const plan& p, date d) {
  const date first = period_of(d, p.segment).first;
  const auto cut = std::upper_bound(p.cuts.begin(), p.cuts.end(), d);
  return cut == p.cuts.begin() ? first : std::max(first, *std::prev(cut));
}

DUTYSCORE_INLINE date end_of_segment(const plan& p, date d) {
  const date last = period_of(d, p.segment).last;
  const auto cut = std::upper_bound(p.cuts.begin(), p.cuts.end(), d);
  return cut == p.cuts.end() ? last : std::min(last, *cut - 1);
}

}  // namespace dutyscore::engine
