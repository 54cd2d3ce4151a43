// Reports of real books: the example district, everybody, on every basis.
#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/explanation.hpp"
#include "dutyscore/report/ranking.hpp"
#include "dutyscore/report/scores.hpp"

using namespace dutyscore;

namespace {

constexpr basis bases[] = {basis::claimed, basis::reviewed, basis::confirmed};

std::string in_source(const std::string& path) {
  return std::string(DUTYSCORE_SOURCE_DIR) + "/" + path;
}

const book& district() {
  static const book made = [] {
    const policy rules = compile_file(in_source("rules/shigu-2022.duty")).value();
    const std::string folder = in_source("examples/shigu/");
    const batch rows =
        read_csv({folder + "activities-2022.csv", folder + "activities-2023.csv"}, rules.schema())
            .value();
    evaluate_options options;
    options.subjects = read_roster_csv(folder + "roster.csv", rules.schema()).value();
    return evaluate(rules, rows, options).value();
  }();
  return made;
}

}  // namespace

TEST_CASE("months and quarters of everybody add up to the year") {
  for (const basis on : bases) {
    std::map<std::pair<std::string, int>, std::int64_t> sums[3];
    const period_unit units[] = {period_unit::month, period_unit::quarter, period_unit::year};
    for (int u = 0; u < 3; ++u)
      for (const score_row& row : scores_of(district(), units[u], true, on).value().rows)
        sums[u][{row.subject + " " + row.block, row.period.first.year()}] +=
            row.points.millionths();
    CHECK(sums[2].size() > 1000);
    CHECK(sums[0] == sums[2]);
    CHECK(sums[1] == sums[2]);
  }
}

TEST_CASE("everybody's statements sum, in each month and year") {  // statement_of throws where they
                                                                   // do not
  std::size_t entries = 0;
  for (const std::string& subject : district().subjects())
    for (const basis on : bases)
      for (const period& in : {year(2022), year(2023), month(2023, 5), quarter(2023, 4)}) {
        const statement s = statement_of(district(), subject, in, on).value();
        entries += s.entries.size();
        CHECK((on != basis::claimed || s.waiting.empty()));
      }
  CHECK(entries > 50'000);
}

TEST_CASE("an explanation holds what the statement holds") {
  const auto count = [](const auto& self, const explained_block& b) -> std::size_t {
    std::size_t out = b.clauses.size();
    for (const explained_activity& a : b.activities) out += a.lines.size();
    for (const explained_block& member : b.members) out += self(self, member);
    return out;
  };
  for (std::size_t i = 0; i < district().subjects().size(); i += 10) {
    const explanation e = explain(district(), district().subjects()[i], year(2023)).value();
    CHECK(count(count, e.root()) == e.account().entries.size());
    CHECK(nlohmann::json::parse(to_json(e))["points"] == e.account().total.to_string());
  }
}

TEST_CASE("the account of an explanation is the statement, made when it is asked for") {
  for (std::size_t i = 0; i < district().subjects().size(); i += 20)
    for (const basis on : bases)
      for (const period& in : {year(2023), month(2023, 5), period{}}) {
        const std::string& who = district().subjects()[i];
        const explanation e = explain(district(), who, in, on).value();
        const explanation same = e;
        CHECK(to_json(e.account()) == to_json(statement_of(district(), who, in, on).value()));
        CHECK(&same.account() == &e.account());
        CHECK(&same.root() == &e.root());
      }
  CHECK(explain(district(), "nobody", year(2023)).messages().front().code == "DS0920");
}

TEST_CASE("what was rejected or refused adds up to the counts") {
  for (const basis on : bases) {
    std::size_t refused = 0, rejected = 0;
    for (const refused_activity& r : refused_list_of(district(), period{}, on).refused)
      ++(r.place.empty() ? rejected : refused);
    CHECK(refused >= district().counts(on).refused);
    CHECK((rejected > 0) == (on != basis::claimed));
  }
}

TEST_CASE("the ranking marks seventeen, and its CSV has a row for everybody") {
  const ranking r = ranking_of(district(), year(2023)).value();
  const auto is_honoured = [&](const ranking_row& row) {
    return std::count(row.lists.begin(), row.lists.end(), 0u) > 0;
  };
  REQUIRE(r.lists.front().name == "honoured");
  CHECK(std::count_if(r.rows.begin(), r.rows.end(), is_honoured) == 17);
  const std::string text = to_text(r);
  CHECK(text.find("★ 履职先进个人：17名\n") != std::string::npos);
  const std::string csv = to_csv(r);
  CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) == r.rows.size() + 1);
  CHECK_FALSE(r.provisional);
  CHECK(ranking_of(district(), year(2024)).value().provisional);
}

TEST_CASE("an unknown subject is an error with a suggestion") {
  const auto nobody = statement_of(district(), "彭闰之", month(2023, 5));
  REQUIRE_FALSE(nobody);
  CHECK(nobody.messages().front().code == "DS0920");
  CHECK(nobody.messages().front().hints.front().zh == "您是否想写“彭闰芝”？");
}
