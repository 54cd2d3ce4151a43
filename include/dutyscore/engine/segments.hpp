// The stretches of days over which cells are summed: months or days, cut where texts or their force
// change. Not for users.
#pragma once

#include <cstdint>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// The first and the last day of the month, or day, in which `d` lies between two cuts.
date first_of_stretch(const plan& p, date d, period_unit unit = period_unit::month);
date last_of_stretch(const plan& p, date d, period_unit unit = period_unit::month);

/// How the days of rows become segments, so that rows need no calendar.
struct segment_table {
  std::int32_t first_day = 0, last_day = 0;  // that occur
  std::vector<std::int32_t> starts;          // first days of the segments
  std::vector<std::uint32_t> segment_of;     // by day - first_day

  std::uint32_t segment_on(std::int32_t day) const {
    return segment_of[static_cast<std::size_t>(day - first_day)];
  }
};

/// Of every segment from the first day to the last; where these are many, only of those with a row:
/// one mistyped year should cost no more than its own month. Cost: linear in the days, and in the rows
/// where there are many segments.
segment_table segments_of(const plan& p, const std::vector<std::int32_t>& days,
                          const day_range& range);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/segments.ipp"
#endif
