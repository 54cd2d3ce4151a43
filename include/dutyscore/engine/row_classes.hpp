// The fused plan bound to one batch: which class each row is of, in which segment it counts, and
// for each class the slots that turn a row into points without a branch. Immutable once made; any
// number of threads may use it. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

inline constexpr std::size_t most_slot_pieces = 5;

/// An addition of the fused plan over columns in memory: value = base[n] + slope[n] * q, where n
/// is how many of `from` the column's value reaches.
struct alignas(64) row_slot {
  const std::int64_t* column = nullptr;
  std::size_t row_mask = 0;  // 0: a constant, read from one place
  std::uint64_t multiplier = ~std::uint64_t{0}, bias = 1;  // q = (value + bias) * multiplier >> 64 + shift
  std::uint32_t shift = 0;
  std::uint32_t cell = 0;  // where the slot's cells begin
  std::uint16_t least_segment = 0;  // beyond all segments for rows that are not yet known to be good
  std::array<std::int64_t, most_slot_pieces - 1> from{};
  std::array<std::int64_t, most_slot_pieces> base{}, slope{};
};

/// How a day becomes a segment.
struct segment_table {
  std::int32_t first_day = 0;
  std::vector<std::int32_t> starts;         // of segments
  std::vector<std::uint16_t> segment_of;    // by day - first_day
  std::vector<std::uint16_t> stretch_of;    // into fused_plan::starts
};

class row_classes {
 public:
  /// `on`: rows that do not count on this basis add nothing; without it each basis range has cells
  /// of its own.
  row_classes(const plan& p, fused_plan fused, const bound_rows& rows, std::optional<basis> on);

  struct row {
    std::uint32_t at;          // of its cells, beside row_slot::cell: plane, then segment
    std::uint16_t row_class;
    std::uint16_t segment;
  };
  /// The rows of the batch with these numbers. Cost: linear.
  void classify(std::size_t begin, std::size_t count, row* out) const;
  void classify(std::span<const std::uint32_t> rows, row* out) const;

  const row_slot& first_slot(std::size_t c) const { return first_[c]; }
  std::span<const row_slot> more_slots(std::size_t c) const {
    return std::span(more_).subspan(more_begin_[c], more_begin_[c + 1] - more_begin_[c]);
  }
  /// Of rows that need more than their first slot: further slots, the judge, or a count.
  bool is_special(std::size_t c) const { return special_[c] != 0; }
  bool is_judged(std::size_t c) const { return judged_[c] != 0; }
  class_fate fate(std::size_t c, std::size_t n) const {
    const auto& fates = of_class(c).fates;
    return fates[std::min(n, fates.size() - 1)];
  }
  std::uint32_t kind_of_class(std::size_t c) const { return kind_of_class_[c]; }

  std::size_t size() const { return first_.size(); }
  std::uint16_t unruled() const { return static_cast<std::uint16_t>(fused_.classes.size() - 1); }
  /// Of rows that do not count on the basis; then of bad ones; then one for each kind, of rows to be
  /// judged.
  std::uint16_t off_basis() const { return static_cast<std::uint16_t>(fused_.classes.size()); }
  std::uint16_t bad() const { return static_cast<std::uint16_t>(fused_.classes.size() + 1); }
  std::uint16_t judged_class_of(std::size_t r) const;

  std::size_t planes() const { return planes_; }
  std::uint8_t plane_of(std::size_t r) const {
    return plane_of_[data_->since[r] * 4u + data_->standing[r]];
  }
  /// Whether it counts on the basis asked for, if one is.
  bool counts(std::size_t r) const { return plane_of(r) < planes_; }
  basis_range range_of_plane(std::size_t plane) const { return range_of_plane_[plane]; }
  std::size_t segments() const { return segments_.starts.size(); }
  const segment_table& days() const { return segments_; }
  std::size_t slots() const { return slot_count_; }
  /// Cells of one subject, those of no slot included.
  std::size_t cells() const { return (slot_count_ + 1) * planes_ * segments(); }
  std::uint32_t cell_of(std::uint32_t slot) const {
    return static_cast<std::uint32_t>(slot * planes_ * segments());
  }
  /// No addition of a slot is beyond ± this.
  std::int64_t largest() const { return largest_; }

 private:
  struct dimension {
    const std::uint8_t* flags = nullptr;
    const text_pool::code* texts = nullptr;
    std::vector<std::uint16_t> value_of_code;
  };
  void find_segments(const plan& p);
  void find_dimensions(const plan& p);
  void find_planes(std::optional<basis> on);
  void bind_classes();
  row_slot bind(const fused_addition& a);
  struct column_range {
    std::int64_t least = 0, most = 0;
  };
  const std::int64_t* column_of(std::uint32_t column);
  const column_range& range_of_column(std::uint32_t column);
  bool holds(const fused_addition& a);
  template <class RowAt>
  void classify_rows(std::size_t count, RowAt row_at, row* out) const;
  const fused_class& of_class(std::size_t c) const {
    return fused_.classes[std::min<std::size_t>(c, fused_.classes.size() - 1)];
  }

  fused_plan fused_;
  const bound_rows* bound_;
  const batch_data* data_;
  segment_table segments_;
  std::size_t slot_count_ = 0;
  std::size_t planes_ = 1;
  std::array<std::uint8_t, 16> plane_of_{};
  std::array<basis_range, basis_range_count> range_of_plane_{};
  std::vector<dimension> dimensions_;
  std::vector<std::uint16_t> first_class_, classes_in_stretch_;  // by kind, last: no kind
  std::vector<std::uint16_t> factors_;                           // dimension by dimension, by kind
  std::vector<row_slot> first_, more_;
  std::vector<std::size_t> more_begin_;
  std::vector<std::uint8_t> special_, judged_;
  std::vector<std::uint16_t> judged_of_kind_;
  bool is_on_one_basis_ = false;
  std::vector<std::uint32_t> kind_of_class_;
  std::vector<std::int64_t> days_;  // from date to end, when something asks
  std::vector<std::optional<column_range>> ranges_;
  std::int64_t largest_ = 0;
  static constexpr std::int64_t zero_ = 0;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_classes.ipp"
#endif
