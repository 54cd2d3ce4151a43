// What a checked policy holds.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

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

namespace {

/// An expression as one would write it, with blocks and fields by name.
std::string shown(const policy& p, expression_id id);

std::string shown(const policy& p, const expression& e, const char* name) {
  std::string out = name;
  out += "(";
  for (std::size_t i = 0; i < e.args.size(); ++i) out += (i ? ", " : "") + shown(p, e.args[i]);
  return out + ")";
}

std::string shown(const policy& p, const measure& m) {
  const std::string& of = p->blocks[m.of].name;
  switch (m.kind) {
    case measure_kind::count:
      return "count " + of + (m.when == none ? "" : " when " + shown(p, m.when));
    case measure_kind::days:
      return "days " + of;
    case measure_kind::sum:
      return "sum " + of + "." + p->fields[m.field].declared.name;
    case measure_kind::points:
      return "points " + of;
  }
  return "?";
}

std::string shown(const policy& p, const table& t) {
  std::string out = "{";
  for (const table_row& row : t.rows) out += " " + shown(p, row.value);
  return out + " }";
}

std::string shown(const policy& p, expression_id id) {
  if (id == none) return "-";
  const expression& e = p->expressions[id];
  switch (e.op) {
    case operation::constant:
      if (e.type == value_type::text) return e.constant.text;
      if (e.type == value_type::date)
        return date::from_days(static_cast<std::int32_t>(e.constant.number)).to_string();
      return decimal::from_millionths(e.constant.number).to_string();
    case operation::measure:
      return shown(p, p->measures[e.index]);
    case operation::field:
      return p->fields[e.index].declared.name;
    case operation::subject_field:
      return "subject." + p.schema().subject[e.index].name;
    case operation::table:
    case operation::marginal:
      return shown(p, e, e.op == operation::table ? "by" : "by marginal") + " " +
             shown(p, p->tables[e.index]);
    case operation::grade:
      return "grade " + std::to_string(e.index);
    case operation::served:
      return "served";
    case operation::length:
      return "length";
    case operation::last_day:
      return "last_day";
    case operation::multiply:
      return shown(p, e, "multiply");
    case operation::subtract:
      return shown(p, e, "subtract");
    case operation::add:
      return shown(p, e, "add");
    case operation::divide:
      return shown(p, e, "divide");
    case operation::max:
      return shown(p, e, "max");
    case operation::equal:
      return shown(p, e, "equal");
    case operation::greater:
      return shown(p, e, "greater");
    case operation::greater_equal:
      return shown(p, e, "at_least");
    case operation::ratio:
      return shown(p, e, "ratio");
    case operation::previous:
      return shown(p, e, "previous");
    case operation::total:
      return "total";
    case operation::vetoed:
      return "vetoed";
    default:
      return shown(p, e, "other");
  }
}

names fields_of(const policy& p, const std::vector<std::uint32_t>& by) {
  names out;
  for (const std::uint32_t f : by) out.push_back(p->fields[f].declared.name);
  return out;
}

std::string shown(const force& f) {
  const auto day = [](date d) {
    return d == date::min() || d == date::max() ? std::string("…") : d.to_string();
  };
  return day(f.first) + " " + day(f.last);
}

}  // namespace

TEST_CASE("selections keep their order, keys and numbers") {
  const policy p = good("choices");
  const std::vector<selection>& all = block_called(p, "visit").selections;
  struct row {
    selection_kind kind;
    int n;
    period_unit per;
    names by;
  };
  const row rows[] = {
      {selection_kind::first, 1, period_unit::month, {"matter", "place"}},
      {selection_kind::first, 2, period_unit::day, {}},
      {selection_kind::after, 1, period_unit::year, {"matter"}},
      {selection_kind::best, 1, period_unit::quarter, {"place"}},
      {selection_kind::best, 0, period_unit::half, {}},
  };
  CHECK(all.size() == std::size(rows));
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    CHECK(all[i].kind == rows[i].kind);
    if (all[i].computed == none) CHECK(all[i].n == decimal::of(rows[i].n));
    CHECK(all[i].per == rows[i].per);
    CHECK(fields_of(p, all[i].by) == rows[i].by);
    CHECK((all[i].when != none) == (i == 0));
    CHECK((all[i].computed != none) == (i == 4));
  }
  CHECK(shown(p, all[4].computed) == "by(subject.duty) { 5 3 }");
  CHECK(block_called(p, "late").selections.at(0).kind == selection_kind::best);
  CHECK(block_called(p, "late").counts_deductions);
}

