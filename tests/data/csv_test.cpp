#include "dutyscore/data/csv.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "data/sample.hpp"

using namespace dutyscore;
using sample::batch_text;
using sample::problem_text;

namespace {

struct csv_case {
  std::string text;
  std::string expected;
};

const schema duties = sample::duties();

/// The batch and what is said besides; both empty lists of rows and messages give "".
std::string read(const std::string& text, const csv_options& options = {},
                 language lang = language::en) {
  const auto rows = read_csv_text(text, "f", duties, options);
  std::string out = rows ? batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += problem_text(d, lang);
  return out;
}

void check_all(std::initializer_list<csv_case> cases) {
  for (const csv_case& c : cases) {
    CAPTURE(c.text);
    CHECK(read(c.text) == c.expected);
  }
}

const std::string header = "subject,kind,date\n";

}  // namespace

TEST_CASE("rows become columns") {
  check_all({
      {"subject,kind,date\n甲,会议,2023-05-06\n", "f:2 甲 会议 2023-05-06\n"},
      // headers: Chinese, mixed, by label, in any order, with spaces that nobody sees
      {"对象,事项,日期\n甲,会议,2023-05-06\n", "f:2 甲 会议 2023-05-06\n"},
      {"日期,subject,事项\n2023-05-06,甲,会议\n", "f:2 甲 会议 2023-05-06\n"},
      {" subject ,　kind　,\u00A0date\t\n甲,会议,2023-05-06\n", "f:2 甲 会议 2023-05-06\n"},
      {"subject,kind,date,金额（元）\n甲,捐款,2023-05-06,12.50\n",
       "f:2 甲 捐款 2023-05-06 amount=12.5\n"},
      // line ends, no last line end, byte order mark, blank lines, rows of commas only
      {"subject,kind,date\r\n甲,会议,2023-05-06\r\n", "f:2 甲 会议 2023-05-06\n"},
      {"subject,kind,date\r甲,会议,2023-05-06\r", "f:2 甲 会议 2023-05-06\n"},
      {"subject,kind,date\n甲,会议,2023-05-06", "f:2 甲 会议 2023-05-06\n"},
      {"\uFEFFsubject,kind,date\n甲,会议,2023-05-06\n", "f:2 甲 会议 2023-05-06\n"},
      {"\n\nsubject,kind,date\n\n甲,会议,2023-05-06\n,,\n , ,　\n\n乙,会议,2023-05-07\n\n",
       "f:5 甲 会议 2023-05-06\nf:9 乙 会议 2023-05-07\n"},
      // quotes
      {"\"subject\",\"kind\",\"date\"\n\"甲\",\"会,议\",\"2023-05-06\"\n",
       "f:2 甲 会,议 2023-05-06\n"},
      {"subject,kind,date,title\n甲,会议,2023-05-06,\"读“党章”\"\"三遍\"\"\n二\"\n乙,会议,2023-05-"
       "06,\n",
       "f:2 甲 会议 2023-05-06 title=读“党章”\"三遍\"\n二\nf:3 乙 会议 2023-05-06\n"},
      {"subject,kind,date,title\n甲,会议,2023-05-06,参加\"七一\"活动\n",
       "f:2 甲 会议 2023-05-06 title=参加\"七一\"活动\n"},
      {"subject,kind,date,title\n甲,会议,2023-05-06,\"\"\n", "f:2 甲 会议 2023-05-06\n"},
      {"subject,kind,date,title\n甲,会议,2023-05-06,\"\"\"\"\n",
       "f:2 甲 会议 2023-05-06 title=\"\n"},
      // nameless columns with nothing in them
      {"subject,kind,date,,\n甲,会议,2023-05-06,,\n", "f:2 甲 会议 2023-05-06\n"},
      // dates
      {header + "甲,会议,2023/5/6\n乙,会议,2023年5月6日\n丙,会议,２０２３－０５－０６\n丁,会议, "
                "2024-02-29 \n",
       "f:2 甲 会议 2023-05-06\nf:3 乙 会议 2023-05-06\nf:4 丙 会议 2023-05-06\nf:5 丁 会议 "
       "2024-02-29\n"},
      {"subject,kind,date,end\n甲,会议,2023-03-27,2023-03-30\n乙,会议,2023-03-27,2023-03-27\n丙,"
       "会议,2023-03-27,\n",
       "f:2 甲 会议 2023-03-27..2023-03-30\nf:3 乙 会议 2023-03-27\nf:4 丙 会议 2023-03-27\n"},
      // numbers
      {"subject,kind,date,amount\n甲,捐款,2023-05-06,0.000001\n甲,捐款,2023-05-06,1000000."
       "000000\n甲,捐款,2023-05-06,９９９．５\n甲,捐款,2023-05-06,007\n",
       "f:2 甲 捐款 2023-05-06 amount=0.000001\nf:3 甲 捐款 2023-05-06 amount=1000000\nf:4 甲 捐款 "
       "2023-05-06 amount=999.5\nf:5 甲 捐款 2023-05-06 amount=7\n"},
      {"subject,kind,date,suggestions\n甲,联络站活动,2023-05-06,3.0\n甲,联络站活动,2023-05-06,\n甲,"
       "会议,2023-05-06,\n",
       "f:2 甲 联络站活动 2023-05-06 suggestions=3\nf:3 甲 联络站活动 2023-05-06\nf:4 甲 会议 "
       "2023-05-06\n"},
      // texts, flags, days
      {"subject,kind,date,capacity,urgent,asked\n甲,会议,2023-05-06,本职,是,2023-05-01\n甲,会议,"
       "2023-05-06,代表,no,\n甲,会议,2023-05-06,,yes,\n甲,会议,2023-05-06,,否,\n",
       "f:2 甲 会议 2023-05-06 capacity=本职 asked=2023-05-01 urgent=yes\nf:3 甲 会议 "
       "2023-05-06\nf:4 甲 会议 2023-05-06 urgent=yes\nf:5 甲 会议 2023-05-06\n"},
      // standings
      {"subject,kind,date,standing,since,reason,id,evidence\n甲,会议,2023-05-06,,,,,\n甲,会议,2023-"
       "05-06,确认,初审,,a1,照片\n甲,会议,2023-05-06,rejected,,属本职,a1,\n甲,会议,2023-05-06,自评,"
       "claimed,,,\n甲,会议,2023-05-06,reviewed,自评,,,\n甲,会议,2023-05-06,不予认可,自评,,,\n",
       "f:2 甲 会议 2023-05-06\nf:3 甲 会议 2023-05-06 since reviewed id=a1 evidence=照片\nf:4 甲 "
       "会议 2023-05-06 rejected id=a1 reason=属本职\nf:5 甲 会议 2023-05-06 claimed\nf:6 甲 会议 "
       "2023-05-06 reviewed\nf:7 甲 会议 2023-05-06 rejected\n"},
      // the day on which a row counts is its date unless it says otherwise
      {"subject,kind,date,credited\n甲,会议,2023-05-06,\n", "f:2 甲 会议 2023-05-06\n"},
      {"subject,kind,date,计入日期\n甲,会议,2023-05-06,2023-05-06\n甲,会议,2023-05-07,\n"
       "甲,会议,2023-05-08,2023-06-01\n甲,会议,2023-05-09,\n甲,会议,2023-05-10,2022-12-31\n",
       "f:2 甲 会议 2023-05-06\nf:3 甲 会议 2023-05-07\nf:4 甲 会议 2023-05-08 credited "
       "2023-06-01\nf:5 甲 会议 2023-05-09\nf:6 甲 会议 2023-05-10 credited 2022-12-31\n"},
  });
}

