// Expressions on a subject in a period: count, days, sum, points, previous, ratio, served, …; and the
// lines of finished periods that are made of them.
#pragma once

#include "generate/limits.hpp"

namespace reference::making {

/// Where they stand.
struct reading_place {
  period_unit unit = period_unit::year;
  bool has_own = false;         // in an indicator, whose own activities bare functions are about
  std::size_t own = 0;
  std::size_t points_before = 0;  // points of earlier blocks only, so that there is no circle
};

class figures : public limits {
 public:
  using limits::limits;

 protected:
  std::string figure(const reading_place& at, int depth) {
    if (depth > 0 && d_.percent(30)) {
      const std::string a = figure(at, depth - 1);
      return paren(cat({a, d_.one_of(names{" + ", " - ", " * "}),
                        d_.percent(50) ? number(0, 5, 1) : figure(at, depth - 1)}));
    }
    switch (d_.below(depth > 0 ? 11 : 8)) {
      case 0:
      case 1:
        return counted(at);
      case 2:
        return call("days", "天数", names{some_block(at)});
      case 3:
        return summed(at);
      case 4:
      case 5:
        return points_of(at);
      case 6:
        return d_.percent(50) ? call("served", "任职天数", {}) : call("length", "期长", {});
      case 7:
        return of_subject_or(number(0, 9, 1));
      case 8:
      case 9:
        if (at.unit == period_unit::overall) return counted(at);
        return call("previous", "上期", {figure(at, depth - 1)});
      default:
        return cat({w("ratio", "比率"), "(", figure(at, depth - 1), ", ", figure(at, depth - 1),
                    ", ", w("otherwise", "其余"), " ", number(0, 3, 1), ")"});
    }
  }
  /// One that certainly asks about the period.
  std::string counted(const reading_place& at) {
    const bool is_bare = at.has_own && d_.percent(45);
    const std::size_t b = is_bare ? at.own : d_.below(blocks_.size());
    const std::string block = is_bare ? "" : blocks_[b].name;
    if (!is_bare && knows_kinds_of(b) && d_.percent(35)) {
      asked_ = kinds_of(b);
      return cat({w("count", "次数"), "(", block, w(" when ", " 当 "), condition(1), ")"});
    }
    return call("count", "次数", block.empty() ? names{} : names{block});
  }
  std::string some_block(const reading_place& at) {
    return at.has_own && d_.percent(30) ? "" : blocks_[d_.below(blocks_.size())].name;
  }
  std::string summed(const reading_place& at) {
    const bool is_bare = at.has_own && d_.percent(50);
    const std::size_t b = is_bare ? at.own : d_.below(blocks_.size());
    asked_ = kinds_of(b);
    const names fields = readable_plain();
    if (fields.empty()) return counted(at);
    const std::string field = d_.one_of(fields);
    return call("sum", "合计", {is_bare ? field : cat({blocks_[b].name, ".", field})});
  }
  std::string points_of(const reading_place& at) {
    names out;
    for (std::size_t b = 0; b < std::min(at.points_before, blocks_.size()); ++b)
      if (!at.has_own || !is_around(b, at.own)) out.push_back(blocks_[b].name);
    return out.empty() ? counted(at) : call("points", "得分", {d_.one_of(out)});
  }
  std::string of_subject_or(const std::string& otherwise) {
    names out;
    for (const field_info& f : of_subject)
      if (f.type == kind_of::integer || f.type == kind_of::decimal)
        out.push_back(cat({w("subject.", "对象."), f.name}));
    return out.empty() ? otherwise : d_.one_of(out);
  }
  std::string figure_condition(const reading_place& at) {
    switch (d_.below(8)) {
      case 0:
        return cat({call("last_day", "期末日", {}), comparison(), date_text(some_day())});
      case 1:
        return cat({call("month", "月份", {call("last_day", "期末日", {})}), w(" in ", " 属于 "),
                    "[3, 6, 12]"});
      case 2:
        return cat({call("served", "任职天数", {}), " == ", call("length", "期长", {})});
      case 3:
        return paren(cat({counted(at), " >= ", number(1, 3, 0), w(" and ", " 且 "),
                          figure(at, 0), comparison(), number(0, 9, 0)}));
      default:
        return cat({figure(at, 1), comparison(), number(0, 9, 0)});
    }
  }
  /// `by FIGURE { from 1: … }`.
  std::string figure_table(const reading_place& at) {
    if (d_.percent(20)) return marginal(counted(at));
    std::string out = cat({w("by ", "按 "), d_.percent(60) ? counted(at) : figure(at, 1), " {"});
    for (std::size_t i = 1 + d_.below(2); i < 8; i += 1 + d_.below(4))
      out += cat({w(" from ", " 满 "), thresholds[i], ": ", number(0, 9, 1)});
    if (d_.percent(30)) out += cat({w(" otherwise", " 其余"), ": ", number(0, 3, 1)});
    return out + " }";
  }

  // --- Lines of finished periods.

  static bool asks_about_period(const std::string& v) {
    const names functions{"count(",  "次数(", "days(",   "天数(",     "sum(",    "合计(",
                          "points(", "得分(", "served(", "任职天数(", "length(", "期长("};
    return std::any_of(functions.begin(), functions.end(), [&](const std::string& f) {
      return v.find(f) != std::string::npos;
    });
  }

  std::string line_of_period(std::size_t own, std::size_t points_before) {
    const known_block& b = blocks_[own];
    const unit_words& u = coarse_unit();
    const reading_place at{u.unit, true, own, points_before};
    const bool deduct = b.of_lines == sign::deduct || (b.of_lines == sign::any && d_.percent(25));
    const std::string head = deduct ? w("deduct", "扣分") : w("award", "计分");
    const bool is_plain = b.of_lines != sign::any || d_.percent(40);
    const std::string v = d_.percent(40) ? figure_table(at)
                          : is_plain     ? number(0, 9, 1)
                                         : cat({counted(at), " + ", figure(at, 1)});
    const bool asks = asks_about_period(v);
    const std::string when =
        !asks || d_.percent(30)
            ? cat({w(" when ", " 当 "), counted(at), d_.one_of(names{" >= ", " < "}),
                   number(1, 4, 0),
                   d_.percent(30) ? cat({w(" and ", " 且 "), figure_condition(at)}) : ""})
            : "";
    const bool running = u.unit != period_unit::overall && d_.percent(35);
    if (head == "计分" || head == "扣分")
      return cat({head, " ", u.per, running ? " 即时 " : " ", v, when, label(10)});
    return cat({head, " ", v, " ", english_per(u), running ? " running" : "", when, label(10)});
  }
  std::string requirement() {
    const auto& u = has_terms_ && d_.percent(15) ? words_of(period_unit::term) : finite_unit();
    const std::string n = number(1, 4, 0), m = number(1, 5, std::min(places_, 1));
    return is_chinese() ? cat({"应完成 ", u.per, " ", n, " 次 每少一次扣 ", m, " 分"})
                        : cat({"require ", n, " per ", u.en, " deduct ", m, " each"});
  }
};

}  // namespace reference::making
