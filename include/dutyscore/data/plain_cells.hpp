// Cells as most are written (a few digits, a day such as 2023-05-06), read eight bytes at a time.
// Whatever is written otherwise is left to read_cell, which decides. Low level: use read_csv.
//
// REQUIRES of all: 24 bytes may be read from where the cell begins. All return false when there is
// doubt; an optional would go through the stack for every cell.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

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

/// The number that eight digits say.
[[gnu::always_inline]] inline bool eight_digits(std::uint64_t word, std::uint32_t& to) {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t high = word & 0xF0 * each, above = (word + 6 * each) & 0xF0 * each;
  const bool is_number = (high | above >> 4) == 0x33 * each;
  word = (word & 0x0F * each) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  to = static_cast<std::uint32_t>((word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32);
  return is_number;
}

/// The number that the first 1 to 8 bytes of the word say.
[[gnu::always_inline]] inline bool digits(std::uint64_t word, std::size_t size, std::uint32_t& to) {
  const std::size_t others = 64 - 8 * size;
  const std::uint64_t zeros = others ? std::uint64_t{0x3030303030303030} >> (8 * size) : 0;
  return eight_digits((word << others) | zeros, to);
}

/// The place of the first point among eight bytes; 8 when there is none.
inline std::size_t find_point(std::uint64_t word) {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t points = word ^ '.' * each;
  return static_cast<std::size_t>(
             std::countr_zero((points - each) & ~points & 0x80 * each)) / 8;
}

/// In millionths: up to eight digits, or up to seven, a point and up to six.
[[gnu::always_inline]] inline bool plain_number(const char* at, std::size_t size, std::int64_t& to) {
  constexpr std::uint32_t units[] = {1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
  const std::uint64_t word = load_word(at);
  const std::size_t whole_size = find_point(word);
  std::uint32_t number = 0, part = 0;
  if (whole_size >= size) {
    const bool is_number = size <= 8 && digits(word, size, number);
    to = std::int64_t{number} * units[0];
    return is_number;
  }
  const std::size_t places = size - whole_size - 1;
  if (whole_size == 0 || whole_size == 8 || places == 0 || places > 6) return false;
  if (size <= 8) {  // the digits on both sides of the point are one number
    const std::uint64_t front = (std::uint64_t{1} << (8 * whole_size)) - 1;
    const bool is_number = digits((word & front) | (word >> 8 & ~front), size - 1, number);
    to = std::int64_t{number} * units[places];
    return is_number;
  }
  const bool is_number =
      digits(word, whole_size, number) && digits(load_word(at + whole_size + 1), places, part);
  to = std::int64_t{number} * units[0] + std::int64_t{part} * units[places];
  return is_number;
}

/// The days before the first of each month, of a year that has no 29 February.
inline constexpr std::array<std::int16_t, 13> days_before_month{0,   0,   31,  59,  90,  120, 151,
                                                                181, 212, 243, 273, 304, 334};
inline constexpr std::array<std::uint8_t, 13> days_of_month{0,  31, 28, 31, 30, 31, 30,
                                                            31, 31, 30, 31, 30, 31};

/// A day from 1400-01-01 on as `YYYY-MM-DD`, counted from 1970-01-01. REQUIRES: ten bytes.
inline bool plain_day(const char* at, std::int32_t& to) {
  const std::uint64_t front = load_word(at), back = load_word(at + 2);
  // front is YYYY-MM-, back YY-MM-DD: the digits of both without the dashes are one number.
  const std::uint64_t compact = (front & 0xFFFFFFFF) | (back >> 24 & 0xFFFF) << 32 |
                                (back >> 48) << 48;
  std::uint32_t n = 0;
  if (at[4] != '-' || at[7] != '-' || !eight_digits(compact, n)) return false;
  const std::uint32_t y = n / 10'000, m = n / 100 % 100, d = n % 100;
  if (y < 1400 || m - 1 > 11) return false;
  const bool is_leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
  if (d - 1 >= std::uint32_t{days_of_month[m]} + (m == 2 && is_leap)) return false;
  const std::uint32_t before = y - 1;
  const std::uint32_t days = before * 365 + before / 4 - before / 100 + before / 400 +
                             static_cast<std::uint32_t>(days_before_month[m]) + (m > 2 && is_leap) +
                             d - 1;
  to = static_cast<std::int32_t>(days) - 719'162;  // of 0001-01-01
  return true;
}

/// plain_day, for days of which many lie in the same months.
class plain_days {
 public:
  /// REQUIRES: ten bytes.
  bool read(const char* at, std::int32_t& to) {
    const std::uint64_t front = load_word(at);  // YYYY-MM-
    month& m = months_[(front >> 48 & 0xF) | (front >> 36 & 0x10) | (front >> 19 & 0x60)];
    if (m.front != front && !learn(m, front)) return false;
    const auto tens = static_cast<std::uint32_t>(at[8] - '0');
    const auto ones = static_cast<std::uint32_t>(at[9] - '0');
    const std::uint32_t day = tens * 10 + ones - 1;
    to = m.first + static_cast<std::int32_t>(day);
    return ones <= 9 && day < m.days;
  }

 private:
  struct month {
    std::uint64_t front = 0;
    std::int32_t first = 0;
    std::uint32_t days = 0;
  };
  static bool learn(month& m, std::uint64_t front) {
    char text[16] = "YYYY-MM-01";
    std::memcpy(text, &front, sizeof front);
    month now{front, 0, 0};
    if (!plain_day(text, now.first)) return false;
    for (std::int32_t last = 0; now.days < 31; ++now.days) {
      text[8] = static_cast<char>('0' + (now.days + 1) / 10);
      text[9] = static_cast<char>('0' + (now.days + 1) % 10);
      if (!plain_day(text, last)) break;
    }
    m = now;
    return true;
  }
  std::array<month, 128> months_{};
};

}  // namespace dutyscore::detail
