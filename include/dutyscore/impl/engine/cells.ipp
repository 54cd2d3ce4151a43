#pragma once

#include <algorithm>
#include <tuple>

#include "dutyscore/engine/cells.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE void sort_additions(std::vector<addition>& additions) {
  const auto key = [](const addition& a) {
    // One 128-bit number compares faster than four fields do.
    return int128{a.owner} << 64 |
           int128{static_cast<std::uint32_t>(a.segment) ^ 0x80000000u} << 32 |
           int128{static_cast<std::uint32_t>(a.slot) << 8 | a.range};
  };
  std::sort(additions.begin(), additions.end(),
            [&](const addition& a, const addition& b) { return key(a) < key(b); });
}

DUTYSCORE_INLINE void add_to(cell_list& cells, std::span<const addition> sorted) {
  const auto place = [](const auto& c) { return std::tuple(c.segment, c.slot, c.range); };
  const std::size_t old_size = cells.size();
  std::size_t at = 0;
  for (const addition& a : sorted) {
    while (at < old_size && place(cells[at]) < place(a)) ++at;
    cell* target = at < old_size && place(cells[at]) == place(a)                ? &cells[at]
                   : cells.size() > old_size && place(cells.back()) == place(a) ? &cells.back()
                                                                                : nullptr;
    if (!target) target = &cells.emplace_back(cell{a.segment, a.slot, a.range, 0});
    target->value += a.value;
  }
  std::inplace_merge(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(old_size),
                     cells.end(),
                     [&](const cell& a, const cell& b) { return place(a) < place(b); });
}

}  // namespace dutyscore::engine
