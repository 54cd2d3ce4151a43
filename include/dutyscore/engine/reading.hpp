// Readings: cells become points. For each block the running total F is worked out at every segment
// where something happens, clause after clause as in docs/design.md; the points of a stretch of
// days are F at its end minus F before its start. Readings never change a cell. Not for users.
//
// A clause per P maps a running total x to one that, within each P, is c(x - x at the start of P)
// on top of what earlier Ps gave. Small example: `cap 20 per year` over 12 in March and 12 in May:
// x = 12, 24; c gives 12, 20; so May pays 8. Cost: blocks x segments. Tested by tests/engine and
// against tests/reference.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/entry.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// A base that posts on a day.
struct posting {
  date day;
  block_id block = 0;
  std::uint32_t clause = 0;  // into block::bases
  std::int64_t points = 0;
};

/// A change of points by a clause of a block, before it is known to fit 64 bits.
struct correction {
  date day;
  block_id block = 0;
  entry_kind kind = entry_kind::base;
  std::uint32_t clause = 0;
  int128 points = 0;
};

class reading {
 public:
  /// With `corrections`, every clause's effect at every segment is appended to it; segments must
  /// then be days.
  reading(const plan& p, std::span<const cell> cells, std::span<const posting> postings, basis on,
          period_unit segment, std::vector<correction>* corrections = nullptr);

  /// REQUIRES: the stretch begins and ends with segments.
  int128 points(block_id b, date first, date last) const;
  /// Some veto activity lies in the stretch.
  bool vetoed(date first, date last) const;

 private:
  using series = std::vector<int128>;  // one value per segment

  void place(std::span<const cell> cells, std::span<const posting> postings, basis on,
             period_unit segment);
  void add_cells(std::span<const cell> cells, basis on);
  void read_block(block_id b, std::span<const posting> postings, period_unit segment);
  void add_members(block_id b);
  void turn_sign(block_id b);
  void apply_postings(block_id b, period_unit per, std::span<const posting> postings,
                      period_unit segment);
  void apply_limits(block_id b, period_unit per);
  void apply_vetoes(block_id b, period_unit per);
  std::vector<std::uint32_t> vetoes_by_segment(block_id b, period_unit per);
  template <class Clause>
  void per_period(period_unit per, Clause clause);
  /// The running total at hand, kept for `record` when corrections are wanted.
  series before() const;
  /// Records what a clause has made of `before`.
  void record(block_id b, entry_kind kind, std::uint32_t clause, const series& before);
  /// The same where each segment has a clause of its own.
  void record(block_id b, entry_kind kind, const std::vector<std::uint32_t>& clauses,
              const series& before);
  std::size_t index_of(date segment) const;
  void find_borders();
  int128 running_total(block_id b, date through) const;
  std::span<int128> part(series& of, std::size_t index) const {
    return std::span(of).subspan(index * segments_.size(), segments_.size());
  }

  const plan* plan_;
  std::vector<date> segments_;           // sorted
  std::vector<std::uint8_t> is_border_;  // unit by unit: the segment is the first of its period
  series veto_counts_;                   // activities, veto by veto
  std::vector<std::uint8_t> is_there_;   // by block: some points are
  series totals_;                        // F, block by block
  std::span<int128> total_;              // of the block at hand, a part of totals_
  int sign_ = 1;                         // -1 while deducted points are counted
  std::vector<correction>* corrections_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/reading.ipp"
#endif
