// Programs over one row of which kind, texts and flags are known.
#pragma once

#include <algorithm>
#include <map>

#include "dutyscore/plan/fused.hpp"

namespace dutyscore::detail {

/// What is known of a row: texts as indices into partial_evaluator's, or another text.
struct known_values {
  static constexpr std::int64_t other_text = -1;
  std::int64_t kind = 0;
  std::map<std::uint32_t, std::int64_t> of_column;
};

struct marginal_bracket {
  std::int64_t from = 0, rate = 0;  // in millionths
};

/// A marginal table over a column that nothing has been made of.
struct marginal_brackets {
  piecewise key;
  std::vector<marginal_bracket> rows;
};

class partial_evaluator {
 public:
  explicit partial_evaluator(const plan& p)
      : plan_(p), fields_(p.policy.schema().activity), texts_(p.texts) {
    for (const kind_plan& k : p.kinds) text_index(k.kind);
  }

  std::int64_t text_index(const std::string& text) {
    const auto at = std::find(texts_.begin(), texts_.end(), text);
    if (at == texts_.end()) texts_.push_back(text);
    return std::find(texts_.begin(), texts_.end(), text) - texts_.begin();
  }

  piecewise run(const column::program& what, const known_values& row) {
    known_ = &row;
    registers_.clear();
    // A value that 64 bits do not hold is a fault of the row, whether or not it is used.
    for (const column::instruction& i : what.code)
      registers_.push_back(value_of(i).within(most_piece));
    return registers_.back();
  }

  /// Of a program that is a marginal table with known rates.
  std::optional<marginal_brackets> brackets_of(const column::program& what,
                                               const known_values& row) {
    if (what.code.back().op != operation::marginal) return std::nullopt;
    run(what, row);
    marginal_brackets out{arg(what.code.back(), 0), {}};
    if (!out.key.is_column() || !add_brackets(what.code.back(), out.rows)) return std::nullopt;
    return out;
  }

  piecewise column_of(std::uint32_t column) const {
    // Larger numbers than any sum of points may be.
    constexpr std::int64_t most = std::int64_t{1} << 52;
    const schema_field& f = fields_[column];
    const bool is_whole = f.type == value_type::integer;
    const std::int64_t bound = f.most ? f.most->millionths() : most;
    return piecewise::of_column(column, is_whole ? decimal::scale : 1,
                                std::clamp<std::int64_t>(bound, 0, most));
  }

 private:
  const piecewise& arg(const column::instruction& i, std::size_t n) const {
    return registers_[i.args[n]];
  }

  piecewise value_of(const column::instruction& i) {
    switch (i.op) {
      case operation::constant:
        return piecewise::constant(i.immediate);
      case operation::kind:
        return piecewise::constant(known_->kind);
      case operation::field:
        return field(i.index);
      case operation::negate:
        return negate(arg(i, 0));
      case operation::logical_not:
        return logical_not(arg(i, 0));
      case operation::logical_and:
        return choose(arg(i, 0), arg(i, 1), piecewise::constant(0));
      case operation::logical_or:
        return choose(arg(i, 0), piecewise::constant(1), arg(i, 1));
      case operation::choose:
        return choose(arg(i, 0), arg(i, 1), arg(i, 2));
      case operation::equal:
        return equal(arg(i, 0), arg(i, 1));
      case operation::not_equal:
        return logical_not(equal(arg(i, 0), arg(i, 1)));
      case operation::less:
        return is_less(arg(i, 0), arg(i, 1));
      case operation::greater:
        return is_less(arg(i, 1), arg(i, 0));
      case operation::less_equal:
        return logical_not(is_less(arg(i, 1), arg(i, 0)));
      case operation::greater_equal:
        return logical_not(is_less(arg(i, 0), arg(i, 1)));
      case operation::in_list:
        return in_list(i);
      case operation::add:
        return add(arg(i, 0), arg(i, 1));
      case operation::subtract:
        return add(arg(i, 0), negate(arg(i, 1)));
      case operation::multiply:
        return multiply(arg(i, 0), arg(i, 1));
      case operation::divide:
        return divide(arg(i, 0), arg(i, 1));
      case operation::min:
      case operation::max:
        return extreme(i);
      case operation::abs:
        return choose(is_less(arg(i, 0), piecewise::constant(0)), negate(arg(i, 0)), arg(i, 0));
      case operation::round:
        return round(arg(i, 0), unit_of(i.places), i.mode);
      case operation::floor:
        return round(arg(i, 0), decimal::scale, rounding::down);
      case operation::ceil:
        return round(arg(i, 0), decimal::scale, rounding::up);
      case operation::table:
        return look_up(i);
      case operation::marginal:
        return marginal(i);
      case operation::contains:
      case operation::starts_with:
        return text_test(i);
      default:
        return piecewise::opaque();
    }
  }

