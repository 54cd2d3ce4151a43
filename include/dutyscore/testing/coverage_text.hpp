// Coverage as people, continuous integration and browsers read it. Pure functions.
#pragma once

#include <string>

#include "dutyscore/core/config.hpp"
#include "dutyscore/testing/coverage.hpp"

namespace dutyscore {

/// What is not reached, with its place and the reason; at the end how much is.
std::string to_text(const coverage_report& report, language lang = language::zh);

/// Lines and, where several clauses share one, branches, as `genhtml` and code review tools read
/// them.
std::string to_lcov(const coverage_report& report);

std::string to_json(const coverage_report& report);

/// One page that needs no other file: the policies with their clauses marked and the reasons
/// beside.
std::string to_html(const coverage_report& report, language lang = language::zh);

/// `98.2`: rounded down, so that 100 means all.
std::string percent_text(std::size_t reached, std::size_t sites);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/coverage_html.ipp"
#include "dutyscore/impl/testing/coverage_text.ipp"
#endif
