#include "dutyscore/data/rows.hpp"

#include <doctest/doctest.h>

#include <list>
#include <map>
#include <vector>

#include "data/sample.hpp"

using namespace dutyscore;
using sample::batch_text;
using sample::problem_text;
namespace chrono = std::chrono;

namespace {

struct duty {
  std::string who;
  std::string_view what = "会议";
  chrono::year_month_day day{chrono::year(2023), chrono::May, chrono::day(6)};
  std::optional<int> suggestions = std::nullopt;
  long long cents = 0;
  std::optional<std::string> capacity = std::nullopt;
  bool urgent = false;
  standing reached = standing::confirmed;
  const char* remark = nullptr;
};

const schema duties = sample::duties();

std::string text_of(const result<batch>& rows) {
  std::string out = rows ? batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += problem_text(d);
  return out;
}

/// A whole sum of cents in yuan; nothing for other kinds than donations.
std::optional<decimal> yuan(const duty& d) {
  if (d.what != "捐款") return std::nullopt;
  return decimal::from_millionths(d.cents * 10'000);
}

auto read(const std::vector<duty>& rows) {
  return to_batch(rows_of(rows, field("subject", &duty::who), field("事项", &duty::what),
                          field("date", &duty::day), field("建议条数", &duty::suggestions),
                          field("amount", yuan), field("capacity", &duty::capacity),
                          field("urgent", &duty::urgent), field("standing", &duty::reached),
                          field("title", &duty::remark)),
                  duties);
}

/// One row of the three required columns, the last of which is given by `day`.
template <class Day>
std::string read_day(Day day) {
  const std::vector<int> one{1};
  return text_of(to_batch(rows_of(one, field("subject", [](int) { return "甲"; }),
                                  field("kind", [](int) { return std::string("会议"); }),
                                  field("date", [&](int) { return day; })),
                          duties));
}

}  // namespace

TEST_CASE("a host's structs become columns") {
  std::vector<duty> rows(3);
  rows[0] = {
      .who = "甲", .what = "联络站活动", .suggestions = 3, .capacity = "本职", .remark = "接待"};
  rows[1] = {
      .who = "乙", .what = "捐款", .cents = 99950, .urgent = true, .reached = standing::rejected};
  rows[2] = {.who = "丙"};
  CHECK(text_of(read(rows)) ==
        "rows:1 甲 联络站活动 2023-05-06 title=接待 suggestions=3 capacity=本职\n"
        "rows:2 乙 捐款 2023-05-06 rejected amount=999.5 urgent=yes\n"
        "rows:3 丙 会议 2023-05-06\n");
}

TEST_CASE("a host's bad rows are bad rows, and the others go on") {
  std::vector<duty> rows(5);
  rows[0] = {.who = "", .what = "会议"};
  rows[1] = {.who = "乙",
             .day = chrono::year_month_day{chrono::year(2023), chrono::February, chrono::day(31)}};
  rows[2] = {.who = "丙", .what = "联络站活动", .suggestions = -1};
  rows[3] = {.who = "丁", .capacity = "来宾"};
  rows[4] = {.who = "戊"};
  CHECK(text_of(read(rows)) ==
        "rows:5 戊 会议 2023-05-06\n"
        "DS0320 rows:1 subject: “subject” is empty, but every row needs it\n"
        "DS0329 rows:2 date: “2023-02-31” in “date” is no day: expected one that exists, as "
        "2023-05-06, 2023/5/6 or 2023年5月6日\n"
        "DS0326 rows:3 建议条数: “-1” in “建议条数” is out of bounds: expected at least 0\n"
        "DS0327 rows:4 capacity: “来宾” is not allowed in “capacity”: expected one of “代表”, "
        "“本职”\n");
}

TEST_CASE("days come in several types") {
  const std::string expected = "rows:1 甲 会议 2024-02-29\n";
  CHECK(read_day(*date::of(2024, 2, 29)) == expected);
  CHECK(read_day(std::optional(*date::of(2024, 2, 29))) == expected);
  CHECK(read_day(chrono::year_month_day{chrono::year(2024), chrono::February, chrono::day(29)}) ==
        expected);
  CHECK(read_day(chrono::sys_days(chrono::year_month_day{chrono::year(2024), chrono::February,
                                                         chrono::day(29)})) == expected);
  CHECK(read_day("2024-02-29") == expected);
  CHECK(read_day(std::string("2024年2月29日")) == expected);
  CHECK(read_day(std::optional<date>()) ==
        "DS0320 rows:1 date: “date” is empty, but every row needs it\n");
  CHECK(read_day(chrono::sys_days(chrono::days(10'000'000))).substr(0, 18) == "DS0329 rows:1 date");
  // Bug: a day far beyond 32 bits wrapped to one that exists.
  CHECK(read_day(chrono::sys_days(chrono::days((std::int64_t{1} << 32) + 19'000))).substr(0, 18) ==
        "DS0329 rows:1 date");
}

TEST_CASE("whole numbers of every width are exact, also as texts") {
  struct wide {
    std::uint64_t id;
    std::int8_t suggestions;
  };
  const std::list<wide> rows{{18446744073709551615u, 7}};
  CHECK(
      text_of(to_batch(rows_of(rows, field("subject", &wide::id),
                               field("kind", [](const wide&) { return "联络站活动"; }),
                               field("date", [](const wide&) { return "2023-05-06"; }),
                               field("id", &wide::id), field("suggestions", &wide::suggestions)),
                       duties)) ==
      "rows:1 18446744073709551615 联络站活动 2023-05-06 id=18446744073709551615 suggestions=7\n");
  CHECK(text_of(to_batch(rows_of(rows, field("subject", &wide::id),
                                 field("kind", [](const wide&) { return "捐款"; }),
                                 field("date", [](const wide&) { return "2023-05-06"; }),
                                 field("amount", &wide::id)),
                         duties))
            .substr(0, 6) == "DS0323");
}

TEST_CASE("ranges of any kind are rows") {
  const auto read_range = [](auto&& range) {
    return text_of(to_batch(rows_of(std::forward<decltype(range)>(range),
                                    field("subject", &std::pair<const std::string, int>::first),
                                    field("kind", [](const auto&) { return "会议"; }),
                                    field("date", [](const auto&) { return "2023-05-06"; })),
                            duties));
  };
  const std::string expected = "rows:1 甲 会议 2023-05-06\n";
  CHECK(read_range(std::map<std::string, int>{{"甲", 1}}) == expected);
  const std::map<std::string, int> kept{{"甲", 1}};
  CHECK(read_range(kept) == expected);
  CHECK(read_range(std::map<std::string, int>{}) == "");
}

TEST_CASE("columns that do not fit the schema are told at once") {
  const std::vector<duty> nobody;
  CHECK(
      text_of(to_batch(rows_of(nobody, field("subjekt", &duty::who), field("kind", &duty::what),
                               field("事项", &duty::what), field("urgent", &duty::cents),
                               field("end", &duty::urgent)),
                       duties)) ==
      "DS0303 rows subjekt: the column “subjekt” means nothing to this policy\n"
      "DS0305 rows 事项: the columns “kind” and “事项” are the same column, written twice\n"
      "DS0360 rows urgent: the column “urgent” takes yes or no, but the rows give a whole number\n"
      "DS0360 rows end: the column “end” takes a date, but the rows give yes or no\n"
      "DS0304 rows: the column “subject” is missing\n"
      "DS0304 rows: the column “date” is missing\n");
}

TEST_CASE("a host's rows stop at the limit of bad ones") {
  const std::vector<duty> rows(10);
  const auto made = to_batch(rows_of(rows, field("subject", &duty::who), field("kind", &duty::what),
                                     field("date", &duty::day)),
                             duties, {.bad_rows = 3});
  CHECK(
      text_of(made) ==
      "DS0309 rows:4 subject: more bad rows than the limit bad_rows of 3: reading stopped here\n");
}
