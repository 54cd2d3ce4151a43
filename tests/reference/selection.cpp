#include "selection.hpp"

#include <algorithm>

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;

std::vector<const ast::clause*> selections_of(const wording& text) {
  std::vector<const ast::clause*> out;
  for (const ast::clause* c : text.clauses)
    if (c->kind == clause_kind::once || c->kind == clause_kind::first ||
        c->kind == clause_kind::after || c->kind == clause_kind::highest ||
        c->kind == clause_kind::best)
      out.push_back(c);
  return out;
}

bool is_literal(const regulation& r, ast::expr_id n) {
  return r.document().at(n).kind == ast::expr_kind::number;
}

whole number_of(const regulation& r, const people& p, const std::string& subject, ast::expr_id n,
                const period& when) {
  scope s;
  s.member = [&](const std::string&, const std::string& member) {
    return p.of_subject(subject, p.last_served(subject, when).value_or(when.last), member);
  };
  try {
    return evaluate(r.document(), n, s).number;
  } catch (const no_value& why) {
    throw no_reading{why.why};
  }
}

activities::activities(const regulation& r, const people& p, std::string subject,
                       const std::vector<row>& rows, const std::vector<verdict>& verdicts, basis on)
    : regulation_(r), people_(p), subject_(std::move(subject)) {
  for (std::size_t b = 0; b < r.blocks().size(); ++b)
    if (r.blocks()[b].is_indicator) of_[b];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].subject != subject_ || verdicts[i].bad || !is_on(rows[i], on)) continue;
    days_.insert(rows[i].day());
    const int length = rows[i].end.value_or(rows[i].dated) - rows[i].dated + 1;
    for (const taken& t : verdicts[i].taken_by)
      of_[t.block].push_back({i, rows[i].day(), length, &t});
  }
  for (auto& [b, list] : of_) find_places(b);
}

namespace {

int compare_rest(const activity& a, const activity& b) {
  for (std::size_t i = 0; i < a.what->rest.size(); ++i)
    if (const int c = compare(a.what->rest[i], b.what->rest[i]); c != 0) return c;
  return 0;
}

template <class T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a;
}

/// By the first criterion in which they differ.
bool comes_first(std::initializer_list<int> criteria) {
  for (const int c : criteria)
    if (c != 0) return c < 0;
  return false;
}

}  // namespace

void activities::find_places(std::size_t b) {
  std::vector<activity>& list = of_[b];
  const int sign = regulation_.blocks()[b].counts_deductions ? -1 : 1;
  const auto number_places = [&](std::size_t activity::*place, auto before) {
    std::stable_sort(list.begin(), list.end(), before);
    for (std::size_t i = 0; i < list.size(); ++i) list[i].*place = i;
  };
  const auto more_points = [sign](const activity& x, const activity& y) {
    return three_way(sign * y.what->points, sign * x.what->points);
  };
  number_places(&activity::place_by_day, [&](const activity& x, const activity& y) {
    return comes_first({three_way(x.day, y.day), more_points(x, y), compare_rest(x, y)});
  });
  number_places(&activity::place_by_points, [&](const activity& x, const activity& y) {
    return comes_first({more_points(x, y), three_way(x.day, y.day), compare_rest(x, y)});
  });
}

const std::vector<kept>& activities::stages(std::size_t b, std::size_t text) const {
  const auto [found, is_new] = stages_.try_emplace({b, text});
  std::vector<kept>& out = found->second;
  if (!is_new) return out;
  kept all;
  for (const activity& a : of(b)) all[a.day];
  for (auto& [t, list] : all)
    for (const activity& a : of(b))
      if (a.day <= t) list.push_back(&a);
  out.push_back(std::move(all));
  for (const ast::clause* c : selections_of(regulation_.blocks()[b].texts[text])) {
    kept next = selected(out.back(), *c);
    out.push_back(std::move(next));
  }
  return out;
}

kept activities::selected(const kept& before, const ast::clause& selection) const {
  kept out;
  for (const auto& [t, list] : before) out[t] = chosen(list, selection);
  return out;
}

/// Those that the selection's `when` does not meet pass; of the others, each period and key keeps
/// its N.
std::vector<const activity*> activities::chosen(const std::vector<const activity*>& from,
                                                const ast::clause& selection) const {
  struct before {
    bool operator()(const std::vector<value>& a, const std::vector<value>& b) const {
      for (std::size_t i = 0; i < a.size(); ++i)
        if (const int c = compare(a[i], b[i]); c != 0) return c < 0;
      return false;
    }
  };
  const auto place = selection.kind == clause_kind::highest || selection.kind == clause_kind::best
                         ? &activity::place_by_points
                         : &activity::place_by_day;
  std::vector<const activity*> out;
  std::map<period, std::map<std::vector<value>, std::vector<const activity*>, before>> groups;
  for (const activity* a : from) {
    const auto p = regulation_.periods().period_of(a->day, selection.per->unit);
    const bool meets = selection.when == ast::no_expr || a->what->truths.at(selection.when);
    if (!p || !meets) {
      out.push_back(a);
      continue;
    }
    std::vector<value> key;
    for (const ast::expr_id name : selection.by)
      key.push_back(a->what->fields.at(regulation_.document().at(name).text.value));
    groups[*p][key].push_back(a);
  }
  for (auto& [p, of_period] : groups) {
    const whole n = number(selection, p);
    for (auto& [key, group] : of_period) {
      std::sort(group.begin(), group.end(),
                [&](auto* a, auto* b) { return a->*place < b->*place; });
      for (std::size_t i = 0; i < group.size(); ++i) {
        const bool is_of_first = static_cast<whole>(i) < n;
        if (is_of_first == (selection.kind != clause_kind::after)) out.push_back(group[i]);
      }
    }
  }
  return out;
}

whole activities::number(const ast::clause& selection, const period& p) const {
  if (selection.value == ast::no_expr) return 1;
  const whole n = number_of(regulation_, people_, subject_, selection.value, p);
  return quotient(n, million, rounding::down);
}

const running& activities::figure(std::size_t block, const std::string& called,
                                  const std::function<whole(const activity&)>& of_one) const {
  const auto [found, is_new] = figures_.try_emplace({block, called});
  running& total = found->second;
  if (!is_new) return total;
  for (const std::size_t b : regulation_.indicators_of(block))
    for (std::size_t g = 0; g < regulation_.blocks()[b].texts.size(); ++g) {
      running f;
      for (const auto& [t, list] : stages(b, g).back()) {
        whole& here = f[t];
        for (const activity* a : list) here += of_one(*a);
      }
      const stretch days = regulation_.blocks()[b].days_of(g);
      total = sum(total, within(f, days.first, days.last));
    }
  return total;
}

}  // namespace reference
