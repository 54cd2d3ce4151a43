// The numbers of the reference evaluator: counts of millionths in 128 bits, checked against the 64
// bits that a number of the language has. Written for the tests alone and sharing nothing with
// core/decimal.hpp.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace reference {

__extension__ typedef __int128 whole;

inline constexpr whole million = 1'000'000;
inline constexpr whole most_points = 1'000'000'000 * million;
inline constexpr whole most_number = std::numeric_limits<long long>::max();

enum class rounding { half_even, half_up, up, down };

/// An expression that has no value, or a row that cannot be judged.
struct no_value {
  std::string why;
};

inline bool fits(whole n) {
  return n >= std::numeric_limits<long long>::min() && n <= std::numeric_limits<long long>::max();
}

inline whole checked(whole n) {
  if (!fits(n)) throw no_value{"a number does not fit 64 bits"};
  return n;
}

/// n / d as a whole number, rounded on the magnitude. REQUIRES: d != 0.
inline whole quotient(whole n, whole d, rounding how) {
  const bool negative = (n < 0) != (d < 0);
  if (n < 0) n = -n;
  if (d < 0) d = -d;
  whole q = n / d;
  const whole rest = n % d, other = d - rest;
  switch (how) {
    case rounding::down:
      break;
    case rounding::up:
      q += rest > 0;
      break;
    case rounding::half_up:
      q += rest >= other;
      break;
    case rounding::half_even:
      q += rest > other || (rest == other && q % 2 == 1);
      break;
  }
  return negative ? -q : q;
}

/// Points of one line or one activity.
inline whole bounded(whole points) {
  if (points > most_points || points < -most_points)
    throw no_value{"points beyond 1,000,000,000"};
  return points;
}

/// A value that is kept exact between two steps of a line.
struct fraction {
  whole over = 0;
  whole under = 1;
};

inline whole product(whole a, whole b) {
  return checked(quotient(a * b, million, rounding::half_even));
}

inline whole ratio(whole a, whole b) {
  if (b == 0) throw no_value{"division by zero"};
  return checked(quotient(a * million, b, rounding::half_even));
}

inline whole six_places(fraction f) {
  return checked(quotient(f.over, f.under, rounding::half_even));
}

/// Millionths in one unit of the last of so many places.
inline whole unit(int places) {
  whole u = million;
  while (places-- > 0) u /= 10;
  return u;
}

inline whole to_places(fraction f, int places, rounding how) {
  return checked(quotient(f.over, f.under * unit(places), how) * unit(places));
}

/// `-12.5`; nothing when it is not a number of at most six places that fits.
inline std::optional<whole> read_number(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view before = text.substr(0, point);
  const std::string_view after = point == std::string_view::npos ? "0" : text.substr(point + 1);
  if (before.empty() || before.size() > 20 || after.empty() || after.size() > 6)
    return std::nullopt;
  whole n = 0;
  for (const std::string_view part : {before, after})
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      n = n * 10 + (c - '0');
    }
  for (std::size_t i = after.size(); i < 6; ++i) n *= 10;
  if (negative) n = -n;
  return fits(n) ? std::optional(n) : std::nullopt;
}

inline std::string show(whole n) {
  std::string digits;
  const bool negative = n < 0;
  for (whole left = negative ? -n : n; left > 0 || digits.size() < 7; left /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
  digits.insert(digits.size() - 6, ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return negative ? "-" + digits : digits;
}

}  // namespace reference
