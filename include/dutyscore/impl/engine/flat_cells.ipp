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

DUTYSCORE_INLINE std::uint32_t flat_cells::order() const {
  return 64u - shift_ + detail::cell_order;
}

/// Nothing is known of its cells.
DUTYSCORE_INLINE void flat_cells::use_table(std::uint32_t bits, cell_space& space) {
  cells_ = static_cast<flat_cell*>(space.memory.allocate(bits + detail::cell_order));
  shift_ = static_cast<std::uint8_t>(64 - bits);
}

DUTYSCORE_INLINE void flat_cells::clear() {
  std::uninitialized_fill_n(cells_, size(), flat_cell{no_key, 0});
  room_ = static_cast<std::uint32_t>(size() * 2 / 3);
}

DUTYSCORE_INLINE void flat_cells::begin(cell_space& space) {
  use_table(cell_memory::least_order - detail::cell_order, space);
  clear();
}

DUTYSCORE_INLINE void flat_cells::end(cell_space& space) noexcept {
  space.memory.free(cells_, order());
}

/// What holds the table is there before it holds it: where there is no memory for that, the table
/// is still ours.
DUTYSCORE_INLINE cell_table flat_cells::share(cell_space& space) const {
  struct holder {
    cell_memory* memory = nullptr;
    flat_cell* cells = nullptr;
    std::uint32_t order = 0;
    ~holder() {
      if (cells) memory->free(cells, order);
    }
  };
  const auto out = std::make_shared<holder>();
  out->memory = &space.memory;
  out->cells = cells_;
  out->order = order();
  return out;
}

DUTYSCORE_INLINE void flat_cells::detach(cell_space& space) {
  const std::span<const flat_cell> there = all();
  use_table(64u - shift_, space);
  std::uninitialized_copy(there.begin(), there.end(), cells_);
}

DUTYSCORE_INLINE bool flat_cells::make_room(std::span<const flat_cell> changes,
                                            cell_space& space, bool& is_near_end,
                                            flat_cell** places) {
  constexpr std::int64_t large = std::int64_t{1} << 60;  // a few of these stay in 64 bits
  const auto is_large = [](std::int64_t value) { return value >= large || value <= -large; };
  std::size_t missing = 0;
  for (const flat_cell& c : changes) {
    flat_cell* const there = place(c.key);
    missing += there->key != c.key;
    is_near_end |= is_large(there->value) || is_large(c.value);
    if (places) *places++ = there;
  }
  if (missing <= room_) return true;
  rebuild(changes.size(), space);
  return false;
}

/// Zeros go, also those that changes may want. Afterwards a half is empty at least, so that few
/// changes pay for this.
DUTYSCORE_INLINE void flat_cells::rebuild(std::size_t more, cell_space& space) {
  std::size_t wanted = more * 2;
  for (const flat_cell& c : all()) wanted += c.value != 0 ? 2 : 0;
  flat_cells before = *this;
  if (wanted > size()) {
    use_table(static_cast<std::uint32_t>(std::bit_width(wanted - 1)), space);
  } else {
    space.scratch.assign(all().begin(), all().end());
    before.cells_ = space.scratch.data();
  }
  clear();
  before.each([&](std::uint64_t key, std::int64_t value) { put({key, value}); });
  if (wanted > before.size()) before.end(space);
}

}  // namespace dutyscore::engine
