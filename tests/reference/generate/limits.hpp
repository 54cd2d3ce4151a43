// Clauses of a block that select and limit: selections, caps and floors, bases, weights.
#pragma once

#include "generate/known.hpp"

namespace reference::making {

class limits : public known_things {
 public:
  using known_things::known_things;

 protected:
  /// Of numbers and fields of the subject; empty when there is nothing to work with.
  std::string subject_number() {
    names numbers, flags;
    for (const field_info& f : of_subject) {
      if (f.type == kind_of::integer || f.type == kind_of::decimal)
        numbers.push_back(cat({w("subject.", "对象."), f.name}));
      if (f.type == kind_of::flag) flags.push_back(cat({w("subject.", "对象."), f.name}));
    }
    if (!flags.empty() && d_.percent(40))
      return call("if", "若", {d_.one_of(flags), number(0, 9, 0), number(0, 20, 0)});
    if (numbers.empty()) return "";
    switch (d_.below(3)) {
      case 0:
        return paren(cat({d_.one_of(numbers), " + ", number(0, 5, 2)}));
      case 1:
        return paren(cat({number(0, 3, 2), " * ", d_.one_of(numbers)}));
      default:
        return call("min", "取小", {d_.one_of(numbers), number(1, 20, 0)});
    }
  }
  std::string worked_out_or(const std::string& literal) {
    const std::string n = more(20) ? subject_number() : "";
    if (n.empty() && more(4)) return paren(cat({number(0, 9, 1), " + ", number(0, 9, 0)}));
    return n.empty() ? literal : n;
  }
  std::string limit(const char* en, const char* zh, const std::string& n, const unit_words& u,
                    const std::string& keys = "") {
    const std::string head = w(en, zh);
    const bool is_literal = n.find_first_not_of("-0123456789.") == std::string::npos;
    if (head == en) return cat({head, " ", n, " ", per(u), keys});
    if (is_literal && keys.empty() && n[0] != '-' && d_.percent(30)) return head + u.per + n + "分";
    return cat({head, " ", per(u), keys, " ", n, points(is_literal)});
  }
  void bases() {
    for (int i = d_.between(1, 2); i > 0; --i) {
      const auto& u = d_.percent(3) ? words_of(period_unit::day) : coarse_unit();
      const std::string n = worked_out_or(number(1, 12, places_));
      const std::string clause = limit("base", "基础分", n, u);
      line(clause + label(20));
    }
  }
  void caps_and_floors(bool may_floor) {
    std::set<period_unit> capped, floored;
    for (int i = d_.percent(50) ? d_.between(1, 3) : 0; i > 0; --i)
      if (const auto& u = any_unit(); capped.insert(u.unit).second)
        line(limit("cap", "上限", worked_out_or(number(0, 30, places_)), u));
    for (int i = may_floor && d_.percent(20) ? d_.between(1, 2) : 0; i > 0; --i)
      if (const auto& u = any_unit(); floored.insert(u.unit).second)
        line(limit("floor", "下限", d_.percent(50) ? "0" : "-" + number(1, 9, places_), u));
  }
  void weight() {
    line(d_.percent(60) ? cat({w("weight ", "权重 "), number(1, 15, 0), "/", number(1, 15, 0)})
                        : cat({w("weight ", "权重 "), number(0, 2, 2)}));
  }

  // --- Of an indicator. `asked_` holds the kinds that any of its texts takes.

  names key_fields() {
    names out;
    for (const field_info& f : declared)
      if (covers_all(f.kinds, asked_)) out.push_back(f.name);
    d_.shuffle(out);
    return out;
  }
  std::string by_keys(const names& keys) {
    return keys.empty() ? "" : cat({w(" by ", " 按 "), join(keys, w(", ", "、"))});
  }
  void keyed_limits(bool may_floor) {
    names keys = key_fields();
    if (keys.empty()) return;
    keys.resize(std::min<std::size_t>(keys.size(), d_.percent(50) ? 1 : 2));
    std::set<std::pair<period_unit, std::size_t>> capped, floored;
    for (int i = d_.between(1, 3); i > 0; --i) {
      const names some(keys.begin(), keys.begin() + d_.between(1, static_cast<int>(keys.size())));
      const auto& u = any_unit();
      if (may_floor && d_.percent(25)) {
        if (floored.emplace(u.unit, some.size()).second)
          line(limit("floor", "下限", "-" + number(1, 9, places_), u, by_keys(some)));
      } else if (capped.emplace(u.unit, some.size()).second) {
        line(limit("cap", "上限", worked_out_or(number(0, 25, places_)), u, by_keys(some)));
      }
    }
  }
  std::string selection(bool may_choose_by_points) {
    const auto& u = any_unit();
    names keys = key_fields();
    keys.resize(std::min<std::size_t>(keys.size(), d_.percent(60) ? 0 : d_.percent(70) ? 1 : 2));
    const std::string worked_out = more(20) ? subject_number() : "";
    const std::string n = worked_out.empty() ? number(1, 4, 0) : worked_out, condition = when(25);
    const std::size_t choice = d_.below(may_choose_by_points ? 5 : 3);
    if (is_chinese()) {
      const std::string chosen =
          std::vector{std::string("只计一次"), "前 " + n + " 次", "第 " + n + " 次之后",
                      std::string("就高"), "取高 " + n + " 次"}[choice];
      return cat({u.per, by_keys(keys), " ", chosen, condition});
    }
    const std::string chosen = std::vector{std::string("once"), "first " + n, "after " + n,
                                           std::string("highest"), "best " + n}[choice];
    return cat({chosen, " ", english_per(u), by_keys(keys), condition});
  }
};

}  // namespace reference::making
