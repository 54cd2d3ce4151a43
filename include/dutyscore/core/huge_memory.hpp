// Memory that is written at many places at once: in pages of 2 MB where the system has such, because
// a processor knows the places of few pages. Not for users.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace dutyscore::huge_memory {

inline constexpr std::size_t page = std::size_t{2} << 20;

struct deleter {
  void operator()(std::byte* memory) const {
    ::operator delete[](memory, std::align_val_t{page});
  }
};
using block = std::unique_ptr<std::byte[], deleter>;

/// Begins at a multiple of a page. Not initialised. Throws std::bad_alloc.
inline block allocate(std::size_t bytes) {
  block out(static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{page})));
#ifdef __linux__
  madvise(out.get(), bytes, MADV_HUGEPAGE);  // advice: it is as well where it is not followed
#endif
  return out;
}

/// The same for memory that somebody else has allocated and not yet written to.
inline void advise([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  if (bytes < 4 * page) return;
  const std::uintptr_t at = reinterpret_cast<std::uintptr_t>(memory), skipped = -at % page;
  madvise(reinterpret_cast<void*>(at + skipped), (bytes - skipped) / page * page, MADV_HUGEPAGE);
#endif
}

}  // namespace dutyscore::huge_memory
