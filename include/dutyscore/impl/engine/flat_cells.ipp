#pragma once

#include <algorithm>
#include <bit>
#include <memory>

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/flat_cells.hpp"

namespace dutyscore::engine {

namespace detail {

inline constexpr std::uint32_t cell_order = 4;  // 2^4 bytes
static_assert(sizeof(flat_cell) == std::size_t{1} << cell_order);

}  // namespace detail

/// Nothing is known of its cells.
DUTYSCORE_INLINE cell_table flat_cells::use_table(std::uint32_t bits, cell_space& space) {
  const std::uint32_t order = bits + detail::cell_order;
  const auto free = [memory = &space.memory, order](flat_cell* t) { memory->free(t, order); };
  cell_table table(static_cast<flat_cell*>(space.memory.allocate(order)), free);
  cells_ = table.get();
  shift_ = static_cast<std::uint8_t>(64 - bits);
  return table;
}

DUTYSCORE_INLINE void flat_cells::clear() {
  std::uninitialized_fill_n(cells_, size(), flat_cell{no_key, 0});
  room_ = static_cast<std::uint32_t>(size() * 2 / 3);
}

DUTYSCORE_INLINE cell_table flat_cells::begin(cell_space& space) {
  cell_table table = use_table(cell_memory::least_order - detail::cell_order, space);
  clear();
  return table;
}

DUTYSCORE_INLINE cell_table flat_cells::detach(cell_space& space) {
  const std::span<const flat_cell> there = all();
  cell_table own = use_table(64u - shift_, space);
  std::uninitialized_copy(there.begin(), there.end(), cells_);
  return own;
}

DUTYSCORE_INLINE cell_table flat_cells::make_room(std::span<const flat_cell> changes,
                                                  cell_space& space, bool& is_near_end) {
  constexpr std::int64_t large = std::int64_t{1} << 60;  // a few of these stay in 64 bits
  const auto is_large = [](std::int64_t value) { return value >= large || value <= -large; };
  std::size_t missing = 0;
  for (const flat_cell& c : changes) {
    const flat_cell& there = *place(c.key);
    missing += there.key != c.key;
    is_near_end |= is_large(there.value) || is_large(c.value);
  }
  return missing > room_ ? rebuild(changes.size(), space) : nullptr;
}

/// Zeros go, also those that changes may want. Afterwards a half is empty at least, so that few
/// changes pay for this.
DUTYSCORE_INLINE cell_table flat_cells::rebuild(std::size_t more, cell_space& space) {
  space.scratch.clear();
  each([&](std::uint64_t key, std::int64_t value) { space.scratch.push_back({key, value}); });
  const std::size_t wanted = (space.scratch.size() + more) * 2;
  cell_table larger;
  if (wanted > size())
    larger = use_table(static_cast<std::uint32_t>(std::bit_width(wanted - 1)), space);
  clear();
  for (const flat_cell& c : space.scratch) add(c.key, c.value);
  return larger;
}

}  // namespace dutyscore::engine
