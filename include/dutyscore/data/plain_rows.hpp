// The quick way for rows of a CSV table that are provably plain: no quotation marks, as many cells
// as the header, every cell one that its column takes, every row one that may be counted. They go
// straight into the builder's columns, a block at a time. At the first row that is anything else it
// stops, and batch_builder decides. Both ways give the same batch, codes of texts included, which
// is what the tests compare. Low level: use read_csv (data/csv.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/csv_records.hpp"
#include "dutyscore/data/plain_cells.hpp"

namespace dutyscore::detail {

class plain_rows {
 public:
  /// Nothing may be written to the file's columns in another way while take() runs.
  /// `readable` is the end of the bytes that may be looked at, not before those of the table.
  plain_rows(batch_builder& to, const csv_header& header, const csv_limits& limits,
             const char* readable);

  /// Moves the cursor behind the plain rows that begin there and counts them in `row`, which is the
  /// number of the row before.
  void take(csv_cursor& cursor, std::uint64_t& row);

 private:
  static constexpr std::size_t block_rows = 256;
  static constexpr std::size_t chunk_bytes = 16'384;

  /// The values that short texts, flags and standings have shown to have: few are written in many
  /// rows.
  struct spelling {
    text_words words;
    std::size_t size = 0;
    std::int64_t value = 0;
  };
  struct cell_plan {
    header_use use = header_use::nameless;
    cell_type type = cell_type::text;
    column_id column = 0;
    batch_builder::column* of = nullptr;
    std::int64_t* values = nullptr;  // block_rows of them
    std::array<spelling, 128> spellings;
  };
  /// What the fields of the activities of one kind may and must be; bits are columns.
  struct kind_plan {
    std::uint64_t belong = 0, required = 0;
    std::vector<std::int64_t> absent;  // by field
  };

  void plan_cells(const csv_header& header);
  void plan_kinds();
  kind_plan plan_kind(std::optional<text_pool::code> kind) const;

  bool find_row(const char* at, const char* end);
  bool read_row(const char* at);
  bool read_cell(cell_plan& cell, const char* at, std::size_t size);
  std::optional<std::int64_t> value_of(cell_plan& cell, const char* at, std::size_t size);
  std::optional<std::int64_t> spelt(cell_plan& cell, const char* at, std::size_t size);
  std::optional<std::int64_t> code_of(const cell_plan& cell, std::string_view text,
                                      text_pool::code known);
  bool complete_row();
  void expect_rows(std::size_t read, std::size_t left);
  std::size_t room() const;

  void flush();
  void flush_place();
  void flush_credited();
  void flush_texts(std::vector<text_pool::code>& to, fixed_column c);
  void flush_field(std::size_t index);
  template <class T>
  void append(std::vector<T>& to, column_id c) const;
  std::int64_t* values(column_id c) { return values_.data() + c * block_rows; }
  const std::int64_t* values(column_id c) const { return values_.data() + c * block_rows; }
  std::int64_t& value(fixed_column c) { return values(column_of(c))[pending_]; }

  batch_builder& to_;
  const csv_limits& limits_;
  const char* readable_;
  bool is_usable_;
  std::vector<cell_plan> cells_;
  std::vector<std::uint32_t> kind_of_code_;  // into kinds_; codes beyond are of no kind named
  std::vector<kind_plan> kinds_;
  std::vector<std::int64_t> values_;  // by column, block_rows each
  std::uint64_t filled_ = 0;          // the cells of this row that hold something, by column
  std::uint64_t any_filled_ = 0;      // of the rows that are pending
  std::size_t expected_ = 0;          // rows of the whole batch, a guess for the memory's sake
  std::size_t pending_ = 0;           // rows in values_ that are not in the batch yet
  std::uint64_t first_ = 0;           // the number of the first of them

  const char* chunk_ = nullptr;  // what the places are of
  const char* chunk_end_ = nullptr;
  std::vector<std::uint32_t> places_;
  std::size_t next_ = 0, count_ = 0;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/plain_rows.ipp"
#endif
