#pragma once

#include <cstdint>

#include "dutyscore/core/large_pages.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace dutyscore {

DUTYSCORE_INLINE void advise_large_pages([[maybe_unused]] const void* at,
                                         [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr std::uintptr_t page = 4096, large = std::uintptr_t{2} << 20;
  const auto from = reinterpret_cast<std::uintptr_t>(at);
  const std::uintptr_t first = (from + page - 1) / page * page, end = (from + bytes) / page * page;
  if (end > first && end - first >= large)
    ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
}

}  // namespace dutyscore
