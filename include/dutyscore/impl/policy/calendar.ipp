// year starts, term: the policy's calendar, and which clauses may count by it.
#pragma once

#include "dutyscore/impl/policy/clauses.ipp"

namespace dutyscore::detail::checking {

/// Periods begin with a month, or months would not add up to them.
DUTYSCORE_INLINE int lower_year_starts(checker& c, const ast::clause& clause) {
  const int month = std::clamp(clause.month, 1, 12);
  if (clause.day != 1)
    hint(report(c, "DS0235", clause.where, {}), "year starts on",
         {(month < 10 ? "0" : "") + std::to_string(month) + "-01"});
  return month;
}

DUTYSCORE_INLINE bool has_sound_days(checker& c, const ast::clause& term) {
  const date first = term.from->value, last = term.to->value;
  if (last < first) {
    also(report(c, "DS0264", term.to->where, {first.to_string(), last.to_string()}),
         term.from->where, "from here");
    return false;
  }
  const date begin = period_of(first, period_unit::month).first;
  const date end = period_of(last, period_unit::month).last;
  if (first != begin)
    hint(report(c, "DS0236", term.from->where, {first.to_string()}), "write this day",
         {begin.to_string()});
  if (last != end)
    hint(report(c, "DS0237", term.to->where, {last.to_string()}), "write this day",
         {end.to_string()});
  return first == begin && last == end;
}

DUTYSCORE_INLINE bool is_earlier(span a, span b) { return a.begin < b.begin; }

/// Terms in the order of time, without those that have days in common with an earlier one.
DUTYSCORE_INLINE std::vector<calendar_term> lower_terms(checker& c,
                                                        std::vector<const ast::clause*> terms) {
  std::stable_sort(terms.begin(), terms.end(), [](const ast::clause* a, const ast::clause* b) {
    return a->from->value < b->from->value;
  });
  std::vector<calendar_term> out;
  const ast::clause* before = nullptr;
  for (const ast::clause* t : terms) {
    if (before && t->from->value <= before->to->value) {
      const auto [one, two] = std::minmax(t->where, before->where, is_earlier);
      also(report(c, "DS0238", two, {before->name.text, t->name.text}), one, "the other term");
      c.has_unsound_terms = true;
      continue;
    }
    out.push_back({t->name.text, t->from->value, t->to->value});
    before = t;
  }
  return out;
}

DUTYSCORE_INLINE void lower_calendar(checker& c, const std::vector<const ast::clause*>& clauses) {
  int month = 1;
  std::vector<const ast::clause*> terms;
  for (const ast::clause* clause : clauses) {
    if (clause->kind == ast::clause_kind::year_starts) month = lower_year_starts(c, *clause);
    if (clause->kind != ast::clause_kind::term) continue;
    if (has_sound_days(c, *clause))
      terms.push_back(clause);
    else
      c.has_unsound_terms = true;
  }
  c.policy.calendar = calendar(month, lower_terms(c, std::move(terms)));
}

/// The period of a clause.
DUTYSCORE_INLINE period_unit lower_period(checker& c, const ast::clause& clause) {
  const ast::period_ref& per = *clause.per;
  const bool is_first = !c.per_term || per.where.begin < c.per_term->begin;
  if (per.unit == period_unit::term && is_first) c.per_term = per.where;
  return per.unit;
}

/// The first day on which the policy is in force outside of all terms.
DUTYSCORE_INLINE std::optional<date> first_day_of_no_term(const checker& c) {
  const force& days = c.policy.blocks[0].in_force;
  date next = days.first;
  for (const calendar_term& t : c.policy.calendar.terms()) {
    if (next > days.last || next < t.first) break;
    next = std::max(next, t.last + 1);
  }
  return next <= days.last ? std::optional(next) : std::nullopt;
}

/// What counts per term asks for terms, and has nothing to count by on days of no term.
DUTYSCORE_INLINE void check_force_in_terms(checker& c) {
  const auto& terms = c.policy.calendar.terms();
  const auto day = first_day_of_no_term(c);
  if (!c.per_term || c.has_unsound_terms || !day) return;
  if (terms.empty()) return hint(report(c, "DS0239", *c.per_term, {}), "name terms");
  diagnostic& d = report(c, "DS0233", *c.per_term, {});
  const auto in_force =
      std::find_if(c.tree.body.begin(), c.tree.body.end(), [](const ast::clause& clause) {
        return clause.kind == ast::clause_kind::in_force;
      });
  if (in_force != c.tree.body.end()) also(d, in_force->where, "in no term", {day->to_string()});
  const bool is_between = terms.front().first <= *day && *day <= terms.back().last;
  if (!is_between)
    hint(d, "force of terms", {terms.front().first.to_string(), terms.back().last.to_string()});
}

}  // namespace dutyscore::detail::checking
