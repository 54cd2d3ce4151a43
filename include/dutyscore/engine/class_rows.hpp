// The fused plan for one row at a time: which class a row is of, and what it adds. Unlike row_classes
// it knows no basis and no segments, and serves any batch: `class_book` is of a plan, `class_rows`
// binds it to the columns of one batch. Immutable once made. Not for users. Tested by
// tests/reference/live_test.cpp and agreement_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/row_dimension.hpp"
#include "dutyscore/engine/row_slot.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

struct class_constant {
  std::uint32_t slot = 0;
  std::int64_t value = 0;
};

struct class_slot {
  std::uint32_t slot = none;  // none: nowhere
  std::uint32_t column = none;
  slot_function by;
};

struct class_entry {
  bool is_judged = true;
  bool may_be_refused = false;
  bool is_constant = false;                 // it has constants, else slots
  class_fate fate = class_fate::unmatched;  // of a constant one
  std::uint32_t begin = 0, end = 0;         // of its constants or slots
  std::uint32_t fused = 0;                  // into fused_plan::classes
};

class class_book {
 public:
  explicit class_book(const plan& p);

  /// Into fused_plan::starts.
  std::uint32_t stretch_of(date d) const;
  /// The columns of a batch that tell classes apart.
  std::vector<row_dimension> dimensions_of(const batch_data& data) const;
  /// Of a row of this kind (none: no rule names it) and stretch.
  const class_entry& class_of(std::uint32_t kind, std::uint32_t stretch,
                              std::span<const row_dimension> dimensions, std::size_t row) const {
    const std::uint32_t* k = kinds_.data() + std::min<std::size_t>(kind, last_kind_) * width_;
    std::uint64_t at = k[0] + k[1] * std::uint64_t{stretch};
    for (std::size_t d = 0; d < dimensions.size(); ++d)
      if (k[2 + d] != 0) at += k[2 + d] * dimensions[d].value_at(row);
    return classes_[at];
  }
  std::span<const class_constant> constants_of(const class_entry& c) const {
    return std::span(constants_).subspan(c.begin, c.end - c.begin);
  }
  std::span<const class_slot> slots_of(const class_entry& c) const {
    return std::span(slots_).subspan(c.begin, c.end - c.begin);
  }
  /// By the piece of the first slot.
  class_fate fate(const class_entry& c, std::size_t piece) const {
    return fused_.classes[c.fused].fates[piece];
  }
  std::uint32_t days_column() const { return fused_.days_column; }

 private:
  void add_kinds();
  void add_class(const fused_class& c);

  fused_plan fused_;
  std::vector<const fused_dimension*> dimensions_;  // one for each column
  std::size_t width_ = 2, last_kind_ = 0;
  /// By kind, the last for kinds that no rule names: first class, classes in a stretch, and the
  /// factor of each dimension.
  std::vector<std::uint32_t> kinds_;
  std::vector<class_entry> classes_;
  std::vector<class_constant> constants_;
  std::vector<class_slot> slots_;
};

class class_rows {
 public:
  class_rows(const class_book& book, const bound_rows& rows)
      : book_(&book), bound_(&rows), dimensions_(book.dimensions_of(rows.data())) {}

  /// The class of a row; null where something beside its values decides. stretch_of(day) is that of
  /// class_book.
  template <class StretchOf>
  const class_entry* class_of(std::size_t row, StretchOf stretch_of) const {
    const batch_data& data = bound_->data();
    const std::int32_t day = data.date[row];
    if (!data.credited.empty() && data.credited[row] != day) return nullptr;
    if (bound_->has_roster() && (!bound_->entry_of(row) || !bound_->serves(row))) return nullptr;
    return &book_->class_of(bound_->kind_of(row), stretch_of(day), dimensions_, row);
  }
  /// Calls add(slot, value) for all that a row of the class adds, and says what becomes of it.
  /// Nothing, and nothing was added, where only the judge knows; `in_detail`: who refuses a row
  /// matters, too.
  template <class Add>
  std::optional<class_fate> add_up(const class_entry* c, std::size_t row, bool in_detail,
                                   Add add) const {
    if (!c || c->is_judged || (in_detail && c->may_be_refused)) return std::nullopt;
    if (!c->is_constant) return add_slots(*c, row, add);
    for (const class_constant& a : book_->constants_of(*c)) add(a.slot, a.value);
    return c->fate;
  }

 private:
  std::int64_t value_of(const class_slot& s, std::size_t row) const {
    const batch_data& data = bound_->data();
    if (s.column == none) return 0;
    if (s.column == book_->days_column()) return std::int64_t{data.end[row]} - data.date[row] + 1;
    return data.fields[s.column].numbers[row];
  }
  template <class Add>
  std::optional<class_fate> add_slots(const class_entry& c, std::size_t row, Add add) const {
    const auto slots = book_->slots_of(c);
    for (const class_slot& s : slots)
      if (const std::int64_t x = value_of(s, row); x < 0 || x > s.by.most) return std::nullopt;
    std::size_t piece = 0;
    for (const class_slot& s : slots) {
      std::size_t n = 0;
      const std::int64_t value = s.by.at(value_of(s, row), n);
      if (&s == slots.data()) piece = n;
      if (s.slot != none) add(s.slot, value);
    }
    return book_->fate(c, piece);
  }

  const class_book* book_;
  const bound_rows* bound_;
  std::vector<row_dimension> dimensions_;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/class_rows.ipp"
#endif
