#pragma once

#include <algorithm>
#include <bit>
#include <limits>
#include <set>

#include "dutyscore/engine/row_classes.hpp"
#include "dutyscore/impl/engine/segments.ipp"

namespace dutyscore::engine {

DUTYSCORE_INLINE row_classes::row_classes(const plan& p, fused_plan fused, const bound_rows& rows,
                                          std::optional<basis> on)
    : fused_(std::move(fused)), bound_(&rows), data_(&rows.data()), slot_count_(p.slots.size()) {
  find_segments(p);
  find_planes(on);
  find_dimensions(p);
  bind_classes();
}

// ---- segments ----

/// Of every day between the first and the last that occurs, so that rows need no calendar.
DUTYSCORE_INLINE void row_classes::find_segments(const plan& p) {
  if (data_->rows == 0) return;
  const auto [least, most] = std::minmax_element(data_->days().begin(), data_->days().end());
  segment_table& s = segments_;
  s.first_day = start_of_segment(p, date::from_days(*least)).days();
  for (std::int32_t d = s.first_day, end = d; d <= *most; ++d) {
    if (d == end) {
      s.starts.push_back(d);
      end = end_of_segment(p, date::from_days(d)).days() + 1;
    }
    s.segment_of.push_back(static_cast<std::uint16_t>(s.starts.size() - 1));
  }
  // Where days of rows and of accounts differ, rows are judged, and their stretch does not matter.
  for (std::int32_t d = s.first_day; d <= *most; ++d) {
    const auto next = std::upper_bound(fused_.starts.begin(), fused_.starts.end(), date::from_days(d));
    s.stretch_of.push_back(static_cast<std::uint16_t>(next - fused_.starts.begin() - 1));
  }
}

DUTYSCORE_INLINE void row_classes::find_planes(std::optional<basis> on) {
  std::array<std::uint8_t, basis_range_count> plane_of_range{};
  std::array<bool, 16> occurs{};
  for (std::size_t r = 0; r < data_->rows; ++r)
    occurs[data_->since[r] * 4u + data_->standing[r]] = true;
  planes_ = 0;
  constexpr std::uint8_t unknown = 0xFF;
  plane_of_range.fill(unknown);
  for (std::size_t i = 0; i < occurs.size(); ++i) {
    if (!occurs[i]) continue;
    const basis_range range =
        range_of(static_cast<std::uint8_t>(i / 4), static_cast<std::uint8_t>(i % 4));
    if (on) {
      plane_of_[i] = counts_on(range, *on) ? 0 : 1;
      continue;
    }
    if (plane_of_range[range] == unknown) {
      range_of_plane_[planes_] = range;
      plane_of_range[range] = static_cast<std::uint8_t>(planes_++);
    }
    plane_of_[i] = plane_of_range[range];
  }
  if (on) range_of_plane_[0] = range_of(static_cast<std::uint8_t>(*on), static_cast<std::uint8_t>(*on));
  planes_ = std::max<std::size_t>(planes_, 1);
  is_on_one_basis_ = on.has_value();
}

// ---- classes ----

DUTYSCORE_INLINE void row_classes::find_dimensions(const plan& p) {
  std::set<std::uint32_t> columns;
  for (const fused_kind& k : fused_.kinds)
    for (const fused_dimension& d : k.dimensions) columns.insert(d.column);
  const std::size_t kinds = fused_.kinds.size() + 1;
  factors_.assign(columns.size() * kinds, 0);
  std::size_t at = 0;
  for (std::uint32_t c : columns) {
    dimension& made = dimensions_.emplace_back();
    const field_column& column = data_->fields[c];
    if (p.policy.schema().activity[c].type == value_type::flag)
      made.flags = column.flags.data();
    else
      made.texts = column.texts.data();
    for (std::size_t k = 0; k < fused_.kinds.size(); ++k) {
      std::uint16_t factor = 1;
      for (auto d = fused_.kinds[k].dimensions.rbegin(); d != fused_.kinds[k].dimensions.rend(); ++d) {
        if (d->column == c) {
          factors_[at * kinds + k] = factor;
          if (made.texts && made.value_of_code.empty()) {
            made.value_of_code.assign(data_->texts.size(),
                                      static_cast<std::uint16_t>(d->values.size()));
            for (std::size_t v = 0; v < d->values.size(); ++v)
              if (const auto code = data_->texts.find(d->values[v]))
                made.value_of_code[*code] = static_cast<std::uint16_t>(v);
          }
        }
        factor = static_cast<std::uint16_t>(factor * d->size());
      }
    }
    ++at;
  }
  for (const fused_kind& k : fused_.kinds) {
    first_class_.push_back(static_cast<std::uint16_t>(k.first_class));
    classes_in_stretch_.push_back(static_cast<std::uint16_t>(k.classes));
  }
  first_class_.push_back(unruled());
  classes_in_stretch_.push_back(0);
}

DUTYSCORE_INLINE std::uint16_t row_classes::judged_class_of(std::size_t r) const {
  const std::uint32_t kind = bound_->kind_of(r);
  if (kind == none) return unruled();
  return judged_of_kind_[kind];
}

DUTYSCORE_INLINE const std::int64_t* row_classes::column_of(std::uint32_t column) {
  if (column < fused_.days_column) return data_->fields[column].numbers.data();
  if (days_.empty()) {
    days_.resize(data_->rows);
    for (std::size_t r = 0; r < data_->rows; ++r) days_[r] = data_->end[r] - data_->date[r] + 1;
  }
  return days_.data();
}

DUTYSCORE_INLINE const row_classes::column_range& row_classes::range_of_column(
    std::uint32_t column) {
  if (ranges_.size() <= column) ranges_.resize(column + 1);
  if (!ranges_[column]) {
    const std::int64_t* values = column_of(column);
    column_range found{std::numeric_limits<std::int64_t>::max(),
                       std::numeric_limits<std::int64_t>::min()};
    for (std::size_t r = 0; r < data_->rows; ++r) {
      found.least = std::min(found.least, values[r]);
      found.most = std::max(found.most, values[r]);
    }
    ranges_[column] = found;
  }
  return *ranges_[column];
}

/// Whether the pieces hold for every value that occurs.
DUTYSCORE_INLINE bool row_classes::holds(const fused_addition& a) {
  if (a.column == none || data_->rows == 0) return true;
  const column_range& range = range_of_column(a.column);
  return range.least >= 0 && range.most <= a.most;
}

DUTYSCORE_INLINE row_slot row_classes::bind(const fused_addition& a) {
  row_slot out;
  out.cell = cell_of(a.slot == none ? static_cast<std::uint32_t>(slot_count_) : a.slot);
  out.column = a.column == none ? &zero_ : column_of(a.column);
  out.row_mask = a.column == none ? 0 : ~std::size_t{0};
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
    const std::int64_t most = a.column == none ? 0 : range_of_column(a.column).most;
    const int128 reached = int128{std::abs(out.base[n])} +
                           int128{std::abs(out.slope[n])} * ((most + a.bias) / a.quantum + 1);
    largest_ = static_cast<std::int64_t>(
        std::min<int128>(std::max<int128>(reached, largest_), most_piece));
  }
  return out;
}

