// How Arrow tables are read: columns that are left out, limits, threads, time zones.
#pragma once

#include <string>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/arrow_interface.hpp"
#include "dutyscore/data/csv_options.hpp"

namespace dutyscore {

struct arrow_options {
  /// As in csv_options.
  std::vector<std::string> ignore_columns;
  bool ignore_unknown_columns = false;
  /// `row_bytes` is how long a text may be; there is no limit of all bytes.
  csv_limits limits;
  /// Rows; how many there will be is not known.
  on_progress progress = {};
  /// In how many threads rows are read. The batch is the same whatever their number, and the stream
  /// is called by the thread that makes the call alone.
  unsigned threads = 1;
  /// About how many rows one thread takes at a time.
  std::size_t piece_rows = std::size_t{1} << 15;
  /// Where a day begins, for timestamps that have a time zone: `UTC`, `+08:00`, or a name such as
  /// `Asia/Shanghai`, if the system knows it. Empty: such columns are refused.
  std::string timezone = {};
};

/// A table, and what messages call it.
struct arrow_source {
  arrow_stream stream;
  std::string name = "arrow";
};

}  // namespace dutyscore
