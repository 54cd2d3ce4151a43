// Activities in, book out: the batch engine. Same policy, rows, roster and options: the same bits,
// whatever the order of the rows. Linear in the rows.
#pragma once

#include <optional>
#include <utility>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/data/rows.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

enum class on_bad_row : unsigned char { fail, report };

struct evaluate_options {
  /// Without one, whoever has a row is assessed.
  std::optional<roster> subjects = std::nullopt;
  /// Default: the last day of the last month with a row that is not bad.
  std::optional<date> through = std::nullopt;
  on_bad_row bad_rows = on_bad_row::fail;
  /// How many threads work at once. The result is the same for any number.
  unsigned threads = 1;
  /// Batches with fewer rows are judged row by row, which needs less to prepare.
  std::size_t fuse_from = 2048;
  /// Rows that have been judged.
  on_progress progress = {};
};

/// With on_bad_row::fail any bad row makes the result a list of diagnostics, one per bad row (the
/// first 100 and a count); with `report` the book holds them. Throws std::invalid_argument when
/// rows or roster were read with another policy's schema.
result<book> evaluate(const policy& policy, const batch& rows,
                      const evaluate_options& options = {});

/// A host's own rows (data/rows.hpp), read into a batch first.
template <class Range, class... Get>
result<book> evaluate(const policy& policy, rows_view<Range, Get...> rows,
                      const evaluate_options& options = {}) {
  const result<batch> columns = to_batch(std::move(rows), policy.schema());
  if (!columns) return columns.messages();
  return evaluate(policy, *columns, options);
}

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/evaluate.ipp"
#endif
