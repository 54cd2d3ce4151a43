#pragma once

#include <algorithm>
#include <array>
#include <bit>

#include "dutyscore/core/processor.hpp"
#include "dutyscore/data/delimiters.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#define DUTYSCORE_HAS_AVX2 1
#include <immintrin.h>
#endif

namespace dutyscore::detail {

inline constexpr std::array<std::uint8_t, 256> delimiter_bytes = [] {
  std::array<std::uint8_t, 256> out{};
  for (const char c : {',', '\n', '\r', '"'}) out[static_cast<unsigned char>(c)] = 1;
  return out;
}();

DUTYSCORE_INLINE std::size_t find_delimiters_portably(std::string_view text, std::size_t from,
                                                      std::uint32_t* out) {
  std::size_t count = 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    out[count] = static_cast<std::uint32_t>(at);
    count += delimiter_bytes[static_cast<unsigned char>(text[at])];
  }
  return count;
}

DUTYSCORE_INLINE std::size_t find_line_ends_portably(std::string_view text, std::uint32_t before,
                                                     std::uint32_t* out) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
    out[count++] = before + static_cast<std::uint32_t>(at);
  return count;
}

DUTYSCORE_INLINE line_count count_lines_portably(std::string_view text) {
  return {static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')),
          text.find_first_of("\r\"") == std::string_view::npos};
}

#ifdef DUTYSCORE_HAS_AVX2

/// The four delimiters differ in their low halves, so one shuffle says which of them a byte could
/// be, and one comparison whether it is that.
__attribute__((target("avx2"))) inline std::uint32_t delimiter_mask(const char* at) {
  const __m256i candidates =
      _mm256_setr_epi8(-1, 0, '"', 0, 0, 0, 0, 0, 0, 0, '\n', 0, ',', '\r', 0, 0, -1, 0, '"', 0, 0,
                       0, 0, 0, 0, 0, '\n', 0, ',', '\r', 0, 0);
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i found = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(candidates, bytes), bytes);
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(found));
}

__attribute__((target("avx2"))) inline std::uint32_t line_end_mask(const char* at) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i found = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(found));
}

/// Writes eight places at a time, whether there are as many or not: a branch for each would be
/// foretold wrongly once a row.
__attribute__((target("avx2,bmi,popcnt"))) inline std::size_t write_places(std::uint64_t mask,
                                                                           std::size_t base,
                                                                           std::uint32_t* out) {
  const auto count = static_cast<std::size_t>(std::popcount(mask));
  for (std::size_t done = 0; done < count; done += 8)
    for (std::size_t i = 0; i < 8; ++i) {
      out[done + i] = static_cast<std::uint32_t>(base + _tzcnt_u64(mask));
      mask = _blsr_u64(mask);
    }
  return count;
}

__attribute__((target("avx2,bmi,popcnt"))) inline std::size_t find_delimiters_avx2(
    std::string_view text, std::uint32_t* out) {
  std::size_t count = 0, at = 0;
  for (; at + 64 <= text.size(); at += 64) {
    const std::uint64_t low = delimiter_mask(text.data() + at);
    const std::uint64_t high = delimiter_mask(text.data() + at + 32);
    count += write_places(low | high << 32, at, out + count);
  }
  return count + find_delimiters_portably(text, at, out + count);
}

/// Lines are longer than cells: of 64 bytes two places are written whether there are as many or not.
__attribute__((target("avx2,bmi,popcnt"))) inline std::size_t find_line_ends_avx2(
    std::string_view text, std::uint32_t before, std::uint32_t* out) {
  std::size_t count = 0, at = 0;
  for (; at + 64 <= text.size(); at += 64) {
    const std::uint64_t low = line_end_mask(text.data() + at);
    const std::uint64_t high = line_end_mask(text.data() + at + 32);
    const std::uint64_t mask = low | high << 32, rest = _blsr_u64(mask);
    const std::size_t base = before + at;
    out[count] = static_cast<std::uint32_t>(base + _tzcnt_u64(mask));
    out[count + 1] = static_cast<std::uint32_t>(base + _tzcnt_u64(rest));
    count += _blsr_u64(rest) ? write_places(mask, base, out + count)
                             : static_cast<std::size_t>(std::popcount(mask));
  }
  return count + find_line_ends_portably(text.substr(at), before + static_cast<std::uint32_t>(at),
                                         out + count);
}

/// Lines are counted in bytes, which go no further than 255.
__attribute__((target("avx2"))) inline line_count count_lines_avx2(std::string_view text) {
  const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r'),
                quote = _mm256_set1_epi8('"'), zero = _mm256_setzero_si256();
  __m256i odd = zero, lines = zero;
  std::size_t at = 0;
  while (at + 32 <= text.size()) {
    __m256i few = zero;
    for (int turn = 0; turn < 255 && at + 32 <= text.size(); ++turn, at += 32) {
      const __m256i bytes =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
      few = _mm256_sub_epi8(few, _mm256_cmpeq_epi8(bytes, lf));
      odd = _mm256_or_si256(odd, _mm256_or_si256(_mm256_cmpeq_epi8(bytes, cr),
                                                 _mm256_cmpeq_epi8(bytes, quote)));
    }
    lines = _mm256_add_epi64(lines, _mm256_sad_epu8(few, zero));
  }
  std::uint64_t sums[4];
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums), lines);
  const line_count rest = count_lines_portably(text.substr(at));
  return {sums[0] + sums[1] + sums[2] + sums[3] + rest.lines,
          _mm256_testz_si256(odd, odd) && rest.is_plain};
}

#endif

DUTYSCORE_INLINE bool has_avx2() {
#ifdef DUTYSCORE_HAS_AVX2
  static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
  return has;
#else
  return false;
#endif
}

DUTYSCORE_INLINE std::size_t find_delimiters(std::string_view text, std::uint32_t* out) {
#ifdef DUTYSCORE_HAS_AVX2
  if (has_avx2()) return find_delimiters_avx2(text, out);
#endif
  return find_delimiters_portably(text, 0, out);
}

DUTYSCORE_INLINE std::size_t find_line_ends(std::string_view text, std::uint32_t before,
                                            std::uint32_t* out) {
#ifdef DUTYSCORE_HAS_AVX2
  if (has_avx2()) return find_line_ends_avx2(text, before, out);
#endif
  return find_line_ends_portably(text, before, out);
}

DUTYSCORE_INLINE line_count count_lines(std::string_view text) {
#ifdef DUTYSCORE_HAS_AVX2
  if (has_avx2()) return count_lines_avx2(text);
#endif
  return count_lines_portably(text);
}

}  // namespace dutyscore::detail
