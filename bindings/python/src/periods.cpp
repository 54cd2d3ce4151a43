// Periods by the texts that the command takes. One parser: the calendar's.
#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "handles.hpp"

namespace dutyscore::python {

period period_of(const policy& rules, std::string_view text) {
  const calendar& by = rules->calendar;
  if (const auto found = by.parse_period(text)) return *found;
  diagnostic why = make_diagnostic("DS0936", {text, "period"});
  std::vector<std::string> terms;
  for (const calendar_term& t : by.terms()) terms.push_back(t.name);
  if (const auto like = closest(text, terms)) why.hints.push_back(did_you_mean(*like));
  raise(fault::argument, why);
}

period period_or_year(const book& from, const std::optional<std::string>& text) {
  if (text) return period_of(from.policy(), *text);
  return *from.policy()->calendar.period_of(from.through(), period_unit::year);
}

period period_or_all(const policy& rules, const std::optional<std::string>& text) {
  return text ? period_of(rules, *text) : period{};
}

}  // namespace dutyscore::python
