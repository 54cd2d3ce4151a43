#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "dutyscore/policy/policy.hpp"

// Which fields the rules of one kind read: a scenario that fills another one tests nothing by it.
namespace dutyscore::detail::scenarios {

class fields_read {
 public:
  fields_read(const policy_data& data, std::string_view kind)
      : data_(data), seen_(data.expressions.size()), read_(data.fields.size()) {
    for (block_id id = 0; id < data.blocks.size(); ++id)
      if (take_selectors(data.blocks[id].selectors, kind)) take_block(id);
    for (const veto& v : data.vetoes)
      if (take_selectors(v.selectors, kind)) take_accepts(v.accepts);
  }
  bool contains(std::size_t field) const { return read_[field]; }

 private:
  bool take_selectors(const std::vector<selector>& selectors, std::string_view kind) {
    bool any = false;
    for (const selector& s : selectors) {
      if (std::find(s.kinds.begin(), s.kinds.end(), kind) == s.kinds.end()) continue;
      any = true;
      take(s.when);
    }
    return any;
  }

  void take_accepts(const std::vector<acceptance>& accepts) {
    for (const acceptance& a : accepts) take(a.when);
  }

  void take_block(block_id id) {
    const block& b = data_.blocks[id];
    for (const line& l : b.lines) {
      take(l.value), take(l.when);
      if (l.field != none) take_field(l.field);
    }
    for (const factor& f : b.factors) take(f.numerator), take(f.divisor), take(f.when);
    for (const selection& s : b.selections) {
      for (std::uint32_t field : s.by) take_field(field);
      take(s.when);
    }
    for (const keyed_limit& l : b.keyed_limits)
      for (std::uint32_t field : l.by) take_field(field);
    for (block_id above = id; above != none; above = data_.blocks[above].parent) {
      take_accepts(data_.blocks[above].accepts);
      take_measures(above);
    }
  }

  /// What functions over a period ask of the block's activities.
  void take_measures(block_id of) {
    for (const measure& m : data_.measures) {
      if (m.of != of) continue;
      take(m.when);
      if (m.field != none) take_field(m.field);
    }
  }

  void take_field(std::uint32_t field) {
    read_[field] = true;
    take(data_.fields[field].computed);
  }

  void take(expression_id id) {
    if (id == none || seen_[id]) return;
    seen_[id] = true;
    const expression& e = data_.expressions[id];
    if (e.op == operation::field) take_field(e.index);
    if (e.op == operation::table || e.op == operation::marginal)
      take_table(data_.tables[e.index]);
    for (expression_id argument : e.args) take(argument);
  }

  void take_table(const table& t) {
    for (expression_id key : t.keys) take(key);
    for (const table_row& row : t.rows) take(row.value);
  }

  const policy_data& data_;
  std::vector<bool> seen_;
  std::vector<bool> read_;
};

}  // namespace dutyscore::detail::scenarios
