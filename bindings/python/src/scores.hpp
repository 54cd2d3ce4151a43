// Which points a table of scores has: those of the policy, or of its blocks of one kind.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "binding.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::python {

/// `total`, `category` or `indicator`; of the first there are no blocks.
std::optional<block_kind> level_of(std::string_view word);

inline bool is_within(const period& inner, const period& outer) {
  return outer.first <= inner.first && inner.last <= outer.last;
}

}  // namespace dutyscore::python