TEST_CASE("limits by keys act from the finest keys and periods, floors first") {
  const policy p = good("choices");
  std::vector<std::string> seen;
  for (const keyed_limit& k : block_called(p, "visit").keyed_limits)
    seen.push_back((k.is_cap ? "cap " : "floor ") + k.points.to_string() + " " +
                   std::to_string(k.by.size()) + (k.per == period_unit::month ? " month" : " year"));
  CHECK(seen == std::vector<std::string>{"floor -1 2 month", "cap 6 2 month", "cap 3 1 month",
                                         "cap 9 1 year"});
}

TEST_CASE("numbers of limits are folded or worked out for each subject") {
  const policy p = good("choices");
  const block& whole = p->blocks[0];
  CHECK(whole.bases.at(0).points == decimal::of(20));
  CHECK(whole.bases[0].computed == none);
  CHECK(shown(p, whole.caps.at(0).computed) == "by(subject.duty) { 120 100 }");
  CHECK(block_called(p, "late").caps.at(0).points == number("2.5"));
  CHECK(whole.weights.at(0).numerator == decimal::of(12));
  CHECK(whole.weights[0].divisor == decimal::of(15));
  CHECK(block_called(p, "honours").weights.at(0).divisor == decimal::of(1));
  CHECK(block_called(p, "honours").highests.at(0).per == period_unit::year);
  CHECK(shown(p, block_called(p, "visit").lines.at(1).value) == "by marginal(hours) { 1 0.5 }");
}

TEST_CASE("points of periods are written out") {
  const policy p = good("periods");
  struct row {
    const char *name, *value, *when;
  };
  const row rows[] = {
      {"attend", "10", "at_least(points visit, 30)"},
      {"attend", "multiply(5, max(0, subtract(3, count attend)))", "equal(served, length)"},
      {"absent", "5", "at_least(count absent, 3)"},
      {"visit", "by(count visit) { 5 8 10 }", "-"},
      {"visit", "add(sum visit.hours, days visit)", "-"},
      {"visit", "by marginal(sum meetings.hours) { 0.1 0.2 }", "-"},
      {"share", "multiply(ratio(count attend, count meetings, 1), 10)", "-"},
      {"share", "divide(previous(count periods), length)", "equal(served, length)"},
      {"share", "2",
       "greater(count share when other(greater(hours, 1), other(late)), count attend when "
       "greater(only, 2))"},
      {"share", "3", "other(greater(last_day, 2023-06-30), equal(subject.duty, 主任))"},
      {"needed", "multiply(2.5, max(0, subtract(4, count needed)))", "equal(served, length)"},
      {"needed", "count visit", "greater(points visit, 3)"},
  };
  std::map<std::string, std::size_t> at;
  for (const row& r : rows) {
    CAPTURE(r.name);
    const period_line& l = block_called(p, r.name).period_lines.at(at[r.name]++);
    CHECK(shown(p, l.value) == r.value);
    CHECK(shown(p, l.when) == r.when);
  }
  const std::vector<period_line>& visit = block_called(p, "visit").period_lines;
  CHECK(visit[0].running);
  CHECK(visit[1].per == period_unit::overall);
  CHECK(visit[1].running);
  CHECK_FALSE(visit[2].running);
  const period_line& required = block_called(p, "attend").period_lines.at(1);
  CHECK(required.is_deduction);
  CHECK(required.required->n == decimal::of(3));
  CHECK(required.required->each == decimal::of(5));
  CHECK(block_called(p, "absent").period_lines[0].label == "三次以上");
  CHECK(block_called(p, "absent").counts_deductions);
  CHECK_FALSE(block_called(p, "attend").counts_deductions);
}

