// Putting in order by a whole number. Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace dutyscore::engine {

/// A stable sort by key(item), a whole number: counting where the keys lie close together, as days
/// and rows do.
template <class T, class Key>
void order_by_key(std::vector<T>& items, Key key) {
  if (items.empty()) return;
  std::int64_t least = key(items.front()), most = least;
  bool is_ordered = true;
  for (std::int64_t before = least; const T& item : items) {
    const std::int64_t k = key(item);
    is_ordered = is_ordered && before <= k;
    before = k;
    least = std::min(least, k);
    most = std::max(most, k);
  }
  if (is_ordered) return;
  if (most - least > static_cast<std::int64_t>(4 * items.size() + 1024)) {
    std::stable_sort(items.begin(), items.end(),
                     [&](const T& a, const T& b) { return key(a) < key(b); });
    return;
  }
  std::vector<std::size_t> next(static_cast<std::size_t>(most - least) + 2);
  for (const T& item : items) ++next[static_cast<std::size_t>(key(item) - least) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<T> out(items.size());
  for (const T& item : items) out[next[static_cast<std::size_t>(key(item) - least)]++] = item;
  items.swap(out);
}

}  // namespace dutyscore::engine
