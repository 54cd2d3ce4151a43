#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "dutyscore/engine/row_classes.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE std::vector<std::uint8_t> kinds_in_use(const plan& p, const batch_data& rows) {
  constexpr std::size_t few = 64;
  std::vector<std::uint8_t> out(p.kinds.size(), 1);
  if (p.kinds.size() <= few) return out;
  std::vector<std::uint8_t> occurs(rows.texts.size());
  for (const text_pool::code kind : rows.kind) occurs[kind] = 1;
  for (std::size_t k = 0; k < p.kinds.size(); ++k) {
    const auto code = rows.texts.find(p.kinds[k].kind);
    out[k] = code && occurs[*code];
  }
  return out;
}

DUTYSCORE_INLINE std::vector<std::uint8_t> slots_of_kinds(const plan& p,
                                                          const std::vector<std::uint8_t>& kinds) {
  std::vector<std::uint8_t> out(p.slots.size());
  for (std::size_t k = 0; k < p.kinds.size(); ++k) {
    if (!kinds[k]) continue;
    for (const kind_rule& seen : p.kinds[k].rules) {
      const rule& r = p.rules[seen.rule];
      out[r.slot] = 1;
      if (r.veto != none) continue;
      for (const planned_measure& m : p.indicators[r.block].measures)
        if (m.slot != none) out[m.slot] = 1;
    }
  }
  return out;
}

DUTYSCORE_INLINE row_classes::row_classes(const plan& p, fused_plan fused, const bound_rows& rows,
                                          basis on, const std::vector<std::uint8_t>& in_use)
    : fused_(std::move(fused)),
      bound_(&rows),
      data_(&rows.data()),
      own_classes_(fused_.classes.size() + 1 + fused_.kinds.size()) {
  find_slots(in_use);
  if (2 * own_classes_ > 0x10000 || lane_count * width() > 0x10000)
    throw std::length_error("dutyscore: more than ten thousand kinds or indicators");
  range_ = range_of(static_cast<std::uint8_t>(on), static_cast<std::uint8_t>(on));
  for (std::uint8_t since = 0; since < basis_count; ++since)
    for (std::uint8_t standing = 0; standing < 4; ++standing)
      if (!counts_on(range_of(since, standing), on)) off_basis_ |= 1u << (since * 4u + standing);
  find_unit(p);
  find_segments(p);
  find_dimensions(p);
  bind_classes(p);
}

DUTYSCORE_INLINE void row_classes::find_slots(const std::vector<std::uint8_t>& in_use) {
  for (std::uint32_t s = 0; s < in_use.size(); ++s)
    if (in_use[s]) plan_slots_.push_back(s);
  slot_count_ = static_cast<std::uint32_t>(plan_slots_.size());
  slot_of_.assign(in_use.size(), slot_count_);
  for (std::uint32_t slot = 0; slot < slot_count_; ++slot) slot_of_[plan_slots_[slot]] = slot;
}

/// What the judge adds is rounded to the policy's decimals, or it is left to lists.
DUTYSCORE_INLINE void row_classes::find_unit(const plan& p) {
  std::int64_t unit = dutyscore::unit_of(p.policy->decimals);
  const auto divide = [&](std::int64_t millionths) { unit = std::gcd(unit, millionths); };
  const auto is_veto = [&](std::uint32_t slot) {
    return slot < p.slots.size() && p.slots[slot].veto != none;
  };
  for (const fused_class& c : fused_.classes)
    for (const fused_addition& a : c.additions)
      for (const piece& q : a.pieces) {
        if (is_veto(a.slot)) continue;
        divide(q.base);
        divide(q.slope);
      }
  for (const block& b : p.policy->blocks) {
    for (const base& x : b.bases) divide(x.points.millionths());
    for (const limit& l : b.caps) divide(l.points.millionths());
    for (const limit& l : b.floors) divide(l.points.millionths());
    for (const keyed_limit& l : b.keyed_limits) divide(l.points.millionths());
  }
  unit_ = unit;
  for (std::uint32_t slot = 0; slot < width(); ++slot)
    units_.push_back(slot < slot_count_ && is_veto(plan_slots_[slot]) ? 1 : unit);
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
    stretch_of_.push_back(static_cast<std::uint32_t>(next - 1));
  }
  has_stretches_ = !stretch_of_.empty() && stretch_of_.front() != stretch_of_.back();
}

