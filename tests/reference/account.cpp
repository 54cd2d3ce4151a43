#include "account.hpp"

#include <algorithm>
#include <stdexcept>

#include "figures.hpp"

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;

account::account(situation s)
    : about_(std::move(s)),
      activities_(about_.regulation, about_.people, about_.subject, about_.in.rows, about_.verdicts,
                  about_.on) {}

const running& account::total(std::size_t b) {
  const auto found = totals_.find(b);
  if (found != totals_.end()) return found->second;
  if (failure_) throw *failure_;
  if (!at_work_.insert(b).second)
    throw std::logic_error("reference: the points of " + block_of(b).name + " need themselves");
  try {
    running f = worked_out(b);
    return totals_[b] = std::move(f);
  } catch (const no_reading& n) {
    failure_ = n;
    throw;
  }
}

const std::vector<entry>& account::entries() {
  total(0);
  std::sort(entries_.begin(), entries_.end());
  return entries_;
}

void account::post(const entry& e) {
  if (e.points != 0) entries_.push_back(e);
}

// --- The order of evaluation of a block.

/// Each stretch of days by the text of its days, but over all activities: no text moves a point by
/// beginning. Vetoes act on what has come out.
running account::worked_out(std::size_t b) {
  if (block_of(b).is_indicator) post_lines(b);
  running f;
  for (std::size_t g = 0; g < block_of(b).texts.size(); ++g) {
    const stretch days = block_of(b).days_of(g);
    const std::vector<step> steps = steps_of(b, g);
    post_steps(b, days, steps);
    f = sum(f, within(steps.back().after, days.first, days.last));
  }
  if (sign(b) < 0) f = negated(f);
  return vetoed(b, f);
}

std::vector<account::step> account::steps_of(std::size_t b, std::size_t text) {
  std::vector<step> steps{{clause::line, 0, input_of(b)}};
  if (block_of(b).is_indicator) {
    selections(b, text, steps);
    keyed_limits(b, text, steps);
    derived_lines(b, steps);
  } else {
    highest(b, text, steps);
  }
  limits(b, text, steps);
  weight(b, text, steps);
  return steps;
}

void account::post_steps(std::size_t b, const stretch& days, const std::vector<step>& steps) {
  for (std::size_t i = 1; i < steps.size(); ++i)
    for_each_difference(steps[i - 1].after, steps[i].after, [&](date d, whole change) {
      if (days.first <= d && d <= days.last)
        post({d, b, steps[i].clause, steps[i].index, {}, sign(b) * change});
    });
}

running account::input_of(std::size_t b) {
  running f;
  if (block_of(b).is_indicator) f = activity_points(b);
  for (const std::size_t m : block_of(b).members) f = sum(f, total(m));
  return sign(b) < 0 ? negated(f) : f;
}

void account::post_lines(std::size_t b) {
  for (const activity& a : activities_.of(b)) {
    for (std::size_t i = 0; i < a.what->lines.size(); ++i)
      post({a.day, b, clause::line, i, a.row, a.what->lines[i]});
    post({a.day, b, clause::event_cap, 0, a.row, a.what->event_cap});
  }
}

running account::activity_points(std::size_t b) {
  std::map<date, whole> of_day;
  for (const activity& a : activities_.of(b)) of_day[a.day] += a.what->points;
  return accumulated(of_day);
}

// --- What acts on activities.

void account::selections(std::size_t b, std::size_t text, std::vector<step>& steps) {
  const auto& stages = activities_.stages(b, text);
  for (std::size_t k = 1; k < stages.size(); ++k) {
    running f;
    for (const auto& [t, list] : stages[k]) {
      whole& here = f[t];
      for (const activity* a : list) here += sign(b) * a->what->points;
    }
    steps.push_back({clause::selection, k - 1, std::move(f)});
  }
}

