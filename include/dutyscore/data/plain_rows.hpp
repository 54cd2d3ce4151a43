// The quick way for rows of a CSV table that are provably plain: no quotation marks, as many cells
// as the header, and what plain_columns takes. At the first row that is anything else it stops, and
// batch_builder decides. Low level: use read_csv (data/csv.hpp).
#pragma once

#include <cstdint>
#include <vector>

#include "dutyscore/data/csv_records.hpp"
#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

class plain_rows {
 public:
  /// `readable` is the end of the bytes that may be looked at, not before those of the table.
  plain_rows(batch_builder& to, const csv_header& header, const csv_limits& limits,
             const char* readable);

  /// Moves the cursor behind the plain rows that begin there and counts them in `row`, which is the
  /// number of the row before.
  void take(csv_cursor& cursor, std::uint64_t& row);

 private:
  static constexpr std::size_t chunk_bytes = 16'384;

  bool find_rows(const char* at, const char* end);
  std::size_t count_rows(std::size_t most) const;
  std::size_t places_per_row() const;

  const csv_limits& limits_;
  const char* readable_;
  plain_columns columns_;
  std::vector<plain_columns::cell_plan> cells_;
  const char* chunk_ = nullptr;  // what the places are of
  const char* chunk_end_ = nullptr;
  std::vector<std::uint32_t> places_;  // the first is that of the byte before the chunk
  std::size_t next_ = 0, count_ = 0;   // the place before the next row; how many there are
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/plain_rows.ipp"
#endif