TEST_CASE("a table that cannot be read says why") {
  check_all({
      {"", "DS0301 f: “f” is empty: expected a header row with the names of the columns\n"},
      {"\uFEFF", "DS0301 f: “f” is empty: expected a header row with the names of the columns\n"},
      {"\n\r\n", "DS0301 f: “f” is empty: expected a header row with the names of the columns\n"},
      {header, "DS0310 f: “f” has a header but no rows\n"},
      {header + ",,\n\n", "DS0310 f: “f” has a header but no rows\n"},
      {"\xB6\xD4\xCF,kind\n", "DS0302 f:1: “f” is not UTF-8 text (byte 1)\n"},
      {"subject,kind,date,\xB6\n", "DS0302 f:1: “f” is not UTF-8 text (byte 19)\n"},
      {"\xFF\xFEs\0u\0", "DS0302 f:1: “f” is not UTF-8 text (byte 1)\n"},
      {"subject,kind,date,amuont\n",
       "DS0303 f:1 amuont: the column “amuont” means nothing to this policy\n"},
      {"subject,date\n", "DS0304 f:1: the column “kind” is missing\n"},
      {"subject,对象,kind,date\n",
       "DS0305 f:1 对象: the columns “subject” and “对象” are the same column, written twice\n"},
      {"subject,kind,date,amount,金额（元）\n",
       "DS0305 f:1 金额（元）: the columns “amount” and “金额（元）” are the same column, written "
       "twice\n"},
      {header + "甲,\"会议,2023-05-06\n乙,会议,2023-05-06\n",
       "DS0306 f:2 kind: the quotation mark that opens the cell "
       "“\"会议,2023-05-06·乙,会议,2023-05-06·” is not closed before the end of the text\n"},
      {"\"subject,kind,date\n",
       "DS0306 f:1: the quotation mark that opens the cell “\"subject,kind,date·” is not closed "
       "before the end of the text\n"},
  });
}

