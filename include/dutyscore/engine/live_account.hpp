// What a live account holds, and how readers and the writer share it. Not for users, who call live
// (engine/live.hpp).
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "dutyscore/engine/bytes.hpp"
#include "dutyscore/engine/journal.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/subject_cells.hpp"

namespace dutyscore::engine {

/// One subject at one moment. Whoever holds a shared version may rely on it for ever.
struct live_version {
  subject_cells cells;
  std::map<std::string, std::uint64_t, std::less<>> rows;  // as bytes, how many; when they are kept
};

struct live_subject {
  std::shared_ptr<live_version> version = std::make_shared<live_version>();
  /// Some reader has taken the version. Set under the shared lock, read and cleared under the
  /// other.
  std::atomic<bool> is_shared{false};
};

/// Rows bound to the plan; the judge's scratch makes them the writer's own.
struct live_rows {
  live_rows(std::shared_ptr<const plan> p, const batch& rows, std::optional<roster> on_roster)
      : owner(std::move(p)),
        data(rows),
        entries(std::move(on_roster)),
        bound(*owner, data, entries ? &*entries : nullptr),
        by_row(*owner, bound, true),
        folder(*owner, bound),
        subjects(data->texts.size()) {}

  std::shared_ptr<const plan> owner;  // of the account that prepared them, and of no other
  batch data;
  std::optional<roster> entries;
  bound_rows bound;
  judge by_row;
  row_folder folder;
  std::vector<live_subject*> subjects;  // by the code of their text, once looked up
};

/// One activity as a change of its subject.
struct live_change {
  live_subject* subject = nullptr;
  subject_cells cells;
  std::string row;  // as bytes, when somebody needs them
};

using live_versions = std::vector<std::shared_ptr<const live_version>>;

struct live_account {
  live_account(const policy& p, const live_options& with)
      : shared_plan(std::make_shared<const dutyscore::plan>(make_plan(p))),
        plan(*shared_plan),
        options(with) {}

  std::shared_ptr<const dutyscore::plan> shared_plan;
  const dutyscore::plan& plan;
  live_options options;
  std::optional<journal> changes_file;

  mutable std::shared_mutex guard;  // of everything below
  std::unordered_map<std::string, std::unique_ptr<live_subject>> subjects;
  std::map<std::int32_t, std::int64_t> rows_in_stretch;  // by its first day
  std::uint64_t changes = 0;

  // of the writer alone
  verdicts judged;
  live_change first, second;

  const roster_subject* entry_of(std::string_view subject) const;
  live_subject& subject_called(std::string_view name);
  live_subject& subject_of(live_rows& of, std::uint32_t row);

  /// What the row is worth; the reasons when it is bad.
  diagnostics judge_row(live_rows& of, std::uint32_t row, live_change& to);
  diagnostics check_apply(const live_change& c) const;
  diagnostics check_retract(const live_change& c) const;
  /// REQUIRES: the guard is held.
  void make(const live_change& c, int sign);
  diagnostics record(change_kind kind, std::string_view rows);

  diagnostics apply(live_rows& of, std::uint32_t row);
  diagnostics retract(live_rows& of, std::uint32_t row);
  diagnostics correct(live_rows& of, std::uint32_t row, live_rows& by, std::uint32_t by_row);
  diagnostics repeat(const std::vector<journal_record>& records, const std::string& name);

  /// What readers may keep, by subject. REQUIRES: the guard is held, shared or not.
  live_versions versions() const;
  std::optional<date> through() const;
  /// `entries`: the roster, or the part of it that is asked for.
  result<book> book_of(const live_versions& versions, const std::optional<roster>& entries,
                       std::optional<date> through) const;

  /// Fills an account that is new.
  diagnostics restore(byte_reader& from);
  diagnostics restore_subject(byte_reader& from, bool has_rows);
  /// The rows add up to the cells.
  bool is_sum_of_rows(const live_version& v) const;
};

}  // namespace dutyscore::engine
