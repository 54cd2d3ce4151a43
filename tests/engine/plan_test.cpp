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
        "kind “x”\n"
        "  rule 0\n"
        "  when\n"
        "    r0 = field n\n"
        "    r1 = constant 1\n"
        "    r2 = greater r0 r1\n"
        "kind “y”\n"
        "  rule 0 always\n"
        "rule 0 indicator i, slot 0\n"
        "  accept else “no”\n"
        "    r0 = field n\n"
        "    r1 = constant 0\n"
        "    r2 = at least r0 r1\n"
        "  award\n"
        "    r0 = field level\n"
        "    r1 = field n\n"
        "    r2 = constant 5\n"
        "    r3 = constant 7\n"
        "    r4 = constant 1\n"
        "    r5 = table 0 r0 r1 r2 r3 r4\n"
        "table 0: 2 keys, 3 rows\n"
        "  key 0 “A”\n"
        "    key 1 from 1: row 0\n"
        "    key 1 from 10: row 1\n"
        "    key 1 otherwise: 0\n"
        "  key 0 otherwise\n"
        "    key 1 otherwise: row 2\n");
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
