#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "dutyscore/impl/plan/reading_order.ipp"
#include "dutyscore/impl/plan/table_tree.ipp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore {
namespace detail {

class planner {
 public:
  explicit planner(const policy& p) : plan_(p), data_(plan_.policy.data()) {}

  plan run() {
    plan_.indicators.resize(data_.blocks.size());
    for (const table& t : data_.tables) lower_table(t);
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].kind == block_kind::indicator) add_indicator(b);
    for (std::uint32_t v = 0; v < data_.vetoes.size(); ++v) add_veto(v);
    for (auto& [kind, rules] : kinds_) plan_.kinds.push_back({kind, std::move(rules)});
    plan_.segment = has_clause_per_day() ? period_unit::day : period_unit::month;
    add_cuts();
    lower_on_periods();
    add_measured();
    plan_.order = detail::reading_order(data_).run();
    return std::move(plan_);
  }

 private:
  using registers = std::map<std::pair<expression_id, int>, column::register_id>;

  std::uint32_t text_index(const std::string& text) {
    const auto next = static_cast<std::uint32_t>(plan_.texts.size());
    const auto [at, is_new] = text_indices_.try_emplace(text, next);
    if (is_new) plan_.texts.push_back(text);
    return at->second;
  }

  // ---- expressions ----

  /// Emits an expression once per program, because computed fields may be shared many times over.
  /// `back`: how many periods before the one at hand its functions read.
  column::register_id emit(expression_id id, int back, column::program& out, registers& done) {
    if (const auto known = done.find({id, back}); known != done.end()) return known->second;
    const expression& e = data_.expressions[id];
    const bool is_computed = e.op == operation::field && data_.fields[e.index].computed != none;
    const column::register_id at = is_computed
                                       ? emit(data_.fields[e.index].computed, back, out, done)
                                       : append(e, back, out, done);
    done.emplace(std::pair(id, back), at);
    return at;
  }

  column::register_id append(const expression& e, int back, column::program& out,
                             registers& done) {
    column::instruction i;
    if (e.op == operation::previous) ++back;
    const bool is_table = e.op == operation::table || e.op == operation::marginal;
    for (expression_id arg : is_table ? data_.tables[e.index].keys : e.args)
      i.args.push_back(emit(arg, back, out, done));
    if (is_table)
      for (const table_row& row : data_.tables[e.index].rows)
        i.args.push_back(emit(row.value, back, out, done));
    i.op = e.op;
    i.type = e.type;
    i.index = e.op == operation::field ? data_.fields[e.index].column : e.index;
    i.places = e.places;
    i.mode = e.mode;
    i.periods_back = back;
    if (e.op == operation::constant)
      i.immediate = e.type == value_type::text ? text_index(e.constant.text) : e.constant.number;
    if (e.op == operation::subject_field) plan_.reads_roster = true;
    out.code.push_back(std::move(i));
    return static_cast<column::register_id>(out.code.size() - 1);
  }

  column::program lower(expression_id id) {
    column::program out;
    registers done;
    emit(id, 0, out, done);
    return out;
  }

  std::optional<column::program> lower_optional(expression_id id) {
    return id == none ? std::nullopt : std::optional(lower(id));
  }

  // ---- tables ----

  void lower_table(const table& t) {
    std::vector<bool> is_text;
    for (expression_id key : t.keys)
      is_text.push_back(data_.expressions[key].type == value_type::text);
    const auto value_of = [this](const table_cell& cell, bool text) {
      return text ? std::int64_t{text_index(cell.value.text)} : cell.value.number;
    };
    plan_.tables.push_back(table_tree(t, is_text, value_of).run());
  }

  // ---- rules ----

  std::vector<block_id> chain_to(block_id b) const {
    std::vector<block_id> chain;
    for (; b != none; b = data_.blocks[b].parent) chain.insert(chain.begin(), b);
    return chain;
  }

  static bool is_bounded(const force& f) { return f.first > date::min() || f.last < date::max(); }

  std::uint32_t add_slot(const slot_use& use) {
    plan_.slots.push_back(use);
    return static_cast<std::uint32_t>(plan_.slots.size() - 1);
  }

  /// A rule whose force and acceptances are those of the blocks around it. An enclosing block may
  /// have other versions than the block itself: what it says then stands in the conditions of its own
  /// days.
  rule& add_rule(block_id to, std::uint32_t slot, const force& asked) {
    rule& r = plan_.rules.emplace_back();
    r.slot = slot;
    r.block = to;
    r.asked = asked;
    return r;
  }

  void add_force(rule& r, block_id b, const force& f) {
    if (is_bounded(f)) r.forces.push_back({f, b, none});
  }

  void add_selectors(std::uint32_t rule_number, const std::vector<selector>& selectors,
                     std::uint32_t version) {
    for (const selector& s : selectors) {
      if (s.version != version) continue;
      for (const std::string& kind : s.kinds) {
        auto& rules = kinds_[kind];
        if (rules.empty() || rules.back().rule != rule_number)
          rules.push_back({rule_number, false, {}});
        if (s.when == none)
          rules.back().always = true;
        else
          rules.back().whens.push_back(lower(s.when));
      }
    }
  }

  /// The days on which neither the block nor one around it changes its text, within `whole`.
  std::vector<force> stretches_of(block_id b, const force& whole) const {
    std::set<date> starts{whole.first};
    for (block_id outer : chain_to(b))
      for (const block_version& v : data_.blocks[outer].versions)
        if (v.asked.first > whole.first && v.asked.first <= whole.last)
          starts.insert(v.asked.first);
    std::vector<force> out;
    for (date d : starts) {
      if (!out.empty()) out.back().last = d - 1;
      out.push_back({d, whole.last});
    }
    return out;
  }

  void add_indicator(block_id b) {
    const block& source = data_.blocks[b];
    indicator_plan& made = plan_.indicators[b];
    made.slot = add_slot({b, none, none});
    made.keeps_activities = !source.selections.empty() || !source.keyed_limits.empty();
    if (made.keeps_activities) add_kept_values(source, made);
    add_measures(b, made);
    made.measures_before = plan_.measures;
    plan_.measures += made.measures.size();
    for (const force& asked : stretches_of(b, {})) add_indicator_rule(b, asked);
  }

  void add_indicator_rule(block_id b, const force& asked) {
    const block& source = data_.blocks[b];
    const std::uint32_t version = source.version_on(asked.first);
    const auto number = static_cast<std::uint32_t>(plan_.rules.size());
    rule& r = add_rule(b, plan_.indicators[b].slot, asked);
    for (block_id outer : chain_to(b)) {
      const block& around = data_.blocks[outer];
      const std::uint32_t v = around.version_on(asked.first);
      add_force(r, outer, around.versions[v].in_force);
      for (const acceptance& a : around.accepts)
        if (a.version == v) r.accepts.push_back({lower(a.when), a.reason, outer, none});
    }
    for (std::uint32_t l = 0; l < source.lines.size(); ++l) {
      if (source.lines[l].version != version) continue;
      r.lines.push_back(lower_line(source.lines[l]));
      r.line_numbers.push_back(l);
    }
    for (const factor& f : source.factors)
      if (f.version == version)
        r.factors.push_back(
            {lower(f.numerator), lower_optional(f.divisor), lower_optional(f.when)});
    for (std::uint32_t k = 0; k < source.event_caps.size(); ++k) {
      if (source.event_caps[k].version != version) continue;
      r.event_cap = source.event_caps[k].points;
      r.event_cap_number = k;
    }
    r.counts_deductions = source.counts_deductions;
    add_selectors(number, source.selectors, version);
  }

  // ---- what is kept of activities, and counted ----

  void add_kept_values(const block& source, indicator_plan& out) {
    std::vector<std::pair<std::size_t, std::uint32_t>> fields;  // by their place in the text
    for (const selection& s : source.selections)
      for (std::uint32_t f : s.by) fields.emplace_back(s.where.begin, f);
    for (const keyed_limit& l : source.keyed_limits)
      for (std::uint32_t f : l.by) fields.emplace_back(l.where.begin, f);
    std::stable_sort(fields.begin(), fields.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [at, f] : fields) {
      if (std::count(out.key_fields.begin(), out.key_fields.end(), f)) continue;
      out.key_fields.push_back(f);
      out.keys.push_back(lower_field(f));
      out.key_is_text.push_back(data_.fields[f].declared.type == value_type::text);
    }
    for (const selection& s : source.selections) {
      out.when_of_selection.push_back(
          s.when == none ? none : static_cast<std::uint32_t>(out.whens.size()));
      if (s.when != none) out.whens.push_back(lower(s.when));
    }
  }

  bool is_within(block_id b, block_id outer) const {
    while (b != none && b != outer) b = data_.blocks[b].parent;
    return b == outer;
  }

  static bool is_same(const measure& a, const measure& b) {
    return a.kind == b.kind && a.field == b.field && a.when == b.when;
  }

  /// Those about the indicator or a block around it: counts with a condition first, in the order in
  /// which equal activities are told apart. Days tell activities that are kept apart whether or not
  /// anything asks for them.
  void add_measures(block_id b, indicator_plan& out) {
    const auto rank = [](const measure& m) {
      return m.kind != measure_kind::count ? static_cast<int>(m.kind) + 1 : m.when == none;
    };
    for (int r = 0; r <= static_cast<int>(measure_kind::sum) + 1; ++r) {
      for (std::uint32_t m = 0; m < data_.measures.size(); ++m) {
        const measure& source = data_.measures[m];
        if (source.kind == measure_kind::points || rank(source) != r || !is_within(b, source.of))
          continue;
        if (find_measure(out, source)) continue;
        planned_measure& made = out.measures.emplace_back();
        made.kind = source.kind;
        made.measure = m;
        if (source.field != none) made.value = lower_field(source.field);
        made.when = lower_optional(source.when);
        if (!out.keeps_activities)
          made.slot =
              add_slot({b, static_cast<std::uint32_t>(out.measures.size() - 1), none});
      }
      const bool has_days = std::any_of(
          out.measures.begin(), out.measures.end(),
          [](const planned_measure& m) { return m.kind == measure_kind::days; });
      if (r == static_cast<int>(measure_kind::days) + 1 && out.keeps_activities && !has_days)
        out.measures.emplace_back().kind = measure_kind::days;
    }
  }

  std::optional<std::uint32_t> find_measure(const indicator_plan& of, const measure& m) const {
    for (std::uint32_t i = 0; i < of.measures.size(); ++i)
      if (of.measures[i].measure != none && is_same(data_.measures[of.measures[i].measure], m))
        return i;
    return std::nullopt;
  }

  void add_measured() {
    for (const measure& m : data_.measures) {
      auto& parts = plan_.measured.emplace_back();
      if (m.kind == measure_kind::points) continue;
      for (block_id b = 0; b < data_.blocks.size(); ++b)
        if (data_.blocks[b].kind == block_kind::indicator && is_within(b, m.of))
          if (const auto i = find_measure(plan_.indicators[b], m)) parts.push_back({b, *i});
    }
  }

  planned_line lower_line(const line& l) {
    planned_line out;
    out.is_deduction = l.is_deduction;
    out.value = lower(l.value);
    out.unit = l.unit;
    out.step = l.step;
    out.step_rounding = l.step_rounding;
    out.when = lower_optional(l.when);
    if (l.field != none) out.counted = lower_field(l.field);
    return out;
  }

  column::program lower_field(std::uint32_t field) {
    const policy_field& f = data_.fields[field];
    if (f.computed != none) return lower(f.computed);
    column::instruction load;
    load.op = operation::field;
    load.type = f.declared.type;
    load.index = f.column;
    return {{load}};
  }

  void add_veto(std::uint32_t v) {
    const veto& source = data_.vetoes[v];
    const std::uint32_t slot = add_slot({source.where_it_stands, none, v});
    for (const force& asked : stretches_of(source.where_it_stands, source.asked)) {
      const auto number = static_cast<std::uint32_t>(plan_.rules.size());
      rule& r = add_rule(source.where_it_stands, slot, asked);
      r.veto = v;
      for (block_id outer : chain_to(source.where_it_stands)) {
        const block& around = data_.blocks[outer];
        add_force(r, outer, around.versions[around.version_on(asked.first)].in_force);
      }
      if (is_bounded(source.in_force)) r.forces.push_back({source.in_force, none, v});
      for (const acceptance& a : source.accepts)
        r.accepts.push_back({lower(a.when), a.reason, none, v});
      add_selectors(number, source.selectors, 0);
    }
  }

  // ---- the rest ----

  bool has_clause_per_day() const {
    const auto any_per_day = [](const auto& clauses) {
      return std::any_of(clauses.begin(), clauses.end(),
                         [](const auto& c) { return c.per == period_unit::day; });
    };
    return std::any_of(data_.blocks.begin(), data_.blocks.end(),
                       [&](const block& b) {
                         return any_per_day(b.caps) || any_per_day(b.floors) ||
                                any_per_day(b.bases) || any_per_day(b.keyed_limits) ||
                                any_per_day(b.highests) || any_per_day(b.period_lines);
                       }) ||
           std::any_of(data_.vetoes.begin(), data_.vetoes.end(),
                       [&](const veto& v) { return any_per_day(v.effects); }) ||
           any_per_day(data_.grades) || any_per_day(data_.lists);
  }

  void add_cuts() {
    std::set<date> cuts;
    for (const block& b : data_.blocks)
      for (const block_version& v : b.versions) {
        const date first = std::max(v.asked.first, v.in_force.first);
        const date last = std::min(v.asked.last, v.in_force.last);
        cuts.insert(v.asked.first);
        if (first <= last) cuts.insert(first);
        if (first <= last && last < date::max()) cuts.insert(last + 1);
      }
    cuts.erase(date::min());
    plan_.cuts.assign(cuts.begin(), cuts.end());
  }

  void lower_on_period(expression_id id) {
    if (id != none) plan_.on_period[id] = lower(id);
  }

  void lower_on_periods() {
    plan_.on_period.resize(data_.expressions.size());
    for (const block& b : data_.blocks) {
      for (const period_line& l : b.period_lines) {
        lower_on_period(l.value);
        lower_on_period(l.when);
      }
      const auto lower_computed = [this](const auto& clauses) {
        for (const auto& c : clauses) lower_on_period(c.computed);
      };
      lower_computed(b.selections);
      lower_computed(b.keyed_limits);
      lower_computed(b.bases);
      lower_computed(b.floors);
      lower_computed(b.caps);
    }
    for (const grade& g : data_.grades)
      for (const grade_row& row : g.rows) lower_on_period(row.when);
    for (const list& l : data_.lists) {
      lower_on_period(l.when);
      lower_on_period(l.unless);
      for (expression_id key : l.by) lower_on_period(key);
    }
  }

  plan plan_;
  const policy_data& data_;
  std::unordered_map<std::string, std::uint32_t> text_indices_;
  std::map<std::string, std::vector<kind_rule>> kinds_;
};

}  // namespace detail

DUTYSCORE_INLINE plan make_plan(const policy& policy) { return detail::planner(policy).run(); }

}  // namespace dutyscore
