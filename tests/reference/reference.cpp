#include "reference.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include "expression.hpp"

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;
using ast::expr_id;
using ast::no_expr;

/// Day -> the total through that day; between two days of the map the total stays what it was.
using running = std::map<date, whole>;

namespace {

constexpr std::array nested_units{period_unit::day, period_unit::month, period_unit::quarter,
                                  period_unit::half, period_unit::year};

whole at(const running& f, date t) {
  const auto later = f.upper_bound(t);
  return later == f.begin() ? 0 : std::prev(later)->second;
}

/// F with `days` among the days of its map.
running with_days(const running& f, const std::map<date, std::size_t>& days) {
  running out = f;
  for (const auto& [t, what] : days) out[t] = at(f, t);
  return out;
}

running sum(const running& a, const running& b) {
  running out;
  for (const auto& [t, n] : a) out[t] = n + at(b, t);
  for (const auto& [t, n] : b) out[t] = n + at(a, t);
  return out;
}

running negated(running f) {
  for (auto& [t, n] : f) n = -n;
  return f;
}

/// (clause_P F)(t) = the sum over the periods p begun by t of c(p, min(t, last p), F(min(t, last
/// p)) - F(first p - 1)). c gives 0 for 0, so only periods with a day of the map can matter.
running per_period(const running& f, period_unit unit,
                   const std::function<whole(const period&, date, whole)>& c) {
  running out;
  whole finished = 0;
  std::optional<period> current;
  const auto part = [&](const period& p, date t) { return c(p, t, at(f, t) - at(f, p.first - 1)); };
  for (const auto& [t, n] : f) {
    const period p = dutyscore::period_of(t, unit);
    if (current && *current != p) finished += part(*current, current->last);
    current = p;
    out[t] = finished + part(p, t);
  }
  return out;
}

struct block_of_policy {
  std::string name;
  const std::vector<ast::clause>* body = nullptr;
  bool is_indicator = false;
  bool counts_deductions = false;
  std::size_t parent = 0;
  std::vector<std::size_t> path;  // from the policy to this block
  std::vector<std::size_t> members;
  std::vector<std::size_t> vetoes;  // that stand here
};

struct veto {
  std::string name;
  const ast::clause* clause = nullptr;
  std::size_t where = 0;
};

std::vector<const ast::clause*> all_of(const std::vector<ast::clause>& body, clause_kind kind) {
  std::vector<const ast::clause*> found;
  for (const ast::clause& c : body)
    if (c.kind == kind) found.push_back(&c);
  return found;
}

/// The clauses of that kind, those of finer periods first.
std::vector<const ast::clause*> by_period(const std::vector<ast::clause>& body, clause_kind kind) {
  std::vector<const ast::clause*> found;
  for (const ast::clause* c : all_of(body, kind))
    if (!c->per_event) found.push_back(c);
  std::stable_sort(found.begin(), found.end(),
                   [](auto* a, auto* b) { return a->per->unit < b->per->unit; });
  return found;
}

bool contains_clause(const std::vector<ast::clause>& body, clause_kind kind) {
  return std::any_of(body.begin(), body.end(), [kind](const ast::clause& c) {
    return c.kind == kind || contains_clause(c.body, kind);
  });
}

bool in_force(const std::vector<ast::clause>& body, date d) {
  for (const ast::clause* c : all_of(body, clause_kind::in_force))
    if ((c->from && d < c->from->value) || (c->to && d > c->to->value)) return false;
  return true;
}

const ast::field* field_called(const std::vector<ast::clause>& body, clause_kind where,
                               const std::string& name) {
  for (const ast::clause* c : all_of(body, where))
    for (const ast::field& f : c->fields)
      if (f.name.text == name || (f.label && f.label->value == name)) return &f;
  return nullptr;
}

/// What a row comes to in one indicator that takes it.
struct taken {
  std::size_t block = 0;
  std::vector<whole> lines;
  whole event_cap = 0;  // the correcting entry
  whole points = 0;
};

struct verdict {
  std::optional<std::string> bad;
  bool selected = false;
  std::vector<taken> taken_by;
  std::vector<std::size_t> vetoes;
  std::set<refusal> refusals;

  static verdict of_bad(std::string why) {
    verdict v;
    v.bad = std::move(why);
    return v;
  }
};

basis basis_called(const std::string& word) {
  if (either(word, "claimed", "自评") || either(word, "rejected", "不予认可"))
    return basis::claimed;
  if (either(word, "reviewed", "初审")) return basis::reviewed;
  if (word.empty() || either(word, "confirmed", "确认")) return basis::confirmed;
  throw bad_row{"no standing is called " + word};
}

/// What is known of one subject on one basis.
struct account {
  std::vector<running> totals;  // per block, after all its clauses
  std::vector<entry> entries;
};

}  // namespace

