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
  find_ends();
}

DUTYSCORE_INLINE void period_levels::find_ends() {
  const std::size_t levels = first_segment_.size();
  ends_.resize(levels * levels);
  for (std::size_t shorter = 0; shorter < levels; ++shorter)
    for (std::size_t level = shorter; level < levels; ++level)
      for (std::size_t p = 1; p < first_segment_[level].size(); ++p) {
        const auto& firsts = first_segment_[shorter];
        const auto end = std::lower_bound(firsts.begin(), firsts.end(), first_segment_[level][p]);
        ends_[shorter * levels + level].push_back(static_cast<std::uint32_t>(end - firsts.begin()));
      }
}

DUTYSCORE_INLINE std::optional<std::size_t> period_levels::segment_of(date d) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), d.days());
  if (next == starts_.begin()) return std::nullopt;
  return static_cast<std::size_t>(next - starts_.begin() - 1);
}

// ---- what is done to each block ----

namespace detail {

/// Limits that lanes know: a number per period that divides or is a multiple of all others, and
/// which leaves 0 as it is.
template <class Limits>
bool are_plain(const Limits& limits, bool are_caps) {
  return std::all_of(limits.begin(), limits.end(), [&](const auto& l) {
    const std::int64_t n = l.points.millionths();
    return l.computed == none && l.per != period_unit::term && (are_caps ? n >= 0 : n <= 0);
  });
}

/// Works out numbers from sums of cells alone, of points of no block.
DUTYSCORE_INLINE bool reads_cells(const plan& p, expression_id what) {
  if (what == none) return true;
  const auto& code = p.on_period[what].code;
  return std::all_of(code.begin(), code.end(), [&](const column::instruction& i) {
    if (i.op != operation::measure) return true;
    const auto& parts = p.measured[i.index];
    return p.policy->measures[i.index].kind != measure_kind::points &&
           std::none_of(parts.begin(), parts.end(), [&](const measured_part& m) {
             return p.indicators[m.block].keeps_activities;
           });
  });
}

DUTYSCORE_INLINE bool is_plain(const plan& p, const block& b) {
  const auto all = [](const auto& clauses, auto is_known) {
    return std::all_of(clauses.begin(), clauses.end(), is_known);
  };
  const auto is_literal = [](const auto& c) { return c.computed == none; };
  const bool is_kept = !b.selections.empty() || !b.keyed_limits.empty();
  return !(is_kept && b.versions.size() > 1) && all(b.selections, is_literal) &&
         all(b.keyed_limits, is_literal) && b.highests.empty() &&
         all(b.bases,
             [](const base& x) { return x.computed == none && x.per != period_unit::term; }) &&
         all(b.period_lines,
             [&](const period_line& l) {
               return !l.running && l.per != period_unit::term && reads_cells(p, l.value) &&
                      reads_cells(p, l.when);
             }) &&
         all(b.weights,
             [](const weight& w) {  // no sum becomes larger
               return std::abs(w.numerator.millionths()) <= std::abs(w.divisor.millionths());
             }) &&
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
  values_.resize(levels.segments());
  fits_ = by != period_unit::term && add_block(0, by_);
  for (const block_id b : order_) add_passes(b);
  for (auto* room : {&loaded_, &chosen_}) room->resize(levels.segments());
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
  if (!detail::is_plain(*plan_, source)) return false;
  block_steps& out = blocks_[b];
  out.is_indicator = source.kind == block_kind::indicator;
  out.result = needed;
  out.inner = inner_level(source, needed);
  const auto finest = detail::finest_unit(source);
  if (out.is_indicator) {
    out.slot = classes_->slot_of(plan_->indicators[b].slot);
  } else {
    out.level = out.inner;
    if (finest)
      out.level = std::min(
          out.inner, static_cast<std::uint32_t>(period_levels::level_of(*finest)));
  }
  find_texts(source, out);
  out.at = values_.size();
  values_.resize(values_.size() + levels_->size(out.result));
  for (block_id member : source.members) {
    if (is_idle(member)) continue;
    if (!add_block(member, out.level)) return false;
    out.members_at.push_back(blocks_[member].at);
  }
  order_.push_back(b);
  return true;
}

/// Of several texts each segment takes its own; a weight is on the points of a year.
template <class Number>
std::uint32_t lane_reading<Number>::inner_level(const block& source, std::uint32_t needed) const {
  if (source.versions.size() > 1) return 0;
  const auto of_year = static_cast<std::uint32_t>(period_levels::level_of(period_unit::year));
  return source.weights.empty() ? needed : std::min(needed, of_year);
}

template <class Number>
void lane_reading<Number>::find_texts(const block& source, block_steps& out) const {
  const std::size_t texts = source.versions.size();
  for (std::uint32_t text = 0; text < texts; ++text)
    out.texts.push_back(steps_of(source, out, text));
  if (texts == 1) return;
  for (std::size_t s = 0; s < levels_->segments(); ++s)
    out.text_of.push_back(source.version_on(date::from_days(levels_->start(s))));
}

/// In the order in which a reading applies clauses. What is posted counts whatever text is in force
/// later.
template <class Number>
auto lane_reading<Number>::steps_of(const block& source, const block_steps& of,
                                    std::uint32_t text) const -> std::vector<step> {
  constexpr period_unit units[] = {period_unit::day,  period_unit::month, period_unit::quarter,
                                   period_unit::half, period_unit::year,  period_unit::overall};
  std::vector<step> out;
  std::uint32_t level = of.level;
  const auto regroup = [&](std::uint32_t to) {
    if (level >= to) return;
    level = to;
    out.push_back({step_kind::regroup, to, 0, 0});
  };
  if (source.counts_deductions) out.push_back({step_kind::negate, level, 0, 0});
  for (std::uint32_t k = 0; k < source.period_lines.size(); ++k)
    out.push_back({step_kind::posted, level, k, source.counts_deductions ? -1 : 1});
  for (period_unit per : units) {
    const auto of_unit = static_cast<std::uint32_t>(period_levels::level_of(per));
    const bool is_running = of_unit > of.inner;
    const auto begin = [&] { regroup(std::min(of_unit, of.inner)); };
    for (std::uint32_t k = 0; k < source.bases.size(); ++k)
      if (source.bases[k].per == per) {
        begin();
        out.push_back({step_kind::base, level, k, in_units(source.bases[k].points)});
      }
    const auto add = [&](const std::vector<limit>& limits, step_kind whole, step_kind running) {
      for (const limit& l : limits) {
        if (l.per != per || l.version != text) continue;
        begin();
        out.push_back({is_running ? running : whole, of_unit, 0, in_units(l.points)});
      }
    };
    add(source.floors, step_kind::least, step_kind::running_least);
    add(source.caps, step_kind::most, step_kind::running_most);
  }
  regroup(of.inner);
  for (std::uint32_t k = 0; k < source.weights.size(); ++k)
    if (source.weights[k].version == text) out.push_back({step_kind::weight, level, k, 0});
  if (source.counts_deductions) out.push_back({step_kind::negate, level, 0, 0});
  return out;
}

template <class Number>
void lane_reading<Number>::add_pass(pass_kind kind, block_id b, std::uint32_t level,
                                    std::uint32_t to_level) {
  constexpr Number most = std::numeric_limits<Number>::max();
  passes_.push_back({kind, b, level, to_level, 0, levels_->size(to_level), 0, -most, most});
}

/// A limit of periods as they are belongs to the pass before it, unless that had a cap already, which
/// comes after floors.
template <class Number>
void lane_reading<Number>::add_step(block_id b, std::size_t step_number) {
  const step& s = blocks_[b].texts[0][step_number];
  const bool is_limit = s.kind == step_kind::most || s.kind == step_kind::least;
  if (is_limit) make_limitable(b);
  pass& before = passes_.back();
  const bool is_capped = before.most != std::numeric_limits<Number>::max();
  if (s.kind == step_kind::most) {
    before.most = std::min(before.most, s.bound);
  } else if (s.kind == step_kind::least && !is_capped) {
    before.least = std::max(before.least, s.bound);
  } else if (s.kind == step_kind::regroup) {
    add_pass(pass_kind::regroup, b, before.to_level, s.level);
  } else {
    add_pass(pass_kind::other_step, b, before.to_level, before.to_level);
    passes_.back().step = step_number;
  }
}

/// Cells are added up at once where the first step would do that.
template <class Number>
void lane_reading<Number>::add_passes(block_id b) {
  const block_steps& source = blocks_[b];
  const std::vector<step>& steps = source.texts[0];
  const bool is_one_text = source.text_of.empty();
  std::size_t k = 0;
  std::uint32_t level = source.level;
  if (source.is_indicator && is_one_text && !steps.empty() && steps[0].kind == step_kind::regroup)
    level = steps[k++].level;
  add_pass(source.is_indicator ? pass_kind::load : pass_kind::add_members, b, level, level);
  if (!is_one_text) add_pass(pass_kind::choose_texts, b, level, level);
  for (; is_one_text && k < steps.size(); ++k) add_step(b, k);
  if (source.inner < source.result)
    add_pass(pass_kind::regroup, b, source.inner, source.result);
  make_limitable(b);
  passes_.back().to = source.at;
}

/// Other steps change what is in the room of passes, and neither limit it nor take it elsewhere.
template <class Number>
void lane_reading<Number>::make_limitable(block_id b) {
  const pass& last = passes_.back();
  if (last.kind == pass_kind::other_step || last.kind == pass_kind::choose_texts)
    add_pass(pass_kind::regroup, b, last.to_level, last.to_level);
}

// ---- reading ----

template <class Number>
struct lane_reading<Number>::work {
  using numbers = lanes<Number>;

