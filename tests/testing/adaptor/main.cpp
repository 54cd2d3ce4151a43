// A program whose tests are doctest's and whose policies are tested among them; doctest_test.cpp
// looks at what it prints. Its files stand in the folder from which it is run.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <dutyscore/testing/doctest.hpp>

TEST_CASE("club") { dutyscore::testing::check_scenarios({"club.duty"}); }
TEST_CASE("in two files") { dutyscore::testing::check_scenarios({"club.duty", "more.duty"}); }
TEST_CASE("some in Chinese") {
  dutyscore::testing::check_scenarios({"club.duty", "more.duty"}, {"*封顶*"},
                                      dutyscore::language::zh);
}
TEST_CASE("none") { dutyscore::testing::check_scenarios({"club.duty"}, {"nothing"}); }
TEST_CASE("missing") { dutyscore::testing::check_scenarios({"missing.duty"}); }
TEST_CASE("wrong") { dutyscore::testing::check_scenarios({"club.duty", "wrong.duty"}); }