namespace {

struct by_value {
  bool operator()(const std::vector<value>& a, const std::vector<value>& b) const {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (const int c = compare(a[i], b[i]); c != 0) return c < 0;
    return false;
  }
};
using by_key = std::map<std::vector<value>, running, by_value>;

/// The limits of one unit, floors before caps.
std::vector<const ast::clause*> limits_per(const wording& text, period_unit unit) {
  std::vector<const ast::clause*> out;
  for (const clause_kind kind : {clause_kind::floor, clause_kind::cap})
    for (const ast::clause* c : all_of(text.clauses, kind))
      if (!c->per_event && c->per->unit == unit) out.push_back(c);
  return out;
}

running sum_of(const by_key& keys) {
  running f;
  for (const auto& [key, of_key] : keys) f = sum(f, of_key);
  return f;
}

}  // namespace

/// Limits `by F, G`, then those `by F` on what has come out, and so on; then all keys together.
void account::keyed_limits(std::size_t b, std::size_t text, std::vector<step>& steps) {
  const wording& w = block_of(b).texts[text];
  const auto names = [&](const ast::clause& c) {
    std::vector<std::string> out;
    for (const ast::expr_id id : c.by)
      out.push_back(about_.regulation.document().at(id).text.value);
    return out;
  };
  std::vector<std::vector<std::string>> lists;  // of keys, the longest first
  for (const period_unit unit : all_units)
    for (const ast::clause* c : limits_per(w, unit))
      if (!c->by.empty() && std::find(lists.begin(), lists.end(), names(*c)) == lists.end())
        lists.push_back(names(*c));
  std::stable_sort(lists.begin(), lists.end(),
                   [](auto& x, auto& y) { return x.size() > y.size(); });
  if (lists.empty()) return;

  const kept& stage = activities_.stages(b, text).back();
  const auto key_of = [&](const activity& a) {
    std::vector<value> key;
    for (const std::string& name : lists.front()) key.push_back(a.what->fields.at(name));
    return key;
  };
  by_key keys;
  for (const activity& a : activities_.of(b)) keys[key_of(a)];
  for (const auto& [t, list] : stage) {
    for (auto& [key, f] : keys) f[t] = 0;
    for (const activity* a : list) keys[key_of(*a)][t] += sign(b) * a->what->points;
  }
  std::vector<std::string> have = lists.front();
  std::size_t floors = 0, caps = 0;
  for (const auto& list : lists) {
    by_key coarser;
    for (const auto& [key, f] : keys) {
      std::vector<value> part;
      for (const std::string& name : list)
        part.push_back(key[static_cast<std::size_t>(
            std::find(have.begin(), have.end(), name) - have.begin())]);
      running& sum_here = coarser[part];
      sum_here = sum(sum_here, f);
    }
    keys = std::move(coarser);
    have = list;
    for (const period_unit unit : all_units)
      for (const ast::clause* c : limits_per(w, unit)) {
        if (names(*c) != list) continue;
        for (auto& [key, f] : keys) f = limited(f, *c);
        const bool is_floor = c->kind == clause_kind::floor;
        steps.push_back({is_floor ? clause::keyed_floor : clause::keyed_cap,
                         is_floor ? floors++ : caps++, sum_of(keys)});
      }
  }
}

// --- What acts on totals.

/// The largest difference of a member in each period counts.
void account::highest(std::size_t b, std::size_t text, std::vector<step>& steps) {
  for (const ast::clause* c : all_of(block_of(b).texts[text].clauses, clause_kind::highest)) {
    const auto most_of_members = [&](const period& p, date t, whole) {
      whole most = 0;
      for (const std::size_t m : block_of(b).members)
        most = std::max(most, sign(b) * gained(total(m), p.first, t));
      return most;
    };
    steps.push_back(
        {clause::highest, 0,
         per_period(periods(), steps.back().after, c->per->unit, most_of_members)});
  }
}

running account::limited(const running& f, const ast::clause& limit) const {
  const auto& r = about_.regulation;
  const bool is_cap = limit.kind == clause_kind::cap;
  return per_period(periods(), f, limit.per->unit, [&](const period& p, date, whole x) {
    whole n = number_of(r, about_.people, about_.subject, limit.value, p);
    if (!is_literal(r, limit.value)) n = r.rounded({n});
    return is_cap ? std::min(x, std::max<whole>(n, 0)) : std::max(x, std::min<whole>(n, 0));
  });
}

