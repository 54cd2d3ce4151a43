// Running totals: F(t) is what has come together through day t.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "calendar.hpp"
#include "exact.hpp"

namespace reference {

/// Day -> the total through that day; between two days of the map the total stays what it was.
using running = std::map<date, whole>;

/// 0 before the first day.
whole at(const running& f, date t);
/// F(last) - F(first - 1).
inline whole gained(const running& f, date first, date last) {
  return at(f, last) - at(f, first - 1);
}
running sum(const running& a, const running& b);
running negated(running f);
running with_days(const running& f, const std::set<date>& days);
/// What happens on each day, added up.
running accumulated(const std::map<date, whole>& of_day);

/// (clause_P F)(t) = the sum over the periods p begun by t of
/// c(p, min(t, last p), F(min(t, last p)) - F(first p - 1)).
/// REQUIRES: c gives 0 for 0, so that only periods with a day of the map can matter.
running per_period(const calendar& periods, const running& f, period_unit unit,
                   const std::function<whole(const period&, date, whole)>& c);

/// F through `last` less F before `first`, and constant outside of it.
running within(const running& f, date first, date last);

/// Calls post(d, [G(d) - G(d-1)] - [F(d) - F(d-1)]) on every day on which it is not 0.
void for_each_difference(const running& f, const running& g,
                         const std::function<void(date, whole)>& post);

}  // namespace reference
