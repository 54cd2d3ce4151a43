// Calendar days and the periods that regulations count by. A date is a count of days; there is no
// clock, no time zone and no time of day anywhere in dutyscore. Values are immutable.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// A day between 1400-01-01 and 9999-12-31, counted from 1970-01-01.
class date {
 public:
  constexpr date() = default;
  static constexpr date from_days(std::int32_t days) {
    date d;
    d.days_ = days;
    return d;
  }
  /// Nothing when there is no such day (31 February, year 1399).
  static std::optional<date> of(int year, int month, int day);
  /// Reads `2023-05-06`, `2023/5/6`, `2023年5月6日`.
  static std::optional<date> parse(std::string_view text);
  static constexpr date min() { return from_days(-208188); }  // 1400-01-01
  static constexpr date max() { return from_days(2932896); }  // 9999-12-31

  constexpr std::int32_t days() const { return days_; }
  int year() const;
  int month() const;
  int day() const;
  /// `2023-05-06`.
  std::string to_string() const;
  /// `2023-05-06` or `2023年5月6日`.
  std::string to_text(language lang) const;

  constexpr date operator+(int n) const { return from_days(days_ + n); }
  constexpr date operator-(int n) const { return from_days(days_ - n); }
  constexpr int operator-(date other) const { return days_ - other.days_; }
  constexpr auto operator<=>(const date&) const = default;

 private:
  std::int32_t days_ = 0;
};

/// Year, month and day of a date, taken apart once.
struct civil {
  int year, month, day;
};
civil to_civil(date d);

/// The day `n` months later (or earlier); a day past the month's end becomes that month's last day.
date add_months(date d, int n);

enum class period_unit : unsigned char { day, month, quarter, half, year, term, overall };

/// A named stretch of days, both ends included, as a calendar (core/calendar.hpp) cuts it out.
struct period {
  period_unit unit = period_unit::overall;
  date first = date::min();
  date last = date::max();
  /// Of a quarter, half or year: the month in which its year begins.
  int year_month = 1;
  std::string term = {};  // the name, when it is one

  bool contains(date d) const { return first <= d && d <= last; }
  /// `2023-05-06`, `2023-05`, `2023-Q2`, `2023-H1`, `2023`, `overall`, a term's name. Years are
  /// named by the calendar year they begin in, quarters and halves by the year they belong to.
  std::string to_string() const;
  /// In Chinese `2023年5月`, `2023年第二季度`, `2023年上半年`, `2023年`, `累计`.
  std::string to_text(language lang) const;
  auto operator<=>(const period&) const = default;
};

/// In years that begin in January.
/// REQUIRES: the numbers name a period that exists.
period year(int y);
period half(int y, int h);
period quarter(int y, int q);
period month(int y, int m);
period day(int y, int m, int d);

/// Whole years or months from `from` to `to`, negative when `to` is earlier.
int completed_years(date from, date to);
int completed_months(date from, date to);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/date.ipp"
#endif