// ---- classes ----

/// Texts join the kinds as long as a table of all combinations stays small.
DUTYSCORE_INLINE void row_classes::find_dimensions(const plan& p) {
  const std::vector<fused_column> columns = columns_of(fused_);
  std::vector<joint_text> joined;
  std::vector<const fused_column*> others;  // of dimensions_
  joint_.push_back(kinds_as_column(p));
  std::size_t size = joint_[0].size();
  for (const fused_column& c : columns) {
    row_dimension by(*c.dimension, *data_);
    const joint_column as = as_column(by);
    if (by.texts && size * as.size() <= most_joint) {
      size *= as.size();
      joint_.push_back(as);
      joined.push_back({&c, std::move(by)});
    } else {
      dimensions_.push_back({std::move(by), {}});
      others.push_back(&c);
    }
  }
  make_joint_tables();
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k)
    if (const auto code = data_->texts.find(p.kinds[k].kind))
      fill_joint(k, *code, joined, others);
}

DUTYSCORE_INLINE row_classes::joint_column row_classes::kinds_as_column(const plan& p) const {
  joint_column out{data_->kind.data(), 0, 0, 1};
  std::optional<text_pool::code> least, most;
  for (const kind_plan& k : p.kinds)
    if (const auto code = data_->texts.find(k.kind)) {
      least = std::min(least.value_or(*code), *code);
      most = std::max(most.value_or(*code), *code);
    }
  if (least) out.least = *least;
  if (least) out.others = *most - *least + 1;
  return out;
}

/// From the first code with a value of its own to the last.
DUTYSCORE_INLINE row_classes::joint_column row_classes::as_column(const row_dimension& of) {
  joint_column out{of.texts, 0, 0, 1};
  const auto& values = of.value_of_code;
  const auto is_own = [&](std::uint32_t v) { return v != values.back(); };
  const auto first = std::find_if(values.begin(), values.end(), is_own);
  if (first == values.end()) return out;
  const auto last = std::find_if(values.rbegin(), values.rend(), is_own).base();
  out.least = static_cast<std::uint32_t>(first - values.begin());
  out.others = static_cast<std::uint32_t>(last - first);
  return out;
}

DUTYSCORE_INLINE void row_classes::make_joint_tables() {
  std::uint32_t stride = 1;
  for (auto c = joint_.rbegin(); c != joint_.rend(); ++c) {
    c->stride = stride;
    stride *= static_cast<std::uint32_t>(c->size());
  }
  first_class_.assign(stride, unruled());
  in_stretch_.assign(stride, 0);
  for (dimension& d : dimensions_) d.factor.assign(stride, 0);
}

/// What the tables say of the kind with every combination of the joined texts.
DUTYSCORE_INLINE void row_classes::fill_joint(std::size_t kind, text_pool::code code,
                                              const std::vector<joint_text>& joined,
                                              const std::vector<const fused_column*>& others) {
  const std::uint32_t combinations = joint_[0].stride;
  const std::uint32_t classes = fused_.kinds[kind].classes;
  std::uint32_t first = fused_.kinds[kind].first_class;
  if (!has_stretches_ && !stretch_of_.empty()) first += classes * stretch_of_.front();
  for (std::uint32_t c = 0; c < combinations; ++c) {
    const std::size_t at = std::size_t{code - joint_[0].least} * combinations + c;
    in_stretch_[at] = classes;
    first_class_[at] = first;
    for (std::size_t j = 0; j < joined.size(); ++j) {
      const joint_column& as = joint_[j + 1];
      const auto& values = joined[j].by.value_of_code;
      const std::size_t place = c / as.stride % as.size();
      const std::uint32_t value = place < as.others ? values[as.least + place] : values.back();
      first_class_[at] += joined[j].column->factors[kind] * value;
    }
    for (std::size_t d = 0; d < others.size(); ++d)
      dimensions_[d].factor[at] = others[d]->factors[kind];
    if (!others.empty()) first_class_[at] |= dimensions_[0].factor[at] << 16;
  }
}