struct book::inside {
  input in;
  const ast::document* document = nullptr;
  const ast::policy* policy = nullptr;
  std::vector<block_of_policy> blocks;
  std::vector<veto> vetoes;
  std::vector<verdict> verdicts;  // one per row
  std::vector<std::string> subjects;
  std::map<std::string, std::vector<std::pair<date, date>>> served;
  std::optional<date> through;
  mutable std::map<std::pair<std::string, basis>, account> accounts;

  // --- The policy.

  void read_policy() {
    document = in.document.get();
    policy = &document->policies.at(0);
    add_block(policy->name.text, policy->body, false, std::nullopt);
  }
  void add_block(const std::string& name, const std::vector<ast::clause>& body, bool is_indicator,
                 std::optional<std::size_t> parent) {
    const std::size_t here = blocks.size();
    block_of_policy b;
    b.name = name;
    b.body = &body;
    b.is_indicator = is_indicator;
    b.counts_deductions = contains_clause(body, clause_kind::deduct) &&
                          !contains_clause(body, clause_kind::award) &&
                          !contains_clause(body, clause_kind::base);
    if (parent) {
      b.parent = *parent;
      b.path = blocks[*parent].path;
      blocks[*parent].members.push_back(here);
    }
    b.path.push_back(here);
    blocks.push_back(std::move(b));
    for (const ast::clause& c : body) {
      if (c.kind == clause_kind::category) add_block(c.name.text, c.body, false, here);
      if (c.kind == clause_kind::indicator) add_block(c.name.text, c.body, true, here);
      if (c.kind != clause_kind::veto) continue;
      blocks[here].vetoes.push_back(vetoes.size());
      vetoes.push_back({c.name.text, &c, here});
    }
  }

  // --- Service.

  const person* on_roster(const std::string& subject) const {
    if (!in.roster) return nullptr;
    for (const person& p : *in.roster)
      if (p.subject == subject) return &p;
    return nullptr;
  }
  /// The first day of the year of the earliest row that is not bad; without any, of `through`.
  std::optional<date> default_start(const std::string& subject) const {
    std::optional<date> earliest;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (in.rows[r].subject == subject && !verdicts[r].bad &&
          (!earliest || in.rows[r].day < *earliest))
        earliest = in.rows[r].day;
    if (!earliest) earliest = through;
    if (!earliest) return std::nullopt;
    return dutyscore::period_of(*earliest, period_unit::year).first;
  }
  date policy_start() const {
    date start = date::min();
    for (const ast::clause* c : all_of(policy->body, clause_kind::in_force))
      if (c->from) start = c->from->value;
    return start;
  }
  /// Stretches of service as the roster has them. A missing start is the policy's, or else open
  /// when rows are judged: no row that is not bad lies before the year of the earliest such row.
  std::vector<std::pair<date, date>> stretches(const std::string& subject, date open_start) const {
    if (!in.roster) return {{open_start, date::max()}};
    std::vector<std::pair<date, date>> out;
    if (const person* p = on_roster(subject))
      for (const service& s : p->services)
        out.emplace_back(
            s.from.value_or(policy_start() == date::min() ? open_start : policy_start()),
            s.to.value_or(date::max()));
    return out;
  }
  static bool covers(const std::vector<std::pair<date, date>>& days, date d) {
    return std::any_of(days.begin(), days.end(),
                       [d](const auto& s) { return s.first <= d && d <= s.second; });
  }
  /// The days of service once all rows are judged.
  const std::vector<std::pair<date, date>>& service_of(const std::string& subject) const {
    return served.at(subject);
  }
  bool block_in_force(std::size_t b, date d) const {
    return std::all_of(blocks[b].path.begin(), blocks[b].path.end(),
                       [&](std::size_t up) { return in_force(*blocks[up].body, d); });
  }
  /// The first day of p on which the subject serves and the block is in force. It can only be the
  /// first day of p, of a stretch of service, or of a stretch in force.
  std::optional<date> first_served(const std::string& subject, const period& p,
                                   std::size_t b) const {
    std::set<date> candidates{p.first};
    const auto& days = service_of(subject);
    for (const auto& s : days) candidates.insert(s.first);
    for (const std::size_t up : blocks[b].path)
      for (const ast::clause* c : all_of(*blocks[up].body, clause_kind::in_force))
        if (c->from) candidates.insert(c->from->value);
    for (const date d : candidates)
      if (p.contains(d) && covers(days, d) && block_in_force(b, d)) return d;
    return std::nullopt;
  }

