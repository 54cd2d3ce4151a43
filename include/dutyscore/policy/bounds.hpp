// What a policy can pay at all: for every block and kind of period an interval that no account ever
// leaves, or why there is none. Worked out by interval arithmetic over the checked policy, before a
// single activity exists.
//
// Each step keeps, for every kind of period, the interval of what the block may have given from the
// first day of such a period through any later day of it. A limit cuts the interval of its own
// period; months bound years from below and years bound months from above. Small example: `award 5
// cap 30 per month` starts with [0, any] everywhere; the cap makes a month [0, 30], and so a year
// [0, 360] and a day [0, 30]. The interval is always safe. It is reached where the conditions of the
// clauses do not depend on each other (testing/bounds_report.hpp looks for activities that do).
// Cost: linear in the policy. Tested by tests/policy/bounds_test.cpp and, against the engine over
// random policies and activities, by tests/reference.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

/// One end of an interval.
struct points_bound {
  std::optional<decimal> points;  // absent: there is no bound
  message because;                // why there is none
  span where;                     // the field, the clause or the block without a limit
};

struct points_interval {
  points_bound least, most;  // least <= 0 <= most: a period may have nothing in it
};

struct block_bounds {
  points_interval activity;  // of an indicator: what one activity may give
  std::array<points_interval, period_unit_count> in;  // by period_unit

  const points_interval& of(period_unit unit) const {
    return in[static_cast<std::size_t>(unit)];
  }
};

enum class limit_kind : unsigned char { event_cap, keyed, floor, cap };

/// A limit that no activities can ever reach.
struct idle_limit {
  block_id block = 0;
  limit_kind kind = limit_kind::cap;
  std::uint32_t clause = 0;  // into event_caps, keyed_limits, floors or caps of the block
  decimal reached;           // the most (of a floor, the least) that comes to it
  bool is_equal = false;     // the limit itself is reached, but never passed
};

struct policy_bounds {
  std::vector<block_bounds> blocks;  // by block_id
  std::vector<idle_limit> idle;      // by block
};

policy_bounds bounds_of(const policy& policy);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/policy/bounds.ipp"
#endif
