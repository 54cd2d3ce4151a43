// Scenarios: what an author expects of a policy, run before anybody is scored by it. A scenario
// brings its own activities, names the policy that judges them, and says figures; its outcome says
// which of them hold, and of one that does not, where it stands, what came instead, and the entries
// behind that. Outcomes are plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

/// What a figure came from: an entry of the account, an activity that brought nothing, or the place
/// of somebody in a ranking.
struct evidence {
  std::optional<date> day;
  std::string place;              // the block or veto, or the subject ranked
  message what;                   // the activity or the clause
  message worth;                  // points, or why there are none
  std::string cite;               // the paragraph of the regulation, empty when none is cited
  std::optional<decimal> points;  // of an entry or of somebody ranked
};

/// Bytes of a source and what should stand there instead.
struct text_edit {
  span where;
  std::string text;
};

struct expectation_failure {
  message what;  // whose figure, in which period
  message expected;
  message got;
  span where;  // in scenario_outcome::source
  std::vector<evidence> behind;
  /// The literals with which it would hold; nothing when it takes more than other literals.
  std::optional<text_edit> mend;
};

enum class scenario_status : unsigned char {
  passed,
  failed,
  skipped,  // todo: run, but not counted
};

struct scenario_outcome {
  source_ptr source;
  source_ptr policy_source;  // null when there is no such policy
  span where;                // of its name
  std::string name;
  std::string policy;
  scenario_status status = scenario_status::passed;
  std::size_t checks = 0;
  std::vector<expectation_failure> failures;  // in the order of the text
  diagnostics problems;                       // why a skipped one cannot run yet

  /// A todo that could be an ordinary scenario by now.
  bool is_done_todo() const {
    return status == scenario_status::skipped && failures.empty() && !has_error(problems);
  }
};

/// Is told what scenarios are about to be judged by and what they made; todo ones are not told of.
class scenario_observer {
 public:
  virtual ~scenario_observer() = default;
  virtual void policy_found(const policy& rules) = 0;
  virtual void book_made(const book& scores) = 0;
};

struct scenario_options {
  /// Which ones to run; empty: all. The name of a scenario, or POLICY/NAME, stands for that one
  /// alone; a text with `*` or `?` for those whose name, or POLICY/NAME, has this shape from end to
  /// end; any other text for those whose name contains it.
  std::string filter;
  bool only_list = false;  // look for scenarios, run none: each has its name and place alone
  scenario_observer* observer = nullptr;
  /// Scenarios that have been run.
  on_progress progress = {};
};

/// Runs the scenarios of all files, a folder standing for every .duty file in it and below, and for
/// the Markdown files that hold ```duty blocks. A scenario's policy may stand in any of them.
/// Nothing is reported as passed or failed unless every policy and scenario is sound: their
/// mistakes, found in one pass, are the result. Without any scenario the list is empty.
result<std::vector<scenario_outcome>> run_scenarios(const std::vector<std::string>& paths,
                                                    const scenario_options& options = {});
result<std::vector<scenario_outcome>> run_scenarios(const std::vector<ast::document>& documents,
                                                    const scenario_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/scenario.ipp"
#endif
