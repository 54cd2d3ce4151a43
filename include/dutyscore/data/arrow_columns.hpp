// The rows of an Arrow array that may be counted beyond doubt, straight into a builder's columns, a
// block of rows at a time and column after column; what plain_columns is for texts, with columns
// that have types. It decides nothing either: the row about which there is doubt is left to
// batch_builder. Low level: use read_arrow (data/arrow_reader.hpp).
//
// A dictionary's entries are looked up in the pool once, when the first row names them, so that
// codes are given in the order of rows; what is known of them is kept while arrays share one
// dictionary.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/data/arrow_cells.hpp"
#include "dutyscore/data/plain_columns.hpp"

namespace dutyscore::detail {

/// How many rows to expect in all after so many: nobody knows how many arrays there are, and memory
/// that is not written to costs nothing.
constexpr std::size_t rows_after(std::size_t rows) {
  constexpr std::size_t growth = 16, most = std::size_t{1} << 26;
  return rows + std::min(growth * rows, most);
}

class arrow_columns : plain_columns {
 public:
  using plain_columns::block_rows;

  arrow_columns(batch_builder& to, const std::vector<header_cell>& header,
                std::span<const arrow_cells> cells);

  /// A new array begins, whose first row has this number; `shares_entries` tells for each column
  /// whether its dictionary is that of the array before.
  void start(std::uint64_t number, std::int64_t rows, const std::vector<bool>& shares_entries);
  /// How many rows from `row` to `end` were taken before one about which there is doubt.
  std::int64_t take(std::int64_t row, std::int64_t end);
  /// The builder itself takes a row, or passes over it.
  void skip_row() { ++next_number_; }

 private:
  /// What a column needs besides its plan.
  struct column_state {
    std::vector<text_pool::code> codes;  // of a dictionary's entries; 0: absent; unknown: not asked
    std::vector<std::uint8_t> flags;     // the same of flags and standings
    std::vector<spelling> fresh;         // entries that this block met first
    std::vector<std::uint64_t> fresh_entries;
    std::vector<char> digits;  // room for the digits of a block's integers
  };

  std::size_t read(std::size_t i, std::int64_t from, std::size_t rows);
  std::size_t read_typed(std::size_t i, std::int64_t from, std::size_t rows);
  std::size_t read_texts(std::size_t i, std::int64_t from, std::size_t rows);
  std::size_t read_codes(std::size_t i, std::int64_t from, std::size_t rows);
  std::size_t read_flags(std::size_t i, std::int64_t from, std::size_t rows);
  template <class Read>
  std::size_t read_entries(std::size_t i, std::int64_t from, std::size_t rows, Read read);
  template <class Index, class Read>
  std::size_t read_indexes(std::size_t i, std::int64_t from, std::size_t rows, Read read);
  bool meet_text(std::size_t i, std::size_t row, std::uint64_t entry, text_pool::code& to);
  bool meet_flag(std::size_t i, std::uint64_t entry);
  void settle_entries();
  std::size_t read_numbers(std::size_t i, std::int64_t from, std::size_t rows);
  template <class Whole>
  std::size_t read_whole(std::size_t i, std::int64_t from, std::size_t rows);
  std::size_t read_decimals(std::size_t i, std::int64_t from, std::size_t rows);
  template <class T, class Read>
  std::size_t read_values(std::size_t i, std::int64_t from, std::size_t rows, T* to, Read read);

  std::span<const arrow_cells> cells_;
  std::vector<cell_plan> plans_;
  std::vector<column_state> states_;
  std::uint64_t next_number_ = 1;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_columns.ipp"
#endif
