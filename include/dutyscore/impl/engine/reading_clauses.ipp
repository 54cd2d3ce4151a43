// The clauses of a reading that look at one period at a time: highest, base, floor, cap, weight,
// veto.
#pragma once

#include <algorithm>

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/impl/engine/kept_steps.ipp"

namespace dutyscore::engine {

template <class Clause>
void reading::per_period(std::span<int128> totals, period_unit per, Clause clause) {
  engine::per_period(totals, borders(per), clause);
}

/// Of a category: only the member with most points in the period counts.
DUTYSCORE_INLINE void reading::apply_highest(block_id b) {
  const block& source = data_->blocks[b];
  for (std::uint32_t k = 0; k < source.highests.size(); ++k) {
    const highest& what = source.highests[k];
    if (what.version != version_) continue;
    const series was = before();
    const std::size_t n = total_.size();
    const std::uint8_t* is_new = borders(what.per);
    int128 given = 0;
    std::size_t start = 0;  // of the period
    for (std::size_t i = 0; i < n; ++i) {
      if (is_new[i]) {
        given = i == 0 ? 0 : total_[i - 1];
        start = i;
      }
      int128 most = 0;
      for (block_id member : source.members) {
        const auto of = part(totals_, member);
        most = std::max(most, sign_ * (of[i] - (start == 0 ? 0 : of[start - 1])));
      }
      total_[i] = given + most;
    }
    record(b, entry_kind::highest, k, was);
  }
}

/// A base posts by the text of its day, and then counts whatever text is in force later.
DUTYSCORE_INLINE void reading::apply_bases(block_id b, period_unit per) {
  const auto& bases = data_->blocks[b].bases;
  for (std::uint32_t k = 0; k < bases.size(); ++k) {
    if (bases[k].per != per) continue;
    const series was = before();
    int128 posted = 0;
    std::size_t i = 0;
    for (const call& c : calls_) {  // those of one clause come in the order of their days
      if (c.block != b || !c.is_base || c.clause != k) continue;
      for (const std::size_t at = index_of(segment_of(c.day)); i < at; ++i) total_[i] += posted;
      posted += amount(b, bases[k].points, bases[k].computed, c.of).value_or(0);
    }
    for (; i < total_.size(); ++i) total_[i] += posted;
    record(b, entry_kind::base, k, was);
  }
}

template <class Limit>
void reading::apply_limit(block_id b, const Limit& l, bool is_cap, std::span<int128> to) {
  if (l.computed == none)
    return limit_per_period(to, borders(l.per), l.points.millionths(), is_cap);
  std::optional<int128> bound;
  per_period(to, l.per, [&](std::size_t i, bool is_new, int128 x) {
    if (is_new) {
      const auto p = data_->calendar.period_of(segments_[i], l.per);
      bound = p ? amount(b, l.points, l.computed, *p) : std::nullopt;
      // Points are limited on the side of 0 from which they come.
      if (bound) bound = is_cap ? std::max<int128>(*bound, 0) : std::min<int128>(*bound, 0);
    }
    if (!bound) return x;
    return is_cap ? std::min(x, *bound) : std::max(x, *bound);
  });
}

DUTYSCORE_INLINE void reading::apply_limits(block_id b, period_unit per) {
  const block& source = data_->blocks[b];
  const auto apply = [&](const std::vector<limit>& limits, entry_kind kind) {
    for (std::uint32_t k = 0; k < limits.size(); ++k) {
      if (limits[k].per != per || limits[k].version != version_) continue;
      const series was = before();
      apply_limit(b, limits[k], kind == entry_kind::cap, total_);
      record(b, kind, k, was);
    }
  };
  apply(source.floors, entry_kind::floor);
  apply(source.caps, entry_kind::cap);
}

/// A factor on the year's running total, rounded once.
DUTYSCORE_INLINE void reading::apply_weight(block_id b) {
  const auto& weights = data_->blocks[b].weights;
  const std::int64_t unit = unit_of(data_->decimals);
  for (std::uint32_t k = 0; k < weights.size(); ++k) {
    if (weights[k].version != version_) continue;
    const series was = before();
    const int128 numerator = weights[k].numerator.millionths();
    const int128 divisor = int128{weights[k].divisor.millionths()} * unit;
    per_period(total_, period_unit::year, [&](std::size_t i, bool, int128 x) -> int128 {
      std::int64_t number = 0;
      if (arithmetic::fits(x, number))
        return divide(x * numerator, divisor, data_->line_rounding) * unit;
      fail(b, *data_->calendar.period_of(segments_[i], period_unit::year), failure::overflow);
      return 0;
    });
    record(b, entry_kind::weight, k, was);
  }
}

/// From the first veto activity in a period on, the period has at most 0. All vetoes of one P act
/// as one; the correction names the one that came first.
DUTYSCORE_INLINE void reading::apply_vetoes(block_id b, period_unit per) {
  const std::vector<std::uint32_t> hits = vetoes_by_segment(b, per);
  if (hits.empty()) return;
  const series was = before();
  std::uint32_t acting = none;
  std::vector<std::uint32_t> acting_at(total_.size());
  per_period(total_, per, [&](std::size_t i, bool is_new, int128 x) {
    if (is_new) acting = none;
    if (acting == none) acting = hits[i];
    acting_at[i] = acting;
    return acting == none ? x : std::min<int128>(x, 0);
  });
  record_each(b, entry_kind::veto, [&](std::size_t i) { return acting_at[i]; }, was);
}

/// For each segment the first veto of this block that voids P, as written, with an activity in it;
/// empty when there is none at all.
DUTYSCORE_INLINE std::vector<std::uint32_t> reading::vetoes_by_segment(block_id b,
                                                                       period_unit per) {
  std::vector<std::uint32_t> hits;
  for (std::uint32_t v : data_->blocks[b].vetoes) {
    const auto& effects = data_->vetoes[v].effects;
    const bool voids = std::any_of(effects.begin(), effects.end(), [&](const effect& e) {
      return e.kind == effect_kind::void_points && e.per == per;
    });
    if (!voids) continue;
    const auto counts = part(veto_counts_, v);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      hits.resize(counts.size(), none);
      if (hits[i] == none) hits[i] = v;
    }
  }
  return hits;
}

}  // namespace dutyscore::engine
