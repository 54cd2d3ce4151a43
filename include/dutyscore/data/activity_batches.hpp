// Tables of activities read some rows at a time, in several threads, so that nobody holds all of
// their rows at once:
//
//   activity_batches tables({"activities.csv"}, policy.schema(), {.threads = 2});
//   while (const auto rows = tables.next(1'000'000)) …
//   diagnostics messages = tables.finish();
//
// Together the batches are what read_activities() gives: the same rows in the same order, row
// numbers, bad rows and messages. For one thread at a time; data/pieces.hpp is below it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/batch_join.hpp"
#include "dutyscore/data/pieces.hpp"

namespace dutyscore {

class activity_batches {
 public:
  /// `-` is standard input.
  activity_batches(std::vector<std::string> paths, schema s, csv_options options = {});
  activity_batches(const activity_batches&) = delete;
  activity_batches& operator=(const activity_batches&) = delete;

  /// So many rows more as one batch, or a few more than that; at the end what is left, and then
  /// nothing. A batch that nobody holds any more gives its memory to the next one. One that somebody
  /// holds may share its pool of texts with the next one, so that nobody may look at its texts
  /// meanwhile; shares_with says whether a code means the same in both.
  std::optional<batch> next(std::size_t rows);
  /// Errors and warnings of all tables, in their order. With an error nothing that was read may be
  /// used. REQUIRES: next() has returned nothing.
  diagnostics finish() { return tables_.finish(); }

 private:
  std::size_t guess_rows(std::size_t wanted, std::size_t read, std::size_t bytes) const;
  void begin_pools();
  std::shared_ptr<batch_data> empty_batch();

  std::vector<std::string> paths_;
  csv_options options_;
  row_pieces tables_;
  std::vector<std::unique_ptr<piece_reader>> readers_;  // of each thread
  std::vector<detail::code_map> maps_;                  // of these, unless there is one
  std::shared_ptr<batch_data> last_;                    // what next() has given
  std::size_t pieces_ = 0;            // that have been read
  std::uint64_t bytes_left_;          // of all files; 0 where that is not known
  progress_watch watch_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/activity_batches.ipp"
#endif