TEST_CASE("measures stand in the order of the text") {
  for (const char* name : {"periods", "results", "amended"}) {
    const policy p = good(name);
    CHECK_FALSE(p->measures.empty());
    for (std::size_t i = 1; i < p->measures.size(); ++i)
      CHECK(p->measures[i - 1].where.begin < p->measures[i].where.begin);
  }
}

TEST_CASE("lists have keys, and vetoes several effects") {
  const policy p = good("results");
  const list& honoured = p->lists.at(0);
  CHECK(honoured.within_org_unit);
  names keys;
  for (const expression_id key : honoured.by) keys.push_back(shown(p, key));
  CHECK(keys == names{"total", "points visit", "subject.joined", "vetoed"});
  CHECK_FALSE(p->lists.at(1).within_org_unit);
  struct row {
    effect_kind kind;
    period_unit per;
    const char* grade;
    std::uint32_t list;
    int periods;
  };
  const row rows[] = {{effect_kind::void_points, period_unit::year, "", none, 1},
                      {effect_kind::grade, period_unit::year, "不合格", none, 1},
                      {effect_kind::grade, period_unit::month, "取消", none, 1},
                      {effect_kind::bar, period_unit::year, "", 0, 2},
                      {effect_kind::bar, period_unit::month, "", 1, 1}};
  const std::vector<effect>& effects = p->vetoes.at(0).effects;
  CHECK(effects.size() == std::size(rows));
  for (std::size_t i = 0; i < effects.size(); ++i) {
    CAPTURE(i);
    CHECK(effects[i].kind == rows[i].kind);
    CHECK(effects[i].per == rows[i].per);
    CHECK(effects[i].grade == rows[i].grade);
    CHECK(effects[i].list == rows[i].list);
    CHECK(effects[i].periods == rows[i].periods);
  }
  CHECK(p->vetoes.at(1).effects.at(0).periods == 3);
}

TEST_CASE("amendments give blocks further texts") {
  const policy p = good("amended");
  struct row {
    const char* name;
    std::size_t version;
    const char *asked, *in_force, *cite;
  };
  const row rows[] = {
      {"amended", 0, "… 2022-12-31", "2022-01-01 2022-12-31", "原办法"},
      {"amended", 1, "2023-01-01 2023-12-31", "2023-01-01 2023-12-31", "2023年修订"},
      {"amended", 2, "2024-01-01 …", "2024-01-01 …", "2024年修订"},
      {"duty", 0, "… 2022-12-31", "2022-01-01 2022-12-31", ""},
      {"duty", 1, "2023-01-01 …", "2023-01-01 …", "2023年修订"},
      {"visit", 0, "… 2022-12-31", "2022-01-01 2022-12-31", "第一条"},
      {"visit", 1, "2023-01-01 …", "2023-01-01 …", "第二条"},
      {"study", 0, "… 2022-12-31", "2022-01-01 2022-12-31", ""},
      {"study", 1, "2023-01-01 2023-12-31", "2023-01-01 2023-12-31", "2023年修订"},
      {"study", 2, "2024-01-01 …", "2024-01-01 …", "2024年修订"},
      {"dropped", 0, "… …", "2022-01-01 2022-12-31", ""},
      {"more", 0, "… …", "2023-01-01 …", "2023年修订"},
      {"speech", 0, "… …", "2023-01-01 …", "2023年修订"},
      {"added", 0, "… …", "2024-01-01 …", "2024年修订"},
  };
  std::map<std::string, std::size_t> texts;
  for (const row& r : rows) {
    CAPTURE(r.name);
    CAPTURE(r.version);
    const block_version& v = block_called(p, r.name).versions.at(r.version);
    CHECK(shown(v.asked) == r.asked);
    CHECK(shown(v.in_force) == r.in_force);
    CHECK(v.cite == r.cite);
    texts[r.name] = r.version + 1;
  }
  for (const block& b : p->blocks) CHECK(b.versions.size() == texts[b.name]);
  CHECK(names_of(p) == names{"amended", "duty", "visit", "study", "dropped", "more", "speech",
                             "added"});
  CHECK(block_called(p, "duty").label == "履职");
  CHECK(block_called(p, "visit").label == "走访");
  CHECK(block_called(p, "visit").cite == "第一条");
  CHECK(block_called(p, "added").parent == 0);
  CHECK(block_called(p, "speech").parent == p.find_block("more"));
  CHECK(shown(block_called(p, "study").in_force) == "2022-01-01 …");
  CHECK(shown(block_called(p, "dropped").in_force) == "2022-01-01 2022-12-31");
}

