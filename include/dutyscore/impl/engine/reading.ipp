#pragma once

#include <algorithm>
#include <array>
#include <numeric>

#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {

inline constexpr period_unit units_finest_first[] = {period_unit::day, period_unit::month,
                                                     period_unit::quarter, period_unit::half,
                                                     period_unit::year,    period_unit::term,
                                                     period_unit::overall};

DUTYSCORE_INLINE reading::reading(const plan& p, std::span<const cell> cells,
                                  std::span<const posting> postings, basis on, period_unit segment,
                                  std::vector<correction>* corrections)
    : plan_(&p), corrections_(corrections) {
  const std::size_t blocks = p.policy->blocks.size();
  is_there_.resize(blocks);
  place(cells, postings, on, segment);
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
  for (const cell& c : cells) {
    const date d = date::from_days(c.segment);
    if (counts_on(c.range(), on) && (segments_.empty() || segments_.back() != d))
      segments_.push_back(d);
  }
  if (!postings.empty()) {
    for (const posting& p : postings) segments_.push_back(period_of(p.day, segment).first);
    std::sort(segments_.begin(), segments_.end());
    segments_.erase(std::unique(segments_.begin(), segments_.end()), segments_.end());
  }
  find_borders();
  add_cells(cells, on);
}

DUTYSCORE_INLINE void reading::add_cells(std::span<const cell> cells, basis on) {
  totals_.resize(plan_->policy->blocks.size() * segments_.size());
  veto_counts_.resize(plan_->policy->vetoes.size() * segments_.size());
  std::size_t i = 0;  // cells and segments are both sorted
  for (const cell& c : cells) {
    if (!counts_on(c.range(), on)) continue;
    while (segments_[i].days() != c.segment) ++i;
    const rule& of = plan_->rules[c.slot()];
    if (of.veto == none) is_there_[of.block] = 1;
    (of.veto == none ? part(totals_, of.block) : part(veto_counts_, of.veto))[i] += c.value;
  }
}

DUTYSCORE_INLINE void reading::find_borders() {
  const std::size_t n = segments_.size();
  is_border_.resize(std::size(units_finest_first) * n);
  std::array<std::int32_t, period_unit_count> last{};
  for (std::size_t i = 0; i < n; ++i) {
    const auto number = plan_->policy->calendar.period_numbers(segments_[i]);
    for (std::size_t u = 0; u < number.size(); ++u)
      is_border_[u * n + i] = i == 0 || number[u] != last[u];
    last = number;
  }
}

DUTYSCORE_INLINE void reading::read_block(block_id b, std::span<const posting> postings,
                                          period_unit segment) {
  total_ = part(totals_, b);
  add_members(b);
  const bool posts = !plan_->policy->blocks[b].bases.empty();
  is_there_[b] = is_there_[b] || posts;
  if (!is_there_[b]) return;  // every clause leaves nothing as it is
  turn_sign(b);
  for (period_unit per : units_finest_first) {
    apply_postings(b, per, postings, segment);
    apply_limits(b, per);
  }
  turn_sign(b);
  for (period_unit per : units_finest_first) apply_vetoes(b, per);
}

/// The running total of the block's activities, or the sum of its members'.
DUTYSCORE_INLINE void reading::add_members(block_id b) {
  // What an indicator's activities gave in each segment stands there already.
  if (is_there_[b]) std::partial_sum(total_.begin(), total_.end(), total_.begin());
  for (block_id member : plan_->policy->blocks[b].members) {
    if (!is_there_[member]) continue;
    is_there_[b] = 1;
    const auto of_member = part(totals_, member);
    for (std::size_t i = 0; i < total_.size(); ++i) total_[i] += of_member[i];
  }
}

DUTYSCORE_INLINE void reading::turn_sign(block_id b) {
  if (!plan_->policy->blocks[b].counts_deductions) return;
  sign_ = -sign_;
  for (int128& x : total_) x = -x;
}

DUTYSCORE_INLINE reading::series reading::before() const {
  return corrections_ ? series(total_.begin(), total_.end()) : series();
}

DUTYSCORE_INLINE void reading::apply_postings(block_id b, period_unit per,
                                              std::span<const posting> postings,
                                              period_unit segment) {
  const auto& bases = plan_->policy->blocks[b].bases;
  for (std::uint32_t k = 0; k < bases.size(); ++k) {
    if (bases[k].per != per) continue;
    const series was = before();
    int128 posted = 0;
    std::size_t i = 0;  // postings of one clause come in the order of their days
    for (const posting& p : postings) {
      if (p.block != b || p.clause != k) continue;
      for (const std::size_t at = index_of(period_of(p.day, segment).first); i < at; ++i)
        total_[i] += posted;
      posted += p.points;
    }
    for (; i < total_.size(); ++i) total_[i] += posted;
    record(b, entry_kind::base, k, was);
  }
}

