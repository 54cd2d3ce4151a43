// Totals of eight subjects at once, for policies whose blocks sum, floor, cap, weigh, begin with a
// base and pay for finished periods, whatever text is in force: what most policies do. Points of a
// period finer than all clauses above it are clamped and added up, period by period; only where a
// clause spans several of the periods asked for does a running total go along. Everything else is
// read one subject at a time (engine/reading.hpp), which says what the clauses mean and is tested
// against this. Not for users.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/engine/calls.hpp"
#include "dutyscore/engine/lanes.hpp"
#include "dutyscore/engine/row_classes.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// The days of an account cut into periods of each unit: level 0 holds the segments.
class period_levels {
 public:
  /// `starts`: first days of consecutive segments.
  period_levels(const calendar& by, std::vector<std::int32_t> starts);
  std::size_t size(std::size_t level) const { return first_segment_[level].size() - 1; }
  /// The period of the level that holds the segment.
  std::uint32_t period_of(std::size_t level, std::size_t segment) const {
    return of_segment_[level][segment];
  }
  std::size_t first_segment(std::size_t level, std::size_t p) const {
    return first_segment_[level][p];
  }
  /// First segments of the periods of the level, and after them the number of all.
  std::span<const std::uint32_t> borders(std::size_t level) const { return first_segment_[level]; }
  /// For each period of the level how many of the shorter ones there are up to its end. REQUIRES:
  /// shorter <= level.
  std::span<const std::uint32_t> ends(std::size_t shorter, std::size_t level) const {
    return ends_[shorter * of_segment_.size() + level];
  }
  /// The segment that holds the day; nothing before the first. The last one has no end.
  std::optional<std::size_t> segment_of(date d) const;
  std::size_t segments() const { return starts_.size(); }
  std::int32_t start(std::size_t segment) const { return starts_[segment]; }

  static std::size_t level_of(period_unit unit) { return 1 + static_cast<std::size_t>(unit); }

 private:
  void find_ends();

  std::vector<std::int32_t> starts_;
  std::vector<std::vector<std::uint32_t>> of_segment_, first_segment_;
  std::vector<std::vector<std::uint32_t>> ends_;  // by shorter level and level
};

/// Cells of eight subjects: of each segment the slots, and one more where what adds nothing goes.
/// In units of lane_reading.
template <class Number>
struct lane_cells {
  const lanes<Number>* first;
  std::size_t width;     // from one segment to the next
  std::size_t segments;  // as many, one after the other
  std::size_t at;        // which segment of the levels is the first
  const lanes<Number>* of_slot(std::uint32_t slot) const { return first + slot; }
};

/// What dates bring to one subject. `worth`: of each call that is of a period line, in units; may be
/// null where there are none.
struct lane_calls {
  const std::vector<call>* calls = nullptr;  // null: an empty lane
  const std::int64_t* worth = nullptr;
};

/// `Number` holds every sum of magnitudes that cells and bases can make: the caller sees to that.
template <class Number>
class lane_reading {
 public:
  /// Nothing when some clause of a block that may have points is not of those, or `by` is a term.
  /// The unit of the classes divides the numbers of all clauses.
  static std::optional<lane_reading> make(const plan& p, period_unit by,
                                          const period_levels& levels, const row_classes& classes);

  /// `calls`: of each subject. The totals of every period of the unit; with `blocks`, block after
  /// block.
  void read(const lane_cells<Number>& cells, std::span<const lane_calls, lane_count> calls,
            bool with_blocks, lanes<Number>* out);

 private:
  enum class step_kind : std::uint8_t {
    regroup, posted, base, least, most, running_least, running_most, weight, negate
  };
  struct step {
    step_kind kind;
    std::uint32_t level = 0;     // after it; of a running limit, whose periods it has
    std::uint32_t clause = 0;    // of what is posted
    Number bound = 0;            // points of a base; the sign of a period line
  };
  struct block_steps {
    bool is_indicator = false;
    std::uint32_t slot = 0;
    std::uint32_t level = 0;     // in which the members, or the cells, come
    std::uint32_t inner = 0;     // in which the last step leaves the points
    std::uint32_t result = 0;    // in which they are wanted
    std::vector<std::size_t> members_at;   // results of those that may have points
    std::vector<std::vector<step>> texts;  // steps of each
    std::vector<std::uint32_t> text_of;    // by segment; empty when there is one
    std::size_t at = 0;          // of its result in values_
  };
  /// What is done to the blocks, one after the other: of which only other steps are more than a loop
  /// over the periods of a level. What a pass makes is not less than `least` and then not more than
  /// `most`, and goes to the room of passes or, after the last one of a block, to its result.
  enum class pass_kind : std::uint8_t { load, add_members, regroup, other_step, choose_texts };
  struct pass {
    pass_kind kind;
    block_id block = 0;
    std::uint32_t level = 0;     // before it
    std::uint32_t to_level = 0;  // after it
    std::size_t to = 0;          // place in values_
    std::size_t periods = 0;     // after it
    std::size_t step = 0;        // of the block's only text
    Number least = 0, most = 0;
  };
  struct work;

  lane_reading(const plan& p, period_unit by, const period_levels& levels,
               const row_classes& classes);
  bool is_idle(block_id b) const;
  bool add_block(block_id b, std::uint32_t needed);
  std::uint32_t inner_level(const block& source, std::uint32_t needed) const;
  void find_texts(const block& source, block_steps& out) const;
  std::vector<step> steps_of(const block& source, const block_steps& of, std::uint32_t text) const;
  Number in_units(decimal bound) const;
  void add_passes(block_id b);
  void add_pass(pass_kind kind, block_id b, std::uint32_t level, std::uint32_t to_level);
  void add_step(block_id b, std::size_t step_number);
  void make_limitable(block_id b);

  const plan* plan_;
  const policy_data* data_;
  const period_levels* levels_;
  const row_classes* classes_;
  std::uint32_t by_;
  bool fits_ = true;
  std::vector<block_steps> blocks_;  // by block
  std::vector<block_id> order_;      // blocks that may have points, members before those around
  std::vector<pass> passes_;
  /// First the room of passes, with a place for each segment, then the results of blocks.
  std::vector<lanes<Number>> values_;
  std::vector<lanes<Number>> loaded_, chosen_;  // of blocks with several texts
};

#ifndef DUTYSCORE_HEADER_ONLY
extern template class lane_reading<std::int32_t>;
extern template class lane_reading<std::int64_t>;
#endif

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/lane_reading.ipp"
#endif
