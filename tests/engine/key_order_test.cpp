// Putting in order by counting is the stable sort that it stands for.
#include "dutyscore/impl/engine/key_order.ipp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

using namespace dutyscore::engine;

TEST_CASE("items come in the order of their keys, equal ones as they were") {
  using item = std::pair<std::int64_t, int>;  // with its place
  const std::vector<std::vector<std::int64_t>> keys{
      {},
      {5},
      {1, 2, 2, 3},                    // in order already
      {3, 1, 2, 1, 3, 2},              // close together: counted
      {-700, 300, -700, 3, 300},       // on both sides of 0
      {INT32_MAX, 0, INT32_MIN, 0},    // far apart: compared
  };
  for (const std::vector<std::int64_t>& some : keys) {
    std::vector<item> items;
    for (const std::int64_t key : some) items.emplace_back(key, static_cast<int>(items.size()));
    std::vector<item> expected = items;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const item& a, const item& b) { return a.first < b.first; });
    const auto key = [](const item& i) { return i.first; };
    CHECK(made_in_order(items, key, [](const item& i) { return i; }) == expected);
    order_by_key(items, key);
    CHECK(items == expected);
  }
}