  std::string org_unit(const std::string& subject, const period& p) const {
    const person* who = on_roster(subject);
    const auto& days = service_of(subject);
    std::string unit;
    date latest = date::min();
    for (std::size_t i = 0; who && i < days.size(); ++i)
      for (const date d : last_days(days[i], p))
        if (d >= latest && block_in_force(0, d)) {
          latest = d;
          unit = who->services[i].org_unit;
        }
    return unit;
  }
  /// Days of p and of the stretch on which the subject may have served for the last time.
  std::set<date> last_days(const std::pair<date, date>& days, const period& p) const {
    std::set<date> out{p.last, days.second};
    for (const ast::clause* c : all_of(policy->body, clause_kind::in_force))
      if (c->to) out.insert(c->to->value);
    std::erase_if(out, [&](date d) { return !p.contains(d) || d < days.first || d > days.second; });
    return out;
  }

  // --- One row.

  void judge_rows() {
    for (std::size_t r = 0; r < in.rows.size(); ++r) verdicts.push_back(judge(r));
    mark_clashes();
  }
  /// The same id twice for one subject on one basis: every row of the clash is bad.
  void mark_clashes() {
    std::map<std::tuple<std::string, std::string, basis>, std::vector<std::size_t>> same;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      for (const basis on : all_bases)
        if (!verdicts[r].bad && !in.rows[r].id.empty() && is_on(r, on))
          same[{in.rows[r].subject, in.rows[r].id, on}].push_back(r);
    for (const auto& [key, rows] : same)
      if (rows.size() > 1)
        for (const std::size_t r : rows) verdicts[r] = verdict::of_bad("its id is used twice");
  }
  bool is_on(std::size_t r, basis on) const {
    const basis first = in.rows[r].since.empty() ? basis::claimed : basis_called(in.rows[r].since);
    return first <= on && on <= basis_called(in.rows[r].standing);
  }
  verdict judge(std::size_t r) const {
    try {
      check_row(in.rows[r]);
      return judged(r);
    } catch (const bad_row& b) {
      return verdict::of_bad(b.why);
    }
  }
  void check_row(const row& r) const {
    if (r.subject.empty() || r.kind.empty()) throw bad_row{"subject or kind is missing"};
    if (r.end && *r.end < r.day) throw bad_row{"it ends before it begins"};
    if (in.roster && !on_roster(r.subject)) throw bad_row{"the subject is not on the roster"};
    const basis last = basis_called(r.standing),
                first = r.since.empty() ? basis::claimed : basis_called(r.since);
    if (first > last) throw bad_row{"since is above standing"};
    for (const ast::clause* c : all_of(policy->body, clause_kind::activity_block))
      for (const ast::field& f : c->fields) check_field(f, r);
    for (const auto& [name, text] : r.fields)
      if (!field_called(policy->body, clause_kind::activity_block, name))
        throw bad_row{"there is no field " + name};
  }
  void check_field(const ast::field& f, const row& r) const {
    const auto cell = r.fields.find(f.name.text);
    const bool filled = cell != r.fields.end() && !cell->second.empty();
    if (f.computed != no_expr || !is_for(f, r.kind)) {
      if (filled) throw bad_row{f.name.text + " does not belong here"};
      return;
    }
    if (filled)
      cell_value(f, cell->second);
    else if (f.default_value == no_expr)
      throw bad_row{f.name.text + " is required"};
  }
  static bool is_for(const ast::field& f, const std::string& kind) {
    return f.kinds.empty() || std::any_of(f.kinds.begin(), f.kinds.end(),
                                          [&](const auto& k) { return k.value == kind; });
  }
  value cell_value(const ast::field& f, const std::string& text) const {
    switch (f.type) {
      case ast::field_type::text:
        if (!f.one_of.empty() && std::none_of(f.one_of.begin(), f.one_of.end(),
                                              [&](const auto& t) { return t.value == text; }))
          throw bad_row{f.name.text + " is not one of its texts"};
        return of_text(text);
      case ast::field_type::flag:
        if (!either(text, "yes", "是") && !either(text, "no", "否"))
          throw bad_row{f.name.text + " is no flag"};
        return of_flag(either(text, "yes", "是"));
      case ast::field_type::date:
        if (const auto d = date::parse(text)) return of_date(*d);
        throw bad_row{f.name.text + " is no date"};
      default:
        return number_cell(f, text);
    }
  }
  value number_cell(const ast::field& f, const std::string& text) const {
    const auto n = read_number(text);
    if (!n) throw bad_row{f.name.text + " is no number"};
    if (f.type == ast::field_type::integer && *n % million != 0)
      throw bad_row{f.name.text + " is not whole"};
    if (f.from != no_expr && *n < literal(*document, f.from))
      throw bad_row{f.name.text + " is too small"};
    if (f.to != no_expr && *n > literal(*document, f.to))
      throw bad_row{f.name.text + " is too large"};
    return of_number(*n);
  }

