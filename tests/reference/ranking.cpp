#include "ranking.hpp"

#include <algorithm>
#include <stdexcept>

#include "figures.hpp"

namespace reference {

namespace ast = dutyscore::ast;
using ast::clause_kind;
using ast::expr_id;

namespace {

class reader {
 public:
  reader(const regulation& r, const people& p, const accounts& of, const period& when, date through)
      : regulation_(r),
        people_(p),
        accounts_(of),
        when_(when),
        last_day_(when.unit == period_unit::overall ? through : when.last) {}

  std::vector<place> read() {
    for (const auto& [subject, account] : accounts_)
      if (people_.served(subject, 0).first_in(when_))
        places_.push_back({0, subject, gained(account->total(0), when_.first, when_.last), {}, {},
                           account->is_vetoed(when_)});
    std::stable_sort(places_.begin(), places_.end(),
                     [](const place& a, const place& b) { return a.points > b.points; });
    for (place& one : places_)
      one.rank = 1 + static_cast<std::size_t>(std::count_if(
                         places_.begin(), places_.end(),
                         [&](const place& o) { return o.points > one.points; }));
    for (place& one : places_)
      for (const grade* g : grades()) one.grades.push_back(grade_of(*g, one));
    for (const list& l : regulation_.lists())
      if (l.unit == when_.unit && l.force.contains(last_day_)) choose(l);
    return places_;
  }

 private:
  // --- Conditions.

  value evaluated(expr_id id, const place& who) const {
    scope s = figures(*accounts_.at(who.subject), {0, when_, when_.last, last_day_});
    s.name = [this, &who](const std::string& name) { return named(who, name); };
    return evaluate(regulation_.document(), id, s);
  }
  value named(const place& who, const std::string& name) const {
    if (either(name, "vetoed", "被否决")) return of_flag(who.vetoed);
    if (either(name, "rank", "名次")) return of_number(static_cast<whole>(who.rank) * million);
    if (either(name, "ranked", "参评人数"))
      return of_number(static_cast<whole>(places_.size()) * million);
    if (either(name, "total", "总分")) return of_number(checked(who.points));
    return of_text(grade_of(*grade_called(name), who));
  }

  // --- Grades.