/// For each period, finest first: its bases, its floors, its caps.
void account::limits(std::size_t b, std::size_t text, std::vector<step>& steps) {
  const std::vector<posting> all_bases_here = bases(b, about_.through);
  std::size_t floors = 0, caps = 0;
  for (const period_unit unit : all_units) {
    std::map<std::size_t, std::map<date, whole>> by_clause;
    for (const posting& p : all_bases_here)
      if (p.unit == unit) by_clause[p.index][p.day] += p.points;
    for (const auto& [index, of_day] : by_clause)
      steps.push_back({clause::base, index, sum(steps.back().after, accumulated(of_day))});
    for (const ast::clause* c : limits_per(block_of(b).texts[text], unit)) {
      if (!c->by.empty()) continue;
      const bool is_floor = c->kind == clause_kind::floor;
      steps.push_back({is_floor ? clause::floor : clause::cap, is_floor ? floors++ : caps++,
                       limited(steps.back().after, *c)});
    }
  }
}

void account::weight(std::size_t b, std::size_t text, std::vector<step>& steps) {
  const ast::document& d = about_.regulation.document();
  for (const ast::clause* c : all_of(block_of(b).texts[text].clauses, clause_kind::weight)) {
    const whole over = literal(d, c->value);
    const whole under = c->divisor == ast::no_expr ? million : literal(d, c->divisor);
    steps.push_back({clause::weight, 0,
                     per_period(periods(), steps.back().after, period_unit::year,
                                [&](const period&, date, whole x) {
                                  return about_.regulation.rounded_sum({x * over, under});
                                })});
  }
}

// --- Vetoes.

std::set<date> account::veto_days(std::size_t veto, std::size_t text) const {
  std::set<date> days;
  for (std::size_t r = 0; r < about_.in.rows.size(); ++r) {
    const row& one = about_.in.rows[r];
    if (one.subject != about_.subject || about_.verdicts[r].bad || !is_on(one, about_.on)) continue;
    for (const veto_hit& hit : about_.verdicts[r].vetoes)
      if (hit.veto == veto && hit.text == text) days.insert(one.day());
  }
  return days;
}

bool account::is_vetoed(const period& p) const {
  for (std::size_t k = 0; k < about_.regulation.vetoes().size(); ++k)
    for (std::size_t g = 0; g < about_.regulation.vetoes()[k].texts.size(); ++g)
      for (const date d : veto_days(k, g))
        if (p.contains(d)) return true;
  return false;
}

/// The vetoes of one period in one block are one clause: x is at most 0 from the first day of any
/// of them in p on.
running account::vetoed(std::size_t b, const running& before) {
  running f = before;
  for (const period_unit unit : all_units) {
    std::map<date, std::size_t> vetoes;  // with the veto that acts on it, the first as written
    for (const std::size_t k : block_of(b).vetoes) {
      const veto& v = about_.regulation.vetoes()[k];
      for (std::size_t g = 0; g < v.texts.size(); ++g)
        for (const ast::clause* c : all_of(v.texts[g].clauses, clause_kind::effect))
          if (c->effect == ast::effect_kind::void_points && c->per->unit == unit)
            for (const date d : veto_days(k, g)) vetoes.try_emplace(d, k);
    }
    if (vetoes.empty()) continue;
    std::set<date> days;
    for (const auto& [d, k] : vetoes) days.insert(d);
    const running after =
        per_period(periods(), with_days(f, days), unit, [&](const period& p, date t, whole x) {
          const auto hit = days.lower_bound(p.first);
          return hit != days.end() && *hit <= t ? std::min<whole>(0, x) : x;
        });
    for_each_difference(f, after, [&](date d, whole change) {
      const auto p = periods().period_of(d, unit);
      if (p) post({d, b, clause::veto, vetoes.lower_bound(p->first)->second, {}, change});
    });
    f = after;
  }
  return f;
}

}  // namespace reference
