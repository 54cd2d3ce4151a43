// Arithmetic on pieces against the same arithmetic on numbers.
#include "dutyscore/plan/piecewise.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <vector>

using namespace dutyscore;

namespace {

constexpr std::int64_t one = decimal::scale;

piecewise number(std::int64_t n) { return piecewise::constant(n); }
/// A whole number of 0…100, and a decimal of 0…10 in millionths.
piecewise whole() { return piecewise::of_column(0, one, 100 * one); }
piecewise fine() { return piecewise::of_column(1, 1, 10 * one); }

/// What the pieces say for a value of the column; nothing where they are opaque.
std::optional<std::int64_t> at(const piecewise& p, std::int64_t x) {
  const piece* found = nullptr;
  for (const piece& q : p.pieces())
    if (q.from <= x) found = &q;
  if (found->opaque) return std::nullopt;
  return found->base + found->slope * found->of.count(x);
}

struct expected_value {
  const char* what;
  piecewise pieces;
  std::function<std::int64_t(std::int64_t)> of;  // whole items
};

}  // namespace

TEST_CASE("pieces are what the numbers are") {
  const auto x = whole();
  const auto at_least = [&](std::int64_t n) { return logical_not(is_less(x, number(n * one))); };
  const auto in_twenties = [] { return number(5).for_each(0, {20 * one, 10 * one, 3}, 100 * one); };
  const expected_value cases[] = {
      {"x", x, [](auto n) { return n * one; }},
      {"3 - x", add(number(3 * one), negate(x)), [](auto n) { return (3 - n) * one; }},
      {"2.5 x", multiply(x, number(2'500'000)), [](auto n) { return n * 2'500'000; }},
      {"x / 4", divide(x, number(4 * one)), [](auto n) { return n * 250'000; }},
      {"x < 7", is_less(x, number(7 * one)), [](auto n) { return std::int64_t{n < 7}; }},
      {"7 < x", is_less(number(7 * one), x), [](auto n) { return std::int64_t{7 < n}; }},
      {"x == 7", is_equal(x, number(7 * one)), [](auto n) { return std::int64_t{n == 7}; }},
      {"x == 7.5", is_equal(x, number(7'500'000)), [](auto) { return std::int64_t{0}; }},
      {"2 x < x + 9", is_less(add(x, x), add(x, number(9 * one))),
       [](auto n) { return std::int64_t{2 * n < n + 9}; }},
      {"min(x, 10)", choose(is_less(x, number(10 * one)), x, number(10 * one)),
       [](auto n) { return std::min<std::int64_t>(n, 10) * one; }},
      {"from 3: 5, from 8: x", choose(at_least(8), x, choose(at_least(3), number(5), number(0))),
       [](auto n) { return n >= 8 ? n * one : n >= 3 ? 5 : 0; }},
      {"round(1.5, 1)", round(number(1'500'000), one, rounding::half_even),
       [](auto) { return 2 * one; }},
      {"5 for each of 20", number(5).for_each(0, {20 * one}, 100 * one),
       [](auto n) { return 5 * (n / 20); }},
      {"5 for 3 of 20, from 10 on, not above 12",
       choose(is_less(in_twenties(), number(12)), in_twenties(), number(12)),
       [](auto n) { return std::min<std::int64_t>(5 * ((3 * n + 10) / 20), 12); }},
      {"x, from 30 on 5 for 3 of 20", choose(at_least(30), in_twenties(), x),
       [](auto n) { return n >= 30 ? 5 * ((3 * n + 10) / 20) : n * one; }},
      {"5 for 3 of 20, 1 less from 3 on", add(in_twenties(), negate(at_least(3))),
       [](auto n) { return 5 * ((3 * n + 10) / 20) - (n >= 3); }},
  };
  for (const expected_value& e : cases)
    for (std::int64_t n = 0; n <= 100; ++n) {
      CAPTURE(e.what);
      CAPTURE(n);
      CHECK(at(e.pieces, n * one) == e.of(n));
    }
}

TEST_CASE("what has no straight form is opaque") {
  CHECK(multiply(whole(), whole()).has_opaque());
  CHECK(add(whole(), fine()).has_opaque());
  CHECK(divide(whole(), number(3 * one)).has_opaque());
  CHECK(divide(number(one), number(0)).has_opaque());
  CHECK(multiply(fine(), number(500'000)).has_opaque());
  CHECK(round(fine(), 10'000, rounding::half_up).has_opaque());
  CHECK(number(INT64_MAX).has_opaque());
  CHECK(add(number(most_piece), number(most_piece)).has_opaque());
  CHECK(fine().for_each(0, {}, one).has_opaque());
  CHECK(add(whole(), number(1).for_each(0, {3 * one}, 100 * one)).has_opaque());
}

TEST_CASE("only what is taken must have a form") {
  const piecewise lazy = choose(is_less(whole(), number(5 * one)), number(1), piecewise::opaque());
  CHECK(at(lazy, 4 * one) == 1);
  CHECK(!at(lazy, 5 * one));
  CHECK(choose(number(0), piecewise::opaque(), whole()) == whole());
}

TEST_CASE("what holds for all values of a column still depends on it") {
  // bug: a condition that holds from 0 on was taken to hold for negative numbers, too
  const piecewise always = logical_not(is_less(whole(), number(0)));
  CHECK(always.value() == 1);
  CHECK(choose(always, number(5), number(6)).column() == 0);
}

TEST_CASE("a limit makes the range of the column smaller") {
  const piecewise doubled = multiply(whole(), number(2 * one));
  CHECK(doubled.within(30 * one).most() == 16 * one - 1);
  CHECK(doubled.within(1000 * one).most() == 100 * one);
  CHECK(number(7).within(6).has_opaque());
  const piecewise shifted = number(1).for_each(0, {20, 10, 3}, 100 * one);
  CHECK(shifted.within(5).most() == (6 * 20 - 1 - 10) / 3);
  CHECK(number(1).for_each(0, {20, 300}, 100 * one).within(5).has_opaque());
}
