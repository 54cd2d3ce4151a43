// What a checked policy holds.
#include <doctest/doctest.h>

#include <algorithm>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

policy good(const char* name) {
  return compile_file(std::string(DUTYSCORE_SOURCE_DIR) + "/tests/policy/good/" + name + ".duty")
      .value();
}

const block& block_called(const policy& p, std::string_view name) {
  return p->blocks[p.find_block(name).value()];
}

std::vector<std::string> names_of(const policy& p) {
  std::vector<std::string> out;
  for (const block& b : p->blocks) out.push_back(b.name);
  return out;
}

using names = std::vector<std::string>;

date on(const char* text) { return date::parse(text).value(); }
decimal number(const char* text) { return decimal::parse(text).value(); }

}  // namespace

TEST_CASE("both spellings of the example give the same policy") {
  for (const char* name : {"shigu", "shigu_zh"}) {
    CAPTURE(name);
    const policy p = good(name);
    CHECK(p->name == "shigu");
    CHECK(p->label == "石鼓区人大代表履职积分管理考核办法");
    CHECK(p->cite == "2022年3月25日区人大常委会通过");
    CHECK(p->decimals == 2);
    CHECK(p->line_rounding == rounding::half_up);
    CHECK(names_of(p) ==
          names{"shigu", "bonds", "station", "visit", "voices", "deeds", "donation"});
    CHECK(p->blocks[0].in_force.first == on("2022-03-25"));
    CHECK(p->blocks[0].in_force.last == date::max());
    CHECK(p.schema().kinds == names{"捐款", "联络站活动", "违反禁令"});
    CHECK(p.schema().activity.size() == 3);
    CHECK(p->fields[1].declared.label == "捐款金额（元）");
    CHECK(p->fields[1].declared.kinds == names{"捐款"});
    CHECK_FALSE(p->fields[1].declared.default_value.has_value());
    CHECK(p->fields[2].declared.one_of == names{"代表", "本职"});
    CHECK(p->fields[2].declared.default_value->text == "代表");
    CHECK(p->blocks[0].accepts.at(0).reason == "履行的是本职工作职责，不是代表职责");

    const block& visit = block_called(p, "visit");
    CHECK(visit.label == "visit");
    CHECK(visit.cite == "第六条第二项");
    CHECK(visit.parent == p.find_block("station"));
    CHECK(visit.in_force.first == on("2022-03-25"));
    CHECK(visit.selectors.at(0).kinds == names{"联络站活动"});
    CHECK(visit.lines.at(0).unit == line_unit::event);
    CHECK(p->expressions[visit.lines[0].value].constant.number == 5 * decimal::scale);
    CHECK(visit.caps.at(0).points == decimal::of(30));
    CHECK(visit.caps[0].per == period_unit::month);

    const line& voices = block_called(p, "voices").lines.at(0);
    CHECK(voices.unit == line_unit::field);
    CHECK(voices.field == 0);

    const expression& donation = p->expressions[block_called(p, "donation").lines.at(0).value];
    CHECK(donation.op == operation::table);
    const table& brackets = p->tables[donation.index];
    CHECK(brackets.rows.size() == 4);
    CHECK(brackets.rows[2].cells.at(0).kind == table_cell_kind::from);
    CHECK(brackets.rows[2].cells[0].value.number == 500 * decimal::scale);
    CHECK(p->expressions[brackets.rows[2].value].constant.number == 10 * decimal::scale);

    CHECK(p->vetoes.at(0).label == "违反“十个严禁、八个不准”");
    CHECK(p->vetoes[0].effects.at(0).per == period_unit::year);
    CHECK(p->vetoes[0].where_it_stands == 0);
    CHECK(p->blocks[0].vetoes == std::vector<std::uint32_t>{0});
    CHECK(p->grades.at(0).rows.size() == 3);
    CHECK(p->grades[0].rows[1].from == decimal::of(300));
    CHECK_FALSE(p->grades[0].rows[2].from.has_value());
    CHECK(p->lists.at(0).top == decimal::of(17));
    CHECK_FALSE(p->lists[0].top_is_percent);
    CHECK(p->expressions[p->lists[0].unless].op == operation::vetoed);
  }
}

TEST_CASE("days in force are those of a block and of all around it") {
  const policy p = good("blocks");
  struct row {
    const char *name, *first, *last;
  };
  for (const row& r :
       {row{"blocks", "2022-01-01", "2026-12-31"}, row{"duty", "2023-01-01", "2026-12-31"},
        row{"meetings", "2023-01-01", "2026-12-31"}, row{"attend", "2023-03-01", "2025-06-30"}}) {
    CAPTURE(r.name);
    CHECK(block_called(p, r.name).in_force.first == on(r.first));
    CHECK(block_called(p, r.name).in_force.last == on(r.last));
  }
  CHECK(p->vetoes.at(0).in_force.last == on("2025-06-30"));
  CHECK(p->vetoes.at(1).in_force.first == on("2024-01-01"));
  CHECK(good("readings")->lists.at(3).in_force.first == on("2023-01-01"));
}

