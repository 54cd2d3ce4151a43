#include "dutyscore/testing/bounds_report.hpp"

#include <doctest/doctest.h>

#include <string>

#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

policy policy_with(std::string_view blocks) {
  return compile("policy p { in force from 2023-04-01\n" + std::string(blocks) + "\n}").value();
}

/// `300: 4 k` when four activities of the kind k reach the bound of the block x in a year.
std::string most_of_year(std::string_view blocks) {
  const bounds_report r = bounds_report_of(policy_with(blocks), {period_unit::year});
  for (const reported_block& b : r.blocks) {
    if (b.name != "x") continue;
    const reported_bound& most = b.most.front();
    std::string out = most.bound.points ? most.bound.points->to_string() : "any";
    if (!most.reached) return out + "*";
    out += ":";
    for (const example_part& part : most.reached->parts) {
      out += " " + std::to_string(part.times) + " " + part.kind;
      for (const example_part::value& v : part.values) out += " " + v.name + "=" + v.text.en;
    }
    return out;
  }
  return "-";
}

}  // namespace

TEST_CASE("the activities that reach a bound") {
  struct row {
    const char *blocks, *expected;
  };
  const row rows[] = {
      {"indicator x { on \"k\" award 5  cap 20 per year }", "20: 4 k"},
      {"indicator x { on \"k\" award 3  cap 20 per year }", "20: 7 k"},
      {"indicator x { on \"k\" award 5  cap 5 per month }", "60: 12 k"},
      {"indicator x { on \"k\" award 5  cap 5 per month  cap 30 per year }", "30: 12 k"},
      {"activity { n integer from 1 to 9 for \"k\" }\nindicator x { on \"k\" award n  cap 18 per year }",
       "18: 2 k n=9"},
      {"category x { indicator a { on \"k\" award 5  cap 5 per year }  indicator b { on \"l\" award 2  cap 4 per year } }",
       "9: 1 k 2 l"},
      {"category x { base 6 per year  indicator a { on \"k\" award 5  cap 5 per year } }", "11: 1 k"},
      {"indicator x { on \"k\" deduct 5 }", "0:"},  // nothing at all
      {"indicator x { on \"k\" award 5 }", "any*"},
      // the same activity cannot be both: the sum is safe and never reached
      {"activity { good flag for \"k\" }\ncategory x { indicator a { on \"k\" when good award 5  cap 5 per event }  "
       "cap 20 per year }",
       "20: 4 k good=yes"},
  };
  for (const row& r : rows) {
    CAPTURE(r.blocks);
    CHECK(most_of_year(r.blocks) == r.expected);
  }
}

TEST_CASE("the example lies in a year that is wholly in force") {
  const bounds_report r = bounds_report_of(
      policy_with("indicator x { on \"k\" award 5  cap 20 per year }"), {period_unit::year});
  CHECK(r.blocks[1].most[0].reached->in == year(2024));
}

TEST_CASE("both texts name what has no bound, and where") {
  const bounds_report r = bounds_report_of(policy_with("indicator x \"visits\" { on \"k\" award 5 }"));
  CHECK(to_text(r, language::en).find("“visits” may happen any number of times (policy:2:11)") !=
        std::string::npos);
  CHECK(to_text(r, language::zh).find("“visits”的次数不限（policy:2:11）") != std::string::npos);
  CHECK(to_json(r).find("\"because\"") != std::string::npos);
}
