#pragma once

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/row_dimension.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE row_dimension::row_dimension(const fused_dimension& d, const batch_data& data) {
  if (data.rows == 0) return;
  const field_column& column = data.fields[d.column];
  if (d.kind == dimension_kind::flag) flags_ = column.flags.data();
  if (d.kind == dimension_kind::number) {
    numbers_ = column.numbers.data();
    least_ = d.least;
    count_ = d.numbers;
  }
  if (d.kind != dimension_kind::text) return;
  texts_ = column.texts.data();
  const auto other = static_cast<std::uint16_t>(d.values.size());
  for (std::size_t v = 0; v < d.values.size(); ++v) {
    const auto code = data.texts.find(d.values[v]);
    if (!code) continue;
    if (value_of_code_.size() <= *code) value_of_code_.resize(*code + 1, other);
    value_of_code_[*code] = static_cast<std::uint16_t>(v);
  }
  value_of_code_.push_back(other);
}

}  // namespace dutyscore::engine
