#pragma once

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/row_dimension.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE row_dimension::row_dimension(const fused_dimension& d, const batch_data& data) {
  if (data.rows == 0) return;
  const field_column& column = data.fields[d.column];
  if (d.kind == dimension_kind::flag) flags = column.flags.data();
  if (d.kind == dimension_kind::number || d.kind == dimension_kind::range) {
    numbers = column.numbers.data();
    least = d.least;
    step = d.step;
    end = static_cast<std::uint64_t>(d.end());
    count = static_cast<std::uint32_t>(d.numbers);
    steps = {d.step, static_cast<std::int64_t>(d.numbers)};
    is_range = d.kind == dimension_kind::range;
    borders = d.borders;
    shifted_end = static_cast<std::uint32_t>(end >> steps.shift);
    for (const std::int64_t b : borders)
      before_borders.push_back(static_cast<std::uint32_t>(b >> steps.shift) - 1);
  }
  if (d.kind != dimension_kind::text) return;
  texts = column.texts.data();
  const auto other = static_cast<std::uint32_t>(d.values.size());
  for (std::size_t v = 0; v < d.values.size(); ++v) {
    const auto code = data.texts.find(d.values[v]);
    if (!code) continue;
    if (value_of_code.size() <= *code) value_of_code.resize(*code + 1, other);
    value_of_code[*code] = static_cast<std::uint32_t>(v);
  }
  value_of_code.push_back(other);
}

}  // namespace dutyscore::engine
