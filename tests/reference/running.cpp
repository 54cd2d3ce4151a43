#include "running.hpp"

namespace reference {

whole at(const running& f, date t) {
  const auto later = f.upper_bound(t);
  return later == f.begin() ? 0 : std::prev(later)->second;
}

running sum(const running& a, const running& b) {
  running out;
  for (const auto& [t, n] : a) out[t] = n + at(b, t);
  for (const auto& [t, n] : b) out[t] = n + at(a, t);
  return out;
}

running negated(running f) {
  for (auto& [t, n] : f) n = -n;
  return f;
}

running with_days(const running& f, const std::set<date>& days) {
  running out = f;
  for (const date t : days) out[t] = at(f, t);
  return out;
}

running accumulated(const std::map<date, whole>& of_day) {
  running out;
  whole so_far = 0;
  for (const auto& [t, n] : of_day) out[t] = so_far += n;
  return out;
}

running per_period(const calendar& periods, const running& f, period_unit unit,
                   const std::function<whole(const period&, date, whole)>& c) {
  running out;
  whole finished = 0;
  std::optional<period> current;
  const auto part = [&](const period& p, date t) { return c(p, t, gained(f, p.first, t)); };
  for (const auto& [t, n] : f) {
    const auto p = periods.period_of(t, unit);
    if (!p) continue;  // nothing happens between terms
    if (current && *current != *p) finished += part(*current, current->last);
    current = p;
    out[t] = finished + part(*p, t);
  }
  return out;
}

running within(const running& f, date first, date last) {
  running out;
  for (const auto& [t, n] : f)
    if (first <= t && t <= last) out[t] = gained(f, first, t);
  return out;
}

void for_each_difference(const running& f, const running& g,
                         const std::function<void(date, whole)>& post) {
  std::set<date> days;
  for (const running* one : {&f, &g})
    for (const auto& [t, n] : *one) days.insert(t);
  for (const date d : days)
    if (const whole change = gained(g, d, d) - gained(f, d, d); change != 0) post(d, change);
}

}  // namespace reference
