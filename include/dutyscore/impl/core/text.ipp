#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "dutyscore/core/text.hpp"

namespace dutyscore {
namespace detail {

struct character_range {
  char32_t first, last;
};

DUTYSCORE_INLINE bool is_in(std::span<const character_range> ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c,
                       [](char32_t value, const character_range& r) { return value < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

// Wide and Fullwidth of Unicode's EastAsianWidth.txt, neighbouring ranges joined.
inline constexpr std::array<character_range, 21> wide_characters{{
    {0x1100, 0x115F},   {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653}, {0x26A1, 0x26A1}, {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE10, 0xFE6F},   {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x16FE0, 0x18CFF}, {0x1F300, 0x1FAFF},
    {0x20000, 0x3FFFD},
}};

inline constexpr std::array<character_range, 7> zero_width_characters{{
    {0x0300, 0x036F},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x2064},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
}};

DUTYSCORE_INLINE std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    out.push_back(c.size ? c.value : U'\uFFFD');
    at += c.size ? c.size : 1;
  }
  return out;
}

/// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`.
DUTYSCORE_INLINE std::size_t edit_distance(const std::vector<char32_t>& a,
                                           const std::vector<char32_t>& b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace detail

DUTYSCORE_INLINE code_point decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at >= text.size()) return {};
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 && lead < 0xF5   ? 4
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                                                         : 0;
  if (size == 0 || at + size > text.size()) return {};
  char32_t value = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(at + i) & 0x3F);
  }
  const bool overlong = value < (size == 3 ? 0x800u : size == 4 ? 0x10000u : 0x80u);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, size};
}

DUTYSCORE_INLINE bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

DUTYSCORE_INLINE void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t bits) {
    out += static_cast<char>(static_cast<unsigned char>(bits));
  };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

namespace detail {

/// Whether three bytes are a character of most Chinese: neither of the leads that ask for more.
inline bool is_common_three(const char* at) {
  const auto lead = static_cast<unsigned char>(at[0]);
  return lead > 0xE0 && lead < 0xF0 && lead != 0xED && (at[1] & 0xC0) == 0x80 &&
         (at[2] & 0xC0) == 0x80;
}

}  // namespace detail

DUTYSCORE_INLINE std::optional<std::size_t> invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    if (text.size() - at >= 3 && detail::is_common_three(text.data() + at)) {
      at += 3;
      continue;
    }
    const code_point c = decode(text, at);
    if (c.size == 0) return at;
    at += c.size;
  }
  return std::nullopt;
}

DUTYSCORE_INLINE std::size_t display_width(char32_t c) {
  if (c < 0x300) return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0 : 1;
  if (detail::is_in(detail::zero_width_characters, c)) return 0;
  return detail::is_in(detail::wide_characters, c) ? 2 : 1;
}

DUTYSCORE_INLINE std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    width += c.size ? display_width(c.value) : 1;
    at += c.size ? c.size : 1;
  }
  return width;
}

DUTYSCORE_INLINE std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

DUTYSCORE_INLINE std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

DUTYSCORE_INLINE std::optional<std::string> closest(std::string_view word,
                                                    std::span<const std::string> candidates) {
  const auto wanted = detail::code_points(word);
  if (wanted.size() > 200)
    return std::nullopt;  // nobody mistypes a text of that length by one letter
  std::optional<std::string> best;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const auto have = detail::code_points(candidate);
    const std::size_t longer = std::max(wanted.size(), have.size());
    if (candidate == word || have.size() > 200 ||
        longer - std::min(wanted.size(), have.size()) > longer / 2)
      continue;
    const std::size_t distance = detail::edit_distance(wanted, have);
    // Chinese words are short: one of two characters may differ, one of three, two of five. Of a
    // word in letters, a third.
    const std::size_t most = std::max<std::size_t>(1, is_ascii(word) ? longer / 3 : longer * 2 / 5);
    const bool alike = distance <= most && distance < longer;
    if (alike && (!best || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

DUTYSCORE_INLINE char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + U'!';
  if (c == 0x3000) return U' ';
  if (c == U'、' || c == U'。') return U',';
  return c;
}

}  // namespace dutyscore
