// Cells as most are written (a few digits, a day such as 2023-05-06), read eight bytes at a time.
// Whatever is written otherwise is left to read_cell, which decides. Low level: use read_csv.
//
// REQUIRES of all: 24 bytes may be read from where the cell begins.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>

#include "dutyscore/core/text_pool.hpp"

namespace dutyscore::detail {

inline constexpr bool is_little_endian = std::endian::native == std::endian::little;

inline std::uint64_t load_word(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The masks that leave of three words the first 0 to 24 bytes.
inline constexpr auto word_masks = [] {
  std::array<std::array<std::uint64_t, 3>, 25> out{};
  for (std::size_t size = 0; size < out.size(); ++size)
    for (std::size_t byte = 0; byte < size; ++byte)
      out[size][byte / 8] |= std::uint64_t{0xFF} << (byte % 8 * 8);
  return out;
}();

/// words_of, without a loop. REQUIRES: size <= 24.
inline text_words load_words(const char* at, std::size_t size) {
  const auto& mask = word_masks[size];
  return {{load_word(at) & mask[0], load_word(at + 8) & mask[1], load_word(at + 16) & mask[2]}};
}

/// The number that eight digits say; nothing when one is no digit.
inline std::optional<std::uint32_t> eight_digits(std::uint64_t word) {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t high = word & 0xF0 * each, above = (word + 6 * each) & 0xF0 * each;
  if ((high | above >> 4) != 0x33 * each) return std::nullopt;
  word = (word & 0x0F * each) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return static_cast<std::uint32_t>((word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32);
}

/// The number that the first 1 to 8 bytes of the word say.
inline std::optional<std::uint32_t> digits(std::uint64_t word, std::size_t size) {
  const std::size_t others = 64 - 8 * size;
  const std::uint64_t zeros = others ? std::uint64_t{0x3030303030303030} >> (8 * size) : 0;
  return eight_digits((word << others) | zeros);
}

/// In millionths: up to eight digits, or up to seven, a point and up to six.
inline std::optional<std::int64_t> plain_number(const char* at, std::size_t size) {
  constexpr std::uint64_t each = 0x0101010101010101;
  constexpr std::uint32_t units[] = {0, 100'000, 10'000, 1'000, 100, 10, 1};
  const std::uint64_t word = load_word(at), points = word ^ '.' * each;
  const std::uint64_t found = (points - each) & ~points & 0x80 * each;
  const auto whole_size = static_cast<std::size_t>(std::countr_zero(found)) / 8;
  if (whole_size >= size) {
    const auto n = size <= 8 ? digits(word, size) : std::nullopt;
    return n ? std::optional<std::int64_t>(std::int64_t{*n} * 1'000'000) : std::nullopt;
  }
  const std::size_t places = size - whole_size - 1;
  if (whole_size == 0 || whole_size == 8 || places == 0 || places > 6) return std::nullopt;
  const auto whole = digits(word, whole_size);
  const auto part = digits(load_word(at + whole_size + 1), places);
  if (!whole || !part) return std::nullopt;
  return std::int64_t{*whole} * 1'000'000 + std::int64_t{*part} * units[places];
}

/// The days before the first of each month, of a year that has no 29 February.
inline constexpr std::array<std::int16_t, 13> days_before_month{0,   0,   31,  59,  90,  120, 151,
                                                                181, 212, 243, 273, 304, 334};
inline constexpr std::array<std::uint8_t, 13> days_of_month{0,  31, 28, 31, 30, 31, 30,
                                                            31, 31, 30, 31, 30, 31};

/// A day from 1400-01-01 on as `YYYY-MM-DD`, counted from 1970-01-01. REQUIRES: ten bytes.
inline std::optional<std::int32_t> plain_day(const char* at) {
  const std::uint64_t front = load_word(at), back = load_word(at + 2);
  // front is YYYY-MM-, back YY-MM-DD: the digits of both without the dashes are one number.
  const std::uint64_t compact = (front & 0xFFFFFFFF) | (back >> 24 & 0xFFFF) << 32 |
                                (back >> 48) << 48;
  const bool has_dashes = at[4] == '-' && at[7] == '-';
  const auto n = eight_digits(compact);
  if (!has_dashes || !n) return std::nullopt;
  const std::uint32_t y = *n / 10'000, m = *n / 100 % 100, d = *n % 100;
  if (y < 1400 || m - 1 > 11) return std::nullopt;
  const bool is_leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
  if (d - 1 >= std::uint32_t{days_of_month[m]} + (m == 2 && is_leap)) return std::nullopt;
  const std::uint32_t before = y - 1;
  const std::uint32_t days = before * 365 + before / 4 - before / 100 + before / 400 +
                             static_cast<std::uint32_t>(days_before_month[m]) + (m > 2 && is_leap) +
                             d - 1;
  return static_cast<std::int32_t>(days) - 719'162;  // of 0001-01-01
}

}  // namespace dutyscore::detail
