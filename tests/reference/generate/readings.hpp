// Grades and lists. Which there are is settled first, so that vetoes can name them.
#pragma once

#include "generate/figures.hpp"

namespace reference::making {

class readings : public figures {
 public:
  using figures::figures;

 protected:
  /// No grade has it.
  static constexpr const char* odd_grade = "暂不评定";

  void plan_readings() {
    for (int i = d_.between(0, 2); i > 0; --i) {
      known_grade g;
      g.unit = coarse_unit().unit;
      const bool has_unnamed =
          std::any_of(grades_.begin(), grades_.end(),
                      [&](auto& other) { return other.unit == g.unit && other.name.empty(); });
      g.name = has_unnamed || d_.percent(20) ? fresh() : "";
      for (const std::string& row : names{"优秀", "称职", "基本称职"}) {
        g.rows.push_back(row);
        if (d_.percent(30)) break;
      }
      if (d_.percent(20)) g.rows.push_back("暂缓");
      g.rows.push_back("待改进");
      grades_.push_back(g);
    }
    for (int i = d_.between(0, 2); i > 0; --i) lists_.push_back({fresh(), coarse_unit().unit, {}});
  }

  // --- Grades.

  void grade(std::size_t index) {
    const known_grade& g = grades_[index];
    const unit_words& u = words_of(g.unit);
    open(cat({w("grade ", "等次 "), g.name.empty() ? "" : cat({g.name, label(30), " "}), per(u)}));
    int from = d_.between(20, 60);
    for (const std::string& row : g.rows) {
      if (row == "暂缓") {
        line(cat({quoted(row), w(" when ", " 当 "), reading(u, index)}));
      } else if (row == "待改进") {
        line(cat({quoted(row), w(" otherwise", " 其余")}));
      } else {
        line(cat({quoted(row), w(" from ", " 满 "), from < 0 ? "-" : "",
                  number(std::abs(from), std::abs(from), places_),
                  d_.percent(20) ? cat({w(" when ", " 当 "), reading(u, index)}) : ""}));
        from -= d_.between(10, 30);
      }
    }
    close();
  }

  // --- Lists.

  void list(std::size_t index, const force_days& outer) {
    known_list& l = lists_[index];
    const unit_words& u = words_of(l.unit);
    open(cat({w("list ", "名单 "), l.name, label(50), " ", per(u)}));
    l.force = outer;
    if (d_.percent(15)) line(force(outer, l.force));
    const bool is_cut = d_.percent(80);
    if (is_cut) line(top());
    if (more(30)) line(d_.percent(50) ? "within org_unit" : "范围 单位");
    if (more(35)) line(rank_keys(u));
    if (is_cut && d_.percent(30))
      line(d_.percent(50) ? w("ties all", "并列均取") : w("ties none", "并列不取"));
    if (d_.percent(30)) line(cat({w("when ", "当 "), reading(u, grades_.size())}));
    if (d_.percent(40))
      line(cat({w("unless ", "不含 "),
                d_.percent(50) ? w("vetoed", "被否决") : reading(u, grades_.size())}));
    close();
  }
  std::string top() {
    const std::string head = w("top", "前");
    const bool percent = d_.percent(40);
    const std::string n = percent ? number(1, 100, 0) : number(1, 3, 0);
    return head + " " + n + (percent ? " %" : head == "前" ? " 名" : "");
  }
  std::string rank_keys(const unit_words& u) {
    names keys;
    for (int i = d_.between(1, 2); i > 0; --i)
      switch (d_.below(5)) {
        case 0:
          keys.push_back(w("total", "总分"));
          break;
        case 1:
          keys.push_back(w("vetoed", "被否决"));
          break;
        case 2:
          keys.push_back(subject_date_or(figure(place_of(u), 1)));
          break;
        default:
          keys.push_back(figure(place_of(u), 1));
      }
    return cat({w("by ", "按 "), join(keys, ", ")});
  }
  std::string subject_date_or(const std::string& otherwise) {
    for (const field_info& f : of_subject)
      if (f.type == kind_of::date) return cat({w("subject.", "对象."), f.name});
    return otherwise;
  }

  // --- Conditions on a subject in a period.

  reading_place place_of(const unit_words& u) const { return {u.unit, false, 0, blocks_.size()}; }
  /// May read the grades before that one.
  std::string reading(const unit_words& u, std::size_t grades_before) {
    const std::string grade = d_.percent(25) ? grade_word(u.unit, grades_before) : "";
    if (!grade.empty())
      return cat({grade, d_.percent(70) ? " == " : " != ",
                  quoted(d_.percent(50) ? "优秀" : "待改进")});
    switch (d_.below(is_basic_ ? 3 : 8)) {
      case 0:
        return cat({w("total", "总分"), comparison(), number(0, 40, 0)});
      case 1:
        return cat({w("rank", "名次"), comparison(), number(1, 3, 0)});
      case 2:
        return cat({w("rank", "名次"), " * 2 <= ", w("ranked", "参评人数")});
      case 3:
        return cat({"100 / ", w("rank", "名次"), comparison(), w("total", "总分")});
      case 4:
        return cat({w("ratio", "比率"), "(100, ", w("total", "总分"), ", ", w("otherwise", "其余"),
                    " 0)", comparison(), number(1, 20, 0)});
      case 5:
        return cat({w("not ", "非 "), w("vetoed", "被否决"), w(" and ", " 且 "), w("total", "总分"),
                    " >= ", number(0, 20, 0)});
      default:
        return figure_condition(place_of(u));
    }
  }
  /// What a condition on that period may call a grade; empty when there is none.
  std::string grade_word(period_unit unit, std::size_t before) {
    names reachable;
    std::size_t all = 0;
    for (std::size_t i = 0; i < grades_.size(); ++i) {
      all += grades_[i].unit == unit;
      if (i < before && grades_[i].unit == unit) reachable.push_back(grades_[i].name);
    }
    if (reachable.empty()) return "";
    const std::string chosen = d_.one_of(reachable);
    if (chosen.empty()) return w("grade", "等次");
    return all == 1 && d_.percent(50) ? w("grade", "等次") : chosen;
  }
};

}  // namespace reference::making
