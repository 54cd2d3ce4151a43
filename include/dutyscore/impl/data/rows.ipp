#pragma once

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/column_binder.hpp"
#include "dutyscore/data/rows.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE std::string text_of(std::chrono::year_month_day day) {
  const auto two_digits = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(day.year())) + "-" +
         two_digits(static_cast<unsigned>(day.month())) + "-" +
         two_digits(static_cast<unsigned>(day.day()));
}

DUTYSCORE_INLINE result<std::vector<column_id>> bind_host_columns(
    batch_builder& to, std::span<const host_column> columns) {
  to.start_file("rows");
  column_binder binder(to.schema(), table_kind::activities, {"rows", 0, {}, {}});
  std::vector<column_id> bound;
  for (const host_column& c : columns) {
    const auto column = binder.bind(c.name);
    bound.push_back(column.value_or(0));
    if (!column) continue;
    to.call_column(*column, c.name);
    if (!to.takes(*column, c.type))
      binder.refuse("DS0360", c.name, {c.name, words_for(to.type_of(*column)), words_for(c.type)});
  }
  binder.refuse_missing();
  if (!binder.problems().empty()) return std::move(binder.problems());
  return bound;
}

}  // namespace dutyscore::detail