  scope names_of(const row& r) const {
    scope s;
    s.name = [this, &r](const std::string& name) { return named(r, name); };
    s.member = [this, &r](const std::string&, const std::string& member) {
      return of_subject(r.subject, r.day, member);
    };
    return s;
  }
  value named(const row& r, const std::string& name) const {
    if (either(name, "kind", "事项")) return of_text(r.kind);
    if (either(name, "date", "日期")) return of_date(r.day);
    if (either(name, "end", "止日")) return of_date(r.end.value_or(r.day));
    const ast::field* f = field_called(policy->body, clause_kind::activity_block, name);
    if (!f) throw std::logic_error("reference: there is no field " + name);
    if (f->computed != no_expr) return evaluate(*document, f->computed, names_of(r));
    const auto cell = r.fields.find(f->name.text);
    if (cell != r.fields.end() && !cell->second.empty()) return cell_value(*f, cell->second);
    return evaluate(*document, f->default_value, names_of(r));
  }
  value of_subject(const std::string& subject, date d, const std::string& member) const {
    const ast::field* f = field_called(policy->body, clause_kind::subject_block, member);
    const person* p = on_roster(subject);
    if (!f || !p || p->services.empty())
      throw std::logic_error("reference: there is no subject." + member);
    const service* then = &p->services.front();
    for (const service& s : p->services)
      if (s.from && *s.from <= d) then = &s;
    const auto cell = then->fields.find(f->name.text);
    if (cell != then->fields.end() && !cell->second.empty()) return cell_value(*f, cell->second);
    return evaluate(*document, f->default_value, scope{});
  }
  bool holds(expr_id condition, const row& r) const {
    return condition == no_expr || evaluate(*document, condition, names_of(r)).flag;
  }

