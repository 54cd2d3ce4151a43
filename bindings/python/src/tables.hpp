// Tables that leave the library: rows of any struct, with a name and a getter for each column. A
// getter is a member or a function, and gives a value or an optional of one.
//
//   table_of(rows, text("subject", &score_row::subject), points("points", &score_row::points))
#pragma once

#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "binding.hpp"
#include "dutyscore/data/arrow_table.hpp"

namespace dutyscore::python {

template <arrow_values Type, class Get>
struct column_getter {
  std::string name;
  Get get;
};

template <class Get>
column_getter<arrow_values::text, Get> text(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
template <class Get>
column_getter<arrow_values::integer, Get> whole(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
template <class Get>
column_getter<arrow_values::flag, Get> flag(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
template <class Get>
column_getter<arrow_values::day, Get> day(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
template <class Get>
column_getter<arrow_values::number, Get> points(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
template <class Get>
column_getter<arrow_values::texts, Get> texts(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}
/// An empty text is null.
template <class Get>
auto text_or_null(std::string name, Get get) {
  return text(std::move(name), [get](const auto& row) -> std::optional<std::string> {
    std::string out(std::invoke(get, row));
    if (out.empty()) return std::nullopt;
    return out;
  });
}

template <arrow_values Type, class Value>
void add_value(arrow_column& to, const Value& value) {
  if constexpr (Type == arrow_values::text) to.add_text(value);
  if constexpr (Type == arrow_values::integer) to.add_integer(static_cast<std::int64_t>(value));
  if constexpr (Type == arrow_values::flag) to.add_flag(value);
  if constexpr (Type == arrow_values::day) to.add_day(value);
  if constexpr (Type == arrow_values::number) to.add_number(value);
  if constexpr (Type == arrow_values::texts) to.add_texts(value);
}

template <arrow_values Type, class Value>
void add_value(arrow_column& to, const std::optional<Value>& value) {
  if (value)
    add_value<Type>(to, *value);
  else
    to.add_null();
}

template <class Rows, arrow_values Type, class Get>
arrow_column filled(const Rows& rows, column_getter<Type, Get> of) {
  arrow_column out(std::move(of.name), Type);
  for (const auto& row : rows) add_value<Type>(out, std::invoke(of.get, row));
  return out;
}

template <class Rows, arrow_values... Type, class... Get>
arrow_table table_of(const Rows& rows, column_getter<Type, Get>... columns) {
  std::vector<arrow_column> out;
  (out.push_back(filled(rows, std::move(columns))), ...);
  return arrow_table(std::move(out));
}

/// The columns of both. REQUIRES: as many rows.
inline arrow_table joined(const arrow_table& a, const arrow_table& b) {
  std::vector<arrow_column> out = a.columns();
  out.insert(out.end(), b.columns().begin(), b.columns().end());
  return arrow_table(std::move(out));
}

}  // namespace dutyscore::python
