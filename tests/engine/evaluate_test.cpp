#include "dutyscore/engine/evaluate.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

policy compiled(const std::string& body) {
  auto p = compile("policy p {\n" + body + "\n}", "p.duty");
  INFO(to_text(p.messages(), language::en));
  REQUIRE(p.has_value());
  return *p;
}

batch rows_of(const policy& p, const std::string& csv) {
  auto rows = read_csv_text(csv, "a.csv", p.schema());
  INFO(to_text(rows.messages(), language::en));
  REQUIRE(rows.has_value());
  return *rows;
}

book scored(const policy& p, const std::string& csv, evaluate_options options = {}) {
  auto b = evaluate(p, rows_of(p, csv), options);
  INFO(to_text(b.messages(), language::en));
  REQUIRE(b.has_value());
  return *b;
}

std::string points(const book& b, const char* subject, const char* of, const period& p,
                   basis on = basis::confirmed) {
  return b.points(b.find(subject).value(), b.policy().find_block(of).value(), p, on)
      .value()
      .to_string();
}

roster one_on_roster(std::optional<date> from, std::optional<date> to) {
  return roster({{"a", "甲", {{from, to, "区/街", {}}}}});
}

const char* const counts = "indicator i { on \"x\"  award 5 per event }";

}  // namespace

TEST_CASE("every row is accounted for on every basis") {
  const policy p = compiled(
      "activity { n integer default 1 } "
      "indicator i { on \"x\"  accept when n > 0 else \"none\"  award n per event }");
  evaluate_options options;
  options.bad_rows = on_bad_row::report;
  const book b = scored(p,
                        "subject,kind,date,standing,since,n\n"
                        "a,x,2023-01-05,,,\n"
                        "a,x,2023-01-06,reviewed,,\n"
                        "a,x,2023-01-07,rejected,,\n"
                        "a,x,2023-01-08,confirmed,reviewed,0\n"
                        "a,y,2023-01-09,,,\n"
                        "a,x,2023-02-31,,,\n",
                        options);
  CHECK(b.counts(basis::claimed) == row_counts{6, 1, 1, 1, 0, 3});
  CHECK(b.counts(basis::reviewed) == row_counts{6, 1, 1, 1, 1, 2});
  CHECK(b.counts(basis::confirmed) == row_counts{6, 1, 2, 1, 1, 1});
  CHECK(points(b, "a", "i", year(2023), basis::claimed) == "3");
  CHECK(points(b, "a", "i", year(2023)) == "1");
  CHECK(b.unmatched().front().kind == "y");
  CHECK(b.bad().front().row == 7);
}

TEST_CASE("a bad row withholds the book unless it is asked for") {
  const policy p = compiled(counts);
  const batch rows = rows_of(p, "subject,kind,date\na,x,2023-01-05\na,x,2023-02-30\n");
  const auto failed = evaluate(p, rows);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.messages().size() == 1);
  evaluate_options options;
  options.bad_rows = on_bad_row::report;
  CHECK(evaluate(p, rows, options).value().counts().bad == 1);
}

TEST_CASE("the same id twice for one subject on one basis makes every such row bad") {
  const policy p = compiled(counts);
  evaluate_options options;
  options.bad_rows = on_bad_row::report;
  const book b = scored(p,
                        "subject,kind,date,id,standing,since\n"
                        "a,x,2023-01-05,1,,\n"
                        "a,x,2023-01-06,1,,\n"          // clashes with the row above
                        "a,x,2023-01-07,2,rejected,\n"  // claimed only
                        "a,x,2023-01-08,2,,reviewed\n"  // reviewed and confirmed: no clash
                        "b,x,2023-01-08,1,,\n"          // another subject
                        "a,x,2023-01-09,,,\n"           // no id
                        "a,x,2023-01-09,,,\n",
                        options);
  CHECK(b.counts().bad == 2);
  CHECK(points(b, "a", "i", year(2023)) == "15");
  CHECK(points(b, "b", "i", year(2023)) == "5");
  CHECK(b.bad()[1].why.code == "DS0406");
}

