// Lines of an indicator: award, deduct, times, cap per event, accept.
#pragma once

#include "generate/fields.hpp"

namespace reference::making {

/// What lines may come to, so that a choice by points stays possible.
enum class sign { any, award, deduct };

class activity_lines : public all_fields {
 public:
  using all_fields::all_fields;

 protected:
  std::string amount() {
    if (d_.percent(45)) return number(0, 20, 3);
    return decimal(2);
  }
  /// With plain values only, whose sign can be told.
  std::string plain_amount() {
    const auto fields = readable_plain();
    if (!fields.empty() && d_.percent(40)) return d_.one_of(fields);
    return d_.percent(30) ? table([&] { return number(0, 15, 2); }) : number(0, 20, 3);
  }
  std::string marginal(const std::string& key) {
    std::string out = cat({w("by marginal ", "按 分段 "), key, " {"});
    for (std::size_t i = d_.below(3); i < thresholds.size(); i += 1 + d_.below(5))
      out += cat({w(" from ", " 满 "), thresholds[i], ": ", number(0, 5, 2)});
    return out + " }";
  }
  std::string value_of_line(sign s) {
    const auto fields = readable_plain();
    if (!fields.empty() && more(12)) return marginal(d_.one_of(fields));
    if (s != sign::any) return plain_amount();
    return d_.percent(35) ? table([&] { return d_.percent(80) ? number(0, 15, 2) : decimal(1); })
                          : amount();
  }
  std::string award(bool deduct, sign s) {
    const std::string head = deduct ? w("deduct", "扣分") : w("award", "计分");
    const bool chinese = head == "扣分" || head == "计分";
    const std::string v = value_of_line(s);
    const std::string rest = cat({when(30), label(15)});
    auto countable = readable_plain();
    const auto how = countable.empty() ? d_.below(4) : d_.below(8);
    if (chinese) return head + chinese_unit(how, countable, v) + rest;
    return head + " " + v + english_unit(how, countable) + rest;
  }
  /// Fields that a line may be counted in.
  names readable_plain() {
    names out;
    for (const field_info& f : declared)
      if ((f.type == kind_of::integer || f.type == kind_of::decimal) && covers_all(f.kinds, asked_))
        out.push_back(f.name);
    return out;
  }
  static bool is_table(const std::string& v) {
    return v.rfind("by ", 0) == 0 || v.rfind("按 ", 0) == 0;
  }
  std::string english_unit(std::size_t how, const names& fields) {
    switch (how) {
      case 0:
        return " per event";
      case 1:
        return " per day";
      case 2:
      case 3:
        return "";
      case 4:
      case 5:
        return cat({w(" per ", " 每 "), d_.one_of(fields)});
      default:
        return cat(
            {w(" per ", " 每 "), d_.one_of(steps), " ", d_.one_of(fields), " ", step_word()});
    }
  }
  std::string chinese_unit(std::size_t how, const names& fields, const std::string& v) {
    const bool plain = v.find_first_not_of("0123456789.") == std::string::npos;
    const std::string value = plain ? v + points(true) : v;
    switch (how) {
      case 0:
        return " 每次 " + value;
      case 1:
        return " 每天 " + value;
      case 2:
      case 3:
        return " " + value;
      case 4:
      case 5:
        return cat({" 每 ", d_.one_of(fields), " ", plain || is_table(v) ? value : "1 * " + v});
      default:
        return cat(
            {" 每 ", d_.one_of(steps), " ", d_.one_of(fields), " ", step_word(), " ", value});
    }
  }
  std::string step_word() {
    switch (d_.below(4)) {
      case 0:
        return w("rounded up", "不足进一");
      case 1:
        return w("rounded down", "不足不计");
      case 2:
        return w("rounded half_up", "四舍五入");
      default:
        return w("exact", "按比例");
    }
  }
  std::string factor() {
    const std::string head = w("times ", "乘以 ");
    if (d_.percent(50)) return cat({head, decimal(1), " / ", paren(divisor(1)), when(20)});
    return cat({head, number(0, 3, 3), when(30)});
  }
  /// `below`: the kinds of all texts of the indicators below; `met`: of those in force with it.
  void accept(names below, names met) {
    asked_ = std::move(below);
    named_ = std::move(met);
    accept_clause();
    named_.clear();
  }
  void accept_clause() {
    line(cat({w("accept when ", "认定 当 "), condition(1), w(" else ", " 否则 "),
              quoted("理由" + std::to_string(++names_used_))}));
  }
  std::string cap_per_event() {
    const std::string head = w("cap", "上限"), n = number(0, 12, places_);
    return head == "cap" ? head + " " + n + " per event" : head + " 每次 " + n + points(true);
  }
};

}  // namespace reference::making
