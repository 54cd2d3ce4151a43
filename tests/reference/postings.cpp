// What a date alone brings to an account: bases, points of finished periods, and what is pending.
#include <algorithm>

#include "account.hpp"
#include "figures.hpp"

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;

namespace {

/// From the subject's first day of service within the block's force through `last`.
std::vector<period> periods_served(const situation& s, std::size_t b, period_unit unit, date last) {
  const auto first = s.people.served(s.subject, b).first_in(period{});
  if (!first || last < *first) return {};
  return s.regulation.periods().periods(unit, *first, last);
}

std::vector<const ast::clause*> bases_of(const wording& text) {
  std::vector<const ast::clause*> out;
  for (const period_unit unit : all_units)
    for (const ast::clause* c : all_of(text.clauses, clause_kind::base))
      if (c->per->unit == unit) out.push_back(c);
  return out;
}

std::vector<const ast::clause*> derived_of(const wording& text) {
  std::vector<const ast::clause*> out;
  for (const ast::clause* c : text.clauses)
    if (is_derived(*c)) out.push_back(c);
  return out;
}

bool is_running(const ast::clause& c) {
  return c.running || c.per->unit == period_unit::overall;
}

}  // namespace

/// On the first day of each period that is served and in force, whole, by the text of that day.
std::vector<posting> account::bases(std::size_t b, date last) const {
  std::vector<posting> out;
  const auto& r = about_.regulation;
  const day_set served = about_.people.served(about_.subject, b);
  for (std::size_t g = 0; g < block_of(b).texts.size(); ++g) {
    const auto clauses = bases_of(block_of(b).texts[g]);
    for (std::size_t i = 0; i < clauses.size(); ++i)
      for (const period& p : periods_served(about_, b, clauses[i]->per->unit, last)) {
        const auto day = served.first_in(p);
        if (!day || *day > last || block_of(b).asked(*day) != g) continue;
        whole n = number_of(r, about_.people, about_.subject, clauses[i]->value, p);
        if (!is_literal(r, clauses[i]->value)) n = r.rounded({n});
        out.push_back({*day, i, p.unit, n});
      }
  }
  return out;
}

// --- Points of finished periods.

void account::derived_lines(std::size_t b, std::vector<step>& steps) {
  std::map<std::size_t, running> by_index;
  std::map<std::size_t, std::map<date, whole>> posted;
  for (const posting& p : finished_periods(b, about_.through)) posted[p.index][p.day] += p.points;
  for (const auto& [index, of_day] : posted) by_index[index] = accumulated(of_day);
  for (std::size_t g = 0; g < block_of(b).texts.size(); ++g) {
    const auto lines = derived_of(block_of(b).texts[g]);
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (is_running(*lines[i])) by_index[i] = sum(by_index[i], running_line(b, g, *lines[i]));
  }
  for (const auto& [index, f] : by_index)
    steps.push_back({clause::derived, index,
                     sum(steps.back().after, sign(b) < 0 ? negated(f) : f)});
}

/// On the last day of each period, by the text of that day, if the block is in force on it and the
/// subject served within the period.
std::vector<posting> account::finished_periods(std::size_t b, date last) {
  std::vector<posting> out;
  const day_set served = about_.people.served(about_.subject, b);
  for (std::size_t g = 0; g < block_of(b).texts.size(); ++g) {
    const auto lines = derived_of(block_of(b).texts[g]);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (is_running(*lines[i])) continue;
      for (const period& p : periods_served(about_, b, lines[i]->per->unit, last))
        if (p.last <= last && block_of(b).asked(p.last) == g &&
            block_of(b).force.contains(p.last) && served.first_in(p))
          out.push_back({p.last, i, p.unit, derived_points(b, *lines[i], p, p.last)});
    }
  }
  return out;
}

/// On every day from the first served one of a period on, the value from the figures so far; after
/// the period, what it was on its last day.
running account::running_line(std::size_t b, std::size_t text, const ast::clause& line) {
  running f;
  whole finished = 0;
  const day_set served = about_.people.served(about_.subject, b);
  std::set<date> days = days_that_matter(b, line);
  for (const period& p : periods_served(about_, b, line.per->unit, about_.horizon)) {
    const auto first = served.first_in(p);
    const date rules = p.unit == period_unit::overall ? about_.horizon : p.last;
    if (!first || *first > about_.horizon || block_of(b).asked(rules) != text) continue;
    days.insert(*first);
    whole so_far = 0;
    for (const date t : days)
      if (*first <= t && t <= p.last) f[t] = finished + (so_far = derived_points(b, line, p, t));
    finished += so_far;
  }
  return f;
}

/// On no other day can a figure change.
std::set<date> account::days_that_matter(std::size_t b, const ast::clause& line) {
  std::set<date> days = activities_.days();
  for (const ast::expr_id id : {line.value, line.amount, line.when})
    for (const std::size_t asked : blocks_asked(about_.regulation, b, id))
      for (const auto& [t, n] : total(asked)) days.insert(t);
  return days;
}

whole account::derived_points(std::size_t b, const ast::clause& line, const period& p, date until) {
  const ast::document& d = about_.regulation.document();
  const date last_day = is_running(line) ? std::min(p.last, about_.through) : p.last;
  const scope s = figures(*this, {b, p, until, last_day});
  try {
    if (line.kind == clause_kind::require) {
      const day_set served = about_.people.served(about_.subject, b);
      const date last = p.unit == period_unit::overall ? about_.through : p.last;
      if (served.count(p.first, last) != block_of(b).force.count(p.first, last)) return 0;
      const whole wanted = evaluate(d, line.value, s).number;
      const running& done = activities_.figure(b, "all", [](auto&) { return million; });
      const whole missing = std::max<whole>(0, wanted - gained(done, p.first, until));
      const whole each = evaluate(d, line.amount, s).number;
      return -bounded(about_.regulation.rounded({product(each, missing)}));
    }
    if (line.when != ast::no_expr && !evaluate(d, line.when, s).flag) return 0;
    const whole points = bounded(about_.regulation.rounded({evaluate(d, line.value, s).number}));
    return line.kind == clause_kind::deduct ? -points : points;
  } catch (const no_value& n) {
    throw no_reading{n.why};
  }
}

std::vector<pending_entry> account::pending(const period& p) {
  const date year_of_horizon = periods().period_of(about_.horizon, period_unit::year)->last;
  const date last = p.unit == period_unit::overall ? year_of_horizon : p.last;
  std::vector<pending_entry> out;
  const auto add = [&](std::size_t b, clause what, const std::vector<posting>& postings) {
    for (const posting& one : postings)
      if (p.contains(one.day) && one.day > about_.through && one.points != 0)
        out.push_back({one.day, b, what, one.index, one.points});
  };
  for (std::size_t b = 0; b < about_.regulation.blocks().size(); ++b) {
    add(b, clause::base, bases(b, last));
    if (block_of(b).is_indicator) add(b, clause::derived, finished_periods(b, last));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace reference
