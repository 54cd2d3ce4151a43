// The fused plan bound to one batch: which class each row is of, in which segment it counts, and
// for each class the slots that turn a row into points without a branch. Points are counted in the
// largest unit that divides all numbers of the policy, so that 32 bits hold most sums. Immutable
// once made; any number of threads may use it. Not for users.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/row_slot.hpp"
#include "dutyscore/engine/lanes.hpp"
#include "dutyscore/engine/row_dimension.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

/// An addition of the fused plan over a column in memory, in units.
struct row_slot : slot_function {
  /// Null: the days from date to end, whatever they are for a constant.
  const std::int64_t* column = nullptr;
  std::uint32_t slot = 0;
  bool operator==(const row_slot&) const = default;
};

/// One value of a kept activity: what a column holds; or a number, one for each day, and the sum of
/// slots, in millionths.
struct row_value {
  enum class source : std::uint8_t { number, length, sum, numbers, texts, days, flags };
  source from = source::number;
  const void* column = nullptr;
  std::int64_t constant = 0, per_day = 0;
  std::size_t begin = 0, end = 0;  // of slots

  static row_value of(const field_column& f) {
    if (!f.numbers.empty()) return {source::numbers, f.numbers.data()};
    if (!f.texts.empty()) return {source::texts, f.texts.data()};
    if (!f.days.empty()) return {source::days, f.days.data()};
    return {source::flags, f.flags.data()};
  }
  /// REQUIRES: it asks for one column at most.
  std::int64_t at(std::size_t r) const {
    switch (from) {
      case source::numbers:
        return static_cast<const std::int64_t*>(column)[r];
      case source::texts:
        return static_cast<const text_pool::code*>(column)[r];
      case source::days:
        return static_cast<const std::int32_t*>(column)[r];
      case source::flags:
        return static_cast<const std::uint8_t*>(column)[r];
      default:
        return constant;
    }
  }
};

/// What a row of a class leaves to a list.
struct row_kept {
  block_id block = 0;
  bool has_slots = false;
  std::vector<row_value> values;
};

/// What every row of a class adds, whatever its numbers are: up to two constants, in units. Places are
/// slots times the lanes; what they leave free says more of the class, whose constants are 0 then: to add
/// 0 to the lane beside changes nothing.
template <class Number>
struct class_record {
  Number first = 0, second = 0;
  std::uint16_t first_at = 0, second_at = 0;

  /// Whether slots, the judge, or a count of its rows are to come.
  bool is_special() const { return (second_at & 1u) != 0; }
  /// 0, or 1 where its rows may yet turn out to be bad: so many slots after that of good ones they are
  /// seen.
  std::uint16_t doubt() const { return first_at & 1u; }
};

/// What else is to be known of a class: ranges of slots and of what is kept.
struct class_more {
  std::uint32_t slots_begin = 0, slots_end = 0, kept_begin = 0, kept_end = 0;
  bool is_judged = false;
  /// Slots are all that it has, and all read one column, of which this is the largest value for which
  /// they hold.
  bool has_one_column = false;
  std::int64_t most = 0;
  bool has_slots() const { return slots_begin != slots_end; }
};

/// The class and the segment of a row.
struct classified_row {
  std::uint32_t bits = 0;
  std::uint16_t row_class() const { return static_cast<std::uint16_t>(bits); }
  std::uint16_t segment() const { return static_cast<std::uint16_t>(bits >> 16); }
  void set_class(std::uint16_t c) { bits = (bits & 0xFFFF0000u) | c; }
};

/// Which kinds of the plan occur in the batch; where these are few, all of them without asking the
/// rows.
std::vector<std::uint8_t> kinds_in_use(const plan& p, const batch_data& rows);
/// Which slots of the plan rows of these kinds can add to.
std::vector<std::uint8_t> slots_of_kinds(const plan& p, const std::vector<std::uint8_t>& kinds);

/// Which of rows [begin, end) are of special classes. Returns how many.
template <class Record>
std::size_t find_specials(std::span<const classified_row> rows, std::size_t begin, std::size_t end,
                          const Record* records, std::uint16_t* out) {
  std::size_t found = 0;
  for (std::size_t i = begin; i < end; ++i) {
    out[found] = static_cast<std::uint16_t>(i);
    found += records[rows[i].row_class()].is_special();
  }
  return found;
}

class row_classes {
 public:
  /// `in_use`: the slots that cells are for. Rows that do not count on the basis add nothing. Throws
  /// std::length_error where rows lie in more than 65,534 segments or kinds are beyond ten thousands.
  row_classes(const plan& p, fused_plan fused, const bound_rows& rows, basis on,
              const std::vector<std::uint8_t>& in_use);

  /// The rows of the batch with these numbers. Cost: linear.
  void classify(std::size_t begin, std::size_t count, classified_row* out) const;
  void classify(std::span<const std::uint32_t> rows, classified_row* out) const;