TEST_CASE("a row that cannot be worked out counts nowhere, not even in another indicator") {
  const policy p = compiled(
      "activity { n integer  level text default \"A\" } "
      "indicator i { on \"x\"  award 10 / n } indicator j { on \"x\"  award 1 } "
      "indicator k { on \"t\"  award by level { \"A\": 1 } } "
      "indicator big { on \"b\"  award 1000000 per n }");
  evaluate_options options;
  options.bad_rows = on_bad_row::report;
  const book b = scored(p,
                        "subject,kind,date,n,level\na,x,2023-01-05,0,\na,x,2023-01-05,4,\n"
                        "a,t,2023-01-05,1,B\na,b,2023-01-05,1001,\na,b,2023-01-05,9000000000000,\n",
                        options);
  CHECK(points(b, "a", "p", year(2023)) == "3.5");
  REQUIRE(b.bad().size() == 4);
  const char* const codes[] = {"DS0411", "DS0413", "DS0414", "DS0412"};
  for (std::size_t i = 0; i < 4; ++i) CHECK(b.bad()[i].why.code == codes[i]);
}

TEST_CASE("a failure counts only where its branch is taken") {
  const policy p = compiled(
      "activity { n integer } "
      "indicator i { on \"x\" when n == 0 or 1 / n > 0  award if(n > 0, 6 / n, 1)  "
      "award 12 / n when n > 1 }");
  const book b = scored(p, "subject,kind,date,n\na,x,2023-01-05,0\na,x,2023-02-05,3\n");
  CHECK(points(b, "a", "i", month(2023, 1)) == "1");
  CHECK(points(b, "a", "i", month(2023, 2)) == "6");
}

TEST_CASE("without a roster the earliest row decides when service begins") {
  const policy p = compiled("base 2 per month " + std::string(counts));
  const book b = scored(p, "subject,kind,date\na,x,2023-03-05\n");
  CHECK(b.through() == date::of(2023, 3, 31));
  CHECK(points(b, "a", "p", month(2023, 1)) == "2");
  CHECK(points(b, "a", "p", year(2023)) == "11");
  CHECK(b.pending(0, year(2023))->size() == 9);
}

TEST_CASE("the roster decides who is assessed, and when") {
  const policy p = compiled("in force from 2022-03-25  base 2 per month " + std::string(counts));
  evaluate_options options;
  options.subjects = roster({{"a",
                              "甲",
                              {{date::of(2023, 2, 10), date::of(2023, 3, 15), "区/东", {}},
                               {date::of(2023, 3, 16), std::nullopt, "区/西", {}}}},
                             {"b", "乙", {{std::nullopt, std::nullopt, "区/西", {}}}}});
  options.bad_rows = on_bad_row::report;
  const book b =
      scored(p, "subject,kind,date\na,x,2023-02-09\na,x,2023-03-16\nc,x,2023-01-01\n", options);
  CHECK(b.subjects() == std::vector<std::string>{"a", "b"});
  CHECK(points(b, "a", "p", month(2023, 1)) == "0");
  CHECK(points(b, "a", "p", month(2023, 2)) == "2");
  CHECK(points(b, "a", "p", month(2023, 3)) == "7");
  CHECK(b.refusals(0, year(2023)).front().reason.en == "not serving on this day");
  CHECK(b.org_unit(0, month(2023, 2)) == "区/东");
  CHECK(b.org_unit(0, month(2023, 3)) == "区/西");
  CHECK(points(b, "b", "p", year(2022)) == "20");  // March to December
  CHECK(b.bad().front().why.code == "DS0405");
  CHECK(b.periods(0, period_unit::month).front() == month(2023, 2));
}

TEST_CASE("a policy that reads the roster needs one") {
  const policy p =
      compiled("subject { years integer } indicator i { on \"x\"  award subject.years }");
  const batch rows = rows_of(p, "subject,kind,date\na,x,2023-03-05\n");
  CHECK(evaluate(p, rows).messages().front().code == "DS0404");
}

TEST_CASE("a number of the subject bounds a period without a served day, too") {
  const char* const csv = "subject,kind,date,credited\na,x,2023-03-04,2023-02-20\n";
  const char* const roster = "subject,from,n\na,2023-03-03,0\n";
  const auto of_year = [&](const std::string& clause) {
    const policy p = compiled(
        "subject { n decimal } "
        "indicator i { on \"x\"  award 5 per event  award 1 per year when count() < 1  " +
        clause + " }");
    evaluate_options options;
    options.subjects = read_roster_csv_text(roster, "r.csv", p.schema()).value();
    options.through = date::of(2023, 12, 31);
    return points(scored(p, csv, options), "a", "p", year(2023));
  };
  CHECK(of_year("") == "5");
  for (const std::string period : {"day", "month", "year"}) {  // the day and month are not served
    for (const std::string n : {"subject.n", "(0 * subject.n)"}) {
      CAPTURE(period);
      CAPTURE(n);
      CHECK(of_year("best " + n + " per " + period) == "1");
      CHECK(of_year("first " + n + " per " + period) == "1");
      CHECK(of_year("cap 3 + " + n + " per " + period) == "3");
    }
  }
}

