// Indicators that keep their activities, among all others of a subject.
#pragma once

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/impl/engine/kept_steps.ipp"

namespace dutyscore::engine {

/// What the steps ask of a reading.
class reading::kept_host {
 public:
  kept_host(reading& in, block_id b, const kept_activities& activities)
      : in_(in), block_(b), activities_(activities) {}

  std::span<int128> total() { return in_.total_; }
  std::size_t index_of(std::int32_t day) {
    return in_.index_of(in_.segment_of(date::from_days(day)));
  }
  std::uint32_t version() const { return in_.version_; }
  period_memo& periods() { return in_.tools_->periods(); }

  selection_count count(const selection& by) {
    return [this, &by](const period& p) -> std::optional<std::int64_t> {
      if (by.computed == none) return by.n.millionths() / decimal::scale;
      const auto n = in_.evaluate(by.computed, block_, p, p.last);
      if (!n) return std::nullopt;
      return divide(*n, decimal::scale, rounding::down);
    };
  }

  void limit(const keyed_limit& l, std::span<int128> totals) {
    in_.apply_limit(block_, l, l.is_cap, totals);
  }

  /// On the days of this text.
  void measure(std::span<const kept_change> changes) {
    const indicator_plan& of = in_.plan_->indicators[block_];
    for (std::size_t m = 0; m < of.measures.size(); ++m) {
      const auto to = in_.part(in_.measures_, of.measures_before + m);
      for (const kept_change& c : changes) {
        const std::size_t at = index_of(c.day);
        if (!in_.version_of_.empty() && in_.version_of_[at] != in_.version_) continue;
        const std::int64_t value = activities_.values(c.activity)[of.first_measure() + m];
        to[at] += c.is_kept ? value : -value;
      }
    }
  }

  bool is_recorded() const { return in_.corrections_ != nullptr; }
  series before() const { return in_.before(); }
  void record(entry_kind kind, std::uint32_t clause, const series& before) {
    in_.record(block_, kind, clause, before);
  }

 private:
  reading& in_;
  block_id block_;
  const kept_activities& activities_;
};

DUTYSCORE_INLINE void reading::read_kept(block_id b, const subject_state& state) {
  const kept_activities activities(*plan_, b, state, on_, tools_->bound().codes());
  kept_host host(*this, b, activities);
  kept_steps(host, data_->blocks[b], plan_->indicators[b], activities, tools_->kept()).run();
}

}  // namespace dutyscore::engine
