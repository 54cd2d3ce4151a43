#pragma once

#include <algorithm>
#include <limits>

#include "dutyscore/engine/lane_reading.hpp"

namespace dutyscore::engine {

// ---- levels ----

DUTYSCORE_INLINE period_levels::period_levels(const calendar& by, std::vector<std::int32_t> starts)
    : starts_(std::move(starts)) {
  of_segment_.resize(period_unit_count + 1);
  first_segment_.resize(period_unit_count + 1);
  std::array<std::int32_t, period_unit_count> last{};
  for (std::size_t s = 0; s < starts_.size(); ++s) {
    const auto numbers = by.period_numbers(date::from_days(starts_[s]));
    for (std::size_t level = 0; level <= period_unit_count; ++level) {
      const bool is_new = s == 0 || level == 0 || numbers[level - 1] != last[level - 1];
      if (is_new) first_segment_[level].push_back(static_cast<std::uint32_t>(s));
      of_segment_[level].push_back(static_cast<std::uint32_t>(first_segment_[level].size() - 1));
    }
    last = numbers;
  }
  for (auto& firsts : first_segment_) firsts.push_back(static_cast<std::uint32_t>(starts_.size()));
}

DUTYSCORE_INLINE std::optional<std::size_t> period_levels::segment_of(date d) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), d.days());
  if (next == starts_.begin()) return std::nullopt;
  return static_cast<std::size_t>(next - starts_.begin() - 1);
}

// ---- what is done to each block ----

namespace detail {

/// Clauses that lanes know: a number per period that divides or is a multiple of all others, and
/// which leaves 0 as it is.
template <class Limits>
bool are_plain(const Limits& limits, bool are_caps) {
  return std::all_of(limits.begin(), limits.end(), [&](const auto& l) {
    const std::int64_t n = l.points.millionths();
    return l.computed == none && l.per != period_unit::term && (are_caps ? n >= 0 : n <= 0);
  });
}

DUTYSCORE_INLINE bool is_plain(const block& b) {
  const bool has_plain_bases = std::all_of(b.bases.begin(), b.bases.end(), [](const base& x) {
    return x.computed == none && x.per != period_unit::term;
  });
  const bool has_plain_selections = std::all_of(
      b.selections.begin(), b.selections.end(), [](const auto& s) { return s.computed == none; });
  const bool has_plain_keys =
      std::all_of(b.keyed_limits.begin(), b.keyed_limits.end(),
                  [](const auto& l) { return l.computed == none; });
  return b.versions.size() == 1 && has_plain_selections && has_plain_keys &&
         b.period_lines.empty() && b.highests.empty() && b.weights.empty() && has_plain_bases &&
         are_plain(b.caps, true) && are_plain(b.floors, false);
}

/// The finest unit of a clause of the block.
DUTYSCORE_INLINE std::optional<period_unit> finest_unit(const block& b) {
  std::optional<period_unit> out;
  const auto note = [&](const auto& clauses) {
    for (const auto& c : clauses) out = std::min(out.value_or(c.per), c.per);
  };
  note(b.bases);
  note(b.floors);
  note(b.caps);
  return out;
}

}  // namespace detail

template <class Number>
lane_reading<Number>::lane_reading(const plan& p, period_unit by, const period_levels& levels,
                                   const row_classes& classes)
    : plan_(&p),
      data_(&p.policy.data()),
      levels_(&levels),
      classes_(&classes),
      by_(static_cast<std::uint32_t>(period_levels::level_of(by))),
      blocks_(data_->blocks.size()) {
  fits_ = by != period_unit::term && add_block(0, by_);
  scratch_.resize(levels.segments());
}

template <class Number>
std::optional<lane_reading<Number>> lane_reading<Number>::make(const plan& p, period_unit by,
                                                               const period_levels& levels,
                                                               const row_classes& classes) {
  lane_reading out(p, by, levels, classes);
  return out.fits_ ? std::optional(std::move(out)) : std::nullopt;
}

/// A bound beyond all sums never bites.
template <class Number>
Number lane_reading<Number>::in_units(decimal bound) const {
  constexpr std::int64_t most = std::numeric_limits<Number>::max();
  return static_cast<Number>(std::clamp(bound.millionths() / classes_->unit(), -most, most));
}

/// No row and no date brings points: then no clause does.
template <class Number>
bool lane_reading<Number>::is_idle(block_id b) const {
  const block& source = data_->blocks[b];
  if (!source.bases.empty() || !source.period_lines.empty()) return false;
  if (source.kind == block_kind::indicator) return !classes_->is_in_use(plan_->indicators[b].slot);
  return std::all_of(source.members.begin(), source.members.end(),
                     [&](block_id member) { return is_idle(member); });
}

