#pragma once

#include <algorithm>

#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/column_binder.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE bool column_binder::knows(const std::string& title) const {
  return find_column(schema_, table_, title) || is_ambiguous_label(schema_, table_, title);
}

DUTYSCORE_INLINE const column_binder::binding* column_binder::find(column_id column) const {
  const auto found = std::find_if(bound_.begin(), bound_.end(),
                                  [&](const binding& b) { return b.column == column; });
  return found == bound_.end() ? nullptr : &*found;
}

DUTYSCORE_INLINE std::optional<column_id> column_binder::bind(const std::string& title) {
  const auto column = find_column(schema_, table_, title);
  if (!column && knows(title)) {
    refuse("DS0311", title, {title});
  } else if (!column) {
    refuse("DS0303", title, {shown_cell(title)});
    add_closest(problems_.back(), title, column_spellings(schema_, table_));
  } else if (const binding* earlier = find(*column)) {
    refuse("DS0305", title, {earlier->title, title});
    return std::nullopt;
  } else {
    bound_.push_back({*column, title});
  }
  return column;
}

DUTYSCORE_INLINE void column_binder::refuse(std::string_view code, const std::string& title,
                                            std::initializer_list<message_argument> arguments) {
  data_place at = place_;
  at.column = shown_cell(title);
  problems_.push_back(make_diagnostic(code, arguments, std::move(at)));
}

DUTYSCORE_INLINE void column_binder::refuse_missing(const message& hint) {
  for (column_id c : required_columns(schema_, table_)) {
    if (find(c)) continue;
    const message title{column_title(schema_, table_, c, language::en),
                        column_title(schema_, table_, c, language::zh)};
    problems_.push_back(make_diagnostic("DS0304", {title}, place_));
    if (!hint.en.empty()) problems_.back().hints.push_back(hint);
  }
}

}  // namespace dutyscore::detail
