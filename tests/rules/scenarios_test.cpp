// Every scenario of the policies that are shipped holds, and every indicator of the model case is
// named by one.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "doctest/doctest.h"
#include "dutyscore/core/file.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/scenario.hpp"
#include "dutyscore/testing/scenario_text.hpp"

namespace {

using namespace dutyscore;

constexpr const char* model = DUTYSCORE_SOURCE_DIR "/rules/shigu-2022.duty";

TEST_CASE("all scenarios of rules and examples hold") {
  const std::vector<std::string> folders = {DUTYSCORE_SOURCE_DIR "/rules",
                                            DUTYSCORE_SOURCE_DIR "/examples"};
  const auto outcomes = run_scenarios(folders).value();
  REQUIRE(outcomes.size() >= 27);
  CAPTURE(to_text(outcomes, language::en));
  std::set<std::string> policies;
  for (const scenario_outcome& outcome : outcomes) {
    policies.insert(outcome.policy);
    CAPTURE(outcome.name);
    CHECK(outcome.status == scenario_status::passed);
  }
  CHECK(policies == std::set<std::string>{"club", "shigu", "volunteers"});
}

TEST_CASE("every block of the model case is expected by some scenario") {
  const auto document = parse(std::make_shared<source>(model, read_file(model).value())).value();
  std::set<std::string> expected;
  for (const ast::scenario& s : document.scenarios)
    for (const ast::expectation& e : s.expectations)
      for (const ast::check& c : e.checks)
        if (c.kind == ast::check_kind::block) expected.insert(c.name.text);
  const policy compiled = compile_file(model).value();
  for (const block& b : compiled->blocks) {
    if (b.kind != block_kind::indicator) continue;
    CAPTURE(b.name);
    CHECK(expected.contains(b.name));
  }
}

}  // namespace
