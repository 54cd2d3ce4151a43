// The table of a live subject against a map of the standard library, and the memory of such tables.
#include "dutyscore/engine/flat_cells.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "reference/random.hpp"

using namespace dutyscore::engine;

namespace {

using numbers = std::map<std::uint64_t, std::int64_t>;

numbers numbers_of(const flat_cells& cells) {
  numbers out;
  cells.each([&](std::uint64_t key, std::int64_t value) { CHECK(out.emplace(key, value).second); });
  return out;
}

void add(numbers& to, std::uint64_t key, std::int64_t value) {
  if ((to[key] += value) == 0) to.erase(key);
}

}  // namespace

TEST_CASE("flat cells are a map from keys to sums") {
  cell_space space;
  for (const std::size_t keys : {3u, 40u, 3000u}) {
    reference::dice dice(keys);
    flat_cells cells;
    cells.begin(space);
    numbers expected;
    for (int change = 0; change < 20'000; ++change) {
      std::vector<flat_cell> some;
      for (int n = dice.between(1, 4); n > 0; --n)
        some.push_back({dice.below(keys) << 32 | dice.below(3), dice.between(-2, 2)});
      bool is_near_end = false;
      std::vector<flat_cell*> places(some.size());
      const bool are_known = cells.make_room(some, space, is_near_end, places.data());
      for (std::size_t n = 0; n < some.size(); ++n) {
        const auto& [key, value] = some[n];
        CHECK((are_known && change % 2 ? cells.add(key, value, places[n]) : cells.add(key, value)) == 0);
        add(expected, key, value);
      }
    }
    CHECK(numbers_of(cells) == expected);
    for (const auto& [key, value] : expected) CHECK(cells.at(key) == value);
    CHECK(cells.at(std::uint64_t{keys} << 32) == 0);
    cells.end(space);
  }
}

TEST_CASE("keys that come and go need no more memory than those that are there at once") {
  cell_space space;
  flat_cells cells;
  cells.begin(space);
  const flat_cell* const table = cells.table();
  for (std::uint64_t key = 0; key < 100'000; ++key)
    for (const std::int64_t value : {5, -5}) {
      const std::vector<flat_cell> one{{key, value}};
      bool is_near_end = false;
      cells.make_room(one, space, is_near_end, nullptr);
      REQUIRE(cells.table() == table);
      cells.add(key, value);
    }
  CHECK(numbers_of(cells).empty());
  cells.end(space);
}

TEST_CASE("a sum that leaves 64 bits is handed back and starts anew") {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  cell_space space;
  flat_cells cells;
  cells.begin(space);
  CHECK(cells.add(1, most - 1) == 0);
  CHECK(cells.add(1, 1) == 0);
  bool is_near_end = false;
  const std::vector<flat_cell> other{{3, 7}}, same{{1, 7}};
  cells.make_room(other, space, is_near_end, nullptr);
  CHECK(!is_near_end);
  cells.make_room(same, space, is_near_end, nullptr);
  CHECK(is_near_end);
  CHECK(cells.add(1, 7) == most);
  CHECK(cells.at(1) == 7);
  CHECK(cells.add(2, -most) == 0);
  CHECK(cells.add(2, -2) == -most);
  CHECK(cells.at(2) == -2);
  cells.end(space);
}

TEST_CASE("what a reader has taken stays as it is") {
  cell_space space;
  flat_cells cells;
  cells.begin(space);
  cells.add(1, 10);
  const flat_cells taken = cells;
  const cell_table kept = cells.share(space);
  cells.detach(space);
  cells.add(1, 1);
  cells.add(2, 2);
  CHECK(numbers_of(taken) == numbers{{1, 10}});
  CHECK(numbers_of(cells) == numbers{{1, 11}, {2, 2}});
  cells.end(space);
}

TEST_CASE("blocks of memory do not overlap, and what is free becomes large again") {
  struct block {
    unsigned char* at;
    std::uint32_t order;
    unsigned char mark;
  };
  cell_memory memory;
  reference::dice dice(1);
  std::vector<block> blocks;
  const auto is_whole = [](const block& b) {
    for (std::size_t i = 0; i < std::size_t{1} << b.order; i += 64)
      if (b.at[i] != b.mark) return false;
    return b.at[(std::size_t{1} << b.order) - 1] == b.mark;
  };
  const auto free_one = [&](std::size_t n) {
    CHECK(is_whole(blocks[n]));
    memory.free(blocks[n].at, blocks[n].order);
    blocks[n] = blocks.back();
    blocks.pop_back();
  };
  for (int step = 0; step < 20'000; ++step) {
    if (!blocks.empty() && dice.percent(blocks.size() > 400 ? 60 : 40)) {
      free_one(dice.below(blocks.size()));
      continue;
    }
    const auto order = static_cast<std::uint32_t>(
        dice.percent(1) ? dice.between(14, 22) : dice.between(7, 13));
    auto* const at = static_cast<unsigned char*>(memory.allocate(order));
    CHECK(reinterpret_cast<std::uintptr_t>(at) % (std::size_t{1} << std::min(order, 20u)) == 0);
    const auto mark = static_cast<unsigned char>(step);
    std::fill_n(at, std::size_t{1} << order, mark);
    blocks.push_back({at, order, mark});
  }
  while (!blocks.empty()) free_one(blocks.size() - 1);
  // Every page gives its half of a megabyte and its megabyte again.
  const std::size_t bytes = memory.bytes();
  for (const std::uint32_t order : {19u, 20u})
    for (std::size_t page = 0; page < bytes >> 21; ++page)
      blocks.push_back({static_cast<unsigned char*>(memory.allocate(order)), order, 0});
  CHECK(memory.bytes() == bytes);
  for (const block& b : blocks) memory.free(b.at, b.order);
}
