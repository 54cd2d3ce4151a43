#pragma once

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <stdexcept>

#include "dutyscore/engine/row_classes.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE row_classes::row_classes(const plan& p, fused_plan fused, const bound_rows& rows,
                                          basis on)
    : fused_(std::move(fused)), bound_(&rows), data_(&rows.data()), slot_count_(p.slots.size()) {
  range_ = range_of(static_cast<std::uint8_t>(on), static_cast<std::uint8_t>(on));
  for (std::uint8_t since = 0; since < basis_count; ++since)
    for (std::uint8_t standing = 0; standing < 4; ++standing)
      counts_[since * 4u + standing] = counts_on(range_of(since, standing), on);
  find_segments(p);
  find_dimensions(p);
  bind_classes();
}

/// Where days of rows and of accounts differ, rows are judged, and their stretch does not matter.
DUTYSCORE_INLINE void row_classes::find_segments(const plan& p) {
  segments_ = segments_of(p, data_->days());
  if (segments() >= 0xFFFF)
    throw std::length_error("dutyscore: rows lie in more than 65,534 months or days");
  std::size_t next = 0;
  for (std::size_t i = 0; i < segments_.segment_of.size(); ++i) {
    const date d = date::from_days(segments_.first_day + static_cast<std::int32_t>(i));
    while (next < fused_.starts.size() && fused_.starts[next] <= d) ++next;
    stretch_of_.push_back(static_cast<std::uint16_t>(next - 1));
  }
}

// ---- classes ----

DUTYSCORE_INLINE void row_classes::bind_dimension(const fused_dimension& d, dimension& to) {
  const field_column& column = data_->fields[d.column];
  if (d.kind == dimension_kind::flag) to.flags = column.flags.data();
  if (d.kind == dimension_kind::number) {
    to.numbers = column.numbers.data();
    to.least = d.least;
    to.count = d.numbers;
  }
  if (d.kind != dimension_kind::text) return;
  to.texts = column.texts.data();
  const auto other = static_cast<std::uint16_t>(d.values.size());
  for (std::size_t v = 0; v < d.values.size(); ++v) {
    const auto code = data_->texts.find(d.values[v]);
    if (!code) continue;
    if (to.value_of_code.size() <= *code) to.value_of_code.resize(*code + 1, other);
    to.value_of_code[*code] = static_cast<std::uint16_t>(v);
  }
  to.value_of_code.push_back(other);
}

DUTYSCORE_INLINE void row_classes::find_dimensions(const plan& p) {
  std::map<std::uint32_t, std::size_t> numbers;
  for (const fused_kind& k : fused_.kinds)
    for (const fused_dimension& d : k.dimensions) {
      const auto [at, is_new] = numbers.try_emplace(d.column, dimensions_.size());
      if (is_new) bind_dimension(d, dimensions_.emplace_back());
    }
  const std::size_t width = 2 + dimensions_.size();
  const auto set_kind = [&](std::size_t entry, std::size_t first, std::size_t in_stretch) {
    kinds_[entry * width] = static_cast<std::uint16_t>(first);
    kinds_[entry * width + 1] = static_cast<std::uint16_t>(in_stretch);
  };
  std::size_t codes = 0;
  for (const kind_plan& k : p.kinds)
    if (const auto code = data_->texts.find(k.kind)) codes = std::max<std::size_t>(codes, *code + 1);
  kinds_.resize((codes + 1) * width);
  for (std::size_t c = 0; c <= codes; ++c) set_kind(c, unruled(), 0);
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k) {
    const auto code = data_->texts.find(p.kinds[k].kind);
    if (!code) continue;
    set_kind(*code, fused_.kinds[k].first_class, fused_.kinds[k].classes);
    std::size_t factor = 1;
    const auto& dimensions = fused_.kinds[k].dimensions;
    for (auto d = dimensions.rbegin(); d != dimensions.rend(); ++d) {
      kinds_[*code * width + 2 + numbers.at(d->column)] = static_cast<std::uint16_t>(factor);
      factor *= d->size();
    }
  }
}

DUTYSCORE_INLINE std::uint16_t row_classes::judged_class_of(std::size_t r) const {
  return judged_of_kind_[bound_->kind_of(r)];
}

DUTYSCORE_INLINE row_slot row_classes::bind(const fused_addition& a) const {
  row_slot out;
  out.cell = cell_of(a);
  if (a.column < fused_.days_column) out.column = data_->fields[a.column].numbers.data();
  out.most = a.most;
  const auto quantum = static_cast<std::uint64_t>(a.quantum);
  out.bias = static_cast<std::uint64_t>(a.bias);
  out.shift = static_cast<std::uint32_t>(std::bit_width(quantum)) - 1;
  if (std::has_single_bit(quantum)) {
    ++out.bias;  // (n + 1) * (2^64 - 1) >> 64 = n
  } else {
    const auto power = static_cast<uint128>(1) << (64 + out.shift);
    out.multiplier = static_cast<std::uint64_t>(power / quantum) + 1;
  }
  out.from.fill(std::numeric_limits<std::int64_t>::max());
  for (std::size_t n = 0; n < a.pieces.size(); ++n) {
    if (n > 0) out.from[n - 1] = a.pieces[n].from;
    out.base[n] = a.pieces[n].base;
    out.slope[n] = a.pieces[n].slope;
  }
  return out;
}

