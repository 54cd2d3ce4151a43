// What a live account holds, and how readers and the writer share it. Not for users, who call live
// (engine/live.hpp).
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dutyscore/engine/bytes.hpp"
#include "dutyscore/engine/change_guard.hpp"
#include "dutyscore/engine/flat_cells.hpp"
#include "dutyscore/engine/journal.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/class_rows.hpp"
#include "dutyscore/engine/subject_cells.hpp"

namespace dutyscore::engine {

/// Of one subject: its name, and what its flat cells do not hold, because it is rare or wider than
/// 64 bits.
struct live_rest {
  subject_cells cells;
  std::map<std::string, std::uint64_t, std::less<>> rows;  // as bytes, how many; when they are kept
};

/// One subject at one moment. Nobody changes what a version holds.
struct live_version {
  flat_cells cells;
  cell_table table;
  std::shared_ptr<const live_rest> rest;

  std::string_view subject() const { return rest->cells.subject; }
  bool has_rows() const;
};

/// What readers take.
struct live_versions {
  std::vector<live_version> subjects;
  std::vector<const std::string*> kinds;  // by the number in keys of unmatched rows

  /// Leaves out who has no rows, and puts the others in order.
  void tidy();
};

/// Most changes touch nothing else of their subject, so that there are four in a line of the cache.
struct live_subject : flat_cells {
  /// Some reader has taken a version. Set by readers, cleared by the writer, both under the guard.
  std::atomic<bool> is_shared{false};
};
static_assert(sizeof(live_subject) == 16);

/// The rest of a subject.
struct live_store {
  cell_table table;  // while it is shared
  std::shared_ptr<live_rest> rest = std::make_shared<live_rest>();
};

/// All subjects by number. They stay where they are.
class live_subjects {
 public:
  /// REQUIRES: nobody reads.
  std::uint32_t add(cell_space& space);
  std::uint32_t size() const { return static_cast<std::uint32_t>(stores_.size()); }
  live_subject& operator[](std::uint32_t n) const { return blocks_[n / some][n % some]; }
  live_store& store(std::uint32_t n) { return stores_[n]; }
  const live_store& store(std::uint32_t n) const { return stores_[n]; }
  /// What a reader may keep. REQUIRES: no other reader takes anything.
  live_version take(std::uint32_t n, cell_space& space);
  /// Leaves to readers what they have taken.
  void detach(std::uint32_t n, cell_space& space);
  void end(cell_space& space) noexcept;

 private:
  static constexpr std::uint32_t some = 4096;
  std::vector<std::unique_ptr<live_subject[]>> blocks_;
  std::deque<live_store> stores_;
};

/// Rows bound to the plan; the judge's scratch makes them the writer's own.
struct live_rows {
  live_rows(std::shared_ptr<const plan> p, const class_book& classes, const batch& rows,
            std::optional<roster> on_roster)
      : owner(std::move(p)),
        data(rows),
        entries(std::move(on_roster)),
        bound(*owner, data, entries ? &*entries : nullptr),
        by_row(*owner, bound, true),
        folder(*owner, bound),
        by_class(classes, bound),
        subjects(data->texts.size(), none),
        kinds(data->texts.size(), none) {}

  std::uint64_t id = next_id();       // of no others, now or later
  std::shared_ptr<const plan> owner;  // of the account that prepared them, and of no other
  batch data;
  std::optional<roster> entries;
  bound_rows bound;
  judge by_row;
  row_folder folder;
  class_rows by_class;
  /// Their numbers by the code of their text, once looked up.
  std::vector<std::uint32_t> subjects, kinds;

 private:
  static std::uint64_t next_id() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
  }
};

/// One activity as a change of its subject. What its class adds may have been worked out ahead.
struct live_change {
  std::uint64_t rows_id = 0;         // which activity it is: live_rows::id, and its row
  std::uint32_t row = 0;
  bool is_judged = false;            // its class does not say what it adds
  bool has_more = false;             // there is something in `cells`
  std::uint32_t stretch = 0;         // in which it counts: into live_account::stretches
  std::uint32_t subject = none;      // its number; none: not looked up yet
  std::vector<flat_cell> additions;  // to flat cells
  std::vector<flat_cell*> places;    // of them, once it is ready and as long as they are known
  subject_cells cells;               // all else
  std::string bytes;                 // of the row, when somebody needs them
  std::map<std::string, std::uint64_t, std::less<>>::node_type kept_row;  // the same, to be kept
};

/// Of a day on which rows count.
struct live_day {
  std::int32_t day = INT32_MIN, first_of_stretch = 0;
  std::uint32_t class_stretch = 0;  // into fused_plan::starts
  std::uint32_t stretch = 0;        // into live_account::stretches
};

