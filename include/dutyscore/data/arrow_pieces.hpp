// Arrow tables in stretches of some thousand rows, for several threads to read at once: what
// row_pieces (data/pieces.hpp) is for files. Producers are called by the thread that made this
// alone, some arrays ahead of the readers: whoever stands behind a stream may not like another.
// Low level: use read_arrow (data/arrow_reader.hpp).
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "dutyscore/data/arrow_arrays.hpp"
#include "dutyscore/data/arrow_options.hpp"
#include "dutyscore/data/table_outcomes.hpp"

namespace dutyscore::detail {

struct arrow_piece {
  std::size_t number = 0;
  std::uint32_t table = 0;
  std::shared_ptr<const arrow_head> head;
  arrow_stretch rows;
};

/// Thread-safe.
class arrow_pieces {
 public:
  /// What is referred to must live as long.
  arrow_pieces(std::vector<arrow_source> tables, const schema& s, const arrow_options& options,
               const time_zone* zone);

  /// The next piece; nothing at the end. The thread that made this must ask for pieces, too.
  std::optional<arrow_piece> take();
  void settle(piece_outcome outcome);
  /// Nothing more is handed out. From any thread, when something is thrown.
  void stop();
  /// How many rows there will be: a guess.
  std::size_t expected_rows();
  /// Errors and warnings of all tables, in their order. With an error nothing that was read may be
  /// used. REQUIRES: take() has returned nothing to every reader.
  diagnostics finish();

 private:
  using lock = std::unique_lock<std::mutex>;
  /// What has come from the producers and is to be handed out.
  struct arrived {
    std::uint32_t table = 0;
    std::shared_ptr<const arrow_head> head;
    arrow_stretch rows;
    std::optional<diagnostic> stop;  // in the place of rows
    bool is_cut = false;             // a piece of it has been handed out
  };

  bool wants_more() const;
  void fetch(lock& held);
  void open_next();
  void add(arrived next);
  std::uint32_t table() const { return static_cast<std::uint32_t>(heads_.size() - 1); }
  std::optional<arrow_piece> cut_piece();

  const schema& schema_;
  const arrow_options& options_;
  const time_zone* zone_;
  const std::int64_t piece_rows_;
  const std::thread::id owner_ = std::this_thread::get_id();

  // Of the owner, who needs no lock for them.
  std::vector<arrow_source> sources_;
  std::optional<arrow_arrays> arrays_;  // of the table that is being read
  std::uint64_t next_number_ = 1;       // of a row in it

  std::mutex lock_;  // of what follows
  std::condition_variable changed_;
  table_outcomes outcomes_;
  std::vector<std::shared_ptr<const arrow_head>> heads_;  // of the tables that were opened
  std::deque<arrived> queue_;
  std::int64_t queued_rows_ = 0;
  std::size_t arrays_seen_ = 0, rows_seen_ = 0;
  std::size_t next_piece_ = 0;
  bool has_ended_ = false;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_pieces.ipp"
#endif