/// `needed`: the level in which the block around it wants its points.
template <class Number>
bool lane_reading<Number>::add_block(block_id b, std::uint32_t needed) {
  const block& source = data_->blocks[b];
  if (!detail::is_plain(source)) return false;
  block_steps& out = blocks_[b];
  out.is_indicator = source.kind == block_kind::indicator;
  out.result = needed;
  const auto finest = detail::finest_unit(source);
  if (out.is_indicator) {
    out.slot = classes_->slot_of(plan_->indicators[b].slot);
  } else {
    out.level = needed;
    if (finest)
      out.level = std::min(
          needed, static_cast<std::uint32_t>(period_levels::level_of(*finest)));
  }
  add_clauses(source, out);
  out.at = values_.size();
  values_.resize(values_.size() + levels_->size(out.result));
  for (block_id member : source.members) {
    if (is_idle(member)) continue;
    out.members.push_back(member);
    if (!add_block(member, out.level)) return false;
  }
  order_.push_back(b);
  return true;
}

template <class Number>
void lane_reading<Number>::add_clauses(const block& source, block_steps& out) {
  constexpr period_unit units[] = {period_unit::day,  period_unit::month, period_unit::quarter,
                                   period_unit::half, period_unit::year,  period_unit::overall};
  std::uint32_t level = out.level;
  const auto regroup = [&](std::uint32_t to) {
    if (level >= to) return;
    level = to;
    out.steps.push_back({step_kind::regroup, to, 0, 0});
  };
  if (source.counts_deductions) out.steps.push_back({step_kind::negate, level, 0, 0});
  for (period_unit per : units) {
    const auto of_unit = static_cast<std::uint32_t>(period_levels::level_of(per));
    const bool is_running = of_unit > out.result;
    const auto begin = [&] { regroup(std::min(of_unit, out.result)); };
    for (std::uint32_t k = 0; k < source.bases.size(); ++k)
      if (source.bases[k].per == per) {
        begin();
        out.steps.push_back({step_kind::base, level, k, in_units(source.bases[k].points)});
      }
    const auto add = [&](const std::vector<limit>& limits, step_kind whole, step_kind running) {
      for (const limit& l : limits) {
        if (l.per != per) continue;
        begin();
        out.steps.push_back({is_running ? running : whole, of_unit, 0, in_units(l.points)});
      }
    };
    add(source.floors, step_kind::least, step_kind::running_least);
    add(source.caps, step_kind::most, step_kind::running_most);
  }
  regroup(out.result);
  if (source.counts_deductions) out.steps.push_back({step_kind::negate, level, 0, 0});
}

// ---- reading ----

template <class Number>
struct lane_reading<Number>::work {
  using numbers = lanes<Number>;

  lane_reading& of;
  const lane_cells<Number>& cells;
  std::span<const std::vector<call>* const, lane_count> calls;
  bool with_blocks;
  numbers* out;

  DUTYSCORE_LANES void operator()() const {
    for (const block_id b : of.order_) read_block(b);
    const std::size_t n = of.levels_->size(of.by_);
    if (!with_blocks) {
      for (std::size_t p = 0; p < n; ++p) out[p] = of.values_[of.blocks_[0].at + p];
      return;
    }
    for (std::size_t i = 0; i < of.blocks_.size() * n; ++i) out[i] = numbers{};
    for (const block_id b : of.order_) {
      const block_steps& source = of.blocks_[b];
      for (std::size_t p = 0; p < of.levels_->size(source.result); ++p)
        out[b * n + of.levels_->period_of(of.by_, of.levels_->first_segment(source.result, p))] +=
            of.values_[source.at + p];
    }
  }

  /// The last step leaves the result in its place.
  DUTYSCORE_LANES void read_block(std::size_t b) const {
    const block_steps& source = of.blocks_[b];
    numbers* v = of.scratch_.data();
    std::uint32_t level = source.level;
    std::size_t begin = 0;
    if (source.is_indicator) {
      begin = load_cells(source, v, level);
    } else {
      const std::size_t n = of.levels_->size(level);
      for (std::size_t p = 0; p < n; ++p) v[p] = numbers{};
      for (block_id member : source.members) {
        const numbers* from = of.values_.data() + of.blocks_[member].at;
        for (std::size_t p = 0; p < n; ++p) v[p] += from[p];
      }
    }
    for (std::size_t k = begin; k < source.steps.size(); ++k)
      apply(source.steps[k], static_cast<block_id>(b), v, level);
    numbers* to = of.values_.data() + source.at;
    for (std::size_t p = 0, n = of.levels_->size(source.result); p < n; ++p) to[p] = v[p];
  }

