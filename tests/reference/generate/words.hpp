// The words of a generated policy: spelling, layout, numbers, days, periods.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "calendar.hpp"
#include "generator.hpp"
#include "random.hpp"

namespace reference::making {

using names = std::vector<std::string>;

inline const names kind_pool{"会议", "走访", "捐款", "调研", "visit", "talk", "违反禁令", "x-1"};
inline const names text_pool{"A", "B", "C", "代表", "本职", "一等奖", "A类", "in force"};
inline const names stems{"amount", "count_of", "level", "材料", "人数", "金额",
                         "b",      "Grade",    "学习",  "服务", "v_",   "质量"};
inline const names steps{"2", "3", "7", "100", "0.5"};
inline const names thresholds{"0",  "1",  "2",    "3",   "5",   "10",
                              "12", "50", "99.5", "100", "500", "1000"};

inline bool covers_all(const names& allowed, const names& asked) {
  return allowed.empty() || std::all_of(asked.begin(), asked.end(), [&](const std::string& k) {
           return std::find(allowed.begin(), allowed.end(), k) != allowed.end();
         });
}

/// One after the other; unlike those of `+`, the parts of a list are worked out in the order
/// written on every compiler.
inline std::string cat(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& p : parts) out += p;
  return out;
}

inline std::string join(const names& parts, const std::string& by) {
  std::string out;
  for (const std::string& p : parts) out += (out.empty() ? "" : by) + p;
  return out;
}

/// Days on which something is in force.
struct force_days {
  date first = date::min(), last = date::max();
};

struct unit_words {
  const char *en, *per, *effect;
  period_unit unit;
};

class words {
 public:
  words(dice& d, const generator_options& o) : d_(d), o_(o) {
    style_ = std::vector{spelling::english, spelling::chinese, spelling::mixed}[d_.below(3)];
  }
  names lines;

 protected:
  std::string w(const char* en, const char* zh) { return is_chinese() ? zh : en; }
  bool is_chinese() {
    return style_ == spelling::mixed ? d_.percent(50) : style_ == spelling::chinese;
  }
  void line(const std::string& text) { lines.push_back(std::string(2 * depth_, ' ') + text); }
  void open(const std::string& head) {
    line(head + " {");
    ++depth_;
  }
  void close() {
    --depth_;
    line("}");
  }
  std::string fresh() { return d_.one_of(stems) + std::to_string(++names_used_); }
  std::string quoted(const std::string& t) {
    return d_.percent(50) ? "\"" + t + "\"" : "“" + t + "”";
  }
  std::string label(int percent) {
    return d_.percent(percent) ? " " + quoted("标签" + std::to_string(++names_used_)) : "";
  }
  std::string texts(const names& list) {
    names out;
    for (const std::string& t : list) out.push_back(quoted(t));
    return join(out, w(", ", "、"));
  }
  std::string number(int least, int most, int places) {
    std::string n = std::to_string(d_.between(least, most));
    if (places > 0 && d_.percent(30)) {
      n += '.';
      for (int i = d_.between(1, places); i > 0; --i)
        n += static_cast<char>('0' + d_.between(0, 9));
    }
    return n;
  }
  std::string points(bool chinese) { return chinese && d_.percent(60) ? " 分" : ""; }
  std::string date_text(date d) {
    return d.to_text(d_.percent(70) ? dutyscore::language::en : dutyscore::language::zh);
  }
  date some_day() { return dutyscore::day(2022, 10, 1).first + d_.between(0, 600); }
  std::string rounding_word() {
    switch (d_.below(4)) {
      case 0:
        return w("half_up", "四舍五入");
      case 1:
        return w("half_even", "四舍六入");
      case 2:
        return w("up", "不足进一");
      default:
        return w("down", "不足不计");
    }
  }
  /// In a policy of basic clauses only: never.
  bool more(int percent) { return !is_basic_ && d_.percent(percent); }

  static const unit_words& words_of(period_unit unit) {
    static const std::map<period_unit, unit_words> all{
        {period_unit::day, {"day", "每日", "当日", period_unit::day}},
        {period_unit::month, {"month", "每月", "当月", period_unit::month}},
        {period_unit::quarter, {"quarter", "每季度", "当季", period_unit::quarter}},
        {period_unit::half, {"half", "每半年", "当半年", period_unit::half}},
        {period_unit::year, {"year", "每年", "当年", period_unit::year}},
        {period_unit::term, {"term", "每届", "本届", period_unit::term}},
        {period_unit::overall, {"overall", "累计", "累计", period_unit::overall}}};
    return all.at(unit);
  }
  /// A month or longer, now and then a term or everything.
  const unit_words& coarse_unit() {
    if (has_terms_ && d_.percent(20)) return words_of(period_unit::term);
    if (more(7)) return words_of(period_unit::overall);
    return d_.percent(40) ? words_of(period_unit::year) : finite_unit();
  }
  /// From a month to a year.
  const unit_words& finite_unit() {
    return words_of(d_.one_of(std::vector{period_unit::month, period_unit::quarter,
                                          period_unit::half, period_unit::year}));
  }
  const unit_words& any_unit() {
    return d_.percent(10) ? words_of(period_unit::day) : coarse_unit();
  }
  std::string per(const unit_words& u) { return is_chinese() ? u.per : english_per(u); }
  static std::string english_per(const unit_words& u) {
    return u.unit == period_unit::overall ? u.en : std::string("per ") + u.en;
  }

  /// A stretch that overlaps the outer one.
  std::string force(const force_days& outer, force_days& own) {
    std::string out = w("in force", "施行");
    own = outer;
    const bool has_from = d_.percent(75), has_to = !has_from || d_.percent(40);
    const date first =
        std::max(outer.first, dutyscore::day(2022, 10, 1).first) + d_.between(-40, 150);
    const date from = std::min(first, outer.last);
    if (has_from) out += (out == "施行" ? " " : " from ") + date_text(from);
    const date to = std::max(from + d_.between(1, 400), outer.first);
    if (has_to) out += cat({w(" to ", " 至 "), date_text(to)});
    if (has_from) own.first = std::max(own.first, from);
    if (has_to) own.last = std::min(own.last, to);
    return out;
  }


  dice& d_;
  const generator_options& o_;
  spelling style_ = spelling::english;
  std::size_t depth_ = 0;
  int names_used_ = 0;
  int places_ = 6;
  bool has_terms_ = false;
  bool is_basic_ = false;
};

}  // namespace reference::making
