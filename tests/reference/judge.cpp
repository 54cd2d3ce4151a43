#include "judge.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;
using ast::expr_id;
using ast::no_expr;

void verdict::refuse(const refusal& r) {
  const bool is_listed = std::any_of(refusals.begin(), refusals.end(), [&](const refusal& other) {
    return other.block == r.block && other.veto == r.veto;
  });
  if (!is_listed) refusals.push_back(r);
}

basis basis_called(const std::string& word) {
  if (either(word, "claimed", "自评") || either(word, "rejected", "不予认可"))
    return basis::claimed;
  if (either(word, "reviewed", "初审")) return basis::reviewed;
  if (word.empty() || either(word, "confirmed", "确认")) return basis::confirmed;
  throw no_value{"no standing is called " + word};
}

namespace {
basis first_basis(const row& r) {
  return r.since.empty() ? basis::claimed : basis_called(r.since);
}
verdict bad_because(std::string why) {
  verdict v;
  v.bad = std::move(why);
  return v;
}
}  // namespace

bool is_on(const row& r, basis on) {
  return first_basis(r) <= on && on <= basis_called(r.standing);
}

judge::judge(const input& in, const regulation& r, const people& p)
    : in_(in), regulation_(r), people_(p) {
  for (std::size_t b = 0; b < r.blocks().size(); ++b)
    if (r.blocks()[b].is_indicator) collect_keys(b);
  collect_calls();
}

// --- What clauses ask about the activities of an indicator.

namespace {

bool is_selection(const ast::clause& c) {
  constexpr std::array kinds{clause_kind::once, clause_kind::first, clause_kind::after,
                             clause_kind::highest, clause_kind::best};
  return std::find(kinds.begin(), kinds.end(), c.kind) != kinds.end();
}

std::vector<const ast::clause*> of_all_texts(const named_thing& t) {
  std::vector<const ast::clause*> out;
  for (const wording& w : t.texts) {
    if (w.head) out.push_back(w.head);
    for (const ast::clause* c : w.clauses) out.push_back(c);
  }
  return out;
}

std::vector<expr_id> expressions_of(const ast::clause& c) {
  std::vector<expr_id> out{c.value, c.amount, c.when};
  out.insert(out.end(), c.by.begin(), c.by.end());
  for (const ast::grade_row& r : c.grade_rows) out.push_back(r.when);
  return out;
}

}  // namespace

void judge::collect_keys(std::size_t b) {
  questions& q = asked_[b];
  for (const ast::clause* c : of_all_texts(regulation_.blocks()[b])) {
    const bool is_limit = c->kind == clause_kind::cap || c->kind == clause_kind::floor;
    if (!is_limit && !is_selection(*c)) continue;
    for (const expr_id key : c->by) {
      const std::string& name = regulation_.document().at(key).text.value;
      if (std::find(q.keys.begin(), q.keys.end(), name) == q.keys.end()) q.keys.push_back(name);
    }
    if (is_selection(*c) && c->when != no_expr) q.selections.push_back(c->when);
  }
}

/// All calls of all texts, in the order of the text, and the indicator that a bare one is about.
void judge::collect_calls() {
  std::map<std::pair<std::uint32_t, expr_id>, std::size_t> calls;
  const auto collect = [&](const named_thing& t, std::size_t around) {
    for (const ast::clause* c : of_all_texts(t))
      for (const expr_id id : expressions_of(*c))
        for_each_expression(regulation_.document(), id, [&](expr_id e) {
          calls.emplace(std::pair(regulation_.document().at(e).where.begin, e), around);
        });
  };
  for (std::size_t b = 0; b < regulation_.blocks().size(); ++b)
    if (regulation_.blocks()[b].is_indicator) collect(regulation_.blocks()[b], b);
  for (const grade& g : regulation_.grades()) collect(g, 0);
  for (const list& l : regulation_.lists()) collect(l, 0);
  for (const auto& [place, around] : calls)
    collect_call(regulation_.document().at(place.second), around);
}

void judge::collect_call(const ast::expr& e, std::size_t around) {
  if (e.kind != ast::expr_kind::call) return;
  const auto each = [&](std::size_t block, const auto& visit) {
    for (const std::size_t i : regulation_.indicators_of(block)) visit(asked_[i]);
  };
  const auto argument = [&]() -> const ast::expr& {
    return regulation_.document().at(e.args.at(0));
  };
  if (either(e.text.value, "count", "次数") && e.filter != no_expr)
    each(e.args.empty() ? around : regulation_.block_called(argument().text.value),
         [&](questions& q) { q.counts.push_back(e.filter); });
  if (!either(e.text.value, "sum", "合计")) return;
  const bool is_bare = argument().kind == ast::expr_kind::name;
  const std::string& field = is_bare ? argument().text.value : argument().member.text;
  each(is_bare ? around : regulation_.block_called(argument().text.value),
       [&](questions& q) { q.sums.push_back(field); });
}

// --- Is it a row at all?

std::vector<verdict> judge::all() const {
  std::vector<verdict> out;
  for (std::size_t r = 0; r < in_.rows.size(); ++r) out.push_back(judged(r));
  mark_clashes(out);
  return out;
}

