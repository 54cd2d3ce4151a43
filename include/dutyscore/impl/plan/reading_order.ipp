// In which order blocks are read: members before the block around them, and every block before one
// whose period lines ask for its figures. The checker has refused circles.
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "dutyscore/policy/policy.hpp"

namespace dutyscore::detail {

class reading_order {
 public:
  explicit reading_order(const policy_data& data) : data_(data), is_done_(data.blocks.size()) {}

  std::vector<block_id> run() {
    // Members stand after their parents, so going backwards puts members first.
    for (auto b = static_cast<block_id>(data_.blocks.size()); b-- > 0;) add(b);
    return std::move(order_);
  }

 private:
  void add(block_id b) {
    if (is_done_[b]) return;
    is_done_[b] = true;
    for (block_id member : data_.blocks[b].members) add(member);
    for (const period_line& l : data_.blocks[b].period_lines) {
      add_read(l.value);
      add_read(l.when);
    }
    order_.push_back(b);
  }

  /// The blocks whose points an expression reads.
  void add_read(expression_id id) {
    if (id == none) return;
    const expression& e = data_.expressions[id];
    // What is counted of activities is known before all points.
    if (e.op == operation::measure && data_.measures[e.index].kind == measure_kind::points)
      add(data_.measures[e.index].of);
    for (expression_id arg : e.args) add_read(arg);
    if (e.op != operation::table && e.op != operation::marginal) return;
    for (expression_id key : data_.tables[e.index].keys) add_read(key);
    for (const table_row& row : data_.tables[e.index].rows) add_read(row.value);
  }

  const policy_data& data_;
  std::vector<bool> is_done_;
  std::vector<block_id> order_;
};

}  // namespace dutyscore::detail
