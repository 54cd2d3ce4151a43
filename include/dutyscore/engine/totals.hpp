// Points of everybody in every period of one unit, and nothing else: what a table of scores needs,
// at the speed the machine allows. The figures are those of a book (engine/book.hpp), which can
// also say where they come from. Immutable; safe to read from any number of threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/plan/judged_for.hpp"

namespace dutyscore {

struct totals_options : evaluate_options {
  period_unit by = period_unit::year;  // month or longer
  basis on = basis::confirmed;
  /// Points of every block, not of the policy alone.
  bool with_blocks = false;
  /// Times and counts for totals::stats().
  bool with_stats = false;
  /// What a totals_accumulator keeps of rows before it adds them up, in bytes. It takes 4 to 30 for a
  /// row, and goes beyond this by one batch.
  std::size_t packed_bytes = std::size_t{1} << 30;
};

/// Of one subject in one period that it served in. The points of block b stand at
/// totals::points()[first + b], without blocks those of the policy at [first].
struct total {
  std::uint32_t subject = 0;  // into totals::subjects()
  std::uint32_t period = 0;   // into totals::periods()
  std::size_t first = 0;
};

/// Where the time went, and which rows took the slow way. Times are of the clock on the wall.
struct totals_stats {
  std::chrono::nanoseconds checking{};  // and working out classes
  std::chrono::nanoseconds adding{};
  std::chrono::nanoseconds reading{};  // of accounts
  std::size_t classes = 0;
  /// Rows that were judged one by one, the most frequent reason first.
  std::vector<judged_rows> judged;
};

class totals {
 public:
  /// In the order of their first rows, then those of the roster without any.
  const std::vector<std::string_view>& subjects() const { return subjects_; }
  /// Subjects by the bytes of their text: indices into subjects(). Worked out when asked.
  std::vector<std::uint32_t> sorted() const;
  const std::vector<period>& periods() const { return periods_; }
  /// Subject by subject, in each the order of periods.
  const std::vector<total>& rows() const { return rows_; }
  decimal points(const total& of, block_id b = 0) const {
    return decimal::from_millionths(points_[of.first + b]);
  }
  /// How many blocks each row has points of: all, or one.
  std::size_t blocks() const { return blocks_; }
  basis on() const { return on_; }
  date through() const { return through_; }
  const row_counts& counts() const { return counts_; }
  const std::vector<unmatched_kind>& unmatched() const { return unmatched_; }
  const std::vector<bad_row>& bad() const { return bad_; }
  /// Empty unless asked for.
  const totals_stats& stats() const { return stats_; }

 private:
  friend class totals_builder;
  batch source_;                     // owns the texts
  std::optional<roster> entries_;    // so do these
  std::vector<std::string_view> subjects_;
  std::vector<period> periods_;
  std::vector<total> rows_;
  std::vector<std::int64_t> points_;
  std::size_t blocks_ = 1;
  basis on_ = basis::confirmed;
  date through_;
  row_counts counts_;
  std::vector<unmatched_kind> unmatched_;
  std::vector<bad_row> bad_;
  totals_stats stats_;
};

/// Messages are those of evaluate(), and of book::points() where a figure cannot be worked out.
/// Throws std::invalid_argument like evaluate(), and for a unit of days. Cost: linear in the rows;
/// memory beside them: sorted by subject, a little for each thread; otherwise as much again.
result<totals> total_points(const policy& policy, const batch& rows,
                            const totals_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/totals.ipp"
#endif
