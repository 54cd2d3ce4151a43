// Cells: the sums that a book keeps of one subject. A row only ever adds to a cell, so any order
// and any split of the rows gives the same cells. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore::engine {

/// The bases a row counts on, from `since` up to `standing`, as one number: most rows count on all
/// three, and then one cell does for all.
using basis_range = std::uint8_t;
inline constexpr std::size_t basis_range_count = 6;

struct basis_bounds {
  basis first, last;
};
inline constexpr std::array<basis_bounds, basis_range_count> basis_ranges{{
    {basis::claimed, basis::claimed},
    {basis::claimed, basis::reviewed},
    {basis::claimed, basis::confirmed},
    {basis::reviewed, basis::reviewed},
    {basis::reviewed, basis::confirmed},
    {basis::confirmed, basis::confirmed},
}};

constexpr bool counts_on(basis_range range, basis on) {
  return basis_ranges[range].first <= on && on <= basis_ranges[range].last;
}

/// REQUIRES: since <= standing; a rejected row is claimed only.
constexpr basis_range range_of(std::uint8_t since, std::uint8_t standing_of_row) {
  const bool is_rejected = standing_of_row == static_cast<std::uint8_t>(standing::rejected);
  const std::uint8_t last = is_rejected ? std::uint8_t{0} : standing_of_row;
  constexpr std::array<std::uint8_t, 3> first_range{0, 3, 5};
  return static_cast<basis_range>(first_range[since] + last - since);
}

/// A sum of points (millionths) of an indicator, or a number of veto activities.
struct cell {
  std::int32_t segment = 0;  // first day of a month, or a day
  std::uint16_t slot = 0;    // of plan::rules
  basis_range range = 0;
  int128 value = 0;
};

/// Sorted by segment, slot and range, each at most once.
using cell_list = std::vector<cell>;

/// What one row adds to one cell, before it is known which others add to the same.
struct addition {
  std::uint32_t owner = 0;  // whose cell: an index that the caller chooses
  std::int32_t segment = 0;
  std::uint16_t slot = 0;
  basis_range range = 0;
  std::int64_t value = 0;
};

/// Sorts additions by owner and cell. Cost: n log n.
void sort_additions(std::vector<addition>& additions);

/// Adds sorted additions of one owner to that owner's cells.
void add_to(cell_list& cells, std::span<const addition> sorted);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/cells.ipp"
#endif
