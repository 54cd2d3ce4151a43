#pragma once

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/impl/core/date.ipp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE bool is_first_of_month(date d) { return to_civil(d).day == 1; }

/// Whether the term may stand in a calendar after those that end before `free_from`.
DUTYSCORE_INLINE bool is_term_after(const calendar_term& t, date free_from) {
  return t.first >= free_from && t.first <= t.last && is_first_of_month(t.first) &&
         (t.last == date::max() || is_first_of_month(t.last + 1));
}

DUTYSCORE_INLINE bool has_own_years(period_unit unit) {
  return unit == period_unit::quarter || unit == period_unit::half || unit == period_unit::year;
}

}  // namespace detail

DUTYSCORE_INLINE calendar::calendar(int first_month, std::vector<calendar_term> terms)
    : first_month_(first_month), terms_(std::move(terms)) {
  bool is_right = first_month >= 1 && first_month <= 12;
  date free_from = date::min();
  for (const calendar_term& t : terms_) {
    is_right = is_right && detail::is_term_after(t, free_from);
    free_from = t.last + 1;
  }
  if (!is_right) throw std::invalid_argument("dutyscore: years or terms that no calendar can have");
}

DUTYSCORE_INLINE std::optional<period> calendar::period_of(date d, period_unit unit) const {
  const auto found = period_from(d, unit);
  return found && found->contains(d) ? found : std::nullopt;
}

DUTYSCORE_INLINE std::optional<period> calendar::period_from(date d, period_unit unit) const {
  switch (unit) {
    case period_unit::day:
      return period{unit, d, d};
    case period_unit::term:
      return term_from(d);
    case period_unit::overall:
      return period{};
    default:
      return months_of(d, unit);
  }
}

DUTYSCORE_INLINE std::optional<period> calendar::term_from(date d) const {
  const auto found = std::find_if(terms_.begin(), terms_.end(),
                                  [&](const calendar_term& t) { return t.last >= d; });
  if (found == terms_.end()) return std::nullopt;
  return period{period_unit::term, found->first, found->last, 1, found->name};
}

/// Of a unit that is so many months. The ends of the calendar cut periods short.
DUTYSCORE_INLINE period calendar::months_of(date d, period_unit unit) const {
  const civil c = to_civil(d);
  const int year_month = detail::has_own_years(unit) ? first_month_ : 1;
  const int length = detail::months_in(unit);
  const int begun = (c.month - year_month + 12) % 12 % length;  // months of the period before d's
  const date month = detail::existing_day(c.year, c.month, 1);
  return {unit, add_months(month, -begun), add_months(month, length - begun) - 1, year_month, {}};
}

DUTYSCORE_INLINE std::array<std::int32_t, period_unit_count> calendar::period_numbers(
    date d) const {
  const civil c = to_civil(d);
  const std::int32_t month = c.year * 12 + c.month - 1, own = month - (first_month_ - 1);
  std::int32_t term = 0;  // odd within the terms, even between them
  for (const calendar_term& t : terms_) term += (t.first <= d) + (t.last < d);
  return {d.days(), month, own / 3, own / 6, own / 12, term, 0};
}

/// The n-th quarter or half of that year, the year itself, or the month of the common calendar.
DUTYSCORE_INLINE std::optional<period> calendar::numbered(int year, period_unit unit,
                                                          int number) const {
  const int length = detail::months_in(unit);
  if (number < 1 || number > 12 / length) return std::nullopt;
  const int begin = detail::has_own_years(unit) ? first_month_ : 1;
  const auto start = date::of(year, begin, 1);
  if (!start) return std::nullopt;
  const date first = add_months(*start, length * (number - 1));
  return first <= date::max() ? std::optional(months_of(first, unit)) : std::nullopt;
}

DUTYSCORE_INLINE std::optional<period> calendar::parse_period(std::string_view text) const {
  if (text == "overall" || text == "累计") return period{};
  for (const calendar_term& t : terms_)
    if (t.name == text) return period_of(t.first, period_unit::term);
  if (const auto d = date::parse(text)) return period_of(*d, period_unit::day);
  const auto y = detail::take_number(text);
  if (!y) return std::nullopt;
  if (text.empty() || text == "年") return numbered(*y, period_unit::year, 1);
  const bool chinese = detail::take(text, "年");
  if (!chinese && !detail::take(text, "-")) return std::nullopt;
  const period_unit unit = !chinese && detail::take(text, "H")   ? period_unit::half
                           : !chinese && detail::take(text, "Q") ? period_unit::quarter
                                                                 : period_unit::month;
  const auto n = detail::take_number(text);
  if (!n || (chinese && !detail::take(text, "月")) || !text.empty()) return std::nullopt;
  return numbered(*y, unit, *n);
}

DUTYSCORE_INLINE period period_of(date d, period_unit unit) {
  return calendar().period_of(d, unit).value();
}

DUTYSCORE_INLINE std::optional<period> parse_period(std::string_view text) {
  return calendar().parse_period(text);
}

}  // namespace dutyscore
