#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "dutyscore/testing/scenario.hpp"
#include "testing/run.hpp"

// The worked examples of the semantics, each a policy beside its scenarios in semantics/*.duty.
namespace dutyscore::tests {
namespace {

const std::string folder = std::string(DUTYSCORE_SOURCE_DIR) + "/tests/testing/semantics";

TEST_CASE("every worked example holds") {
  const auto run = run_scenarios(std::vector<std::string>{folder});
  INFO(story_of(run));
  REQUIRE(run);
  CHECK(run->size() >= 70);
  for (const scenario_outcome& o : *run) {
    CAPTURE(o.source->name());
    CAPTURE(o.name);
    CHECK(o.status == scenario_status::passed);
    CHECK(o.checks > 0);
  }
}

TEST_CASE("every file of worked examples has a scenario") {
  const auto run = run_scenarios(std::vector<std::string>{folder});
  REQUIRE(run);
  std::set<std::string> with_scenario;
  for (const scenario_outcome& o : *run) with_scenario.insert(o.source->name());
  for (const auto& file : std::filesystem::directory_iterator(folder))
    CHECK_MESSAGE(with_scenario.contains(file.path().string()), file.path().string());
}

}  // namespace
}  // namespace dutyscore::tests
