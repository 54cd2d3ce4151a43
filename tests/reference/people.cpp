#include "people.hpp"

#include <algorithm>
#include <stdexcept>

namespace reference {

namespace ast = dutyscore::ast;

void people::begin_service(const std::map<std::string, date>& earliest,
                           std::optional<date> through) {
  has_begun_ = true;
  earliest_ = earliest;
  through_ = through;
}

const person* people::on_roster(const std::string& subject) const {
  if (!in_.roster) return nullptr;
  for (const person& p : *in_.roster)
    if (p.subject == subject) return &p;
  return nullptr;
}

std::optional<date> people::policy_start() const {
  for (const ast::clause& c : regulation_.policy().body)
    if (c.kind == ast::clause_kind::in_force && c.from) return c.from->value;
  return std::nullopt;
}

date people::start(const std::string& subject, const service& s) const {
  if (s.from) return *s.from;
  if (const auto d = policy_start(); d && in_.roster) return *d;
  if (!has_begun_) return date::min();
  const auto own = earliest_.find(subject);
  const auto day = own == earliest_.end() ? through_ : std::optional(own->second);
  return day ? regulation_.periods().period_of(*day, period_unit::year)->first : date::max();
}

bool people::serves(const std::string& subject, date d) const {
  if (!in_.roster) return true;
  const person* p = on_roster(subject);
  return p && std::any_of(p->services.begin(), p->services.end(), [&](const service& s) {
           return start(subject, s) <= d && d <= s.to.value_or(date::max());
         });
}

day_set people::served(const std::string& subject, std::size_t block) const {
  std::vector<stretch> parts;
  if (!in_.roster) parts.push_back({start(subject, {}), date::max()});
  if (const person* p = on_roster(subject))
    for (const service& s : p->services)
      parts.push_back({start(subject, s), s.to.value_or(date::max())});
  return day_set(std::move(parts)) & regulation_.blocks().at(block).force;
}

std::string people::org_unit(const std::string& subject, const period& p) const {
  const person* who = on_roster(subject);
  const auto day = last_served(subject, p);
  std::string unit;
  if (who && day)
    for (const service& s : who->services)
      if (start(subject, s) <= *day && *day <= s.to.value_or(date::max())) unit = s.org_unit;
  return unit;
}

value people::of_subject(const std::string& subject, date d, const std::string& name) const {
  const ast::field* f = regulation_.field_of_subject(name);
  const person* p = on_roster(subject);
  if (!f || !p || p->services.empty())
    throw std::logic_error("reference: there is no subject." + name);
  const service* then = &p->services.front();
  for (const service& s : p->services)
    if (s.from && *s.from <= d) then = &s;
  const auto cell = then->fields.find(f->name.text);
  if (cell != then->fields.end() && !cell->second.empty())
    return cell_value(regulation_.document(), *f, cell->second);
  return evaluate(regulation_.document(), f->default_value, scope{});
}

namespace {

value number_cell(const ast::document& d, const ast::field& f, const std::string& text) {
  const auto n = read_number(text);
  if (!n) throw no_value{f.name.text + " is no number"};
  if (f.type == ast::field_type::integer && *n % million != 0)
    throw no_value{f.name.text + " is not whole"};
  if (f.from != ast::no_expr && *n < literal(d, f.from))
    throw no_value{f.name.text + " is too small"};
  if (f.to != ast::no_expr && *n > literal(d, f.to)) throw no_value{f.name.text + " is too large"};
  return of_number(*n);
}

}  // namespace

value cell_value(const ast::document& d, const ast::field& f, const std::string& text) {
  switch (f.type) {
    case ast::field_type::text:
      if (!f.one_of.empty() && std::none_of(f.one_of.begin(), f.one_of.end(),
                                            [&](const auto& t) { return t.value == text; }))
        throw no_value{f.name.text + " is not one of its texts"};
      return of_text(text);
    case ast::field_type::flag:
      if (!either(text, "yes", "是") && !either(text, "no", "否"))
        throw no_value{f.name.text + " is no flag"};
      return of_flag(either(text, "yes", "是"));
    case ast::field_type::date:
      if (const auto day = date::parse(text)) return of_date(*day);
      throw no_value{f.name.text + " is no date"};
    default:
      return number_cell(d, f, text);
  }
}

}  // namespace reference