template <class Clause>
void reading::per_period(period_unit per, Clause clause) {
  // x and the clause's own total at the start of the period; x of the segment before.
  int128 start = 0, given = 0, last = 0;
  const std::uint8_t* is_new = is_border_.data() + static_cast<std::size_t>(per) * total_.size();
  for (std::size_t i = 0; i < total_.size(); ++i) {
    if (is_new[i]) {
      start = last;
      given = i == 0 ? 0 : total_[i - 1];
    }
    last = total_[i];
    total_[i] = given + clause(i, is_new[i] != 0, last - start);
  }
}

DUTYSCORE_INLINE void reading::apply_limits(block_id b, period_unit per) {
  const block& source = plan_->policy->blocks[b];
  const auto apply = [&](const std::vector<limit>& limits, entry_kind kind) {
    for (std::uint32_t k = 0; k < limits.size(); ++k) {
      if (limits[k].per != per) continue;
      const series was = before();
      const int128 bound = limits[k].points.millionths();
      per_period(per, [&](std::size_t, bool, int128 x) {
        return kind == entry_kind::cap ? std::min(x, bound) : std::max(x, bound);
      });
      record(b, kind, k, was);
    }
  };
  apply(source.floors, entry_kind::floor);
  apply(source.caps, entry_kind::cap);
}

/// From the first veto activity in a period on, the period has at most 0. All vetoes of one P act
/// as one; the correction names the one that came first.
DUTYSCORE_INLINE void reading::apply_vetoes(block_id b, period_unit per) {
  const std::vector<std::uint32_t> hits = vetoes_by_segment(b, per);
  if (hits.empty()) return;
  const series was = before();
  std::uint32_t acting = none;
  std::vector<std::uint32_t> acting_at(total_.size());
  per_period(per, [&](std::size_t i, bool is_new, int128 x) {
    if (is_new) acting = none;
    if (acting == none) acting = hits[i];
    acting_at[i] = acting;
    return acting == none ? x : std::min<int128>(x, 0);
  });
  record(b, entry_kind::veto, acting_at, was);
}

/// For each segment the first veto of this block and P, as written, with an activity in it; empty
/// when there is none at all.
DUTYSCORE_INLINE std::vector<std::uint32_t> reading::vetoes_by_segment(block_id b,
                                                                       period_unit per) {
  const policy_data& data = plan_->policy.data();
  std::vector<std::uint32_t> hits;
  for (std::uint32_t v : data.blocks[b].vetoes) {
    if (data.vetoes[v].effect_per != per) continue;
    const auto counts = part(veto_counts_, v);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      hits.resize(counts.size(), none);
      if (hits[i] == none) hits[i] = v;
    }
  }
  return hits;
}

DUTYSCORE_INLINE void reading::record(block_id b, entry_kind kind, std::uint32_t clause,
                                      const series& before) {
  if (corrections_) record(b, kind, std::vector<std::uint32_t>(total_.size(), clause), before);
}

DUTYSCORE_INLINE void reading::record(block_id b, entry_kind kind,
                                      const std::vector<std::uint32_t>& clauses,
                                      const series& before) {
  if (!corrections_) return;
  int128 moved = 0;
  for (std::size_t i = 0; i < total_.size(); ++i) {
    const int128 now = total_[i] - before[i];
    if (now != moved)
      corrections_->push_back({segments_[i], b, kind, clauses[i], (now - moved) * sign_});
    moved = now;
  }
}

DUTYSCORE_INLINE int128 reading::running_total(block_id b, date through) const {
  const auto after = std::upper_bound(segments_.begin(), segments_.end(), through);
  return after == segments_.begin()
             ? 0
             : totals_[b * segments_.size() + static_cast<std::size_t>(after - segments_.begin()) -
                       1];
}

DUTYSCORE_INLINE int128 reading::points(block_id b, date first, date last) const {
  return running_total(b, last) - running_total(b, first - 1);
}

DUTYSCORE_INLINE bool reading::vetoed(date first, date last) const {
  const std::size_t n = segments_.size();
  for (std::size_t i = index_of(first); i < n && segments_[i] <= last; ++i)
    for (std::size_t at = i; at < veto_counts_.size(); at += n)
      if (veto_counts_[at] > 0) return true;
  return false;
}

}  // namespace dutyscore::engine
