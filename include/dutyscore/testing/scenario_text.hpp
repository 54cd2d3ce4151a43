// Outcomes of scenarios as people and continuous integration read them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore {

/// A line for each scenario, a long name going on below itself; below a failed one the expectations
/// that do not hold, each with its place and what stands behind the figure, and the command that
/// runs it alone; at the end the counts. With ANSI colours when `colours`.
std::string to_text(const std::vector<scenario_outcome>& outcomes, language lang = language::zh,
                    bool colours = false);

/// The sentence about an expectation that does not hold, and below it what stands behind the figure
/// and the command that runs the scenario alone.
std::string to_text(const scenario_outcome& outcome, const expectation_failure& failure,
                    language lang = language::zh);

/// A `testsuite` for each policy, a `testcase` for each scenario.
std::string to_junit(const std::vector<scenario_outcome>& outcomes, language lang = language::zh);

/// TAP 14, what is behind a failure as YAML. A todo scenario is a TODO test point, which may fail.
std::string to_tap(const std::vector<scenario_outcome>& outcomes, language lang = language::zh);

/// Everything, in both languages, in a form that stays: docs/testing.md describes it.
std::string to_json(const std::vector<scenario_outcome>& outcomes);

/// A line POLICY/NAME for each scenario: what scenario_options::filter takes.
std::string to_names(const std::vector<scenario_outcome>& outcomes);

/// The command that runs this scenario alone, for a shell in the folder from which the paths count.
std::string command_to_run(const scenario_outcome& outcome);

/// How many scenarios came out so.
std::size_t count(const std::vector<scenario_outcome>& outcomes, scenario_status status);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/report/diagnostic_json.hpp"
#include "dutyscore/impl/testing/scenario_json.ipp"
#include "dutyscore/impl/testing/scenario_junit.ipp"
#include "dutyscore/impl/testing/scenario_tap.ipp"
#include "dutyscore/impl/testing/scenario_text.ipp"
#endif
