#pragma once

#include <array>
#include <bit>

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

#endif

DUTYSCORE_INLINE std::size_t find_delimiters(std::string_view text, std::uint32_t* out) {
#ifdef DUTYSCORE_HAS_AVX2
  static const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
  if (has_avx2) return find_delimiters_avx2(text, out);
#endif
  return find_delimiters_portably(text, 0, out);
}

}  // namespace dutyscore::detail