  /// Classes c of rows that count on the basis stand before own_classes(); c + own_classes() is that
  /// of the same rows when they do not.
  std::size_t own_classes() const { return own_classes_; }
  std::size_t own(std::size_t c) const { return c < own_classes_ ? c : c - own_classes_; }

  /// f of the records of all classes, the first of which is pointed to: 8 bytes each where all constants
  /// fit 16 bits, so that more of them stay in the cache.
  template <class F>
  auto with_records(F f) const {
    return narrow_records_.empty() ? f(records_.data()) : f(narrow_records_.data());
  }
  std::uint16_t doubt(std::size_t c) const { return records_[c].doubt(); }
  const class_more& more_of(std::size_t own_class) const { return more_[own_class]; }
  /// Of a special class: all that it adds.
  std::span<const row_slot> slots_of(const class_more& c) const {
    return {slots_.data() + c.slots_begin, slots_.data() + c.slots_end};
  }
  std::span<const row_kept> kept_of(const class_more& c) const {
    return {kept_.data() + c.kept_begin, kept_.data() + c.kept_end};
  }
  std::span<const row_slot> slots_of(const row_value& v) const {
    return std::span(value_slots_).subspan(v.begin, v.end - v.begin);
  }
  /// Columns of all slots.
  std::span<const std::int64_t* const> slot_columns() const { return slot_columns_; }
  /// REQUIRES: rows of the class are judged.
  judged_reason because(std::size_t own_class) const {
    if (own_class > bad()) return {judged_for::elsewhere, none, none};
    return of_class(own_class).because;
  }
  class_fate fate(std::size_t own_class, std::size_t n) const {
    const auto& fates = of_class(own_class).fates;
    return fates[std::min(n, fates.size() - 1)];
  }
  std::uint32_t kind_of_class(std::size_t own_class) const { return kind_of_class_[own_class]; }

  std::size_t fused_classes() const { return fused_.classes.size(); }
  std::uint16_t unruled() const { return unruled_; }
  /// Of bad rows; after it one for each kind, of rows to be judged.
  std::uint16_t bad() const { return static_cast<std::uint16_t>(unruled_ + 1); }
  /// REQUIRES: some rule names the kind of the row.
  std::uint16_t judged_class_of(std::size_t r) const {
    return static_cast<std::uint16_t>(bad() + 1 + bound_->kind_of(r));
  }

  /// Whether the row counts on the basis.
  bool counts(std::size_t r) const { return (off_basis_ >> range_bits(r) & 1) == 0; }
  /// Of all rows that count: what their cells are written down as.
  basis_range range() const { return range_; }
  std::size_t segments() const { return segments_.starts.size(); }
  const segment_table& days() const { return segments_; }

  /// Of points and measures, in millionths; divides the number of every clause and all that a row
  /// of a class adds.
  std::int64_t unit() const { return unit_; }
  /// The same for a slot: activities of a veto are counted in ones.
  std::int64_t unit_of(std::uint32_t slot) const { return units_[slot]; }
  /// No constant is larger, in units, and no row has more additions.
  std::int64_t most_constant() const { return most_constant_; }
  std::size_t most_additions() const { return most_additions_; }