DUTYSCORE_INLINE row_slot row_classes::bind(const fused_addition& a, std::int64_t unit) const {
  row_slot out{slot_function_of(a), nullptr, slot_of(a)};
  if (a.column < fused_.days_column) out.column = data_->fields[a.column].numbers.data();
  for (slot_piece& p : out.pieces) {
    p.base /= unit;
    p.slope /= unit;
  }
  return out;
}

DUTYSCORE_INLINE row_kept row_classes::bind(const fused_kept& k) {
  row_kept out{k.block, false, {}};
  for (const fused_value& v : k.values) {
    row_value& made = out.values.emplace_back();
    if (v.field != none) made = row_value::of(data_->fields[v.field]);
    made.begin = value_slots_.size();
    for (const fused_addition& a : v.sum) bind(a, made);
    made.end = value_slots_.size();
    if (made.per_day != 0) made.from = row_value::source::length;
    if (made.begin < made.end) made.from = row_value::source::sum;
    out.has_slots = out.has_slots || made.begin < made.end;
  }
  return out;
}

/// Numbers and days need no slot: every row has them within bounds.
DUTYSCORE_INLINE void row_classes::bind(const fused_addition& a, row_value& to) {
  const bool is_of_days = a.column == fused_.days_column && a.pieces.size() == 1 &&
                          a.pieces[0].of == quanta{};
  if (a.column != none && !is_of_days) {
    value_slots_.push_back(bind(a, 1));
    return;
  }
  to.constant += a.pieces[0].base;
  if (is_of_days) to.per_day += a.pieces[0].slope;
}

/// Up to two additions that depend on no number and fit a record.
DUTYSCORE_INLINE bool row_classes::is_constant(const fused_class& c) const {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  return c.additions.size() <= 2 &&
         std::all_of(c.additions.begin(), c.additions.end(), [&](const fused_addition& a) {
           const std::int64_t value = a.pieces[0].base / unit_of(a);
           return a.column == none && value >= -most && value <= most;
         });
}

/// A class of no more than two constants needs no slots, unless a number may make it one to be
/// judged; otherwise slots do all but what is kept.
DUTYSCORE_INLINE void row_classes::bind_class(const fused_class& c, class_record& to) {
  for (const fused_kept& k : c.kept) kept_.push_back(bind(k));
  const bool is_kept_by_slots = std::any_of(kept_.end() - static_cast<std::ptrdiff_t>(c.kept.size()),
                                            kept_.end(), [](const row_kept& k) { return k.has_slots; });
  if (!is_constant(c) || is_kept_by_slots) {
    to.is_special = 1;
    to.least_segment = static_cast<std::uint16_t>(segments());
    for (const fused_addition& a : c.additions) slots_.push_back(bind(a, unit_of(a)));
    most_additions_ = std::max(most_additions_, c.additions.size());
    return;
  }
  to.is_special = c.fates[0] != class_fate::counted || !c.kept.empty();
  const auto take = [&](const fused_addition& a, std::int32_t& value, std::uint16_t& slot) {
    value = static_cast<std::int32_t>(a.pieces[0].base / unit_of(a));
    if (a.slot != none) slot = static_cast<std::uint16_t>(slot_of(a));
    most_constant_ = std::max<std::int64_t>(most_constant_, std::abs(std::int64_t{value}));
  };
  take(c.additions[0], to.first, to.first_slot);
  if (c.additions.size() == 2) take(c.additions[1], to.second, to.second_slot);
}

/// Those of the next class. Classes with the same slots share them, so that the cache holds all.
DUTYSCORE_INLINE void row_classes::note_slots(std::size_t begin) {
  constexpr std::size_t some = 64;  // of the classes before
  const auto made = std::span(slots_).subspan(begin);
  std::size_t end = slots_.size();
  for (std::size_t c = slots_end_.size(), tried = 0; !made.empty() && c-- > 0 && tried < some;) {
    const auto known = slots_of(c);
    tried += !known.empty();
    if (!std::equal(made.begin(), made.end(), known.begin(), known.end())) continue;
    begin = slots_begin_[c];
    slots_.resize(end - made.size());
    end = slots_end_[c];
    break;
  }
  slots_begin_.push_back(begin);
  slots_end_.push_back(end);
}

