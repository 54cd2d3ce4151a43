// The scores of everybody under one policy, and where each point came from. A book holds sums, not
// totals: every figure is read from them when asked. Cheap handle to immutable shared data; safe to
// read from any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/core/sha256.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/entry.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

using subject_id = std::uint32_t;

/// What became of the rows, on one basis: rows = bad + not_on_basis + unmatched + refused +
/// counted.
struct row_counts {
  std::uint64_t rows = 0, bad = 0, not_on_basis = 0, unmatched = 0, refused = 0, counted = 0;
  bool operator==(const row_counts&) const = default;
};

/// An activity that a block or a veto would have taken.
struct refusal {
  std::uint32_t row = 0;
  block_id block = none;  // none when a veto refused it
  std::uint32_t veto = none;
  message reason;  // the policy's own words, or ours: not in force, not serving
};

struct unmatched_kind {
  std::string kind;
  std::uint64_t rows = 0;
  std::optional<std::string> suggestion;  // the policy's kind that is most like it
};

/// What posts after `through`, by the figures there are now: a base whose day has not come, or the
/// points of a period that is not closed.
struct pending_entry {
  date day;
  block_id block = 0;
  entry_kind kind = entry_kind::base;
  std::uint32_t clause = 0;  // index into the block's bases or period lines
  decimal points;
};

struct ranked_subject {
  std::uint32_t rank = 0;  // 1, 2, 2, 4
  subject_id subject = 0;
  decimal points;
  std::vector<std::string> grades;   // of book::grades(period)
  std::vector<std::uint32_t> lists;  // those of book::lists(period) that hold the subject
  bool vetoed = false;
};

namespace engine {
struct book_data;
}

/// How many activities a block or a veto refused for a reason.
struct refused_count {
  block_id block = none;
  std::uint32_t veto = none;
  message reason;
  std::uint64_t rows = 0;
  bool operator==(const refused_count&) const = default;
};

/// By what the ingredients of a book are recognised. Equal ones gave equal books.
struct book_digests {
  digest policy{};
  std::optional<digest> roster;  // nothing without one
  std::optional<digest> data;    // of the rows, in any order; nothing without rows
  std::string engine;            // the version of this library
};

class book {
 public:
  explicit book(std::shared_ptr<const engine::book_data> data) : data_(std::move(data)) {}

  const dutyscore::policy& policy() const;
  /// A book made of merged cells (engine/merge.hpp) keeps none: then entries are refused, and what
  /// names rows throws std::logic_error.
  bool keeps_rows() const;
  const dutyscore::batch& rows() const;
  date through() const;

  /// Everybody on the roster and everybody with a row that is not bad, sorted by the bytes of their
  /// text.
  const std::vector<std::string>& subjects() const;
  std::optional<subject_id> find(std::string_view subject) const;
  /// The roster's name, else the subject's own text.
  const std::string& name(subject_id s) const;
  /// As of the last served day of the period; empty without a roster.
  const std::string& org_unit(subject_id s, const period& p) const;
  bool served_in(subject_id s, const period& p) const;
  /// The periods of that unit in which the subject served, through the later of `through` and the
  /// end of the month of the last row (or of the text of the policy in it).
  std::vector<period> periods(subject_id s, period_unit unit) const;

  /// Points of a block in a period; an error when they do not fit 64 bits, or when the book keeps no
  /// rows and the period is finer than its cells.
  result<decimal> points(subject_id s, block_id b, const period& p,
                         basis on = basis::confirmed) const;
  /// The same for every block at once.
  result<std::vector<decimal>> points(subject_id s, const period& p,
                                      basis on = basis::confirmed) const;
  /// The same for several periods, which cost hardly more than one.
  result<std::vector<std::vector<decimal>>> points(subject_id s, std::span<const period> periods,
                                                   basis on = basis::confirmed) const;

  /// Entries whose day is in the period, by day, then block, then activity; they sum to the points.
  result<std::vector<entry>> entries(subject_id s, const period& p,
                                     basis on = basis::confirmed) const;
  std::vector<refusal> refusals(subject_id s, const period& p, basis on = basis::confirmed) const;
  /// The same as numbers of rows, by block, veto and reason; without rows only for months and what
  /// months make up.
  result<std::vector<refused_count>> refused_counts(subject_id s, const period& p,
                                                    basis on = basis::confirmed) const;
  result<std::vector<pending_entry>> pending(subject_id s, const period& p,
                                     basis on = basis::confirmed) const;
  /// Rows of the subject on this basis that nothing selects.
  std::vector<std::uint32_t> unmatched_rows(subject_id s, const period& p,
                                            basis on = basis::confirmed) const;

  /// Everybody who served in the period, best first, then by subject; `within` an org_unit when
  /// given. Progress: subjects.
  result<std::vector<ranked_subject>> rank(const period& p, basis on = basis::confirmed,
                                           std::optional<std::string_view> within = std::nullopt,
                                           const progress_options& options = {}) const;

  /// The texts of grades and of lists that the period's last day asks for, as indices into those of
  /// the policy. An amended one keeps the place of its first text.
  std::vector<std::uint32_t> grades(const period& p) const;
  std::vector<std::uint32_t> lists(const period& p) const;

  const row_counts& counts(basis on = basis::confirmed) const;
  /// Of all subjects, sorted by kind.
  std::vector<unmatched_kind> unmatched(basis on = basis::confirmed) const;
  /// Rows that count nowhere, in the order of the data.
  const std::vector<bad_row>& bad() const;
  /// Worked out when asked: cost linear in the rows, which is what progress counts.
  book_digests digests(const progress_options& options = {}) const;

  const engine::book_data& data() const { return *data_; }

 private:
  std::shared_ptr<const engine::book_data> data_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/book.ipp"
#include "dutyscore/impl/engine/rank.ipp"
#endif
