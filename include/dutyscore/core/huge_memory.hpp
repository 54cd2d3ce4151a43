// Memory that is written at many places at once: in pages of 2 MB where the system has such, because
// a processor knows the places of few pages. Not for users.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace dutyscore {

class huge_memory {
 public:
  static constexpr std::size_t page = std::size_t{2} << 20;

  /// Not initialised. Throws std::bad_alloc.
  explicit huge_memory(std::size_t bytes) {
    const std::size_t whole = (bytes + page - 1) / page * page;
    begin_.reset(static_cast<std::byte*>(std::aligned_alloc(page, whole)));
    if (!begin_) throw std::bad_alloc();
#ifdef __linux__
    madvise(begin_.get(), whole, MADV_HUGEPAGE);
#endif
  }
  std::byte* begin() const { return begin_.get(); }

 private:
  struct free_it {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte, free_it> begin_;
};

}  // namespace dutyscore
