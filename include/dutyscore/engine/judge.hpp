// Judges rows one by one, column by column: which rules select a row, whether they take or refuse
// it, and how many points each line gives. A verdict depends on its row alone (and on the roster's
// entry for its subject), never on other rows. Not for users.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/columns.hpp"
#include "dutyscore/engine/service.hpp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore::engine {

enum class row_fault : std::uint8_t { division_by_zero, overflow, uncovered, too_many_points };

/// Why a row cannot be judged. `row` is an index into the rows given to judge::run.
struct row_failure {
  std::uint32_t row = 0;
  std::uint32_t rule = 0;  // into plan::rules
  row_fault why = row_fault::overflow;
};

/// The same in words; `where` is the row's place.
diagnostic message_of(const plan& p, const row_failure& f, data_place where);

/// What one activity adds to a slot: points, a measure, or 1 for a veto.
struct taken {
  std::uint32_t row = 0;
  std::uint32_t slot = 0;
  std::int64_t value = 0;
};

/// One activity of an indicator that keeps them.
struct taken_activity {
  std::uint32_t row = 0;
  block_id block = 0;
  std::size_t values = 0;  // into verdicts::values: as many as indicator_plan::width()
};

/// One line of an activity, or the correction of `cap … per event`.
struct taken_line {
  std::uint32_t row = 0;
  block_id block = 0;
  std::uint32_t line = none;  // into block::lines
  std::uint32_t event_cap = none;  // into block::event_caps
  std::int64_t points = 0;
};

enum class refused_for : std::uint8_t { force, service, accept };

struct refused_row {
  std::uint32_t row = 0;
  block_id block = none;
  std::uint32_t veto = none;
  refused_for why = refused_for::force;
  const std::string* reason = nullptr;  // of an accept
};

/// The words of the policy, or our own: not in force, not serving.
message reason_of(const refused_row& r);

struct verdicts {
  enum : std::uint8_t { is_selected = 1, is_counted = 2, is_refused = 4, is_bad = 8 };
  std::vector<std::uint8_t> marks;  // of each row
  std::vector<taken> sums;
  std::vector<taken_activity> kept;
  std::vector<std::int64_t> values;  // of kept activities
  std::vector<taken_line> lines;      // when asked for
  std::vector<refused_row> refusals;  // when asked for
  std::vector<row_failure> failures;
  void clear(std::size_t rows);
};

/// A batch and a roster as the plan sees them: texts, kinds and subjects looked up once. Immutable
/// once made.
class bound_rows {
 public:
  /// `watch` is asked while the roster is gone through.
  bound_rows(const plan& p, const batch& rows, const roster* subjects,
             progress_watch* watch = nullptr);

  const batch_data& data() const { return *data_; }
  const day_range& extent() const { return extent_; }
  const text_codes& codes() const { return codes_; }
  const std::vector<std::int64_t>& texts() const { return texts_; }  // codes of plan::texts
  std::uint32_t kind_of(std::size_t row) const { return kind_of_code_[data_->kind[row]]; }
  /// Of the row's subject; null without a roster, or when the subject is not on it.
  const roster_subject* entry_of(std::size_t row) const;
  bool has_roster() const { return roster_ != nullptr; }
  bool serves(std::size_t row) const;
  /// The value of a subject's field as of the row's date (of the nearest service when there is
  /// none).
  std::int64_t subject_field(std::size_t row, std::uint32_t field) const;
  /// The same on a day of a subject, who may be on no roster; the default without a day.
  std::int64_t subject_field_on(const roster_subject* entry, std::optional<date> day,
                                std::uint32_t field) const;

 private:
  void bind_roster(const plan& p, progress_watch* watch);

  const batch_data* data_;
  day_range extent_;
  const roster* roster_;
  text_codes codes_;
  std::vector<std::int64_t> texts_;
  std::vector<std::uint32_t> kind_of_code_;           // none: no rule looks at it
  std::vector<const roster_subject*> entry_of_code_;  // by the subject's code
  std::unordered_map<const service*, std::vector<std::int64_t>> subject_fields_;
  std::vector<std::int64_t> subject_defaults_;
};

/// Columns of another schema are misuse, not a mistake in the data: throws std::invalid_argument.
void require_schema(const schema& s, const batch& rows, const std::optional<roster>& subjects);

class judge {
 public:
  judge(const plan& p, const bound_rows& rows, bool with_detail);
  /// Judges the rows with these numbers. Cost: linear in the rows and in the rules that select
  /// them.
  void run(std::span<const std::uint32_t> rows, verdicts& out);
  /// What a program gives for these rows of the batch: how explanations say the figures behind a
  /// line. Valid until the next run.
  column_view values_of(const column::program& what, std::span<const std::uint32_t> rows);
  /// The same for one row. Nothing where it fails.
  std::optional<std::int64_t> value_at(const column::program& what, std::uint32_t row);
  void count_table_rows(table_hits* hits) { runner_.count_table_rows(hits); }

 private:
  using selection = std::vector<std::uint32_t>;  // indices into rows_
  class row_columns;

  void judge_rule(const kind_rule& seen, const selection& bucket);
  selection selected(const kind_rule& seen, const selection& bucket);
  void keep_asked(selection& rows);
  void keep_in_force(selection& rows);
  void keep_serving(selection& rows);
  void keep_accepted(selection& rows);
  void keep_credited(selection& rows);
  block_id out_of_force(date d) const;
  void award(const selection& rows);
  void add_line(std::uint32_t line, const selection& rows);
  void copy_values(const column::program& what, const selection& rows,
                   std::vector<std::int64_t>& to);
  void work_out(const planned_line& l, const selection& rows);
  void multiply_by(std::size_t i, std::uint32_t row, std::int64_t factor);
  void apply_factor(const planned_factor& f, const selection& rows);
  void settle(std::size_t i, std::uint32_t row);
  void keep_fraction(std::size_t i, std::int64_t numerator, std::int64_t denominator);
  void round_line(const selection& rows);
  void limit_activity(const selection& rows);
  void add_measures(const indicator_plan& of, const selection& rows);
  void keep_activities(const indicator_plan& of, const selection& rows);
  void work_out(const planned_measure& m, const selection& rows);
  column_view run(const column::program& what, const selection& rows);
  /// The rows for which the condition holds; calls `drop(row)` for the others. A failure makes a
  /// bad row, which is in neither.
  template <class Drop>
  selection holding(const column::program& when, const selection& rows, Drop drop);
  void fail(std::uint32_t row, failure why);
  void fail(std::uint32_t row, row_fault why);
  bool is_bad(std::uint32_t row) const { return out_->marks[row] & verdicts::is_bad; }
  void refuse(const refused_row& why);

  const plan* plan_;
  const bound_rows* bound_;
  column_runner runner_;
  bool with_detail_;
  std::span<const std::uint32_t> rows_;
  const rule* rule_ = nullptr;  // the one at hand
  verdicts* out_ = nullptr;
  std::vector<selection> buckets_;    // rows of each kind
  std::vector<std::uint32_t> kinds_;  // that have some
  std::vector<int128> sum_;         // of the rule's lines, by row
  // The line at hand, aligned with its rows: value_, or while is_fraction_ numerator_ /
  // denominator_.
  std::vector<std::int64_t> value_, denominator_;
  std::vector<int128> numerator_;
  bool is_fraction_ = false;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/judge.ipp"
#endif
