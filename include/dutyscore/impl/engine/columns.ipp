#pragma once

#include <algorithm>
#include <iterator>

#include "dutyscore/engine/columns.hpp"

namespace dutyscore::engine {

// ---- texts ----

DUTYSCORE_INLINE std::int64_t text_codes::code(std::string_view text) {
  if (const auto known = pool_->find(text)) return static_cast<std::int64_t>(*known);
  const std::int64_t next = -1 - static_cast<std::int64_t>(others_.size());
  const auto [at, is_new] = codes_.try_emplace(std::string(text), next);
  if (is_new) others_.emplace_back(text);
  return at->second;
}

DUTYSCORE_INLINE std::string_view text_codes::text(std::int64_t code) const {
  return code >= 0 ? pool_->text(static_cast<text_pool::code>(code))
                   : others_[static_cast<std::size_t>(-1 - code)];
}

// ---- arithmetic on millionths; false when the result does not fit ----

namespace arithmetic {

DUTYSCORE_INLINE failure multiply(std::int64_t a, std::int64_t b, std::int64_t& out) {
  std::int64_t product = 0;
  // Whole numbers of points dominate: their product divides without a rest and without 128 bits.
  if (!__builtin_mul_overflow(a, b, &product) && product % decimal::scale == 0) {
    out = product / decimal::scale;
    return failure::none;
  }
  const int128 rounded = divide(int128{a} * b, decimal::scale, rounding::half_even);
  return fits(rounded, out) ? failure::none : failure::overflow;
}

DUTYSCORE_INLINE failure quotient(std::int64_t a, std::int64_t b, std::int64_t& out) {
  if (b == 0) return failure::division_by_zero;
  const int128 rounded = divide(int128{a} * decimal::scale, b, rounding::half_even);
  return fits(rounded, out) ? failure::none : failure::overflow;
}

DUTYSCORE_INLINE failure round_to(std::int64_t a, std::int64_t unit, rounding mode,
                                  std::int64_t& out) {
  return fits(divide(a, unit, mode) * unit, out) ? failure::none : failure::overflow;
}

}  // namespace arithmetic

// ---- the runner ----

DUTYSCORE_INLINE column_view column_runner::run(const column::program& what,
                                                const column_source& from, std::size_t count) {
  count_ = count;
  if (registers_.size() < what.code.size()) registers_.resize(what.code.size());
  for (std::size_t i = 0; i < what.code.size(); ++i) {
    column_register& out = registers_[i];
    if (out.values.size() < count) out.values.resize(count);
    out.may_fail = false;
    execute(what.code[i], out, from);
  }
  const column_register& result = registers_[what.code.size() - 1];
  return {result.values.data(), result.may_fail ? result.failures.data() : nullptr};
}

/// The first failure among the arguments.
DUTYSCORE_INLINE void column_runner::merge_failures(const column::instruction& what,
                                                    column_register& out) {
  for (column::register_id a : what.args) {
    const column_register& arg = registers_[a];
    if (!arg.may_fail) continue;
    if (!out.may_fail) {
      out.failures.assign(arg.failures.begin(),
                          arg.failures.begin() + static_cast<std::ptrdiff_t>(count_));
      out.may_fail = true;
      continue;
    }
    for (std::size_t i = 0; i < count_; ++i)
      if (out.failures[i] == failure::none) out.failures[i] = arg.failures[i];
  }
}

template <class F>
void column_runner::unary(const column::instruction& what, column_register& out, F f) {
  const std::int64_t* a = registers_[what.args[0]].values.data();
  std::int64_t* to = out.values.data();
  for (std::size_t i = 0; i < count_; ++i) to[i] = f(a[i]);
  merge_failures(what, out);
}

template <class F>
void column_runner::binary(const column::instruction& what, column_register& out, F f) {
  const std::int64_t* a = registers_[what.args[0]].values.data();
  const std::int64_t* b = registers_[what.args[1]].values.data();
  std::int64_t* to = out.values.data();
  for (std::size_t i = 0; i < count_; ++i) to[i] = f(a[i], b[i]);
  merge_failures(what, out);
}

/// Operations that can fail on their own: f(i, result) -> failure.
template <class F>
void column_runner::checked(const column::instruction& what, column_register& out, F f) {
  merge_failures(what, out);
  for (std::size_t i = 0; i < count_; ++i) {
    if (out.may_fail && out.failures[i] != failure::none) continue;
    const failure why = f(i, out.values[i]);
    if (why == failure::none) continue;
    if (!out.may_fail) out.failures.assign(count_, failure::none);
    out.may_fail = true;
    out.failures[i] = why;
  }
}

/// `and` (decides = false) and `or` (decides = true): the right side counts only where the left one
/// does not decide.
DUTYSCORE_INLINE void column_runner::connect(const column::instruction& what, column_register& out,
                                             bool decides) {
  const column_register& a = registers_[what.args[0]];
  const column_register& b = registers_[what.args[1]];
  if (a.may_fail || b.may_fail) {
    out.may_fail = true;
    out.failures.assign(count_, failure::none);
  }
  for (std::size_t i = 0; i < count_; ++i) {
    const bool is_decided = (a.values[i] != 0) == decides;
    out.values[i] = is_decided ? decides : b.values[i];
    if (!out.may_fail) continue;
    if (a.may_fail && a.failures[i] != failure::none)
      out.failures[i] = a.failures[i];
    else if (b.may_fail && !is_decided)
      out.failures[i] = b.failures[i];
  }
}

DUTYSCORE_INLINE void column_runner::choose(const column::instruction& what, column_register& out) {
  const column_register& condition = registers_[what.args[0]];
  const column_register* branches[] = {&registers_[what.args[2]], &registers_[what.args[1]]};
  out.may_fail = condition.may_fail || branches[0]->may_fail || branches[1]->may_fail;
  if (out.may_fail) out.failures.assign(count_, failure::none);
  for (std::size_t i = 0; i < count_; ++i) {
    const column_register& taken = *branches[condition.values[i] != 0];
    out.values[i] = taken.values[i];
    if (!out.may_fail) continue;
    if (condition.may_fail && condition.failures[i] != failure::none)
      out.failures[i] = condition.failures[i];
    else if (taken.may_fail)
      out.failures[i] = taken.failures[i];
  }
}

DUTYSCORE_INLINE void column_runner::load(const column::instruction& what, column_register& out,
                                          const column_source& from) {
  out.failures.clear();
  from.load(what, out.values.data(), out.failures);
  out.may_fail = !out.failures.empty();
}

/// The source says 1 where there is an earlier period at all.
DUTYSCORE_INLINE void column_runner::choose_previous(const column::instruction& what,
                                                     column_register& out,
                                                     const column_source& from) {
  load(what, out, from);
  const column_register& earlier = registers_[what.args[0]];
  out.may_fail = earlier.may_fail;
  if (out.may_fail) out.failures.assign(count_, failure::none);
  for (std::size_t i = 0; i < count_; ++i) {
    const bool is_there = out.values[i] != 0;
    out.values[i] = is_there ? earlier.values[i] : 0;
    if (is_there && out.may_fail) out.failures[i] = earlier.failures[i];
  }
}

/// args[0] / args[1]; args[2] where the divisor is 0. Only the value that is used may fail.
DUTYSCORE_INLINE void column_runner::divide_or_else(const column::instruction& what,
                                                    column_register& out) {
  const column_register &a = registers_[what.args[0]], &b = registers_[what.args[1]],
                        &other = registers_[what.args[2]];
  const auto failure_of = [](const column_register& r, std::size_t i) {
    return r.may_fail ? r.failures[i] : failure::none;
  };
  out.may_fail = true;
  out.failures.assign(count_, failure::none);
  for (std::size_t i = 0; i < count_; ++i) {
    failure& why = out.failures[i];
    why = failure_of(b, i);
    if (why != failure::none) continue;
    const column_register& used = b.values[i] == 0 ? other : a;
    out.values[i] = used.values[i];
    why = failure_of(used, i);
    if (why == failure::none && b.values[i] != 0)
      why = arithmetic::quotient(a.values[i], b.values[i], out.values[i]);
  }
}

/// The part of the key within each bracket times the rate of its row, summed exactly and rounded
/// once. Below the first bracket the rate is 0. Only rates that are used may fail.
DUTYSCORE_INLINE void column_runner::add_marginal(const column::instruction& what,
                                                  column_register& out) {
  const auto& brackets = plan_->tables[what.index].nodes.front().from;
  const column_register& key = registers_[what.args[0]];
  out.may_fail = true;
  out.failures.assign(count_, failure::none);
  for (std::size_t i = 0; i < count_; ++i) {
    failure& why = out.failures[i];
    if (key.may_fail) why = key.failures[i];
    int128 sum = 0;
    for (std::size_t k = 0; k < brackets.size() && why == failure::none; ++k) {
      if (key.values[i] < brackets[k].value) break;
      const bool is_last = k + 1 == brackets.size();
      const std::int64_t end =
          is_last ? key.values[i] : std::min(key.values[i], brackets[k + 1].value);
      const column_register& rate =
          registers_[what.args[1 + static_cast<std::size_t>(brackets[k].to)]];
      if (rate.may_fail) why = rate.failures[i];
      sum += (int128{end} - brackets[k].value) * rate.values[i];
    }
    if (why != failure::none) continue;
    if (!arithmetic::fits(divide(sum, decimal::scale, rounding::half_even), out.values[i]))
      why = failure::overflow;
  }
  if (hits_) count_rows(what);
}

DUTYSCORE_INLINE std::int32_t column_runner::branch_of(const column::table_node& node,
                                                       std::int64_t value) const {
  if (node.is_text) {
    const auto at = std::find_if(node.exact.begin(), node.exact.end(), [&](const auto& b) {
      return (*texts_)[static_cast<std::size_t>(b.value)] == value;
    });
    return at == node.exact.end() ? node.otherwise : at->to;
  }
  const auto is_below = [](const column::table_branch& b, std::int64_t v) { return b.value < v; };
  const auto is_above = [](std::int64_t v, const column::table_branch& b) { return v < b.value; };
  const auto equal = std::lower_bound(node.exact.begin(), node.exact.end(), value, is_below);
  if (equal != node.exact.end() && equal->value == value) return equal->to;
  const auto above = std::upper_bound(node.from.begin(), node.from.end(), value, is_above);
  return above == node.from.begin() ? node.otherwise : std::prev(above)->to;
}

/// The row of the table for the i-th values, or why there is none.
DUTYSCORE_INLINE std::int32_t column_runner::row_of(const column::instruction& what,
                                                    std::size_t i) const {
  const column::lookup& table = plan_->tables[what.index];
  std::int32_t at = 0;
  for (std::size_t k = 0; k < table.keys && at >= 0; ++k) {
    const column::table_node& node = table.nodes[static_cast<std::size_t>(at)];
    at = branch_of(node, registers_[what.args[node.key]].values[i]);
  }
  return at;
}

DUTYSCORE_INLINE void column_runner::look_up(const column::instruction& what,
                                             column_register& out) {
  const std::size_t keys = plan_->tables[what.index].keys;
  out.may_fail = true;
  out.failures.assign(count_, failure::none);
  for (std::size_t i = 0; i < count_; ++i) {
    out.values[i] = 0;
    failure& why = out.failures[i];
    for (std::size_t k = 0; k < keys && why == failure::none; ++k)
      if (const column_register& key = registers_[what.args[k]]; key.may_fail)
        why = key.failures[i];
    if (why != failure::none) continue;
    const std::int32_t row = row_of(what, i);
    if (row == column::uncovered) why = failure::uncovered;
    if (row < 0) continue;
    const column_register& value = registers_[what.args[keys + static_cast<std::size_t>(row)]];
    out.values[i] = value.values[i];
    if (value.may_fail) why = value.failures[i];
  }
  if (hits_) count_rows(what);
}

/// Apart from looking up, which it would slow down. A marginal table takes every bracket that the key
/// reaches into.
DUTYSCORE_INLINE void column_runner::count_rows(const column::instruction& what) {
  std::vector<std::uint64_t>& hits = (*hits_)[what.index];
  for (std::size_t i = 0; i < count_; ++i) {
    if (what.op == operation::table) {
      const std::int32_t row = row_of(what, i);
      if (row >= 0) ++hits[static_cast<std::size_t>(row)];
      continue;
    }
    for (const column::table_branch& b : plan_->tables[what.index].nodes.front().from)
      hits[static_cast<std::size_t>(b.to)] += registers_[what.args[0]].values[i] >= b.value;
  }
}

DUTYSCORE_INLINE void column_runner::execute(const column::instruction& what, column_register& out,
                                             const column_source& from) {
  using value = std::int64_t;
  const auto arg = [&](std::size_t n) { return registers_[what.args[n]].values.data(); };
  const auto whole = [](int n) { return value{n} * decimal::scale; };
  const auto as_date = [](value days) { return date::from_days(static_cast<std::int32_t>(days)); };
  switch (what.op) {
    case operation::constant: {
      const value v = what.type == value_type::text
                          ? (*texts_)[static_cast<std::size_t>(what.immediate)]
                          : what.immediate;
      std::fill_n(out.values.begin(), count_, v);
      return;
    }
    case operation::field:
    case operation::subject_field:
    case operation::kind:
    case operation::date:
    case operation::end:
    case operation::vetoed:
    case operation::rank:
    case operation::ranked:
    case operation::total:
    case operation::grade:
    case operation::measure:
    case operation::served:
    case operation::length:
    case operation::last_day:
      return load(what, out, from);
    case operation::previous:
      return choose_previous(what, out, from);
    case operation::ratio:
      return divide_or_else(what, out);
    case operation::marginal:
      return add_marginal(what, out);

    case operation::logical_not:
      return unary(what, out, [](value a) { return value{a == 0}; });
    case operation::logical_and:
      return connect(what, out, false);
    case operation::logical_or:
      return connect(what, out, true);
    case operation::choose:
      return choose(what, out);
    case operation::table:
      return look_up(what, out);

    case operation::equal:
      return binary(what, out, [](value a, value b) { return value{a == b}; });
    case operation::not_equal:
      return binary(what, out, [](value a, value b) { return value{a != b}; });
    case operation::less:
      return binary(what, out, [](value a, value b) { return value{a < b}; });
    case operation::less_equal:
      return binary(what, out, [](value a, value b) { return value{a <= b}; });
    case operation::greater:
      return binary(what, out, [](value a, value b) { return value{a > b}; });
    case operation::greater_equal:
      return binary(what, out, [](value a, value b) { return value{a >= b}; });
    case operation::in_list:
      return checked(what, out, [&](std::size_t i, value& to) {
        to = 0;
        for (std::size_t n = 1; n < what.args.size(); ++n) to |= arg(n)[i] == arg(0)[i];
        return failure::none;
      });

    case operation::negate:
      return checked(what, out, [&](std::size_t i, value& to) {
        return __builtin_sub_overflow(value{0}, arg(0)[i], &to) ? failure::overflow : failure::none;
      });
    case operation::abs:
      return checked(what, out, [&](std::size_t i, value& to) {
        to = arg(0)[i];
        const bool is_lost = to < 0 && __builtin_sub_overflow(value{0}, to, &to);
        return is_lost ? failure::overflow : failure::none;
      });
    case operation::add:
      return checked(what, out, [&](std::size_t i, value& to) {
        return __builtin_add_overflow(arg(0)[i], arg(1)[i], &to) ? failure::overflow
                                                                 : failure::none;
      });
    case operation::subtract:
      return checked(what, out, [&](std::size_t i, value& to) {
        return __builtin_sub_overflow(arg(0)[i], arg(1)[i], &to) ? failure::overflow
                                                                 : failure::none;
      });
    case operation::multiply:
      return checked(what, out, [&](std::size_t i, value& to) {
        return arithmetic::multiply(arg(0)[i], arg(1)[i], to);
      });
    case operation::divide:
      return checked(what, out, [&](std::size_t i, value& to) {
        return arithmetic::quotient(arg(0)[i], arg(1)[i], to);
      });
    case operation::min:
    case operation::max:
      return checked(what, out, [&](std::size_t i, value& to) {
        to = arg(0)[i];
        for (std::size_t n = 1; n < what.args.size(); ++n)
          to = what.op == operation::min ? std::min(to, arg(n)[i]) : std::max(to, arg(n)[i]);
        return failure::none;
      });
    case operation::round:
    case operation::floor:
    case operation::ceil: {
      const value unit = unit_of(what.op == operation::round ? what.places : 0);
      const rounding mode = what.op == operation::round   ? what.mode
                            : what.op == operation::floor ? rounding::down
                                                          : rounding::up;
      return checked(what, out, [&](std::size_t i, value& to) {
        return arithmetic::round_to(arg(0)[i], unit, mode, to);
      });
    }

    case operation::contains:
      return binary(what, out, [&](value a, value b) {
        return value{codes_->text(a).find(codes_->text(b)) != std::string_view::npos};
      });
    case operation::starts_with:
      return binary(what, out, [&](value a, value b) {
        return value{codes_->text(a).starts_with(codes_->text(b))};
      });

    case operation::days:
      return binary(what, out, [](value a, value b) { return (b - a + 1) * decimal::scale; });
    case operation::years:
      return binary(what, out, [&](value a, value b) {
        return whole(completed_years(as_date(a), as_date(b)));
      });
    case operation::months:
      return binary(what, out, [&](value a, value b) {
        return whole(completed_months(as_date(a), as_date(b)));
      });
    case operation::year:
      return unary(what, out, [&](value a) { return whole(as_date(a).year()); });
    case operation::month:
      return unary(what, out, [&](value a) { return whole(as_date(a).month()); });
    case operation::day:
      return unary(what, out, [&](value a) { return whole(as_date(a).day()); });
  }
}

}  // namespace dutyscore::engine
