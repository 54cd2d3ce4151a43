// The worked examples, run by the reference evaluator.
#include "examples.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "dutyscore/lang/parser.hpp"

using namespace reference;

namespace {

std::shared_ptr<const dutyscore::ast::document> parsed(const std::string& text) {
  auto tree = dutyscore::parse(std::make_shared<dutyscore::source>("example", text));
  REQUIRE_MESSAGE(tree, text << "\n"
                             << dutyscore::to_text(tree.messages(), dutyscore::language::en));
  return std::make_shared<const dutyscore::ast::document>(std::move(*tree));
}

book score(const std::string& policy, std::vector<row> rows, const char* through = nullptr,
           std::optional<std::vector<person>> roster = std::nullopt) {
  return book({parsed(policy), std::move(rows), std::move(roster),
               through ? date::parse(through) : std::nullopt});
}

std::optional<std::vector<person>> roster_of(const example& e) {
  if (!e.serves_from) return std::nullopt;
  service s;
  s.from = date::parse(e.serves_from);
  return std::vector<person>{{"甲", {s}}};
}

void check_points(const book& scores, const example& e) {
  std::map<period, whole> expected;
  for (const std::string year : {"2022", "2023", "2024"}) {
    expected[scores.periods().named(year)] = 0;
    for (int m = 1; m <= 12; ++m)
      expected[scores.periods().named(year + (m < 10 ? "-0" : "-") + std::to_string(m))] = 0;
  }
  for (const expected_points& x : read_points(e.points, scores.periods())) {
    if (x.block.empty())
      expected[x.when] = x.points;
    else
      CHECK_MESSAGE(show(scores.points("甲", scores.block(x.block), x.when)) == show(x.points),
                    x.block);
  }
  for (const auto& one : expected)
    CHECK_MESSAGE(show(scores.points("甲", 0, one.first)) == show(one.second),
                  one.first.first.to_string() << " to " << one.first.last.to_string());
}

std::string pending_of(const book& scores) {
  std::string out;
  for (const pending_entry& e : scores.pending("甲", scores.periods().named("2023")))
    out += (out.empty() ? "" : ", ") + e.day.to_string() + " " + show(e.points);
  return out;
}

std::string entries_of(const book& scores) {
  std::string out;
  auto entries = scores.entries("甲", period{});
  std::stable_sort(entries.begin(), entries.end(), [](const entry& a, const entry& b) {
    return std::pair(a.day, a.clause) < std::pair(b.day, b.clause);
  });
  for (const entry& e : entries)
    out += (out.empty() ? "" : ", ") + e.day.to_string() + " " +
           clause_names[static_cast<std::size_t>(e.clause)] + " " + show(e.points);
  return out;
}

std::string ranks(const book& scores, const period& p, basis on = basis::confirmed) {
  std::string out;
  const auto ranked = scores.rank(p, on);
  REQUIRE(ranked);
  for (const place& one : *ranked) {
    out += (out.empty() ? "" : " ") + std::to_string(one.rank) + one.subject;
    for (const std::string& list : one.lists) out += "+" + list;
  }
  return out;
}

}  // namespace

TEST_CASE("the worked examples hold") {
  for (const example& e : worked_examples()) {
    CAPTURE(e.name);
    const book scores = score(e.policy, read_rows(e.rows), e.through, roster_of(e));
    CHECK(scores.bad().empty());
    check_points(scores, e);
    if (e.entries) CHECK(entries_of(scores) == e.entries);
    if (e.pending) CHECK(pending_of(scores) == e.pending);
  }
}

TEST_CASE("47: three bases from one pass") {
  const book scores = score(
      indicator(""),
      read_rows(
          "2023-01-01 x points 5; 2023-01-02 x id b points 999 standing reviewed; "
          "2023-01-03 x id b points 500 since confirmed; "
          "2023-01-04 x points 30 standing rejected; 2023-01-05 x points 7 standing claimed"));
  CHECK(scores.bad().empty());
  CHECK(show(scores.points("甲", 0, dutyscore::year(2023), basis::claimed)) == "1041");
  CHECK(show(scores.points("甲", 0, dutyscore::year(2023), basis::reviewed)) == "1004");
  CHECK(show(scores.points("甲", 0, dutyscore::year(2023), basis::confirmed)) == "505");
  const counts claimed{5, 0, 1, 0, 0, 4}, confirmed{5, 0, 3, 0, 0, 2};
  CHECK(scores.counts(basis::claimed) == claimed);
  CHECK(scores.counts(basis::confirmed) == confirmed);
}