TEST_CASE("with no row and no day given nothing is guessed") {
  const policy p = compiled(counts);
  const batch rows = rows_of(p, "subject,kind,date\n");
  CHECK(evaluate(p, rows).messages().front().code == "DS0403");
  evaluate_options options;
  options.subjects = one_on_roster(std::nullopt, std::nullopt);
  options.through = date::of(2023, 6, 30);
  CHECK(points(evaluate(p, rows, options).value(), "a", "p", year(2023)) == "0");
}

TEST_CASE("points that 64 bits cannot hold are an error that names the place") {
  const policy p = compiled("activity { n integer } indicator i { on \"x\"  award 1000000 per n }");
  std::string csv = "subject,kind,date,n\n";
  for (int i = 0; i < 9300; ++i) csv += "a,x,2023-01-05,1000\n";
  const book b = scored(p, csv);
  const auto over = b.points(0, 0, year(2023));
  REQUIRE_FALSE(over.has_value());
  CHECK(over.messages().front().code == "DS0402");
  CHECK(over.messages().front().what.en.find("“a” in “p”, 2023") != std::string::npos);
  CHECK(b.points(0, 0, year(2022)).value() == decimal());
}

TEST_CASE("a stretch that does not end with months is read day by day") {
  const policy p = compiled("cap 8 per month " + std::string(counts));
  const book b = scored(p, "subject,kind,date\na,x,2023-01-05\na,x,2023-01-20\n");
  CHECK(points(b, "a", "p", day(2023, 1, 5)) == "5");
  CHECK(points(b, "a", "p", day(2023, 1, 20)) == "3");
  CHECK(points(b, "a", "p",
               {period_unit::overall, *date::of(2023, 1, 6), *date::of(2023, 1, 31)}) == "3");
}

TEST_CASE("entries say which clause made each change") {
  const policy p = compiled(
      "category c { floor 0 per month  indicator i { on \"x\"  award 5  award 6  cap 8 per event  "
      "cap 10 per year } "
      "indicator d { on \"y\"  deduct 12 } } veto v { on \"z\"  effect void year }");
  const book b = scored(
      p, "subject,kind,date\na,x,2023-01-05\na,x,2023-01-06\na,y,2023-02-01\na,z,2023-03-01\n");
  std::string text;
  for (const entry& e : b.entries(0, year(2023)).value())
    text += e.day.to_string().substr(5) + " " + p->blocks[e.block].name + " " +
            std::to_string(static_cast<int>(e.kind)) + " " + e.points.to_string() + "\n";
  CHECK(text ==
        "01-05 i 0 5\n01-05 i 0 6\n01-05 i 1 -3\n"
        "01-06 i 0 5\n01-06 i 0 6\n01-06 i 1 -3\n01-06 i 8 -6\n"
        "02-01 d 0 -12\n02-01 c 7 12\n"
        "03-01 p 10 -10\n");
}

TEST_CASE(
    "bug: of two vetoes of one period the entry named the one written first, not the one that came "
    "first") {
  const policy p =
      compiled("veto a { on \"y\"  effect void year } veto b { on \"z\"  effect void year } " +
               std::string(counts));
  const book b = scored(p, "subject,kind,date\na,x,2023-01-05\na,z,2023-02-01\na,y,2023-03-01\n");
  const auto entries = b.entries(0, year(2023)).value();
  REQUIRE(entries.back().kind == entry_kind::veto);
  CHECK(entries.back().day == date::of(2023, 2, 1));
  CHECK(p->vetoes[entries.back().clause].name == "b");
}

TEST_CASE("bug: the largest cap per event wrapped and gave a deduction back") {
  const policy p =
      compiled("indicator i { on \"x\"  award 1  deduct 3  cap 9223372036854.775807 per event }");
  const book b = scored(p, "subject,kind,date\na,x,2023-01-05\n");
  CHECK(points(b, "a", "i", year(2023)) == "-2");
  CHECK(b.entries(0, year(2023)).value().size() == 2);
}

