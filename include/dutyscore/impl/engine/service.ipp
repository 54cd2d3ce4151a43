#pragma once

#include <algorithm>

#include "dutyscore/engine/service.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE bool service_calendar::contains(date d) const { return meets(d, d); }

DUTYSCORE_INLINE std::optional<date> service_calendar::first_day(date first, date last) const {
  for (const force& s : stretches)
    if (s.first <= last && s.last >= first) return std::max(s.first, first);
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<date> service_calendar::last_day(date first, date last) const {
  for (auto s = stretches.rbegin(); s != stretches.rend(); ++s)
    if (s->first <= last && s->last >= first) return std::min(s->last, last);
  return std::nullopt;
}

DUTYSCORE_INLINE std::vector<served_period> service_calendar::periods(const calendar& by,
                                                                     period_unit unit,
                                                                     date last) const {
  std::vector<served_period> out;
  for (auto day = first_day(date::min(), last); day;) {
    const auto p = by.period_from(*day, unit);
    if (!p) break;
    if (p->contains(*day)) out.push_back({*p, *day});
    if (p->last >= last) break;
    day = first_day(p->contains(*day) ? p->last + 1 : p->first, last);
  }
  return out;
}

DUTYSCORE_INLINE service_calendar service_calendar::within(const force& f) const {
  service_calendar out;
  for (const force& s : stretches) {
    const force part{std::max(s.first, f.first), std::min(s.last, f.last)};
    if (part.first <= part.last) out.stretches.push_back(part);
  }
  return out;
}

DUTYSCORE_INLINE service_calendar service_of(const roster_subject* subject,
                                             const force& policy_force, const calendar& years,
                                             date earliest) {
  const date year_start = years.period_of(earliest, period_unit::year)->first;
  if (!subject) return {{{year_start, date::max()}}};
  const date start = policy_force.first > date::min() ? policy_force.first : year_start;
  service_calendar out;
  for (const service& s : subject->services) {
    const force part{s.from.value_or(start), s.to.value_or(date::max())};
    if (part.first <= part.last) out.stretches.push_back(part);
  }
  return out;
}

}  // namespace dutyscore::engine