TEST_CASE("clauses belong to the text in which they stand") {
  const policy p = good("amended");
  const auto versions = [](const auto& clauses) {
    std::string out;
    for (const auto& c : clauses) out += std::to_string(c.version);
    return out;
  };
  const block& visit = block_called(p, "visit");
  CHECK(versions(visit.selectors) == "01");
  CHECK(versions(visit.lines) == "011");
  CHECK_FALSE(visit.counts_deductions);
  const block& study = block_called(p, "study");
  CHECK(versions(study.selectors) == "012");
  CHECK(versions(study.selections) == "0");
  CHECK(versions(study.keyed_limits) == "2");

  // Direct clauses of the policy stay unless the amendment has some of their keyword.
  const block& whole = p->blocks[0];
  CHECK(versions(whole.accepts) == "012");
  CHECK(whole.accepts[1].reason == "至少一次");
  CHECK(whole.accepts[2].reason == "至少一次");
  std::vector<std::string> limits;
  for (const limit& l : whole.caps)
    limits.push_back(std::to_string(l.version) + ": " + l.points.to_string());
  CHECK(limits == std::vector<std::string>{"0: 20", "1: 20", "0: 100", "1: 100", "2: 120"});
  limits.clear();
  for (const base& b : whole.bases)
    limits.push_back(std::to_string(b.version) + ": " + b.points.to_string());
  CHECK(limits == std::vector<std::string>{"0: 60", "1: 70", "2: 70"});
}

TEST_CASE("vetoes, grades and lists have texts of their own") {
  const policy p = good("amended");
  struct row {
    const char *name, *where, *asked, *in_force;
  };
  const row rows[] = {
      {"visit_veto", "visit", "… …", "2022-01-01 2022-12-31"},
      {"dropped_veto", "dropped", "… …", "2022-01-01 2022-12-31"},
      {"duty_veto", "duty", "… 2022-12-31", "2022-01-01 2022-12-31"},
      {"whole", "amended", "… 2023-12-31", "2022-01-01 2023-12-31"},
      {"duty_veto", "duty", "2023-01-01 …", "2023-01-01 …"},
      {"whole", "amended", "2024-01-01 …", "2024-01-01 …"},
  };
  CHECK(p->vetoes.size() == std::size(rows));
  for (std::size_t i = 0; i < p->vetoes.size(); ++i) {
    const veto& v = p->vetoes[i];
    CAPTURE(i);
    CHECK(v.name == rows[i].name);
    CHECK(p->blocks[v.where_it_stands].name == rows[i].where);
    CHECK(shown(v.asked) == rows[i].asked);
    CHECK(shown(v.in_force) == rows[i].in_force);
  }
  CHECK(p->vetoes[5].effects.at(1).list == 0);

  CHECK(p->grades.size() == 3);
  CHECK(shown(p->grades[0].asked) == "… 2023-12-31");
  CHECK(shown(p->grades[1].asked) == "2023-01-01 …");
  CHECK(shown(p->grades[2].asked) == "2024-01-01 …");
  CHECK(p->grades[2].first_text == 0);
  CHECK(p->grades[1].first_text == 1);
  CHECK(p->lists.size() == 2);
  CHECK(p->lists[1].first_text == 0);
  CHECK(p->lists[1].label == "先进");
  CHECK(shown(p->lists[0].asked) == "… 2023-12-31");
  CHECK(shown(p->lists[0].in_force) == "2022-01-01 2023-12-31");
  CHECK(shown(p->lists[1].in_force) == "2024-07-01 …");
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
