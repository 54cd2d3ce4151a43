// Every scenario of the policies that are shipped holds, and every indicator of them is named by one.
#include <set>
#include <string>
#include <vector>

#include "doctest/doctest.h"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/coverage.hpp"
#include "dutyscore/testing/scenario.hpp"
#include "dutyscore/testing/scenario_text.hpp"
#include "rules/shipped.hpp"

namespace {

using namespace dutyscore;
using namespace rules_test;

TEST_CASE("all scenarios of rules and examples hold") {
  const std::vector<std::string> folders = {source_dir + "/rules", source_dir + "/examples"};
  const auto outcomes = run_scenarios(folders).value();
  REQUIRE(outcomes.size() >= 27);
  CAPTURE(to_text(outcomes, language::en));
  std::set<std::string> policies;
  for (const scenario_outcome& outcome : outcomes) {
    policies.insert(outcome.policy);
    CAPTURE(outcome.name);
    CHECK(outcome.status == scenario_status::passed);
  }
  CHECK(policies.size() == shipped_policies().size());
}

TEST_CASE("the scenarios reach every clause of the policies that are shipped") {
  coverage_collector collected;
  scenario_options options;
  options.observer = &collected;
  REQUIRE(run_scenarios(shipped_policies(), options));
  const coverage_report report = collected.report();
  CHECK(report.policies.size() == shipped_policies().size());
  for (const policy_coverage& p : report.policies)
    for (const coverage_site& site : p.sites) {
      CAPTURE(p.label);
      CAPTURE(site.text);
      CHECK_MESSAGE(site.is_reached(), site.why_not.en);
    }
}

/// What the checks of a document's scenarios name.
std::set<std::string> expected_names(const ast::document& document) {
  std::set<std::string> names;
  for (const ast::scenario& s : document.scenarios)
    for (const ast::expectation& e : s.expectations)
      for (const ast::check& c : e.checks) names.insert(c.name.text);
  return names;
}

TEST_CASE("every indicator of a shipped policy is expected by some scenario") {
  for (const std::string& path : shipped_policies()) {
    CAPTURE(path);
    const auto expected = expected_names(tree_of(path));
    const policy compiled = compile_file(path).value();
    for (const block& b : compiled->blocks) {
      if (b.kind != block_kind::indicator) continue;
      CAPTURE(b.name);
      CHECK(expected.contains(b.name));
    }
  }
}

}  // namespace
