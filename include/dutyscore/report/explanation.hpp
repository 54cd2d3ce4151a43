// Why a person has these points: the statement, and below it the tree of the policy down to
// activities and clauses, with the rule that was applied and the figures that it was applied to.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/report/statement.hpp"

namespace dutyscore {

/// A figure of the row that a line of the policy reads.
struct explained_input {
  std::string label;
  message value;
};

/// One line or clause of the policy and what it gave.
struct explained_entry {
  date day;
  entry_kind kind = entry_kind::line;
  message title;     // a line's label, or the clause in words: `cap of 30 points per month`
  std::string rule;  // the author's text on one line
  std::vector<explained_input> inputs;
  message arithmetic;  // `5 × 3`, `999 → 满500`; empty where it cannot be said in one line
  decimal points;
};

struct explained_activity {
  reported_activity activity;
  std::vector<explained_entry> lines;
  decimal points;
};

struct explained_block {
  block_id block = 0;  // index into statement::blocks
  std::vector<explained_activity> activities;
  std::vector<explained_entry>
      clauses;  // base, limits, vetoes: what changed the sum of what stands below
  std::vector<refused_activity> refused;  // by this block, or by a veto that stands here
  std::vector<explained_block> members;   // those with points, entries or refusals
};

namespace detail::report {
class explained_subject;
}

/// Numbers, which have been worked out and summed up; they become words when these are asked for
/// the first time. A cheap handle to shared data, the book included; safe to read from any number
/// of threads.
class explanation {
 public:
  explicit explanation(std::shared_ptr<const detail::report::explained_subject> of)
      : of_(std::move(of)) {}

  const statement& account() const;
  const explained_block& root() const;

 private:
  std::shared_ptr<const detail::report::explained_subject> of_;
};

/// Errors are those of statement_of. Cost: that of evaluating the subject's rows.
result<explanation> explain(const book& from, std::string_view subject, const period& in,
                            basis on = basis::confirmed);

std::string to_text(const explanation& e, language lang = language::zh);
std::string to_json(const explanation& e);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/explanation.ipp"
#endif
