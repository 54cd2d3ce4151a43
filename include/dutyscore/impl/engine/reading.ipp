#pragma once

#include <algorithm>

#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {

inline constexpr period_unit units_finest_first[] = {period_unit::day, period_unit::month,
                                                     period_unit::quarter, period_unit::half,
                                                     period_unit::year};

DUTYSCORE_INLINE reading::reading(const plan& p, std::span<const cell> cells,
                                  std::span<const posting> postings, basis on, period_unit segment,
                                  std::vector<correction>* corrections)
    : plan_(&p), corrections_(corrections) {
  place(cells, postings, on, segment);
  const std::size_t blocks = p.policy->blocks.size();
  totals_.resize(blocks);
  // Parents stand before members, so from the back every member is there before its parent needs
  // it.
  for (block_id b = static_cast<block_id>(blocks); b-- > 0;) read_block(b, postings, segment);
}

DUTYSCORE_INLINE std::size_t reading::index_of(date segment) const {
  return static_cast<std::size_t>(std::lower_bound(segments_.begin(), segments_.end(), segment) -
                                  segments_.begin());
}

/// Lays the cells of the basis out by slot and segment.
DUTYSCORE_INLINE void reading::place(std::span<const cell> cells, std::span<const posting> postings,
                                     basis on, period_unit segment) {
  for (const cell& c : cells)
    if (counts_on(c.range, on)) segments_.push_back(date::from_days(c.segment));
  for (const posting& p : postings) segments_.push_back(period_of(p.day, segment).first);
  std::sort(segments_.begin(), segments_.end());
  segments_.erase(std::unique(segments_.begin(), segments_.end()), segments_.end());
  slots_.assign(plan_->rules.size(), series(segments_.size()));
  for (const cell& c : cells)
    if (counts_on(c.range, on)) slots_[c.slot][index_of(date::from_days(c.segment))] += c.value;
}

DUTYSCORE_INLINE const std::vector<date>& reading::starts(period_unit per) {
  starts_.resize(std::size(units_finest_first));
  std::vector<date>& out = starts_[static_cast<std::size_t>(per)];
  if (out.size() != segments_.size()) {
    out.clear();
    for (date d : segments_) out.push_back(period_of(d, per).first);
  }
  return out;
}

DUTYSCORE_INLINE void reading::read_block(block_id b, std::span<const posting> postings,
                                          period_unit segment) {
  const block& source = plan_->policy->blocks[b];
  total_.assign(segments_.size(), 0);
  if (const std::uint32_t slot = plan_->slot_of_block[b]; slot != none) {
    int128 sum = 0;
    for (std::size_t i = 0; i < total_.size(); ++i) total_[i] = sum += slots_[slot][i];
  }
  for (block_id member : source.members)
    for (std::size_t i = 0; i < total_.size(); ++i) total_[i] += totals_[member][i];

  const auto turn_sign = [&] {
    if (!source.counts_deductions) return;
    sign_ = -sign_;
    for (int128& x : total_) x = -x;
  };
  turn_sign();
  for (period_unit per : units_finest_first) {
    apply_postings(b, per, postings, segment);
    apply_limits(b, per);
  }
  turn_sign();
  for (period_unit per : units_finest_first) apply_vetoes(b, per);
  totals_[b] = total_;
}

DUTYSCORE_INLINE void reading::apply_postings(block_id b, period_unit per,
                                              std::span<const posting> postings,
                                              period_unit segment) {
  const auto& bases = plan_->policy->blocks[b].bases;
  for (std::uint32_t k = 0; k < bases.size(); ++k) {
    if (bases[k].per != per) continue;
    const series before = corrections_ ? total_ : series();
    for (const posting& p : postings)
      if (p.block == b && p.clause == k)
        for (std::size_t i = index_of(period_of(p.day, segment).first); i < total_.size(); ++i)
          total_[i] += p.points;
    record(b, entry_kind::base, k, before);
  }
}

template <class Clause>
void reading::per_period(period_unit per, Clause clause) {
  const std::vector<date>& start = starts(per);
  int128 before = 0, given = 0,
         last = 0;  // x and the clause's total at the period's start; x of the last segment
  for (std::size_t i = 0; i < total_.size(); ++i) {
    const bool is_new = i == 0 || start[i] != start[i - 1];
    if (is_new) {
      before = last;
      given = i == 0 ? 0 : total_[i - 1];
    }
    last = total_[i];
    total_[i] = given + clause(i, is_new, last - before);
  }
}

DUTYSCORE_INLINE void reading::apply_limits(block_id b, period_unit per) {
  const block& source = plan_->policy->blocks[b];
  const auto apply = [&](const std::vector<limit>& limits, entry_kind kind) {
    for (std::uint32_t k = 0; k < limits.size(); ++k) {
      if (limits[k].per != per) continue;
      const series before = corrections_ ? total_ : series();
      const int128 bound = limits[k].points.millionths();
      per_period(per, [&](std::size_t, bool, int128 x) {
        return kind == entry_kind::cap ? std::min(x, bound) : std::max(x, bound);
      });
      record(b, kind, k, before);
    }
  };
  apply(source.floors, entry_kind::floor);
  apply(source.caps, entry_kind::cap);
}

/// From the first veto activity in a period on, the period has at most 0.
DUTYSCORE_INLINE void reading::apply_vetoes(block_id b, period_unit per) {
  const policy_data& data = plan_->policy.data();
  series hits(total_.size());
  std::uint32_t first_veto = none;
  for (std::uint32_t v : data.blocks[b].vetoes) {
    if (data.vetoes[v].effect_per != per) continue;
    const series& counts = slots_[plan_->veto_slots + v];
    bool any = false;
    for (std::size_t i = 0; i < hits.size(); ++i) {
      hits[i] += counts[i];
      any = any || counts[i] != 0;
    }
    if (any && first_veto == none) first_veto = v;
  }
  if (first_veto == none) return;
  const series before = corrections_ ? total_ : series();
  bool is_void = false;
  per_period(per, [&](std::size_t i, bool is_new, int128 x) {
    is_void = (is_void && !is_new) || hits[i] > 0;
    return is_void ? std::min<int128>(x, 0) : x;
  });
  record(b, entry_kind::veto, first_veto, before);
}

DUTYSCORE_INLINE void reading::record(block_id b, entry_kind kind, std::uint32_t clause,
                                      const series& before) {
  if (!corrections_) return;
  int128 moved = 0;
  for (std::size_t i = 0; i < total_.size(); ++i) {
    const int128 now = total_[i] - before[i];
    if (now != moved)
      corrections_->push_back({segments_[i], b, kind, clause, (now - moved) * sign_});
    moved = now;
  }
}

DUTYSCORE_INLINE int128 reading::running_total(block_id b, date through) const {
  const auto after = std::upper_bound(segments_.begin(), segments_.end(), through);
  return after == segments_.begin()
             ? 0
             : totals_[b][static_cast<std::size_t>(after - segments_.begin()) - 1];
}

DUTYSCORE_INLINE int128 reading::points(block_id b, date first, date last) const {
  return running_total(b, last) - running_total(b, first - 1);
}

DUTYSCORE_INLINE bool reading::vetoed(date first, date last) const {
  for (std::size_t i = index_of(first); i < segments_.size() && segments_[i] <= last; ++i)
    for (std::size_t slot = plan_->veto_slots; slot < slots_.size(); ++slot)
      if (slots_[slot][i] > 0) return true;
  return false;
}

}  // namespace dutyscore::engine