  lane_reading& of;
  const lane_cells<Number>& cells;
  std::span<const lane_calls, lane_count> calls;
  bool with_blocks;
  numbers* out;

  DUTYSCORE_LANES void operator()() const {
    for (const pass& p : of.passes_) run(p);
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

  DUTYSCORE_LANES void run(const pass& p) const {
    numbers *const room = of.values_.data(), *const to = room + p.to;
    const numbers least = filled(p.least), most = filled(p.most);
    const auto give = [&](std::size_t i, numbers n) __attribute__((always_inline)) {
      take_most(n, least);
      take_least(n, most);
      to[i].v = n.v;
    };
    switch (p.kind) {
      case pass_kind::load:
        return load_cells(p, cells.of_slot(of.blocks_[p.block].slot), give);
      case pass_kind::add_members:
        return add_members(p, give);
      case pass_kind::regroup:
        return regroup(room, p.level, p.to_level, give);
      case pass_kind::other_step: {
        std::uint32_t level = p.level;
        return apply(of.blocks_[p.block].texts[0][p.step], p.block, room, level);
      }
      case pass_kind::choose_texts:
        return choose_texts(of.blocks_[p.block], p.block, room);
    }
  }

  template <class Give>
  DUTYSCORE_LANES void add_members(const pass& p, Give give) const {
    const numbers* const values = of.values_.data();
    for (std::size_t i = 0; i < p.periods; ++i) {
      numbers sum{};
      for (const std::size_t at : of.blocks_[p.block].members_at) sum += values[at + i];
      give(i, sum);
    }
  }

  DUTYSCORE_LANES void apply_all(const std::vector<step>& steps, block_id b, numbers* v) const {
    std::uint32_t level = 0;
    for (const step& s : steps) apply(s, b, v, level);
  }

  /// Each text works out all segments, and each segment grows by its own.
  DUTYSCORE_LANES void choose_texts(const block_steps& source, block_id b, numbers* v) const {
    const std::size_t n = of.levels_->segments();
    numbers *loaded = of.loaded_.data(), *chosen = of.chosen_.data();
    for (std::size_t s = 0; s < n; ++s) loaded[s] = v[s];
    for (std::size_t text = 0; text < source.texts.size(); ++text) {
      for (std::size_t s = 0; s < n; ++s) v[s] = loaded[s];
      apply_all(source.texts[text], b, v);
      for (std::size_t s = 0; s < n; ++s)
        if (source.text_of[s] == text) chosen[s] = v[s];
    }
    for (std::size_t s = 0; s < n; ++s) v[s] = chosen[s];
  }

  /// The cells of a slot, which may be some of the segments.
  template <class Give>
  DUTYSCORE_LANES void load_cells(const pass& p, const numbers* from, Give give) const {
    const std::uint32_t* const borders = of.levels_->borders(p.level).data();
    const std::size_t last = cells.at + cells.segments, width = cells.width;
    if (cells.segments == of.levels_->segments() && p.periods == cells.segments) {
      for (std::size_t i = 0; i < p.periods; ++i, from += width) give(i, *from);
      return;
    }
    std::size_t s = cells.at;
    for (std::size_t i = 0; i < p.periods; ++i) {
      const std::size_t end = borders[i + 1] < last ? borders[i + 1] : last;
      const std::size_t n = s < end ? end - s : 0;
      give(i, sum_of(from, n, width));
      from += n * width;
      s += n;
    }
  }

  DUTYSCORE_LANES void apply(const step& s, block_id b, numbers* v, std::uint32_t& level) const {
    const std::size_t n = of.levels_->size(level);
    const numbers bound = filled(s.bound);
    switch (s.kind) {
      case step_kind::regroup:
        regroup(v, level, s.level,
                [&](std::size_t i, numbers sum) __attribute__((always_inline)) { v[i].v = sum.v; });
        level = s.level;
        return;
      case step_kind::posted:
      case step_kind::base:
        return post(s, b, v, level);
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
      case step_kind::weight:
        return weigh(of.data_->blocks[b].weights[s.clause], v, n, level);
      case step_kind::negate:
        for (std::size_t p = 0; p < n; ++p) v[p] = -v[p];
        return;
    }
  }

  /// Borders of longer periods are borders of the shorter ones.
  template <class Give>
  DUTYSCORE_LANES void regroup(const numbers* v, std::uint32_t from, std::uint32_t to,
                               Give give) const {
    std::size_t first = 0, i = 0;
    for (const std::uint32_t end : of.levels_->ends(from, to)) {
      give(i++, sum_of(v + first, end - first, 1));
      first = end;
    }
  }

  /// Three at a time: months of quarters and of years.
  DUTYSCORE_LANES static numbers sum_of(const numbers* from, std::size_t n, std::size_t width) {
    numbers sum{};
    for (; n >= 3; n -= 3, from += 3 * width) {
      sum += from[0];
      sum += from[width];
      sum += from[2 * width];
    }
    for (; n > 0; --n, from += width) sum += *from;
    return sum;
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

  void post(const step& s, block_id b, numbers* v, std::uint32_t level) const {
    const bool is_base = s.kind == step_kind::base;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (!calls[lane].calls) continue;
      const std::vector<call>& posted = *calls[lane].calls;
      for (std::size_t i = 0; i < posted.size(); ++i) {
        const call& c = posted[i];
        if (c.is_base != is_base || c.block != b || c.clause != s.clause) continue;
        const Number points =
            is_base ? s.bound : static_cast<Number>(s.bound * calls[lane].worth[i]);
        if (const auto segment = of.levels_->segment_of(c.day))
          v[of.levels_->period_of(level, *segment)].add(lane, points);
      }
    }
  }

  /// A factor on the year's running total, rounded once.
  void weigh(const weight& w, numbers* v, std::size_t n, std::uint32_t level) const {
    const std::int64_t unit = of.classes_->unit(), rounded = unit_of(of.data_->decimals);
    const int128 numerator = int128{w.numerator.millionths()} * unit;
    const int128 divisor = int128{w.divisor.millionths()} * rounded;
    const auto of_year = static_cast<std::uint32_t>(period_levels::level_of(period_unit::year));
    run_limit(v, n, level, of_year, [&](numbers& x) {
      for (std::size_t lane = 0; lane < lane_count; ++lane)
        if (x[lane] != 0)
          x.v[lane] = static_cast<Number>(
              divide(x[lane] * numerator, divisor, of.data_->line_rounding) * rounded / unit);
    });
  }
};

template <class Number>
void lane_reading<Number>::read(const lane_cells<Number>& cells,
                                std::span<const lane_calls, lane_count> calls, bool with_blocks,
                                lanes<Number>* out) {
  run_on_lanes(work{*this, cells, calls, with_blocks, out});
}

#ifndef DUTYSCORE_HEADER_ONLY
template class lane_reading<std::int32_t>;
template class lane_reading<std::int64_t>;
#endif

}  // namespace dutyscore::engine
