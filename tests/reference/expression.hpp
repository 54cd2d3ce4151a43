// Expressions of the reference evaluator: a walk over the author's tree, every step asked anew.
#pragma once

#include <functional>
#include <string>

#include "dutyscore/core/date.hpp"
#include "dutyscore/lang/ast.hpp"
#include "exact.hpp"

namespace reference {

struct value {
  enum class type { number, text, flag, date };
  type is;
  whole number;  // millionths
  std::string text;
  bool flag;
  dutyscore::date day;
};

inline value of_number(whole n) { return {value::type::number, n, {}, false, {}}; }
inline value of_text(std::string t) { return {value::type::text, 0, std::move(t), false, {}}; }
inline value of_flag(bool f) { return {value::type::flag, 0, {}, f, {}}; }
inline value of_date(dutyscore::date d) { return {value::type::date, 0, {}, false, d}; }

/// Less than 0, 0 or more, like memcmp. Texts by their bytes, no before yes.
int compare(const value& a, const value& b);

/// What names mean where an expression stands.
struct scope {
  std::function<value(const std::string& name)> name;
  std::function<value(const std::string& owner, const std::string& member)> member;
  /// Functions over a period: count, days of one block, sum, points, previous, served, …; with what
  /// names mean in their arguments.
  std::function<value(const dutyscore::ast::expr& call, const scope& names)> of_period;
};

/// Throws no_value where the expression has no value.
value evaluate(const dutyscore::ast::document& d, dutyscore::ast::expr_id id, const scope& names);

/// Visits the expression and all below it.
void for_each_expression(const dutyscore::ast::document& d, dutyscore::ast::expr_id id,
                         const std::function<void(dutyscore::ast::expr_id)>& visit);

/// A number without any names in it.
whole literal(const dutyscore::ast::document& d, dutyscore::ast::expr_id id);

/// Is `word` one of the two spellings?
inline bool either(const std::string& word, const char* en, const char* zh) {
  return word == en || word == zh;
}

}  // namespace reference
