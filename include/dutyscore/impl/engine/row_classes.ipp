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
#include "dutyscore/impl/engine/classification.ipp"

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
  unruled_ = static_cast<std::uint16_t>(fused_.classes.size() - 1);
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
  segments_ = segments_of(p, data_->days(), bound_->extent());
  if (segments() >= 0xFFFF)
    throw std::length_error("dutyscore: rows lie in more than 65,534 months or days");
  std::size_t next = 0;
  for (std::size_t i = 0; i < segments_.segment_of.size(); ++i) {
    const date d = date::from_days(segments_.first_day + static_cast<std::int32_t>(i));
    while (next < fused_.starts.size() && fused_.starts[next] <= d) ++next;
    stretch_of_.push_back(static_cast<std::uint32_t>(next - 1));
  }
  has_stretches_ = !stretch_of_.empty() && stretch_of_.front() != stretch_of_.back();
  find_sixteen_days();
}

DUTYSCORE_INLINE void row_classes::find_sixteen_days() {
  constexpr std::size_t sixteen = 16, most = 32;
  const std::vector<std::uint32_t>& segment_of = segments_.segment_of;
  if (segment_of.size() > most * sixteen) return;
  sixteen_days_.resize(most);
  for (std::size_t first = 0; first < segment_of.size(); first += sixteen) {
    const std::size_t end = std::min(segment_of.size(), first + sixteen);
    std::uint32_t next = 0;  // of these days
    for (std::size_t day = first; day < end; ++day) next += segment_of[day] != segment_of[first];
    const bool ends_here = end < first + sixteen;
    if (segment_of[end - 1] > segment_of[first] + 1) return sixteen_days_.clear();
    if (next > 0 && ends_here) next += static_cast<std::uint32_t>(first + sixteen - end);
    sixteen_days_[first / sixteen] =
        static_cast<std::uint32_t>(segment_of[first] * sixteen + next);
  }
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
  pack_factors();
}

/// A table less to look into for each dimension whose factors fit beside the first class. What no kind
/// of the batch asks for is left out.
DUTYSCORE_INLINE void row_classes::pack_factors() {
  std::erase_if(dimensions_, [](const dimension& d) {
    return std::all_of(d.factor.begin(), d.factor.end(), [](std::uint32_t f) { return f == 0; });
  });
  std::uint32_t shift = 16;
  for (dimension& d : dimensions_) {
    const std::uint32_t most = *std::max_element(d.factor.begin(), d.factor.end());
    const auto bits = static_cast<std::uint32_t>(std::bit_width(most));
    if (shift + bits > 32) continue;
    d.shift = shift;
    d.mask = (1u << bits) - 1;
    for (std::size_t at = 0; at < first_class_.size(); ++at) first_class_[at] |= d.factor[at] << shift;
    shift += bits;
  }
}

DUTYSCORE_INLINE row_classes::joint_column row_classes::kinds_as_column(const plan& p) const {
  joint_column out{data_->kind.data(), 0, 0, 0};
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
  joint_column out{of.texts, 0, 0, 0};
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
  std::size_t size = 1;
  for (auto c = joint_.rbegin(); c != joint_.rend(); ++c) {
    c->shift = static_cast<std::uint32_t>(std::countr_zero(size));
    size *= c->size();
  }
  first_class_.assign(size, unruled());
  in_stretch_.assign(size, 0);
  for (dimension& d : dimensions_) d.factor.assign(size, 0);
}

/// What the tables say of the kind with every combination of the joined texts.
DUTYSCORE_INLINE void row_classes::fill_joint(std::size_t kind, text_pool::code code,
                                              const std::vector<joint_text>& joined,
                                              const std::vector<const fused_column*>& others) {
  const std::uint32_t combinations = 1u << joint_[0].shift;
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
      const std::size_t place = (c >> as.shift) % as.size();
      const std::uint32_t value = place < as.others ? values[as.least + place] : values.back();
      first_class_[at] += joined[j].column->factors[kind] * value;
    }
    for (std::size_t d = 0; d < others.size(); ++d)
      dimensions_[d].factor[at] = others[d]->factors[kind];
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

/// As many additions as a record holds, none of which depends on a number.
DUTYSCORE_INLINE bool row_classes::is_constant(const fused_class& c, std::ptrdiff_t most) const {
  constexpr std::int64_t most_value = std::numeric_limits<std::int32_t>::max();
  const auto value = [&](const fused_addition& a) { return a.pieces[0].base / unit_of(a); };
  return std::count_if(c.additions.begin(), c.additions.end(),
                       [&](const fused_addition& a) { return value(a) != 0; }) <= most &&
         std::all_of(c.additions.begin(), c.additions.end(), [&](const fused_addition& a) {
           return a.column == none && value(a) >= -most_value && value(a) <= most_value;
         });
}

