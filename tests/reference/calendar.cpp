#include "calendar.hpp"

#include <algorithm>
#include <stdexcept>

namespace reference {
namespace {

namespace ast = dutyscore::ast;

/// The first day of the month that comes `n` months after January of the year.
date first_of(int year, int n) {
  year += n >= 0 ? n / 12 : -((11 - n) / 12);
  const int month = 1 + ((n % 12) + 12) % 12;
  if (year < 1400) return date::min();
  return date::of(year, month, 1).value_or(date::max());
}

}  // namespace

period calendar::months(period_unit unit, int year, int first, int count) const {
  const date next = first_of(year, first + count);
  period p{unit, first_of(year, first), next == date::max() ? next : next - 1};
  if (unit != period_unit::month) p.year_month = first_month_;
  return p;
}

period calendar::period_of(const term& t) {
  period p{period_unit::term, t.first, t.last};
  p.term = t.name;
  return p;
}

namespace {

int months_of(period_unit unit) {
  switch (unit) {
    case period_unit::month:
      return 1;
    case period_unit::quarter:
      return 3;
    case period_unit::half:
      return 6;
    default:
      return 12;
  }
}

}  // namespace

calendar::calendar(const ast::policy& policy) {
  for (const ast::clause& c : policy.body) {
    if (c.kind == ast::clause_kind::year_starts) first_month_ = c.month;
    if (c.kind == ast::clause_kind::term)
      terms_.push_back({c.name.text, c.from->value, c.to->value});
  }
  std::sort(terms_.begin(), terms_.end(), [](auto& a, auto& b) { return a.first < b.first; });
}

std::optional<period> calendar::period_of(date d, period_unit unit) const {
  if (unit == period_unit::overall) return period{};
  if (unit == period_unit::day) return period{unit, d, d};
  if (unit == period_unit::term) {
    for (const term& t : terms_)
      if (t.first <= d && d <= t.last) return period_of(t);
    return std::nullopt;
  }
  const dutyscore::civil c = dutyscore::to_civil(d);
  const int count = months_of(unit), offset = unit == period_unit::month ? 0 : first_month_ - 1;
  const int since_year_began = ((c.month - 1 - offset) + 12) % 12;
  const int year = c.month - 1 >= offset ? c.year : c.year - 1;
  return months(unit, year, offset + since_year_began / count * count, count);
}

std::optional<period> calendar::before(const period& p) const {
  if (p.unit == period_unit::overall) return std::nullopt;
  if (p.unit != period_unit::term) return period_of(p.first - 1, p.unit);
  std::optional<period> found;
  for (const term& t : terms_)
    if (t.last < p.first) found = period_of(t);
  return found;
}

std::optional<period> calendar::after(const period& p) const {
  if (p.unit == period_unit::overall) return std::nullopt;
  if (p.unit != period_unit::term) return period_of(p.last + 1, p.unit);
  for (const term& t : terms_)
    if (t.first > p.last) return period_of(t);
  return std::nullopt;
}

std::vector<period> calendar::periods(period_unit unit, date first, date last) const {
  if (unit == period_unit::overall) return {period{}};
  std::vector<period> out;
  if (unit == period_unit::term) {
    for (const term& t : terms_)
      if (t.first <= last && first <= t.last) out.push_back(period_of(t));
    return out;
  }
  for (auto p = period_of(first, unit); p && p->first <= last; p = after(*p)) out.push_back(*p);
  return out;
}

period calendar::named(const std::string& text) const {
  if (text == "overall") return {};
  for (const term& t : terms_)
    if (t.name == text) return period_of(t);
  if (const auto d = date::parse(text)) return {period_unit::day, *d, *d};
  const int year = std::stoi(text.substr(0, 4));
  if (text.size() == 4) return months(period_unit::year, year, first_month_ - 1, 12);
  if (text.size() < 7) throw std::invalid_argument("reference: no period is called " + text);
  const int number = text[5] == 'H' || text[5] == 'Q' ? text[6] - '0' : std::stoi(text.substr(5));
  if (text[5] == 'H')
    return months(period_unit::half, year, first_month_ - 1 + (number - 1) * 6, 6);
  if (text[5] == 'Q')
    return months(period_unit::quarter, year, first_month_ - 1 + (number - 1) * 3, 3);
  return months(period_unit::month, year, number - 1, 1);
}

}  // namespace reference
