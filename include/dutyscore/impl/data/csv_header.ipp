#pragma once

#include <algorithm>

#include "dutyscore/core/encoding.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/column_binder.hpp"
#include "dutyscore/data/csv_header.hpp"

namespace dutyscore::detail {

/// One run over the cells of a header row, or (without a row number) over names.
class header_reader {
 public:
  header_reader(const schema& s, table_kind table, const csv_options& options, data_place place)
      : schema_(s),
        table_(table),
        options_(options),
        is_row_(place.row > 0),
        binder_(s, table, std::move(place)) {}

  void take(csv_cell_view cell) {
    header_cell c;
    c.title = std::string(trim_cell(cell.text));
    if (cell.is_malformed) binder_.refuse("DS0336", c.title, {shown_cell(c.title)});
    if (!c.title.empty()) name(c);
    header_.cells.push_back(std::move(c));
  }

  csv_header finish() {
    binder_.refuse_missing(binder_.has_bound() ? message{} : hint());
    header_.problems = std::move(binder_.problems());
    return std::move(header_);
  }

 private:
  void name(header_cell& c) {
    c.use = header_use::ignored;
    if (is_ignored(c.title)) return;
    const auto column = binder_.bind(c.title);
    if (!column && !binder_.knows(c.title))
      binder_.problems().back().hints.push_back(
          phrase(is_row_ ? "csv ignore column" : "table ignore column", {shown_cell(c.title)}));
    if (!column) return;
    c.use = header_use::column;
    c.column = *column;
  }

  bool is_ignored(const std::string& title) const {
    const auto& named = options_.ignore_columns;
    if (std::find(named.begin(), named.end(), title) != named.end()) return true;
    return options_.ignore_unknown_columns && !binder_.knows(title);
  }

  /// What may be wrong with a header of which nothing is known: another separator, or no header at
  /// all.
  message hint() const {
    const message columns{header_line(language::en), header_line(language::zh)};
    if (!is_row_) return phrase("table columns", {columns});
    for (const header_cell& c : header_.cells)
      for (std::string_view other : {"\t", ";", "，", "；"})
        if (c.title.find(other) != std::string::npos) return phrase("csv comma");
    return phrase("csv first row", {columns});
  }

  std::string header_line(language lang) const {
    std::string line = to_csv_header(schema_, table_, lang);
    line.pop_back();
    return line;
  }

  const schema& schema_;
  table_kind table_;
  const csv_options& options_;
  const bool is_row_;
  column_binder binder_;
  csv_header header_;
};

/// Moves the cursor behind blank lines; `row` counts them.
DUTYSCORE_INLINE void skip_blank_lines(csv_cursor& cursor, std::uint64_t& row, std::size_t limit) {
  while (!cursor.is_at_end() && (*cursor.at == '\n' || *cursor.at == '\r')) {
    read_record(cursor, limit, [](std::size_t, csv_cell_view) {});
    ++row;
  }
}

/// A problem with the bytes of the header row, which nobody could name columns with.
DUTYSCORE_INLINE std::optional<diagnostic> refuse_header_text(std::string_view before,
                                                              std::string_view row,
                                                              const data_place& place) {
  const auto at = invalid_utf8(row);
  if (!at) return std::nullopt;
  diagnostic d =
      make_diagnostic("DS0302", {place.file, std::to_string(before.size() + *at + 1)}, place);
  d.hints.push_back(phrase("csv save as utf8"));
  return d;
}

DUTYSCORE_INLINE csv_header read_header(csv_cursor& cursor, const std::string& name,
                                        std::uint64_t& row, const schema& s, table_kind table,
                                        const csv_options& options) {
  const char* const begin = cursor.at;
  constexpr std::string_view byte_order_mark = "\uFEFF";
  if (std::string_view(begin, static_cast<std::size_t>(cursor.end - begin))
          .starts_with(byte_order_mark))
    cursor.at += byte_order_mark.size();
  skip_blank_lines(cursor, row, options.limits.row_bytes);
  const data_place place{name, ++row, {}, {}};
  if (cursor.is_at_end())
    return {{}, {make_diagnostic("DS0301", {name}, data_place{name, 0, {}, {}})}};
  const char* const from = cursor.at;
  const auto piece = [](const char* a, const char* b) {
    return std::string_view(a, static_cast<std::size_t>(b - a));
  };
  header_reader reader(s, table, options, place);
  std::size_t cells = 0;
  std::string last;
  const record_end end =
      read_record(cursor, options.limits.row_bytes, [&](std::size_t, csv_cell_view cell) {
        if (++cells <= options.limits.columns) reader.take(cell);
        last = shown_cell(cell.text);
      });
  const char* const to =
      end == record_end::complete
          ? cursor.at
          : from + std::min<std::size_t>(static_cast<std::size_t>(cursor.end - from),
                                         options.limits.row_bytes);
  if (auto d = refuse_header_text(piece(begin, from), piece(from, to), place))
    return {{}, {*std::move(d)}};
  if (end != record_end::complete)
    return {{}, {refuse_record(end, cursor, place, last, options.limits)}};
  if (cells > options.limits.columns)
    return {{}, {make_diagnostic("DS0308", {std::to_string(options.limits.columns)}, place)}};
  return reader.finish();
}

DUTYSCORE_INLINE csv_header bind_titles(const std::vector<std::string>& titles,
                                        const std::string& name, const schema& s, table_kind table,
                                        const csv_options& options) {
  header_reader reader(s, table, options, data_place{name, 0, {}, {}});
  for (const std::string& title : titles) reader.take({title, false});
  return reader.finish();
}

DUTYSCORE_INLINE diagnostic refuse_record(record_end why, const csv_cursor& cursor,
                                          data_place place, const std::string& cell,
                                          const csv_limits& limits) {
  const std::string limit = std::to_string(limits.row_bytes);
  if (why == record_end::too_long) return make_diagnostic("DS0307", {limit}, std::move(place));
  const bool is_cut = static_cast<std::size_t>(cursor.end - cursor.at) > limits.row_bytes + 1;
  place.found = cell;
  return make_diagnostic(
      "DS0306", {cell, is_cut ? phrase("csv within limit", {limit}) : phrase("csv before end")},
      std::move(place));
}

DUTYSCORE_INLINE std::optional<converted_table> convert_table(std::string_view text,
                                                              const std::string& name,
                                                              progress_watch* watch) {
  if (is_utf8_table(text)) return std::nullopt;
  auto converted = from_gb18030(text, watch);
  if (!converted) return std::nullopt;
  return converted_table{*std::move(converted),
                         make_diagnostic("DS0313", {name}, data_place{name, 0, {}, {}})};
}

DUTYSCORE_INLINE diagnostic no_rows(const csv_options& options, const std::string& name) {
  return make_diagnostic(is_json_lines(options, name) ? "DS0344" : "DS0310", {name},
                         data_place{name, 0, {}, {}});
}

}  // namespace dutyscore::detail
