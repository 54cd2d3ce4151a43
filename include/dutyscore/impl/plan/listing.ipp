#pragma once

#include <array>

#include "dutyscore/plan/plan.hpp"

namespace dutyscore {
namespace detail {

/// By the value of `operation`.
inline constexpr std::array<std::string_view, 49> operation_names{
    "constant", "field",       "subject", "kind",  "date",     "end",      "negate",
    "not",      "or",          "and",     "equal", "unequal",  "less",     "at most",
    "greater",  "at least",    "in",      "add",   "subtract", "multiply", "divide",
    "table",    "min",         "max",     "round", "floor",    "ceil",     "abs",
    "contains", "starts with", "days",    "years", "months",   "year",     "month",
    "day",      "choose",      "vetoed",  "rank",  "ranked",   "total",    "grade",
    "measure",  "served",      "length",  "last day", "previous", "ratio",    "marginal"};
static_assert(operation_names.size() == static_cast<std::size_t>(operation::marginal) + 1);

class plan_listing {
 public:
  explicit plan_listing(const plan& p) : plan_(p), data_(p.policy.data()) {}

  std::string run() {
    out_ = "plan of " + data_.name + ": cells by " +
           (plan_.segment == period_unit::day ? "day" : "month") + ", lines with " +
           std::to_string(data_.decimals) + " decimals\n";
    for (const kind_plan& k : plan_.kinds) add_kind(k);
    for (std::size_t r = 0; r < plan_.rules.size(); ++r) add_rule(r);
    for (block_id b = 0; b < plan_.indicators.size(); ++b) add_indicator(b);
    for (std::size_t e = 0; e < plan_.on_period.size(); ++e)
      if (!plan_.on_period[e].code.empty())
        add_program("on a period: expression " + std::to_string(e), plan_.on_period[e]);
    for (std::size_t t = 0; t < plan_.tables.size(); ++t) add_table(t);
    return out_;
  }

 private:
  void add_kind(const kind_plan& k) {
    out_ += "kind “" + k.kind + "”\n";
    for (const kind_rule& r : k.rules) {
      out_ += "  rule " + std::to_string(r.rule) + (r.always ? " always\n" : "\n");
      if (r.always) continue;
      for (const column::program& when : r.whens) add_program("when", when);
    }
  }

  void add_rule(std::size_t number) {
    const rule& r = plan_.rules[number];
    const bool is_veto = r.veto != none;
    out_ += "rule " + std::to_string(number) + (is_veto ? " veto " : " indicator ") +
            (is_veto ? data_.vetoes[r.veto].name : data_.blocks[r.block].name) + ", slot " +
            std::to_string(r.slot) + (r.counts_deductions ? ", counts deductions\n" : "\n");
    if (r.asked.first > date::min()) out_ += "  from " + r.asked.first.to_string() + "\n";
    if (r.asked.last < date::max()) out_ += "  to " + r.asked.last.to_string() + "\n";
    for (const planned_force& f : r.forces)
      out_ += "  in force " + f.days.first.to_string() + " to " + f.days.last.to_string() + "\n";
    for (const planned_acceptance& a : r.accepts)
      add_program("accept else “" + a.reason + "”", a.when);
    for (const planned_line& l : r.lines) add_line(l);
    for (const planned_factor& f : r.factors) {
      if (f.when) add_program("times when", *f.when);
      add_program("times", f.numerator);
      if (f.divisor) add_program("over", *f.divisor);
    }
    if (r.event_cap) out_ += "  cap " + r.event_cap->to_string() + " per event\n";
  }

  /// What the indicator adds beside its points.
  void add_indicator(block_id b) {
    const indicator_plan& i = plan_.indicators[b];
    if (i.measures.empty() && !i.keeps_activities) return;
    out_ += "indicator " + data_.blocks[b].name +
            (i.keeps_activities ? ": activities are kept\n" : "\n");
    for (const column::program& key : i.keys) add_program("key", key);
    for (const column::program& when : i.whens) add_program("selected when", when);
    for (const planned_measure& m : i.measures) {
      out_ += "  measure";
      out_ += m.slot == none ? "\n" : ", slot " + std::to_string(m.slot) + "\n";
      if (m.value) add_program("sum of", *m.value);
      if (m.when) add_program("count when", *m.when);
    }
  }