/// Rows that something keeps from the common way are judged by a class that only says the kind.
DUTYSCORE_INLINE void row_classes::bind_classes(const plan& p) {
  for (const kind_plan& k : p.kinds) {
    std::size_t additions = 0;
    for (const kind_rule& seen : k.rules) {
      const rule& r = p.rules[seen.rule];
      additions += 1 + (r.veto == none ? p.indicators[r.block].measures.size() : 0);
    }
    most_additions_ = std::max(most_additions_, additions);
  }
  kind_of_class_.assign(fused_.classes.size() + 1, none);
  for (std::size_t k = 0; k < fused_.kinds.size(); ++k) {
    const std::size_t end =
        k + 1 < fused_.kinds.size() ? fused_.kinds[k + 1].first_class : fused_.classes.size() - 1;
    for (std::size_t c = fused_.kinds[k].first_class; c < end; ++c)
      kind_of_class_[c] = static_cast<std::uint32_t>(k);
  }
  for (std::size_t c = 0; c < 2 * own_classes_; ++c) {
    class_record& nothing = records_.emplace_back();
    nothing.first_slot = nowhere(c);
    nothing.second_slot = nowhere(c + 1);
  }
  for (std::size_t c = 0; c < own_classes_; ++c) {
    const bool is_fused = c < fused_.classes.size();
    judged_.push_back(is_fused ? fused_.classes[c].is_judged : c > bad());
    kept_begin_.push_back(kept_.size());
    class_record& to = records_[c];
    const std::size_t begin = slots_.size();
    if (is_fused && !judged_[c]) bind_class(fused_.classes[c], to);
    note_slots(begin);
    if (judged_[c]) to.is_special = 1;
    if (judged_[c] || c == bad()) to.least_segment = static_cast<std::uint16_t>(segments());
    // What makes a row bad does so on every basis.
    if (judged_[c] || c == bad() || !slots_of(c).empty())
      records_[c + own_classes_] = to;
  }
  kept_begin_.push_back(kept_.size());
  for (const auto* slots : {&slots_, &value_slots_})
    for (const row_slot& s : *slots)
      if (s.column && std::find(slot_columns_.begin(), slot_columns_.end(), s.column) ==
                          slot_columns_.end())
        slot_columns_.push_back(s.column);
}

// ---- rows ----

/// Column by column, each a loop without a branch.
template <class RowAt>
struct row_classes::classification {
  const row_classes& of;
  std::size_t count;
  RowAt row_at;
  classified_row* out;

  using numbers = std::array<std::uint32_t, most_rows>;

  DUTYSCORE_LANES void operator()() const {
    numbers at, key, factor;
    start(at.data(), key.data(), factor.data());
    for (std::size_t d = 0; d < of.dimensions_.size(); ++d) {
      const row_dimension& by = of.dimensions_[d].by;
      if (d > 0) look_up(of.dimensions_[d].factor.data(), at.data(), factor.data());
      if (by.texts) add_texts(by, factor.data(), key.data());
      if (by.flags) add_flags(by, factor.data(), key.data());
      if (by.numbers) add_numbers(by, factor.data(), key.data());
    }
    if (of.has_stretches_) {
      look_up(of.in_stretch_.data(), at.data(), factor.data());
      add_stretches(factor.data(), key.data());
    }
    finish(key.data());
  }

