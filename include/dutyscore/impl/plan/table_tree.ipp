#pragma once

#include <map>
#include <numeric>
#include <utility>

#include "dutyscore/plan/plan.hpp"

namespace dutyscore::detail {

/// Builds the tree of one table by the rule stated at policy.hpp's `table`: below each cell of a
/// key stand the rows that share it. Cost: rows x keys x a logarithm, because no row stands below
/// two cells of one key.
template <class ValueOf>
class table_tree {
 public:
  /// `value_of(cell, is_text)`: the number by which the plan knows the value of a cell.
  table_tree(const table& t, const std::vector<bool>& is_text, ValueOf value_of)
      : table_(t), is_text_(is_text), value_of_(std::move(value_of)) {
    for (bool text : {true, false})
      for (std::size_t k = 0; k < is_text.size(); ++k)
        if (is_text[k] == text) order_.push_back(k);
  }

  column::lookup run() {
    out_.keys = table_.keys.size();
    out_.rows = table_.rows.size();
    row_list rows(table_.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    add_node(rows, 0);
    return std::move(out_);
  }

 private:
  using row_list = std::vector<std::size_t>;
  using groups = std::map<std::int64_t, row_list>;

  std::int32_t branch_to(const row_list& rows, std::size_t level) {
    return level == order_.size() ? static_cast<std::int32_t>(rows.front()) : add_node(rows, level);
  }

  std::vector<column::table_branch> branches(const groups& by_value, std::size_t level) {
    std::vector<column::table_branch> out;
    for (const auto& [value, rows] : by_value) out.push_back({value, branch_to(rows, level)});
    return out;
  }

  /// The number of the node that tells the rows apart by the key of this level.
  std::int32_t add_node(const row_list& rows, std::size_t level) {
    const std::size_t key = order_[level], at = out_.nodes.size();
    groups exact, from;
    row_list otherwise;
    for (std::size_t r : rows) {
      const table_cell& cell = table_.rows[r].cells[key];
      if (cell.kind == table_cell_kind::otherwise)
        otherwise.push_back(r);
      else
        (cell.kind == table_cell_kind::from ? from : exact)[value_of_(cell, is_text_[key])]
            .push_back(r);
    }
    out_.nodes.emplace_back();
    column::table_node node;
    node.key = static_cast<std::uint32_t>(key);
    node.is_text = is_text_[key];
    node.exact = branches(exact, level + 1);
    node.from = branches(from, level + 1);
    node.otherwise = !otherwise.empty() ? branch_to(otherwise, level + 1)
                     : from.empty()     ? column::uncovered
                                        : column::nothing;
    out_.nodes[at] = std::move(node);
    return static_cast<std::int32_t>(at);
  }

  const table& table_;
  const std::vector<bool>& is_text_;
  ValueOf value_of_;
  std::vector<std::size_t> order_;
  column::lookup out_;
};

}  // namespace dutyscore::detail
