// The rows of grades.
#pragma once

#include "dutyscore/impl/policy/vetoes.ipp"

namespace dutyscore::detail::checking {

/// Why a later row of a grade is never reached: a row that holds always, or the least `from` so
/// far.
struct rows_above {
  std::optional<span> holds_always;
  std::optional<decimal> least;
  span least_at;
};

DUTYSCORE_INLINE void check_reached(checker& c, const ast::grade_row& row,
                                    const std::optional<decimal>& from, rows_above& above) {
  if (above.holds_always)
    also(report(c, "DS0281", row.name.where, {row.name.value}), *above.holds_always,
         "holds always");
  else if (from && above.least && *above.least <= *from)
    also(report(c, "DS0281", row.name.where, {row.name.value}), above.least_at,
         "takes them before");
  if (row.when != ast::no_expr) return;
  if (row.from == ast::no_expr && !above.holds_always) above.holds_always = row.name.where;
  if (from && (!above.least || *from < *above.least)) {
    above.least = from;
    above.least_at = row.where;
  }
}

DUTYSCORE_INLINE std::optional<decimal> lower_grade_from(checker& c, const ast::grade_row& row) {
  const auto n = expect_number_at(c, row.from);
  if (n) check_places(c, *n, c.at(row.from).where);
  return n;
}

/// Grades read only those before them, so that none needs itself.
DUTYSCORE_INLINE void lower_grade(checker& c, const text_of_block& text) {
  const ast::clause& clause = *text.tree;
  grade& out = c.policy.grades[text.id];
  c.grades_in_reach = out.first_text;
  const scope s = on_period(stage::reading, out.per);
  std::map<std::string, span> names;
  rows_above above;
  for (std::size_t i = 0; i < clause.grade_rows.size(); ++i) {
    const ast::grade_row& row = clause.grade_rows[i];
    const auto [earlier, is_new] = names.emplace(row.name.value, row.name.where);
    if (!is_new)
      also(report(c, "DS0282", row.name.where, {row.name.value}), earlier->second, "first here");
    const auto from = lower_grade_from(c, row);
    check_reached(c, row, from, above);
    out.rows[i].from = from;
    out.rows[i].when = lower_condition(c, row.when, s);
  }
  if (!above.holds_always) hint(report(c, "DS0280", clause.keyword, {}), "end with otherwise");
  c.grades_in_reach = none;
}

}  // namespace dutyscore::detail::checking
