// Tables of activities as CSV text. A header row names the columns (by name or label, fixed ones in
// either language), every further row is one activity. What is wrong with the table as a whole (no
// header, an unknown or a missing column, a quote that is never closed) makes the result
// diagnostics; what is wrong with one row makes a bad row of the batch. Cost: linear in the bytes.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// How large a table may be; a message names the limit that was passed.
struct csv_limits {
  std::size_t file_bytes = std::size_t{4} << 30;
  std::size_t row_bytes = std::size_t{1} << 20;
  std::size_t columns = 1'000;
  std::size_t rows = 4'000'000'000;
  std::size_t bad_rows = 100'000;
};

struct csv_options {
  /// Columns that are for people only, as their headers say. Even a column that the policy knows is
  /// left out.
  std::vector<std::string> ignore_columns;
  /// Leaves out every column that the policy does not know. A misspelt header then goes unnoticed.
  bool ignore_unknown_columns = false;
  csv_limits limits;
};

/// `-` is standard input.
result<batch> read_csv(const std::string& path, const schema& s, const csv_options& options = {});
/// Several tables, each with its own header, into one batch.
result<batch> read_csv(const std::vector<std::string>& paths, const schema& s,
                       const csv_options& options = {});
/// The rest of a stream; `name` is what messages call it.
result<batch> read_csv(std::istream& in, const std::string& name, const schema& s,
                       const csv_options& options = {});
result<batch> read_csv_text(std::string_view text, const std::string& name, const schema& s,
                            const csv_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/csv.ipp"
#endif
