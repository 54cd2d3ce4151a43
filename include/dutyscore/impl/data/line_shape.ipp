#pragma once

#include <algorithm>

#include "dutyscore/data/line_shape.hpp"
#include "dutyscore/data/plain_cells.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dutyscore::detail {

/// Of a number as JSON writes them, without an exponent; nullptr for anything else.
inline const char* find_number_end(const char* at) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const char* const digits = at + (*at == '-');
  const char* end = digits;
  while (is_digit(*end)) ++end;
  if (end == digits || (*digits == '0' && end != digits + 1)) return nullptr;
  if (*end == '.') {
    const char* const part = ++end;
    while (is_digit(*end)) ++end;
    if (end == part) return nullptr;
  }
  return *end == 'e' || *end == 'E' ? nullptr : end;
}

/// The same, eight bytes at once where they hold a number of usual size.
inline const char* find_usual_number_end(const char* at) {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t above = load_word(at) ^ 0x30 * each;  // digits are 0 to 9
  const std::uint64_t others = (((above & 0x7F * each) + 0x76 * each) | above) & 0x80 * each;
  const std::uint64_t behind_point = others & (others - 1);
  const int whole = std::countr_zero(others) / 8, part = std::countr_zero(behind_point) / 8;
  if (behind_point == 0 || whole == 0 || (at[0] == '0' && whole > 1)) return find_number_end(at);
  if (at[whole] != '.') return at + whole;
  return part > whole + 1 ? at + part : nullptr;
}

/// Of a text without escapes: the first byte that is a quotation mark, a backslash or below 0x20.
inline const char* find_text_end(const char* at) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), escape = _mm_set1_epi8('\\'),
                control = _mm_set1_epi8(0x1F);
  const auto found_in = [&](const char* from) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape)),
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    return static_cast<unsigned>(_mm_movemask_epi8(found));
  };
  for (;; at += 32)
    if (const unsigned found = found_in(at) | found_in(at + 16) << 16)
      return at + std::countr_zero(found);
#else
  constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
  for (;; at += 8) {
    const std::uint64_t bytes = load_word(at), quotes = bytes ^ '"' * each,
                        escapes = bytes ^ '\\' * each;
    const std::uint64_t found = (((quotes - each) & ~quotes) | ((escapes - each) & ~escapes) |
                                 ((bytes - 0x20 * each) & ~bytes)) &
                                high;
    if (found) return at + std::countr_zero(found) / 8;  // the lowest mark is exact
  }
#endif
}

// ---- learning ----

DUTYSCORE_INLINE line_shape::line_shape(std::string_view line,
                                        std::span<const found_value> values) {
  const auto until = [&](const char* end) {
    add_literal(line.substr(0, static_cast<std::size_t>(end - line.data())));
  };
  const char* const line_end = line.data() + line.size();
  for (std::uint32_t key = 0; key < values.size(); ++key) {
    const found_value& value = values[key];
    if (value.is_absent()) {
      absent_.push_back(key);
      continue;
    }
    until(value.begin);
    part& last = parts_.back();
    last.kind = kind_of(value);
    last.key = key;
    const bool is_word = last.kind == value_kind::word;
    if (is_word) last.word_size = static_cast<std::uint32_t>(value.end - value.begin);
    const char* const next = is_word ? value.begin : value.end;
    line = {next, static_cast<std::size_t>(line_end - next)};
  }
  until(line_end);
}

DUTYSCORE_INLINE line_shape::value_kind line_shape::kind_of(const found_value& value) {
  if (value.begin[-1] == '"') return value_kind::text;
  return find_number_end(value.begin) == value.end ? value_kind::number : value_kind::word;
}

DUTYSCORE_INLINE void line_shape::add_literal(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += 16) {
    part& to = parts_.emplace_back();
    to.size = static_cast<std::uint32_t>(std::min<std::size_t>(16, text.size() - at));
    const std::size_t first = std::min<std::size_t>(8, to.size);
    to.masks[0] = word_masks[first][0];
    to.masks[1] = word_masks[to.size - first][0];
    std::memcpy(&to.bytes, text.data() + at, to.size);
  }
}

// ---- matching ----

DUTYSCORE_INLINE const char* line_shape::match(const char* base, const char* at,
                                               std::uint32_t* places) const {
  const auto put = [base, places](std::uint32_t key, const char* from, const char* to) {
    places[2 * key] = static_cast<std::uint32_t>(from - base) - 1;
    places[2 * key + 1] = static_cast<std::uint32_t>(to - base);
  };
  for (const std::uint32_t key : absent_) put(key, at + 1, at + 1);
  for (const part& p : parts_) {
    const std::uint64_t wrong = ((load_word(at) ^ p.bytes[0]) & p.masks[0]) |
                                ((load_word(at + 8) ^ p.bytes[1]) & p.masks[1]);
    if (wrong) return nullptr;
    at += p.size;
    const char* const from = at;
    switch (p.kind) {
      case value_kind::none:
        continue;
      case value_kind::text:
        at = find_text_end(from);
        put(p.key, from, at);
        continue;
      case value_kind::number:
        at = find_usual_number_end(from);
        if (!at) return nullptr;
        put(p.key, from, at);
        continue;
      case value_kind::word:
        put(p.key, from, from + p.word_size);
    }
  }
  return at - 1;
}

}  // namespace dutyscore::detail
