#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/text.hpp"
#include "dutyscore/report/text_table.hpp"

namespace dutyscore {
namespace detail::report {

/// Columns from the point of a number to its end, the point included.
DUTYSCORE_INLINE std::size_t fraction_width(std::string_view number) {
  const auto point = number.find('.');
  return point == std::string_view::npos ? 0 : number.size() - point;
}

struct column_layout {
  std::size_t width = 0;
  std::size_t fraction = 0;
};

DUTYSCORE_INLINE std::string with_fraction(const std::string& number, std::size_t fraction) {
  return number + std::string(fraction - fraction_width(number), ' ');
}

DUTYSCORE_INLINE column_layout layout_of(const std::vector<std::vector<std::string>>& rows,
                                         const std::string& title, std::size_t column,
                                         alignment how) {
  column_layout out;
  if (how == alignment::point)
    for (const auto& row : rows) out.fraction = std::max(out.fraction, fraction_width(row[column]));
  out.width = display_width(title);
  for (const auto& row : rows) {
    const std::size_t missing =
        how == alignment::point ? out.fraction - fraction_width(row[column]) : 0;
    out.width = std::max(out.width, display_width(row[column]) + missing);
  }
  return out;
}

DUTYSCORE_INLINE std::string laid_out(const std::string& cell, alignment how,
                                      column_layout layout) {
  switch (how) {
    case alignment::left:
      return pad_right(cell, layout.width);
    case alignment::right:
      return pad_left(cell, layout.width);
    case alignment::point:
      return pad_left(with_fraction(cell, layout.fraction), layout.width);
  }
  return cell;
}

DUTYSCORE_INLINE void trim_right(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    const std::size_t size = c.size ? c.size : 1;
    const bool control = c.size == 0 || c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0);
    out += control ? std::string_view("·") : text.substr(at, size);
    at += size;
  }
  return out;
}

DUTYSCORE_INLINE void text_table::row(std::vector<std::string> cells) {
  if (cells.size() != columns_.size())
    throw std::invalid_argument("dutyscore: a row of a table needs one cell per column");
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

DUTYSCORE_INLINE std::string text_table::to_text() const {
  std::vector<detail::report::column_layout> layouts;
  for (std::size_t c = 0; c < columns_.size(); ++c)
    layouts.push_back(
        detail::report::layout_of(rows_, header_.empty() ? "" : header_[c], c, columns_[c]));
  std::string out;
  const auto write = [&](const std::vector<std::string>& cells, bool is_header) {
    std::string line(indent_, ' ');
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const bool title_of_number = is_header && columns_[c] == alignment::point;
      const alignment how = title_of_number ? alignment::right : columns_[c];
      line += (c ? "  " : "") + detail::report::laid_out(cells[c], how, layouts[c]);
    }
    detail::report::trim_right(line);
    out += line + "\n";
  };
  if (!header_.empty()) write(header_, true);
  for (const auto& row : rows_) write(row, false);
  return out;
}

}  // namespace dutyscore
