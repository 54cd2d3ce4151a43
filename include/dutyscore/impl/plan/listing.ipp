#pragma once

#include "dutyscore/impl/plan/program_text.ipp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore {
namespace detail {

class plan_listing {
 public:
  explicit plan_listing(const plan& p) : plan_(p), data_(p.policy.data()), text_(p) {}

  std::string run() {
    out_ = "plan of " + data_.name + ": cells by " +
           (plan_.segment == period_unit::day ? "day" : "month") + ", lines with " +
           std::to_string(data_.decimals) + " decimals\n\nkinds, and the rules that look at them\n";
    for (const kind_plan& k : plan_.kinds) add_kind(k);
    for (std::size_t r = 0; r < plan_.rules.size(); ++r) add_rule(r);
    for (block_id b = 0; b < plan_.indicators.size(); ++b) add_indicator(b);
    for (std::size_t t = 0; t < plan_.tables.size(); ++t) add_table(t);
    add_cells();
    out_ += "\nreading, block after block\n";
    for (const block_id b : plan_.order) add_block(b);
    for (const grade& g : data_.grades) add_grade(g);
    for (const list& l : data_.lists) add_list(l);
    return out_;
  }

 private:
  void add(std::size_t indent, const std::string& line) {
    out_ += std::string(2 * indent, ' ') + line + "\n";
  }

  // ---- rows

  void add_kind(const kind_plan& k) {
    out_ += "  “" + k.kind + "”:";
    for (const kind_rule& r : k.rules) {
      out_ += (&r == k.rules.data() ? " " : ", ") + name_of(plan_.rules[r.rule]) + " (rule " +
              std::to_string(r.rule) + ")";
      for (std::size_t w = 0; w < r.whens.size() && !r.always; ++w)
        out_ += (w == 0 ? " when " : " or when ") + text_(r.whens[w]);
    }
    out_ += "\n";
  }

  std::string name_of(const rule& r) const {
    return r.veto != none ? data_.vetoes[r.veto].name : data_.blocks[r.block].name;
  }

  void add_rule(std::size_t number) {
    const rule& r = plan_.rules[number];
    out_ += "\nrule " + std::to_string(number) + ": " + (r.veto != none ? "veto " : "indicator ") +
            name_of(r) + ", to slot " + std::to_string(r.slot) +
            (r.counts_deductions ? ", in deducted points\n" : "\n");
    if (const std::string asked = days(r.asked); !asked.empty())
      add(1, "for activities dated" + asked);
    add_forces(r);
    for (const planned_acceptance& a : r.accepts)
      add(1, "accept when " + text_(a.when) + ", else “" + a.reason + "”");
    for (const planned_line& l : r.lines) add_line(l);
    for (const planned_factor& f : r.factors) add_factor(f);
    if (r.event_cap) add(1, "cap " + r.event_cap->to_string() + " per event");
  }

  /// Blocks within each other often say the same days.
  void add_forces(const rule& r) {
    std::string before;
    for (const planned_force& f : r.forces)
      if (const std::string now = days(f.days); now != before) add(1, "in force" + (before = now));
  }

  static std::string days(const force& f) {
    return (f.first > date::min() ? " from " + f.first.to_string() : "") +
           (f.last < date::max() ? " to " + f.last.to_string() : "");
  }

  void add_line(const planned_line& l) {
    std::string line = (l.is_deduction ? "deduct " : "award ") + text_(l.value);
    if (l.unit == line_unit::day) line += " per day";
    if (l.unit == line_unit::field) line += " for each of " + text_(*l.counted);
    if (l.unit == line_unit::step)
      line += " for each " + l.step.to_string() + " of " + text_(*l.counted) + ", " +
              (l.step_rounding ? "rounded " + rounding_text(*l.step_rounding) : "exact");
    add(1, line + (l.when ? " when " + text_(*l.when) : ""));
  }

  static std::string rounding_text(rounding r) {
    constexpr std::array<std::string_view, 4> names{"half_even", "half_up", "up", "down"};
    return std::string(names[static_cast<std::size_t>(r)]);
  }

  void add_factor(const planned_factor& f) {
    add(1, "times " + text_(f.numerator) + (f.divisor ? " / " + text_(*f.divisor) : "") +
               (f.when ? " when " + text_(*f.when) : ""));
  }

  /// What the indicator adds beside its points.
  void add_indicator(block_id b) {
    const indicator_plan& i = plan_.indicators[b];
    if (i.measures.empty() && !i.keeps_activities) return;
    out_ += "\nindicator " + data_.blocks[b].name + " keeps " +
            (i.keeps_activities ? "each activity, with its points and\n" : "beside its points\n");
    for (const column::program& key : i.keys) add(1, "key " + text_(key));
    for (const column::program& when : i.whens) add(1, "whether " + text_(when));
    for (const planned_measure& m : i.measures)
      add(1, measure_text(m) + (m.slot == none ? "" : ", to slot " + std::to_string(m.slot)));
  }

  std::string measure_text(const planned_measure& m) const {
    if (m.value) return "sum of " + text_(*m.value);
    return (m.kind == measure_kind::days ? "its days" : "how many") +
           (m.when ? " when " + text_(*m.when) : "");
  }

  // ---- tables

  void add_table(std::size_t t) {
    const column::lookup& table = plan_.tables[t];
    out_ += "\ntable " + std::to_string(t) + ": " + std::to_string(table.keys) +
            (table.keys == 1 ? " key, " : " keys, ") + std::to_string(table.rows) + " rows\n";
    add_node(table, 0, 1);
  }

