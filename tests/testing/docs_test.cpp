#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/testing/scenario_text.hpp"
#include "testing/run.hpp"

// docs/testing.md: its policies and scenarios run, and what it shows of a failure is what is
// printed.
namespace dutyscore::tests {
namespace {

/// The text between the fences of every block that is opened by exactly this line.
std::vector<std::string> blocks(std::string_view text, std::string_view fence) {
  const std::string open = "\n" + std::string(fence) + "\n";
  std::vector<std::string> out;
  for (std::size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    at += open.size();
    const std::size_t end = text.find("```\n", at);
    out.emplace_back(text.substr(at, end - at));
  }
  return out;
}

const std::string page = read_file(std::string(DUTYSCORE_SOURCE_DIR) + "/docs/testing.md").value();

TEST_CASE("the page's scenarios hold") {
  const auto shown = blocks(page, "```duty");
  REQUIRE(shown.size() == 2);
  for (const std::string& block : shown) {
    const auto run = run_text(block);
    INFO(story_of(run));
    REQUIRE(run);
    REQUIRE(run->size() == 1);
    CHECK(run->front().status == scenario_status::passed);
  }
}

/// Each part shows the unit tests of the project in tests/consumers/policy_tests, which builds them.
TEST_CASE("the page's unit tests of a host are compiled and run") {
  const std::string folder = std::string(DUTYSCORE_SOURCE_DIR) + "/tests/consumers/policy_tests/";
  const std::string text = read_file(folder + "unit_tests.cpp").value();
  const std::string open = "// [records]\n";
  const std::size_t begin = text.find(open) + open.size(), end = text.find("// [/records]");
  REQUIRE(begin < end);
  const auto shown = blocks(page, "```cpp");
  CHECK(std::count(shown.begin(), shown.end(), text.substr(begin, end - begin)) == 2);
}

struct failure_shown {
  language lang;
  const char* fence;
};

TEST_CASE("the page shows what a failure prints") {
  const auto policies = blocks(page, "```duty"), failing = blocks(page, "```duty fails");
  REQUIRE(failing.size() == 2);
  const failure_shown parts[] = {{language::zh, "```text zh"}, {language::en, "```text en"}};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string scenario = failing[i];
    auto document = parse(std::make_shared<source>("failing.duty", scenario));
    auto rules = parse(std::make_shared<source>("rules.duty", policies[i]));
    REQUIRE(document);
    REQUIRE(rules);
    rules->scenarios.clear();
    const auto run = run_scenarios(std::vector<ast::document>{*rules, *document});
    INFO(story_of(run));
    REQUIRE(run);
    CHECK(blocks(page, parts[i].fence) == std::vector<std::string>{to_text(*run, parts[i].lang)});
  }
}

}  // namespace
}  // namespace dutyscore::tests
