// What one person is told about one period: every change of points with its day, its reason and the
// clause of the regulation, then the sums, what was refused and what is still to come. The entries
// sum to the points. A value: it outlives the book that it was made from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/report/activity.hpp"

namespace dutyscore {

/// What every report names at its head.
struct report_head {
  std::string policy;  // its name
  std::string policy_label;
  dutyscore::period period;
  basis on = basis::confirmed;
  date through;
  bool operator==(const report_head&) const = default;
};

struct statement_entry {
  date day, end;  // on which it counts; equal but for an activity of several days
  message
      title;  // the activity's, else the line's label, else the indicator's; of a clause: its words
  block_id block = 0;
  std::string line_label;  // of an award with a label of its own
  std::string cite;        // of the block, or of the nearest one around it that cites something
  entry_kind kind = entry_kind::line;
  decimal points;
  std::optional<reported_activity> activity;  // absent: no single one
};

/// One block of the policy with its points; parents before members.
struct statement_block {
  block_kind kind = block_kind::indicator;
  std::string name, label, cite;
  block_id parent = none;
  int depth = 0;  // of the policy: 0
  decimal points;
};

struct statement_pending {
  date day;
  message title;
  block_id block = 0;
  decimal points;
};

struct statement {
  report_head head;
  std::string subject;
  std::string name;  // equal to `subject` without a roster
  std::string org_unit;
  bool served = true;  // at least one day of the period
  std::vector<statement_entry> entries;
  std::vector<statement_block> blocks;  // all of the policy; index: block_id
  decimal total;
  std::vector<refused_activity> refused;
  std::vector<vetoing_activity> vetoing;  // also of earlier days, while they void
  std::vector<statement_pending> pending;
  std::vector<reported_activity> waiting;    // below the basis
  std::vector<reported_activity> unmatched;  // no indicator takes their kind
};

/// An unknown subject is an error with a "did you mean". Throws std::logic_error should the entries
/// not sum to the points of the period and of every block: a defect of dutyscore, never of the
/// data.
result<statement> statement_of(const book& from, std::string_view subject, const period& in,
                               basis on = basis::confirmed);

/// What statement_of asserts.
void require_entries_to_sum(const statement& s);

report_head head_of(const book& from, const period& in, basis on);
/// The subject of that name; an error with a "did you mean" when there is none.
result<subject_id> require_subject(const book& from, std::string_view subject);

std::string to_text(const statement& s, language lang = language::zh);
std::string to_json(const statement& s);
std::string to_csv(const statement& s, language lang = language::zh);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/statement.ipp"
#include "dutyscore/impl/report/statement_json.ipp"
#include "dutyscore/impl/report/statement_text.ipp"
#endif
