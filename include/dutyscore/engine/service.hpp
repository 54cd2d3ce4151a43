// When a subject serves: disjoint stretches of days in order of time. Not for users.
#pragma once

#include <optional>
#include <vector>

#include "dutyscore/data/roster.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::engine {

struct service_calendar {
  std::vector<force> stretches;

  bool contains(date d) const;
  bool meets(date first, date last) const { return first_day(first, last).has_value(); }
  /// The first and the last served day within [first, last].
  std::optional<date> first_day(date first, date last) const;
  std::optional<date> last_day(date first, date last) const;
  /// What of it lies within `f`.
  service_calendar within(const force& f) const;
};

/// Of a roster's subject, or of one without a roster (null): from the first day of the year of
/// `earliest`. A roster row without `from` begins with the policy's force, else like a subject
/// without a roster.
service_calendar service_of(const roster_subject* subject, const force& policy_force,
                            date earliest);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/service.ipp"
#endif
