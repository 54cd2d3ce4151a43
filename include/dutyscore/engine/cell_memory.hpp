// Memory for many small tables that grow by doubling, in pages of 2 MB where the system has them:
// who jumps from subject to subject pays for each page that is not known, not for the bytes. A block
// has a power of two of bytes; neighbours that are free become one again (a buddy system), so that
// what small tables leave behind serves large ones. Any number of threads. Not for users. Tested by
// tests/engine/cell_memory_test.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

#include "dutyscore/core/huge_memory.hpp"

namespace dutyscore::engine {

class cell_memory {
 public:
  static constexpr std::uint32_t least_order = 7, most_order = 20;  // 128 bytes, 1 MB

  /// 2^order bytes. REQUIRES: least_order <= order.
  void* allocate(std::uint32_t order);
  /// REQUIRES: `block` came from allocate(order).
  void free(void* block, std::uint32_t order);
  /// Of all pages so far.
  std::size_t bytes() const { return pages_.size() * page_bytes; }

 private:
  static constexpr std::size_t page_bytes = huge_memory::page;
  static constexpr std::size_t units = page_bytes >> least_order;

  struct free_block {
    free_block *before, *after;
  };
  void add_page();
  void* take(std::uint32_t order);
  void put(std::byte* block, std::uint32_t order);
  /// What a page says of the block that begins there: its order when it is free, else 0.
  static std::uint8_t& mark_of(const void* block);

  std::mutex guard_;
  std::vector<huge_memory::block> pages_;  // each begins with the marks of its blocks
  std::array<free_block*, most_order + 1> free_{};
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/cell_memory.ipp"
#endif
