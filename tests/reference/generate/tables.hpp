// Tables: rows that no value can miss or reach twice.
#pragma once

#include "generate/expressions.hpp"

namespace reference::making {

class tables : public expressions {
 public:
  using expressions::expressions;

 protected:
  struct table_key {
    std::string expression;
    bool is_text = false;
    names texts;
    bool is_closed = false;  // no other texts occur
    bool is_integer = false, has_least = false;
  };
  table_key some_key() {
    if (d_.percent(45)) return text_key();
    const kind_of type = d_.percent(50) ? kind_of::integer : kind_of::decimal;
    const auto fields = readable(type);
    if (!fields.empty() && d_.percent(70)) return numeric_key(type, d_.one_of(fields));
    return numeric_key(type, d_.percent(50) ? call("day", "日号", {w("date", "日期")})
                                            : cat({expression(type, 1), " + 0"}));
  }
  table_key text_key() {
    const auto fields = readable(kind_of::text);
    if (fields.empty() || d_.percent(15))
      return {w("kind", "事项"), true, named_kinds(), true, false, false};
    const std::string t = d_.one_of(fields);
    const field_info* f = field_called(t);
    const bool is_closed = !f->one_of.empty() && !f->computed;
    return {t, true, f->one_of.empty() ? text_pool : f->one_of, is_closed, false, false};
  }
  table_key numeric_key(kind_of type, const std::string& expression) {
    const field_info* f = field_called(expression);
    return {expression, false, {}, false, type == kind_of::integer, f && f->has_least};
  }
  /// The cells of one column, in the order in which they may stand; `total` leaves no value without
  /// one.
  names cells_of(const table_key& k, bool total, std::size_t most) {
    return k.is_text ? text_cells(k, total, most) : numeric_cells(k, total, most);
  }
  names text_cells(const table_key& k, bool total, std::size_t most) {
    names some = k.texts, out;
    d_.shuffle(some);
    some.resize(1 + d_.below(std::min(most, some.size())));
    for (const std::string& t : some) out.push_back(quoted(t));
    const bool all = some.size() == k.texts.size();
    if (k.is_closed ? !all : total || d_.percent(60)) out.push_back(w("otherwise", "其余"));
    return out;
  }
  names numeric_cells(const table_key& k, bool total, std::size_t most) {
    names out, numbers = thresholds;
    if (k.is_integer) std::erase(numbers, "99.5");
    const bool exact = d_.percent(25), brackets = !exact || d_.percent(30);
    const std::size_t count = 1 + d_.below(most);
    std::size_t next = d_.below(numbers.size() - 4), first_bracket = numbers.size();
    for (std::size_t i = 0; i < count && next < numbers.size(); ++i, next += 1 + d_.below(2)) {
      const bool is_bracket = brackets && (!exact || i > 0);
      out.push_back(is_bracket ? cat({w("from ", "满 "), numbers[next]})
                               : numbers[next].substr(0, numbers[next].find('.')));
      if (is_bracket) first_bracket = std::min(first_bracket, next);
    }
    const bool below_all = k.has_least && first_bracket == 0;
    if (!below_all && (total || d_.percent(brackets ? 20 : 60)))
      out.push_back(w("otherwise", "其余"));
    return out;
  }
  std::string table(const std::function<std::string()>& some_value, bool complete = false) {
    std::vector<table_key> keys;
    for (int i = d_.percent(60) ? 1 : d_.between(2, 3); i > 0; --i) {
      table_key k = some_key();
      if (std::none_of(keys.begin(), keys.end(),
                       [&](const table_key& other) { return other.texts == k.texts && k.is_text; }))
        keys.push_back(std::move(k));
    }
    names heads;
    for (const table_key& k : keys) heads.push_back(k.expression);
    std::string out = cat({w("by ", "按 "), join(heads, ", "), " {"});
    names cells(keys.size());
    table_rows(keys, lookup_order(keys), 0, cells, complete, some_value, out);
    return out + " }";
  }
  static std::vector<std::size_t> lookup_order(const std::vector<table_key>& keys) {
    std::vector<std::size_t> order;
    for (const bool is_text : {true, false})
      for (std::size_t i = 0; i < keys.size(); ++i)
        if (keys[i].is_text == is_text) order.push_back(i);
    return order;
  }
  void table_rows(const std::vector<table_key>& keys, const std::vector<std::size_t>& order,
                  std::size_t done, names& cells, bool complete,
                  const std::function<std::string()>& some_value, std::string& out) {
    if (done == order.size()) {
      out += cat({" ", join(cells, ", "), ": ", some_value()});
      return;
    }
    for (const std::string& cell : cells_of(keys[order[done]], complete, keys.size() > 1 ? 2 : 4)) {
      cells[order[done]] = cell;
      table_rows(keys, order, done + 1, cells, complete, some_value, out);
    }
  }
};

}  // namespace reference::making