  DUTYSCORE_LANES void start(std::uint32_t* at, std::uint32_t* key, std::uint32_t* factor) const {
    for (std::size_t i = 0; i < count; ++i) at[i] = 0;
    for (const joint_column& c : of.joint_) {
      const text_pool::code* codes = c.codes;
      const std::uint32_t least = c.least, others = c.others, stride = c.stride;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t place = codes[row_at(i)] - least;
        at[i] += (place < others ? place : others) * stride;
      }
    }
    look_up(of.first_class_.data(), at, key);
    for (std::size_t i = 0; i < count; ++i) factor[i] = key[i] >> 16;
    for (std::size_t i = 0; i < count; ++i) key[i] &= 0xFFFF;
  }

  DUTYSCORE_LANES void look_up(const std::uint32_t* table, const std::uint32_t* at,
                               std::uint32_t* to) const {
    for (std::size_t i = 0; i < count; ++i) to[i] = table[at[i]];
  }

  DUTYSCORE_LANES void add_stretches(const std::uint32_t* factor, std::uint32_t* key) const {
    const std::int32_t* days = of.data_->days().data();
    const std::uint32_t* stretch_of = of.stretch_of_.data();
    const std::int32_t first_day = of.segments_.first_day;
    for (std::size_t i = 0; i < count; ++i)
      key[i] += factor[i] * stretch_of[static_cast<std::uint32_t>(days[row_at(i)] - first_day)];
  }

  DUTYSCORE_LANES void add_texts(const row_dimension& d, const std::uint32_t* factor,
                                 std::uint32_t* key) const {
    const text_pool::code* texts = d.texts;
    const std::uint32_t* value_of_code = d.value_of_code.data();
    const auto last = static_cast<std::uint32_t>(d.value_of_code.size() - 1);
    for (std::size_t i = 0; i < count; ++i) {
      const text_pool::code code = texts[row_at(i)];
      key[i] += factor[i] * value_of_code[code < last ? code : last];
    }
  }

  DUTYSCORE_LANES void add_flags(const row_dimension& d, const std::uint32_t* factor,
                                 std::uint32_t* key) const {
    const std::uint8_t* flags = d.flags;
    for (std::size_t i = 0; i < count; ++i) key[i] += factor[i] * flags[row_at(i)];
  }

  /// Below 2^26, n * 1,125,899,907 >> 50 is n / 1,000,000.
  DUTYSCORE_LANES void add_numbers(const row_dimension& d, const std::uint32_t* factor,
                                   std::uint32_t* key) const {
    static_assert(decimal::scale == 1'000'000);
    const std::int64_t* from = d.numbers;
    const std::uint32_t others = d.count, end = others * 1'000'000;
    const auto least = static_cast<std::uint64_t>(d.least);
    numbers above;
    // A number below the least becomes a very large one.
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t n = static_cast<std::uint64_t>(from[row_at(i)]) - least;
      above[i] = static_cast<std::uint32_t>(n < end ? n : end);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const auto whole = static_cast<std::uint32_t>(above[i] * std::uint64_t{1'125'899'907} >> 50);
      key[i] += factor[i] * (whole * 1'000'000 == above[i] ? whole : others);
    }
  }

  DUTYSCORE_LANES void finish(const std::uint32_t* key) const {
    const std::int32_t* days = of.data_->days().data();
    const std::uint8_t *since = of.data_->since.data(), *standing = of.data_->standing.data();
    const std::uint32_t* segment_of = of.segments_.segment_of.data();
    const std::int32_t first_day = of.segments_.first_day;
    const std::uint32_t off_basis = of.off_basis_;
    const auto own_classes = static_cast<std::uint32_t>(of.own_classes_);
    numbers off;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t r = row_at(i);
      off[i] = (off_basis >> (since[r] * 4u + standing[r]) & 1) * own_classes;
    }
    for (std::size_t i = 0; i < count; ++i)
      out[i].bits =
          key[i] + off[i] + (segment_of[static_cast<std::uint32_t>(days[row_at(i)] - first_day)] << 16);
  }
};

DUTYSCORE_INLINE void row_classes::classify(std::size_t begin, std::size_t count,
                                            classified_row* out) const {
  const auto row_at = [begin](std::size_t i) { return begin + i; };
  run_on_lanes(classification<decltype(row_at)>{*this, count, row_at, out});
}

DUTYSCORE_INLINE void row_classes::classify(std::span<const std::uint32_t> rows,
                                            classified_row* out) const {
  const auto row_at = [rows](std::size_t i) { return std::size_t{rows[i]}; };
  run_on_lanes(classification<decltype(row_at)>{*this, rows.size(), row_at, out});
}

}  // namespace dutyscore::engine
