// What kept activities come to, as additions to the cells of their indicators: where literals alone
// decide, lanes read selections and limits by key like plain sums. One per thread. Not for users.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "dutyscore/engine/lane_reading.hpp"
#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/row_classes.hpp"
#include "dutyscore/impl/engine/kept_steps.ipp"

namespace dutyscore::engine {

class kept_cells {
 public:
  kept_cells(reading_tools& tools, const row_classes& classes, basis on)
      : tools_(tools), classes_(classes), on_(on) {
    const plan& p = tools.plan();
    for (block_id b = 0; b < p.indicators.size(); ++b)
      if (p.policy->blocks[b].kind == block_kind::indicator && p.indicators[b].keeps_activities)
        indicators_.push_back({b, kept_activities(p, b, tools.bound().codes())});
    if (indicators_.empty()) return;
    const std::vector<std::int32_t>& starts = classes.days().starts;
    is_border_.resize(period_unit_count * starts.size());
    for (std::size_t s = 0; s < starts.size(); ++s) {
      const auto numbers = p.policy->calendar.period_numbers(date::from_days(starts[s]));
      for (std::size_t u = 0; u < numbers.size(); ++u)
        is_border_[u * starts.size() + s] = s == 0 || numbers[u] != last_[u];
      last_ = numbers;
    }
    total_.resize(starts.size());
  }

  bool are_any() const { return !indicators_.empty(); }

  /// The additions of all of these activities; false where some is not in whole units, or their
  /// magnitudes come to more than `most` units.
  bool work_out(const subject_state& of, std::int64_t most) {
    additions_.clear();
    int128 magnitude = 0;
    for (indicator& i : indicators_) {
      i.activities.take(of, on_);
      if (i.activities.size() == 0) continue;
      run(i);
      if (!note(i, magnitude)) return false;
    }
    return magnitude / classes_.unit() <= most;
  }

  /// What has been worked out, to one lane of a group.
  template <class Number>
  void add_to(lanes<Number>* cells, std::size_t lane) const {
    for (const addition& a : additions_)
      cells[a.segment * classes_.width() + a.slot].add(lane, static_cast<Number>(a.units));
  }

 private:
  struct indicator {
    block_id block;
    kept_activities activities;
  };
  struct addition {
    std::uint32_t segment, slot;
    std::int64_t units;
  };

  /// What the steps ask for where nothing but days and literals matters.
  struct host {
    kept_cells& in;

    std::span<int128> total() { return in.total_; }
    std::size_t index_of(std::int32_t day) { return in.classes_.days().segment_on(day); }
    std::uint32_t version() const { return 0; }
    period_memo& periods() { return in.tools_.periods(); }
    selection_count count(const selection& by) {
      return [n = by.n.millionths() / decimal::scale](const period&) { return std::optional(n); };
    }
    void limit(const keyed_limit& l, std::span<int128> totals) {
      const std::uint8_t* is_new =
          in.is_border_.data() + static_cast<std::size_t>(l.per) * totals.size();
      limit_per_period(totals, is_new, l.points.millionths(), l.is_cap);
    }
    void measure(std::span<const kept_change>) {}  // lanes know no clause that counts
    bool is_recorded() const { return false; }
    std::vector<int128> before() { return {}; }
    void record(entry_kind, std::uint32_t, const std::vector<int128>&) {}
  };

  void run(const indicator& i) {
    const plan& p = tools_.plan();
    host h{*this};
    kept_steps(h, p.policy->blocks[i.block], p.indicators[i.block], i.activities, tools_.kept())
        .run();
  }

  bool note(const indicator& i, int128& magnitude) {
    const std::uint32_t slot = classes_.slot_of(tools_.plan().indicators[i.block].slot);
    const int sign = tools_.plan().policy->blocks[i.block].counts_deductions ? -1 : 1;
    const std::int64_t unit = classes_.unit();
    int128 last = 0;
    for (std::uint32_t s = 0; s < total_.size(); ++s) {
      const int128 change = total_[s] - std::exchange(last, total_[s]);
      if (change == 0) continue;
      const auto gain = static_cast<std::int64_t>(change);  // dividing 128 bits takes long
      if (gain != change || gain % unit != 0) return false;
      magnitude += gain < 0 ? -change : change;
      additions_.push_back({s, slot, sign * (gain / unit)});
    }
    return true;
  }

  reading_tools& tools_;
  const row_classes& classes_;
  basis on_;
  std::vector<indicator> indicators_;
  std::vector<std::uint8_t> is_border_;  // unit by unit
  std::array<std::int32_t, period_unit_count> last_{};
  std::vector<int128> total_;
  std::vector<addition> additions_;
};

}  // namespace dutyscore::engine
