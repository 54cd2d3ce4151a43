// Cells in columns, lined up by the width that they take on a terminal: a Chinese character takes
// two columns. Numbers line up at their points. Control characters of the data are shown as `·`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

enum class alignment : unsigned char { left, right, point };

class text_table {
 public:
  /// One alignment per column. `indent` spaces stand before each row.
  explicit text_table(std::vector<alignment> columns, std::size_t indent = 0)
      : columns_(std::move(columns)), indent_(indent) {}

  /// The titles of the columns; a table may do without.
  void header(std::vector<std::string> cells) { header_ = std::move(cells); }
  /// REQUIRES: one cell per column.
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// The rows, two spaces between columns, no spaces at the ends of lines.
  std::string to_text() const;

 private:
  std::vector<alignment> columns_;
  std::size_t indent_;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

/// `text` on one line: line ends and control characters as `·`.
std::string printable(std::string_view text);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/text_table.ipp"
#endif
