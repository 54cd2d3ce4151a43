#include "dutyscore/policy/bounds.hpp"

#include <doctest/doctest.h>

#include <string>

#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

std::string shown(const points_bound& b) { return b.points ? b.points->to_string() : "any"; }
std::string shown(const points_interval& i) { return shown(i.least) + ".." + shown(i.most); }

policy policy_with(std::string_view clauses) {
  return compile("policy p { decimals 2 half_up\n"
                 "  activity { n integer from 1 to 10  free decimal from 0  place text one of \"a\", \"b\", \"c\"\n"
                 "             where_to text }\n" +
                 std::string(clauses) + "\n}")
      .value();
}

/// Of the block `x`, or of the whole policy when there is none.
std::string bound(std::string_view clauses, period_unit unit) {
  const policy p = policy_with(clauses);
  return shown(bounds_of(p).blocks[p.find_block("x").value_or(0)].of(unit));
}
std::string of_activity(std::string_view lines) {
  const policy p = policy_with("indicator x { on \"k\"\n" + std::string(lines) + "\n}");
  return shown(bounds_of(p).blocks[1].activity);
}

struct row {
  const char *clauses, *expected;
};

}  // namespace

TEST_CASE("one activity") {
  const row rows[] = {
      {"award 5", "5..5"},
      {"award 5  deduct 2", "3..3"},
      {"award 5  award 2 when n > 3", "5..7"},
      {"award 2 per n", "2..20"},
      {"award 2 per n when n <= 3", "0..6"},
      {"award 2 per n when n > 3 and n < 6", "0..10"},
      {"award 1 per 4 n rounded down", "0..2"},
      {"award 1 per 4 n rounded up", "1..3"},
      {"award 1 per 4 n exact", "0.25..2.5"},
      {"award 3 per free", "0..any"},
      {"award 5 per day", "5..any"},
      {"award by n { from 2: 3  from 5: 8 }", "0..8"},
      {"award by n { from 1: 3  from 5: 8 }", "3..8"},
      {"award by n { from 1: n  from 5: 2 * n }", "1..20"},
      {"award by place { \"a\": 1  \"b\": 2  otherwise: -1 }", "-1..2"},
      {"award by marginal n { from 0: 3  from 4: 5 }", "0..42"},
      {"award by marginal free { from 0: 3  from 4: 0 }", "0..12"},
      {"award 25  times 0.5 / n", "1.25..12.5"},
      {"award 10  times n / 2 when n > 8", "10..50"},
      {"award 10 / n", "1..10"},
      {"award 10  times 1 / n when n > 8 and n < 3", "1..10"},  // the condition never holds
      {"award 10 / free", "any..any"},
      {"award min(free, 12)", "0..12"},
      {"award if(n > 5, n, 3)", "3..10"},
      {"award 5 per n  cap 12 per event", "5..12"},
      {"deduct 5 per n  cap 12 per event", "-12..-5"},
  };
  for (const row& r : rows) {
    CAPTURE(r.clauses);
    CHECK(of_activity(r.clauses) == r.expected);
  }
}

