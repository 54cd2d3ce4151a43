// Tables of activities cut into pieces of a few megabytes, so that several threads read them and
// nobody holds all of their rows at once. One row_pieces for all threads, one piece_reader for
// each:
//
//   row_pieces tables({"activities.csv"}, policy.schema());
//   // in each thread:
//   piece_reader reader(tables);
//   while (std::optional<batch> rows = reader.next()) …
//   // when all of them have ended:
//   diagnostics messages = tables.finish();
//
// Together the pieces are what read_csv gives: the same rows, row numbers, bad rows and messages.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/bytes.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/csv_cut.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/csv_options.hpp"
#include "dutyscore/data/piece_batches.hpp"
#include "dutyscore/data/table_outcomes.hpp"

namespace dutyscore {
namespace detail {

/// What is known of a table once its header has been read.
struct piece_table {
  std::string name;
  bool is_json_lines = false;  // and has no header
  bool is_converted = false;   // its bytes have been counted
  csv_header header;
};

struct table_piece {
  std::size_t number = 0;
  std::uint32_t file = 0;
  std::shared_ptr<const piece_table> table;
  std::shared_ptr<const void> owner;  // of the text
  std::string_view text;
  const char* readable = nullptr;  // the end of the bytes that may be looked at
  std::uint64_t rows_before = 0;   // in its file, the header included
};

}  // namespace detail

/// The tables and how far they have been handed out. Thread-safe.
class row_pieces {
 public:
  /// `-` is standard input. Of the options, `threads` says nothing here.
  row_pieces(std::vector<std::string> paths, schema s, csv_options options = {});

  const schema& activities() const { return schema_; }
  const csv_options& options() const { return options_; }

  /// Errors and warnings of all tables, in their order. With an error nothing that was read may be
  /// used. REQUIRES: every reader's next() has returned nothing.
  diagnostics finish();

  /// Low level: what piece_reader is made of.
  std::optional<detail::table_piece> take(progress_watch* watch);
  void settle(detail::piece_outcome outcome);

 private:
  using lock = std::unique_lock<std::mutex>;

  void open_next(lock& held, progress_watch* watch);
  diagnostics fill_header();
  result<bool> convert(lock& held, progress_watch* watch);
  result<std::optional<detail::converted_table>> convert_alone(lock& held, progress_watch* watch);
  void wait_for_table(lock& held, progress_watch* watch);
  std::optional<detail::table_piece> cut_piece();
  detail::table_piece take_front(detail::csv_cut cut);
  const std::string& path() const { return paths_[file_]; }

  schema schema_;
  csv_options options_;
  std::mutex lock_;
  bool is_converting_ = false;  // a thread, without the lock, and nobody else takes anything
  std::condition_variable converted_;
  std::vector<std::string> paths_;
  detail::table_outcomes outcomes_;
  std::uint32_t file_ = 0;  // the last that was opened; it is being cut when `table_` is there
  std::shared_ptr<const detail::piece_table> table_;
  byte_window window_;
  std::uint64_t row_ = 0;  // of that file, before the window
  std::size_t next_number_ = 0;
};

/// Reads pieces in one thread. Batches of one reader share one pool of texts, so that a code means
/// the same in all of them, until the pool takes more than `pool_bytes` and a new one begins; what
/// shares_with says. As the pool grows, a batch may be read only by the reader's thread, or when the
/// reader is done. A batch that nobody holds any more when next() is called gives its memory to the
/// next one.
class piece_reader {
 public:
  /// `watch` is told the bytes that have been read, and asked while one waits for them.
  explicit piece_reader(row_pieces& from, std::size_t pool_bytes = std::size_t{256} << 20,
                        progress_watch* watch = nullptr);

  /// The next piece, whose `files` is the one that it is of; nothing at the end.
  std::optional<batch> next();
  /// Of the last piece, counted from 0 in the order of files and rows.
  std::size_t number() const { return number_; }
  /// The path's index.
  std::uint32_t file() const { return file_; }
  /// How long the text of the last piece was.
  std::size_t bytes() const { return bytes_; }
  /// The codes of the pool from here on came with the last piece.
  std::size_t texts_before() const { return batches_.texts_before(); }

 private:
  void read(const detail::table_piece& piece);

  row_pieces& from_;
  detail::piece_batches batches_;
  progress_watch* watch_;
  std::size_t number_ = 0, bytes_ = 0;
  std::uint32_t file_ = 0;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/pieces.ipp"
#endif