TEST_CASE("bug: the lines of one activity wrapped when they were many and large") {
  std::string lines;
  for (int i = 0; i < 9300; ++i) lines += " award 1000000000";
  const policy p = compiled("indicator i { on \"x\" " + lines + " cap 5 per event }");
  const auto b = evaluate(p, rows_of(p, "subject,kind,date\na,x,2023-01-05\n"));
  CHECK(b.messages().front().code == "DS0414");
}

TEST_CASE("bug: a condition that cannot be worked out mattered where it was not asked") {
  const policy p = compiled(
      "activity { n integer } indicator i { on \"x\"  award n }\n"
      "grade per year { \"good\" when total < 9 and total * 1000000000000 > 1\n"
      "\"other\" otherwise }\n"
      "list l per year { when total < 9  unless total * 1000000000000 < 2 }");
  const book b =
      scored(p, "subject,kind,date,n\na,x,2023-01-05,0\nb,x,2023-01-05,10\nc,x,2023-01-05,2\n");
  std::string text;
  for (const ranked_subject& r : b.rank(year(2023)).value())
    text += b.subjects()[r.subject] + " " + r.grades.front() + (r.lists.empty() ? "\n" : " l\n");
  CHECK(text == "b other\nc good l\na other\n");
}

TEST_CASE("bug: a sum beyond 64 bits withheld a ranking that asked for it of nobody") {
  const policy p = compiled(
      "activity { n decimal from 0 } indicator i { on \"x\" }\n"
      "list l per year { top 1  by sum(i.n)  when total > 0 }\n"
      "list m per month { top 1  by sum(i.n) }");
  const book b = scored(p,
                        "subject,kind,date,n\na,x,2023-01-05,9000000000000\n"
                        "a,x,2023-01-06,9000000000000\n");
  CHECK(b.rank(year(2023)).has_value());  // nobody meets the condition
  CHECK(b.rank(month(2023, 1)).messages().front().code == "DS0408");
}

TEST_CASE("a list that cuts nobody off asks for no keys") {
  const policy p = compiled(
      "activity { n decimal from 0 } indicator i { on \"x\" } list l per year { by sum(i.n) }");
  const book b = scored(p,
                        "subject,kind,date,n\na,x,2023-01-05,9000000000000\n"
                        "a,x,2023-01-06,9000000000000\n");
  const auto ranked = b.rank(year(2023));
  REQUIRE(ranked.has_value());
  CHECK(ranked->front().lists == std::vector<std::uint32_t>{0});
}

TEST_CASE("bug: a grade read another grade as it was before a veto lowered it") {
  const policy p = compiled(
      "activity { n integer default 0 } indicator i { on \"x\"  award n }\n"
      "veto v { on \"veto\"  effect grade \"fair\" year }\n"
      "grade per year { \"good\" from 5  \"fair\" otherwise }\n"
      "grade star per year { \"yes\" when grade == \"good\"  \"no\" otherwise }\n"
      "list l per year { when grade == \"good\" }");
  const book b = scored(p,
                        "subject,kind,date,n\na,x,2023-01-05,9\nb,x,2023-01-05,8\n"
                        "b,veto,2023-02-05,\n");
  std::string text;
  for (const ranked_subject& r : b.rank(year(2023)).value())
    text += b.subjects()[r.subject] + " " + r.grades[0] + " " + r.grades[1] +
            (r.lists.empty() ? "\n" : " l\n");
  CHECK(text == "a good yes l\nb fair no\n");
}

TEST_CASE("columns of another policy are refused as misuse") {
  const policy p = compiled(counts), q = compiled("activity { n integer } " + std::string(counts));
  const batch rows = rows_of(p, "subject,kind,date\na,x,2023-01-05\n");
  CHECK_THROWS_AS((void)evaluate(q, rows), std::invalid_argument);
  CHECK_NOTHROW((void)evaluate(p, rows));
  const policy r = compiled("subject { n integer default 1 } " + std::string(counts));
  evaluate_options options;
  options.subjects = one_on_roster(std::nullopt, std::nullopt);
  CHECK_THROWS_AS((void)evaluate(r, rows, options), std::invalid_argument);
}

TEST_CASE("a base that posts on every day of eight thousand years is worked out at once") {
  const policy p = compiled("base 1 per day " + std::string(counts));
  evaluate_options options;
  options.through = date::max();
  const book b = scored(p, "subject,kind,date\na,x,2023-01-05\n", options);
  CHECK(points(b, "a", "p", year(9999)) == "365");
}
