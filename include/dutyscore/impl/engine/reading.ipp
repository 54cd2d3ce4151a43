#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/segments.hpp"

namespace dutyscore::engine {

inline constexpr period_unit units_finest_first[] = {
    period_unit::day,  period_unit::month, period_unit::quarter, period_unit::half,
    period_unit::year, period_unit::term,  period_unit::overall};

DUTYSCORE_INLINE reading_tools::reading_tools(const dutyscore::plan& p, const bound_rows& bound)
    : plan_(&p),
      bound_(&bound),
      runner_(p, bound.codes(), bound.texts()),
      periods_(p.policy->calendar) {
  for (const block& b : p.policy->blocks) {
    unsigned units = 0;
    const auto note = [&](const auto& clauses) {
      for (const auto& c : clauses) units |= 1u << static_cast<unsigned>(c.per);
    };
    note(b.bases);
    note(b.floors);
    note(b.caps);
    units_of_block_.push_back(static_cast<std::uint8_t>(units));
  }
}

DUTYSCORE_INLINE reading::reading(reading_tools& tools, const subject_time& time,
                                  const roster_subject* entry, const subject_state& state,
                                  basis on, period_unit segment,
                                  std::vector<correction>* corrections)
    : tools_(&tools),
      plan_(&tools.plan()),
      data_(&plan_->policy.data()),
      time_(time),
      entry_(entry),
      on_(on),
      segment_(segment),
      corrections_(corrections) {
  is_there_.resize(data_->blocks.size());
  if (!time_.calls) own_calls_ = calls_of(*plan_, time_);
  calls_ = time_.calls ? *time_.calls : own_calls_;
  place(state);
  // What is counted of activities depends on no points, so that period lines may count what they
  // stand in.
  version_totals_.resize(data_->blocks.size());
  for (block_id b = 0; b < data_->blocks.size(); ++b)
    if (data_->blocks[b].kind == block_kind::indicator) read_activities(b, state);
  for (block_id b : plan_->order) read_block(b);
}

// ---- segments ----

DUTYSCORE_INLINE const reading_segment& reading_tools::segment(date d, period_unit unit) {
  return (unit == period_unit::day ? days_ : months_).find(d, [&](date x) {
    const date first = first_of_stretch(*plan_, x, unit);
    return reading_segment{first, last_of_stretch(*plan_, x, unit),
                           plan_->policy->calendar.period_numbers(first)};
  });
}

DUTYSCORE_INLINE date reading::segment_of(date d) const {
  return tools_->segment(d, segment_).first;
}

DUTYSCORE_INLINE std::size_t reading::index_of(date segment) const {
  return static_cast<std::size_t>(std::lower_bound(segments_.begin(), segments_.end(), segment) -
                                  segments_.begin());
}

DUTYSCORE_INLINE std::size_t reading::index_through(date d) const {
  return static_cast<std::size_t>(std::upper_bound(segments_.begin(), segments_.end(), d) -
                                  segments_.begin());
}

/// Finds the segments in which something happens, and lays the cells of the basis out by slot and
/// segment.
DUTYSCORE_INLINE void reading::place(const subject_state& state) {
  for (const cell& c : state.cells) {
    const date d = date::from_days(c.segment);
    if (counts_on(c.range(), on_) && (segments_.empty() || segments_.back() != d))
      segments_.push_back(d);
  }
  const std::size_t of_cells = segments_.size();
  for (const kept_activity& a : state.kept)
    if (counts_on(a.range, on_)) segments_.push_back(segment_of(date::from_days(a.day)));
  for (const call& c : calls_) segments_.push_back(segment_of(c.day));
  if (segments_.size() > of_cells) {
    std::sort(segments_.begin(), segments_.end());
    segments_.erase(std::unique(segments_.begin(), segments_.end()), segments_.end());
  }
  find_borders();
  add_cells(state.cells);
}

DUTYSCORE_INLINE void reading::add_cells(std::span<const cell> cells) {
  totals_.resize(data_->blocks.size() * segments_.size());
  veto_counts_.resize(data_->vetoes.size() * segments_.size());
  measures_.resize(plan_->measures * segments_.size());
  std::size_t i = 0;  // cells and segments are both sorted
  for (const cell& c : cells) {
    if (!counts_on(c.range(), on_)) continue;
    while (segments_[i].days() != c.segment) ++i;
    const slot_use& use = plan_->slots[c.slot()];
    if (use.veto != none) {
      part(veto_counts_, use.veto)[i] += c.value;
    } else if (use.measure != none) {
      is_there_[use.block] = 1;  // points that add up to 0 may have no cell
      part(measures_, plan_->indicators[use.block].measures_before + use.measure)[i] += c.value;
    } else {
      is_there_[use.block] = 1;
      part(totals_, use.block)[i] += c.value;
    }
  }
}

DUTYSCORE_INLINE void reading::find_borders() {
  const std::size_t n = segments_.size();
  is_border_.resize(period_unit_count * n);
  std::array<std::int32_t, period_unit_count> last{};
  for (std::size_t i = 0; i < n; ++i) {
    const auto& number = tools_->segment(segments_[i], segment_).numbers;
    for (std::size_t u = 0; u < number.size(); ++u)
      is_border_[u * n + i] = i == 0 || number[u] != last[u];
    last = number;
  }
}

// ---- one block ----

/// The activities of an indicator, as each of its texts selects them and limits them by key, and
/// what is counted of them.
DUTYSCORE_INLINE void reading::read_activities(block_id b, const subject_state& state) {
  const indicator_plan& of = plan_->indicators[b];
  is_there_[b] =
      is_there_[b] ||
      std::any_of(calls_.begin(), calls_.end(), [&](const call& c) { return c.block == b; }) ||
      (of.keeps_activities &&
       std::any_of(state.kept.begin(), state.kept.end(), [&](const kept_activity& a) {
         return a.block == b && counts_on(a.range, on_);
       }));
  if (!is_there_[b]) return;  // every clause leaves nothing as it is
  const auto whole = part(totals_, b);
  std::partial_sum(whole.begin(), whole.end(), whole.begin());
  begin_versions(b);
  each_version(b, [&] {
    turn_sign(b);
    if (of.keeps_activities) read_kept(b, state);
  });
  for (std::size_t m = 0; m < of.measures.size(); ++m) {
    const auto counted = part(measures_, of.measures_before + m);
    std::partial_sum(counted.begin(), counted.end(), counted.begin());
  }
}

/// All that comes after the activities of an indicator, or after the members of a category.
DUTYSCORE_INLINE void reading::read_block(block_id b) {
  if (data_->blocks[b].kind != block_kind::indicator) add_members(b);
  if (!is_there_[b]) return;
  find_versions(b);
  read_period_lines(b);
  each_version(b, [&] {
    add_period_lines(b);
    for (period_unit per : units_finest_first) {
      if (!tools_->is_clause_per(b, per)) continue;
      apply_bases(b, per);
      apply_limits(b, per);
    }
    apply_weight(b);
    turn_sign(b);
  });
  sign_ = 1;
  total_ = part(totals_, b);
  if (!version_of_.empty()) telescope(version_totals_[b]);
  if (data_->blocks[b].vetoes.empty()) return;
  for (period_unit per : units_finest_first) apply_vetoes(b, per);
}

DUTYSCORE_INLINE void reading::add_members(block_id b) {
  const auto whole = part(totals_, b);
  is_there_[b] = std::any_of(calls_.begin(), calls_.end(),
                             [&](const call& c) { return c.block == b; });
  for (block_id member : data_->blocks[b].members) {
    if (!is_there_[member]) continue;
    is_there_[b] = 1;
    const auto of_member = part(totals_, member);
    for (std::size_t i = 0; i < whole.size(); ++i) whole[i] += of_member[i];
  }
  if (!is_there_[b]) return;
  begin_versions(b);
  each_version(b, [&] {
    turn_sign(b);
    apply_highest(b);
  });
}

/// Which text of the block is in force in each segment.
DUTYSCORE_INLINE void reading::find_versions(block_id b) {
  const auto& versions = data_->blocks[b].versions;
  version_of_.clear();
  if (versions.size() == 1) return;
  std::uint32_t v = 0;
  for (date d : segments_) {
    while (v + 1 < versions.size() && versions[v + 1].asked.first <= d) ++v;
    version_of_.push_back(v);
  }
}

/// Each text works out all activities, beginning with the same ones.
DUTYSCORE_INLINE void reading::begin_versions(block_id b) {
  find_versions(b);
  if (version_of_.empty()) return;
  const auto whole = part(totals_, b);
  for (std::size_t v = 0; v < data_->blocks[b].versions.size(); ++v)
    version_totals_[b].insert(version_totals_[b].end(), whole.begin(), whole.end());
}

template <class Step>
void reading::each_version(block_id b, Step step) {
  sign_ = data_->blocks[b].counts_deductions ? -1 : 1;
  for (version_ = 0; version_ < data_->blocks[b].versions.size(); ++version_) {
    total_ = version_of_.empty() ? part(totals_, b) : part(version_totals_[b], version_);
    step();
  }
}

/// Each segment grows as by the text in force in it.
DUTYSCORE_INLINE void reading::telescope(series& versions) {
  int128 sum = 0;
  for (std::size_t i = 0; i < total_.size(); ++i) {
    const auto of_version = part(versions, version_of_[i]);
    sum += of_version[i] - (i == 0 ? 0 : of_version[i - 1]);
    total_[i] = sum;
  }
}

DUTYSCORE_INLINE void reading::turn_sign(block_id b) {
  if (!data_->blocks[b].counts_deductions) return;
  for (int128& x : total_) x = -x;
}

// ---- corrections ----

DUTYSCORE_INLINE reading::series reading::before() const {
  return corrections_ ? series(total_.begin(), total_.end()) : series();
}

DUTYSCORE_INLINE void reading::record(block_id b, entry_kind kind, std::uint32_t clause,
                                      const series& before) {
  record_each(b, kind, [clause](std::size_t) { return clause; }, before);
}

template <class ClauseAt>
void reading::record_each(block_id b, entry_kind kind, ClauseAt clause_at, const series& before) {
  if (!corrections_) return;
  int128 moved = 0;
  for (std::size_t i = 0; i < total_.size(); ++i) {
    const int128 now = total_[i] - before[i];
    const bool is_in_force = version_of_.empty() || kind == entry_kind::veto ||
                             version_of_[i] == version_;
    if (now != moved && is_in_force)
      corrections_->push_back({segments_[i], b, kind, clause_at(i), (now - moved) * sign_});
    moved = now;
  }
}

// ---- what was asked for ----

DUTYSCORE_INLINE int128 reading::running_total(std::span<const int128> of, date through) const {
  const std::size_t n = index_through(through);
  return n == 0 ? 0 : of[n - 1];
}

DUTYSCORE_INLINE int128 reading::points(block_id b, date first, date last) const {
  const auto of = part(totals_, b);
  return running_total(of, last) - running_total(of, first - 1);
}

DUTYSCORE_INLINE int128 reading::measured(std::uint32_t measure, date first, date last) const {
  const dutyscore::measure& source = data_->measures[measure];
  if (source.kind == measure_kind::points) return points(source.of, first, last);
  int128 sum = 0;
  for (const measured_part& m : plan_->measured[measure]) {
    const auto of = part(measures_, plan_->indicators[m.block].measures_before + m.measure);
    sum += running_total(of, last) - running_total(of, first - 1);
  }
  return sum;
}

DUTYSCORE_INLINE bool reading::vetoed_by(std::uint32_t veto, date first, date last) const {
  const auto counts = part(veto_counts_, veto);
  for (std::size_t i = index_of(first); i < counts.size() && segments_[i] <= last; ++i)
    if (counts[i] > 0) return true;
  return false;
}

DUTYSCORE_INLINE bool reading::vetoed(date first, date last) const {
  for (std::uint32_t v = 0; v < data_->vetoes.size(); ++v)
    if (vetoed_by(v, first, last)) return true;
  return false;
}

}  // namespace dutyscore::engine

#include "dutyscore/impl/engine/reading_clauses.ipp"
#include "dutyscore/impl/engine/reading_kept.ipp"
#include "dutyscore/impl/engine/reading_lines.ipp"
