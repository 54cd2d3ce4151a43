// What is legal in a policy but suspicious: limits that nothing reaches, activities that two
// indicators take, gaps between grades, and the like. Every finding is a warning with a code DS07xx,
// its place and a hint; one that was looked at is accepted by a comment at its line or above it:
//
//   # lint: allow DS0703 both are meant to count      (or 检查：允许 DS0703 理由)
#pragma once

#include <cstddef>
#include <string>

#include "dutyscore/core/result.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

struct lint_report {
  diagnostics findings;  // by place
  std::size_t accepted = 0;
};

/// Of every policy of a sound document. Cost: bounds of each policy, and one evaluation of some
/// thousand activities for overlaps.
lint_report lint(const ast::document& document, const std::vector<policy>& policies);

/// Workflow commands of GitHub: `::warning file=…,line=…::…`, one line for each.
std::string to_github(const diagnostics& list, language lang);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/lint.ipp"
#endif
