#include "dutyscore/lang/numbers.hpp"

#include <doctest/doctest.h>

#include <memory>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"

using namespace dutyscore;

namespace {

constexpr std::string_view text = R"(policy duty "值守" {
  decimals 2 half_up
  activity { hours integer from 1 to 24 default 2  class text one of "市", "区" }
  accept when hours > 0 else "不足一小时"
  base 10 per year "基本积分"
  cap 120 per year
  cap 60 per half
  indicator shift {
    on "值守" when hours >= 2
    award 2 per hours
    award 3 per event when hours >= 8 "整日"
    award 1 per 4 hours rounded down
    times 1 / 3
    cap 15 per event
    floor -5 per month
    first 2 per month
    weight 12/15
  }
  indicator praise { on "表彰"  award by class, hours { "市", from 2: 30  "市", otherwise: 20  "区", otherwise: 10 + hours * 5 } }
  indicator task { on "任务"  require 3 per year deduct 5 each }
  veto breach { on "违约"  effect bar honoured year for 2 }
  grade per year { "优秀" from 60  "合格" from 20 when total > 1  "差" otherwise }
  list honoured per year { top 2 }
  amend from 2024-01-01 { indicator shift { on "值守"  award 4 per hours } }
}
)";

ast::document parsed(std::string_view from = text) {
  return parse(std::make_shared<const source>("duty.duty", std::string(from))).value();
}

std::string value_at(std::string_view path) {
  for (const named_number& n : numbers_of(parsed()))
    if (n.path.en == path || n.path.zh == path) return n.value.to_string();
  return "-";
}

/// The program with one number changed, as one string.
std::string with(const std::string& path, std::string_view value) {
  const number_change change{path, decimal::parse(value).value()};
  return print(with_numbers(parsed(), std::vector{change}).value());
}

bool holds(const std::string& whole, std::string_view piece) {
  return whole.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("every number of a policy has a name") {
  struct row {
    const char *path, *value;
  };
  const row rows[] = {
      {"duty.decimals", "2"},
      {"activity.hours.from", "1"},
      {"activity.hours.to", "24"},
      {"activity.hours.default", "2"},
      {"duty.accept.when", "0"},
      {"duty.base.year", "10"},
      {"duty.cap.year", "120"},
      {"duty.cap.half", "60"},
      {"shift.on.when", "2"},
      // of several clauses alike, by label or by number
      {"shift.award#1", "2"},
      {"shift.award.整日", "3"},
      {"shift.award.when", "8"},
      {"shift.award#3", "1"},
      {"shift.award.per", "4"},
      {"shift.times.n1", "1"},
      {"shift.times.n2", "3"},
      {"shift.cap.event", "15"},
      {"shift.floor.month", "-5"},
      {"shift.first.month", "2"},
      {"shift.weight", "12"},
      {"shift.weight.over", "15"},
      // rows of tables by their cells
      {"praise.award.市,2", "30"},
      {"praise.award.市,2.from", "2"},
      {"praise.award.市,otherwise", "20"},
      {"praise.award.区,otherwise.n2", "5"},
      {"task.require.year", "3"},
      {"task.require.year.deduct", "5"},
      {"breach.effect.for", "2"},
      {"grade.优秀", "60"},
      {"grade.合格.when", "1"},
      {"honoured.top", "2"},
      {"amend.2024-01-01.shift.award", "4"},
      // in Chinese
      {"duty.上限.每年", "120"},
      {"shift.下限.每月", "-5"},
      {"等次.优秀", "60"},
      {"honoured.前", "2"},
  };
  for (const row& r : rows) {
    CAPTURE(r.path);
    CHECK(value_at(r.path) == r.value);
  }
}

TEST_CASE("a number is set by any path that names it alone") {
  CHECK(holds(with("shift.cap.event", "16"), "cap 16 per event"));
  CHECK(holds(with("shift.cap", "16"), "cap 16 per event"));  // its only cap
  CHECK(holds(with("cap.year", "0.5"), "cap 0.5 per year"));  // of the policy itself
  CHECK(holds(with("duty.上限.每年", "7"), "cap 7 per year"));
  CHECK(holds(with("shift.floor", "-6"), "floor -6 per month"));
  CHECK(holds(with("honoured.top", "3"), "top 3"));
  CHECK(holds(with("praise.award.市,2.from", "5"), "\"市\", from 5: 30"));
  CHECK(holds(with("shift.award#2", "9"), "award 9 per event when hours >= 8 \"整日\""));
}

TEST_CASE("the new program is called by what is new in it") {
  const std::vector<number_change> changes{{"cap.year", decimal::of(7)},
                                           {"honoured.top", decimal::of(3)}};
  const auto changed = with_numbers(parsed(), changes).value();
  CHECK(changed.where->name() == "duty.duty (cap.year=7, honoured.top=3)");
  CHECK(holds(changed.where->text(), "cap 7 per year"));
}

TEST_CASE("a policy in Markdown stays Markdown") {
  const std::string page = "# 办法\n\n```duty\n" + std::string(text) + "```\n\n完。\n";
  const auto tree = parse(std::make_shared<const source>("duty.md", page)).value();
  const auto changed = with_numbers(tree, std::vector{number_change{"cap.year", decimal::of(7)}});
  CHECK(changed.value().where->name() == "duty (cap.year=7).md");
  CHECK(holds(changed.value().where->text(), "cap 7 per year"));
  CHECK(changed.value().policies.size() == 1);
}

TEST_CASE("an unknown path shows those that exist") {
  const auto refused = [](const std::string& path) {
    const auto r = with_numbers(parsed(), std::vector{number_change{path, decimal{}}});
    REQUIRE_FALSE(r);
    REQUIRE(r.messages().size() == 1);
    return r.messages().front();
  };
  const diagnostic misspelt = refused("honoured.topp");
  CHECK(misspelt.code == "DS0960");
  REQUIRE(misspelt.hints.size() == 2);
  CHECK(misspelt.hints[0].en == "did you mean “honoured.top”?");
  CHECK(misspelt.hints[1].en == "numbers here: honoured.top");
  CHECK(misspelt.hints[1].zh == "可用的数：honoured.前");
  CHECK(holds(refused("nothing").hints.back().en, "duty.decimals, "));
  const diagnostic several = refused("shift.award");
  CHECK(several.code == "DS0961");
  CHECK(holds(several.hints.back().en, "shift.award#1, "));
}
