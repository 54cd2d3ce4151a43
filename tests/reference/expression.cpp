#include "expression.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

namespace reference {
namespace {

using dutyscore::ast::cell_kind;
using dutyscore::ast::document;
using dutyscore::ast::expr;
using dutyscore::ast::expr_id;
using dutyscore::ast::expr_kind;
using dutyscore::ast::no_expr;
using dutyscore::ast::table_cell;
using dutyscore::ast::table_row;

class walk {
 public:
  walk(const document& d, const scope& names) : d_(d), names_(names) {}

  value at(expr_id id) const {
    const expr& e = d_.at(id);
    switch (e.kind) {
      case expr_kind::number:
        return of_number(e.number.millionths());
      case expr_kind::text:
        return of_text(e.text.value);
      case expr_kind::flag:
        return of_flag(e.flag);
      case expr_kind::date:
        return of_date(e.day);
      case expr_kind::name:
        return names_.name(e.text.value);
      case expr_kind::member:
        return names_.member(e.text.value, e.member.text);
      case expr_kind::call:
        return call(e);
      case expr_kind::negate:
        return of_number(checked(-number(e, 0)));
      case expr_kind::logical_not:
        return of_flag(!flag(e, 0));
      case expr_kind::logical_or:
        return of_flag(flag(e, 0) || flag(e, 1));
      case expr_kind::logical_and:
        return of_flag(flag(e, 0) && flag(e, 1));
      case expr_kind::equal:
        return of_flag(order(e) == 0);
      case expr_kind::not_equal:
        return of_flag(order(e) != 0);
      case expr_kind::less:
        return of_flag(order(e) < 0);
      case expr_kind::less_equal:
        return of_flag(order(e) <= 0);
      case expr_kind::greater:
        return of_flag(order(e) > 0);
      case expr_kind::greater_equal:
        return of_flag(order(e) >= 0);
      case expr_kind::in_list:
        return of_flag(is_in(e));
      case expr_kind::table:
        return look_up(e);
      default:
        return of_number(arithmetic(e));
    }
  }

 private:
  value arg(const expr& e, std::size_t i) const { return at(e.args.at(i)); }
  whole number(const expr& e, std::size_t i) const { return arg(e, i).number; }
  bool flag(const expr& e, std::size_t i) const { return arg(e, i).flag; }
  dutyscore::date day(const expr& e, std::size_t i) const { return arg(e, i).day; }

  int order(const expr& e) const {
    const value left = arg(e, 0);
    return compare(left, arg(e, 1));
  }
  bool is_in(const expr& e) const {
    const value sought = arg(e, 0);
    for (std::size_t i = 1; i < e.args.size(); ++i)
      if (compare(sought, arg(e, i)) == 0) return true;
    return false;
  }

  whole arithmetic(const expr& e) const {
    const whole a = number(e, 0), b = number(e, 1);
    switch (e.kind) {
      case expr_kind::add:
        return checked(a + b);
      case expr_kind::subtract:
        return checked(a - b);
      case expr_kind::multiply:
        return product(a, b);
      case expr_kind::divide:
        return ratio(a, b);
      default:
        throw std::logic_error("reference: an expression of unknown kind");
    }
  }

  // `by marginal F { from A: rate … }`: each rate for the part of F that lies inside its bracket.
  // A rate that nothing lies in is not worked out.
  value marginal(const expr& e) const {
    const whole f = at(e.args.at(0)).number;
    whole total = 0;
    for (const table_row& r : e.rows) {
      const auto [from, to] = bracket(e, r);
      if (const whole part = std::min(f, to) - from; part > 0)
        total = checked(total + product(at(r.value).number, part));
    }
    return of_number(total);
  }
  /// `otherwise` is from 0 to the first bracket.
  std::pair<whole, whole> bracket(const expr& e, const table_row& r) const {
    const auto least = [&](const table_row& row) {
      const table_cell& c = row.cells.at(0);
      return c.kind == cell_kind::otherwise ? 0 : at(c.value).number;
    };
    whole to = most_number;
    for (const table_row& other : e.rows)
      if (&other != &r && other.cells.at(0).kind == cell_kind::from &&
          (r.cells.at(0).kind == cell_kind::otherwise || least(other) > least(r)))
        to = std::min(to, least(other));
    return {least(r), to};
  }

  // A table. Text keys narrow the rows first, then numeric ones; one row is left, or none fits.
  value look_up(const expr& e) const {
    if (e.marginal) return marginal(e);
    std::vector<value> keys;
    for (const expr_id key : e.args) keys.push_back(at(key));
    std::vector<const table_row*> rows;
    for (const table_row& r : e.rows) rows.push_back(&r);
    for (const auto type : {value::type::text, value::type::number})
      for (std::size_t k = 0; k < keys.size(); ++k) {
        if (keys[k].is != type) continue;
        const auto fitting = narrowed(rows, k, keys[k]);
        if (fitting.empty() && type == value::type::number && has_from(rows, k))
          return of_number(0);
        if (fitting.empty()) throw no_value{"no row of a table fits"};
        rows = fitting;
      }
    if (rows.size() != 1)
      throw std::logic_error("reference: a table has several rows for the same keys");
    return at(rows.front()->value);
  }
  static bool has_from(const std::vector<const table_row*>& rows, std::size_t k) {
    return std::any_of(rows.begin(), rows.end(),
                       [k](auto* r) { return r->cells.at(k).kind == cell_kind::from; });
  }
  std::vector<const table_row*> narrowed(const std::vector<const table_row*>& rows, std::size_t k,
                                         const value& v) const {
    const auto keep = [&](auto fits_cell) {
      std::vector<const table_row*> kept;
      for (auto* r : rows)
        if (fits_cell(r->cells.at(k))) kept.push_back(r);
      return kept;
    };
    if (auto equal = keep([&](const table_cell& c) {
          return c.kind == cell_kind::exactly && compare(at(c.value), v) == 0;
        });
        !equal.empty())
      return equal;
    std::optional<whole> bracket;
    for (auto* r : rows)
      if (const table_cell& c = r->cells.at(k); c.kind == cell_kind::from)
        if (const whole least = at(c.value).number;
            least <= v.number && (!bracket || least > *bracket))
          bracket = least;
    if (bracket)
      return keep([&](const table_cell& c) {
        return c.kind == cell_kind::from && at(c.value).number == *bracket;
      });
    return keep([](const table_cell& c) { return c.kind == cell_kind::otherwise; });
  }

