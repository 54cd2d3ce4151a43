// How tables of activities and rosters are read: limits, columns that are left out, threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/progress.hpp"

namespace dutyscore {

/// How large a table may be; a message names the limit that was passed.
struct csv_limits {
  std::size_t file_bytes = std::size_t{1} << 40;
  std::size_t row_bytes = std::size_t{1} << 20;
  std::size_t columns = 1'000;
  std::size_t rows = 4'000'000'000;
  std::size_t bad_rows = 100'000;
};

enum class table_format : unsigned char {
  by_name,     // JSON Lines where the file's name ends with .jsonl or .ndjson, else CSV
  csv,
  json_lines,  // one object a line
};

struct csv_options {
  /// Columns that are for people only, as their headers say. Even a column that the policy knows is
  /// left out.
  std::vector<std::string> ignore_columns;
  /// Leaves out every column that the policy does not know. A misspelt header then goes unnoticed.
  bool ignore_unknown_columns = false;
  csv_limits limits;
  /// In how many threads files are read. The batch is the same whatever their number.
  unsigned threads = 1;
  /// Of read_activities(), read_roster_csv() and those that read paths: bytes of the files, and of a
  /// roster that is converted those of what it becomes. Texts are read at once.
  on_progress progress = {};
  /// About how much of a file one thread takes at a time.
  std::size_t piece_bytes = std::size_t{2} << 20;
  /// Rosters are always CSV.
  table_format format = table_format::by_name;
};

/// Whether the table of this name is JSON Lines.
inline bool is_json_lines(const csv_options& options, std::string_view name) {
  if (options.format != table_format::by_name) return options.format == table_format::json_lines;
  return name.ends_with(".jsonl") || name.ends_with(".ndjson");
}

}  // namespace dutyscore
