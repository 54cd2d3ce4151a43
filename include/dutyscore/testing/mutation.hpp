// Mutation testing of policies: each number, period, condition, date … of a policy is changed, one
// at a time, and its scenarios must notice. A change that nobody notices is a survivor: a clause
// that could be wrong without any scenario failing. Outcomes are plain values, in the order of the
// text.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore {

enum class mutant_fate : unsigned char {
  killed,         // a scenario fails, or cannot run any more
  survived,       // every scenario holds
  explained,      // survived, and a comment says why: `# mutate: …`
  not_compiling,  // no policy any more: not counted as a mutant
};

struct mutant_outcome {
  source_ptr source;
  span where;  // what was changed
  std::string policy;
  std::string block;   // the category, indicator, veto, list … that it stands in
  std::string before;  // in the words of the policy
  std::string after;   // empty: left out
  mutant_fate fate = mutant_fate::killed;
  std::string noticed_by;   // the scenario that notices it
  std::string explanation;  // of an explained one, as the author put it
  std::string witness;  // of a survivor: a scenario that would notice, empty when none was found
};

/// A comment `# mutate: …` below which every mutant is noticed.
struct idle_explanation {
  source_ptr source;
  span where;  // the clause that it stands at
  std::string text;
};

struct mutation_report {
  std::size_t scenarios = 0;
  std::vector<mutant_outcome> mutants;  // in the order of the text
  std::vector<idle_explanation> idle;

  std::size_t count(mutant_fate fate) const;
};

struct mutation_options {
  bool with_witnesses = true;
  /// How many threads take mutants. The report is the same for any number.
  unsigned threads = 1;
  /// Mutants that have been judged; how many there are is not known while scenarios are run to
  /// begin with.
  on_progress progress = {};
};

/// Mutates every policy of the files for which there is a scenario in them, a folder standing for
/// its files. All scenarios but those marked todo must hold to begin with, else their failures are
/// the result (DS0560). Without any scenario the report is empty.
result<mutation_report> mutate(const std::vector<std::string>& paths,
                               const mutation_options& options = {});
result<mutation_report> mutate(const std::vector<ast::document>& documents,
                               const mutation_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/mutation.ipp"
#endif
