// What the processor at hand can do. Not for users.
#pragma once

#include <cstdlib>

namespace dutyscore {

/// AVX2 and what came with it, unless DUTYSCORE_PORTABLE is set in the environment.
inline bool has_avx2() {
#if defined(__x86_64__) && defined(__GNUC__)
  static const bool found = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                            !std::getenv("DUTYSCORE_PORTABLE");
  return found;
#else
  return false;
#endif
}

}  // namespace dutyscore
