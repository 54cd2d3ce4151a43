#include "dutyscore/core/decimal.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace dutyscore;

namespace {

decimal number(const char* text) { return decimal::parse(text).value(); }

std::string text(std::optional<decimal> value) { return value ? value->to_string() : "nothing"; }

}  // namespace

TEST_CASE("a decimal reads and writes itself") {
  for (const char* same : {"0", "18", "-0.5", "9.99", "9223372036854.775807",
                           "-9223372036854.775808", "0.000001"})
    CHECK(number(same).to_string() == same);
  CHECK(number("1.500000").to_string() == "1.5");
  CHECK(number("0.1000000000").to_string() == "0.1");
  CHECK(number("-0").to_string() == "0");
}

TEST_CASE("what is not a decimal is refused") {
  for (const char* bad : {"", "-", ".", "1.", ".5", "1e3", "+1", "--1", "1.2.3", "0.0000001", " 1",
                          "1 ", "1,000", "9223372036854.775808", "9223372036855",
                          "99999999999999999999999999", "１"})
    CHECK_FALSE_MESSAGE(decimal::parse(bad).has_value(), bad);
}

TEST_CASE("rounding acts on the magnitude") {
  struct row {
    const char* value;
    int places;
    const char *half_even, *half_up, *up, *down;
  };
  for (const row& r : {
           row{"0.125", 2, "0.12", "0.13", "0.13", "0.12"},
           row{"-0.125", 2, "-0.12", "-0.13", "-0.13", "-0.12"},
           row{"0.375", 2, "0.38", "0.38", "0.38", "0.37"},
           row{"0.5", 0, "0", "1", "1", "0"},
           row{"1.5", 0, "2", "2", "2", "1"},
           row{"2.000001", 0, "2", "2", "3", "2"},
           row{"-2.000001", 0, "-2", "-2", "-3", "-2"},
           row{"7", 0, "7", "7", "7", "7"},
           row{"0.335", 2, "0.34", "0.34", "0.34", "0.33"},
       }) {
    CAPTURE(r.value);
    CHECK(text(round(number(r.value), r.places, rounding::half_even)) == r.half_even);
    CHECK(text(round(number(r.value), r.places, rounding::half_up)) == r.half_up);
    CHECK(text(round(number(r.value), r.places, rounding::up)) == r.up);
    CHECK(text(round(number(r.value), r.places, rounding::down)) == r.down);
  }
}

TEST_CASE("operations are exact or report that they cannot be") {
  const decimal most = decimal::from_millionths(std::numeric_limits<std::int64_t>::max());
  const decimal least = decimal::from_millionths(std::numeric_limits<std::int64_t>::min());
  CHECK(text(add(number("0.1"), number("0.2"))) == "0.3");
  CHECK(text(add(most, number("0.000001"))) == "nothing");
  CHECK(text(subtract(least, number("0.000001"))) == "nothing");
  CHECK(text(multiply(number("0.001"), number("0.001"))) == "0.000001");
  CHECK(text(multiply(number("0.001"), number("0.0005"))) == "0");         // a tie, to the even 0
  CHECK(text(multiply(number("0.001"), number("0.0015"))) == "0.000002");  // a tie, to the even 2
  CHECK(text(multiply(most, number("2"))) == "nothing");
  CHECK(text(multiply(least, number("-1"))) == "nothing");
  CHECK(text(divide(number("1"), number("3"))) == "0.333333");
  CHECK(text(divide(number("2"), number("3"))) == "0.666667");
  CHECK(text(divide(number("-2"), number("3"))) == "-0.666667");
  CHECK(text(divide(number("1"), number("0"))) == "nothing");
  CHECK(text(divide(most, number("0.000001"))) == "nothing");
}

TEST_CASE("a quotient of the largest numbers does not wrap") {
  const int128 large = int128{std::numeric_limits<std::int64_t>::max()} *
                       std::numeric_limits<std::int64_t>::max();
  CHECK(divide(large, large, rounding::half_up) == 1);
  CHECK(divide(large - 1, large, rounding::half_even) == 1);
  CHECK(divide(-large, int128{2}, rounding::down) == -(large / 2));
}