  void add_line(const planned_line& l) {
    if (l.when) add_program("line when", *l.when);
    add_program(l.is_deduction ? "deduct" : "award", l.value);
    if (l.unit == line_unit::day) out_ += "  per day\n";
    if (!l.counted) return;
    const std::string step = l.unit == line_unit::step ? l.step.to_string() + " of" : "each of";
    add_program("per " + step, *l.counted);
  }

  void add_program(const std::string& title, const column::program& p) {
    out_ += "  " + title + "\n";
    for (std::size_t i = 0; i < p.code.size(); ++i)
      out_ += "    r" + std::to_string(i) + " = " + text_of(p.code[i]) + "\n";
  }

  std::string text_of(const column::instruction& i) const {
    std::string out(operation_names[static_cast<std::size_t>(i.op)]);
    if (i.op == operation::constant) out += " " + constant(i);
    if (i.op == operation::field) out += " " + plan_.policy.schema().activity[i.index].name;
    if (i.op == operation::subject_field) out += "." + plan_.policy.schema().subject[i.index].name;
    if (i.op == operation::table || i.op == operation::marginal || i.op == operation::measure)
      out += " " + std::to_string(i.index);
    if (i.periods_back > 0) out += ", " + std::to_string(i.periods_back) + " back";
    if (i.op == operation::round) out += " to " + std::to_string(i.places);
    for (column::register_id a : i.args) out += " r" + std::to_string(a);
    return out;
  }

  std::string constant(const column::instruction& i) const {
    switch (i.type) {
      case value_type::text:
        return "“" + plan_.texts[static_cast<std::size_t>(i.immediate)] + "”";
      case value_type::date:
        return date::from_days(static_cast<std::int32_t>(i.immediate)).to_string();
      case value_type::flag:
        return i.immediate ? "yes" : "no";
      default:
        return decimal::from_millionths(i.immediate).to_string();
    }
  }

  void add_table(std::size_t t) {
    const column::lookup& table = plan_.tables[t];
    out_ += "table " + std::to_string(t) + ": " + std::to_string(table.keys) + " keys, " +
            std::to_string(table.rows) + " rows\n";
    add_node(table, 0, 1);
  }

  /// A node and those below it, as far as its branches lead.
  void add_node(const column::lookup& table, std::int32_t at, std::size_t level) {
    const column::table_node& node = table.nodes[static_cast<std::size_t>(at)];
    const std::string key = "key " + std::to_string(node.key) + " ";
    const auto value_of = [&](const column::table_branch& b) {
      return node.is_text ? "“" + plan_.texts[static_cast<std::size_t>(b.value)] + "”"
                          : decimal::from_millionths(b.value).to_string();
    };
    for (const column::table_branch& b : node.exact)
      add_branch(table, key + value_of(b), b.to, level);
    for (const column::table_branch& b : node.from)
      add_branch(table, key + "from " + value_of(b), b.to, level);
    add_branch(table, key + "otherwise", node.otherwise, level);
  }

  void add_branch(const column::lookup& table, const std::string& value, std::int32_t to,
                  std::size_t level) {
    const bool is_row = level == table.keys;
    out_ += std::string(2 * level, ' ') + value;
    out_ += to == column::uncovered ? ": bad row\n"
            : to == column::nothing ? ": 0\n"
            : is_row                ? ": row " + std::to_string(to) + "\n"
                                    : "\n";
    if (to >= 0 && !is_row) add_node(table, to, level + 1);
  }

  const plan& plan_;
  const policy_data& data_;
  std::string out_;
};

}  // namespace detail

DUTYSCORE_INLINE std::string to_text(const plan& plan) { return detail::plan_listing(plan).run(); }

}  // namespace dutyscore
