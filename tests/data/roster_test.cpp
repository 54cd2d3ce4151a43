#include "dutyscore/data/roster.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "data/sample.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;
using sample::problem_text;

namespace {

struct roster_case {
  std::string text;
  std::string expected;
};

using people = std::vector<roster_subject>;

const schema duties = sample::duties();

std::string day_text(const std::optional<date>& d) { return d ? d->to_string() : "?"; }

std::string read(const std::string& text) {
  const auto who = read_roster_csv_text(text, "r", duties);
  std::string out;
  if (who)
    for (const roster_subject& s : who->subjects()) {
      out += s.subject + "(" + s.name + ")";
      for (const service& v : s.services)
        out += " [" + day_text(v.from) + ".." + day_text(v.to) + " " + v.org_unit + " " +
               v.fields[0].text + " " + decimal::from_millionths(v.fields[1].number).to_string() +
               "]";
      out += "\n";
    }
  for (const diagnostic& d : who.messages()) out += problem_text(d);
  return out;
}

void check_all(std::initializer_list<roster_case> cases) {
  for (const roster_case& c : cases) {
    CAPTURE(c.text);
    CHECK(read(c.text) == c.expected);
  }
}

}  // namespace

TEST_CASE("a roster says who serves, when and where") {
  check_all({
      {"subject\n甲\n乙\n", "甲(甲) [?..?  无 3]\n乙(乙) [?..?  无 3]\n"},
      {"对象,姓名,单位,任职起,任职止,小组,定额\nd1,彭闰芝,石鼓区/青山街道,2022-03-25,,一组,5\n",
       "d1(彭闰芝) [2022-03-25..? 石鼓区/青山街道 一组 5]\n"},
      // rows of one subject follow each other in time, and need not stand together
      {"subject,name,from,to,org_unit\n甲,张三,2022-01-01,2022-12-31,东\n乙,,2022-01-01,,东\n甲,,"
       "2023-01-01,,西\n",
       "甲(张三) [2022-01-01..2022-12-31 东 无 3] [2023-01-01..? 西 无 3]\n乙(乙) [2022-01-01..? "
       "东 无 3]\n"},
      {"subject,name,from,to\n甲,,,2022-12-31\n甲,张三,2023-01-02,2023-01-02\n",
       "甲(张三) [?..2022-12-31  无 3] [2023-01-02..2023-01-02  无 3]\n"},
      {"subject\n", "DS0310 r: “r” has a header but no rows\n"},
  });
}

TEST_CASE("a roster with a mistake is refused as a whole, with every mistake") {
  const std::string h = "subject,name,from,to\n";
  check_all({
      {"name\n张三\n", "DS0304 r:1: the column “subject” is missing\n"},
      {"subject,kind\n甲,会议\n",
       "DS0303 r:1 kind: the column “kind” means nothing to this policy\n"},
      {h + ",张三,,\n甲,,2023-02-30,\n乙,,,,\n",
       "DS0320 r:2 subject: “subject” is empty, but every row needs it\n"
       "DS0329 r:3 from: “2023-02-30” in “from” is no day: expected one that exists, as "
       "2023-05-06, 2023/5/6 or 2023年5月6日\n"
       "DS0335 r:4: the row has 5 cells, the header 4\n"},
      {"subject,quota\n甲,0\n乙,x\n",
       "DS0326 r:2 quota: “0” in “quota” is out of bounds: expected at least 1\n"
       "DS0322 r:3 quota: “x” in “quota” is not a number: expected a whole number such as 12\n"},
      {h + "甲,,2023-05-06,2023-05-05\n",
       "DS0350 r:2 to: “甲” serves from 2023-05-06 to 2023-05-05: the end comes before the "
       "beginning\n"},
      {h + "甲,,2022-01-01,2022-12-31\n甲,,,\n",
       "DS0351 r:3 from: “甲” stands in row 2 already: this row needs the day from which it "
       "holds\n"},
      {h + "甲,,2022-01-01,\n甲,,2023-01-01,\n",
       "DS0352 r:3 from: “甲” stands in row 2 already, which has no last day: was it "
       "2022-12-31?\n"},
      {h + "甲,,2022-01-01,2022-12-31\n甲,,2022-12-31,\n",
       "DS0353 r:3 from: “甲” serves from 2022-12-31 here, but the service of row 2 lasts to "
       "2022-12-31\n"},
      {h + "甲,,2022-01-01,\n甲,,2022-01-01,\n",
       "DS0354 r:3: “甲” stands in row 2 already, with the same days of service\n"},
      {h + "甲,,,\n甲,,,\n",
       "DS0354 r:3: “甲” stands in row 2 already, with the same days of service\n"},
      {h + "甲,张三,2022-01-01,2022-12-31\n甲,李四,2023-01-01,\n",
       "DS0355 r:3 name: “甲” is called “李四” here, but “张三” in row 2\n"},
      {h + "甲,,2023-01-01,\n甲,,2022-01-01,2022-12-31\n",
       "DS0356 r:3 from: this service of “甲” is earlier than that of row 2: write the rows in the "
       "order of time\n"},
  });
}

TEST_CASE("a field of the subject block without a default is required") {
  schema s = duties;
  s.subject[1].default_value.reset();
  CHECK(problem_text(read_roster_csv_text("subject\n甲\n", "r", s).messages().at(0)) ==
        "DS0304 r:1: the column “定额” is missing\n");
  CHECK(problem_text(read_roster_csv_text("subject,定额\n甲,\n", "r", s).messages().at(0)) ==
        "DS0320 r:2 定额: “定额” is empty, but every row needs it\n");
}

TEST_CASE("a roster made by a host finds its subjects and keeps its promises") {
  const auto day = [](int y) { return *date::of(y, 1, 1); };
  const roster made(
      people{{"甲", "张三", {{day(2022), day(2023), "东", {}}, {day(2024), {}, "西", {}}}},
             {"乙", "乙", {{}}}});
  REQUIRE(made.find("甲"));
  CHECK(made.find("甲")->name == "张三");
  CHECK(made.find("乙")->services.size() == 1);
  CHECK_FALSE(made.find("丙"));
  CHECK_THROWS_AS(roster(people{{"甲", "甲", {{}}}, {"甲", "甲", {{}}}}), std::invalid_argument);
  CHECK_THROWS_AS(roster(people{{"甲", "甲", {}}}), std::invalid_argument);
  CHECK_THROWS_AS(roster(people{{"甲", "甲", {{day(2023), day(2022), "", {}}}}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(roster(people{{"甲", "甲", {{day(2022), {}, "", {}}, {day(2023), {}, "", {}}}}}),
                  std::invalid_argument);
}