  /// Cells have the slots of the plan that are in use, in their order.
  std::uint32_t slots() const { return slot_count_; }
  std::uint32_t plan_slot(std::uint32_t slot) const { return plan_slots_[slot]; }
  /// Of a slot of the plan; that of another one always holds 0.
  std::uint32_t slot_of(std::uint32_t plan_slot) const { return slot_of_[plan_slot]; }
  bool is_in_use(std::uint32_t plan_slot) const { return slot_of_[plan_slot] < slot_count_; }
  /// A slot where what adds nothing goes: one of a few, so that rows need not wait for each other.
  std::uint16_t nowhere(std::size_t c = 0) const {
    return static_cast<std::uint16_t>(slot_count_ + c % spare_slots);
  }
  /// Not 0 where the subject has good rows in the segment; else it matters only whether there are
  /// others before or after.
  std::uint16_t seen_slot() const { return static_cast<std::uint16_t>(slot_count_ + spare_slots); }
  /// The same for a row that may yet turn out to be bad, which nobody reads.
  std::uint16_t doubted_slot() const { return static_cast<std::uint16_t>(seen_slot() + 1); }
  /// Cells of one subject: of each segment the slots, those `nowhere`, which hold 0, and two of what is
  /// seen. Odd, because processors take addresses for equal whose distance is a power of two.
  std::size_t width() const { return (doubted_slot() + 1u) | 1; }
  /// Slots of the plan, and those `nowhere` where all are in use, have smaller numbers.
  std::size_t plan_width() const { return slot_of_.size() + spare_slots; }
  std::size_t cells() const { return width() * segments(); }
  /// Whether eight subjects may have a cell for every slot and segment: 4 MB, five years of days for
  /// thirty indicators. With more, clearing them costs more than a list of what there is.
  bool is_dense() const { return cells() <= 65'536; }

 private:
  static constexpr std::uint32_t spare_slots = 4;

  struct dimension {
    row_dimension by;
    std::vector<std::uint32_t> factor;  // by joint place
    /// Where the factor stands in first_class_; no bits where there was no room.
    std::uint32_t shift = 0, mask = 0;
  };
  /// A column whose few texts have codes near each other: place = min(code - least, others).
  struct joint_column {
    const text_pool::code* codes = nullptr;
    std::uint32_t least = 0, others = 0;
    std::uint32_t shift = 0;  // of the place, in the joint one
    std::size_t size() const { return std::bit_ceil(std::size_t{others} + 1); }
  };
  /// A text that is looked up with the kind.
  struct joint_text {
    const fused_column* column = nullptr;
    row_dimension by;
  };
  template <class RowAt>
  struct column_passes;
  struct sixteen_rows;

  void find_slots(const std::vector<std::uint8_t>& in_use);
  void find_unit(const plan& p);
  void find_segments(const plan& p);
  void find_sixteen_days();
  void find_dimensions(const plan& p);
  joint_column kinds_as_column(const plan& p) const;
  static joint_column as_column(const row_dimension& of);
  void make_joint_tables();
  void pack_factors();
  void fill_joint(std::size_t kind, text_pool::code code, const std::vector<joint_text>& joined,
                  const std::vector<const fused_column*>& others);
  void bind_classes(const plan& p);
  void find_column(class_more& of) const;
  /// `unit`: of its values, in millionths.
  row_slot bind(const fused_addition& a, std::int64_t unit) const;
  row_kept bind(const fused_kept& k);
  void bind(const fused_addition& a, row_value& to);
  bool is_constant(const fused_class& c, std::ptrdiff_t most) const;
  static void mark_special(class_record<std::int32_t>& r) { r.second_at |= 1u; }
  static void mark_doubted(class_record<std::int32_t>& r) { r.first_at |= 1u; }
  void bind_class(const fused_class& c, class_record<std::int32_t>& to);
  void narrow_records();
  static std::uint16_t place(std::uint32_t slot) {
    return static_cast<std::uint16_t>(slot * lane_count);
  }
  void share_slots(class_more& of);
  std::uint32_t slot_of(const fused_addition& a) const {
    return a.slot == none ? slot_count_ : slot_of_[a.slot];
  }
  std::int64_t unit_of(const fused_addition& a) const { return units_[slot_of(a)]; }
  template <class RowAt>
  void classify_by_columns(std::size_t begin, std::size_t end, RowAt row_at,
                           classified_row* out) const;
  std::uint32_t range_bits(std::size_t r) const {
    return data_->since[r] * 4u + data_->standing[r];
  }
  const fused_class& of_class(std::size_t c) const {
    return fused_.classes[std::min<std::size_t>(c, fused_.classes.size() - 1)];
  }

  fused_plan fused_;
  const bound_rows* bound_;
  const batch_data* data_;
  segment_table segments_;
  std::vector<std::uint32_t> stretch_of_;  // into fused_plan::starts, by day like segment_of
  /// By day / 16, the segment of the first of these days times 16, and how many of them lie in the next
  /// segment; empty where it takes more than 32 or there are more segments in one.
  std::vector<std::uint32_t> sixteen_days_;
  std::uint32_t slot_count_ = 0;
  std::vector<std::uint32_t> plan_slots_, slot_of_;
  std::uint32_t off_basis_ = 0;  // bits by since and standing
  basis_range range_ = 0;
  std::int64_t unit_ = 1, most_constant_ = 0;
  std::vector<std::int64_t> units_;  // by slot
  std::size_t own_classes_ = 0, most_additions_ = 2;
  std::uint16_t unruled_ = 0;
  static constexpr std::size_t most_joint = 16'384;
  std::vector<joint_column> joint_;    // the kinds, and texts that are looked up with them
  std::vector<dimension> dimensions_;  // the others
  /// By joint place: in the lower half the class of the first values of the other dimensions, in the
  /// upper half the factors of as many of them as there is room for; and the classes in a stretch.
  std::vector<std::uint32_t> first_class_, in_stretch_;
  bool has_stretches_ = false;  // rows lie in several
  std::vector<class_record<std::int32_t>> records_;
  std::vector<class_record<std::int16_t>> narrow_records_;
  std::vector<row_slot> slots_;
  std::vector<class_more> more_;  // by own class
  std::vector<row_slot> value_slots_;
  std::vector<row_kept> kept_;
  std::vector<const std::int64_t*> slot_columns_;
  std::vector<std::uint32_t> kind_of_class_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_classes.ipp"
#endif