TEST_CASE("E19, 49: places and ties") {
  const auto listed = [](const std::string& clauses, const std::string& rows) {
    const std::string policy =
        indicator("", "veto v { on \"veto\" effect void day } list l per year { " + clauses + " }");
    return ranks(score(policy, read_rows(rows)), dutyscore::year(2023));
  };
  const std::string four =
      "2023-01-01 x subject a points 9; 2023-01-01 x subject b points 8; "
      "2023-01-01 x subject c points 8; 2023-01-01 x subject d points 7";
  CHECK(listed("top 2", four) == "1a+l 2b+l 2c+l 4d");
  CHECK(listed("top 2 ties none", four) == "1a+l 2b 2c 4d");
  CHECK(listed("top 2 unless rank == 1", four) == "1a 2b+l 2c+l 4d");
  CHECK(listed("top 3 ties none unless rank == 1", four) == "1a 2b+l 2c+l 4d+l");
  CHECK(listed("top 50 %  ties none when total < 9", four) == "1a 2b+l 2c+l 4d");
  CHECK(listed("top 49 %", four) == "1a+l 2b 2c 4d");
  const std::string five =
      "2023-01-01 x subject a points 90; 2023-01-01 x subject b points 80; 2023-01-01 x subject c "
      "points 80; "
      "2023-01-01 x subject d points 80; 2023-01-01 x subject e points 70";
  CHECK(listed("top 3", five) == "1a+l 2b+l 2c+l 2d+l 5e");
  CHECK(listed("top 3 ties none", five) == "1a+l 2b 2c 2d 5e");
  std::string many;
  for (int i = 10; i < 39; ++i)
    many += (many.empty() ? "2023-01-01 x subject s" : "; 2023-01-01 x subject s") +
            std::to_string(i) + " points " + std::to_string(100 - i);
  std::size_t on_the_list = 0;
  for (const char c : listed("top 20 %", many)) on_the_list += c == '+';
  CHECK(on_the_list == 5);
}

TEST_CASE("lists within org_units and by keys") {
  const auto listed = [](const std::string& clauses) {
    const auto in_unit = [](const char* unit) {
      service s;
      s.from = date::parse("2023-01-01");
      s.org_unit = unit;
      return s;
    };
    const std::string policy = indicator("", "list l per year { " + clauses + " }");
    return ranks(score(policy,
                       read_rows("2023-01-01 x subject a points 9; 2023-01-01 x subject b points "
                                 "8; 2023-01-01 x subject c points 4; 2023-02-01 x subject c "
                                 "points 3; 2023-01-01 x subject d points 6; 2023-01-01 x subject "
                                 "e points 6"),
                       nullptr,
                       std::vector<person>{{"a", {in_unit("u")}},
                                           {"b", {in_unit("u")}},
                                           {"c", {in_unit("v")}},
                                           {"d", {in_unit("v")}},
                                           {"e", {in_unit("v")}}}),
                 dutyscore::year(2023));
  };
  CHECK(listed("top 1") == "1a+l 2b 3c 4d 4e");
  CHECK(listed("top 1 within org_unit") == "1a+l 2b 3c+l 4d 4e");
  CHECK(listed("top 50 % within org_unit unless rank == 1") == "1a 2b+l 3c+l 4d 4e");
  CHECK(listed("top 1 by count(x)") == "1a 2b 3c+l 4d 4e");
  CHECK(listed("top 2 by count(x), 0 - total") == "1a 2b 3c+l 4d+l 4e+l");
  CHECK(listed("when sum(x.points) < 7 and served() == length()") == "1a 2b 3c 4d+l 4e+l");
  CHECK(listed("by 9223372036854 * sum(x.points)") == "1a+l 2b+l 3c+l 4d+l 4e+l");
}

TEST_CASE("vetoes lower grades and bar from lists") {
  const std::string policy = indicator(
      "",
      "veto low { on \"low\" effect grade \"fair\" year } veto odd { on \"odd\" effect grade "
      "\"none\" year } veto out { on \"out\" effect bar l quarter for 2 } "
      "grade per year { \"good\" from 10 \"fair\" from 5 \"poor\" otherwise } "
      "list l per quarter { top 1 }");
  const book scores = score(
      policy,
      read_rows("2023-01-01 x subject a points 20; 2023-01-01 x subject b points 20; "
                "2023-03-01 low points 0 subject b; 2023-01-01 x subject c points 1; "
                "2023-03-01 low points 0 subject c; 2023-01-01 x subject d points 20; "
                "2023-03-01 odd points 0 subject d; 2023-03-31 out points 0 subject a"));
  const auto ranked = scores.rank(dutyscore::year(2023));
  REQUIRE(ranked);
  std::string grades;
  for (const place& one : *ranked) grades += one.subject + one.grades.at(0) + " ";
  CHECK(grades == "agood bfair dnone cpoor ");
  const auto barred = [&](int quarter) {
    return ranks(scores, dutyscore::quarter(2023, quarter)).find("a+l") == std::string::npos;
  };
  CHECK(barred(1));
  CHECK(barred(2));
  CHECK(!barred(3));
}

