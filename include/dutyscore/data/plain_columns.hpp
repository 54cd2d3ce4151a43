// Rows that may be counted beyond doubt, straight into a builder's columns, a block of rows at a
// time and column after column. It decides nothing: a row about which there is any doubt ends the
// block and is left to batch_builder, which must then be given the row from its beginning. Both ways
// give the same batch, codes of texts included. Low level: plain_rows and plain_lines are made of
// this.
//
// Codes are given in the order of rows, but columns are read one after the other. A text that is new
// therefore gets a stand-in at first, and its code when it is known which rows of the block count.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/plain_cells.hpp"

namespace dutyscore::detail {

/// Where the cells of a block of rows lie: between a place and the one that follows it, both left
/// out.
struct cell_places {
  const char* base = nullptr;
  const std::uint32_t* first = nullptr;  // offsets from `base`; the first may be -1
  std::size_t row_step = 0, cell_step = 1;

  /// The cells of one column, row after row.
  class column {
   public:
    column(const cell_places& of, std::size_t cell)
        : base_(of.base), place_(of.first + cell * of.cell_step), step_(of.row_step) {}
    std::string_view next() {
      const std::uint32_t from = place_[0] + 1, to = place_[1];
      place_ += step_;
      return {base_ + from, to - from};
    }

   private:
    const char* base_;
    const std::uint32_t* place_;
    std::size_t step_;
  };
};

class plain_columns {
 public:
  static constexpr std::size_t block_rows = 512;
  static constexpr std::size_t slack = 32;  // bytes that are looked at beyond a row

  /// The value that a short text has shown to have: few are written in many rows.
  struct spelling {
    text_words words;
    std::uint32_t size = 0;
    std::uint32_t value = 0;
  };
  /// One cell of each row.
  struct cell_plan {
    header_use use = header_use::nameless;
    cell_type type = cell_type::text;
    bool takes_words = false;  // true and false, which stand without quotation marks
    bool has_many = false;     // texts: so many that spellings do not help
    column_id column = 0;
    std::vector<spelling> spellings;
    plain_days days;
  };

  explicit plain_columns(batch_builder& to);
  /// Whether there is a quick way on this machine and for this schema.
  bool is_usable() const { return is_usable_; }
  /// REQUIRES: is_usable().
  cell_plan plan(header_use use, column_id column) const;

  /// The number of the next row.
  void number_from(std::uint64_t row) { next_row_ = row; }
  /// How many rows the next block should have; none when the limit is the builder's business.
  std::size_t wanted_rows() const;
  /// A block took `read` bytes, and this many are left.
  void expect_rows(std::size_t rows, std::size_t read, std::size_t left);

  /// Takes the first rows of a block, up to one about which there is doubt; returns how many.
  /// REQUIRES: rows <= wanted_rows(); `slack` bytes may be read behind each cell.
  std::size_t take(std::span<cell_plan> cells, const cell_places& places, std::size_t rows);

 protected:
  // A block is begun, its columns are read one after the other, each so far as the one before it
  // was, and it is ended. `Texts` gives the cells of one column row after row, by next().

  /// What the fields of the activities of one kind may and must be; bits are columns.
  struct kind_plan {
    std::uint64_t belong = 0, required = 0;
    std::vector<std::int64_t> absent;  // by field
  };
  struct new_text {
    std::uint32_t row = 0, cell = 0;
    std::string_view text;
    spelling* known = nullptr;  // has the stand-in, too
  };
  /// One column of the block, of which the vector of its type is filled.
  struct column_room : field_column {
    std::uint64_t bit = 0;
  };

  /// So many rows the whole batch may have: a guess, which only costs addresses.
  void expect_all(std::size_t rows) { expected_ = rows; }
  std::size_t expected() const { return expected_; }
  std::size_t taken() const { return to_.data_->rows; }
  void begin_block(std::span<const cell_plan> cells, std::size_t rows);
  std::size_t end_block(std::span<const cell_plan> cells, std::size_t asked, std::size_t rows);
  template <class Texts>
  std::size_t read_column(cell_plan& cell, std::size_t number, Texts texts, std::size_t rows);
  bool read_text(const cell_plan& cell, std::size_t row, std::size_t number, std::string_view text,
                 spelling* known, text_pool::code& to);
  void leave_out(const cell_plan& cell, std::size_t row);
  const cell_rule& rule_of(const cell_plan& cell) const { return to_.columns_[cell.column].rule; }
  column_room& room(column_id c) { return rooms_[c]; }

 private:
  void plan_kinds();
  kind_plan plan_kind(std::optional<text_pool::code> kind) const;
  column_room& room(fixed_column c) { return rooms_[column_of(c)]; }

  template <class Texts>
  static std::size_t read_nameless(Texts texts, std::size_t rows);
  template <class T, class Texts, class Quick>
  std::size_t read_cells(const cell_plan& cell, Texts texts, std::size_t rows, T* to, Quick quick);
  template <class T, class Texts>
  std::size_t read_spelled(cell_plan& cell, std::size_t number, Texts texts, std::size_t rows,
                           T* to);
  template <class Texts>
  std::size_t find_texts(const cell_plan& cell, std::size_t number, Texts texts, std::size_t rows,
                         text_pool::code* to);
  template <class T>
  bool read_slowly(const cell_plan& cell, std::size_t row, std::string_view text, T& to);

  std::size_t check_rows(std::size_t rows);
  std::size_t check_kinds(std::size_t rows);
  std::size_t check_days(std::size_t rows);
  std::size_t check_standings(std::size_t rows);
  void fill_absent(std::size_t rows);
  void fill_days(fixed_column c, std::size_t rows);
  void fill_field(std::size_t index, std::size_t rows);
  template <class T>
  void fill_values(std::size_t index, std::size_t rows, std::vector<T>& to);
  void intern_new(std::span<const cell_plan> cells, std::size_t rows);

  void append(std::size_t rows);
  template <class T>
  void append(std::vector<T>& to, const std::vector<T>& from, std::size_t rows) const;
  template <class T>
  static void grow(std::vector<T>& to, std::size_t rows);
  void append_place(std::size_t rows);
  void append_credited(std::size_t rows);
  void append_texts(std::vector<text_pool::code>& to, fixed_column c, std::size_t rows);
  void append_field(std::size_t index, std::size_t rows);

  batch_builder& to_;
  bool is_usable_;
  std::vector<std::uint32_t> kind_of_code_;  // into kinds_; codes beyond are of no kind named
  std::vector<kind_plan> kinds_;
  std::vector<column_room> rooms_;                       // by column
  std::array<std::uint64_t, block_rows> filled_;         // the cells of each row that hold something
  std::array<const kind_plan*, block_rows> kind_plans_;  // of each row, where cells are absent
  std::uint64_t fields_ = 0;                             // the columns that are fields, as bits
  std::uint64_t present_ = 0;                            // the columns that there are, as bits
  std::uint64_t absent_ = 0;      // those without a cell in some row
  std::vector<new_text> new_texts_;
  std::size_t block_limit_ = block_rows;  // small after a row about which there was doubt
  std::size_t expected_ = 0;  // rows of the whole batch, a guess for the memory's sake
  std::uint64_t next_row_ = 0;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/plain_columns.ipp"
#endif
