#include "dutyscore/core/decimal.hpp"

#include <doctest/doctest.h>

using namespace dutyscore;

TEST_CASE("a decimal reads and writes itself") {
  for (const char* text : {"0", "18", "-0.5", "9.99", "9223372036854.775807", "-9223372036854.775808", "0.000001"})
    CHECK(decimal::parse(text).value().to_string() == text);
  for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "+1", "0.0000001", "9223372036854.775808", "99999999999999999999999999"})
    CHECK_FALSE(decimal::parse(text));
}
