// What became of every row: counted, refused, taken by no indicator, not on the basis, or bad. The
// numbers add up, and everything that did not count is listed with its reason. Values.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

struct row_account {
  report_head head;                            // its period holds all days
  std::array<row_counts, basis_count> counts;  // index: basis
  std::vector<unmatched_kind> unmatched;       // on head.on
  std::vector<bad_row> bad;
};

/// Throws std::logic_error should the counts not add up.
row_account account_of(const book& from, basis on = basis::confirmed);
/// Of totals, which know the counts of their own basis alone: what summary() needs.
row_account account_of(const totals& from, const policy& p);

std::string to_text(const row_account& a, language lang = language::zh);
std::string to_json(const row_account& a);
/// `basis,rows,bad,not_on_basis,unmatched,refused,counted`.
std::string to_csv(const row_account& a);
/// One line: `through 2023-05-31, basis confirmed: 120 rows, 118 counted, 2 refused`.
std::string summary(const row_account& a, language lang = language::zh);

/// Everything that was refused or rejected, of everybody.
struct refused_list {
  report_head head;
  std::vector<refused_activity> refused;  // by subject, then day
};

/// Progress: subjects.
refused_list refused_list_of(const book& from, const period& in, basis on = basis::confirmed,
                             const progress_options& options = {});

std::string to_text(const refused_list& l, language lang = language::zh);
std::string to_json(const refused_list& l);
/// `subject,day,end,kind,title,block,reason,file,row`; the block is empty for a row rejected on
/// review.
std::string to_csv(const refused_list& l, language lang = language::zh);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/account.ipp"
#endif
