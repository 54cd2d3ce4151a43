// The entries of an account: every change of points, with the clause that made it. Plain values.
#pragma once

#include <cstdint>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

enum class entry_kind : unsigned char {
  line, event_cap,           // of an activity
  selection, keyed_limit,    // of an indicator
  period_line,               // points of a finished period
  highest,                   // of a category
  base, floor, cap, weight,
  veto,
};

/// One change of points. Those of kind line and event_cap belong to an activity.
struct entry {
  date day;
  block_id block = 0;
  entry_kind kind = entry_kind::line;
  std::uint32_t clause =
      0;  // index into the clauses of that kind of the block; of a veto, into policy_data::vetoes
  std::uint32_t row = none;  // of the batch; none: no single activity
  decimal points;
  bool operator==(const entry&) const = default;
};

}  // namespace dutyscore
