// Finds every change of one policy's tree that mutation_table.ipp speaks of.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dutyscore/impl/testing/mutant_table.ipp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore::detail::mutation {

/// One mutant of a tree. `toggle` makes it, and makes it undone when called again.
struct change {
  span where;
  std::string block;
  std::string explanation;
  span explained_at;  // the clause that the explanation stands at
  std::function<void()> toggle;
};

/// A comment of the author on the mutants of the clause that it stands at.
DUTYSCORE_INLINE std::optional<std::string> explanation_in(std::string_view comment) {
  static constexpr std::string_view marks[] = {"mutate:", "变异:", "变异："};
  const auto skip = [&](std::string_view more) {
    comment.remove_prefix(std::min(comment.find_first_not_of(more), comment.size()));
  };
  skip("# \t");
  for (const std::string_view mark : marks) {
    if (!comment.starts_with(mark)) continue;
    comment.remove_prefix(mark.size());
    skip(" \t");
    return std::string(comment);
  }
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::string> explanation_in(const ast::trivia& t) {
  if (auto found = explanation_in(t.trailing)) return found;
  for (const std::string& c : t.comments)
    if (auto found = explanation_in(c)) return found;
  return std::nullopt;
}

/// REQUIRES: the tree outlives the changes and is changed by nobody else.
class mutant_finder {
 public:
  mutant_finder(ast::document& document, ast::policy& policy)
      : document_(document), policy_(policy) {}

  /// In the order of the text.
  std::vector<change> run() {
    block_ = policy_.name.text;
    body(policy_.body);
    std::stable_sort(changes_.begin(), changes_.end(), [](const change& a, const change& b) {
      return a.where.begin < b.where.begin;
    });
    return std::move(changes_);
  }

  struct explained_place {
    span where;
    std::string text;
  };
  /// Every explanation, whether or not something is changed there.
  const std::vector<explained_place>& explanations() const { return explanations_; }

 private:
  // ---- what a change is ----

  void add(span where, std::function<void()> toggle) {
    changes_.push_back({where, block_, explanation_, explained_at_, std::move(toggle)});
  }

  /// The slot takes another value. It is found again at each call: expressions may have moved.
  template <class Find, class T>
  void replace(span where, Find find, T instead) {
    add(where, [find, instead]() mutable { std::swap(find(), instead); });
  }

  template <class T>
  void replace_part(ast::expr_id id, T ast::expr::*part, T instead) {
    ast::document* d = &document_;
    replace(
        at(id).where, [d, id, part]() -> T& { return d->expressions[id].*part; },
        std::move(instead));
  }

  /// An item of a list is left out.
  template <class T>
  void remove(span where, std::vector<T>& from, std::size_t index) {
    add(where, [&from, index, kept = std::optional<T>()]() mutable {
      const auto place = from.begin() + static_cast<std::ptrdiff_t>(index);
      if (kept) {
        from.insert(place, *std::move(kept));
        kept.reset();
      } else {
        kept = std::move(*place);
        from.erase(place);
      }
    });
  }

  // ---- explanations ----

  /// While this lives, changes are made under what the trivia say.
  class under {
   public:
    under(mutant_finder& f, const ast::trivia& t, span where)
        : finder_(f), before_(f.explanation_), before_at_(f.explained_at_) {
      const auto found = explanation_in(t);
      if (!found) return;
      f.explanation_ = *found;
      f.explained_at_ = where;
      f.explanations_.push_back({where, *found});
    }
    ~under() {
      finder_.explanation_ = std::move(before_);
      finder_.explained_at_ = before_at_;
    }
    under(const under&) = delete;
    under& operator=(const under&) = delete;

   private:
    mutant_finder& finder_;
    std::string before_;
    span before_at_;
  };

  // ---- clauses ----

  void body(std::vector<ast::clause>& clauses) {
    for (std::size_t i = 0; i < clauses.size(); ++i) clause(clauses, i);
  }

  static bool is_block(const ast::clause& c) { return c.kind <= ast::clause_kind::subject_block; }

  void clause(std::vector<ast::clause>& in, std::size_t index) {
    ast::clause& c = in[index];
    const std::string outer = block_;
    if (is_block(c) && !c.name.empty()) block_ = c.name.text;
    {
      const under scope(*this, c.around, is_block(c) ? c.keyword : c.where);
      const clause_mutations how = mutations_of(c.kind);
      if (how.is_removed) remove(is_block(c) ? c.keyword : c.where, in, index);
      slots(c, how);
    }
    if (c.kind == ast::clause_kind::list) untie(c);
    body(c.body);
    for (ast::field& f : c.fields) field(f);
    for (ast::grade_row& r : c.grade_rows) grade_row(r);
    block_ = outer;
  }

  void slots(ast::clause& c, const clause_mutations& how) {
    literal(c.value, how.value);
    literal(c.amount, how.amount);
    literal(c.divisor, how.divisor);
    plain_number(c, how.number);
    if (c.kind == ast::clause_kind::by) keys(c);
    if (c.kind != ast::clause_kind::by && !c.by.empty()) key_names(c);
    period(c);
    dates(c);
    words(c);
    kinds(c);
    if (c.when != ast::no_expr)
      condition(
          c.when, [&c]() -> ast::expr_id& { return c.when; }, how.has_condition);
  }

  void plain_number(ast::clause& c, number_role role) {
    for (const decimal instead : alternatives(c.number, role))
      replace(
          c.where, [&c]() -> decimal& { return c.number; }, instead);
  }

  /// One key less: what was told apart counts together.
  void key_names(ast::clause& c) {
    for (std::size_t i = 0; i < c.by.size(); ++i) remove(at(c.by[i]).where, c.by, i);
  }
  void keys(ast::clause& c) {
    if (c.by.size() > 1) key_names(c);
    for (const ast::expr_id k : c.by) expression(k, points);
  }

  void period(ast::clause& c) {
    if (c.per_event) return shorten_cap(c);
    if (!c.per) return;
    const auto here = std::find(std::begin(period_ladder), std::end(period_ladder), c.per->unit);
    if (here == std::end(period_ladder)) return become(c, period_unit::overall);
    if (here != std::begin(period_ladder)) become(c, here[-1]);
    if (here + 1 != std::end(period_ladder)) become(c, here[1]);
  }
  void become(ast::clause& c, period_unit unit) {
    replace(
        c.per->where, [&c]() -> period_unit& { return c.per->unit; }, unit);
  }
  /// `per event` of a cap becomes `per day`.
  void shorten_cap(ast::clause& c) {
    add(c.where, [&c] {
      c.per_event = !c.per_event;
      c.per =
          c.per_event ? std::nullopt : std::optional(ast::period_ref{period_unit::day, c.where});
    });
  }

  void dates(ast::clause& c) {
    const bool is_term = c.kind == ast::clause_kind::term;
    for (std::optional<ast::date_literal>* d : {&c.from, &c.to}) {
      if (!*d) continue;
      const date day = (*d)->value;
      for (const int step : {-1, 1}) {
        const date instead = is_term ? moved_month(day, step, d == &c.to) : day + step;
        replace((*d)->where, [d]() -> date& { return (*d)->value; }, instead);
      }
    }
    if (c.kind == ast::clause_kind::year_starts)
      replace(
          c.where, [&c]() -> int& { return c.month; }, c.month % 12 + 1);
  }
  /// Terms begin on the first of a month and end on the last.
  static date moved_month(date d, int step, bool is_last) {
    return is_last ? add_months(d + 1, step) - 1 : add_months(d, step);
  }

  void words(ast::clause& c) {
    if (const auto* other = instead_of(rounding_table, c.mode))
      replace(
          c.where, [&c]() -> ast::step_rounding& { return c.mode; }, other->instead);
    if (c.unit == ast::line_unit::day || c.unit == ast::line_unit::field)
      replace(
          c.where, [&c]() -> ast::line_unit& { return c.unit; }, ast::line_unit::event);
    if (c.running)
      replace(
          c.where, [&c]() -> bool& { return c.running; }, false);
    if (c.percent)
      replace(
          c.where, [&c]() -> bool& { return c.percent; }, false);
    if (c.kind == ast::clause_kind::ties)
      replace(
          c.where, [&c]() -> bool& { return c.flag; }, !c.flag);
  }

  /// A list that says nothing about ties takes them all.
  void untie(ast::clause& list) {
    const auto is = [&](ast::clause_kind kind) {
      return std::find_if(list.body.begin(), list.body.end(),
                          [=](const ast::clause& c) { return c.kind == kind; });
    };
    const auto top = is(ast::clause_kind::top);
    if (top == list.body.end() || is(ast::clause_kind::ties) != list.body.end()) return;
    const under scope(*this, top->around, top->where);
    const span where = top->where;
    list.body.reserve(list.body.size() + 1);  // clauses must stay where they are
    ast::clause none;
    none.kind = ast::clause_kind::ties;
    none.chinese = list.chinese;
    none.where = none.keyword = where;
    add(where, [&list, none, is_there = false]() mutable {
      is_there ? list.body.pop_back() : list.body.push_back(none);
      is_there = !is_there;
    });
  }

  void kinds(ast::clause& c) {
    if (c.kind != ast::clause_kind::on || c.texts.size() < 2) return;
    for (std::size_t i = 0; i < c.texts.size(); ++i) remove(c.texts[i].where, c.texts, i);
  }

  // ---- rows of grades, fields ----

  void grade_row(ast::grade_row& r) {
    const under scope(*this, r.around, r.where);
    literal(r.from, bound);
    if (r.when != ast::no_expr)
      condition(
          r.when, [&r]() -> ast::expr_id& { return r.when; }, r.from != ast::no_expr);
  }

  /// The bounds of a field stay: they say which data are taken, not what they are worth.
  void field(ast::field& f) {
    const std::string outer = std::exchange(block_, f.name.text);
    {
      const under scope(*this, f.around, f.where);
      if (f.default_value != ast::no_expr) default_value(f);
      if (f.computed != ast::no_expr && f.type == ast::field_type::flag)
        condition(
            f.computed, [&f]() -> ast::expr_id& { return f.computed; }, false);
      else
        expression(f.computed, points);
    }
    block_ = outer;
  }

  void default_value(const ast::field& f) {
    const ast::expr& e = at(f.default_value);
    if (e.kind == ast::expr_kind::flag)
      return replace_part(f.default_value, &ast::expr::flag, !e.flag);
    if (e.kind != ast::expr_kind::text) return literal(f.default_value, bound);
    const auto other =
        std::find_if(f.one_of.begin(), f.one_of.end(),
                     [&](const ast::text_literal& t) { return t.value != e.text.value; });
    if (other != f.one_of.end()) replace_part(f.default_value, &ast::expr::text, *other);
  }

  // ---- expressions ----

  ast::expr& at(ast::expr_id id) { return document_.expressions[id]; }

  static std::vector<decimal> alternatives(decimal n, number_role role) {
    const std::int64_t step = unit_of(n.used_places()), m = n.millionths();
    if (role == kept) return {};
    if (role == bound)
      return {decimal::from_millionths(m - step), decimal::from_millionths(m + step)};
    return {decimal::from_millionths(m == 0 ? step : m > 0 ? m - step : m + step)};
  }

  /// A number where one literal is usual; anything else is an expression about points.
  void literal(ast::expr_id id, number_role role) {
    if (id == ast::no_expr || role == kept) return;
    if (at(id).kind != ast::expr_kind::number) return expression(id, points);
    for (const decimal instead : alternatives(at(id).number, role))
      replace_part(id, &ast::expr::number, instead);
  }

  /// A condition is denied, and left out where the clause means something without it.
  template <class Slot>
  void condition(ast::expr_id id, Slot slot, bool may_be_left_out) {
    const span where = at(id).where;
    if (may_be_left_out) replace(where, slot, ast::no_expr);
    replace(where, slot, denied(id));
    inside_condition(id);
  }

  ast::expr_id denied(ast::expr_id id) {
    if (at(id).kind == ast::expr_kind::logical_not) return at(id).args[0];
    ast::expr no;
    no.kind = ast::expr_kind::logical_not;
    no.where = no.operator_at = at(id).where;
    no.args = {id};
    document_.expressions.push_back(std::move(no));
    return static_cast<ast::expr_id>(document_.expressions.size() - 1);
  }

  /// The outermost == has been denied as a whole.
  void inside_condition(ast::expr_id id) {
    const ast::expr_kind kind = at(id).kind;
    const bool is_said = kind == ast::expr_kind::equal || kind == ast::expr_kind::not_equal;
    is_said ? parts(id) : expression(id, points);
  }

  static bool compares(ast::expr_kind kind) {
    return kind >= ast::expr_kind::equal && kind <= ast::expr_kind::greater_equal;
  }

  void expression(ast::expr_id id, number_role role) {
    if (id == ast::no_expr) return;
    const ast::expr_kind kind = at(id).kind;
    if (const auto* other = instead_of(operator_table, kind)) operation(id, other->instead);
    if (kind == ast::expr_kind::number) return literal(id, role);
    if (kind == ast::expr_kind::date) return day(id);
    if (kind == ast::expr_kind::table) return table(id);
    if (kind == ast::expr_kind::call) return call(id);
    if (kind == ast::expr_kind::in_list) return in_list(id);
    parts(id);
  }

  void operation(ast::expr_id id, ast::expr_kind instead) {
    ast::document* d = &document_;
    replace(
        at(id).operator_at, [d, id]() -> ast::expr_kind& { return d->expressions[id].kind; },
        instead);
  }

  void parts(ast::expr_id id) {
    const number_role role = compares(at(id).kind) ? bound : points;
    for (const ast::expr_id part : std::vector(at(id).args)) expression(part, role);
  }

  void day(ast::expr_id id) {
    const date written = at(id).day;
    for (const int step : {-1, 1}) replace_part(id, &ast::expr::day, written + step);
  }

  void call(ast::expr_id id) {
    const std::string name = at(id).text.value;
    if (const auto* other = instead_of(function_table, std::string_view(name))) {
      ast::text_literal text = at(id).text;
      text.value = other->instead;
      replace_part(id, &ast::expr::text, text);
    }
    parts(id);
    const ast::expr_id filter = at(id).filter, otherwise = at(id).otherwise;
    ast::document* d = &document_;
    if (filter != ast::no_expr)
      condition(
          filter, [d, id]() -> ast::expr_id& { return d->expressions[id].filter; }, true);
    expression(otherwise, points);
  }

  void in_list(ast::expr_id id) {
    const std::vector<ast::expr_id> args = at(id).args;
    expression(args[0], points);
    for (std::size_t i = 1; args.size() > 2 && i < args.size(); ++i) {
      std::vector<ast::expr_id> fewer = args;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      ast::document* d = &document_;
      replace(
          at(args[i]).where,
          [d, id]() -> std::vector<ast::expr_id>& { return d->expressions[id].args; }, fewer);
    }
  }

  void table(ast::expr_id id) {
    for (const ast::expr_id key : std::vector(at(id).args)) expression(key, points);
    if (at(id).marginal) replace_part(id, &ast::expr::marginal, false);
    for (std::size_t i = 0; i < at(id).rows.size(); ++i) {
      const ast::table_row row = at(id).rows[i];
      const under scope(*this, row.around, row.where);
      for (const ast::table_cell& cell : row.cells)
        if (cell.value != ast::no_expr) expression(cell.value, bound);
      expression(row.value, points);
    }
  }

  ast::document& document_;
  ast::policy& policy_;
  std::vector<change> changes_;
  std::vector<explained_place> explanations_;
  std::string block_, explanation_;
  span explained_at_;
};

}  // namespace dutyscore::detail::mutation
