// Activities with which a clause may be tried: for every kind the values at which the policy's own
// conditions and tables change their mind, and the values beside them.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dutyscore/data/columns.hpp"
#include "dutyscore/impl/testing/scenario_fields.ipp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::detail::witness {

struct cell {
  std::uint32_t field = 0;  // of schema::activity
  cell_value value;
};

/// What somebody does, without who and when.
struct activity {
  std::string kind;
  std::vector<cell> cells;  // those that differ from the defaults
  int days = 1;
};

inline constexpr std::size_t most_values = 24;  // of one field
inline constexpr std::size_t most_pairs = 600;  // of the values of two fields

/// The constants that stand in one expression with each field.
class constants {
 public:
  explicit constants(const policy_data& data) : data_(data) {
    for (const block& b : data.blocks) {
      for (const selector& s : b.selectors) take(s.when);
      for (const acceptance& a : b.accepts) take(a.when);
      for (const line& l : b.lines) take(l.value), take(l.when), take_step(l);
      for (const factor& f : b.factors) take(f.numerator), take(f.divisor), take(f.when);
      for (const selection& s : b.selections) take(s.when);
    }
    for (const measure& m : data.measures) take(m.when);
    for (const veto& v : data.vetoes) {
      for (const selector& s : v.selectors) take(s.when);
      for (const acceptance& a : v.accepts) take(a.when);
    }
  }

  /// Of the field of policy_data::fields.
  const std::vector<cell_value>& of(std::uint32_t field) const {
    static const std::vector<cell_value> no_constants;
    const auto found = found_.find(field);
    return found == found_.end() ? no_constants : found->second;
  }

 private:
  void take(expression_id id) {
    if (id == none) return;
    fields_.clear();
    values_.clear();
    walk(id);
    for (const std::uint32_t f : fields_)
      found_[f].insert(found_[f].end(), values_.begin(), values_.end());
  }

  void take_step(const line& l) {
    if (l.field == none) return;
    fields_.clear();
    values_ = {{l.step.millionths(), {}}};
    walk_field(l.field);
    for (const std::uint32_t f : fields_) found_[f].push_back(values_.front());
  }

  void walk_field(std::uint32_t field) {
    if (data_.fields[field].computed != none)
      walk(data_.fields[field].computed);
    else
      fields_.insert(field);
  }

  void walk(expression_id id) {
    if (id == none) return;
    const expression& e = data_.expressions[id];
    if (e.op == operation::constant) values_.push_back(e.constant);
    if (e.op == operation::field) walk_field(e.index);
    for (const expression_id arg : e.args) walk(arg);
    if (e.op != operation::table) return;
    const table& t = data_.tables[e.index];
    for (const expression_id key : t.keys) walk(key);
    for (const table_row& row : t.rows) {
      for (const table_cell& c : row.cells)
        if (c.kind != table_cell_kind::otherwise) values_.push_back(c.value);
      walk(row.value);
    }
  }

  const policy_data& data_;
  std::set<std::uint32_t> fields_;
  std::vector<cell_value> values_;
  std::map<std::uint32_t, std::vector<cell_value>> found_;
};

/// Makes the activities of one kind: all as simple as possible, then one field after the other
/// through all its values, then two fields at a time.
class activity_maker {
 public:
  activity_maker(const policy_data& original, const policy_data& mutated)
      : data_(original), original_(original), mutated_(mutated) {}

  std::vector<activity> of(const std::string& kind) const {
    const std::vector<std::uint32_t> fields = fields_of(kind);
    const activity simple = simplest(kind);
    std::vector<activity> out{simple};
    for (const std::uint32_t f : fields)
      for (const cell_value& v : values(f)) out.push_back(with(simple, f, v));
    for (std::size_t i = 0; i < fields.size(); ++i)
      for (std::size_t k = i + 1; k < fields.size(); ++k)
        add_pairs(simple, fields[i], fields[k], out);
    for (const int days : {2, 4}) out.push_back(simple), out.back().days = days;
    return out;
  }

 private:
  /// Fields that make a difference for this kind, by their columns.
  std::vector<std::uint32_t> fields_of(const std::string& kind) const {
    const scenarios::fields_read read(data_, kind);
    std::vector<std::uint32_t> out;
    for (std::uint32_t f = 0; f < data_.fields.size(); ++f)
      if (data_.fields[f].column != none && read.contains(f) && column(f).is_for(kind))
        out.push_back(f);
    return out;
  }

