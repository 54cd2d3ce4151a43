#include "dutyscore/plan/plan.hpp"

#include <doctest/doctest.h>

#include <string>

#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

TEST_CASE("a plan can be read") {
  const auto p = compile(
      "policy p { activity { level text  n decimal } accept when n >= 0 else \"no\"\n"
      "indicator i { on \"x\" when n > 1  on \"y\"  award by level, n { \"A\", from 1: 5  \"A\", "
      "from 10: 7  otherwise, otherwise: 1 } } }");
  REQUIRE(p.has_value());
  const plan lowered = make_plan(*p);
  CHECK(to_text(lowered) ==
        "plan of p: cells by month, lines with 6 decimals\n"
        "\n"
        "kinds, and the rules that look at them\n"
        "  “x”: i (rule 0) when n > 1\n"
        "  “y”: i (rule 0)\n"
        "\n"
        "rule 0: indicator i, to slot 0\n"
        "  accept when n >= 0, else “no”\n"
        "  award table 0 by level, n {5; 7; 1}\n"
        "\n"
        "table 0: 2 keys, 3 rows\n"
        "  key 0 “A”\n"
        "    key 1 from 1: row 0\n"
        "    key 1 from 10: row 1\n"
        "    key 1 otherwise: 0\n"
        "  key 0 otherwise\n"
        "    key 1 otherwise: row 2\n"
        "\n"
        "slots, of which each subject has a cell for each month and basis\n"
        "  0 points of i\n"
        "\n"
        "reading, block after block\n"
        "  i\n"
        "  p = i\n");
}

TEST_CASE("a plan shows what is kept, and what readings do, in their order") {
  const auto p = compile(R"(policy p { decimals 2 half_up
  activity { level text one of "A", "B"  n integer from 0 }
  category c { cap 90 per year  highest per month
    indicator i { on "x"  award 1 per 2 n rounded down when not (n > 5 and level == "A")
      times 1 / 3  best 2 per month by level  cap 7 per quarter by level }
    indicator j { on "y"  award min(n, 4) * 2  award 5 per quarter running when count(i) >= 3
      base 1 per half  weight 1/2 } }
  veto v { on "z"  effect void year }
  grade per year { "good" from 60 when not vetoed  "fair" otherwise }
  list l per year { top 10 %  unless vetoed } })");
  REQUIRE(p.has_value());
  CHECK(to_text(make_plan(*p)) ==
        "plan of p: cells by month, lines with 2 decimals\n"
        "\n"
        "kinds, and the rules that look at them\n"
        "  “x”: i (rule 0)\n"
        "  “y”: j (rule 1)\n"
        "  “z”: v (rule 2)\n"
        "\n"
        "rule 0: indicator i, to slot 0\n"
        "  award 1 for each 2 of n, rounded down when not ((n > 5) and (level = “A”))\n"
        "  times 1 / 3\n"
        "\n"
        "rule 1: indicator j, to slot 1\n"
        "  award min(n, 4) * 2\n"
        "\n"
        "rule 2: veto v, to slot 2\n"
        "\n"
        "indicator i keeps each activity, with its points and\n"
        "  key level\n"
        "  how many\n"
        "  its days\n"
        "\n"
        "slots, of which each subject has a cell for each month and basis\n"
        "  0 points of i\n"
        "  1 points of j\n"
        "  2 activities of the veto v\n"
        "\n"
        "reading, block after block\n"
        "  j\n"
        "    award 5 per quarter running when count(i) >= 3\n"
        "    base 1 per half\n"
        "    weight 1 / 2\n"
        "  i\n"
        "    best 2 per month by level\n"
        "    cap 7 per quarter by level\n"
        "  c = i + j\n"
        "    highest per month\n"
        "    cap 90 per year\n"
        "  p = c\n"
        "    veto v\n"
        "\n"
        "grade per year\n"
        "  “good” from 60 when not vetoed\n"
        "  “fair”\n"
        "\n"
        "list l per year\n"
        "  unless vetoed\n"
        "  top 10 %\n");
}

TEST_CASE("a table costs what its rows cost, not the product of its keys' values") {
  std::string fields, keys, rows;
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    fields += std::string(key) + " integer ";
    keys += keys.empty() ? key : std::string(", ") + key;
  }
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    rows += n + ", " + n + ", " + n + ", " + n + ", " + n + ": " + n + "\n";
  }
  const auto p = compile("policy p { activity { " + fields + " } indicator i { on \"x\" award by " +
                         keys + " { " + rows + "} } }");
  REQUIRE(p.has_value());
  CHECK(make_plan(*p).tables[0].nodes.size() == 1 + 4 * 100);
}
