// Why rows are judged one by one instead of by what their class adds.
#pragma once

#include <cstdint>

#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

enum class judged_for : unsigned char {
  few_rows,      // working out classes would cost more than it saves
  many_classes,  // the texts and flags that tell the kind's rows apart have too many combinations
  beyond,        // a number is beyond what its class is worked out for
  elsewhere,     // credited to another day, or of somebody who does not serve on it
  condition,     // a condition of a block's rule is not one comparison of one number
  line,          // a line is no straight line of one number
  kept,          // the block selects activities or limits by key, and keeps each
  event_cap,     // the block limits several lines of one activity together
  measure,       // what the block counts or sums is no straight line of one number
};

/// The first reason that was found.
struct judged_reason {
  judged_for why = judged_for::few_rows;
  block_id block = none;
  std::uint32_t line = none;  // into block::lines; also of a measure none

  auto operator<=>(const judged_reason&) const = default;
};

struct judged_rows {
  judged_reason because;
  std::uint64_t rows = 0;
};

}  // namespace dutyscore
