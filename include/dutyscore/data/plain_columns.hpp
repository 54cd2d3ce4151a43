// Rows that may be counted beyond doubt, straight into a builder's columns, a block at a time. It
// decides nothing: a cell or a row about which there is any doubt is left to batch_builder, which
// must then be given the row from its beginning. Both ways give the same batch, codes of texts
// included. Low level: plain_rows and plain_lines are made of this.
//
// One row: begin_row, read for each cell, end_row. Then flush, before anything else is done with
// the builder.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/plain_cells.hpp"

namespace dutyscore::detail {

class plain_columns {
 public:
  static constexpr std::size_t block_rows = 256;
  static constexpr std::size_t slack = 32;  // bytes that are looked at beyond a row

  /// The values that short texts, flags and standings have shown to have: few are written in many
  /// rows.
  struct spelling {
    text_words words;
    std::size_t size = 0;
    std::int64_t value = 0;
  };
  /// One cell of each row.
  struct cell_plan {
    header_use use = header_use::nameless;
    cell_type type = cell_type::text;
    column_id column = 0;
    batch_builder::column* of = nullptr;
    std::int64_t* values = nullptr;  // block_rows of them
    std::array<spelling, 128> spellings;
  };

  explicit plain_columns(batch_builder& to);
  /// Whether there is a quick way on this machine and for this schema.
  bool is_usable() const { return is_usable_; }
  /// REQUIRES: is_usable().
  cell_plan plan(header_use use, column_id column);

  /// How many rows may come before the limit is the builder's business.
  std::size_t room() const;
  /// The number of the next row. REQUIRES: nothing has been read since flush.
  void number_from(std::uint64_t row) { first_ = row; }
  /// A block took `read` bytes, and this many are left.
  void expect_rows(std::size_t read, std::size_t left);

  void begin_row() { filled_ = 0; }
  /// False when there is doubt. REQUIRES: plain_cells.hpp's.
  bool read(cell_plan& cell, const char* at, std::size_t size);
  bool read_flag(cell_plan& cell, bool flag);
  /// False when the row cannot be counted beyond doubt.
  bool end_row();
  bool is_full() const { return pending_ == block_rows; }
  bool expects() const { return expected_ != 0; }
  void flush();

 private:
  /// What the fields of the activities of one kind may and must be; bits are columns.
  struct kind_plan {
    std::uint64_t belong = 0, required = 0;
    std::vector<std::int64_t> absent;  // by field
  };

  void plan_kinds();
  kind_plan plan_kind(std::optional<text_pool::code> kind) const;
  bool read_value(cell_plan& cell, const char* at, std::size_t size, std::int64_t& to);
  bool read_spelling(cell_plan& cell, const char* at, std::size_t size, std::int64_t& to);
  static bool put(std::optional<std::int64_t> value, std::int64_t& to);
  std::optional<std::int64_t> code_of(const cell_plan& cell, std::string_view text,
                                      text_pool::code known);
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
  bool is_usable_;
  std::vector<std::uint32_t> kind_of_code_;  // into kinds_; codes beyond are of no kind named
  std::vector<kind_plan> kinds_;
  std::vector<std::int64_t> values_;  // by column, block_rows each
  std::uint64_t filled_ = 0;          // the cells of this row that hold something, by column
  std::uint64_t any_filled_ = 0;      // of the rows that are pending
  std::size_t expected_ = 0;          // rows of the whole batch, a guess for the memory's sake
  std::size_t pending_ = 0;           // rows in values_ that are not in the batch yet
  std::uint64_t first_ = 0;           // the number of the first of them
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/plain_columns.ipp"
#endif
