// Totals of rows that come a batch at a time and need not fit into memory together.
//
//   totals_accumulator all(policy, options);
//   for (const batch& some : …) all.add(some);
//   const totals points = all.finish().value();
//
// The figures, counts and messages are those of total_points() over all rows at once, whatever the
// batches. Kept are the sums of each subject, activities that a selection may need, and bad rows;
// batches with ids are kept as they are, because one id may come twice. The options' progress is of
// the batch that is being added. For one thread at a time.
#pragma once

#include <memory>

#include "dutyscore/engine/totals.hpp"

namespace dutyscore {

class totals_accumulator {
 public:
  /// Throws std::invalid_argument for a unit of days.
  explicit totals_accumulator(const policy& policy, const totals_options& options = {});
  ~totals_accumulator();
  totals_accumulator(totals_accumulator&&) noexcept;
  totals_accumulator& operator=(totals_accumulator&&) noexcept;

  /// Throws std::invalid_argument for rows of another policy's schema, which changes nothing. After
  /// any other exception part of the rows may be in: only destroy it then.
  void add(const batch& rows);
  /// Once.
  result<totals> finish();

 private:
  struct contents;
  std::unique_ptr<contents> contents_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/totals_accumulator.ipp"
#endif
