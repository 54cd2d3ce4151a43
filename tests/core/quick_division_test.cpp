#include "dutyscore/core/quick_division.hpp"

#include <doctest/doctest.h>

#include <random>
#include <utility>

using namespace dutyscore;

TEST_CASE("a quick quotient is the quotient, for every number up to the end") {
  std::mt19937_64 random(20231);
  for (const auto& division : std::initializer_list<std::pair<std::int64_t, std::int64_t>>{
           {2, 1},
           {2, (std::int64_t{1} << 30) - 1},
           {3, 715'827'882},
           {7, 63},
           {1'000'000, 64},
           {500'000, 63},
           {100'000'000, 63},
           {33'333'333, 31},
           {std::int64_t{1} << 50, 1},
           {std::int64_t{3} << 40, 63},
           {(std::int64_t{1} << 31) - 1, 1}}) {
    const std::int64_t by = division.first, times = division.second;
    CAPTURE(by);
    CAPTURE(times);
    REQUIRE(quick_division::can_divide(by, times));
    const quick_division divide(by, times);
    const auto d = static_cast<std::uint64_t>(by), end = d * static_cast<std::uint64_t>(times);
    std::uint64_t wrong = 0;
    const auto check = [&](std::uint64_t n) { wrong += divide(n) != n / d; };
    for (int i = 0; i < 10'000; ++i) {
      const std::uint64_t near = random() % static_cast<std::uint64_t>(times) * d;
      check(near);
      check(near + d - 1);
      if (near > 0) check(near - 1);
      check(random() % (end + 1));
    }
    check(end);
    CHECK(wrong == 0);
  }
}

TEST_CASE("what a quick quotient cannot divide by is known before") {
  CHECK(!quick_division::can_divide(0, 1));
  CHECK(!quick_division::can_divide(-5, 1));
  CHECK(!quick_division::can_divide(5, 0));
  CHECK(!quick_division::can_divide(std::int64_t{1} << 31, (std::int64_t{1} << 31) + 1));
  CHECK(!quick_division::can_divide((std::int64_t{1} << 31) + 1, 1));
  CHECK(!quick_division::can_divide(1, 5));
  CHECK(quick_division::can_divide(std::int64_t{1} << 31, 1));
}

TEST_CASE("an inverse makes one of its number") {
  static_assert(inverse_of(15'625) * 15'625u == 1);
  for (std::uint32_t odd = 1; odd < 100'000; odd += 2) REQUIRE(inverse_of(odd) * odd == 1);
}
