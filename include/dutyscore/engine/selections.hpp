// Which activities of an indicator are kept, day by day: once, first, after, highest, best.
//
// Every selection is one mechanism: within each period and key, activities stand in an order, and
// either the first N of them are kept or all but these. `first` orders by day, `best` by points.
// Going through the days, an arriving activity moves at most one other over the border, so the
// selection hands on a change or two: an activity more, an activity less. The next selection takes
// these changes as its own arrivals and departures. Example: `highest per year` of 5 in March and 8
// in May: +5 in March; +8 and -5 in May. Cost: activities x selections x a logarithm. Tested by
// tests/engine/selections_test.cpp and against tests/reference. Not for users.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/columns.hpp"
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
  kept_activities(const plan& p, block_id indicator, const subject_state& state, basis on,
                  const text_codes& codes);

  std::size_t size() const { return activities_.size(); }
  std::int32_t day(std::uint32_t i) const { return activities_[i].day; }
  /// Deducted points where the block counts those.
  std::int64_t points(std::uint32_t i) const { return sign_ * values(i)[0]; }
  std::span<const std::int64_t> values(std::uint32_t i) const {
    return values_.subspan(activities_[i].values, width_);
  }
  /// The values of the fields, by which the activity is grouped.
  std::vector<std::int64_t> key(std::uint32_t i, std::span<const std::uint32_t> fields) const;
  bool holds(std::uint32_t i, std::uint32_t when) const {
    return values(i)[of_->first_when() + when] != 0;
  }
  /// By day, then as `comes_first`: all there are, in the order of days.
  std::vector<kept_change> arrivals() const;
  /// By day and points, or by points and day; then by what else is known of an activity.
  bool comes_first(std::uint32_t a, std::uint32_t b, bool by_points) const;

 private:
  int compare_rest(std::uint32_t a, std::uint32_t b) const;

  const indicator_plan* of_;
  std::span<const std::int64_t> values_;
  std::size_t width_;
  const text_codes* codes_;
  std::vector<kept_activity> activities_;
  std::int64_t sign_ = 1;
};

/// N of a selection in a period; nothing where the subject does not serve in it.
using selection_count = std::function<std::optional<std::int64_t>(const period&)>;

/// What the selection makes of the changes before it. REQUIRES: `changes` in the order of days; so
/// is the result.
std::vector<kept_change> select(const selection& by, std::uint32_t when,
                                const kept_activities& activities, const calendar& calendar,
                                const selection_count& count,
                                std::span<const kept_change> changes);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/selections.ipp"
#endif