TEST_CASE("a bad row says what was found and what was expected") {
  const std::string h = "subject,kind,date,";
  const std::string row = "甲,会议,2023-05-06,";
  const std::string gift = "甲,捐款,2023-05-06,";
  check_all({
      {header + ",会议,2023-05-06\n",
       "DS0320 f:2 subject: “subject” is empty, but every row needs it\n"},
      {"对象,事项,日期\n甲,　,2023-05-06\n",
       "DS0320 f:2 事项: “事项” is empty, but every row needs it\n"},
      {header + "甲,会议,\n", "DS0320 f:2 date: “date” is empty, but every row needs it\n"},
      {header + "甲,捐款,2023-05-06\n",
       "DS0321 f:2 金额（元）: “金额（元）” is empty, but an activity of the kind “捐款” needs "
       "it\n"},
      {h + "amount\n" + gift + "\n",
       "DS0321 f:2 amount: “amount” is empty, but an activity of the kind “捐款” needs it\n"},
      {h + "amount\n" + gift + "一百\n",
       "DS0322 f:2 amount: “一百” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "1e5\n",
       "DS0322 f:2 amount: “1e5” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "\"1,234\"\n",
       "DS0322 f:2 amount: “1,234” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "5元\n",
       "DS0322 f:2 amount: “5元” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "+5\n",
       "DS0322 f:2 amount: “+5” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + ".5\n",
       "DS0322 f:2 amount: “.5” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "NaN\n",
       "DS0322 f:2 amount: “NaN” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
      {h + "amount\n" + gift + "9223372036854775808\n",
       "DS0323 f:2 amount: “9223372036854775808” in “amount” is too large: numbers reach from "
       "-9223372036854.775808 to 9223372036854.775807\n"},
      {h + "amount\n" + gift + "0.0000001\n",
       "DS0324 f:2 amount: “0.0000001” in “amount” has more than six decimals\n"},
      {h + "suggestions\n甲,联络站活动,2023-05-06,3.5\n",
       "DS0325 f:2 suggestions: “3.5” in “suggestions” is not a whole number\n"},
      {h + "suggestions\n甲,联络站活动,2023-05-06,-1\n",
       "DS0326 f:2 suggestions: “-1” in “suggestions” is out of bounds: expected at least 0\n"},
      {h + "amount\n" + gift + "1000000.000001\n",
       "DS0326 f:2 amount: “1000000.000001” in “amount” is out of bounds: expected from 0 to "
       "1000000\n"},
      {h + "capacity\n" + row + "代 表\n",
       "DS0327 f:2 capacity: “代 表” is not allowed in “capacity”: expected one of “代表”, "
       "“本职”\n"},
      {h + "urgent\n" + row + "true\n",
       "DS0328 f:2 urgent: “true” in “urgent” is neither yes nor no: expected yes, no, 是 or 否\n"},
      {header + "甲,会议,2023-02-31\n",
       "DS0329 f:2 date: “2023-02-31” in “date” is no day: expected one that exists, as "
       "2023-05-06, 2023/5/6 or 2023年5月6日\n"},
      {header + "甲,会议,2023.5.6\n",
       "DS0329 f:2 date: “2023.5.6” in “date” is no day: expected one that exists, as 2023-05-06, "
       "2023/5/6 or 2023年5月6日\n"},
      {h + "standing\n" + row + "done\n",
       "DS0330 f:2 standing: “done” in “standing” is no such standing: expected one of “claimed”, "
       "“reviewed”, “confirmed”, “rejected”, “自评”, “初审”, “确认”, “不予认可”\n"},
      {h + "since\n" + row + "rejected\n",
       "DS0330 f:2 since: “rejected” in “since” is no such standing: expected one of “claimed”, "
       "“reviewed”, “confirmed”, “自评”, “初审”, “确认”\n"},
      {h + "end\n" + row + "2023-05-05\n",
       "DS0331 f:2 end: the activity ends on 2023-05-05, before its first day 2023-05-06\n"},
      {h + "standing,since\n" + row + "claimed,reviewed\n",
       "DS0332 f:2 since: counts since “reviewed”, but has only come to “claimed”\n"},
      {h + "standing,since\n" + row + "rejected,reviewed\n",
       "DS0333 f:2 since: a rejected activity counts as claimed only: it cannot count since "
       "“reviewed”\n"},
      {h + "suggestions\n" + row + "0\n",
       "DS0334 f:2 suggestions: “suggestions” belongs to “联络站活动” only, but this activity is "
       "of the kind “会议”\n"},
      {header + "甲,会议\n", "DS0335 f:2: the row has 2 cells, the header 3\n"},
      {header + "甲,会议,2023-05-06,读书\n", "DS0335 f:2: the row has 4 cells, the header 3\n"},
      {header + "甲,\"会\"议,2023-05-06\n",
       "DS0336 f:2 kind: text follows the closing quotation mark in “会”\n"},
      {header + "甲,\xBB\xE1,2023-05-06\n", "DS0337 f:2 kind: “��” in “kind” is not UTF-8 text\n"},
      {header + std::string("甲\0,会议,2023-05-06\n", 23),
       "DS0338 f:2 subject: “甲·” in “subject” holds a control character\n"},
      {h + "credited\n" + row + "2023-02-31\n",
       "DS0329 f:2 credited: “2023-02-31” in “credited” is no day: expected one that exists, as "
       "2023-05-06, 2023/5/6 or 2023年5月6日\n"},
      {h + "\n" + row + "9\n",
       "DS0340 f:2: column 4 has no name in the header, but this row fills it with “9”\n"},
  });
}