DUTYSCORE_INLINE void row_classes::bind_classes() {
  kind_of_class_.assign(fused_.classes.size() + 1, none);
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k) {
    const std::size_t end =
        k + 1 < fused_.kinds.size() ? fused_.kinds[k + 1].first_class : fused_.classes.size() - 1;
    for (std::size_t c = fused_.kinds[k].first_class; c < end; ++c)
      kind_of_class_[c] = static_cast<std::uint32_t>(k);
  }
  fused_addition nothing;
  nothing.pieces.push_back({});
  for (fused_class& c : fused_.classes) {
    for (const fused_addition& a : c.additions) c.is_judged = c.is_judged || !holds(a);
    if (c.is_judged) {
      c.additions.clear();
      c.fates = {class_fate::unmatched};
    }
  }
  // Rows that something keeps from the common way are judged by a class that only says the kind.
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k)
    judged_of_kind_.push_back(static_cast<std::uint16_t>(bad() + 1 + k));
  const std::size_t classes = fused_.classes.size();
  for (std::size_t c = 0; c <= bad() + fused_.kinds.size(); ++c) {
    const bool is_own = c < classes;
    const fused_class* of = is_own ? &fused_.classes[c] : nullptr;
    const bool is_judged = is_own ? of->is_judged : c > bad();
    judged_.push_back(is_judged);
    more_begin_.push_back(more_.size());
    first_.push_back(bind(is_judged || !is_own ? nothing : of->additions.front()));
    if (is_judged || c == bad())
      first_.back().least_segment = static_cast<std::uint16_t>(segments());
    for (std::size_t a = 1; is_own && !is_judged && a < of->additions.size(); ++a)
      more_.push_back(bind(of->additions[a]));
    special_.push_back(is_judged || c == unruled() || more_.size() > more_begin_.back());
  }
  more_begin_.push_back(more_.size());
}

// ---- rows ----

template <class RowAt>
void row_classes::classify_rows(std::size_t count, RowAt row_at, row* out) const {
  const auto segments_in_plane = static_cast<std::uint32_t>(segments());
  const std::size_t kinds = first_class_.size();
  const bool has_stretches = fused_.starts.size() > 1;
  const std::int32_t* days = data_->days().data();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t r = row_at(i);
    const std::uint32_t found = bound_->kind_of(r);
    const std::size_t kind = found == none ? kinds - 1 : found;
    const auto day = static_cast<std::size_t>(days[r] - segments_.first_day);
    const std::uint16_t segment = segments_.segment_of[day];
    std::uint32_t row_class = first_class_[kind];
    if (has_stretches) row_class += std::uint32_t{classes_in_stretch_[kind]} * segments_.stretch_of[day];
    for (std::size_t d = 0; d < dimensions_.size(); ++d) {
      const dimension& by = dimensions_[d];
      const std::uint32_t value = by.texts ? by.value_of_code[by.texts[r]] : by.flags[r];
      row_class += factors_[d * kinds + kind] * value;
    }
    const std::uint32_t plane = plane_of(r);
    if (is_on_one_basis_) {
      // What makes a row bad does so on every basis.
      row_class = plane == 0 || is_judged(row_class) ? row_class : off_basis();
      out[i] = {segment, static_cast<std::uint16_t>(row_class), segment};
    } else {
      out[i] = {plane * segments_in_plane + segment, static_cast<std::uint16_t>(row_class), segment};
    }
  }
}

DUTYSCORE_INLINE void row_classes::classify(std::size_t begin, std::size_t count, row* out) const {
  classify_rows(count, [begin](std::size_t i) { return begin + i; }, out);
}

DUTYSCORE_INLINE void row_classes::classify(std::span<const std::uint32_t> rows, row* out) const {
  classify_rows(rows.size(), [rows](std::size_t i) { return rows[i]; }, out);
}

}  // namespace dutyscore::engine
