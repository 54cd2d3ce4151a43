// Stretches of days that have been worked out once: readings ask for the same few months, quarters
// and years for every subject, and a calendar takes a day apart each time. Not for users. One per
// thread.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/date.hpp"

namespace dutyscore::engine {

/// Disjoint stretches with `first` and `last`, in the order of time. Cost of finding one: that of a
/// binary search among those known.
template <class Stretch>
class known_stretches {
 public:
  /// `make(d)`: the stretch that holds `d`. Valid until the next call.
  template <class Make>
  const Stretch& find(date d, Make make) {
    // Who goes through days asks for the same, or for the next.
    for (std::size_t at = last_; at < std::min(last_ + 2, known_.size()); ++at)
      if (holds(known_[at], d)) return known_[last_ = at];
    const auto after = std::upper_bound(known_.begin(), known_.end(), d,
                                        [](date x, const Stretch& s) { return x < s.first; });
    const auto at = static_cast<std::size_t>(after - known_.begin());
    if (at > 0 && holds(known_[at - 1], d)) return known_[last_ = at - 1];
    known_.insert(after, make(d));
    return known_[last_ = at];
  }

 private:
  static bool holds(const Stretch& s, date d) { return s.first <= d && d <= s.last; }

  std::vector<Stretch> known_;
  std::size_t last_ = 0;
};

/// The periods of one calendar.
class period_memo {
 public:
  explicit period_memo(const calendar& of) : of_(&of) {}

  /// REQUIRES: there is one, which only terms may lack.
  const period& find(date d, period_unit unit) {
    return of_unit_[static_cast<std::size_t>(unit)].find(
        d, [&](date x) { return of_->period_of(x, unit).value(); });
  }

 private:
  const calendar* of_;
  std::array<known_stretches<period>, period_unit_count> of_unit_;
};

}  // namespace dutyscore::engine
