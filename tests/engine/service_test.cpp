#include "dutyscore/engine/service.hpp"

#include <doctest/doctest.h>

using namespace dutyscore;
using namespace dutyscore::engine;

namespace {

date on(const char* text) { return date::parse(text).value(); }

}  // namespace

TEST_CASE("service without a roster begins with the year of the earliest row") {
  const service_calendar c = service_of(nullptr, {}, calendar(), on("2023-05-06"));
  CHECK(c.contains(on("2023-01-01")));
  CHECK_FALSE(c.contains(on("2022-12-31")));
  CHECK(c.contains(date::max()));
}

TEST_CASE("stretches of service have gaps") {
  roster_subject s{
      "a",
      "a",
      {{on("2022-03-01"), on("2022-06-30"), "", {}}, {on("2023-01-10"), std::nullopt, "", {}}}};
  const service_calendar c = service_of(&s, {}, calendar(), on("2023-05-06"));
  CHECK(c.first_day(on("2022-01-01"), on("2022-12-31")) == on("2022-03-01"));
  CHECK(c.last_day(on("2022-01-01"), on("2022-12-31")) == on("2022-06-30"));
  CHECK_FALSE(c.meets(on("2022-07-01"), on("2023-01-09")));
  CHECK(c.last_day(on("2022-01-01"), on("2023-12-31")) == on("2023-12-31"));
  const service_calendar within = c.within({on("2022-05-01"), on("2023-01-31")});
  CHECK(within.first_day(date::min(), date::max()) == on("2022-05-01"));
  CHECK(within.last_day(date::min(), date::max()) == on("2023-01-31"));
}

TEST_CASE("a missing start is the policy's, else that of a subject without a roster") {
  const roster_subject s{"a", "a", {{std::nullopt, std::nullopt, "", {}}}};
  CHECK(service_of(&s, {on("2022-03-25"), date::max()}, calendar(), on("2023-05-06")).stretches[0].first ==
        on("2022-03-25"));
  CHECK(service_of(&s, {}, calendar(), on("2023-05-06")).stretches[0].first == on("2023-01-01"));
}
