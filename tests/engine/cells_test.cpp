#include "dutyscore/engine/cells.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
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
    const basis_range range =
        range_of(static_cast<std::uint8_t>(r.since), static_cast<std::uint8_t>(r.standing_of_row));
    CHECK(counts_on(range, basis::claimed) == r.claimed);
    CHECK(counts_on(range, basis::reviewed) == r.reviewed);
    CHECK(counts_on(range, basis::confirmed) == r.confirmed);
  }
}

namespace {

struct addition {
  std::int32_t segment;
  std::uint32_t slot;
  basis_range range;
  std::int64_t value;
};

using place = std::tuple<std::int32_t, std::uint32_t, basis_range>;

/// The sums of additions that come in pieces of that size.
std::map<place, int128> sums_of(const std::vector<addition>& additions, std::size_t piece) {
  cell_adder adder(3, {-2, -1, 0, 1, 2});
  cell_list cells;
  for (std::size_t begin = 0; begin < additions.size(); begin += piece) {
    const std::size_t end = std::min(begin + piece, additions.size());
    for (std::size_t i = begin; i < end; ++i)
      adder.note_segment(static_cast<std::uint32_t>(additions[i].segment + 2));
    adder.begin();
    for (std::size_t i = begin; i < end; ++i)
      adder.add(static_cast<std::uint32_t>(additions[i].segment + 2), additions[i].slot,
                additions[i].range, additions[i].value);
    adder.move_to(cells);
  }
  std::map<place, int128> out;
  place last{INT32_MIN, 0, 0};
  for (const cell& c : cells) {
    const place here{c.segment, c.slot(), c.range()};
    CHECK(last <= here);
    last = here;
    out[here] += c.value;
  }
  return out;
}

}  // namespace

TEST_CASE("any order and any split of additions gives the same sums") {
  std::mt19937_64 random(1);
  std::vector<addition> all;
  std::map<place, int128> expected;
  for (int i = 0; i < 500; ++i) {
    const addition a{static_cast<std::int32_t>(random() % 5) - 2,
                     static_cast<std::uint32_t>(random() % 3),
                     static_cast<basis_range>(random() % basis_range_count),
                     static_cast<std::int64_t>(random() % 100) - 50};
    expected[{a.segment, a.slot, a.range}] += a.value;
    all.push_back(a);
  }
  for (std::size_t piece : {500u, 1u, 7u, 499u}) {
    CHECK(sums_of(all, piece) == expected);
    std::shuffle(all.begin(), all.end(), random);
  }
}

TEST_CASE("a sum holds what 64 bits cannot, and comes back from it") {
  const addition most{1, 0, 0, INT64_MAX}, least{1, 0, 0, INT64_MIN};
  CHECK(sums_of({most, most, most}, 1).begin()->second == int128{INT64_MAX} * 3);
  CHECK(sums_of({most, most, least, least}, 1).begin()->second == -2);
}
