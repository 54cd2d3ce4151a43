// A column of one batch whose values tell classes of rows apart (plan/fused.hpp). Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "dutyscore/data/batch.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

class row_dimension {
 public:
  row_dimension(const fused_dimension& d, const batch_data& data);

  /// Which of the dimension's values the row has; the last for all others.
  std::uint64_t value_at(std::size_t row) const {
    if (texts_) return value_of_code_[std::min<std::size_t>(texts_[row], value_of_code_.size() - 1)];
    if (flags_) return flags_[row];
    // A number below the least becomes a very large one.
    const std::uint64_t above =
        static_cast<std::uint64_t>(numbers_[row]) - static_cast<std::uint64_t>(least_);
    const std::uint64_t whole = above / decimal::scale;
    return whole < count_ && whole * decimal::scale == above ? whole : count_;
  }

 private:
  const std::uint8_t* flags_ = nullptr;
  const text_pool::code* texts_ = nullptr;
  const std::int64_t* numbers_ = nullptr;
  std::vector<std::uint16_t> value_of_code_;  // the last is that of all codes beyond
  std::int64_t least_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_dimension.ipp"
#endif
