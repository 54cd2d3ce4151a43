#include "dutyscore/engine/cells.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

using namespace dutyscore;
using namespace dutyscore::engine;

TEST_CASE("a row's bases run from since up to standing") {
  struct row {
    standing since, standing_of_row;
    bool claimed, reviewed, confirmed;
  };
  for (const row& r : {
           row{standing::claimed, standing::confirmed, true, true, true},
           row{standing::claimed, standing::reviewed, true, true, false},
           row{standing::claimed, standing::claimed, true, false, false},
           row{standing::reviewed, standing::confirmed, false, true, true},
           row{standing::reviewed, standing::reviewed, false, true, false},
           row{standing::confirmed, standing::confirmed, false, false, true},
           row{standing::claimed, standing::rejected, true, false, false},
       }) {
    const basis_range range = range_of(static_cast<std::uint8_t>(r.since),
                                       static_cast<std::uint8_t>(r.standing_of_row));
    CHECK(counts_on(range, basis::claimed) == r.claimed);
    CHECK(counts_on(range, basis::reviewed) == r.reviewed);
    CHECK(counts_on(range, basis::confirmed) == r.confirmed);
  }
}

namespace {

bool operator==(const cell& a, const cell& b) {
  return std::tuple(a.segment, a.slot, a.range) == std::tuple(b.segment, b.slot, b.range) &&
         a.value == b.value;
}

}  // namespace

TEST_CASE("any order and any split of additions gives the same cells") {
  std::mt19937_64 random(1);
  std::vector<addition> all;
  for (int i = 0; i < 500; ++i)
    all.push_back({0, static_cast<std::int32_t>(random() % 5) - 2,
                   static_cast<std::uint16_t>(random() % 3),
                   static_cast<basis_range>(random() % basis_range_count),
                   static_cast<std::int64_t>(random() % 100) - 50});
  const auto cells_of = [](std::vector<addition> additions, std::size_t piece) {
    cell_list cells;
    for (std::size_t begin = 0; begin < additions.size(); begin += piece) {
      const std::size_t end = std::min(begin + piece, additions.size());
      std::vector<addition> part(additions.begin() + static_cast<std::ptrdiff_t>(begin),
                                 additions.begin() + static_cast<std::ptrdiff_t>(end));
      sort_additions(part);
      add_to(cells, part);
    }
    return cells;
  };
  const cell_list whole = cells_of(all, all.size());
  int128 sum = 0, expected = 0;
  for (const cell& c : whole) sum += c.value;
  for (const addition& a : all) expected += a.value;
  CHECK(sum == expected);
  for (std::size_t piece : {1u, 7u, 499u}) {
    std::shuffle(all.begin(), all.end(), random);
    CHECK(std::ranges::equal(cells_of(all, piece), whole, [](const cell& a, const cell& b) { return a == b; }));
  }
}

TEST_CASE("a cell holds what 64 bits cannot") {
  cell_list cells;
  for (int i = 0; i < 3; ++i) add_to(cells, std::vector{addition{0, 1, 0, 0, INT64_MAX}});
  CHECK(cells.size() == 1);
  CHECK(cells[0].value == int128{INT64_MAX} * 3);
}