/// A class of no more constants than a record has room for needs no slots, unless a number may make it
/// one to be judged; otherwise slots do all but what is kept.
DUTYSCORE_INLINE void row_classes::bind_class(const fused_class& c,
                                              class_record<std::int32_t>& to) {
  for (const fused_kept& k : c.kept) kept_.push_back(bind(k));
  const bool is_kept_by_slots = std::any_of(kept_.end() - static_cast<std::ptrdiff_t>(c.kept.size()),
                                            kept_.end(), [](const row_kept& k) { return k.has_slots; });
  const bool is_special = c.fates[0] != class_fate::counted || !c.kept.empty();
  if (!is_constant(c, is_special ? 1 : 2) || is_kept_by_slots) {
    mark_special(to);
    mark_doubted(to);
    for (const fused_addition& a : c.additions) slots_.push_back(bind(a, unit_of(a)));
    most_additions_ = std::max(most_additions_, c.additions.size());
    return;
  }
  if (is_special) mark_special(to);
  bool is_first = true;
  for (const fused_addition& a : c.additions) {
    const auto value = static_cast<std::int32_t>(a.pieces[0].base / unit_of(a));
    if (value == 0) continue;
    (is_first ? to.first : to.second) = value;
    (is_first ? to.first_at : to.second_at) = place(slot_of(a));
    is_first = false;
    most_constant_ = std::max<std::int64_t>(most_constant_, std::abs(std::int64_t{value}));
  }
}

DUTYSCORE_INLINE void row_classes::find_column(class_more& of) const {
  const std::span<const row_slot> slots = slots_of(of);
  of.has_one_column =
      of.has_slots() && kept_of(of).empty() &&
      std::all_of(slots.begin(), slots.end(),
                  [&](const row_slot& s) { return s.column == slots[0].column; });
  of.most = std::numeric_limits<std::int64_t>::max();
  for (const row_slot& s : slots) of.most = std::min(of.most, s.most);
}

/// REQUIRES: they are the last. Classes with the same slots share them, so that the cache holds all.
DUTYSCORE_INLINE void row_classes::share_slots(class_more& of) {
  constexpr std::size_t some = 64;  // of the classes before
  const std::span<const row_slot> made = slots_of(of);
  for (std::size_t c = more_.size() - 1, tried = 0; !made.empty() && c-- > 0 && tried < some;) {
    const std::span<const row_slot> known = slots_of(more_[c]);
    tried += !known.empty();
    if (!std::equal(made.begin(), made.end(), known.begin(), known.end())) continue;
    slots_.resize(of.slots_begin);
    of.slots_begin = more_[c].slots_begin;
    of.slots_end = more_[c].slots_end;
    return;
  }
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
    auto& nothing = records_.emplace_back();
    nothing.first_at = place(nowhere(c));
    nothing.second_at = place(nowhere(c + 1));
  }
  for (std::size_t c = 0; c < own_classes_; ++c) {
    const bool is_fused = c < fused_.classes.size();
    class_more& more = more_.emplace_back();
    more.is_judged = is_fused ? fused_.classes[c].is_judged : c > bad();
    more.slots_begin = static_cast<std::uint32_t>(slots_.size());
    more.kept_begin = static_cast<std::uint32_t>(kept_.size());
    auto& to = records_[c];
    if (is_fused && !more.is_judged) bind_class(fused_.classes[c], to);
    more.slots_end = static_cast<std::uint32_t>(slots_.size());
    more.kept_end = static_cast<std::uint32_t>(kept_.size());
    find_column(more);
    share_slots(more);
    if (more.is_judged) mark_special(to);
    if (more.is_judged || c == bad()) mark_doubted(to);
    // What makes a row bad does so on every basis.
    if (more.is_judged || c == bad() || more.has_slots()) records_[c + own_classes_] = to;
  }
  for (const auto* slots : {&slots_, &value_slots_})
    for (const row_slot& s : *slots)
      if (s.column && std::find(slot_columns_.begin(), slot_columns_.end(), s.column) ==
                          slot_columns_.end())
        slot_columns_.push_back(s.column);
  narrow_records();
}

DUTYSCORE_INLINE void row_classes::narrow_records() {
  if (most_constant_ > std::numeric_limits<std::int16_t>::max()) return;
  for (const auto& r : records_)
    narrow_records_.push_back({static_cast<std::int16_t>(r.first),
                               static_cast<std::int16_t>(r.second), r.first_at, r.second_at});
}

}  // namespace dutyscore::engine