  // Select; then in force, service, accept, outermost first; then the lines.
  verdict judged(std::size_t index) const {
    const row& r = in.rows[index];
    verdict v;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (!blocks[b].is_indicator || !selects(*blocks[b].body, r)) continue;
      v.selected = true;
      if (auto why = refused(index, b))
        v.refusals.insert(*why);
      else
        v.taken_by.push_back(points_of(r, b));
    }
    for (std::size_t k = 0; k < vetoes.size(); ++k) {
      if (!selects(vetoes[k].clause->body, r)) continue;
      v.selected = true;
      if (auto why = refused_by_veto(index, k))
        v.refusals.insert(*why);
      else
        v.vetoes.push_back(k);
    }
    return v;
  }
  bool selects(const std::vector<ast::clause>& body, const row& r) const {
    std::vector<const ast::clause*> conditional;
    for (const ast::clause* on : all_of(body, clause_kind::on))
      for (const auto& kind : on->texts) {
        if (kind.value != r.kind) continue;
        if (on->when == no_expr) return true;
        conditional.push_back(on);
      }
    return std::any_of(conditional.begin(), conditional.end(),
                       [&](auto* on) { return holds(on->when, r); });
  }
  std::optional<std::string> not_accepted(const std::vector<ast::clause>& body,
                                          const row& r) const {
    for (const ast::clause* a : all_of(body, clause_kind::accept))
      if (!holds(a->when, r)) return a->texts.at(0).value;
    return std::nullopt;
  }
  bool serves(const row& r) const { return covers(stretches(r.subject, date::min()), r.day); }
  std::optional<refusal> refused(std::size_t index, std::size_t b) const {
    const row& r = in.rows[index];
    for (const std::size_t up : blocks[b].path)
      if (!in_force(*blocks[up].body, r.day)) return refusal{index, up, {}, not_in_force};
    if (!serves(r)) return refusal{index, 0, {}, not_serving};
    for (const std::size_t up : blocks[b].path)
      if (auto reason = not_accepted(*blocks[up].body, r)) return refusal{index, up, {}, *reason};
    return std::nullopt;
  }
  std::optional<refusal> refused_by_veto(std::size_t index, std::size_t k) const {
    const row& r = in.rows[index];
    for (const std::size_t up : blocks[vetoes[k].where].path)
      if (!in_force(*blocks[up].body, r.day)) return refusal{index, up, {}, not_in_force};
    if (!in_force(vetoes[k].clause->body, r.day)) return refusal{index, {}, k, not_in_force};
    if (!serves(r)) return refusal{index, 0, {}, not_serving};
    if (auto reason = not_accepted(vetoes[k].clause->body, r))
      return refusal{index, {}, k, *reason};
    return std::nullopt;
  }

  taken points_of(const row& r, std::size_t b) const {
    taken t;
    t.block = b;
    for (const ast::clause& c : *blocks[b].body) {
      if (c.kind != clause_kind::award && c.kind != clause_kind::deduct) continue;
      const whole points = holds(c.when, r) ? line_points(r, b, c) : 0;
      t.lines.push_back(c.kind == clause_kind::deduct ? -points : points);
      t.points += t.lines.back();
    }
    for (const ast::clause* c : all_of(*blocks[b].body, clause_kind::cap))
      if (c->per_event) limit_event(t, literal(*document, c->value), blocks[b].counts_deductions);
    if (t.points > most_points || t.points < -most_points)
      throw bad_row{"an activity is beyond 1,000,000,000 points"};
    return t;
  }
  static void limit_event(taken& t, whole most, bool of_deducted) {
    const whole counted = of_deducted ? -t.points : t.points;
    const whole kept = std::min(most, counted);
    t.event_cap += of_deducted ? counted - kept : kept - counted;
    t.points = of_deducted ? -kept : kept;
  }
  whole line_points(const row& r, std::size_t b, const ast::clause& c) const {
    fraction points = in_units(r, c);
    for (const ast::clause* times : all_of(*blocks[b].body, clause_kind::times))
      if (holds(times->when, r)) points = multiplied(r, points, times->value);
    const auto [places, how] = decimals();
    const whole rounded = to_places(points, places, how);
    if (rounded > most_points || rounded < -most_points)
      throw bad_row{"a line is beyond 1,000,000,000 points"};
    return rounded;
  }
  fraction in_units(const row& r, const ast::clause& c) const {
    const whole v = evaluate(*document, c.value, names_of(r)).number;
    switch (c.unit) {
      case ast::line_unit::day:
        return {checked(v * (r.end.value_or(r.day) - r.day + 1))};
      case ast::line_unit::field:
        return {product(v, named(r, c.counted->text).number)};
      case ast::line_unit::field_step:
        return in_steps(v, named(r, c.counted->text).number, c);
      default:
        return {v};
    }
  }
  fraction in_steps(whole v, whole counted, const ast::clause& c) const {
    const whole step = literal(*document, c.divisor);
    if (c.mode == ast::step_rounding::exact) return {v * counted, step};
    const whole steps = quotient(counted, step, rounding_of(c.mode));
    checked(steps * million);  // a number like any other
    return {checked(v * steps)};
  }
  fraction multiplied(const row& r, fraction points, expr_id factor) const {
    const ast::expr& e = document->at(factor);
    const auto number = [&](expr_id id) { return evaluate(*document, id, names_of(r)).number; };
    const whole so_far = six_places(points);
    if (e.kind != ast::expr_kind::divide) return {product(so_far, number(factor))};
    const whole over = number(e.args.at(0)), under = number(e.args.at(1));
    if (under == 0) throw bad_row{"division by zero"};
    return {so_far * over, under};
  }
  static rounding rounding_of(ast::step_rounding mode) {
    switch (mode) {
      case ast::step_rounding::up:
        return rounding::up;
      case ast::step_rounding::down:
        return rounding::down;
      case ast::step_rounding::half_up:
        return rounding::half_up;
      default:
        return rounding::half_even;
    }
  }
  std::pair<int, rounding> decimals() const {
    const auto found = all_of(policy->body, clause_kind::decimals);
    if (found.empty()) return {6, rounding::half_even};
    return {static_cast<int>(found.front()->number.millionths() / million),
            rounding_of(found.front()->mode)};
  }

  // --- Everybody.

  void find_through() {
    through = in.through;
    if (through) return;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (!verdicts[r].bad && (!through || in.rows[r].day > *through)) through = in.rows[r].day;
    if (through) through = dutyscore::period_of(*through, period_unit::month).last;
  }
  void find_subjects() {
    std::set<std::string> all;
    if (in.roster)
      for (const person& p : *in.roster) all.insert(p.subject);
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (!verdicts[r].bad) all.insert(in.rows[r].subject);
    subjects.assign(all.begin(), all.end());
    for (const std::string& s : subjects)
      served[s] = stretches(s, default_start(s).value_or(date::max()));
  }

  // --- One subject on one basis.

  const account& account_of(const std::string& subject, basis on) const {
    const auto [found, is_new] = accounts.try_emplace({subject, on});
    account& a = found->second;
    if (!is_new) return a;
    a.totals.resize(blocks.size());
    total(subject, on, 0, a);
    std::sort(a.entries.begin(), a.entries.end());
    return a;
  }
  std::vector<std::size_t> rows_of(const std::string& subject, basis on) const {
    std::vector<std::size_t> out;
    for (std::size_t r = 0; r < in.rows.size(); ++r)
      if (in.rows[r].subject == subject && !verdicts[r].bad && is_on(r, on)) out.push_back(r);
    return out;
  }

  // The order of evaluation of a block.
  void total(const std::string& subject, basis on, std::size_t b, account& a) const {
    const block_of_policy& here = blocks[b];
    running f;
    if (here.is_indicator) f = activity_points(subject, on, b, a);
    for (const std::size_t member : here.members) {
      total(subject, on, member, a);
      f = sum(f, a.totals[member]);
    }
    if (here.counts_deductions) f = negated(f);
    f = limited(subject, b, f, a);
    if (here.counts_deductions) f = negated(f);
    a.totals[b] = vetoed(subject, on, b, f, a);
  }
  running activity_points(const std::string& subject, basis on, std::size_t b, account& a) const {
    std::map<date, whole> of_day;
    for (const std::size_t r : rows_of(subject, on))
      for (const taken& t : verdicts[r].taken_by) {
        if (t.block != b) continue;
        of_day[in.rows[r].day] += t.points;
        for (std::size_t i = 0; i < t.lines.size(); ++i)
          post(a, {in.rows[r].day, b, clause::line, i, r, t.lines[i]});
        post(a, {in.rows[r].day, b, clause::event_cap, 0, r, t.event_cap});
      }
    running f;
    whole so_far = 0;
    for (const auto& [day, points] : of_day) f[day] = so_far += points;
    return f;
  }
  static void post(account& a, const entry& e) {
    if (e.points != 0) a.entries.push_back(e);
  }
  /// [F_k(d) - F_k(d-1)] - [F_{k-1}(d) - F_{k-1}(d-1)] on every day on which it is not
  /// 0.
  template <class Post>
  static void post_difference(const running& before, const running& after, Post post_on) {
    std::set<date> days;
    for (const running* f : {&before, &after})
      for (const auto& [t, n] : *f) days.insert(t);
    for (const date d : days) {
      const whole change = (at(after, d) - at(after, d - 1)) - (at(before, d) - at(before, d - 1));
      if (change != 0) post_on(d, change);
    }
  }
  running limited(const std::string& subject, std::size_t b, running f, account& a) const {
    const bool of_deducted = blocks[b].counts_deductions;
    const auto step = [&](clause_kind kind, clause what, period_unit unit, const auto& apply) {
      const auto clauses = by_period(*blocks[b].body, kind);
      for (std::size_t i = 0; i < clauses.size(); ++i) {
        if (clauses[i]->per->unit != unit) continue;
        const running after = apply(f, literal(*document, clauses[i]->value));
        post_difference(f, after, [&](date d, whole change) {
          post(a, {d, b, what, i, {}, of_deducted ? -change : change});
        });
        f = after;
      }
    };
    for (const period_unit p : nested_units) {
      step(clause_kind::base, clause::base, p,
           [&](const running& g, whole n) { return sum(g, base_postings(subject, b, p, n)); });
      step(clause_kind::floor, clause::floor, p, [p](const running& g, whole n) {
        return per_period(g, p, [n](const period&, date, whole x) { return std::max(n, x); });
      });
      step(clause_kind::cap, clause::cap, p, [p](const running& g, whole n) {
        return per_period(g, p, [n](const period&, date, whole x) { return std::min(n, x); });
      });
    }
    return f;
  }
  running base_postings(const std::string& subject, std::size_t b, period_unit unit,
                        whole n) const {
    running f;
    whole so_far = 0;
    for (const period& p : periods(subject, unit, through.value_or(date::min())))
      if (const auto day = first_served(subject, p, b); day && *day <= *through)
        f[*day] = so_far += n;
    return f;
  }
  /// The periods from the subject's first day of service up to the one that holds `last`.
  std::vector<period> periods(const std::string& subject, period_unit unit, date last) const {
    std::optional<date> first;
    for (const auto& [from, to] : service_of(subject))
      if (!first || from < *first) first = from;
    std::vector<period> out;
    if (first)
      for (period p = dutyscore::period_of(std::max(*first, policy_start()), unit); p.first <= last;
           p = dutyscore::period_of(p.last + 1, unit))
        out.push_back(p);
    return out;
  }
  std::set<date> veto_days(const std::string& subject, basis on, std::size_t k) const {
    std::set<date> days;
    for (const std::size_t r : rows_of(subject, on))
      for (const std::size_t hit : verdicts[r].vetoes)
        if (hit == k) days.insert(in.rows[r].day);
    return days;
  }
  static const ast::clause& effect_of(const veto& v) {
    return *all_of(v.clause->body, clause_kind::effect).at(0);
  }
  /// The vetoes of one period in one block are one clause: x is at most 0 from the first day of any
  /// of them in p on.
  running vetoed(const std::string& subject, basis on, std::size_t b, running f, account& a) const {
    for (const period_unit unit : nested_units) {
      std::map<date, std::size_t> days;  // with the veto that acts on it, the first as written
      for (const std::size_t k : blocks[b].vetoes)
        if (effect_of(vetoes[k]).per->unit == unit)
          for (const date d : veto_days(subject, on, k)) days.try_emplace(d, k);
      const running after =
          per_period(with_days(f, days), unit, [&](const period& p, date t, whole x) {
            const auto hit = days.lower_bound(p.first);
            return hit != days.end() && hit->first <= t ? std::min<whole>(0, x) : x;
          });
      post_difference(f, after, [&](date d, whole change) {
        const auto responsible = days.lower_bound(dutyscore::period_of(d, unit).first);
        post(a, {d, b, clause::veto, responsible->second, {}, change});
      });
      f = after;
    }
    return f;
  }

  // --- All subjects.

  bool any_veto(const std::string& subject, const period& p, basis on) const {
    for (const std::size_t r : rows_of(subject, on))
      if (!verdicts[r].vetoes.empty() && p.contains(in.rows[r].day)) return true;
    return false;
  }
  scope names_of(const place& who, std::size_t ranked, period_unit unit) const {
    scope s;
    s.name = [this, who, ranked, unit](const std::string& name) {
      if (either(name, "vetoed", "被否决")) return of_flag(who.vetoed);
      if (either(name, "rank", "名次")) return of_number(static_cast<whole>(who.rank) * million);
      if (either(name, "ranked", "参评人数"))
        return of_number(static_cast<whole>(ranked) * million);
      if (either(name, "total", "总分")) return of_number(who.points);
      if (const auto g = grade_called(name, unit)) return of_text(who.grades.at(*g));
      throw std::logic_error("reference: a list reads " + name);
    };
    return s;
  }
  /// `grade` is the one without a name, else the only one.
  std::optional<std::size_t> grade_called(const std::string& name, period_unit unit) const {
    const auto grades = per_unit(clause_kind::grade, unit);
    const bool by_word = either(name, "grade", "等次");
    for (std::size_t g = 0; g < grades.size(); ++g)
      if (by_word ? grades[g]->name.empty() : grades[g]->name.text == name) return g;
    return by_word && grades.size() == 1 ? std::optional<std::size_t>(0) : std::nullopt;
  }
  std::vector<const ast::clause*> per_unit(clause_kind kind, period_unit unit) const {
    auto found = all_of(policy->body, kind);
    std::erase_if(found, [unit](auto* c) { return c->per->unit != unit; });
    return found;
  }
  std::string grade_of(const ast::clause& grade, const place& who, std::size_t ranked,
                       period_unit unit) const {
    for (const ast::grade_row& row : grade.grade_rows) {
      if (row.from != no_expr && who.points < literal(*document, row.from)) continue;
      if (row.when != no_expr && !evaluate(*document, row.when, names_of(who, ranked, unit)).flag)
        continue;
      return row.name.value;
    }
    throw std::logic_error("reference: a grade has no row that fits");
  }
  std::vector<place> ranking(const period& p, basis on) const {
    std::vector<place> out;
    for (const std::string& s : subjects)
      if (first_served(s, p, 0)) {
        const running& f = account_of(s, on).totals[0];
        out.push_back({0, s, at(f, p.last) - at(f, p.first - 1), {}, {}, any_veto(s, p, on)});
      }
    std::stable_sort(out.begin(), out.end(),
                     [](const place& a, const place& b) { return a.points > b.points; });
    for (place& one : out) one.rank = 1 + better_than(out, one.points);
    for (place& one : out)
      for (const ast::clause* grade : per_unit(clause_kind::grade, p.unit))
        one.grades.push_back(grade_of(*grade, one, out.size(), p.unit));
    for (const ast::clause* list : per_unit(clause_kind::list, p.unit))
      if (in_force(list->body, p.last) && block_in_force(0, p.last)) choose(*list, out, p.unit);
    return out;
  }
  static std::size_t better_than(const std::vector<place>& all, whole points) {
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [points](const place& o) { return o.points > points; }));
  }
  bool candidate(const ast::clause& list, const place& who, std::size_t ranked,
                 period_unit unit) const {
    const auto flag = [&](expr_id id) {
      return evaluate(*document, id, names_of(who, ranked, unit)).flag;
    };
    for (const ast::clause* c : all_of(list.body, clause_kind::when))
      if (!flag(c->when)) return false;
    for (const ast::clause* c : all_of(list.body, clause_kind::unless))
      if (flag(c->when)) return false;
    return true;
  }
  void choose(const ast::clause& list, std::vector<place>& all, period_unit unit) const {
    std::vector<place> candidates;
    for (const place& one : all)
      if (candidate(list, one, all.size(), unit)) candidates.push_back(one);
    const auto is_candidate = [&](const place& one) {
      return std::any_of(candidates.begin(), candidates.end(),
                         [&](auto& c) { return c.subject == one.subject; });
    };
    for (place& one : all)
      if (is_candidate(one) && has_place(list, candidates, one.points, all.size()))
        one.lists.push_back(list.name.text);
  }
  bool has_place(const ast::clause& list, const std::vector<place>& candidates, whole points,
                 std::size_t ranked) const {
    const auto tops = all_of(list.body, clause_kind::top);
    if (tops.empty()) return true;
    whole n = tops.front()->number.millionths();
    if (tops.front()->percent) n = n * static_cast<whole>(ranked) / 100;
    const whole places = n / million;
    const auto first = static_cast<whole>(1 + better_than(candidates, points));
    const auto equals =
        static_cast<whole>(std::count_if(candidates.begin(), candidates.end(),
                                         [points](const place& o) { return o.points == points; }));
    const auto ties = all_of(list.body, clause_kind::ties);
    const bool ties_all = ties.empty() || ties.front()->flag;
    return ties_all ? first <= places : first + equals - 1 <= places;
  }
};

