// The example district, scored: the published figures come out of the data, and every month of
// every deputy on every basis is what scripts/shigu_model.py works out by another way.
#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "doctest/doctest.h"
#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace {

using namespace dutyscore;

constexpr const char* root = DUTYSCORE_SOURCE_DIR;
constexpr basis bases[] = {basis::claimed, basis::reviewed, basis::confirmed};

std::string in_root(const std::string& path) { return std::string(root) + "/" + path; }

const book& district() {
  static const book b = [] {
    const policy p = compile_file(in_root("rules/shigu-2022.duty")).value();
    const std::vector<std::string> files = {in_root("examples/shigu/activities-2022.csv"),
                                            in_root("examples/shigu/activities-2023.csv")};
    evaluate_options options;
    options.subjects = read_roster_csv(in_root("examples/shigu/roster.csv"), p.schema()).value();
    return evaluate(p, read_csv(files, p.schema()).value(), options).value();
  }();
  return b;
}

decimal points(const std::string& subject, const period& when, basis on = basis::confirmed) {
  return district().points(*district().find(subject), 0, when, on).value();
}

decimal number(const std::string& text) { return *decimal::parse(text); }

using month_points =
    std::map<std::pair<std::string, std::string>, std::array<std::string, basis_count>>;

/// By subject and month; months in which nothing changed are left out.
month_points expected_points() {
  std::istringstream text(read_file(in_root("tests/rules/shigu-expected.csv")).value());
  month_points all;
  std::string line;
  for (std::getline(text, line); std::getline(text, line);) {
    std::istringstream cells(line);
    std::string subject, when;
    std::getline(cells, subject, ',');
    std::getline(cells, when, ',');
    for (std::string& points : all[{subject, when}]) std::getline(cells, points, ',');
  }
  return all;
}

std::vector<period> all_months() {
  std::vector<period> months;
  for (const int y : {2022, 2023})
    for (int m = 1; m <= 12; ++m) months.push_back(month(y, m));
  return months;
}

TEST_CASE("every month of everybody agrees with the model beside the data") {
  month_points wanted = expected_points();
  REQUIRE(wanted.size() > 3000);
  for (const std::string& subject : district().subjects())
    for (const period& when : all_months()) {
      CAPTURE(subject);
      CAPTURE(when.to_string());
      const auto row = wanted.extract({subject, when.to_string()});
      for (const basis on : bases) {
        const std::string figure = row ? row.mapped()[static_cast<std::size_t>(on)] : "0";
        CHECK(points(subject, when, on).to_string() == figure);
      }
    }
  CHECK(wanted.empty());
}

TEST_CASE("the published figures") {
  CHECK(points("彭闰芝", month(2023, 5)) == number("58"));
  CHECK(points("彭闰芝", day(2023, 5, 6)) == number("5"));
  CHECK(points("彭闰芝", day(2023, 5, 9)) == number("10"));
  CHECK(points("丁文斌", year(2022)) == number("1000"));
  CHECK(points("沈冬梅", year(2022), basis::claimed) == number("1126"));
  CHECK(points("沈冬梅", year(2022)) == number("630"));
}

TEST_CASE("what was claimed above 630 was the community director's own job") {
  const auto refusals = district().refusals(*district().find("沈冬梅"), year(2022));
  const auto own_job = std::count_if(refusals.begin(), refusals.end(), [](const refusal& r) {
    return r.reason.zh == "履行的是本职工作职责，不是代表职责";
  });
  CHECK(own_job > 20);
}

TEST_CASE("one street has 29 deputies, another 24, the district 170") {
  std::map<std::string, int> deputies;
  for (subject_id s = 0; s < district().subjects().size(); ++s)
    ++deputies[district().org_unit(s, year(2022))];
  CHECK(district().subjects().size() == 170);
  CHECK(deputies["石鼓区/青山街道"] == 29);
  CHECK(deputies["石鼓区/潇湘街道"] == 24);
}

TEST_CASE("seventeen are honoured each year, with a clear distance to the eighteenth") {
  const auto& lists = district().policy()->lists;
  const auto honoured = static_cast<std::uint32_t>(
      std::find_if(lists.begin(), lists.end(), [](const list& l) { return l.name == "honoured"; }) -
      lists.begin());
  for (const int y : {2022, 2023}) {
    CAPTURE(y);
    const auto ranking = district().rank(year(y)).value();
    REQUIRE(ranking.size() == 170);
    for (std::size_t at = 0; at < ranking.size(); ++at) {
      const auto& on = ranking[at].lists;
      CHECK((std::find(on.begin(), on.end(), honoured) != on.end()) == (at < 17));
    }
    CHECK(ranking[16].points.millionths() - ranking[17].points.millionths() >
          decimal::of(20).millionths());
  }
}

TEST_CASE("every row is accounted for, on every basis") {
  CHECK(district().bad().empty());
  for (const basis on : bases) {
    const row_counts& c = district().counts(on);
    CHECK(c.rows == 7526 + 8884);
    CHECK(c.rows == c.bad + c.not_on_basis + c.unmatched + c.refused + c.counted);
    CHECK(c.unmatched == 0);
    CHECK(c.counted > 15000);
  }
}

TEST_CASE("months add up to the year for everybody") {
  for (subject_id s = 0; s < district().subjects().size(); ++s) {
    std::int64_t sum = 0;
    for (int m = 1; m <= 12; ++m)
      sum += district().points(s, 0, month(2023, m)).value().millionths();
    CAPTURE(district().subjects()[s]);
    CHECK(sum == district().points(s, 0, year(2023)).value().millionths());
  }
}

TEST_CASE("a deputy without any activity has the base, one whose year was voided has nothing") {
  CHECK(points("邱红霞", year(2023)) == number("20"));
  CHECK(points("魏雅琴", year(2023)) == number("0"));
  CHECK(points("魏雅琴", month(2023, 7)) > number("0"));
}

}  // namespace
