// Rows by subject. Not for users.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/batch.hpp"

namespace dutyscore::engine {

/// A stable counting sort, and the identity for rows that come sorted.
inline std::vector<std::uint32_t> order_by_subject(const batch_data& data,
                                                   progress_watch* watch = nullptr) {
  std::vector<std::uint32_t> next(data.texts.size() + 1), out(data.rows);
  progress_pulse pulse(watch);
  for (text_pool::code s : data.subject) {
    ++next[s + 1];
    pulse();
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  for (std::uint32_t row = 0; row < data.rows; ++row) {
    out[next[data.subject[row]]++] = row;
    pulse();
  }
  return out;
}

}  // namespace dutyscore::engine