book::book(input what) : in_(std::make_unique<inside>()) {
  in_->in = std::move(what);
  in_->read_policy();
  in_->judge_rows();
  in_->find_through();
  in_->find_subjects();
}
book::~book() = default;
book::book(book&&) noexcept = default;

std::size_t book::blocks() const { return in_->blocks.size(); }
const std::string& book::block_name(std::size_t b) const { return in_->blocks.at(b).name; }
std::size_t book::block(const std::string& name) const {
  for (std::size_t b = 0; b < blocks(); ++b)
    if (block_name(b) == name) return b;
  throw std::invalid_argument("reference: there is no block " + name);
}
const std::string& book::veto_name(std::size_t k) const { return in_->vetoes.at(k).name; }
std::optional<date> book::through() const { return in_->through; }
const std::vector<std::string>& book::subjects() const { return in_->subjects; }
bool book::served_in(const std::string& subject, const period& p) const {
  return in_->first_served(subject, p, 0).has_value();
}

std::vector<period> book::periods(const std::string& subject, period_unit unit) const {
  date last = in_->through.value_or(date::min());
  for (std::size_t r = 0; r < in_->in.rows.size(); ++r)
    if (in_->in.rows[r].subject == subject && !in_->verdicts[r].bad)
      last = std::max(last, in_->in.rows[r].day);
  std::vector<period> out;
  for (const period& p : in_->periods(subject, unit, last))
    if (const auto day = in_->first_served(subject, p, 0); day && *day <= last) out.push_back(p);
  return out;
}

