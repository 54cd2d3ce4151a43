// Tables that leave the library: rows of any struct, with a name and a getter for each column. A
// getter is a member or a function, and gives a value or an optional of one.
//
//   table_of(rows, text("subject", &score_row::subject), points("points", &score_row::points))
#pragma once

#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "binding.hpp"
#include "dutyscore/data/arrow_table.hpp"

namespace dutyscore::python {

template <arrow_values Type, class Get>
struct column_getter {
  static constexpr arrow_values type = Type;
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

/// A table that is filled row by row.
template <class... Getters>
class table_builder {
 public:
  explicit table_builder(Getters... columns)
      : columns_{arrow_column(columns.name, Getters::type)...}, getters_(std::move(columns)...) {}

  template <class Row>
  void add(const Row& row) {
    std::size_t next = 0;
    std::apply(
        [&](const Getters&... of) {
          (add_value<Getters::type>(columns_[next++], std::invoke(of.get, row)), ...);
        },
        getters_);
  }
  template <class Rows>
  void add_all(const Rows& rows) {
    for (const auto& row : rows) add(row);
  }
  arrow_table finish() { return arrow_table(std::move(columns_)); }

 private:
  std::vector<arrow_column> columns_;
  std::tuple<Getters...> getters_;
};

template <class Rows, class... Getters>
arrow_table table_of(const Rows& rows, Getters... columns) {
  table_builder<Getters...> out(std::move(columns)...);
  out.add_all(rows);
  return out.finish();
}

/// The columns of both. REQUIRES: as many rows.
inline arrow_table joined(const arrow_table& a, const arrow_table& b) {
  std::vector<arrow_column> out = a.columns();
  out.insert(out.end(), b.columns().begin(), b.columns().end());
  return arrow_table(std::move(out));
}

}  // namespace dutyscore::python
