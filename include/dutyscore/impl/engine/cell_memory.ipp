#pragma once

#include <algorithm>
#include <new>

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/cell_memory.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE std::uint8_t& cell_memory::mark_of(const void* block) {
  const auto at = reinterpret_cast<std::uintptr_t>(block);
  auto* const marks = reinterpret_cast<std::uint8_t*>(at & ~(page_bytes - 1));
  return marks[(at & (page_bytes - 1)) >> least_order];
}

/// What the marks leave of a page is a block of each order from theirs on.
DUTYSCORE_INLINE void cell_memory::add_page() {
  pages_.push_back(huge_memory::allocate(page_bytes));
  std::byte* const begin = pages_.back().get();
  std::fill_n(begin, units, std::byte{0});
  static_assert(units == std::size_t{1} << 14);
  for (std::uint32_t order = 14; order <= most_order; ++order)
    put(begin + (std::size_t{1} << order), order);
}

DUTYSCORE_INLINE void cell_memory::put(std::byte* block, std::uint32_t order) {
  free_block* const first = free_[order];
  free_[order] = new (block) free_block{nullptr, first};
  if (first) first->before = free_[order];
  mark_of(block) = static_cast<std::uint8_t>(order);
}

DUTYSCORE_INLINE void* cell_memory::take(std::uint32_t order) {
  free_block* const out = free_[order];
  free_[order] = out->after;
  if (out->after) out->after->before = nullptr;
  mark_of(out) = 0;
  return out;
}

DUTYSCORE_INLINE void* cell_memory::allocate(std::uint32_t order) {
  if (order > most_order) return huge_memory::allocate(std::size_t{1} << order).release();
  const std::lock_guard lock(guard_);
  std::uint32_t from = order;
  while (from <= most_order && !free_[from]) ++from;
  if (from > most_order) {
    add_page();
    from = order;
    while (!free_[from]) ++from;
  }
  auto* const out = static_cast<std::byte*>(take(from));
  for (; from > order; --from) put(out + (std::size_t{1} << (from - 1)), from - 1);
  return out;
}

DUTYSCORE_INLINE void cell_memory::free(void* block, std::uint32_t order) {
  auto* at = static_cast<std::byte*>(block);
  if (order > most_order) return huge_memory::deleter()(at);
  const std::lock_guard lock(guard_);
  for (; order < most_order; ++order) {
    const auto place = reinterpret_cast<std::uintptr_t>(at);
    auto* const buddy = reinterpret_cast<free_block*>(place ^ (std::uintptr_t{1} << order));
    if (mark_of(buddy) != order) break;
    mark_of(buddy) = 0;
    (buddy->before ? buddy->before->after : free_[order]) = buddy->after;
    if (buddy->after) buddy->after->before = buddy->before;
    at = std::min(at, reinterpret_cast<std::byte*>(buddy));
  }
  put(at, order);
}

}  // namespace dutyscore::engine
