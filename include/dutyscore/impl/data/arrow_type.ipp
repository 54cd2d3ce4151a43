#pragma once

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_type.hpp"

namespace dutyscore::detail {

struct arrow_format {
  std::string_view format;
  std::string_view name;
  arrow_layout layout = arrow_layout::unread;
  std::size_t bytes = 0;
  std::int64_t per_day = 0;
};

// Formats that say everything.
inline constexpr arrow_format arrow_formats[] = {
    {"n", "null", arrow_layout::nothing},
    {"b", "bool", arrow_layout::bits},
    {"c", "int8", arrow_layout::signed_int, 1},
    {"C", "uint8", arrow_layout::unsigned_int, 1},
    {"s", "int16", arrow_layout::signed_int, 2},
    {"S", "uint16", arrow_layout::unsigned_int, 2},
    {"i", "int32", arrow_layout::signed_int, 4},
    {"I", "uint32", arrow_layout::unsigned_int, 4},
    {"l", "int64", arrow_layout::signed_int, 8},
    {"L", "uint64", arrow_layout::unsigned_int, 8},
    {"e", "float16", arrow_layout::floating, 2},
    {"f", "float32", arrow_layout::floating, 4},
    {"g", "float64", arrow_layout::floating, 8},
    {"u", "utf8", arrow_layout::texts32, 4},
    {"U", "large_utf8", arrow_layout::texts64, 8},
    {"vu", "utf8_view", arrow_layout::text_views, 16},
    {"tdD", "date32", arrow_layout::days, 4},
    {"tdm", "date64", arrow_layout::instants, 8, seconds_per_day * 1'000},
    {"z", "binary"},
    {"Z", "large_binary"},
    {"vz", "binary_view"},
    {"tts", "time32[s]"},
    {"ttm", "time32[ms]"},
    {"ttu", "time64[us]"},
    {"ttn", "time64[ns]"},
    {"tDs", "duration[s]"},
    {"tDm", "duration[ms]"},
    {"tDu", "duration[us]"},
    {"tDn", "duration[ns]"},
    {"tiM", "interval[months]"},
    {"tiD", "interval[days, milliseconds]"},
    {"tin", "interval[months, days, nanoseconds]"},
    {"+l", "list"},
    {"+L", "large_list"},
    {"+vl", "list_view"},
    {"+vL", "large_list_view"},
    {"+s", "struct"},
    {"+m", "map"},
    {"+r", "run_end_encoded"},
};

// Formats that parameters follow.
inline constexpr arrow_format arrow_families[] = {
    {"tss:", "timestamp[s]", arrow_layout::instants, 8, seconds_per_day},
    {"tsm:", "timestamp[ms]", arrow_layout::instants, 8, seconds_per_day * 1'000},
    {"tsu:", "timestamp[us]", arrow_layout::instants, 8, seconds_per_day * 1'000'000},
    {"tsn:", "timestamp[ns]", arrow_layout::instants, 8, seconds_per_day * 1'000'000'000},
    {"d:", "decimal", arrow_layout::fixed, 16},
    {"w:", "fixed_size_binary"},
    {"+w:", "fixed_size_list"},
    {"+ud:", "dense_union"},
    {"+us:", "sparse_union"},
};

DUTYSCORE_INLINE arrow_type as_type(const arrow_format& f) {
  arrow_type out;
  out.name = f.name;
  out.layout = f.layout;
  out.bytes = f.bytes;
  out.per_day = f.per_day;
  const bool is_union = f.format.starts_with("+u");
  out.has_validity = f.layout != arrow_layout::nothing && f.name != "run_end_encoded" && !is_union;
  return out;
}

/// Takes a number from the front, and the comma behind it.
DUTYSCORE_INLINE std::optional<int> take_parameter(std::string_view& text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || (at != end && *at != ',')) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(at - text.data()) + (at != end));
  return value;
}

inline constexpr int most_decimal_digits = 76;  // of decimal256

/// `38,6`, and the bits when they are not 128.
DUTYSCORE_INLINE void read_decimal_parameters(std::string_view text, arrow_type& to) {
  const auto digits = take_parameter(text);
  const auto places = take_parameter(text);
  const auto bits = text.empty() ? std::optional(128) : take_parameter(text);
  const bool is_known = digits && places && std::abs(*places) <= most_decimal_digits && bits &&
                        (bits == 32 || bits == 64 || bits == 128 || bits == 256);
  if (!is_known) return void(to.layout = arrow_layout::unread);
  to.places = *places;
  to.bytes = static_cast<std::size_t>(*bits) / 8;
  to.name = "decimal" + std::to_string(*bits) + "(" + std::to_string(*digits) + ", " +
            std::to_string(*places) + ")";
}

DUTYSCORE_INLINE arrow_type type_of_format(std::string_view format) {
  for (const arrow_format& f : arrow_formats)
    if (f.format == format) return as_type(f);
  for (const arrow_format& f : arrow_families) {
    if (!format.starts_with(f.format)) continue;
    arrow_type out = as_type(f);
    const std::string_view parameters = format.substr(f.format.size());
    if (out.layout == arrow_layout::fixed) read_decimal_parameters(parameters, out);
    if (out.layout == arrow_layout::instants) out.zone = parameters;
    if (!out.zone.empty()) out.name.insert(out.name.size() - 1, ", " + out.zone);
    return out;
  }
  arrow_type out;
  out.name = format;
  return out;
}

DUTYSCORE_INLINE arrow_type type_of(const ArrowSchema& column) {
  const arrow_type own = type_of_format(column.format ? column.format : "");
  if (!column.dictionary) return own;
  const ArrowSchema& entries = *column.dictionary;
  arrow_type out = type_of_format(entries.format ? entries.format : "");
  out.name = "dictionary<" + own.name + ", " + out.name + ">";
  const bool has_index =
      own.layout == arrow_layout::signed_int || own.layout == arrow_layout::unsigned_int;
  if (!has_index || !out.is_text() || entries.dictionary) out.layout = arrow_layout::unread;
  out.bytes = own.bytes;
  out.is_coded = true;
  out.has_signed_index = own.layout == arrow_layout::signed_int;
  return out;
}

DUTYSCORE_INLINE bool arrow_type::fits(cell_type column) const {
  if (is_text() || layout == arrow_layout::nothing) return true;
  switch (column) {
    case cell_type::integer:
    case cell_type::decimal:
      return is_integer() || layout == arrow_layout::fixed || layout == arrow_layout::floating;
    case cell_type::text:
      return is_integer();
    case cell_type::date:
      return layout == arrow_layout::days || layout == arrow_layout::instants;
    case cell_type::flag:
      return layout == arrow_layout::bits;
    case cell_type::standing:
      break;
  }
  return false;
}

DUTYSCORE_INLINE message arrow_type::words() const {
  if (layout == arrow_layout::bits) return words_for(cell_type::flag);
  if (layout == arrow_layout::days || layout == arrow_layout::instants)
    return words_for(cell_type::date);
  return words_for(is_integer() ? cell_type::integer : cell_type::decimal);
}

}  // namespace dutyscore::detail
