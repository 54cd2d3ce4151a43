// Points of everybody in every period of one length: the table that other programs read. A value.
#pragma once

#include <string>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

struct score_row {
  std::string subject, name;
  dutyscore::period period;
  std::string block;  // name; empty for the total
  std::string block_label;
  decimal points;
};

/// Sorted by subject, then period, then the policy's order of blocks; every period in which the
/// subject served, zeros included.
struct score_table {
  report_head head;  // its period holds all days
  period_unit by = period_unit::year;
  bool detail = false;  // one row per block instead of one per period
  std::vector<score_row> rows;
  row_account account;
};

/// Progress: subjects.
result<score_table> scores_of(const book& from, period_unit by = period_unit::year,
                              bool detail = false, basis on = basis::confirmed,
                              const progress_options& options = {});

std::string to_text(const score_table& t, language lang = language::zh);
std::string to_json(const score_table& t);
/// `subject,period,basis,points`; with detail `subject,period,basis,block,points`.
std::string to_csv(const score_table& t);

/// The same rows from totals, without a book: those of periods `within` a longer one when given.
std::string to_csv(const totals& t, const policy& p, const std::optional<period>& within = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/scores.ipp"
#endif
