// Putting in order by a whole number. Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

namespace dutyscore::engine {

/// make(item) of every item, in the order of key(item), a whole number; equal ones as they come.
/// Counts where the keys lie close together, as days and rows do.
template <class T, class Key, class Make>
auto made_in_order(const std::vector<T>& items, Key key, Make make) {
  std::vector<std::decay_t<decltype(make(items.front()))>> out;
  if (items.empty()) return out;
  std::int64_t least = key(items.front()), most = least;
  for (const T& item : items) {
    const std::int64_t k = key(item);
    least = std::min(least, k);
    most = std::max(most, k);
  }
  if (most - least > static_cast<std::int64_t>(4 * items.size() + 1024)) {
    std::vector<std::uint32_t> order(items.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return key(items[a]) < key(items[b]);
    });
    for (std::uint32_t i : order) out.push_back(make(items[i]));
    return out;
  }
  std::vector<std::uint32_t> next(static_cast<std::size_t>(most - least) + 2);
  for (const T& item : items) ++next[static_cast<std::size_t>(key(item) - least) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  out.resize(items.size());
  for (const T& item : items)
    out[next[static_cast<std::size_t>(key(item) - least)]++] = make(item);
  return out;
}

template <class T, class Key>
void order_by_key(std::vector<T>& items, Key key) {
  const bool is_ordered = std::is_sorted(
      items.begin(), items.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
  if (!is_ordered) items = made_in_order(items, key, [](const T& item) { return item; });
}

}  // namespace dutyscore::engine
