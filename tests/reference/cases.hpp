// How many generated cases a test runs: DUTYSCORE_CASES in the environment, or so many;
// DUTYSCORE_FIRST_CASE is the seed of the first.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace reference {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

template <class Check>
void for_each_case(std::uint64_t count, Check check) {
  const std::uint64_t first = from_environment("DUTYSCORE_FIRST_CASE", 1),
                      cases = from_environment("DUTYSCORE_CASES", count);
  for (std::uint64_t seed = first; seed < first + cases; ++seed) check(seed);
}

}  // namespace reference