TEST_CASE("limits stand finest period first") {
  const policy p = good("blocks");
  const auto periods = [](const auto& clauses) {
    std::vector<period_unit> out;
    for (const auto& c : clauses) out.push_back(c.per);
    return out;
  };
  using units = std::vector<period_unit>;
  CHECK(periods(p->blocks[0].bases) == units{period_unit::quarter, period_unit::year});
  CHECK(periods(p->blocks[0].caps) == units{period_unit::month, period_unit::year});
  CHECK(periods(block_called(p, "meetings").caps) ==
        units{period_unit::day, period_unit::quarter, period_unit::half});
  CHECK(p->blocks[0].bases[1].label == "基础分");
}

TEST_CASE("blocks that nothing can award count deductions") {
  const policy p = good("blocks");
  for (const block& b : p->blocks) {
    CAPTURE(b.name);
    const bool wanted = b.name == "discipline" || b.name == "absence" || b.name == "lateness";
    CHECK(b.counts_deductions == wanted);
  }
}

TEST_CASE("vetoes know where they stand") {
  const policy p = good("blocks");
  CHECK(p->vetoes.size() == 4);
  for (std::uint32_t v = 0; v < p->vetoes.size(); ++v) {
    const std::vector<std::uint32_t>& there = p->blocks[p->vetoes[v].where_it_stands].vetoes;
    CHECK(std::count(there.begin(), there.end(), v) == 1);
  }
}

TEST_CASE("lines keep their unit, step and rounding") {
  const policy p = good("lines");
  struct row {
    const char* name;
    line_unit unit;
    std::optional<rounding> step_rounding;
  };
  for (const row& r :
       {row{"per_event", line_unit::event, {}}, row{"per_day", line_unit::day, {}},
        row{"per_field", line_unit::field, {}}, row{"step_up", line_unit::step, rounding::up},
        row{"step_down", line_unit::step, rounding::down},
        row{"step_half_up", line_unit::step, rounding::half_up},
        row{"step_exact", line_unit::step, {}}}) {
    CAPTURE(r.name);
    const line& l = block_called(p, r.name).lines.at(0);
    CHECK(l.unit == r.unit);
    CHECK(l.step_rounding == r.step_rounding);
  }
  CHECK(block_called(p, "step_up").lines[0].step == decimal::of(100));
  CHECK(block_called(p, "per_event").lines.at(1).label == "首次");
  CHECK(block_called(p, "per_event").event_caps.at(0).points == decimal::of(6));
  const std::vector<factor>& factors = block_called(p, "share").factors;
  CHECK(factors.size() == 2);
  CHECK(factors[0].divisor != none);
  CHECK(factors[1].divisor == none);
  CHECK(factors[1].when != none);
  CHECK(block_called(p, "negative").lines.at(1).is_deduction);
  CHECK(p->expressions[block_called(p, "negative").lines[0].value].constant.number ==
        -2 * decimal::scale);
}

TEST_CASE("computed fields are no columns") {
  const policy p = good("fields");
  CHECK(p->fields.size() == 13);
  CHECK(p.schema().activity.size() == 7);
  CHECK(p.schema().subject.size() == 4);
  for (const policy_field& f : p->fields) CHECK((f.computed == none) == (f.column != none));
  CHECK(p.schema().activity[6].kinds == names{"小组"});
  CHECK(p.schema().activity[1].most == number("9"));
}

TEST_CASE("expressions have types") {
  const policy p = good("fields");
  struct row {
    operation op;
    value_type type;
  };
  for (const row& r :
       {row{operation::divide, value_type::decimal}, row{operation::days, value_type::integer},
        row{operation::floor, value_type::integer}, row{operation::in_list, value_type::flag},
        row{operation::multiply, value_type::decimal}, row{operation::max, value_type::integer}}) {
    int seen = 0;
    for (const expression& e : p->expressions)
      if (e.op == r.op) {
        ++seen;
        CHECK(e.type == r.type);
      }
    CHECK(seen > 0);
  }
}

TEST_CASE("a grade is meant by its period or by its name") {
  const policy p = good("readings");
  const auto grades_in = [&](std::size_t list) {
    std::vector<std::uint32_t> out;
    const auto walk = [&](const auto& self, expression_id id) -> void {
      if (id == none) return;
      const expression& e = p->expressions[id];
      if (e.op == operation::grade) out.push_back(e.index);
      for (const expression_id arg : e.args) self(self, arg);
    };
    walk(walk, p->lists[list].when);
    walk(walk, p->lists[list].unless);
    return out;
  };
  CHECK(grades_in(0) == std::vector<std::uint32_t>{0});
  CHECK(grades_in(2) == std::vector<std::uint32_t>{1, 1});
  CHECK(p->lists[1].top == number("12.5"));
  CHECK(p->lists[1].top_is_percent);
  CHECK_FALSE(p->lists[1].ties_all);
  CHECK(p->lists[2].ties_all);
  CHECK_FALSE(p->lists[3].top.has_value());
}

TEST_CASE("several policies of one text stand in its order") {
  const auto text = std::make_shared<const source>("t",
                                                   "policy a { indicator i { on \"k\" award 1 } } "
                                                   "policy b { indicator i { on \"k\" award 1 } }");
  const auto all = check(parse(text).value()).value();
  CHECK(all.size() == 2);
  CHECK(all[0]->name == "a");
  CHECK(all[1]->name == "b");
}
