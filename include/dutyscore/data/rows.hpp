// A host's own rows as a batch, without copying them into another struct first: any range, and for
// each column a member or a function that gives its value.
//
//   to_batch(rows_of(duties, field("subject", &duty::who), field("kind", &duty::what),
//   field("date", &duty::day),
//                    field("amount", [](const duty& d) { return decimal::of(d.yuan); })),
//            policy.schema())
//
// A column is called by name or label. Values may be texts, whole numbers (not floating point),
// decimal, date, year_month_day, sys_days, bool, standing, or std::optional of these, where nothing
// is an absent cell; an empty text is absent, too. A text for a column that is no text is read like
// a cell of a CSV table. Rows are numbered from 1; one that does not fit becomes a bad row of the
// batch.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch_builder.hpp"

namespace dutyscore {

/// One column of a host's rows. `get` is anything std::invoke can call with a row.
template <class Get>
struct row_field {
  std::string name;
  Get get;
};

template <class Get>
row_field<Get> field(std::string name, Get get) {
  return {std::move(name), std::move(get)};
}

/// Rows and how to read them. A range given as an lvalue is referred to, one given as an rvalue is
/// kept.
template <class Range, class... Get>
struct rows_view {
  Range range;
  std::tuple<row_field<Get>...> fields;
};

template <std::ranges::input_range Range, class... Get>
rows_view<Range, Get...> rows_of(Range&& range, row_field<Get>... fields) {
  return {std::forward<Range>(range), {std::move(fields)...}};
}

namespace detail {

template <class T>
struct host_value {
  static_assert(!std::is_floating_point_v<T>,
                "dutyscore: floating point is not exact; give a decimal, or a whole number");
  static_assert(std::is_floating_point_v<T> || std::convertible_to<const T&, std::string_view>,
                "dutyscore: a value is a text, whole number, decimal, date, bool, standing, or "
                "optional of one");
  static constexpr cell_type type = cell_type::text;
  static void put(batch_builder& to, column_id c, const T& value) {
    if constexpr (std::is_pointer_v<T>)
      if (!value) return;
    to.set(c, std::string_view(value));
  }
};

template <class T>
requires(std::integral<T> && !std::same_as<T, bool>) struct host_value<T> {
  static_assert(!std::same_as<T, char> && !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                    !std::same_as<T, char16_t> && !std::same_as<T, char32_t>,
                "dutyscore: a single character is not a value; give a text or a number");
  static constexpr cell_type type = cell_type::integer;
  static void put(batch_builder& to, column_id c, T value) {
    std::array<char, 24> room;
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value).ptr;
    to.set(c, std::string_view(room.data(), static_cast<std::size_t>(end - room.data())));
  }
};

template <class T, cell_type Type>
struct typed_host_value {
  static constexpr cell_type type = Type;
  static void put(batch_builder& to, column_id c, T value) { to.set(c, value); }
};
template <>
struct host_value<bool> : typed_host_value<bool, cell_type::flag> {};
template <>
struct host_value<decimal> : typed_host_value<decimal, cell_type::decimal> {};
template <>
struct host_value<date> : typed_host_value<date, cell_type::date> {};
template <>
struct host_value<standing> : typed_host_value<standing, cell_type::standing> {};

template <>
struct host_value<std::chrono::sys_days> {
  static constexpr cell_type type = cell_type::date;
  static void put(batch_builder& to, column_id c, std::chrono::sys_days day) {
    const auto days =
        std::clamp<std::int64_t>(day.time_since_epoch().count(), INT32_MIN, INT32_MAX);
    to.set(c, date::from_days(static_cast<std::int32_t>(days)));
  }
};

/// `2023-02-31` when there is no such day.
std::string text_of(std::chrono::year_month_day day);

template <>
struct host_value<std::chrono::year_month_day> {
  static constexpr cell_type type = cell_type::date;
  static void put(batch_builder& to, column_id c, std::chrono::year_month_day day) {
    if (day.ok()) return host_value<std::chrono::sys_days>::put(to, c, day);
    to.set(c, text_of(day));
  }
};

template <class T>
struct host_value<std::optional<T>> {
  static constexpr cell_type type = host_value<T>::type;
  static void put(batch_builder& to, column_id c, const std::optional<T>& value) {
    if (value) host_value<T>::put(to, c, *value);
  }
};

struct host_column {
  std::string name;
  cell_type type;
};

/// Binds the columns, in order, and starts the batch's only file.
result<std::vector<column_id>> bind_host_columns(batch_builder& to,
                                                 std::span<const host_column> columns);

template <class Range, class Get>
using host_type = std::decay_t<std::invoke_result_t<Get&, std::ranges::range_reference_t<Range>>>;

template <class Range, class... Get>
struct host_reader {
  template <std::size_t... I>
  static void put(batch_builder& to, const std::vector<column_id>& columns,
                  std::tuple<row_field<Get>...>& fields, auto&& row, std::index_sequence<I...>) {
    (host_value<host_type<Range, Get>>::put(to, columns[I],
                                            std::invoke(std::get<I>(fields).get, row)),
     ...);
  }
};

}  // namespace detail

/// The rows as a batch; diagnostics when a column is unknown, doubled, of another type, or missing.
template <class Range, class... Get>
result<batch> to_batch(rows_view<Range, Get...> rows, const schema& s, builder_limits limits = {}) {
  batch_builder builder(s, limits);
  const auto columns = std::apply(
      [&](const row_field<Get>&... f) {
        const std::array<detail::host_column, sizeof...(Get)> named{detail::host_column{
            f.name, detail::host_value<detail::host_type<Range, Get>>::type}...};
        return detail::bind_host_columns(builder, named);
      },
      rows.fields);
  if (!columns) return columns.messages();
  std::uint64_t number = 0;
  for (auto&& row : rows.range) {
    builder.begin_row(++number);
    detail::host_reader<Range, Get...>::put(builder, *columns, rows.fields, row,
                                            std::index_sequence_for<Get...>());
    builder.end_row();
    if (auto stop = builder.passed_limit()) return *std::move(stop);
  }
  return builder.finish();
}

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/rows.ipp"
#endif
