#include "dutyscore/report/words.hpp"

#include <doctest/doctest.h>

using namespace dutyscore;

namespace {

date on(int y, int m, int d) { return *date::of(y, m, d); }

limit of(const char* points, period_unit per) { return {*decimal::parse(points), per, {}}; }

}  // namespace

TEST_CASE("periods as a statement calls its own") {
  struct {
    period in;
    const char *en, *zh;
  } cases[] = {
      {month(2023, 5), "2023-05", "5月份"},      {quarter(2023, 2), "2023-Q2", "第二季度"},
      {half(2023, 2), "2023-H2", "下半年"},      {year(2023), "2023", "全年"},
      {day(2023, 5, 6), "2023-05-06", "5月6日"}, {period{}, "overall", "累计"},
  };
  for (const auto& c : cases) {
    CHECK(words::short_name(c.in).en == c.en);
    CHECK(words::short_name(c.in).zh == c.zh);
  }
}

TEST_CASE("stretches of days say no more than is needed") {
  struct {
    date first, last;
    bool with_year;
    const char *en, *zh;
  } cases[] = {
      {on(2023, 5, 6), on(2023, 5, 6), false, "05-06", "5月6日"},
      {on(2023, 5, 6), on(2023, 5, 6), true, "2023-05-06", "2023年5月6日"},
      {on(2023, 3, 27), on(2023, 3, 30), false, "03-27..03-30", "3月27日至30日"},
      {on(2023, 3, 30), on(2023, 4, 1), false, "03-30..04-01", "3月30日至4月1日"},
      {on(2023, 12, 30), on(2024, 1, 2), false, "12-30..2024-01-02", "12月30日至2024年1月2日"},
      {on(2023, 12, 30), on(2024, 1, 2), true, "2023-12-30..2024-01-02",
       "2023年12月30日至2024年1月2日"},
  };
  for (const auto& c : cases) {
    CHECK(words::days_text(c.first, c.last, language::en, c.with_year) == c.en);
    CHECK(words::days_text(c.first, c.last, language::zh, c.with_year) == c.zh);
  }
}

TEST_CASE("changes of points") {
  struct {
    const char* points;
    entry_kind by;
    const char *en, *zh;
  } cases[] = {
      {"5", entry_kind::line, "+5", "计5分"},       {"-1.5", entry_kind::line, "-1.5", "扣1.5分"},
      {"0", entry_kind::line, "+0", "计0分"},       {"60", entry_kind::base, "+60", "计60分"},
      {"-4", entry_kind::cap, "-4", "调减4分"},     {"4", entry_kind::cap, "+4", "调增4分"},
      {"10", entry_kind::floor, "+10", "调增10分"}, {"-40", entry_kind::veto, "-40", "调减40分"},
  };
  for (const auto& c : cases) {
    CHECK(words::change(*decimal::parse(c.points), c.by).en == c.en);
    CHECK(words::change(*decimal::parse(c.points), c.by).zh == c.zh);
  }
}

TEST_CASE("clauses in words") {
  CHECK(words::cap(of("30", period_unit::month), false) ==
        message{"cap of 30 points per month", "每月上限30分"});
  CHECK(words::cap(of("4", period_unit::year), true) ==
        message{"cap on deductions of 4 points per year", "每年扣分上限4分"});
  CHECK(words::floor(of("0", period_unit::quarter)) ==
        message{"floor of 0 points per quarter", "每季度下限0分"});
  CHECK(words::base({decimal::of(60), period_unit::year, "", {}}) ==
        message{"base of 60 points per year", "每年基础分60分"});
  CHECK(words::base({decimal::of(1), period_unit::month, "开户", {}}) ==
        message{"开户 (base of 1 point per month)", "开户（每月基础分1分）"});
  CHECK(words::event_cap(decimal::of(8)) == message{"cap of 8 points per event", "每次上限8分"});
  veto v;
  v.label = "违反禁令";
  v.effects.emplace_back();
  CHECK(words::veto(v) ==
        message{"veto: 违反禁令 (void for the year)", "一票否决：违反禁令（本年清零）"});
}
