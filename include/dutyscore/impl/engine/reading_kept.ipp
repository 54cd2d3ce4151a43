// Indicators that keep their activities: selections, limits by key, and what is counted of the
// activities that are left.
#pragma once

#include <map>
#include <numeric>

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/selections.hpp"

namespace dutyscore::engine {

/// The activities of one indicator on their way through one of its texts.
class reading::kept_reading {
 public:
  kept_reading(reading& in, block_id b, const subject_state& state)
      : in_(in),
        block_(b),
        source_(in.data_->blocks[b]),
        of_(in.plan_->indicators[b]),
        activities_(*in.plan_, b, state, in.on_, in.tools_->bound().codes()),
        changes_(activities_.arrivals()) {}

  void run() {
    add_up(in_.total_, changes_);
    for (std::uint32_t k = 0; k < source_.selections.size(); ++k)
      if (source_.selections[k].version == in_.version_) apply_selection(k);
    add_measures();
    for (std::uint32_t k = 0; k < source_.keyed_limits.size(); ++k)
      if (source_.keyed_limits[k].version == in_.version_) apply_limit(k);
  }

 private:
  using key = std::vector<std::int64_t>;

  std::size_t index_of(const kept_change& c) const {
    return in_.index_of(in_.segment_of(date::from_days(c.day)));
  }

  void add_up(std::span<int128> to, std::span<const kept_change> changes) const {
    std::fill(to.begin(), to.end(), int128{0});
    for (const kept_change& c : changes)
      to[index_of(c)] += c.is_kept ? activities_.points(c.activity) : -activities_.points(c.activity);
    std::partial_sum(to.begin(), to.end(), to.begin());
  }

  void apply_selection(std::uint32_t k) {
    const selection& by = source_.selections[k];
    const series was = in_.before();
    const selection_count count = [&](const period& p) -> std::optional<std::int64_t> {
      if (by.computed == none) return by.n.millionths() / decimal::scale;
      const auto n = in_.evaluate(by.computed, block_, p, p.last);
      if (!n) return std::nullopt;
      return divide(*n, decimal::scale, rounding::down);
    };
    changes_ = select(by, of_.when_of_selection[k], activities_, in_.data_->calendar, count,
                      changes_);
    add_up(in_.total_, changes_);
    in_.record(block_, entry_kind::selection, k, was);
  }

  /// Of the activities that are kept, on the days of this text.
  void add_measures() {
    for (std::size_t m = 0; m < of_.measures.size(); ++m) {
      const auto to = in_.part(in_.measures_, of_.measures_before + m);
      for (const kept_change& c : changes_) {
        const std::size_t at = index_of(c);
        if (!in_.version_of_.empty() && in_.version_of_[at] != in_.version_) continue;
        const std::int64_t value = activities_.values(c.activity)[of_.first_measure() + m];
        to[at] += c.is_kept ? value : -value;
      }
    }
  }

  void apply_limit(std::uint32_t k) {
    const keyed_limit& l = source_.keyed_limits[k];
    group_by(l.by);
    const series was = in_.before();
    std::fill(in_.total_.begin(), in_.total_.end(), int128{0});
    for (auto& [of, totals] : by_key_) {
      in_.apply_limit(block_, l, l.is_cap, totals);
      for (std::size_t i = 0; i < totals.size(); ++i) in_.total_[i] += totals[i];
    }
    in_.record(block_, entry_kind::keyed_limit, k, was);
  }

  /// Running totals by key: from the activities at first, then by adding up those of finer keys.
  void group_by(const std::vector<std::uint32_t>& fields) {
    if (is_grouped_ && fields == fields_) return;
    std::map<key, series> groups;
    const auto group_of = [&](const key& k) -> series& {
      return groups.try_emplace(k, series(in_.total_.size())).first->second;
    };
    if (is_grouped_) {
      for (const auto& [of, totals] : by_key_) {
        series& to = group_of(project(of, fields));
        for (std::size_t i = 0; i < totals.size(); ++i) to[i] += totals[i];
      }
    } else {
      std::map<key, std::vector<kept_change>> changes;
      for (const kept_change& c : changes_)
        changes[activities_.key(c.activity, fields)].push_back(c);
      for (const auto& [of, some] : changes) add_up(group_of(of), some);
    }
    by_key_ = std::move(groups);
    fields_ = fields;
    is_grouped_ = true;
  }

  key project(const key& of, const std::vector<std::uint32_t>& fields) const {
    key out;
    for (std::uint32_t f : fields)
      for (std::size_t i = 0; i < fields_.size(); ++i)
        if (fields_[i] == f) out.push_back(of[i]);
    return out;
  }

  reading& in_;
  block_id block_;
  const block& source_;
  const indicator_plan& of_;
  kept_activities activities_;
  std::vector<kept_change> changes_;
  bool is_grouped_ = false;
  std::vector<std::uint32_t> fields_;
  std::map<key, series> by_key_;
};

DUTYSCORE_INLINE void reading::read_kept(block_id b, const subject_state& state) {
  kept_reading(*this, b, state).run();
}

}  // namespace dutyscore::engine
