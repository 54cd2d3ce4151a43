#pragma once

#include <algorithm>
#include <map>
#include <unordered_map>

#include "dutyscore/plan/plan.hpp"

namespace dutyscore {
namespace detail {

/// Finds the row of a table for one combination of classes, by the rule stated at policy.hpp's
/// `table`.
class table_search {
 public:
  table_search(const table& t, const std::vector<column::key_classes>& keys,
               const std::vector<std::string>& texts)
      : table_(t), keys_(keys), texts_(texts) {
    for (bool text : {true, false})
      for (std::size_t k = 0; k < keys.size(); ++k)
        if (keys[k].is_text == text) order_.push_back(k);
  }

  /// `classes`: one per key in the order written.
  std::int32_t find(const std::vector<std::size_t>& classes) const {
    std::vector<std::size_t> rows(table_.rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) rows[r] = r;
    for (std::size_t k : order_) {
      const bool had_from = std::any_of(rows.begin(), rows.end(), [&](std::size_t r) {
        return table_.rows[r].cells[k].kind == table_cell_kind::from;
      });
      rows = fitting(rows, k, classes[k]);
      if (rows.empty()) return had_from ? column::nothing : column::uncovered;
    }
    return static_cast<std::int32_t>(rows.front());
  }

 private:
  std::vector<std::size_t> fitting(const std::vector<std::size_t>& rows, std::size_t key,
                                   std::size_t value_class) const {
    std::vector<std::size_t> equal, above, otherwise;
    std::int64_t best = 0;
    for (std::size_t r : rows) {
      const table_cell& cell = table_.rows[r].cells[key];
      if (cell.kind == table_cell_kind::otherwise) otherwise.push_back(r);
      if (is_equal(cell, key, value_class)) equal.push_back(r);
      if (!reaches(cell, key, value_class)) continue;
      if (!above.empty() && cell.value.number > best) above.clear();
      if (!above.empty() && cell.value.number < best) continue;
      above.push_back(r);
      best = cell.value.number;
    }
    return !equal.empty() ? equal : !above.empty() ? above : otherwise;
  }

  bool is_equal(const table_cell& cell, std::size_t key, std::size_t value_class) const {
    if (cell.kind != table_cell_kind::exactly) return false;
    const column::key_classes& k = keys_[key];
    if (k.is_text)
      return value_class < k.texts.size() && texts_[k.texts[value_class]] == cell.value.text;
    return value_class % 2 == 1 && k.numbers[value_class / 2] == cell.value.number;
  }

  bool reaches(const table_cell& cell, std::size_t key, std::size_t value_class) const {
    return cell.kind == table_cell_kind::from && value_class > 0 &&
           cell.value.number <= keys_[key].numbers[(value_class - 1) / 2];
  }

  const table& table_;
  const std::vector<column::key_classes>& keys_;
  const std::vector<std::string>& texts_;
  std::vector<std::size_t> order_;
};

class planner {
 public:
  explicit planner(const policy& p) : plan_(p), data_(plan_.policy.data()) {}

  plan run() {
    plan_.slot_of_block.assign(data_.blocks.size(), none);
    for (const table& t : data_.tables) lower_table(t);
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].kind == block_kind::indicator) add_indicator(b);
    plan_.veto_slots = static_cast<std::uint32_t>(plan_.rules.size());
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

  column::key_classes classes_of(const table& t, std::size_t key) {
    column::key_classes out;
    out.is_text = data_.expressions[t.keys[key]].type == value_type::text;
    for (const table_row& row : t.rows) {
      const table_cell& cell = row.cells[key];
      if (cell.kind == table_cell_kind::otherwise) continue;
      if (out.is_text)
        out.texts.push_back(text_index(cell.value.text));
      else
        out.numbers.push_back(cell.value.number);
    }
    const auto make_unique = [](auto& values) {
      std::sort(values.begin(), values.end());
      values.erase(std::unique(values.begin(), values.end()), values.end());
    };
    make_unique(out.texts);
    make_unique(out.numbers);
    return out;
  }

  void lower_table(const table& t) {
    column::lookup out;
    out.rows = t.rows.size();
    std::size_t combinations = 1;
    for (std::size_t k = 0; k < t.keys.size(); ++k) {
      out.keys.push_back(classes_of(t, k));
      combinations *= out.keys.back().count();
    }
    const table_search search(t, out.keys, plan_.texts);
    std::vector<std::size_t> classes(t.keys.size());
    for (std::size_t c = 0; c < combinations; ++c) {
      std::size_t rest = c;
      for (std::size_t k = t.keys.size(); k-- > 0; rest /= out.keys[k].count())
        classes[k] = rest % out.keys[k].count();
      out.row_of.push_back(search.find(classes));
    }
    plan_.tables.push_back(std::move(out));
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
