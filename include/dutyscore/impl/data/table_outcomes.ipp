#pragma once

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/table_outcomes.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE void table_outcomes::add(std::uint32_t of, diagnostic message) {
  tables_[of].messages.push_back(std::move(message));
}

DUTYSCORE_INLINE void table_outcomes::fail(std::uint32_t of, const diagnostics& why) {
  state& t = tables_[of];
  t.is_broken = true;
  t.messages.insert(t.messages.end(), why.begin(), why.end());
}

DUTYSCORE_INLINE void table_outcomes::settle(piece_outcome outcome) {
  const std::size_t number = outcome.number;
  waiting_.emplace(number, std::move(outcome));
  for (auto next = waiting_.begin(); next != waiting_.end() && next->first == next_;
       next = waiting_.erase(next), ++next_)
    settle_next(next->second);
}

/// Outcomes come in the order of the rows here, so that limits are passed where one thread would
/// have passed them.
DUTYSCORE_INLINE void table_outcomes::settle_next(const piece_outcome& outcome) {
  state& t = tables_[outcome.table];
  if (limit_ || t.is_broken) return;
  t.filled_rows += outcome.filled_rows;
  if (outcome.rows) {
    if (auto passed = passed_limit(*outcome.rows)) {
      limit_ = outcome.table;
      return fail(outcome.table, {*std::move(passed)});
    }
    rows_ += outcome.rows->rows;
    bad_rows_ += outcome.rows->bad.size();
  }
  if (outcome.stop) fail(outcome.table, {*outcome.stop});
}

/// What batch_builder::passed_limit would say at the first row that is too many.
DUTYSCORE_INLINE std::optional<diagnostic> table_outcomes::passed_limit(
    const batch_data& rows) const {
  const std::uint64_t good_left = limits_.rows - rows_, bad_left = limits_.bad_rows - bad_rows_;
  const bool many_good = rows.rows > good_left, many_bad = rows.bad.size() > bad_left;
  if (many_bad && (!many_good || rows.bad[bad_left].row < rows.number_of(good_left)))
    return make_diagnostic("DS0309", {std::to_string(limits_.bad_rows)},
                           rows.bad[bad_left].why.data.value());
  if (many_good)
    return make_diagnostic("DS0312", {std::to_string(limits_.rows)},
                           data_place{rows.files.back(), rows.number_of(good_left), {}, {}});
  return std::nullopt;
}

}  // namespace dutyscore::detail
