// Which activities of an indicator are kept, day by day: once, first, after, highest, best.
//
// Every selection is one mechanism: within each period and key, activities stand in an order, and
// either the first N of them are kept or all but these. `first` orders by day, `best` by points.
// Going through the days, an arriving activity moves at most one other over the border, so the
// selection hands on a change or two: an activity more, an activity less. The next selection takes
// these changes as its own arrivals and departures. Example: `highest per year` of 5 in March and 8
// in May: +5 in March; +8 and -5 in May. Cost: activities x selections x a logarithm. Tested
// against tests/reference. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/columns.hpp"
#include "dutyscore/engine/known_stretches.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

/// An activity that is kept from a day on, or no longer. `activity` is an index into the activities.
struct kept_change {
  std::int32_t day = 0;
  std::uint32_t activity = 0;
  bool is_kept = true;
};

/// The activities of one indicator on one basis, and the order in which equals are told apart.
class kept_activities {
 public:
  kept_activities(const plan& p, block_id indicator, const text_codes& codes);
  kept_activities(const plan& p, block_id indicator, const subject_state& state, basis on,
                  const text_codes& codes)
      : kept_activities(p, indicator, codes) {
    take(state, on);
  }
  kept_activities(const kept_activities&) = delete;
  kept_activities(kept_activities&&) = default;

  /// Instead of those there were. REQUIRES: what the state shows outlives this.
  void take(const subject_state& state, basis on);

  std::size_t size() const { return activities_.size(); }
  std::int32_t day(std::uint32_t i) const { return activities_[i].day; }
  /// Deducted points where the block counts those.
  std::int64_t points(std::uint32_t i) const { return points_[i]; }
  std::span<const std::int64_t> values(std::uint32_t i) const {
    return values_.subspan(activities_[i].values, width_);
  }
  std::int64_t value(std::uint32_t i, std::size_t place) const {
    return values_[activities_[i].values + place];
  }
  /// Where the values of these fields stand among all.
  std::vector<std::size_t> places_of(std::span<const std::uint32_t> fields) const;
  bool holds(std::uint32_t i, std::uint32_t when) const {
    return values(i)[of_->first_when() + when] != 0;
  }
  /// All there are, as by day `comes_first`. `room`: for sorting.
  void arrivals(std::vector<kept_change>& out, std::vector<std::uint32_t>& room) const;
  /// By day and points, or by points and day; then by what else is known of an activity.
  bool comes_first(std::uint32_t a, std::uint32_t b, bool by_points) const {
    const std::int64_t more = points(a) - points(b);  // far from the ends of 64 bits
    if (by_points && more != 0) return more > 0;
    if (day(a) != day(b)) return day(a) < day(b);
    return more != 0 ? more > 0 : comes_first_of_equals(a, b);
  }

 private:
  bool comes_first_of_equals(std::uint32_t a, std::uint32_t b) const;
  int compare_rest(std::uint32_t a, std::uint32_t b) const;
  void sort_by_day(std::vector<kept_change>& out, std::vector<std::uint32_t>& room) const;
  void sort_of_day(kept_change* begin, kept_change* end) const;

  block_id block_;
  const indicator_plan* of_;
  std::span<const std::int64_t> values_;
  std::size_t width_;
  const text_codes* codes_;
  std::span<const kept_activity> activities_;
  std::vector<kept_activity> some_;  // where not all are of the indicator and the basis
  std::vector<std::int64_t> points_;
  std::int64_t sign_ = 1;
  bool is_by_day_ = true;  // they have come so
};

/// Numbers the keys of activities in the order in which they come: 0, 1, 2 …
class key_numbers {
 public:
  /// Forgets all. `places`: of the values that make a key.
  void begin(const kept_activities& of, std::vector<std::size_t> places);
  std::uint32_t number_of(std::uint32_t activity) {
    if (places_.size() == 1) return number_of_value(activity, of_->value(activity, places_[0]));
    if (!places_.empty()) return number_of_key(activity);
    if (first_.empty()) first_.push_back(activity);
    return 0;
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(first_.size()); }
  /// An activity with that key.
  std::uint32_t example(std::uint32_t number) const { return first_[number]; }
  void forget();

 private:
  struct slot {
    std::uint64_t hash = 0;
    std::uint32_t number = none;  // free
  };
  /// Codes of texts that policies name are small.
  std::uint32_t number_of_value(std::uint32_t activity, std::int64_t value) {
    const auto at = static_cast<std::uint64_t>(value);
    if (at >= of_small_.size()) return number_of_key(activity);
    if (of_small_[at] == none) note_small(activity, static_cast<std::uint8_t>(at));
    return of_small_[at];
  }
  void note_small(std::uint32_t activity, std::uint8_t value);
  std::uint32_t number_of_key(std::uint32_t activity);
  bool is_same(std::uint32_t a, std::uint32_t b) const;
  static std::uint64_t mixed(std::uint64_t h, std::int64_t value) {
    h = (h ^ static_cast<std::uint64_t>(value)) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 32;
  }
  static std::array<std::uint32_t, 256> filled_with_none() {
    std::array<std::uint32_t, 256> out;
    out.fill(none);
    return out;
  }
  std::uint64_t hash(std::uint32_t activity) const;
  slot& slot_of(std::uint32_t activity, std::uint64_t hash);
  void grow();

  const kept_activities* of_ = nullptr;
  std::vector<std::size_t> places_;
  std::vector<std::uint32_t> first_;  // by number: the first activity with the key
  std::vector<slot> slots_;           // a hash table, of what is not here:
  std::array<std::uint32_t, 256> of_small_ = filled_with_none();  // by value
  std::vector<std::uint8_t> small_;                               // which are there
};

/// N of a selection in a period; nothing after a fault.
using selection_count = std::function<std::optional<std::int64_t>(const period&)>;

/// Room for selecting, kept from one subject to the next.
struct selecting_room {
  struct group {
    std::int64_t seen = 0;
    std::vector<std::uint32_t> best;  // a heap, the last of them on top
  };
  key_numbers keys;
  std::vector<group> groups;  // of one period, by key
};

/// Room for all steps of an indicator that keeps its activities.
struct kept_room {
  std::vector<kept_change> changes, selected;
  std::vector<std::uint32_t> sorting;
  selecting_room selecting;
  key_numbers keys;                      // of limits
  std::vector<int128> totals, finer;     // running totals, key by key
};

/// What the selection makes of the changes before it. REQUIRES: `changes` in the order of days, and
/// where all are arrivals, of days and `comes_first`; so is the result.
void select(const selection& by, std::uint32_t when, const kept_activities& activities,
            period_memo& periods, const selection_count& count,
            std::span<const kept_change> changes, selecting_room& room,
            std::vector<kept_change>& out);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/selections.ipp"
#endif