verdict judge::judged(std::size_t r) const {
  try {
    check(in_.rows[r]);
    return verdict_of(r);
  } catch (const no_value& n) {
    return bad_because(n.why);
  }
}

/// The same id twice for one subject on one basis: every row of the clash is bad.
void judge::mark_clashes(std::vector<verdict>& verdicts) const {
  std::map<std::tuple<std::string, std::string, basis>, std::vector<std::size_t>> same;
  for (std::size_t r = 0; r < in_.rows.size(); ++r)
    for (const basis on : all_bases)
      if (!verdicts[r].bad && !in_.rows[r].id.empty() && is_on(in_.rows[r], on))
        same[{in_.rows[r].subject, in_.rows[r].id, on}].push_back(r);
  for (const auto& [key, rows] : same)
    if (rows.size() > 1)
      for (const std::size_t r : rows) verdicts[r] = bad_because("its id is used twice");
}

void judge::check(const row& r) const {
  if (r.subject.empty() || r.kind.empty()) throw no_value{"subject or kind is missing"};
  if (r.end && *r.end < r.dated) throw no_value{"it ends before it begins"};
  if (in_.roster && !people_.on_roster(r.subject))
    throw no_value{"the subject is not on the roster"};
  if (first_basis(r) > basis_called(r.standing)) throw no_value{"since is above standing"};
  for (const ast::field* f : regulation_.fields_of_activity()) check_field(*f, r);
  for (const auto& [name, text] : r.fields)
    if (!regulation_.field_of_activity(name)) throw no_value{"there is no field " + name};
}

void judge::check_field(const ast::field& f, const row& r) const {
  const auto cell = r.fields.find(f.name.text);
  const bool is_filled = cell != r.fields.end() && !cell->second.empty();
  const bool belongs =
      f.kinds.empty() || std::any_of(f.kinds.begin(), f.kinds.end(),
                                     [&](const auto& k) { return k.value == r.kind; });
  if (f.computed != no_expr || !belongs) {
    if (is_filled) throw no_value{f.name.text + " does not belong here"};
    return;
  }
  if (is_filled)
    cell_value(regulation_.document(), f, cell->second);
  else if (f.default_value == no_expr)
    throw no_value{f.name.text + " is required"};
}

// --- What it says.

scope judge::names_of(const row& r) const {
  scope s;
  s.name = [this, &r](const std::string& name) { return named(r, name); };
  s.member = [this, &r](const std::string&, const std::string& member) {
    return people_.of_subject(r.subject, r.dated, member);
  };
  return s;
}

value judge::named(const row& r, const std::string& name) const {
  if (either(name, "kind", "事项")) return of_text(r.kind);
  if (either(name, "date", "日期")) return of_date(r.dated);
  if (either(name, "end", "止日")) return of_date(r.end.value_or(r.dated));
  const ast::field* f = regulation_.field_of_activity(name);
  if (!f) throw std::logic_error("reference: there is no field " + name);
  const ast::document& d = regulation_.document();
  if (f->computed != no_expr) return evaluate(d, f->computed, names_of(r));
  const auto cell = r.fields.find(f->name.text);
  if (cell != r.fields.end() && !cell->second.empty()) return cell_value(d, *f, cell->second);
  if (f->default_value == no_expr) throw std::logic_error("reference: a row has no " + name);
  return evaluate(d, f->default_value, names_of(r));
}

bool judge::holds(expr_id condition, const row& r) const {
  return condition == no_expr || evaluate(regulation_.document(), condition, names_of(r)).flag;
}

// --- Select; then in force, service, accept, outermost first; then the lines.

verdict judge::verdict_of(std::size_t index) const {
  const row& r = in_.rows[index];
  verdict v;
  for (std::size_t b = 0; b < regulation_.blocks().size(); ++b) {
    const block& here = regulation_.blocks()[b];
    if (!here.is_indicator || !selects(here.text(r.dated), r)) continue;
    v.selected = true;
    if (auto why = refused(index, b))
      v.refuse(*why);
    else
      v.taken_by.push_back(points_of(r, b));
  }
  for (std::size_t k = 0; k < regulation_.vetoes().size(); ++k) {
    const veto& here = regulation_.vetoes()[k];
    if (!selects(here.text(r.dated), r)) continue;
    v.selected = true;
    if (auto why = refused_by_veto(index, k))
      v.refuse(*why);
    else
      v.vetoes.push_back({k, here.asked(r.dated)});
  }
  return v;
}

bool judge::selects(const wording& text, const row& r) const {
  std::vector<const ast::clause*> conditional;
  for (const ast::clause* on : all_of(text.clauses, clause_kind::on))
    for (const auto& kind : on->texts) {
      if (kind.value != r.kind) continue;
      if (on->when == no_expr) return true;
      conditional.push_back(on);
    }
  return std::any_of(conditional.begin(), conditional.end(),
                     [&](auto* on) { return holds(on->when, r); });
}

std::optional<std::string> judge::not_accepted(const wording& text, const row& r) const {
  for (const ast::clause* a : all_of(text.clauses, clause_kind::accept))
    if (!holds(a->when, r)) return a->texts.at(0).value;
  return std::nullopt;
}