  const schema_field& column(std::uint32_t field) const {
    return data_.schema.activity[data_.fields[field].column];
  }

  activity simplest(const std::string& kind) const {
    activity out{kind, {}, 1};
    for (std::uint32_t f = 0; f < data_.fields.size(); ++f) {
      if (data_.fields[f].column == none || !column(f).is_for(kind)) continue;
      if (!column(f).default_value) out.cells.push_back({data_.fields[f].column, simplest(f)});
    }
    return out;
  }

  cell_value simplest(std::uint32_t f) const {
    const schema_field& c = column(f);
    if (c.type == value_type::text) return {0, c.one_of.empty() ? "A" : c.one_of.front()};
    if (c.type == value_type::date) return {date::of(2023, 6, 1)->days(), {}};
    if (c.type == value_type::flag) return {};
    decimal n = decimal::of(1);
    if (c.most && n > *c.most) n = *c.most;
    if (c.least && n < *c.least) n = *c.least;
    return {n.millionths(), {}};
  }

  activity with(activity a, std::uint32_t f, const cell_value& v) const {
    const std::uint32_t c = data_.fields[f].column;
    std::erase_if(a.cells, [=](const cell& other) { return other.field == c; });
    if (column(f).default_value != v) a.cells.push_back({c, v});
    return a;
  }

  void add_pairs(const activity& simple, std::uint32_t f, std::uint32_t g,
                 std::vector<activity>& out) const {
    const auto of_f = values(f), of_g = values(g);
    if (of_f.size() * of_g.size() > most_pairs) return;
    for (const cell_value& v : of_f)
      for (const cell_value& w : of_g) out.push_back(with(with(simple, f, v), g, w));
  }

  std::vector<cell_value> values(std::uint32_t f) const {
    const schema_field& c = column(f);
    std::vector<cell_value> all;
    if (c.type == value_type::flag) return {{0, {}}, {1, {}}};
    if (c.type == value_type::text) {
      for (const std::string& text : c.one_of) all.push_back({0, text});
      if (c.one_of.empty()) all = {{0, "A"}, {0, "B"}};
    }
    for (const constants* from : {&original_, &mutated_})
      for (const cell_value& v : from->of(f)) add_neighbours(c, v, all);
    if (c.type == value_type::integer || c.type == value_type::decimal)
      for (const int n : {0, 1, 2, 3, 5, 10, 20, 100})
        all.push_back({decimal::of(n).millionths(), {}});
    return usable(c, all);
  }

  static void add_neighbours(const schema_field& c, const cell_value& v,
                             std::vector<cell_value>& out) {
    if (c.type == value_type::text) {
      if (!v.text.empty()) out.push_back(v);
      return;
    }
    if (!v.text.empty()) return;
    const std::int64_t step = c.type == value_type::date      ? 1
                              : c.type == value_type::integer ? decimal::scale
                                                              : decimal::scale / 100;
    for (const std::int64_t n : {v.number, v.number - step, v.number + step})
      out.push_back({n, {}});
  }

  static std::vector<cell_value> usable(const schema_field& c, const std::vector<cell_value>& all) {
    std::vector<cell_value> out;
    for (const cell_value& v : all) {
      const decimal n = decimal::from_millionths(v.number);
      const bool is_number = c.type == value_type::integer || c.type == value_type::decimal;
      const bool fits = !is_number || ((!c.least || n >= *c.least) && (!c.most || n <= *c.most) &&
                                       (c.type != value_type::integer || n.is_integer()));
      const bool is_allowed =
          c.one_of.empty() || std::find(c.one_of.begin(), c.one_of.end(), v.text) != c.one_of.end();
      const bool is_day = c.type != value_type::date ||
                          (v.number >= date::min().days() && v.number <= date::max().days());
      if (fits && is_allowed && is_day && std::find(out.begin(), out.end(), v) == out.end())
        out.push_back(v);
      if (out.size() == most_values) break;
    }
    return out;
  }

  const policy_data& data_;
  constants original_, mutated_;
};

}  // namespace dutyscore::detail::witness
