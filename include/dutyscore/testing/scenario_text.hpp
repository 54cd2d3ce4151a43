// Outcomes of scenarios as people and continuous integration read them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore {

/// A line for each scenario; below a failed one the expectations that do not hold, each with its
/// place and what stands behind the figure; at the end the counts. With ANSI colours when
/// `colours`.
std::string to_text(const std::vector<scenario_outcome>& outcomes, language lang = language::zh,
                    bool colours = false);

/// A `testsuite` for each policy, a `testcase` for each scenario.
std::string to_junit(const std::vector<scenario_outcome>& outcomes, language lang = language::zh);

/// How many scenarios came out so.
std::size_t count(const std::vector<scenario_outcome>& outcomes, scenario_status status);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/scenario_text.ipp"
#endif
