#pragma once

#include <algorithm>
#include <map>
#include <unordered_map>

#include "dutyscore/impl/plan/table_tree.ipp"
#include "dutyscore/plan/plan.hpp"

namespace dutyscore {
namespace detail {

class planner {
 public:
  explicit planner(const policy& p) : plan_(p), data_(plan_.policy.data()) {}

  plan run() {
    plan_.slot_of_block.assign(data_.blocks.size(), none);
    for (const table& t : data_.tables) lower_table(t);
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].kind == block_kind::indicator) add_indicator(b);
    for (std::uint32_t v = 0; v < data_.vetoes.size(); ++v) add_veto(v);
    for (auto& [kind, rules] : kinds_) plan_.kinds.push_back({kind, std::move(rules)});
    plan_.segment = has_clause_per_day() ? period_unit::day : period_unit::month;
    add_subject_conditions();
    return std::move(plan_);
  }

 private:
  using registers = std::unordered_map<expression_id, column::register_id>;

  std::uint32_t text_index(const std::string& text) {
    const auto next = static_cast<std::uint32_t>(plan_.texts.size());
    const auto [at, is_new] = text_indices_.try_emplace(text, next);
    if (is_new) plan_.texts.push_back(text);
    return at->second;
  }

  // ---- expressions ----

  /// Emits an expression once per program, because computed fields may be shared many times over.
  column::register_id emit(expression_id id, column::program& out, registers& done) {
    if (const auto known = done.find(id); known != done.end()) return known->second;
    const expression& e = data_.expressions[id];
    const bool is_computed = e.op == operation::field && data_.fields[e.index].computed != none;
    const column::register_id at =
        is_computed ? emit(data_.fields[e.index].computed, out, done) : append(e, out, done);
    done.emplace(id, at);
    return at;
  }

  column::register_id append(const expression& e, column::program& out, registers& done) {
    column::instruction i;
    const bool is_table = e.op == operation::table;
    for (expression_id arg : is_table ? data_.tables[e.index].keys : e.args)
      i.args.push_back(emit(arg, out, done));
    if (is_table)
      for (const table_row& row : data_.tables[e.index].rows)
        i.args.push_back(emit(row.value, out, done));
    i.op = e.op;
    i.type = e.type;
    i.index = e.op == operation::field ? data_.fields[e.index].column : e.index;
    i.places = e.places;
    i.mode = e.mode;
    if (e.op == operation::constant)
      i.immediate = e.type == value_type::text ? text_index(e.constant.text) : e.constant.number;
    if (e.op == operation::subject_field) plan_.reads_roster = true;
    out.code.push_back(std::move(i));
    return static_cast<column::register_id>(out.code.size() - 1);
  }

  column::program lower(expression_id id) {
    column::program out;
    registers done;
    emit(id, out, done);
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

  rule& add_rule(block_id to) {
    rule& r = plan_.rules.emplace_back();
    r.slot = static_cast<std::uint32_t>(plan_.rules.size() - 1);
    r.block = to;
    for (block_id b : chain_to(to))
      if (is_bounded(data_.blocks[b].in_force))
        r.forces.push_back({data_.blocks[b].in_force, b, none});
    return r;
  }

  void add_selectors(const rule& r, const std::vector<selector>& selectors) {
    for (const selector& s : selectors)
      for (const std::string& kind : s.kinds) {
        auto& rules = kinds_[kind];
        if (rules.empty() || rules.back().rule != r.slot) rules.push_back({r.slot, false, {}});
        if (s.when == none)
          rules.back().always = true;
        else
          rules.back().whens.push_back(lower(s.when));
      }
  }

  void add_indicator(block_id b) {
    const block& source = data_.blocks[b];
    rule& r = add_rule(b);
    plan_.slot_of_block[b] = r.slot;
    for (block_id outer : chain_to(b))
      for (const acceptance& a : data_.blocks[outer].accepts)
        r.accepts.push_back({lower(a.when), a.reason, outer, none});
    for (const line& l : source.lines) r.lines.push_back(lower_line(l));
    for (const factor& f : source.factors)
      r.factors.push_back({lower(f.numerator), lower_optional(f.divisor), lower_optional(f.when)});
    r.event_cap = source.event_cap;
    r.counts_deductions = source.counts_deductions;
    add_selectors(r, source.selectors);
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
    rule& r = add_rule(source.where_it_stands);
    r.veto = v;
    if (is_bounded(source.in_force)) r.forces.push_back({source.in_force, none, v});
    for (const acceptance& a : source.accepts)
      r.accepts.push_back({lower(a.when), a.reason, none, v});
    add_selectors(r, source.selectors);
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
                                any_per_day(b.bases);
                       }) ||
           std::any_of(data_.vetoes.begin(), data_.vetoes.end(),
                       [](const veto& v) { return v.effect_per == period_unit::day; });
  }

  void add_subject_conditions() {
    for (const grade& g : data_.grades) {
      auto& whens = plan_.grade_whens.emplace_back();
      for (const grade_row& row : g.rows) whens.push_back(lower_optional(row.when));
    }
    for (const list& l : data_.lists) {
      plan_.list_whens.push_back(lower_optional(l.when));
      plan_.list_unlesses.push_back(lower_optional(l.unless));
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
