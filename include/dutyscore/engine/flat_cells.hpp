// Sums and counts of one subject while its activities come and go: one open table from 64-bit keys to
// 64-bit numbers, so that a change costs a cache line for each cell. Which key means what is the
// caller's affair, and so is a sum that leaves 64 bits: `add` hands it back. Not for users. Tested by
// tests/engine/flat_cells_test.cpp.
//
//   cell_space space;
//   flat_cells cells;
//   cells.begin(space);
//   bool is_near_end = false;
//   cells.make_room(changes, space, is_near_end, nullptr);   // all that allocates
//   if (const std::int64_t over = cells.add(key, 5)) …   // 0, unless the sum left 64 bits
//   const cell_table kept = cells.share(space);          // for others, from now on
//   cells.detach(space);                                 // another table, our own
//   cells.end(space);
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "dutyscore/engine/cell_memory.hpp"

namespace dutyscore::engine {

struct flat_cell {
  std::uint64_t key = 0;
  std::int64_t value = 0;
};

/// What the tables of an account share. They must not outlive it.
struct cell_space {
  cell_memory memory;
  std::vector<flat_cell> scratch;  // the writer's, for a moment
};

/// Who holds it may read what the cells held when it was made.
using cell_table = std::shared_ptr<const void>;

/// A table, small because there are many. It is its own until it is shared; it is told when it ends.
class flat_cells {
 public:
  static constexpr std::uint64_t no_key = ~std::uint64_t{0};
  static constexpr std::size_t of_line = 4;  // cells in a line of the cache

  flat_cells() = default;
  /// Member by member: a copy of all bytes would read what stands behind the last one, too, which
  /// another thread may write (live_subject::is_shared).
  flat_cells(const flat_cells& from)
      : cells_(from.cells_), room_(from.room_), shift_(from.shift_) {}
  flat_cells& operator=(const flat_cells& from) {
    cells_ = from.cells_;
    room_ = from.room_;
    shift_ = from.shift_;
    return *this;
  }

  /// A table for few cells.
  void begin(cell_space& space);
  /// REQUIRES: it is not shared.
  void end(cell_space& space) noexcept;
  /// Leaves the table to those who hold what is returned. REQUIRES: it is not shared; nobody changes
  /// cells, nor asks for room, until detach().
  cell_table share(cell_space& space) const;
  /// The same cells in a table of their own.
  void detach(cell_space& space);

  const flat_cell* table() const { return cells_; }
  std::int64_t at(std::uint64_t key) const { return place(key)->value; }
  /// Asks for what adding these will touch. Inlined, because compilers leave out the call of a
  /// function that only asks.
  [[gnu::always_inline]] void prefetch(std::span<const flat_cell> changes) const {
    for (const flat_cell& c : changes) __builtin_prefetch(cells_ + home(c.key));
    if (room_ < changes.size()) prefetch_all();
  }

  /// So that adding all of these needs no memory. `is_near_end` becomes true where some sum may leave
  /// 64 bits. `places`: null, or where to write for each of them where it is or would be; false where
  /// that is not known.
  bool make_room(std::span<const flat_cell> changes, cell_space& space, bool& is_near_end,
                 flat_cell** places);
  /// Adds to the key's number; when that would leave 64 bits, the number starts anew with the value
  /// and what it was is returned. REQUIRES: there is room.
  std::int64_t add(std::uint64_t key, std::int64_t value) { return add_at(place(key), key, value); }
  /// The same where make_room() has found the place, whatever of the same changes was added since.
  std::int64_t add(std::uint64_t key, std::int64_t value, flat_cell* found) {
    return add_at(found->key == key || found->key == no_key ? found : place(key), key, value);
  }
  /// visit(key, value) of all that are not 0, in no order.
  template <class Visit>
  void each(Visit visit) const {
    for (const flat_cell& c : all())
      if (c.value != 0) visit(c.key, c.value);
  }

 private:
  std::size_t size() const { return std::size_t{1} << (64 - shift_); }
  std::span<const flat_cell> all() const { return {cells_, size()}; }
  /// The line where the search for a key begins.
  std::size_t home(std::uint64_t key) const {
    return (key * 0x9E3779B97F4A7C15u >> shift_) & ~(of_line - 1);
  }
  /// Where the key is, or would be: a line of the cache is filled, from its front, before the next
  /// one is begun.
  flat_cell* place(std::uint64_t key) const {
    const std::size_t mask = size() - 1;
    for (std::size_t at = home(key);; at = (at + of_line) & mask) {
      flat_cell* const line = cells_ + at;
      std::size_t found = of_line, used = 0;
      for (std::size_t i = of_line; i-- > 0;) found = line[i].key == key ? i : found;
      for (std::size_t i = 0; i < of_line; ++i) used += line[i].key != no_key;
      const std::size_t n = std::min(found, used);
      if (n < of_line) return line + n;
    }
  }
  std::int64_t add_at(flat_cell* c, std::uint64_t key, std::int64_t value) {
    room_ -= c->key != key;
    c->key = key;
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(c->value, value, &sum)) return c->value = sum, 0;
    return std::exchange(c->value, value);
  }
  /// REQUIRES: the key is not there.
  void put(const flat_cell& c) {
    const std::size_t mask = size() - 1;
    std::size_t at = home(c.key);
    while (cells_[at + of_line - 1].key != no_key) at = (at + of_line) & mask;
    while (cells_[at].key != no_key) ++at;
    cells_[at] = c;
    --room_;
  }
  [[gnu::always_inline]] void prefetch_all() const {
    constexpr std::size_t most = 256;
    for (std::size_t at = 0; at < std::min(size(), most); at += of_line)
      __builtin_prefetch(cells_ + at);
  }
  std::uint32_t order() const;  // of the table's memory
  void rebuild(std::size_t more, cell_space& space);
  void use_table(std::uint32_t bits, cell_space& space);
  void clear();

  flat_cell* cells_ = nullptr;
  std::uint32_t room_ = 0;  // for further keys
  std::uint8_t shift_ = 0;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/flat_cells.ipp"
#endif
