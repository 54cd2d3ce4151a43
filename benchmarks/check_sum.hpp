// One number for the points of everybody, whatever their order: engines that agree on it agree on
// every total. others/check_sum.py works out the same.
#pragma once

#include <cstdint>

namespace benchmarks {

/// What a subject adds. Everybody's factor is another one, and odd.
constexpr std::uint64_t checked(std::uint64_t subject, std::int64_t cents) {
  std::uint64_t z = (subject + 1) * 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return ((z ^ (z >> 31)) | 1) * static_cast<std::uint64_t>(cents);
}

}  // namespace benchmarks
