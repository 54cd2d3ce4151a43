#pragma once

#include <array>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <charconv>
#include <stdexcept>

#include "dutyscore/core/date.hpp"

namespace dutyscore {
namespace detail {

using gregorian = boost::gregorian::gregorian_calendar;

DUTYSCORE_INLINE std::int32_t epoch_day_number() {
  static const auto number = gregorian::day_number(gregorian::ymd_type(1970, 1, 1));
  return static_cast<std::int32_t>(number);
}

DUTYSCORE_INLINE date existing_day(int y, int m, int d) {
  const auto found = date::of(y, m, d);
  if (!found) throw std::invalid_argument("dutyscore: there is no such day");
  return *found;
}

/// Takes an unsigned number of at most four digits from the front of `text`.
DUTYSCORE_INLINE std::optional<int> take_number(std::string_view& text) {
  int value = 0;
  const auto limit = text.substr(0, 4);
  const auto [end, error] = std::from_chars(limit.data(), limit.data() + limit.size(), value);
  if (error != std::errc{} || end == limit.data() || limit.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - limit.data()));
  return value;
}

DUTYSCORE_INLINE bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

DUTYSCORE_INLINE std::string padded(int value, std::size_t width) {
  std::string out = std::to_string(value);
  if (out.size() < width) out.insert(0, width - out.size(), '0');
  return out;
}

DUTYSCORE_INLINE int months_in(period_unit unit) {
  switch (unit) {
    case period_unit::month:
      return 1;
    case period_unit::quarter:
      return 3;
    case period_unit::half:
      return 6;
    case period_unit::year:
      return 12;
    default:
      throw std::invalid_argument("dutyscore: the unit has no length in months");
  }
}

DUTYSCORE_INLINE period months_from(period_unit unit, int y, int first_month) {
  const date first = existing_day(y, first_month, 1);
  return {unit, first, add_months(first, months_in(unit)) - 1};
}

/// Which period of its year: 2, for the second quarter.
struct place_in_year {
  int year, number;
};

DUTYSCORE_INLINE place_in_year place_of(const period& p) {
  const civil c = to_civil(p.first);
  const int months = (c.month - p.year_month + 12) % 12;
  return {c.month < p.year_month ? c.year - 1 : c.year, months / months_in(p.unit) + 1};
}

}  // namespace detail

DUTYSCORE_INLINE std::optional<date> date::of(int year, int month, int day) {
  if (year < 1400 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const auto y = static_cast<unsigned short>(year), m = static_cast<unsigned short>(month);
  if (day > detail::gregorian::end_of_month_day(y, m)) return std::nullopt;
  const auto number = detail::gregorian::day_number(
      detail::gregorian::ymd_type(y, m, static_cast<unsigned short>(day)));
  return from_days(static_cast<std::int32_t>(number) - detail::epoch_day_number());
}

DUTYSCORE_INLINE civil to_civil(date d) {
  const auto ymd = detail::gregorian::from_day_number(
      static_cast<std::uint32_t>(d.days() + detail::epoch_day_number()));
  return {ymd.year, ymd.month, ymd.day};
}

DUTYSCORE_INLINE int date::year() const { return to_civil(*this).year; }
DUTYSCORE_INLINE int date::month() const { return to_civil(*this).month; }
DUTYSCORE_INLINE int date::day() const { return to_civil(*this).day; }

DUTYSCORE_INLINE std::optional<date> date::parse(std::string_view text) {
  const auto y = detail::take_number(text);
  if (!y) return std::nullopt;
  const bool chinese = detail::take(text, "年");
  const std::string_view separator = chinese ? "月" : text.substr(0, 1);
  if (!chinese && separator != "-" && separator != "/") return std::nullopt;
  if (!chinese) text.remove_prefix(1);
  const auto m = detail::take_number(text);
  if (!m || !detail::take(text, separator)) return std::nullopt;
  const auto d = detail::take_number(text);
  if (!d || (chinese && !detail::take(text, "日")) || !text.empty()) return std::nullopt;
  return of(*y, *m, *d);
}

DUTYSCORE_INLINE std::string date::to_string() const {
  const civil c = to_civil(*this);
  return detail::padded(c.year, 4) + "-" + detail::padded(c.month, 2) + "-" +
         detail::padded(c.day, 2);
}

DUTYSCORE_INLINE std::string date::to_text(language lang) const {
  if (lang == language::en) return to_string();
  const civil c = to_civil(*this);
  return std::to_string(c.year) + "年" + std::to_string(c.month) + "月" + std::to_string(c.day) +
         "日";
}

DUTYSCORE_INLINE date add_months(date d, int n) {
  const civil c = to_civil(d);
  const int months = c.year * 12 + c.month - 1 + n;
  const int y = months / 12, m = months % 12 + 1;
  if (y < 1400 || y > 9999) return y > 9999 ? date::max() + 1 : date::min();
  const int last = detail::gregorian::end_of_month_day(static_cast<unsigned short>(y),
                                                      static_cast<unsigned short>(m));
  return detail::existing_day(y, m, c.day < last ? c.day : last);
}

DUTYSCORE_INLINE std::string period::to_string() const {
  if (unit == period_unit::overall) return "overall";
  if (unit == period_unit::day) return first.to_string();
  if (unit == period_unit::term) return term;
  const detail::place_in_year at = detail::place_of(*this);
  const std::string y = detail::padded(at.year, 4);
  switch (unit) {
    case period_unit::month:
      return y + "-" + detail::padded(at.number, 2);
    case period_unit::quarter:
      return y + "-Q" + std::to_string(at.number);
    case period_unit::half:
      return y + "-H" + std::to_string(at.number);
    default:
      return y;
  }
}

DUTYSCORE_INLINE std::string period::to_text(language lang) const {
  if (lang == language::en || unit == period_unit::term) return to_string();
  static constexpr std::array<std::string_view, 4> quarters{"第一季度", "第二季度", "第三季度",
                                                            "第四季度"};
  if (unit == period_unit::overall) return "累计";
  if (unit == period_unit::day) return first.to_text(lang);
  const detail::place_in_year at = detail::place_of(*this);
  const std::string y = std::to_string(at.year) + "年";
  switch (unit) {
    case period_unit::month:
      return y + std::to_string(at.number) + "月";
    case period_unit::quarter:
      return y + std::string(quarters[static_cast<std::size_t>(at.number - 1)]);
    case period_unit::half:
      return y + (at.number == 1 ? "上半年" : "下半年");
    default:
      return y;
  }
}

DUTYSCORE_INLINE period year(int y) { return detail::months_from(period_unit::year, y, 1); }
DUTYSCORE_INLINE period half(int y, int h) {
  return detail::months_from(period_unit::half, y, h * 6 - 5);
}
DUTYSCORE_INLINE period quarter(int y, int q) {
  return detail::months_from(period_unit::quarter, y, q * 3 - 2);
}
DUTYSCORE_INLINE period month(int y, int m) {
  return detail::months_from(period_unit::month, y, m);
}
DUTYSCORE_INLINE period day(int y, int m, int d) {
  const date only = detail::existing_day(y, m, d);
  return {period_unit::day, only, only};
}

DUTYSCORE_INLINE int completed_months(date from, date to) {
  if (to < from) return -completed_months(to, from);
  const civil a = to_civil(from), b = to_civil(to);
  const int months = (b.year - a.year) * 12 + b.month - a.month;
  return add_months(from, months) > to ? months - 1 : months;
}

DUTYSCORE_INLINE int completed_years(date from, date to) { return completed_months(from, to) / 12; }

}  // namespace dutyscore
