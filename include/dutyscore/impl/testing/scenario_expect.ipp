#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dutyscore/engine/book.hpp"
#include "dutyscore/impl/testing/scenario_names.ipp"
#include "dutyscore/impl/testing/scenario_roster.ipp"
#include "dutyscore/report/words.hpp"

// Expectations with every name looked up: what a scenario asks of a book.
namespace dutyscore::detail::scenarios {

struct ready_check {
  ast::check_kind kind = ast::check_kind::total;
  std::uint32_t index = none;  // block, grade or list
  decimal number;
  std::string text;  // the grade expected
  span where;
  const ast::check* written = nullptr;
};

struct ready_expectation {
  const ast::expectation* written = nullptr;
  period when;
  basis on = basis::confirmed;
  std::uint32_t list = none;
  std::vector<ready_check> checks;
  std::size_t count() const {
    return written->kind == ast::expect_kind::subject ? checks.size() : 1;
  }
};

DUTYSCORE_INLINE std::optional<period> resolve_period(const bench& b,
                                                      const ast::identifier& written) {
  const calendar& own = b.data().calendar;
  auto found = own.parse_period(written.text);
  if (!found) {
    std::vector<std::string> terms;
    for (const calendar_term& t : own.terms()) terms.push_back(t.name);
    suggest(b.report("DS0507", {written.text, b.data().name}, written.where), written.text, terms);
  }
  return found;
}

/// REQUIRES: the parser has read it, so the word is one of the three.
DUTYSCORE_INLINE basis resolve_basis(const std::optional<ast::identifier>& written) {
  return written ? static_cast<basis>(find_standing(written->text).value()) : basis::confirmed;
}

/// The grade that is meant: by its name, or the only one of the period's unit.
DUTYSCORE_INLINE std::optional<std::uint32_t> resolve_grade(const bench& b, const ast::check& c,
                                                            const std::optional<period>& when) {
  const auto& grades = b.data().grades;
  if (!c.name.empty()) {
    const auto found = resolve(b, grades, c.name, "DS0511");
    if (found && when && grades[*found].per != when->unit)
      b.report("DS0513", {c.name.text, words::per(grades[*found].per), text_of(*when)},
               c.name.where);
    return found;
  }
  if (!when) return std::nullopt;
  std::vector<std::uint32_t> fitting;
  for (std::uint32_t i = 0; i < grades.size(); ++i)
    if (grades[i].per == when->unit && grades[i].first_text == i) fitting.push_back(i);
  if (fitting.size() == 1) return fitting[0];
  b.report(fitting.empty() ? "DS0514" : "DS0515", {b.data().name, words::per(when->unit)}, c.where);
  return std::nullopt;
}

/// What a grade can be: the rows of all its texts, and what a veto makes of it.
DUTYSCORE_INLINE std::vector<std::string> grades_possible(const policy_data& data,
                                                          const grade& of) {
  std::vector<std::string> out;
  for (const grade& g : data.grades)
    if (g.first_text == of.first_text)
      for (const grade_row& row : g.rows) out.push_back(row.name);
  for (const veto& v : data.vetoes)
    for (const effect& e : v.effects)
      if (e.kind == effect_kind::grade && e.per == of.per) out.push_back(e.grade);
  return out;
}

DUTYSCORE_INLINE void check_grade_row(const bench& b, const ast::check& c, std::uint32_t index) {
  const auto possible = grades_possible(b.data(), b.data().grades[index]);
  if (std::find(possible.begin(), possible.end(), c.text.value) != possible.end()) return;
  suggest(b.report("DS0512", {c.text.value}, c.text.where), c.text.value, possible);
}

DUTYSCORE_INLINE std::optional<std::uint32_t> resolve_list(const bench& b,
                                                           const ast::identifier& name,
                                                           const std::optional<period>& when) {
  const auto found = resolve(b, b.data().lists, name, "DS0510");
  if (found && when && b.data().lists[*found].per != when->unit)
    b.report("DS0513", {name.text, words::per(b.data().lists[*found].per), text_of(*when)},
             name.where);
  return found;
}

inline bool is_count(ast::check_kind kind) {
  return kind == ast::check_kind::refused || kind == ast::check_kind::unmatched ||
         kind == ast::check_kind::pending || kind == ast::check_kind::rank;
}

/// The number that the check names; counts are whole and not negative, ranks begin at 1.
/// REQUIRES: the parser has read it, so it is a number.
DUTYSCORE_INLINE decimal read_number(const bench& b, const ast::check& c) {
  const decimal number = number_in(b, c.value).value();
  const decimal least = decimal::of(c.kind == ast::check_kind::rank ? 1 : 0);
  if (is_count(c.kind) && (!number.is_integer() || number < least))
    b.report("DS0517", {number.to_string(), least.to_string()}, b.at(c.value).where);
  return number;
}

/// The block of a check; of another thing that is called so, how to ask for it.
DUTYSCORE_INLINE std::optional<block_id> resolve_block(const bench& b, const ast::check& c) {
  const auto found = resolve(b, b.data().blocks, c.name, "DS0509");
  if (found) return found;
  diagnostic& d = b.out.back();
  const std::string& name = c.name.text;
  if (d.hints.empty()) suggest(d, name, {"total", "总分"});  // 得分, 积分
  if (find_name(b.data().vetoes, name)) d.hints = {phrase("scenario veto", {name})};
  if (find_name(b.data().lists, name)) d.hints = {phrase("scenario ask list", {name})};
  if (find_name(b.data().grades, name)) d.hints = {phrase("scenario ask grade", {name})};
  return std::nullopt;
}

DUTYSCORE_INLINE ready_check resolve_check(const bench& b, const ast::check& c,
                                           const std::optional<period>& when) {
  ready_check ready{c.kind, none, {}, c.text.value, c.where, &c};
  switch (c.kind) {
    case ast::check_kind::block:
      ready.index = resolve_block(b, c).value_or(none);
      break;
    case ast::check_kind::grade:
      ready.index = resolve_grade(b, c, when).value_or(none);
      if (ready.index != none) check_grade_row(b, c, ready.index);
      return ready;
    case ast::check_kind::in_list:
    case ast::check_kind::not_in_list:
      ready.index = resolve_list(b, c.name, when).value_or(none);
      return ready;
    default:
      break;
  }
  ready.number = read_number(b, c);
  return ready;
}

DUTYSCORE_INLINE void check_subject(const bench& b, const ast::text_literal& subject,
                                    const given_data& given) {
  const subject_set& known = given.known;
  if (!given.is_sound || known.contains(subject.value)) return;
  suggest(b.report("DS0506", {subject.value}, subject.where), subject.value,
          {known.begin(), known.end()});
}

/// A reason that nothing in the policy, the rows or the engine can give never holds.
DUTYSCORE_INLINE void check_reason(const bench& b, const ast::text_literal& reason,
                                   const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), reason.value) != known.end()) return;
  suggest(b.report("DS0522", {reason.value, b.data().name}, reason.where), reason.value, known);
}

}  // namespace dutyscore::detail::scenarios
