// Readings: cells become points. For each block the running total F is worked out at every segment
// where something happens, clause after clause as in docs/design.md; the points of a stretch of
// days are F at its end minus F before its start. Readings never change a cell. Not for users.
//
// A clause per P maps a running total x to one that, within each P, is c(x - x at the start of P)
// on top of what earlier Ps gave. Small example: `cap 20 per year` over 12 in March and 12 in May:
// x = 12, 24; c gives 12, 20; so May pays 8. A block with several texts is worked out by each of
// them over all activities, and each day grows by the text in force on it. Cost: blocks x texts x
// segments. Tested by tests/engine and against tests/reference.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/engine/calls.hpp"
#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/columns.hpp"
#include "dutyscore/engine/entry.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/selections.hpp"
#include "dutyscore/engine/known_stretches.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// A change of points by a clause of a block, before it is known to fit 64 bits.
struct correction {
  date day;
  block_id block = 0;
  entry_kind kind = entry_kind::base;
  std::uint32_t clause = 0;
  int128 points = 0;
};

/// What a clause of the policy asks for and the figures do not give: a quotient by 0, a value beyond
/// 64 bits or without a row in a table.
struct reading_fault {
  block_id block = 0;
  period of;
  failure why = failure::overflow;
};

/// A month or day between two cuts, and what tells its periods from those of others.
struct reading_segment {
  date first, last;
  std::array<std::int32_t, period_unit_count> numbers{};  // calendar::period_numbers
};

/// What readings share: the plan, the texts, scratch registers, and what the calendar has said. One
/// per thread.
class reading_tools {
 public:
  reading_tools(const plan& p, const bound_rows& bound);
  const dutyscore::plan& plan() const { return *plan_; }
  const bound_rows& bound() const { return *bound_; }
  column_runner& runner() { return runner_; }
  period_memo& periods() { return periods_; }
  /// Whether a base or limit of the block is per unit.
  bool is_clause_per(block_id b, period_unit unit) const {
    return units_of_block_[b] >> static_cast<unsigned>(unit) & 1;
  }
  /// Valid until the next call.
  const reading_segment& segment(date d, period_unit unit);
  kept_room& kept() { return kept_; }

 private:
  const dutyscore::plan* plan_;
  const bound_rows* bound_;
  column_runner runner_;
  period_memo periods_;
  std::vector<std::uint8_t> units_of_block_;  // a bit for each unit
  known_stretches<reading_segment> months_, days_;
  kept_room kept_;
};

class reading {
 public:
  /// With `corrections`, every clause's effect at every segment is appended to it; segments must
  /// then be days. `entry`: the subject on the roster, if there is one.
  reading(reading_tools& tools, const subject_time& time, const roster_subject* entry,
          const subject_state& state, basis on, period_unit segment,
          std::vector<correction>* corrections = nullptr);
  reading(reading&&) = default;

  /// REQUIRES: the stretch begins and ends with segments.
  int128 points(block_id b, date first, date last) const;
  int128 measured(std::uint32_t measure, date first, date last) const;
  /// Some veto activity lies in the stretch; of this text.
  bool vetoed(date first, date last) const;
  bool vetoed_by(std::uint32_t veto, date first, date last) const;
  /// What a call is worth by the figures there are.
  std::int64_t worth(const call& what);
  /// A function of a period, as a block's period line or (of block 0) a grade or list asks for it,
  /// from the figures through `until`. Nothing when it does not fit 64 bits.
  std::optional<std::int64_t> figure(const column::instruction& what, block_id b, const period& p,
                                     date until, bool is_running = false) const;
  /// When there is one, no figure may be used.
  const std::optional<reading_fault>& fault() const { return fault_; }

 private:
  using series = std::vector<int128>;  // one value per segment
  class kept_host;

  // placing
  void place(const subject_state& state);
  void add_cells(std::span<const cell> cells);
  void find_borders();
  date segment_of(date d) const;
  std::size_t index_of(date segment) const;
  std::size_t index_through(date d) const;  // how many segments begin on or before it

  // one block
  void read_activities(block_id b, const subject_state& state);
  void read_block(block_id b);
  void add_members(block_id b);
  void find_versions(block_id b);
  void begin_versions(block_id b);
  template <class Step>
  void each_version(block_id b, Step step);
  void telescope(series& versions);
  void turn_sign(block_id b);

  // steps, in their order
  void read_kept(block_id b, const subject_state& state);
  void apply_highest(block_id b);
  void read_period_lines(block_id b);
  void add_period_lines(block_id b);
  void apply_bases(block_id b, period_unit per);
  void apply_limits(block_id b, period_unit per);
  template <class Limit>
  void apply_limit(block_id b, const Limit& l, bool is_cap, std::span<int128> to);
  void apply_weight(block_id b);
  void apply_vetoes(block_id b, period_unit per);
  std::vector<std::uint32_t> vetoes_by_segment(block_id b, period_unit per);

  /// Of each segment, whether it begins a period.
  const std::uint8_t* borders(period_unit per) const {
    return is_border_.data() + static_cast<std::size_t>(per) * segments_.size();
  }
  template <class Clause>
  void per_period(std::span<int128> totals, period_unit per, Clause clause);
  /// N in the period, as `decimals` says; nothing after a fault.
  std::optional<int128> amount(block_id b, decimal literal, expression_id computed,
                               const period& p);
  std::optional<std::int64_t> evaluate(expression_id what, block_id b, const period& p, date until,
                                       bool is_running = false);
  std::int64_t worth_of_line(block_id b, std::uint32_t line, const period& p, date until);
  void fail(block_id b, const period& p, failure why);

  /// The running total at hand, kept for `record` when corrections are wanted.
  series before() const;
  /// Records what a clause of the version at hand has made of `before`.
  void record(block_id b, entry_kind kind, std::uint32_t clause, const series& before);
  /// The same where each segment has a clause of its own: clause_at(segment).
  template <class ClauseAt>
  void record_each(block_id b, entry_kind kind, ClauseAt clause_at, const series& before);
  int128 running_total(std::span<const int128> of, date through) const;
  std::span<int128> part(series& of, std::size_t index) const {
    return std::span(of).subspan(index * segments_.size(), segments_.size());
  }
  std::span<const int128> part(const series& of, std::size_t index) const {
    return std::span(of).subspan(index * segments_.size(), segments_.size());
  }

  reading_tools* tools_;
  const plan* plan_;
  const policy_data* data_;
  subject_time time_;
  const roster_subject* entry_;
  basis on_;
  period_unit segment_;
  std::vector<call> own_calls_;          // when nobody has worked them out before
  std::span<const call> calls_;          // block by block
  std::vector<date> segments_;           // sorted
  std::vector<std::uint8_t> is_border_;  // unit by unit: the segment is the first of its period
  series veto_counts_;                   // activities, veto by veto
  std::vector<std::uint8_t> is_there_;   // by block: some points are
  series totals_;                        // F, block by block
  std::vector<series> version_totals_;   // by block, version by version; empty when there is one
  series measures_;                      // running totals, indicator by indicator

  // of the block at hand
  std::span<int128> total_;                 // a part of totals_, or of version_totals_
  std::vector<std::uint32_t> version_of_;   // by segment; empty when there is one
  std::uint32_t version_ = 0;
  std::vector<series> line_totals_;         // of its period lines
  int sign_ = 1;                            // -1 while deducted points are counted
  std::vector<correction>* corrections_;
  std::optional<reading_fault> fault_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/reading.ipp"
#endif