std::optional<refusal> judge::out_of_force(std::size_t index, std::size_t b, date d) const {
  for (const std::size_t up : regulation_.blocks()[b].path)
    if (!regulation_.blocks()[up].in_force().contains(d))
      return refusal{index, up, {}, not_in_force};
  return std::nullopt;
}

std::optional<refusal> judge::refused(std::size_t index, std::size_t b) const {
  const row& r = in_.rows[index];
  if (auto why = out_of_force(index, b, r.dated)) return why;
  if (!people_.serves(r.subject, r.dated)) return refusal{index, 0, {}, not_serving};
  for (const std::size_t up : regulation_.blocks()[b].path)
    if (auto reason = not_accepted(regulation_.blocks()[up].text(r.dated), r))
      return refusal{index, up, {}, *reason};
  return out_of_force(index, b, r.day());
}

std::optional<refusal> judge::refused_by_veto(std::size_t index, std::size_t k) const {
  const row& r = in_.rows[index];
  const veto& v = regulation_.vetoes()[k];
  const auto out = [&](date d) -> std::optional<refusal> {
    if (auto why = out_of_force(index, v.where, d)) return why;
    if (!v.in_force().contains(d)) return refusal{index, {}, k, not_in_force};
    return std::nullopt;
  };
  if (auto why = out(r.dated)) return why;
  if (!people_.serves(r.subject, r.dated)) return refusal{index, 0, {}, not_serving};
  if (auto reason = not_accepted(v.text(r.dated), r)) return refusal{index, {}, k, *reason};
  return out(r.day());
}

// --- Points.

taken judge::points_of(const row& r, std::size_t b) const {
  const wording& text = regulation_.blocks()[b].text(r.dated);
  taken t;
  t.block = b;
  for (const ast::clause* c : text.clauses) {
    const bool is_line = c->kind == clause_kind::award || c->kind == clause_kind::deduct;
    if (!is_line || is_derived(*c)) continue;
    const whole points = holds(c->when, r) ? line_points(r, text, *c) : 0;
    t.lines.push_back(c->kind == clause_kind::deduct ? -points : points);
    t.points += t.lines.back();
  }
  const int sign = regulation_.blocks()[b].counts_deductions ? -1 : 1;
  for (const ast::clause* c : all_of(text.clauses, clause_kind::cap)) {
    if (!c->per_event) continue;
    const whole most = literal(regulation_.document(), c->value);
    const whole kept = sign * std::min(most, sign * t.points);
    t.event_cap += kept - t.points;
    t.points = kept;
  }
  bounded(t.points);
  answer(r, t);
  return t;
}

void judge::answer(const row& r, taken& t) const {
  const questions& q = asked_.at(t.block);
  for (const std::string& key : q.keys)
    t.rest.push_back(t.fields.emplace(key, named(r, key)).first->second);
  for (const auto* conditions : {&q.selections, &q.counts})
    for (const expr_id when : *conditions)
      t.rest.push_back(of_flag(t.truths[when] = holds(when, r)));
  t.rest.push_back(of_number((r.end.value_or(r.dated) - r.dated + 1) * million));
  for (const std::string& field : q.sums)
    t.rest.push_back(t.fields.emplace(field, named(r, field)).first->second);
}

whole judge::line_points(const row& r, const wording& text, const ast::clause& line) const {
  fraction points = in_units(r, line);
  for (const ast::clause* times : all_of(text.clauses, clause_kind::times))
    if (holds(times->when, r)) points = multiplied(r, points, times->value);
  return bounded(regulation_.rounded(points));
}

fraction judge::in_units(const row& r, const ast::clause& line) const {
  const whole v = evaluate(regulation_.document(), line.value, names_of(r)).number;
  switch (line.unit) {
    case ast::line_unit::day:
      return {checked(v * (r.end.value_or(r.dated) - r.dated + 1))};
    case ast::line_unit::field:
      return {product(v, named(r, line.counted->text).number)};
    case ast::line_unit::field_step:
      return in_steps(v, named(r, line.counted->text).number, line);
    default:
      return {v};
  }
}

fraction judge::in_steps(whole v, whole counted, const ast::clause& line) const {
  const whole step = literal(regulation_.document(), line.divisor);
  if (line.mode == ast::step_rounding::exact) return {v * counted, step};
  const whole steps = quotient(counted, step, rounding_of(line.mode));
  checked(steps * million);  // a number like any other
  return {checked(v * steps)};
}

fraction judge::multiplied(const row& r, fraction points, expr_id factor) const {
  const ast::expr& e = regulation_.document().at(factor);
  const auto number = [&](expr_id id) {
    return evaluate(regulation_.document(), id, names_of(r)).number;
  };
  const whole so_far = six_places(points);
  if (e.kind != ast::expr_kind::divide) return {product(so_far, number(factor))};
  const whole over = number(e.args.at(0)), under = number(e.args.at(1));
  if (under == 0) throw no_value{"division by zero"};
  return {so_far * over, under};
}

}  // namespace reference