  /// The cells of the slot, added up at once where the first step would do that. Returns the step
  /// to go on with.
  DUTYSCORE_LANES std::size_t load_cells(const block_steps& source, numbers* v,
                                         std::uint32_t& level) const {
    const bool is_grouped =
        !source.steps.empty() && source.steps[0].kind == step_kind::regroup;
    if (is_grouped) level = source.steps[0].level;
    const std::span<const std::uint32_t> borders = of.levels_->borders(level);
    const numbers* from = cells.of_slot(source.slot);
    const std::size_t last = cells.at + cells.segments;
    for (std::size_t p = 0; p + 1 < borders.size(); ++p) {
      numbers sum{};
      const std::size_t end = borders[p + 1] < last ? borders[p + 1] : last;
      for (std::size_t s = borders[p] < cells.at ? cells.at : borders[p]; s < end; ++s)
        sum += from[(s - cells.at) * cells.width];
      v[p] = sum;
    }
    return is_grouped;
  }

  DUTYSCORE_LANES void apply(const step& s, block_id b, numbers* v, std::uint32_t& level) const {
    const std::size_t n = of.levels_->size(level);
    const numbers bound = filled(s.bound);
    switch (s.kind) {
      case step_kind::regroup:
        regroup(v, level, s.level);
        level = s.level;
        return;
      case step_kind::base:
        return add_base(s, b, v, level);
      case step_kind::least:
        for (std::size_t p = 0; p < n; ++p) take_most(v[p], bound);
        return;
      case step_kind::most:
        for (std::size_t p = 0; p < n; ++p) take_least(v[p], bound);
        return;
      case step_kind::running_least:
        return run_limit(v, n, level, s.level, [&](numbers& x) __attribute__((always_inline)) { take_most(x, bound); });
      case step_kind::running_most:
        return run_limit(v, n, level, s.level, [&](numbers& x) __attribute__((always_inline)) { take_least(x, bound); });
      case step_kind::negate:
        for (std::size_t p = 0; p < n; ++p) v[p] = -v[p];
        return;
    }
  }

  /// Borders of longer periods are borders of the shorter ones.
  DUTYSCORE_LANES void regroup(numbers* v, std::uint32_t from, std::uint32_t to) const {
    const std::span<const std::uint32_t> shorter = of.levels_->borders(from);
    const std::span<const std::uint32_t> longer = of.levels_->borders(to);
    std::size_t p = 0;
    for (std::size_t at = 0; at + 1 < longer.size(); ++at) {
      numbers sum{};
      for (; shorter[p] < longer[at + 1]; ++p) sum += v[p];
      v[at] = sum;
    }
  }

  /// What each period adds to the limited total of the longer period around it.
  template <class Limit>
  DUTYSCORE_LANES void run_limit(numbers* v, std::size_t n, std::uint32_t level,
                                 std::uint32_t around, Limit limit) const {
    numbers sum{}, given{};
    std::size_t last = 0;
    for (std::size_t p = 0; p < n; ++p) {
      const std::size_t at = of.levels_->period_of(around, of.levels_->first_segment(level, p));
      if (p > 0 && at != last) sum = given = numbers{};
      last = at;
      sum += v[p];
      numbers now = sum;
      limit(now);
      v[p] = now - given;
      given = now;
    }
  }

  void add_base(const step& s, block_id b, numbers* v, std::uint32_t level) const {
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (!calls[lane]) continue;
      for (const call& c : *calls[lane]) {
        if (!c.is_base || c.block != b || c.clause != s.clause) continue;
        if (const auto segment = of.levels_->segment_of(c.day))
          v[of.levels_->period_of(level, *segment)].add(lane, s.bound);
      }
    }
  }
};

template <class Number>
void lane_reading<Number>::read(const lane_cells<Number>& cells,
                                std::span<const std::vector<call>* const, lane_count> calls,
                                bool with_blocks, lanes<Number>* out) {
  run_on_lanes(work{*this, cells, calls, with_blocks, out});
}

#ifndef DUTYSCORE_HEADER_ONLY
template class lane_reading<std::int32_t>;
template class lane_reading<std::int64_t>;
#endif

}  // namespace dutyscore::engine
