// What `dutyscore test --coverage` writes beside the outcomes of scenarios.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "dutyscore/testing/coverage.hpp"

namespace dutyscore::cli {

/// Writes each form that was asked for; on standard output behind the outcomes.
bool write_coverage(const coverage_report& report, const arguments& a, const console& to);

/// Whether enough is reached; says so when it is not.
bool is_enough(const coverage_report& report, const arguments& a, const console& to);

}  // namespace dutyscore::cli
