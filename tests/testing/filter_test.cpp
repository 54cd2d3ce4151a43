#include <doctest/doctest.h>

#include <algorithm>

#include "dutyscore/testing/scenario_text.hpp"
#include "testing/run.hpp"

// Which scenarios are meant by a text.
namespace dutyscore::tests {
namespace {

std::string scenario(const std::string& name, const std::string& policy = "p") {
  return "scenario \"" + name + "\" for " + policy +
         " { given { 2023-01-05 \"甲\" \"x\" } expect \"甲\" 2023 { total 2 } }\n";
}

const std::string text = "policy p { indicator a { on \"x\" award 2 } }\n"
                         "policy q { indicator b { on \"x\" award 2 } }\n" +
                         scenario("三杯") + scenario("三杯又三杯") + scenario("满了*") +
                         scenario("满了一半") + scenario("三杯", "q") + scenario("a/b");

struct filter_case {
  const char *wanted, *found;
};
const filter_case cases[] = {
    // a name is that scenario alone, even where it is a part of another, or of several policies
    {"三杯", "p/三杯 q/三杯"},
    {"p/三杯", "p/三杯"},
    {"满了*", "p/满了*"},
    {"a/b", "p/a/b"},
    // a part of the name, not of the policy's
    {"", "p/三杯 p/三杯又三杯 p/满了* p/满了一半 q/三杯 p/a/b"},
    {"又", "p/三杯又三杯"},
    {"满", "p/满了* p/满了一半"},
    {"p", ""},
    {"p/", ""},
    // a shape from end to end
    {"*三杯", "p/三杯 p/三杯又三杯 q/三杯"},
    {"三?", "p/三杯 q/三杯"},
    {"?", ""},
    {"满了**半", "p/满了一半"},
    {"满?一*", "p/满了一半"},
    {"q/*", "q/三杯"},
    {"*/三*", "p/三杯 p/三杯又三杯 q/三杯"},
    {"*?", "p/三杯 p/三杯又三杯 p/满了* p/满了一半 q/三杯 p/a/b"},
    {"*又三杯?", ""},
    {"三杯*三杯*三杯", ""},
};

std::string names(const std::string& wanted, bool only_list) {
  const auto run = run_text(text, {wanted, only_list});
  INFO(story_of(run));
  REQUIRE(run);
  std::string out = to_names(*run);
  if (!out.empty()) out.pop_back();
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

TEST_CASE("a filter is a name, a shape, or a part of a name") {
  for (const filter_case& c : cases) {
    CAPTURE(c.wanted);
    CHECK(names(c.wanted, false) == c.found);
    CHECK(names(c.wanted, true) == c.found);
  }
}

TEST_CASE("a list of scenarios runs none") {
  const auto run = run_text(text, {"", true});
  REQUIRE(run);
  for (const scenario_outcome& o : *run) CHECK(o.checks == 0);
}

}  // namespace
}  // namespace dutyscore::tests
