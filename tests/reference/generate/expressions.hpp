// Expressions on an activity. `asked_` holds the kinds of the rule that reads.
#pragma once

#include "generate/declarations.hpp"

namespace reference::making {

class expressions : public declarations {
 public:
  using declarations::declarations;

 protected:
  std::vector<std::string> readable(kind_of type) {
    std::vector<std::string> out;
    for (const field_info& f : declared)
      if (f.type == type &&
          (f.kinds.empty() || (!unrestricted_only_ && covers_all(f.kinds, asked_))))
        out.push_back(f.name);
    if (may_read_subject_)
      for (const field_info& f : of_subject)
        if (f.type == type) out.push_back(cat({w("subject.", "对象."), f.name}));
    return out;
  }
  /// The field that this expression is, if it is one.
  const field_info* field_called(const std::string& expression) {
    for (const auto* list : {&declared, &of_subject})
      for (const field_info& f : *list)
        if (expression == f.name || expression == "subject." + f.name ||
            expression == "对象." + f.name)
          return &f;
    return nullptr;
  }
  std::string paren(const std::string& e) {
    return o_.whole_language && d_.percent(10) ? "（" + e + "）" : "(" + e + ")";
  }
  std::string call(const char* en, const char* zh, const names& args) {
    return w(en, zh) + "(" + join(args, ", ") + ")";
  }

  std::string expression(kind_of type, int depth) {
    switch (type) {
      case kind_of::integer:
        return integer(depth);
      case kind_of::decimal:
        return decimal(depth);
      case kind_of::text:
        return text();
      case kind_of::date:
        return day();
      default:
        return condition(depth);
    }
  }
  std::string atom(kind_of type, const std::string& literal) {
    const auto fields = readable(type);
    return !fields.empty() && d_.percent(75) ? d_.one_of(fields) : literal;
  }
  std::string text() {
    return d_.percent(20) ? w("kind", "事项") : atom(kind_of::text, quoted(d_.one_of(text_pool)));
  }
  std::string day() {
    if (d_.percent(30)) return w("date", "日期");
    if (d_.percent(20)) return w("end", "止日");
    return atom(kind_of::date, date_text(some_day()));
  }
  template <class Operand>
  std::string operation(const char* sign, Operand operand) {
    return paren(cat({operand(), sign, operand()}));
  }
  std::string integer(int depth) {
    if (depth <= 0 || d_.percent(35)) return atom(kind_of::integer, number(0, 12, 0));
    const auto sub = [&] { return integer(depth - 1); };
    switch (d_.below(9)) {
      case 0:
        return operation(" + ", sub);
      case 1:
        return operation(" - ", sub);
      case 2:
        return operation(" * ", sub);
      case 3:
        return call("floor", "取整", {decimal(depth - 1)});
      case 4:
        return call("ceil", "进整", {decimal(depth - 1)});
      case 5:
        return call("days", "天数", {day(), day()});
      case 6:
        return d_.percent(50) ? call("years", "周年", {day(), day()})
                              : call("months", "月数", {day(), day()});
      case 7:
        return d_.percent(50) ? call("month", "月份", {day()}) : call("day", "日号", {day()});
      default:
        return d_.percent(50) ? call("max", "取大", {sub(), sub()})
                              : call("if", "若", {condition(depth - 1), sub(), sub()});
    }
  }
  std::string decimal(int depth) {
    if (d_.percent(25)) return integer(depth);
    if (depth <= 0 || d_.percent(30)) return atom(kind_of::decimal, number(0, 20, 3));
    const auto sub = [&] { return decimal(depth - 1); };
    switch (d_.below(10)) {
      case 0:
        return operation(" + ", sub);
      case 1:
        return operation(" - ", sub);
      case 2:
        return operation(" * ", sub);
      case 3:
        return paren(cat({sub(), " / ", divisor(depth - 1)}));
      case 4:
        return call("min", "取小", {sub(), sub(), sub()});
      case 5:
        return call("max", "取大", {sub(), sub()});
      case 6:
        return call("round", "舍入",
                    d_.percent(50) ? names{sub(), number(0, 4, 0)}
                                   : names{sub(), number(0, 3, 0), rounding_word()});
      case 7:
        return call("abs", "绝对值", {sub()});
      case 8:
        return call("if", "若", {condition(depth - 1), sub(), sub()});
      default:
        return paren("-" + paren(sub()));
    }
  }
  /// Anything but a literal 0.
  std::string divisor(int depth) {
    const std::string e = decimal(depth);
    return e.find_first_not_of("-()0.") == std::string::npos ? "4" : e;
  }
  std::string condition(int depth) {
    if (depth > 0 && d_.percent(30)) {
      const std::string a = condition(depth - 1);
      if (d_.percent(25)) return cat({w("not ", "非 "), paren(a)});
      return paren(cat({paren(a), d_.percent(50) ? w(" and ", " 且 ") : w(" or ", " 或 "),
                        paren(condition(depth - 1))}));
    }
    switch (d_.below(6)) {
      case 0:
        return cat({day(), comparison(), day()});
      case 1:
        return d_.percent(50) ? paren(atom(kind_of::flag, number(1, 2, 0) + " == 1"))
                              : cat({decimal(0), w(" in ", " 属于 "), "[1, 2.5, -3, 100]"});
      case 2:
      case 3:
        return text_condition();
      default:
        return cat({decimal(depth - 1), comparison(), decimal(std::min(depth - 1, 0))});
    }
  }
  std::string comparison() {
    return d_.one_of(names{" == ", " != ", " < ", " <= ", " > ", " >= "});
  }
  std::string text_condition() {
    const std::string t = text();
    const field_info* f = field_called(t);
    const names& likely = f && !f->one_of.empty()        ? f->one_of
                          : (t == "kind" || t == "事项") ? named_kinds()
                                                         : text_pool;
    switch (d_.below(5)) {
      case 0:
        return cat({t, w(" in ", " 属于 "), "[", texts({likely.front(), likely.back()}), "]"});
      case 1:
        return d_.percent(50) ? call("contains", "包含", {t, quoted("A")})
                              : call("starts_with", "开头为", {t, quoted("一")});
      case 2:
        return t + " != " + quoted(d_.one_of(likely));
      default:
        return t + " == " + quoted(d_.one_of(likely));
    }
  }
  std::string when(int percent) {
    return d_.percent(percent) ? cat({w(" when ", " 当 "), condition(2)}) : "";
  }

  bool unrestricted_only_ = false, may_read_subject_ = false;
};

}  // namespace reference::making
