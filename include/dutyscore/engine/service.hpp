// When a subject serves: disjoint stretches of days in order of time. Not for users.
#pragma once

#include <optional>
#include <vector>

#include "dutyscore/data/roster.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::engine {

/// A period in which somebody serves, and the first day of it on which they do.
struct served_period {
  period of;
  date first_day;
};

struct service_calendar {
  std::vector<force> stretches;

  bool contains(date d) const;
  bool meets(date first, date last) const { return first_day(first, last).has_value(); }
  /// The first and the last served day within [first, last].
  std::optional<date> first_day(date first, date last) const;
  std::optional<date> last_day(date first, date last) const;
  /// Those that have a served day up to `last`, in order.
  std::vector<served_period> periods(const calendar& by, period_unit unit, date last) const;
  /// What of it lies within `f`.
  service_calendar within(const force& f) const;
};

/// Of a roster's subject, or of one without a roster (null): from the first day of the calendar's
/// year of `earliest`. A roster row without `from` begins with the policy's force, else like a
/// subject without a roster.
service_calendar service_of(const roster_subject* subject, const force& policy_force,
                            const calendar& years, date earliest);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/service.ipp"
#endif