  piecewise field(std::uint32_t column) const {
    if (const auto known = known_->of_column.find(column); known != known_->of_column.end())
      return piecewise::constant(known->second);
    const value_type type = fields_[column].type;
    const bool is_number = type == value_type::integer || type == value_type::decimal;
    return is_number ? column_of(column) : piecewise::opaque();
  }

  static bool is_other(const piecewise& text) {
    return text.value() == known_values::other_text;
  }

  /// Two texts of which neither is known may be equal or not.
  static piecewise equal(const piecewise& a, const piecewise& b) {
    if (is_other(a) && is_other(b)) return piecewise::opaque();
    return is_equal(a, b);
  }

  piecewise in_list(const column::instruction& i) const {
    piecewise out = piecewise::constant(0);
    for (std::size_t n = 1; n < i.args.size(); ++n)
      out = choose(equal(arg(i, 0), arg(i, n)), piecewise::constant(1), out);
    return out;
  }

  piecewise extreme(const column::instruction& i) const {
    piecewise out = arg(i, 0);
    for (std::size_t n = 1; n < i.args.size(); ++n) {
      const piecewise& next = arg(i, n);
      out = i.op == operation::min ? choose(is_less(next, out), next, out)
                                   : choose(is_less(out, next), next, out);
    }
    return out;
  }

  piecewise text_test(const column::instruction& i) const {
    const auto whole = arg(i, 0).value(), part = arg(i, 1).value();
    const bool is_known = whole && part && *whole >= 0 && *part >= 0;
    if (!is_known || arg(i, 0).column() != none || arg(i, 1).column() != none)
      return piecewise::opaque();
    const std::string& text = texts_[static_cast<std::size_t>(*whole)];
    const std::string& sought = texts_[static_cast<std::size_t>(*part)];
    const bool holds = i.op == operation::contains ? text.find(sought) != std::string::npos
                                                   : text.starts_with(sought);
    return piecewise::constant(holds);
  }

  /// A table is a chain of choices, key by key: an equal value, else the largest `from` reached.
  piecewise look_up(const column::instruction& i) const {
    const std::size_t keys = plan_.tables[i.index].keys;
    for (std::size_t k = 0; k < keys; ++k)
      if (arg(i, k).has_opaque()) return piecewise::opaque();
    return branch(i, 0, keys);
  }

  /// Of a known key; of a column there is a form only for what the line is rounded to.
  piecewise marginal(const column::instruction& i) const {
    std::vector<marginal_bracket> rows;
    const auto key = known(arg(i, 0));
    if (!key || !add_brackets(i, rows)) return piecewise::opaque();
    int128 sum = 0;
    for (std::size_t k = 0; k < rows.size() && rows[k].from <= *key; ++k) {
      const bool is_last = k + 1 == rows.size();
      const std::int64_t end = is_last ? *key : std::min(*key, rows[k + 1].from);
      sum += (int128{end} - rows[k].from) * rows[k].rate;
    }
    const auto value = to_decimal(dutyscore::divide(sum, decimal::scale, rounding::half_even));
    return value ? piecewise::constant(value->millionths()) : piecewise::opaque();
  }

  /// False where some rate is not known.
  bool add_brackets(const column::instruction& i, std::vector<marginal_bracket>& to) const {
    for (const column::table_branch& b : plan_.tables[i.index].nodes.front().from) {
      const auto rate = known(arg(i, 1 + static_cast<std::size_t>(b.to)));
      if (!rate) return false;
      to.push_back({b.value, *rate});
    }
    return true;
  }

  /// A value that depends on no column.
  static std::optional<std::int64_t> known(const piecewise& p) {
    return p.column() == none ? p.value() : std::nullopt;
  }

  piecewise branch(const column::instruction& i, std::int32_t node, std::size_t keys_left) const {
    if (node == column::uncovered) return piecewise::opaque();
    if (node == column::nothing) return piecewise::constant(0);
    const column::lookup& table = plan_.tables[i.index];
    const auto at = static_cast<std::size_t>(node);
    if (keys_left == 0) return arg(i, table.keys + at);
    const column::table_node& asked = table.nodes[at];
    const piecewise& key = arg(i, asked.key);
    piecewise out = branch(i, asked.otherwise, keys_left - 1);
    for (const column::table_branch& b : asked.from)
      out = choose(is_less(key, piecewise::constant(b.value)), out, branch(i, b.to, keys_left - 1));
    for (const column::table_branch& b : asked.exact)
      out = choose(is_equal(key, piecewise::constant(b.value)), branch(i, b.to, keys_left - 1), out);
    return out;
  }

  const plan& plan_;
  const std::vector<schema_field>& fields_;
  std::vector<std::string> texts_;
  const known_values* known_ = nullptr;
  std::vector<piecewise> registers_;
};

}  // namespace dutyscore::detail