/// A class of no more than two constants needs no slots; otherwise slots do all.
DUTYSCORE_INLINE void row_classes::bind_class(const fused_class& c) {
  class_record& to = records_.back();
  const bool is_constant = c.additions.size() <= 2 &&
                           std::all_of(c.additions.begin(), c.additions.end(),
                                       [](const fused_addition& a) { return a.column == none; });
  if (!is_constant) {
    to.is_special = 1;
    to.least_segment = static_cast<std::uint16_t>(segments());
    for (const fused_addition& a : c.additions) slots_.push_back(bind(a));
    return;
  }
  to.first = c.additions[0].pieces[0].base;
  to.first_cell = cell_of(c.additions[0]);
  if (c.additions.size() == 1) return;
  to.second = c.additions[1].pieces[0].base;
  to.second_cell = cell_of(c.additions[1]);
}

DUTYSCORE_INLINE void row_classes::bind_classes() {
  kind_of_class_.assign(fused_.classes.size() + 1, none);
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k) {
    const std::size_t end =
        k + 1 < fused_.kinds.size() ? fused_.kinds[k + 1].first_class : fused_.classes.size() - 1;
    for (std::size_t c = fused_.kinds[k].first_class; c < end; ++c)
      kind_of_class_[c] = static_cast<std::uint32_t>(k);
    // Rows that something keeps from the common way are judged by a class that only says the kind.
    judged_of_kind_.push_back(static_cast<std::uint16_t>(bad() + 1 + k));
  }
  for (std::size_t c = 0; c <= bad() + fused_.kinds.size(); ++c) {
    const bool is_own = c < fused_.classes.size();
    const bool is_judged = is_own ? fused_.classes[c].is_judged : c > bad();
    judged_.push_back(is_judged);
    slots_begin_.push_back(slots_.size());
    class_record& to = records_.emplace_back();
    to.first_cell = to.second_cell = nowhere();
    if (is_own && !is_judged) bind_class(fused_.classes[c]);
    may_be_bad_.push_back(is_judged || to.is_special);
    if (is_judged || c == unruled()) to.is_special = 1;
    if (is_judged || c == bad()) to.least_segment = static_cast<std::uint16_t>(segments());
  }
  slots_begin_.push_back(slots_.size());
}

// ---- rows ----

DUTYSCORE_INLINE std::uint64_t row_classes::value_at(const dimension& by, std::size_t r) const {
  if (by.texts)
    return by.value_of_code[std::min<std::size_t>(by.texts[r], by.value_of_code.size() - 1)];
  if (by.flags) return by.flags[r];
  // A number below the least becomes a very large one.
  const std::uint64_t above =
      static_cast<std::uint64_t>(by.numbers[r]) - static_cast<std::uint64_t>(by.least);
  const std::uint64_t whole = above / decimal::scale;
  return whole < by.count && whole * decimal::scale == above ? whole : by.count;
}

/// With the number of dimensions known, the compiler makes one straight loop of it.
template <std::size_t known_dimensions, class RowAt>
void row_classes::classify_with(std::size_t count, RowAt row_at, row* out) const {
  constexpr std::size_t any = most_known_dimensions + 1;
  const std::size_t dimensions =
      known_dimensions == any ? dimensions_.size() : known_dimensions;
  const std::size_t width = 2 + dimensions, last_kind = kinds_.size() / width - 1;
  const bool has_stretches = fused_.starts.size() > 1;
  const std::int32_t* days = data_->days().data();
  const std::uint32_t* segment_of = segments_.segment_of.data();
  const text_pool::code* kind_codes = data_->kind.data();
  const dimension* by = dimensions_.data();
  const std::uint8_t* may_be_bad = may_be_bad_.data();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t r = row_at(i);
    const std::uint16_t* kind =
        kinds_.data() + std::min<std::size_t>(kind_codes[r], last_kind) * width;
    const auto day = static_cast<std::size_t>(days[r] - segments_.first_day);
    std::size_t row_class = kind[0];
    if (has_stretches) row_class += std::size_t{kind[1]} * stretch_of_[day];
    for (std::size_t d = 0; d < dimensions; ++d) row_class += kind[2 + d] * value_at(by[d], r);
    // What makes a row bad does so on every basis.
    const bool is_off = !counts(r) && !may_be_bad[row_class];
    out[i] = {static_cast<std::uint16_t>(is_off ? off_basis() : row_class),
              static_cast<std::uint16_t>(segment_of[day])};
  }
}

template <class RowAt>
void row_classes::classify_rows(std::size_t count, RowAt row_at, row* out) const {
  static_assert(most_known_dimensions == 3);
  switch (dimensions_.size()) {
    case 0:
      return classify_with<0>(count, row_at, out);
    case 1:
      return classify_with<1>(count, row_at, out);
    case 2:
      return classify_with<2>(count, row_at, out);
    case 3:
      return classify_with<3>(count, row_at, out);
    default:
      return classify_with<4>(count, row_at, out);
  }
}

DUTYSCORE_INLINE void row_classes::classify(std::size_t begin, std::size_t count, row* out) const {
  classify_rows(count, [begin](std::size_t i) { return begin + i; }, out);
}

DUTYSCORE_INLINE void row_classes::classify(std::span<const std::uint32_t> rows, row* out) const {
  classify_rows(rows.size(), [rows](std::size_t i) { return rows[i]; }, out);
}

}  // namespace dutyscore::engine
