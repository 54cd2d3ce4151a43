// Totals of everybody at once where batches are unusual. On generated policies they are compared
// with the book by tests/reference/totals_test.cpp.
#include "dutyscore/engine/totals.hpp"

#include <doctest/doctest.h>

#include <string>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

/// Both ways of going through the rows; they must say the same.
void check_against_book(const policy& p, const std::string& csv, period_unit by, basis on) {
  const batch rows = read_csv_text(csv, "rows", p.schema()).value();
  totals_options options;
  options.bad_rows = on_bad_row::report;
  options.by = by;
  options.on = on;
  const book expected = evaluate(p, rows, options).value();
  for (const std::size_t fuse_from : {std::size_t{0}, std::size_t{1'000'000}}) {
    options.fuse_from = fuse_from;
    const totals got = total_points(p, rows, options).value();
    CAPTURE(fuse_from);
    CHECK(got.counts() == expected.counts(on));
    CHECK(got.bad().size() == expected.bad().size());
    CHECK(got.through() == expected.through());
    std::size_t periods = 0;
    for (subject_id s = 0; s < expected.subjects().size(); ++s)
      periods += expected.periods(s, by).size();
    CHECK(got.rows().size() == periods);
    for (const total& t : got.rows()) {
      const auto s = expected.find(got.subjects()[t.subject]);
      REQUIRE(s);
      CHECK(got.points(t) == expected.points(*s, 0, got.periods()[t.period], on).value());
    }
  }
}

const std::string header = "subject,kind,date,credited,standing,n\n";

}  // namespace

TEST_CASE("bug: a bad row credited to another text was not judged where it does not count") {
  const policy p = compile(
                       "policy p { activity { n decimal default 1 } indicator x { on \"x\" award 1 } "
                       "amend from 2023-03-01 { indicator x { on \"x\" award n } } }")
                       .value();
  check_against_book(p,
                     header + "a,x,2023-03-05,2023-02-10,claimed,9000000000000\n"
                              "a,x,2023-03-06,2023-03-06,confirmed,3\n",
                     period_unit::year, basis::confirmed);
}

TEST_CASE("bug: days eight centuries apart got the points of each other") {
  const policy p = compile(
                       "policy p { activity { n decimal default 1 } indicator x { on \"x\" award n "
                       "cap 5 per day cap 20 per month base 1 per year } }")
                       .value();
  std::string csv = header;
  for (int day = 10; day < 20; ++day)
    csv += "a,x,2023-05-" + std::to_string(day) + ",,confirmed," + std::to_string(day - 9) + "\n";
  csv += "b,x,2823-05-06,,confirmed,4\nc,x,2023-06-01,,confirmed,2\n";
  check_against_book(p, csv, period_unit::overall, basis::confirmed);
}

TEST_CASE("points by day are refused") {
  const policy p = compile("policy p { indicator x { on \"x\" award 1 } }").value();
  totals_options options;
  options.by = period_unit::day;
  CHECK_THROWS_AS(static_cast<void>(total_points(p, batch(), options)), std::invalid_argument);
}

TEST_CASE("without a row there is nothing to total") {
  const policy p = compile("policy p { indicator x { on \"x\" award 1 } }").value();
  const auto got = total_points(p, batch());
  REQUIRE(!got);
  CHECK(got.messages().front().code == "DS0403");
}