  // Functions.
  value call(const expr& e) const {
    const std::string& f = e.text.value;
    if (is_of_period(e)) return names_.of_period(e, names_);
    if (either(f, "if", "若")) return flag(e, 0) ? arg(e, 1) : arg(e, 2);
    if (either(f, "contains", "包含"))
      return of_flag(arg(e, 0).text.find(arg(e, 1).text) != std::string::npos);
    if (either(f, "starts_with", "开头为"))
      return of_flag(arg(e, 0).text.rfind(arg(e, 1).text, 0) == 0);
    return of_number(numeric_call(e, f));
  }
  static bool is_of_period(const expr& e) {
    const std::string& f = e.text.value;
    return either(f, "count", "次数") || either(f, "points", "得分") ||
           either(f, "sum", "合计") ||
           either(f, "previous", "上期") || either(f, "ratio", "比率") ||
           either(f, "served", "任职天数") || either(f, "length", "期长") ||
           either(f, "last_day", "期末日") || (either(f, "days", "天数") && e.args.size() < 2);
  }
  whole numeric_call(const expr& e, const std::string& f) const {
    if (either(f, "min", "取小")) return extreme(e, [](whole a, whole b) { return a < b; });
    if (either(f, "max", "取大")) return extreme(e, [](whole a, whole b) { return a > b; });
    if (either(f, "abs", "绝对值")) return checked(number(e, 0) < 0 ? -number(e, 0) : number(e, 0));
    if (either(f, "floor", "取整")) return to_places({number(e, 0), 1}, 0, rounding::down);
    if (either(f, "ceil", "进整")) return to_places({number(e, 0), 1}, 0, rounding::up);
    if (either(f, "round", "舍入")) return rounded(e);
    return calendar(e, f) * million;
  }
  template <class Better>
  whole extreme(const expr& e, Better better) const {
    whole best = number(e, 0);
    for (std::size_t i = 1; i < e.args.size(); ++i)
      if (const whole n = number(e, i); better(n, best)) best = n;
    return best;
  }
  whole rounded(const expr& e) const {
    const int places = e.args.size() > 1 ? static_cast<int>(number(e, 1) / million) : 0;
    return to_places(
        {number(e, 0), 1}, places,
        e.args.size() > 2 ? named_mode(d_.at(e.args[2]).text.value) : rounding::half_even);
  }
  static rounding named_mode(const std::string& word) {
    if (either(word, "up", "不足进一")) return rounding::up;
    if (either(word, "down", "不足不计")) return rounding::down;
    if (either(word, "half_up", "四舍五入")) return rounding::half_up;
    if (either(word, "half_even", "四舍六入")) return rounding::half_even;
    throw std::logic_error("reference: no way of rounding is called " + word);
  }

  int calendar(const expr& e, const std::string& f) const {
    if (either(f, "year", "年份")) return day(e, 0).year();
    if (either(f, "month", "月份")) return day(e, 0).month();
    if (either(f, "day", "日号")) return day(e, 0).day();
    if (either(f, "days", "天数")) return day(e, 1) - day(e, 0) + 1;
    if (either(f, "months", "月数")) return whole_months(day(e, 0), day(e, 1));
    if (either(f, "years", "周年")) return whole_months(day(e, 0), day(e, 1)) / 12;
    throw std::logic_error("reference: no function is called " + f);
  }
  /// How often a month can be added to `from` without passing `to`.
  static int whole_months(dutyscore::date from, dutyscore::date to) {
    if (to < from) return -whole_months(to, from);
    int months = (to.year() - from.year()) * 12 + to.month() - from.month();
    while (dutyscore::add_months(from, months) > to) --months;
    return months;
  }

  const document& d_;
  const scope& names_;
};

}  // namespace

int compare(const value& a, const value& b) {
  if (a.is != b.is) throw std::logic_error("reference: values of different types are compared");
  switch (a.is) {
    case value::type::number:
      return a.number < b.number ? -1 : a.number > b.number;
    case value::type::text:
      return a.text.compare(b.text);
    case value::type::flag:
      return int{a.flag} - int{b.flag};
    default:
      return a.day - b.day;
  }
}

value evaluate(const document& d, expr_id id, const scope& names) { return walk(d, names).at(id); }

void for_each_expression(const document& d, expr_id id, const std::function<void(expr_id)>& visit) {
  if (id == no_expr) return;
  visit(id);
  const expr& e = d.at(id);
  for (const expr_id a : e.args) for_each_expression(d, a, visit);
  for_each_expression(d, e.filter, visit);
  for_each_expression(d, e.otherwise, visit);
  for (const table_row& r : e.rows) for_each_expression(d, r.value, visit);
}

whole literal(const document& d, expr_id id) {
  static const scope nothing;
  return evaluate(d, id, nothing).number;
}

}  // namespace reference
