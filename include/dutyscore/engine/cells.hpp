// Cells: the sums that a book keeps of one subject. A row only ever adds to a cell, so any order
// and any split of the rows gives the same sums. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/data/schema.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::engine {

/// The bases a row counts on, from `since` up to `standing`, as one number: most rows count on all
/// three, and then one cell does for all.
using basis_range = std::uint8_t;
inline constexpr std::uint32_t basis_range_count = 6;

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

/// A piece of a sum: points (millionths) of an indicator, one of its measures, or a number of veto
/// activities. Cells of
/// one place may be several, whose values are to be added: that is how a sum beyond 64 bits is
/// kept.
struct cell {
  std::int64_t value = 0;
  std::int32_t segment = 0;  // first day of a month, or a day
  std::uint32_t place = 0;   // slot * basis_range_count + range

  std::uint32_t slot() const { return place / basis_range_count; }  // of plan::slots
  basis_range range() const { return static_cast<basis_range>(place % basis_range_count); }
};

constexpr std::uint32_t place_of(std::uint32_t slot, basis_range range) {
  return slot * basis_range_count + range;
}

/// Sorted by segment, then place.
using cell_list = std::vector<cell>;

namespace cells {

inline auto order(const cell& c) { return std::pair(c.segment, c.place); }

/// Both lists into one; cells of one place become one where 64 bits hold the sum.
void merge(const cell_list& a, const cell_list& b, cell_list& out);

}  // namespace cells

/// An activity of an indicator that selects activities or limits points by key: sums would not do.
struct kept_activity {
  std::int32_t day = 0;
  block_id block = 0;
  basis_range range = 0;
  std::size_t values = 0;  // where its values begin: points, then as indicator_plan says
};

/// All that is kept of one subject.
struct subject_state {
  std::span<const cell> cells;
  std::span<const kept_activity> kept;  // in no order
  std::span<const std::int64_t> values;
};

/// Adds up what the rows of one subject give, up to `most_additions` at a time. A sum stands in a
/// dense table with one row for each segment that occurs; bitmaps remember which segments and which
/// sums are there, so that finding, clearing and sorting cost nothing for the others.
/// Example: visits in May and July make a table of two rows, however many years the data span.
class cell_adder {
 public:
  /// REQUIRES: no more additions between two calls of `move_to` than this.
  static constexpr std::size_t most_additions = 4096;

  /// `segments`: the first day of every segment that may occur, in order. They are named by index.
  cell_adder(std::size_t slots, std::vector<std::int32_t> segments);
  /// Announces a segment in which additions will lie.
  void note_segment(std::uint32_t segment) {
    const std::size_t word = segment / 64;
    noted_[word] |= std::uint64_t{1} << segment % 64;
    first_word_ = word < first_word_ ? word : first_word_;
    last_word_ = word > last_word_ ? word : last_word_;
  }
  /// Call after the last note_segment and before the first add.
  void begin();
  void add(std::uint32_t segment, std::uint32_t slot, basis_range range, std::int64_t value);
  /// Adds the sums to `cells` and is empty again. Cost: linear in both.
  void move_to(cell_list& cells);

 private:
  std::size_t stride_;
  std::vector<std::int32_t> first_days_;
  std::vector<std::uint64_t> noted_;  // a bit for each segment
  std::vector<std::uint32_t>
      rows_before_;  // of each word of noted_: segments noted in earlier words
  std::size_t first_word_ = 0, last_word_ = 0;
  std::vector<std::uint32_t> segments_;  // those noted, in order: the rows of the table
  std::vector<std::int64_t> sums_;
  std::vector<std::uint64_t> is_there_;  // a bit for each sum
  cell_list found_, spilled_, merged_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/cells.ipp"
#endif
