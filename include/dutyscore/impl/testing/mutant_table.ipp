// Which slots of which clauses are changed, and how: the one table of policy mutation. A new kind
// of clause gets a line here; its expressions, periods and dates are then changed like everybody's.
#pragma once

#include <algorithm>
#include <iterator>

#include "dutyscore/lang/ast.hpp"

namespace dutyscore::detail::mutation {

/// What a literal number means, and so how far it is changed.
enum class number_role : unsigned char {
  kept,    // no mutant
  points,  // one step towards zero (0 becomes 1): any activity that it is paid for shows it
  bound,   // one step down and one step up: the two sides of a border are two mistakes
};

struct clause_mutations {
  ast::clause_kind kind;
  number_role value = number_role::kept;
  number_role amount = number_role::kept;
  number_role divisor = number_role::kept;
  number_role number = number_role::kept;
  bool is_removed = false;     // leaving out the whole clause is a mutant
  bool has_condition = false;  // `when` may be left out, and the clause still means something
};

using enum number_role;
inline constexpr clause_mutations clause_table[] = {
    {.kind = ast::clause_kind::veto, .is_removed = true},
    {.kind = ast::clause_kind::decimals, .number = points},
    {.kind = ast::clause_kind::accept, .is_removed = true},
    {.kind = ast::clause_kind::on, .has_condition = true},
    {.kind = ast::clause_kind::award, .value = points, .divisor = bound, .has_condition = true},
    {.kind = ast::clause_kind::deduct, .value = points, .divisor = bound, .has_condition = true},
    {.kind = ast::clause_kind::times, .value = points, .has_condition = true},
    {.kind = ast::clause_kind::once, .is_removed = true, .has_condition = true},
    {.kind = ast::clause_kind::first, .value = bound, .has_condition = true},
    {.kind = ast::clause_kind::after, .value = bound, .has_condition = true},
    {.kind = ast::clause_kind::highest, .is_removed = true, .has_condition = true},
    {.kind = ast::clause_kind::best, .value = bound, .has_condition = true},
    {.kind = ast::clause_kind::cap, .value = bound},
    {.kind = ast::clause_kind::floor, .value = bound},
    {.kind = ast::clause_kind::base, .value = points},
    {.kind = ast::clause_kind::weight, .value = points, .divisor = points},
    {.kind = ast::clause_kind::require, .value = bound, .amount = points},
    {.kind = ast::clause_kind::effect, .amount = bound},
    {.kind = ast::clause_kind::top, .number = bound},
    {.kind = ast::clause_kind::within, .is_removed = true},
    {.kind = ast::clause_kind::when, .is_removed = true},
    {.kind = ast::clause_kind::unless, .is_removed = true},
};

constexpr clause_mutations mutations_of(ast::clause_kind kind) {
  const auto found = std::find_if(std::begin(clause_table), std::end(clause_table),
                                  [&](const clause_mutations& m) { return m.kind == kind; });
  return found == std::end(clause_table) ? clause_mutations{.kind = kind} : *found;
}

struct operator_pair {
  ast::expr_kind written, instead;
};
inline constexpr operator_pair operator_table[] = {
    {ast::expr_kind::less, ast::expr_kind::less_equal},
    {ast::expr_kind::less_equal, ast::expr_kind::less},
    {ast::expr_kind::greater, ast::expr_kind::greater_equal},
    {ast::expr_kind::greater_equal, ast::expr_kind::greater},
    {ast::expr_kind::equal, ast::expr_kind::not_equal},
    {ast::expr_kind::not_equal, ast::expr_kind::equal},
    {ast::expr_kind::logical_and, ast::expr_kind::logical_or},
    {ast::expr_kind::logical_or, ast::expr_kind::logical_and},
    {ast::expr_kind::add, ast::expr_kind::subtract},
    {ast::expr_kind::subtract, ast::expr_kind::add},
    {ast::expr_kind::multiply, ast::expr_kind::divide},
    {ast::expr_kind::divide, ast::expr_kind::multiply},
};

struct function_pair {
  std::string_view written, instead;
};
inline constexpr function_pair function_table[] = {
    {"min", "max"},
    {"max", "min"},
    {"floor", "ceil"},
    {"ceil", "floor"},
    {"starts_with", "contains"},
};

struct rounding_pair {
  ast::step_rounding written, instead;
};
inline constexpr rounding_pair rounding_table[] = {
    {ast::step_rounding::up, ast::step_rounding::down},
    {ast::step_rounding::down, ast::step_rounding::up},
    {ast::step_rounding::half_up, ast::step_rounding::down},
    {ast::step_rounding::half_even, ast::step_rounding::down},
    {ast::step_rounding::exact, ast::step_rounding::half_up},
};

/// What `written` becomes in one of the tables above; null when it stays.
template <class Pair, std::size_t N, class T>
constexpr const Pair* instead_of(const Pair (&table)[N], const T& written) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const Pair& p) { return p.written == written; });
  return found == std::end(table) ? nullptr : found;
}

/// Periods from fine to coarse; a mutant moves one step either way. Terms stand apart.
inline constexpr period_unit period_ladder[] = {period_unit::day,     period_unit::month,
                                                period_unit::quarter, period_unit::half,
                                                period_unit::year,    period_unit::overall};

}  // namespace dutyscore::detail::mutation