TEST_CASE("limits, month by month and year by year") {
  struct case_row {
    const char *clauses, *month, *year;
  };
  const case_row rows[] = {
      {"indicator x { on \"k\" award 5 }", "0..any", "0..any"},
      {"indicator x { on \"k\" award 5  cap 30 per month }", "0..30", "0..360"},
      {"indicator x { on \"k\" award 5  cap 30 per month  cap 100 per year }", "0..30", "0..100"},
      {"indicator x { on \"k\" award 5  cap 100 per year }", "0..100", "0..100"},
      {"indicator x { on \"k\" deduct 5 }", "any..0", "any..0"},
      {"indicator x { on \"k\" deduct 5  cap 20 per year }", "-20..0", "-20..0"},
      {"indicator x { on \"k\" award 5 once per year }", "0..5", "0..5"},
      {"indicator x { on \"k\" award 5 once per month by place }", "0..15", "0..180"},
      {"indicator x { on \"k\" award 5 once per month by where_to }", "0..any", "0..any"},
      {"indicator x { on \"k\" award n  highest per year }", "-10..10", "0..10"},
      {"indicator x { on \"k\" award n  best 3 per year  cap 20 per year }", "-20..20", "0..20"},
      {"indicator x { on \"k\" award n  first 2 per year when place == \"a\" }", "0..any", "0..any"},
      {"indicator x { on \"k\" award n  cap 7 per year by place }", "0..21", "0..21"},
      {"indicator x { on \"k\" award n  cap 7 per year by where_to  cap 50 per year }", "0..50", "0..50"},
      // a cap forgets what is above it, so that later deductions count in full
      {"category x { cap 10 per month  indicator a { on \"k\" award 5 }  indicator d { on \"l\" deduct 1  cap 9 per year } }",
       "-9..10", "-108..120"},
      {"category x { base 6 per quarter  floor 0 per quarter  indicator d { on \"l\" deduct 1 } }", "-6..6", "0..24"},
      {"category x { highest per year  indicator a { on \"k\" award 5 once per year }  indicator c { on \"l\" award 8 once per year } }",
       "-8..8", "0..8"},
      {"indicator x { on \"k\" award 20 once per year  weight 12/15 }", "0..16", "0..16"},
      {"indicator x { on \"k\"  require 3 per year deduct 5 each }", "-15..0", "-15..0"},
      {"indicator x { on \"k\"  award by count() { from 1: 5  from 2: 8 } per year running }", "-8..8", "0..8"},
      {"indicator x { on \"k\"  award 2 per month when count() >= 2 }", "0..2", "0..24"},
      {"indicator v { on \"k\" award 5  cap 40 per year }\nindicator x { on \"l\"  award points(v) / 4 per year }", "0..10",
       "0..10"},
      {"subject { quota integer from 0 to 30 }\nindicator x { on \"k\" award 5  cap subject.quota per year }", "0..30", "0..30"},
  };
  for (const case_row& r : rows) {
    CAPTURE(r.clauses);
    CHECK(bound(r.clauses, period_unit::month) == r.month);
    CHECK(bound(r.clauses, period_unit::year) == r.year);
  }
}

TEST_CASE("a policy is the sum of its blocks, and a veto takes it away") {
  const std::string sum =
      "indicator a { on \"k\" award 5  cap 30 per year }\nindicator c { on \"l\" award 2  cap 2 per month }";
  const std::string voided = sum + "\nveto v { on \"m\"  effect void year }";
  CHECK(bound(sum, period_unit::year) == "0..54");
  CHECK(bound(voided, period_unit::month) == "-54..32");
  CHECK(bound(voided, period_unit::year) == "0..54");
}

TEST_CASE("what has no bound says why, and where") {
  const row rows[] = {
      {"indicator x \"visits\" { on \"k\" award 5 }", "“visits” may happen any number of times [x]"},
      {"indicator x { on \"k\" award 1 per free }", "“free” has no greatest value [free]"},
      {"indicator x { on \"k\" award 5 per day }",
       "an activity may last any number of days [award 5 per day]"},
      {"indicator x { on \"k\" award 5  times 1 / free }",
       "the divisor may come close to 0 [times 1 / free]"},
      {"indicator x { on \"k\" award n  cap 7 per year by where_to }",
       "there may be any number of “where_to”, each with a limit of its own [cap 7 per year by where_to]"},
  };
  for (const row& r : rows) {
    CAPTURE(r.clauses);
    const policy p = policy_with(r.clauses);
    const points_bound b = bounds_of(p).blocks[0].of(period_unit::year).most;
    CHECK_FALSE(b.points);
    CHECK(b.because.en + " [" + std::string(p->source->text(b.where)) + "]" == r.expected);
  }
}

TEST_CASE("limits that nothing reaches") {
  const row rows[] = {
      {"indicator x { on \"k\" award 5  cap 30 per month }", ""},
      {"indicator x { on \"k\" award 5  cap 30 per month  cap 500 per year }", "x cap 360"},
      {"indicator x { on \"k\" award 5  cap 30 per month  cap 360 per year }", "x cap 360="},
      {"indicator x { on \"k\" award n  cap 12 per event }", "x event_cap 10"},
      {"cap 99 per year\nindicator x { on \"k\" award 5  cap 60 per year }", "p cap 60"},
      {"floor 0 per year\nindicator x { on \"k\" award 5  cap 60 per year }", "p floor 0="},
      {"indicator x { on \"k\" award n  once per year  cap 12 per month by place }", "x keyed 10"},
  };
  constexpr const char* names[] = {"event_cap", "keyed", "floor", "cap"};
  for (const row& r : rows) {
    CAPTURE(r.clauses);
    const policy p = policy_with(r.clauses);
    std::string out;
    for (const idle_limit& l : bounds_of(p).idle)
      out += p->blocks[l.block].name + " " + names[static_cast<std::size_t>(l.kind)] + " " +
             l.reached.to_string() + (l.is_equal ? "=" : "");
    CHECK(out == r.expected);
  }
}
