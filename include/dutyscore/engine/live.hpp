// An account that is kept while activities come and go: one is applied, retracted or corrected at a
// time, and it can be read at any moment. What it says is what evaluate() says of the activities
// that are in it then, to the bit; order does not matter.
//
//   live account(policy, {.subjects = deputies});
//   const activities some = account.prepare(rows);       // as read by any reader
//   account.apply(some, 0);                              // row 0
//   account.correct(some, 0, some, 1);                   // row 1 instead of it
//   account.book_of("彭闰芝")->points(0, 0, year(2023));
//
// It holds cells (engine/subject_cells.hpp), not rows: cells cannot tell whether an activity is in
// them, so whoever retracts brings the activity. With `keep_rows` they are held, too: then an
// activity that is not there is always noticed, an id is enough to retract it, and books have
// entries.
//
// One thread writes (applies, retracts, corrects, keeps a journal); any number of threads read,
// also meanwhile. A reader takes a version of the subjects it asks for, which never changes; the
// writer copies a subject that somebody has taken before it changes it. Both hold a lock only while
// they do that (and the change is written to the journal), not while they judge and read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

namespace engine {
struct live_account;
struct live_rows;
}  // namespace engine

/// Rows of a batch, looked up once so that each can be applied by its number. A cheap handle. For
/// the writer's thread.
class activities {
 public:
  explicit activities(std::shared_ptr<engine::live_rows> rows) : rows_(std::move(rows)) {}
  std::uint32_t size() const;
  engine::live_rows& rows() const { return *rows_; }

 private:
  std::shared_ptr<engine::live_rows> rows_;
};

struct live_options {
  std::optional<roster> subjects = std::nullopt;
  /// Default: the last day of the last month with an activity, which may change with every one.
  std::optional<date> through = std::nullopt;
  bool keep_rows = false;
};

class live {
 public:
  explicit live(const policy& policy, const live_options& options = {});
  ~live();
  live(live&&) noexcept;
  live& operator=(live&&) noexcept;

  // ---- writing; a change that gives messages has changed nothing ----

  /// Throws std::invalid_argument when the batch is of another policy's schema.
  activities prepare(const batch& rows) const;
  /// Throws std::invalid_argument for activities that another account has prepared. REQUIRES, here
  /// and below: row < of.size().
  diagnostics apply(const activities& of, std::uint32_t row);
  diagnostics retract(const activities& of, std::uint32_t row);
  /// Both at once: no reader sees one without the other.
  diagnostics correct(const activities& of, std::uint32_t row, const activities& by,
                      std::uint32_t by_row);
  /// All rows of the batch, one after the other until one gives messages. Rows that could not be
  /// read (batch_data::bad) come first.
  diagnostics apply(const batch& rows);
  /// All activities of the subject with this id. Throws std::logic_error unless rows are kept.
  diagnostics retract(std::string_view subject, std::string_view id);

  /// Repeats the changes of the journal that are not in the account yet, then appends each further
  /// one before it is made. A last record that was cut off is dropped; anything else that is not as
  /// it was written is an error. A file that is not there is begun.
  diagnostics keep_journal(const std::string& path);
  /// Waits until the journal is on the disk; without that, on the system's way there.
  diagnostics sync();

  // ---- reading ----

  std::uint64_t changes() const;  // so far, of its whole life
  /// Progress, of subjects, here and below.
  result<dutyscore::book> book(const progress_options& options = {}) const;
  /// Of one subject alone: the same but for ranks.
  result<dutyscore::book> book_of(std::string_view subject) const;
  /// All of it as bytes: equal accounts with as many changes have equal bytes.
  std::string snapshot(const progress_options& options = {}) const;
  /// Bytes of another policy, roster or version, or damaged ones, are an error.
  static result<live> restore(const policy& policy, const live_options& options,
                              std::string_view snapshot,
                              const progress_options& asking = {});

 private:
  std::unique_ptr<engine::live_account> account_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/live.ipp"
#endif
