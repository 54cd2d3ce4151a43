// What became of tables that are read in pieces: messages, limits and tables that ended early, as
// one reader of all of them would have told it, whatever the order in which the pieces are done.
// Not synchronised. Low level: row_pieces (data/pieces.hpp) and arrow_pieces
// (data/arrow_pieces.hpp) are made of this.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/csv_options.hpp"

namespace dutyscore::detail {

/// What became of a piece.
struct piece_outcome {
  std::size_t number = 0;
  std::uint32_t table = 0;
  std::uint64_t filled_rows = 0;   // that are not blank
  std::optional<diagnostic> stop;  // the rest of the table cannot be read
  std::shared_ptr<const batch_data> rows;
};

class table_outcomes {
 public:
  explicit table_outcomes(const csv_limits& limits, std::size_t tables)
      : limits_(limits), tables_(tables) {}

  /// The next table is being read.
  std::uint32_t open() { return static_cast<std::uint32_t>(opened_++); }
  bool all_are_open() const { return opened_ == tables_.size(); }
  void add(std::uint32_t table, diagnostic message);
  /// Nothing more of it is read.
  void fail(std::uint32_t table, const diagnostics& why);
  bool is_broken(std::uint32_t table) const { return tables_[table].is_broken; }
  /// Whether a limit was passed: nothing more is read.
  bool is_full() const { return limit_.has_value(); }

  /// Pieces are numbered from 0 in the order of tables and rows.
  void settle(piece_outcome outcome);

  /// The messages of all tables, in their order. `no_rows` says of a table that it has none.
  template <class NoRows>
  diagnostics finish(NoRows no_rows);

 private:
  struct state {
    diagnostics messages;
    std::uint64_t filled_rows = 0;
    bool is_broken = false;
  };

  void settle_next(const piece_outcome& outcome);
  std::optional<diagnostic> passed_limit(const batch_data& rows) const;

  csv_limits limits_;
  std::vector<state> tables_;
  std::size_t opened_ = 0;
  std::map<std::size_t, piece_outcome> waiting_;  // for an earlier one
  std::size_t next_ = 0;
  std::uint64_t rows_ = 0, bad_rows_ = 0;
  std::optional<std::uint32_t> limit_;  // the table in which one was passed
};

template <class NoRows>
diagnostics table_outcomes::finish(NoRows no_rows) {
  diagnostics out;
  const std::size_t read = limit_ ? *limit_ + std::size_t{1} : opened_;
  for (std::size_t i = 0; i < read; ++i) {
    state& t = tables_[i];
    if (!t.is_broken && t.filled_rows == 0) t.messages.push_back(no_rows(i));
    out.insert(out.end(), t.messages.begin(), t.messages.end());
  }
  return out;
}

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/table_outcomes.ipp"
#endif
