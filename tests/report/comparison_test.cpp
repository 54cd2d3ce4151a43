// Two policies over the example district: what changes must add up in every direction.
#include "dutyscore/report/comparison.hpp"

#include <doctest/doctest.h>

#include <map>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/lang/numbers.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

std::string in_source(const std::string& path) {
  return std::string(DUTYSCORE_SOURCE_DIR) + "/" + path;
}

book district_under(const std::vector<number_change>& changes) {
  const std::string path = in_source("rules/shigu-2022.duty");
  ast::document tree = parse(std::make_shared<const source>(path, read_file(path).value())).value();
  if (!changes.empty()) tree = with_numbers(tree, changes).value();
  const policy rules = compile(tree).value();
  const std::string folder = in_source("examples/shigu/");
  evaluate_options options;
  options.subjects = read_roster_csv(folder + "roster.csv", rules.schema()).value();
  return evaluate(rules, read_csv(folder + "activities-2023.csv", rules.schema()).value(), options)
      .value();
}

const book& as_it_is() {
  static const book made = district_under({});
  return made;
}
const book& changed() {
  static const book made =
      district_under({{"visit.award", decimal::of(8)}, {"visit.cap", decimal::of(32)}});
  return made;
}

}  // namespace

TEST_CASE("a policy compared with itself changes nothing") {
  const comparison c = compare(as_it_is(), as_it_is()).value();
  CHECK(c.people.empty());
  CHECK(c.clauses.empty());
  CHECK(c.grades.empty());
  CHECK(c.lists.empty());
  CHECK(c.total.is_none());
  CHECK(to_text(c, language::zh).find("无人积分有变动") != std::string::npos);
}

TEST_CASE("people, periods, blocks and clauses add up to one difference") {
  for (const period_unit by : {period_unit::year, period_unit::month}) {
    const comparison c = compare(as_it_is(), changed(), {by, std::nullopt, basis::claimed}).value();
    std::int64_t people = 0, periods = 0;
    std::vector<std::int64_t> blocks(c.blocks.size());
    for (const compared_person& p : c.people) {
      people += p.points.difference.millionths();
      std::int64_t of_clauses = 0;
      for (const change_part& part : p.clauses) of_clauses += part.points.difference.millionths();
      CHECK(of_clauses == p.points.difference.millionths());  // every point has its clause
      for (const change_part& part : p.blocks)
        blocks[part.index] += part.points.difference.millionths();
    }
    for (const compared_period& p : c.periods) periods += p.points.difference.millionths();
    CHECK(people == c.total.difference.millionths());
    CHECK(periods == people);
    CHECK(people > 0);
    for (std::size_t b = 1; b < blocks.size(); ++b)
      CHECK(blocks[b] == c.blocks[b].points.difference.millionths());
  }
}

TEST_CASE("the other way round every difference has the other sign") {
  const comparison there = compare(as_it_is(), changed()).value();
  const comparison back = compare(changed(), as_it_is()).value();
  std::map<std::string, std::int64_t> sums;
  for (const compared_person& p : there.people)
    sums[p.subject + p.period.to_string()] += p.points.difference.millionths();
  for (const compared_person& p : back.people)
    sums[p.subject + p.period.to_string()] += p.points.difference.millionths();
  CHECK(sums.size() > 100);
  for (const auto& [who, sum] : sums) CHECK(sum == 0);
  CHECK(there.grades.size() == back.grades.size());
  REQUIRE(there.lists.size() == back.lists.size());
  for (std::size_t i = 0; i < there.lists.size(); ++i) {
    CHECK(there.lists[i].enters == back.lists[i].leaves);
    CHECK(there.lists[i].leaves == back.lists[i].enters);
  }
}

TEST_CASE("blocks are paired by name and clauses by what they are") {
  const auto account = [](std::string_view text) {
    const policy p = compile(text).value();
    const batch rows =
        read_csv_text("subject,kind,date\n甲,a,2023-03-01\n甲,a,2023-04-01\n甲,b,2023-05-01\n",
                      "x.csv", p.schema())
            .value();
    return evaluate(p, rows).value();
  };
  const book before = account(R"(policy p {
    indicator one { on "a"  award 5  award 1 "extra"  cap 9 per year }
    indicator gone { on "b"  award 2 }
  })");
  const book after = account(R"(policy renamed {
    category group { indicator one { on "a"  award 1 "extra"  award 6  cap 4 per month  cap 7 per year } }
    indicator fresh { on "b"  award 3 }
  })");
  const comparison c = compare(before, after).value();
  const auto where = [&](std::string_view name) {
    for (const compared_block& b : c.blocks)
      if (b.name == name) return b.where;
    return known_in::both;
  };
  CHECK(c.blocks.front().name == "renamed");
  CHECK(c.blocks.front().where == known_in::both);
  CHECK(where("group") == known_in::after);
  CHECK(where("one") == known_in::both);
  CHECK(where("gone") == known_in::before);
  CHECK(where("fresh") == known_in::after);
  std::map<std::string, std::string> clauses;
  for (const compared_clause& clause : c.clauses)
    clauses[clause.before.en + " | " + clause.after.en] = clause.points.difference.to_string();
  CHECK(clauses == std::map<std::string, std::string>{
                       {"award 5 | award 6", "2"},  // told by its place among lines without a label
                       {" | cap of 4 points per month", "-6"},
                       {"cap of 9 points per year | cap of 7 points per year", "2"},
                       {"award 2 | ", "-2"},
                       {" | award 3", "3"},
                   });
  CHECK(c.total.difference == decimal::of(-1));
}

TEST_CASE("a sum over everybody that does not fit is an error") {
  const policy p = compile("policy p { indicator a { on \"a\"  award 1000000000 } }").value();
  std::string rows = "subject,kind,date\n";
  for (int i = 0; i < 10'000; ++i)  // 5,000,000,000,000 points each
    rows += std::string(i % 2 ? "甲" : "乙") + ",a,2023-03-01\n";
  const book b = evaluate(p, read_csv_text(rows, "x.csv", p.schema()).value()).value();
  const auto c = compare(b, b);
  REQUIRE_FALSE(c);
  CHECK(c.messages().front().code == "DS0480");
}
