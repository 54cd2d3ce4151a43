// What the header row of a CSV table says, looked up once per file. Low level: read_csv and
// read_roster_csv are made of this.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/data/csv_options.hpp"
#include "dutyscore/data/csv_records.hpp"

namespace dutyscore::detail {

/// What becomes of the cells under one header.
enum class header_use : unsigned char {
  column,    // read
  ignored,   // for people only
  nameless,  // the header is empty: its cells must be, too
};

struct header_cell {
  std::string title;  // as written, trimmed
  header_use use = header_use::nameless;
  column_id column = 0;
};

struct csv_header {
  std::vector<header_cell> cells;
  diagnostics problems;  // nothing of the table can be read when there are any
};

/// Reads the header: the first record that is not blank. `row` becomes its number.
csv_header read_header(csv_cursor& cursor, const std::string& name, std::uint64_t& row,
                       const schema& s, table_kind table, const csv_options& options);

/// The same of columns whose names come one by one, as those of Arrow tables.
csv_header bind_titles(const std::vector<std::string>& titles, const std::string& name,
                       const schema& s, table_kind table, const csv_options& options);

/// Why the record at the cursor was not read to its end; `cell` shows the one that was being read.
diagnostic refuse_record(record_end why, const csv_cursor& cursor, data_place place,
                         const std::string& cell, const csv_limits& limits);

/// A table that is not UTF-8 but GB18030, as UTF-8; `note` says so. `watch` is told its bytes.
struct converted_table {
  std::string text;
  diagnostic note;
};
std::optional<converted_table> convert_table(std::string_view text, const std::string& name,
                                             progress_watch* watch = nullptr);

/// What is said of a table without rows.
diagnostic no_rows(const csv_options& options, const std::string& name);

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/csv_header.ipp"
#endif
