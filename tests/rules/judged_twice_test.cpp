// The scenarios of the policies that are shipped hold by the reference evaluator, too: what their
// authors worked out by hand, the engine and the reference agree.
#include <fstream>

#include <unistd.h>

#include "doctest/doctest.h"
#include "rules/by_reference.hpp"
#include "rules/shipped.hpp"

namespace {

using namespace rules_test;

TEST_CASE("scenarios of shipped policies hold by the reference") {
  for (const std::string& path : shipped_policies()) {
    CAPTURE(path);
    for (const std::string& unmet : unmet_by_reference(path)) FAIL_CHECK(unmet);
  }
}

TEST_CASE("the reference notices a wrong figure") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("dutyscore-judged-twice-" + std::to_string(::getpid()) + ".duty")).string();
  std::ofstream(path) << R"(
policy p {
  indicator a { on "a"  award 1  cap 2 per year }
  grade per year { "good" from 2  "new" otherwise }
  list leaders per year { top 1 }
}
scenario "wrong" for p {
  given { 2023-01-01 "x" "a"  2023-01-02 "x" "a"  2023-01-03 "x" "a"  2023-01-03 "y" "a" }
  expect "x" 2023 { total 3  a -2  grade "new"  rank 2  not in leaders  refused 1  unmatched 1  pending 1 }
  expect refused "x" 2023-01-01 "late"
  expect leaders 2023 { "y" }
}
)";
  CHECK(unmet_by_reference(path).size() == 10);
  std::filesystem::remove(path);
}

}  // namespace
