#include "figures.hpp"

#include <stdexcept>

namespace reference {

namespace ast = dutyscore::ast;

namespace {

class functions {
 public:
  functions(account& a, const moment& m, const scope& names)
      : a_(a), m_(m), names_(names), r_(a.about().regulation) {}

  value call(const ast::expr& e) const {
    const std::string& f = e.text.value;
    if (either(f, "count", "次数")) return of_number(count(e));
    if (either(f, "days", "天数"))
      return of_number(
          kept(block_asked(e), "days", [](const activity& x) { return x.days * million; }));
    if (either(f, "sum", "合计")) return of_number(sum(e));
    if (either(f, "points", "得分"))
      return of_number(checked(gained(a_.total(block_asked(e)), m_.when.first, m_.until)));
    if (either(f, "served", "任职天数")) return of_number(days_of(served()) * million);
    if (either(f, "length", "期长"))
      return of_number(days_of(r_.blocks()[m_.block].force) * million);
    if (either(f, "last_day", "期末日")) return of_date(m_.last_day);
    if (either(f, "previous", "上期")) return previous(e);
    if (either(f, "ratio", "比率")) return of_number(ratio_or(e));
    throw std::logic_error("reference: no function is called " + f);
  }

 private:
  value argument(const ast::expr& e, std::size_t i) const {
    return evaluate(r_.document(), e.args.at(i), names_);
  }
  /// What count(X), days(X), points(X) are about; without X, the indicator's own activities.
  std::size_t block_asked(const ast::expr& e) const {
    if (e.args.empty()) return m_.block;
    return r_.block_called(r_.document().at(e.args[0]).text.value);
  }
  whole kept(std::size_t block, const std::string& called,
             const std::function<whole(const activity&)>& of_one) const {
    return checked(gained(a_.activities().figure(block, called, of_one), m_.when.first, m_.until));
  }
  whole count(const ast::expr& e) const {
    return kept(block_asked(e), "count when " + std::to_string(e.filter), [&](const activity& x) {
      return e.filter == ast::no_expr || x.what->truths.at(e.filter) ? million : 0;
    });
  }
  whole sum(const ast::expr& e) const {
    const ast::expr& what = r_.document().at(e.args.at(0));
    const bool is_bare = what.kind == ast::expr_kind::name;
    const std::string& field = is_bare ? what.text.value : what.member.text;
    return kept(is_bare ? m_.block : r_.block_called(what.text.value), "sum of " + field,
                [&](const activity& x) { return x.what->fields.at(field).number; });
  }
  day_set served() const { return a_.about().people.served(a_.about().subject, m_.block); }
  /// Of `overall`, through `through`.
  whole days_of(const day_set& days) const {
    const bool is_overall = m_.when.unit == period_unit::overall;
    return days.count(m_.when.first, is_overall ? a_.about().through : m_.when.last);
  }
  /// 0 where the period before ends before the subject's first day.
  value previous(const ast::expr& e) const {
    const auto before = r_.periods().before(m_.when);
    const auto first = served().first_in(period{});
    if (!before || !first || before->last < *first) return of_number(0);
    scope s = names_;
    s.member = figures(a_, {m_.block, *before, before->last, before->last}).member;
    s.of_period = [this, before](const ast::expr& inner, const scope& names) {
      return functions(a_, {m_.block, *before, before->last, before->last}, names).call(inner);
    };
    return evaluate(r_.document(), e.args.at(0), s);
  }
  whole ratio_or(const ast::expr& e) const {
    const whole over = argument(e, 0).number, under = argument(e, 1).number;
    if (under != 0) return ratio(over, under);
    return evaluate(r_.document(), e.otherwise, names_).number;
  }

  account& a_;
  moment m_;
  const scope& names_;
  const regulation& r_;
};

}  // namespace

scope figures(account& a, const moment& m) {
  scope s;
  s.of_period = [&a, m](const ast::expr& e, const scope& names) {
    return functions(a, m, names).call(e);
  };
  s.member = [&a, m](const std::string&, const std::string& name) {
    const auto& [in, regulation, people, verdicts, subject, on, through, horizon] = a.about();
    const date day = people.last_served(subject, m.when).value_or(m.when.last);
    return people.of_subject(subject, day, name);
  };
  return s;
}

std::set<std::size_t> blocks_asked(const regulation& r, std::size_t around, ast::expr_id id) {
  std::set<std::size_t> out{around};
  for_each_expression(r.document(), id, [&](ast::expr_id e) {
    const ast::expr& call = r.document().at(e);
    if (call.kind != ast::expr_kind::call || !either(call.text.value, "points", "得分")) return;
    out.insert(r.block_called(r.document().at(call.args.at(0)).text.value));
  });
  out.erase(around);
  return out;
}

}  // namespace reference
