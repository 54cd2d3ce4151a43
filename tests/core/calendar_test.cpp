#include "dutyscore/core/calendar.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace dutyscore;

namespace {

date on(const char* text) { return date::parse(text).value(); }

struct named_period {
  period_unit unit;
  const char *day, *name, *chinese, *first, *last;
};

/// The period of the day has these names and borders, and is found by its name.
void check(const calendar& by, const std::vector<named_period>& table) {
  for (const named_period& row : table) {
    CAPTURE(std::string(row.name));
    const period p = by.period_of(on(row.day), row.unit).value();
    CHECK(p.to_string() == row.name);
    CHECK(p.to_text(language::en) == row.name);
    CHECK(p.to_text(language::zh) == row.chinese);
    CHECK(p.first == on(row.first));
    CHECK(p.last == on(row.last));
    CHECK(by.parse_period(row.name) == p);
  }
}

/// Two boards of a town, with a vacant month between the first two and none after.
calendar boards() {
  return calendar(5, {{"第八届", on("2018-12-01"), on("2021-11-30")},
                      {"board_9", on("2022-01-01"), on("2023-05-31")},
                      {"board_10", on("2023-06-01"), on("2026-12-31")}});
}

}  // namespace

TEST_CASE("years that begin in January") {
  using enum period_unit;
  check(calendar(),
        {{day, "2023-05-06", "2023-05-06", "2023年5月6日", "2023-05-06", "2023-05-06"},
         {month, "2023-05-06", "2023-05", "2023年5月", "2023-05-01", "2023-05-31"},
         {quarter, "2023-05-06", "2023-Q2", "2023年第二季度", "2023-04-01", "2023-06-30"},
         {half, "2023-05-06", "2023-H1", "2023年上半年", "2023-01-01", "2023-06-30"},
         {half, "2024-12-31", "2024-H2", "2024年下半年", "2024-07-01", "2024-12-31"},
         {year, "2023-05-06", "2023", "2023年", "2023-01-01", "2023-12-31"}});
}

TEST_CASE("years that begin in May are named by the calendar year of that May") {
  using enum period_unit;
  check(calendar(5),
        {{year, "2023-05-01", "2023", "2023年", "2023-05-01", "2024-04-30"},
         {year, "2023-04-30", "2022", "2022年", "2022-05-01", "2023-04-30"},
         {half, "2023-10-31", "2023-H1", "2023年上半年", "2023-05-01", "2023-10-31"},
         {half, "2024-02-29", "2023-H2", "2023年下半年", "2023-11-01", "2024-04-30"},
         {quarter, "2023-05-06", "2023-Q1", "2023年第一季度", "2023-05-01", "2023-07-31"},
         // January lies in the third quarter, which began in November; the fourth belongs to 2023.
         {quarter, "2024-01-01", "2023-Q3", "2023年第三季度", "2023-11-01", "2024-01-31"},
         {quarter, "2024-04-30", "2023-Q4", "2023年第四季度", "2024-02-01", "2024-04-30"},
         // Months and days keep the names that everybody gives them.
         {month, "2024-01-31", "2024-01", "2024年1月", "2024-01-01", "2024-01-31"},
         {day, "2024-01-31", "2024-01-31", "2024年1月31日", "2024-01-31", "2024-01-31"}});
}

TEST_CASE("terms have names of their own and need not fit years") {
  const calendar by = boards();
  check(by, {{period_unit::term, "2020-02-29", "第八届", "第八届", "2018-12-01", "2021-11-30"},
             {period_unit::term, "2023-05-31", "board_9", "board_9", "2022-01-01", "2023-05-31"},
             {period_unit::term, "2023-06-01", "board_10", "board_10", "2023-06-01", "2026-12-31"}});
  CHECK_FALSE(by.period_of(on("2021-12-15"), period_unit::term).has_value());
  CHECK(by.period_from(on("2021-12-15"), period_unit::term)->term == "board_9");
  CHECK_FALSE(by.period_from(on("2027-01-01"), period_unit::term).has_value());
  CHECK_FALSE(calendar().period_of(on("2023-05-06"), period_unit::term).has_value());
}

TEST_CASE("everything is one period") {
  CHECK(boards().period_of(on("2023-05-06"), period_unit::overall) == period{});
  CHECK(boards().parse_period("overall") == period{});
  CHECK(boards().parse_period("累计") == period{});
  CHECK(period{}.to_string() == "overall");
  CHECK(period{}.to_text(language::zh) == "累计");
}

TEST_CASE("periods are read as people write them") {
  const calendar by = boards();
  CHECK(by.parse_period("2023年5月") == month(2023, 5));
  CHECK(by.parse_period("2023年5月6日") == day(2023, 5, 6));
  CHECK(by.parse_period("2023年") == by.parse_period("2023"));
  CHECK(by.parse_period("2023年") != year(2023));
  CHECK(calendar().parse_period("2023年") == year(2023));
  for (const char* bad : {"", "20", "2023-Q5", "2023-Q0", "2023-H3", "2023-13", "2023-0", "2023年5",
                          "2023年H1", "2023-H", "x", "第九届", "1399", "12-31"})
    CHECK_FALSE_MESSAGE(by.parse_period(bad).has_value(), bad);
}

TEST_CASE("days have the same number exactly while they share a period") {
  const calendar by = boards();
  for (date d = on("2021-11-01"); d < on("2024-02-01"); d = d + 1) {
    const auto today = by.period_numbers(d), tomorrow = by.period_numbers(d + 1);
    for (std::size_t u = 0; u < period_unit_count; ++u) {
      const auto unit = static_cast<period_unit>(u);
      CHECK_MESSAGE((today[u] == tomorrow[u]) == (by.period_of(d, unit) == by.period_of(d + 1, unit)),
                    d.to_string());
    }
  }
}

TEST_CASE("the ends of time cut periods short") {
  using enum period_unit;
  CHECK(calendar(5).period_of(date::min(), year)->first == date::min());
  CHECK(calendar(5).period_of(date::min(), year)->last == on("1400-04-30"));
  CHECK(calendar(5).period_of(date::max(), year)->last == date::max());
  CHECK(calendar(5).parse_period("9999-Q3")->last == date::max());
  CHECK_FALSE(calendar(5).parse_period("9999-Q4").has_value());
  CHECK(calendar(5).parse_period("9999")->first == on("9999-05-01"));
}

TEST_CASE("a calendar that cannot be is a misuse") {
  const auto refused = [](int month, std::vector<calendar_term> terms) {
    CHECK_THROWS_AS(calendar(month, std::move(terms)), std::invalid_argument);
  };
  refused(0, {});
  refused(13, {});
  refused(1, {{"mid", on("2023-01-02"), on("2023-12-31")}});
  refused(1, {{"mid", on("2023-01-01"), on("2023-12-30")}});
  refused(1, {{"back", on("2023-06-01"), on("2023-05-31")}});
  refused(1, {{"a", on("2023-01-01"), on("2023-06-30")}, {"b", on("2023-06-01"), on("2023-12-31")}});
  refused(1, {{"b", on("2024-01-01"), on("2024-12-31")}, {"a", on("2023-01-01"), on("2023-12-31")}});
}