  /// A node and those below it, as far as its branches lead.
  void add_node(const column::lookup& table, std::int32_t at, std::size_t level) {
    const column::table_node& node = table.nodes[static_cast<std::size_t>(at)];
    const std::string key = table.keys == 1 ? "" : "key " + std::to_string(node.key) + " ";
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
    add(level, value + (to == column::uncovered ? ": bad row"
                        : to == column::nothing ? ": 0"
                        : is_row                ? ": row " + std::to_string(to)
                                                : ""));
    if (to >= 0 && !is_row) add_node(table, to, level + 1);
  }

  // ---- cells and their reading

  void add_cells() {
    out_ += "\nslots, of which each subject has a cell for each " +
            std::string(plan_.segment == period_unit::day ? "day" : "month") + " and basis\n";
    for (std::size_t s = 0; s < plan_.slots.size(); ++s) {
      const slot_use& use = plan_.slots[s];
      add(1, std::to_string(s) + " " +
                 (use.veto != none ? "activities of the veto " + data_.vetoes[use.veto].name
                  : use.measure != none
                      ? "of " + data_.blocks[use.block].name + ": " +
                            measure_text(plan_.indicators[use.block].measures[use.measure])
                      : "points of " + data_.blocks[use.block].name));
    }
  }

  void add_block(block_id b) {
    const block& of = data_.blocks[b];
    add(1, of.name + (of.kind == block_kind::indicator ? "" : " = " + members(of)));
    for (const selection& s : of.selections) add(2, selection_text(s) + version(of, s));
    for (const keyed_limit& l : of.keyed_limits)
      add(2, limit_text(l.is_cap ? "cap " : "floor ", l) + by(l.by) + version(of, l));
    for (const period_line& l : of.period_lines) add(2, period_line_text(l) + version(of, l));
    for (const highest& h : of.highests) add(2, "highest" + unit_text(h.per) + version(of, h));
    for (std::size_t unit = 0; unit < period_unit_count; ++unit)
      add_limits(of, static_cast<period_unit>(unit));
    for (const weight& w : of.weights)
      add(2, "weight " + w.numerator.to_string() + " / " + w.divisor.to_string() + version(of, w));
    for (const std::uint32_t v : of.vetoes) add(2, "veto " + data_.vetoes[v].name);
  }

  /// Base, floor and cap of one unit, in the order in which they act.
  void add_limits(const block& of, period_unit unit) {
    const auto add_some = [&](const char* word, const auto& some) {
      for (const auto& l : some)
        if (l.per == unit) add(2, limit_text(word, l) + version(of, l));
    };
    add_some("base ", of.bases);
    add_some("floor ", of.floors);
    add_some("cap ", of.caps);
  }

  std::string members(const block& of) const {
    std::string out;
    for (const block_id b : of.members) out += (out.empty() ? "" : " + ") + data_.blocks[b].name;
    return out;
  }

  void add_grade(const grade& g) {
    out_ +=
        "\ngrade" + (g.name.empty() ? "" : " " + g.name) + unit_text(g.per) + days(g.asked) + "\n";
    for (const grade_row& r : g.rows)
      add(1, "“" + r.name + "”" + (r.from ? " from " + r.from->to_string() : "") +
                 (r.when == none ? "" : " when " + on_period(r.when)));
  }

  void add_list(const list& l) {
    out_ += "\nlist " + l.name + unit_text(l.per) + days(l.asked) + "\n";
    for (const expression_id e : l.by) add(1, "by " + on_period(e));
    if (l.when != none) add(1, "when " + on_period(l.when));
    if (l.unless != none) add(1, "unless " + on_period(l.unless));
    if (l.top) add(1, "top " + l.top->to_string() + (l.top_is_percent ? " %" : ""));
  }

  template <class Limit>
  std::string limit_text(const char* word, const Limit& l) const {
    return word + number(l.points, l.computed) + unit_text(l.per);
  }

  std::string selection_text(const selection& s) const {
    constexpr std::array<const char*, 3> words{"first ", "after ", "best "};
    return words[static_cast<std::size_t>(s.kind)] + number(s.n, s.computed) + unit_text(s.per) +
           by(s.by) + (s.when == none ? "" : " of those that meet its condition");
  }

  std::string period_line_text(const period_line& l) const {
    return (l.is_deduction ? "deduct " : "award ") + on_period(l.value) + unit_text(l.per) +
           (l.running ? " running" : "") + (l.when == none ? "" : " when " + on_period(l.when));
  }

  std::string number(decimal literal, expression_id computed) const {
    return computed == none ? literal.to_string() : "(" + on_period(computed) + ")";
  }
  std::string on_period(expression_id e) const { return text_(plan_.on_period[e]); }

  std::string by(const std::vector<std::uint32_t>& fields) const {
    std::string out;
    for (const std::uint32_t f : fields)
      out += (out.empty() ? " by " : ", ") + data_.fields[f].declared.name;
    return out;
  }

  /// Of a block that amendments gave further texts: from when on the clause is asked.
  template <class Clause>
  static std::string version(const block& of, const Clause& c) {
    return of.versions.size() == 1 ? "" : days(of.versions[c.version].asked);
  }

  const plan& plan_;
  const policy_data& data_;
  program_text text_;
  std::string out_;
};

}  // namespace detail

DUTYSCORE_INLINE std::string to_text(const plan& plan) { return detail::plan_listing(plan).run(); }

}  // namespace dutyscore
