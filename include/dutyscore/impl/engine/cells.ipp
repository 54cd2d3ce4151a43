#pragma once

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "dutyscore/engine/cells.hpp"

namespace dutyscore::engine {

namespace cells {

DUTYSCORE_INLINE void merge(const cell_list& a, const cell_list& b, cell_list& out) {
  out.clear();
  out.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out),
             [](const cell& x, const cell& y) { return order(x) < order(y); });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < out.size(); ++i) {
    std::int64_t sum = 0;
    const bool is_one = order(out[i]) == order(out[kept]) &&
                        !__builtin_add_overflow(out[kept].value, out[i].value, &sum);
    if (is_one)
      out[kept].value = sum;
    else
      out[++kept] = out[i];
  }
  if (!out.empty()) out.resize(kept + 1);
}

}  // namespace cells

DUTYSCORE_INLINE cell_adder::cell_adder(std::size_t slots, std::vector<std::int32_t> segments)
    : stride_(slots * basis_range_count),
      first_days_(std::move(segments)),
      noted_(first_days_.size() / 64 + 1),
      rows_before_(noted_.size()),
      first_word_(noted_.size()) {}

DUTYSCORE_INLINE void cell_adder::begin() {
  for (std::size_t w = first_word_; w <= last_word_ && w < noted_.size(); ++w) {
    rows_before_[w] = static_cast<std::uint32_t>(segments_.size());
    for (std::uint64_t bits = noted_[w]; bits != 0; bits &= bits - 1)
      segments_.push_back(static_cast<std::uint32_t>(w * 64) +
                          static_cast<std::uint32_t>(std::countr_zero(bits)));
  }
  const std::size_t places = segments_.size() * stride_;
  if (sums_.size() >= places) return;
  sums_.resize(places);
  is_there_.resize(places / 64 + 1);
}

DUTYSCORE_INLINE void cell_adder::add(std::uint32_t segment, std::uint32_t slot, basis_range range,
                                      std::int64_t value) {
  const std::uint64_t earlier = noted_[segment / 64] & ((std::uint64_t{1} << segment % 64) - 1);
  const std::size_t row =
      rows_before_[segment / 64] + static_cast<std::size_t>(std::popcount(earlier));
  const std::size_t at = row * stride_ + place_of(slot, range);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(sums_[at], value, &sum)) {
    // Cells of one place may be several.
    spilled_.push_back({sums_[at], first_days_[segment], place_of(slot, range)});
    sum = value;
  }
  sums_[at] = sum;
  is_there_[at / 64] |= std::uint64_t{1} << at % 64;
}

DUTYSCORE_INLINE void cell_adder::move_to(cell_list& cells) {
  found_.clear();
  const std::size_t words = segments_.empty() ? 0 : segments_.size() * stride_ / 64 + 1;
  for (std::size_t w = 0; w < words; ++w)
    for (std::uint64_t bits = std::exchange(is_there_[w], 0); bits != 0; bits &= bits - 1) {
      const std::size_t at = w * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      found_.push_back({std::exchange(sums_[at], 0), first_days_[segments_[at / stride_]],
                        static_cast<std::uint32_t>(at % stride_)});
    }
  for (std::uint32_t s : segments_) noted_[s / 64] = 0;
  segments_.clear();
  first_word_ = noted_.size();
  last_word_ = 0;
  if (!spilled_.empty()) {
    std::stable_sort(spilled_.begin(), spilled_.end(), [](const cell& a, const cell& b) {
      return cells::order(a) < cells::order(b);
    });
    cells::merge(found_, spilled_, merged_);
    found_.swap(merged_);
    spilled_.clear();
  }
  if (cells.empty()) return cells.swap(found_);
  cells::merge(cells, found_, merged_);
  cells.swap(merged_);
}

}  // namespace dutyscore::engine
