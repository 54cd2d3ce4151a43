// Expectations that do not hold, rewritten with what was got: for an author who has read the
// difference and means it. Only literals change, every other byte of a file stays. Pure functions;
// writing is the caller's.
#pragma once

#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore {

struct expectation_change {
  std::string scenario;
  message what;  // whose figure, in which period
  span where;    // in the source as it was
  std::string before, after;
};

struct source_update {
  source_ptr before;
  std::string after;  // its whole text
  std::vector<expectation_change> changes;  // in the order of the text, at least one
};

/// One for each source with a failing scenario that other literals would make hold. A todo scenario
/// is left as it is.
std::vector<source_update> updates_of(const std::vector<scenario_outcome>& outcomes);

/// A line for each change.
std::string to_text(const std::vector<source_update>& updates, language lang = language::zh);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/scenario_update.ipp"
#endif
