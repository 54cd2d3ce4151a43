#include "dutyscore/core/date.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace dutyscore;

namespace {

date on(const char* text) { return date::parse(text).value(); }

}  // namespace

TEST_CASE("dates are read in every form that offices write") {
  for (const char* form :
       {"2023-05-06", "2023-5-6", "2023/5/6", "2023/05/06", "2023年5月6日", "2023年05月06日"})
    CHECK_MESSAGE(on(form).to_string() == "2023-05-06", form);
  CHECK(on("2023-05-06").to_text(language::zh) == "2023年5月6日");
}

TEST_CASE("days that do not exist are refused") {
  for (const char* bad : {"", "2023", "2023-05", "2023-02-31", "2023-02-29", "2023-13-01",
                          "2023-00-10", "2023-01-00", "1399-12-31", "10000-01-01", "2023-05-06 ",
                          "2023-05/06", "2023年5月6", "2023年5-6日", "23-05-06x", "2023-5--6"})
    CHECK_FALSE_MESSAGE(date::parse(bad).has_value(), bad);
  CHECK(date::parse("2024-02-29").has_value());
}

TEST_CASE("the calendar's ends") {
  CHECK(date::of(1400, 1, 1) == date::min());
  CHECK(date::of(9999, 12, 31) == date::max());
  CHECK(date::of(1970, 1, 1)->days() == 0);
}

TEST_CASE("adding months keeps to the month's end") {
  CHECK(add_months(on("2023-01-31"), 1) == on("2023-02-28"));
  CHECK(add_months(on("2024-01-31"), 1) == on("2024-02-29"));
  CHECK(add_months(on("2024-02-29"), 12) == on("2025-02-28"));
  // The date type underneath moves ends of months to ends of months; a policy's 28th stays a 28th.
  CHECK(add_months(on("2023-02-28"), 1) == on("2023-03-28"));
  CHECK(add_months(on("2023-03-31"), -1) == on("2023-02-28"));
  CHECK(add_months(on("2023-01-15"), -1) == on("2022-12-15"));
}

TEST_CASE("completed years and months") {
  CHECK(completed_years(on("2000-02-29"), on("2023-02-28")) == 23);
  CHECK(completed_years(on("2000-03-01"), on("2023-02-28")) == 22);
  CHECK(completed_months(on("2023-01-31"), on("2023-02-28")) == 1);
  CHECK(completed_months(on("2023-01-15"), on("2023-02-14")) == 0);
  CHECK(completed_months(on("2023-03-15"), on("2023-01-15")) == -2);
}

TEST_CASE("a period that cannot exist is a misuse") {
  CHECK_THROWS_AS(month(2023, 13), std::invalid_argument);
  CHECK_THROWS_AS(year(12), std::invalid_argument);
}
