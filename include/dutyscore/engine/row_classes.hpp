// The fused plan bound to one batch: which class each row is of, in which segment it counts, and
// for each class the slots that turn a row into points without a branch. Immutable once made; any
// number of threads may use it. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

inline constexpr std::size_t most_slot_pieces = 5;

/// An addition of the fused plan over a column in memory: value = base[n] + slope[n] * q, where n
/// is how many of `from` the column's value reaches.
struct row_slot {
  /// Null: the days from date to end, whatever they are for a constant.
  const std::int64_t* column = nullptr;
  std::int64_t most = 0;                 // the largest value for which it holds; the least is 0
  /// q = (value + bias) * multiplier >> 64 + shift.
  std::uint64_t multiplier = ~std::uint64_t{0}, bias = 1;
  std::uint32_t shift = 0;
  std::uint32_t cell = 0;  // where the slot's cells begin
  std::array<std::int64_t, most_slot_pieces - 1> from{};
  std::array<std::int64_t, most_slot_pieces> base{}, slope{};
};

/// What every row of a class adds, whatever its numbers are: up to two constants.
struct alignas(32) class_record {
  std::int64_t first = 0, second = 0;
  std::uint32_t first_cell = 0, second_cell = 0;
  std::uint16_t least_segment = 0;  // beyond all segments for rows that are not yet known to be good
  std::uint8_t is_special = 0;      // slots, the judge, or a count of its kind are to come
};

class row_classes {
 public:
  /// Rows that do not count on the basis add nothing. Throws std::length_error where rows lie in more
  /// than 65,534 segments.
  row_classes(const plan& p, fused_plan fused, const bound_rows& rows, basis on);

  struct row {
    std::uint16_t row_class;
    std::uint16_t segment;
  };
  /// The rows of the batch with these numbers. Cost: linear.
  void classify(std::size_t begin, std::size_t count, row* out) const;
  void classify(std::span<const std::uint32_t> rows, row* out) const;

  const class_record& record(std::size_t c) const { return records_[c]; }
  /// Of a special class: all that it adds.
  std::span<const row_slot> slots_of(std::size_t c) const {
    return std::span(slots_).subspan(slots_begin_[c], slots_begin_[c + 1] - slots_begin_[c]);
  }
  bool is_judged(std::size_t c) const { return judged_[c] != 0; }
  class_fate fate(std::size_t c, std::size_t n) const {
    const auto& fates = of_class(c).fates;
    return fates[std::min(n, fates.size() - 1)];
  }
  std::uint32_t kind_of_class(std::size_t c) const { return kind_of_class_[c]; }

  std::size_t size() const { return records_.size(); }
  std::uint16_t unruled() const { return static_cast<std::uint16_t>(fused_.classes.size() - 1); }
  /// Of rows that do not count on the basis; then of bad ones; then one for each kind, of rows to be
  /// judged.
  std::uint16_t off_basis() const { return static_cast<std::uint16_t>(fused_.classes.size()); }
  std::uint16_t bad() const { return static_cast<std::uint16_t>(fused_.classes.size() + 1); }
  /// REQUIRES: some rule names the kind of the row.
  std::uint16_t judged_class_of(std::size_t r) const;

  /// Whether the row counts on the basis.
  bool counts(std::size_t r) const {
    return counts_[data_->since[r] * 4u + data_->standing[r]] != 0;
  }
  /// Of all rows that count: what their cells are written down as.
  basis_range range() const { return range_; }
  std::size_t segments() const { return segments_.starts.size(); }
  const segment_table& days() const { return segments_; }
  std::size_t slots() const { return slot_count_; }
  /// Cells of one subject, those of no slot included.
  std::size_t cells() const { return (slot_count_ + 1) * segments(); }
  std::uint32_t cell_of(std::uint32_t slot) const {
    return static_cast<std::uint32_t>(slot * segments());
  }
  /// Whether eight subjects may have a cell for every slot and segment: 4 MB, five years of days for
  /// thirty indicators. With more, clearing them costs more than a list of what there is.
  bool is_dense() const { return cells() <= 65'536; }
  std::uint32_t nowhere() const { return cell_of(static_cast<std::uint32_t>(slot_count_)); }

 private:
  struct dimension {
    const std::uint8_t* flags = nullptr;
    const text_pool::code* texts = nullptr;
    const std::int64_t* numbers = nullptr;
    std::vector<std::uint16_t> value_of_code;  // the last is that of all codes beyond
    std::int64_t least = 0;
    std::uint64_t count = 0;
  };
  void find_segments(const plan& p);
  void find_dimensions(const plan& p);
  void bind_classes();
  std::uint32_t cell_of(const fused_addition& a) const {
    return a.slot == none ? nowhere() : cell_of(a.slot);
  }
  row_slot bind(const fused_addition& a) const;
  void bind_dimension(const fused_dimension& d, dimension& to);
  void bind_class(const fused_class& c);
  static constexpr std::size_t most_known_dimensions = 3;
  std::uint64_t value_at(const dimension& by, std::size_t r) const;
  template <std::size_t known_dimensions, class RowAt>
  void classify_with(std::size_t count, RowAt row_at, row* out) const;
  template <class RowAt>
  void classify_rows(std::size_t count, RowAt row_at, row* out) const;
  const fused_class& of_class(std::size_t c) const {
    return fused_.classes[std::min<std::size_t>(c, fused_.classes.size() - 1)];
  }

  fused_plan fused_;
  const bound_rows* bound_;
  const batch_data* data_;
  segment_table segments_;
  std::vector<std::uint16_t> stretch_of_;  // into fused_plan::starts, by day like segment_of
  std::size_t slot_count_ = 0;
  std::array<std::uint8_t, 16> counts_{};  // by since and standing
  basis_range range_ = 0;
  std::vector<dimension> dimensions_;
  /// By kind code, the last for all codes beyond: first class, classes in a stretch, and the factor
  /// of each dimension.
  std::vector<std::uint16_t> kinds_;
  std::vector<class_record> records_;
  std::vector<row_slot> slots_;
  std::vector<std::size_t> slots_begin_;
  std::vector<std::uint8_t> judged_;
  std::vector<std::uint8_t> may_be_bad_;  // rows of the class, by their numbers or when judged
  std::vector<std::uint16_t> judged_of_kind_;
  std::vector<std::uint32_t> kind_of_class_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_classes.ipp"
#endif