struct live_stretch {
  std::int32_t first = 0;
  std::uint64_t rows = 0;
};

struct live_account {
  live_account(const policy& p, const live_options& with)
      : shared_plan(std::make_shared<const dutyscore::plan>(make_plan(p))),
        plan(*shared_plan),
        options(with),
        classes(plan) {}
  ~live_account() { subjects.end(space); }

  std::shared_ptr<const dutyscore::plan> shared_plan;
  const dutyscore::plan& plan;
  live_options options;
  class_book classes;
  std::optional<journal> changes_file;

  mutable cell_space space;
  mutable change_guard guard;  // of everything up to `changes`
  mutable std::mutex taking;   // among readers
  mutable live_subjects subjects;
  std::unordered_map<std::string, std::uint32_t> number_of_subject;
  std::deque<std::string> kinds;          // of unmatched rows
  std::vector<live_stretch> stretches;
  std::uint64_t changes = 0;

  // of the writer alone
  std::unordered_map<std::string, std::uint32_t> number_of_kind;
  std::map<std::int32_t, std::uint32_t> number_of_stretch;  // by its first day
  std::array<live_day, 1024> days;                          // by day
  verdicts judged;
  /// Changes worked out by their classes, by row: the one at hand, and where one row comes after the
  /// other a few more, so that the cells of their subjects are on their way.
  std::array<live_change, 8> ahead;
  live_change replacement;  // of a correction
  std::vector<flat_cell> additions_of_both;
  std::uint64_t last_id = 0;
  std::uint32_t last_row = 0;

  const roster_subject* entry_of(std::string_view subject) const;
  std::uint32_t subject_called(std::string_view name);
  std::uint32_t subject_of(live_rows& of, std::uint32_t row);
  const live_day& day_at(std::int32_t day);
  std::uint32_t stretch_from(std::int32_t start);
  std::uint32_t kind_called(std::string_view kind);

  /// What the row is worth; the reasons when it is bad.
  diagnostics work_out(live_rows& of, std::uint32_t row, live_change& to);
  bool is_worked_out(const live_rows& of, const live_change& c) const;
  live_change& change_of(live_rows& of, std::uint32_t row);
  void look_ahead(live_rows& of, std::uint32_t row);
  void begin(live_rows& of, std::uint32_t row, live_change& to);
  /// False when the row must be judged.
  bool add_class(live_rows& of, std::uint32_t row, live_change& to);
  diagnostics judge_row(live_rows& of, std::uint32_t row, live_change& to);
  /// Moves what flat cells can hold.
  void flatten(subject_cells& cells, std::vector<flat_cell>& to);
  diagnostics check_apply(const live_change& c) const;
  bool is_there(const live_change& c) const;
  diagnostics not_there(const live_change& c) const;
  /// The row as it will be kept.
  void make_row(live_change& c) const;
  /// Before a change, all that may fail for want of memory; readers see no difference. `additions`: of
  /// all changes that follow, where it is not alone. REQUIRES, here and below: the guard is held.
  void make_ready(live_change& c);
  void make_ready(live_change& c, std::span<const flat_cell> additions);
  /// The change is used up. REQUIRES: it is ready, and has its row.
  void put(live_change& c) noexcept;
  /// REQUIRES: its subject is ready, and what is taken away is there.
  void take_away(const live_change& c) noexcept;
  bool make_room(std::uint32_t subject, std::span<const flat_cell> additions, flat_cell** places);
  void add(std::uint32_t subject, std::span<const flat_cell> cells, int sign) noexcept;
  void add(const live_change& c, int sign) noexcept;
  void note_over(std::uint32_t subject, std::uint64_t key, std::int64_t over) noexcept;
  diagnostics record(change_kind kind, std::string_view rows);

  diagnostics apply(live_rows& of, std::uint32_t row);
  diagnostics retract(live_rows& of, std::uint32_t row);
  diagnostics correct(live_rows& of, std::uint32_t row, live_rows& by, std::uint32_t by_row);
  diagnostics repeat(const std::vector<journal_record>& records, const std::string& name);

  /// What readers may keep, by subject. REQUIRES: the guard is held, shared or not.
  live_versions versions() const;
  live_versions version_of(const std::string& subject) const;
  std::optional<date> through() const;
  /// `entries`: the roster, or the part of it that is asked for.
  result<book> book_of(const live_versions& versions, const std::optional<roster>& entries,
                       std::optional<date> through, progress_watch& watch) const;

  /// Fills an account that is new.
  diagnostics restore(byte_reader& from, progress_watch& watch);
  diagnostics restore_subject(byte_reader& from, bool has_rows);
  /// The rows add up to the cells.
  bool is_sum_of_rows(const live_rest& of) const;
};

}  // namespace dutyscore::engine
