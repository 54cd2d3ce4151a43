// All that a book says of one subject in one period, from rows that are judged once: numbers, of
// which reports make words. Not for users.
#pragma once

#include <cstdint>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {

/// Throws std::logic_error where a book keeps none.
void require_rows(const book_data& of);

/// An activity that a veto took.
struct vetoing_row {
  std::uint32_t row = 0;  // of the batch
  std::uint32_t veto = 0;
};

/// The rows of one subject and what the judge says of them, from which everything about single
/// activities is read. REQUIRES: the book keeps rows, and outlives this.
class judged_subject {
 public:
  /// `in_detail`: entries and refusals will be asked for.
  judged_subject(const book_data& of, subject_id s, bool in_detail);

  /// Day by day; with `corrections`, of what clauses changed.
  reading read(reading_tools& tools, basis on,
               std::vector<correction>* corrections = nullptr) const;
  /// What lines, and limits of single activities, gave: numbers by day, then block, then row.
  std::vector<std::uint32_t> lines(const period& p, basis on) const;
  date day_of(std::uint32_t line) const;
  entry entry_of(std::uint32_t line) const;
  /// `row` is of the batch; by day, then row.
  std::vector<refused_row> refused(const period& p, basis on) const;
  /// Rows that nothing selects.
  std::vector<std::uint32_t> unmatched(const period& p, basis on) const;
  /// Whatever voids points of the period: a veto of March can void those of May.
  std::vector<vetoing_row> vetoing(const period& p, basis on) const;

 private:
  const batch_data& data() const;
  bool is_told(std::uint32_t row, const period& p, basis on) const;
  std::vector<std::uint32_t> days_told(const period& p, basis on) const;

  const book_data* book_;
  subject_id subject_;
  std::span<const std::uint32_t> rows_;
  verdicts judged_;
};

struct subject_detail {
  std::vector<decimal> points;        // by block
  std::vector<entry> entries;         // those of book::entries
  std::vector<refused_row> refused;   // those of book::refusals
  std::vector<vetoing_row> vetoing;
  std::vector<std::uint32_t> unmatched;  // rows
  std::vector<pending_entry> pending;
};

/// The readings of a book that have the same name, at once. Throws std::logic_error should the
/// entries not sum to the points of every block: a defect of dutyscore, never of the data.
result<subject_detail> detail_of(const book& from, subject_id s, const period& p, basis on);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/subject_detail.ipp"
#endif