TEST_CASE("a grade reads another as vetoes left it") {
  const book scores = score(
      indicator("",
                "veto v { on \"veto\" effect grade \"fair\" year } "
                "grade per year { \"good\" from 5 \"fair\" otherwise } "
                "grade star per year { \"yes\" when grade == \"good\" \"no\" otherwise }"),
      read_rows("2023-01-01 x points 9; 2023-01-01 x points 8 subject b; 2023-02-01 veto points 0 "
                "subject b"));
  const auto ranked = scores.rank(dutyscore::year(2023));
  REQUIRE(ranked);
  CHECK(ranked->at(0).grades == std::vector<std::string>{"good", "yes"});
  CHECK(ranked->at(1).grades == std::vector<std::string>{"fair", "no"});
}

TEST_CASE("41: of both signs the best forgives a deduction") {
  const book scores = score(indicator("best 2 per year"),
                            read_rows("2023-01-05 x points -5; 2023-02-05 x points 4; 2023-03-05 x "
                                      "points 6"));
  CHECK(show(scores.points("甲", 0, dutyscore::month(2023, 1))) == "-5");
  CHECK(show(scores.points("甲", 0, dutyscore::month(2023, 2))) == "4");
  CHECK(show(scores.points("甲", 0, dutyscore::month(2023, 3))) == "11");
}

TEST_CASE("points of a period that are too many have no value") {
  const book scores = score(
      "policy p { indicator x { on \"x\" award 600000000 * count() per year } }",
      read_rows("2023-01-05 x; 2023-02-05 x; 2024-01-05 x"), "2024-12-31");
  CHECK(scores.fails("甲"));
}

TEST_CASE("rows that are bad, refused or unmatched are accounted for") {
  const std::string policy =
      "policy p { in force from 2023-01-01 activity { n integer from 0 level text one of \"A\", "
      "\"B\" default \"A\" } "
      "accept when n != 13 else \"unlucky\" "
      "indicator x { on \"x\" award by level { \"A\": 1 } award 12 / n when n < 5 } veto v { on "
      "\"veto\" effect void year } }";
  const book scores = score(
      policy,
      read_rows(
          "2023-01-01 x n 3; 2023-01-02 x n 0; 2023-01-03 x n 6 level B; 2022-12-31 x n 1; "
          "2023-01-04 x n 13; 2023-01-05 veto n 13; 2023-01-06 y n 1; 2023-01-07 x n 1.5; "
          "2023-01-08 x n -1; 2023-01-09 x n 5 id same; 2023-01-10 x n 5 id same; 2023-01-11 x"));
  const counts expected{12, 7, 0, 1, 2, 2};
  CHECK(scores.counts() == expected);
  const auto refusals = scores.refusals("甲", period{});
  REQUIRE(refusals.size() == 2);
  CHECK(refusals[0] == refusal{3, 0, {}, not_in_force});
  CHECK(refusals[1] == refusal{4, 0, {}, "unlucky"});
}

TEST_CASE("what is due after through is pending") {
  const book scores =
      score(indicator("base 2 per quarter"), read_rows("2023-02-05 x points 3"), "2023-05-15");
  const auto pending = scores.pending("甲", dutyscore::year(2023));
  REQUIRE(pending.size() == 2);
  const date july = dutyscore::day(2023, 7, 1).first;
  CHECK(pending[0] == pending_entry{july, 1, clause::base, 0, 2 * million});
  CHECK(show(scores.points("甲", 0, dutyscore::year(2023))) == "7");
}

TEST_CASE("of two vetoes the correcting entry names the one that came first") {
  const book scores = score(
      "policy p { base 5 per year indicator i { on \"i\" award 1 } "
      "veto a { on \"x\" effect void year } veto b { on \"y\" effect void year } }",
      read_rows("2023-01-01 y; 2023-06-01 x"));
  const auto entries = scores.entries("甲", period{});
  REQUIRE(entries.size() == 2);
  CHECK(entries[1].clause == clause::veto);
  CHECK(scores.veto_name(entries[1].index) == "b");
}