std::string book::org_unit(const std::string& subject, const period& p) const {
  return in_->org_unit(subject, p);
}

whole book::points(const std::string& subject, std::size_t b, date first, date last,
                   basis on) const {
  const running& f = in_->account_of(subject, on).totals.at(b);
  return at(f, last) - at(f, first - 1);
}

std::vector<entry> book::entries(const std::string& subject, const period& p, basis on) const {
  std::vector<entry> out;
  for (const entry& e : in_->account_of(subject, on).entries)
    if (p.contains(e.day)) out.push_back(e);
  return out;
}

std::vector<refusal> book::refusals(const std::string& subject, const period& p, basis on) const {
  std::vector<refusal> out;
  for (const std::size_t r : in_->rows_of(subject, on))
    if (p.contains(in_->in.rows[r].day))
      out.insert(out.end(), in_->verdicts[r].refusals.begin(), in_->verdicts[r].refusals.end());
  return out;
}

std::vector<pending_entry> book::pending(const std::string& subject, const period& p, basis) const {
  std::vector<pending_entry> out;
  for (std::size_t b = 0; b < blocks(); ++b) {
    const auto bases = by_period(*in_->blocks[b].body, clause_kind::base);
    for (std::size_t i = 0; i < bases.size(); ++i)
      for (const period& q : in_->periods(subject, bases[i]->per->unit, p.last)) {
        const auto day = in_->first_served(subject, q, b);
        const whole n = literal(*in_->document, bases[i]->value);
        if (day && p.contains(*day) && *day > in_->through.value_or(date::min()) && n != 0)
          out.push_back({*day, b, i, n});
      }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::size_t> book::unmatched(const std::string& subject, const period& p,
                                         basis on) const {
  std::vector<std::size_t> out;
  for (const std::size_t r : in_->rows_of(subject, on))
    if (!in_->verdicts[r].selected && p.contains(in_->in.rows[r].day)) out.push_back(r);
  return out;
}

std::optional<std::vector<place>> book::rank(const period& p, basis on) const {
  try {
    return in_->ranking(p, on);
  } catch (const bad_row&) {
    return std::nullopt;
  }
}

counts book::counts(basis on) const {
  reference::counts n;
  for (std::size_t r = 0; r < in_->verdicts.size(); ++r) {
    const verdict& v = in_->verdicts[r];
    ++n.rows;
    if (v.bad)
      ++n.bad;
    else if (!in_->is_on(r, on))
      ++n.not_on_basis;
    else if (!v.selected)
      ++n.unmatched;
    else if (v.taken_by.empty() && v.vetoes.empty())
      ++n.refused;
    else
      ++n.counted;
  }
  return n;
}

std::vector<std::pair<std::size_t, std::string>> book::bad() const {
  std::vector<std::pair<std::size_t, std::string>> out;
  for (std::size_t r = 0; r < in_->verdicts.size(); ++r)
    if (in_->verdicts[r].bad) out.emplace_back(r, *in_->verdicts[r].bad);
  return out;
}

}  // namespace reference