  std::vector<const grade*> grades() const {
    std::vector<const grade*> out;
    for (const grade& g : regulation_.grades())
      if (g.unit == when_.unit && g.texts.front().from <= last_day_) out.push_back(&g);
    return out;
  }
  /// `grade` is the one without a name, else the only one.
  const grade* grade_called(const std::string& name) const {
    const auto all = grades();
    const bool by_word = either(name, "grade", "等次");
    for (const grade* g : all)
      if (by_word ? g->name.empty() : g->name == name) return g;
    if (by_word && all.size() == 1) return all.front();
    throw std::logic_error("reference: a condition reads " + name);
  }
  const std::vector<ast::grade_row>& rows_of(const grade& g) const {
    return g.text(last_day_).head->grade_rows;
  }
  std::size_t row_called(const grade& g, const std::string& text) const {
    const auto& rows = rows_of(g);
    return static_cast<std::size_t>(
        std::find_if(rows.begin(), rows.end(), [&](auto& row) { return row.name.value == text; }) -
        rows.begin());
  }
  std::size_t earned(const grade& g, const place& who) const {
    const auto& rows = rows_of(g);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].from != ast::no_expr &&
          who.points < literal(regulation_.document(), rows[i].from))
        continue;
      if (rows[i].when == ast::no_expr || evaluated(rows[i].when, who).flag) return i;
    }
    throw std::logic_error("reference: a grade has no row that fits");
  }
  /// The lower of the earned grade and those of the vetoes. A text that no grade of the period has
  /// is below every row of all of them.
  std::string grade_of(const grade& g, const place& who) const {
    std::size_t lowest = earned(g, who);
    std::optional<std::string> below_all;
    for (const std::string& text : grades_of_vetoes(who)) {
      if (const std::size_t row = row_called(g, text); row < rows_of(g).size())
        lowest = std::max(lowest, row);
      const auto all = grades();
      const bool is_a_row = std::any_of(all.begin(), all.end(), [&](const grade* other) {
        return row_called(*other, text) < rows_of(*other).size();
      });
      if (!is_a_row) below_all = text;
    }
    return below_all.value_or(rows_of(g)[lowest].name.value);
  }
  std::vector<std::string> grades_of_vetoes(const place& who) const {
    std::vector<std::string> out;
    for_each_effect(ast::effect_kind::grade, who, [&](const ast::clause& c, date d) {
      if (c.per->unit == when_.unit && when_.contains(d)) out.push_back(c.texts.at(0).value);
    });
    return out;
  }
  void for_each_effect(ast::effect_kind effect, const place& who,
                       const std::function<void(const ast::clause&, date)>& visit) const {
    for (std::size_t k = 0; k < regulation_.vetoes().size(); ++k)
      for (std::size_t g = 0; g < regulation_.vetoes()[k].texts.size(); ++g)
        for (const ast::clause* c :
             all_of(regulation_.vetoes()[k].texts[g].clauses, clause_kind::effect))
          if (c->effect == effect)
            for (const date d : accounts_.at(who.subject)->veto_days(k, g)) visit(*c, d);
  }

  // --- Lists.

  bool is_barred(const list& l, const place& who) const {
    bool barred = false;
    for_each_effect(ast::effect_kind::bar, who, [&](const ast::clause& c, date d) {
      if (c.name.text != l.name) return;
      const whole n =
          c.amount == ast::no_expr ? 1 : literal(regulation_.document(), c.amount) / million;
      auto p = regulation_.periods().period_of(d, c.per->unit);
      for (whole i = 0; i < n && p; ++i, p = regulation_.periods().after(*p))
        barred = barred || (p->first == when_.first && p->last == when_.last);
    });
    return barred;
  }
  bool is_candidate(const list& l, const place& who) const {
    const auto& clauses = l.text(last_day_).clauses;
    for (const ast::clause* c : all_of(clauses, clause_kind::when))
      if (!evaluated(c->when, who).flag) return false;
    for (const ast::clause* c : all_of(clauses, clause_kind::unless))
      if (evaluated(c->when, who).flag) return false;
    return !is_barred(l, who);
  }
  /// Of a list that cuts nobody off there are no keys to ask.
  std::vector<value> key_of(const list& l, const place& who) const {
    std::vector<value> key;
    if (all_of(l.text(last_day_).clauses, clause_kind::top).empty()) return key;
    for (const ast::clause* c : all_of(l.text(last_day_).clauses, clause_kind::by))
      for (const expr_id id : c->by) key.push_back(evaluated(id, who));
    if (key.empty()) key.push_back(of_number(who.points));
    return key;
  }
  static bool is_better(const std::vector<value>& a, const std::vector<value>& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (const int c = compare(a[i], b[i]); c != 0) return c > 0;
    return false;
  }
  /// Of everybody, or of each org_unit on its own.
  void choose(const list& l) {
    const bool is_within = !all_of(l.text(last_day_).clauses, clause_kind::within).empty();
    std::map<std::string, std::vector<place*>> units;
    for (place& one : places_)
      units[is_within ? people_.org_unit(one.subject, when_) : ""].push_back(&one);
    for (const auto& [unit, ranked] : units) choose_among(l, ranked);
  }
  /// Who is taken out is so before places are counted.
  void choose_among(const list& l, const std::vector<place*>& ranked) {
    std::vector<std::pair<place*, std::vector<value>>> candidates;
    for (place* one : ranked)
      if (is_candidate(l, *one)) candidates.emplace_back(one, key_of(l, *one));
    for (const auto& [who, key] : candidates) {
      whole better = 0, equals = 0;
      for (const auto& [other, other_key] : candidates) {
        if (is_better(other_key, key)) ++better;
        else if (!is_better(key, other_key)) ++equals;
      }
      if (has_place(l, 1 + better, equals, ranked.size())) who->lists.push_back(l.name);
    }
  }
  bool has_place(const list& l, whole first, whole equals, std::size_t ranked) const {
    const auto& clauses = l.text(last_day_).clauses;
    const auto tops = all_of(clauses, clause_kind::top), ties = all_of(clauses, clause_kind::ties);
    if (tops.empty()) return true;
    whole n = tops.front()->number.millionths();
    if (tops.front()->percent) n = n * static_cast<whole>(ranked) / 100;
    const whole places = n / million;
    const bool all_equals = ties.empty() || ties.front()->flag;
    return all_equals ? first <= places : first + equals - 1 <= places;
  }

  const regulation& regulation_;
  const people& people_;
  const accounts& accounts_;
  period when_;
  date last_day_;
  std::vector<place> places_;
};

}  // namespace

std::vector<place> ranking(const regulation& r, const people& p, const accounts& of,
                           const period& when, date through) {
  return reader(r, p, of, when, through).read();
}

}  // namespace reference
