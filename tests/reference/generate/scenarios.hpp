// Scenarios, comments and loose spelling, for the parser and the printer.
#pragma once

#include "generate/amendments.hpp"

namespace reference::making {

class scenarios : public amendments {
 public:
  using amendments::amendments;

 protected:
  void scenario() {
    open(cat({d_.percent(15) ? w("todo ", "待办 ") : "", w("scenario ", "算例 "),
              quoted("例" + std::to_string(++names_used_)), w(" for ", " 用于 "), name_}));
    open(w("given", "已知"));
    for (int i = d_.between(1, 3); i > 0; --i) line(given_row());
    close();
    if (d_.percent(30)) {
      open(cat({w("given", "已知"), " ", w("roster", "名册")}));
      line(cat({quoted("甲"), " ", w("from ", "任职起 "), date_text(some_day()),
                w(" org_unit ", " 单位 "), quoted("区/街道")}));
      close();
    }
    if (d_.percent(50)) line(cat({w("through ", "截至 "), date_text(some_day())}));
    if (d_.percent(60))
      expectation();
    else
      line(cat({w("expect", "应为"), " ", w("refused", "未予计分"), " ", quoted("甲"), " ",
                date_text(some_day()), " ", quoted("理由")}));
    close();
  }
  std::string given_row() {
    std::string out = date_text(some_day());
    if (d_.percent(20)) out += cat({w(" to ", " 至 "), date_text(some_day())});
    out += cat({" ", quoted("甲"), " ", quoted(d_.one_of(kinds))});
    for (const field_info& f : declared)
      if (!f.computed && d_.percent(50)) out += cat({" ", f.name, " ", literal_of(f)});
    if (d_.percent(20)) out += cat({w(" title ", " 内容 "), quoted("社区走访")});
    if (d_.percent(20)) out += cat({w(" standing ", " 状态 "), w("reviewed", "初审")});
    if (d_.percent(20)) out += cat({w(" since ", " 起始状态 "), w("claimed", "自评")});
    if (d_.percent(20)) out += cat({w(" id ", " 编号 "), quoted("n1")});
    return out;
  }
  void expectation() {
    const std::string when = d_.one_of(names{"2023", "2023-05", "2023-Q2", "2023-H1", "2023-05-06",
                                             "2023年5月", "2023年", "overall"});
    open(cat({w("expect", "应为"), " ", quoted("甲"), " ", when,
              d_.percent(30) ? cat({w(" on ", " 口径 "), w("claimed", "自评")}) : ""}));
    line(cat({w("total ", "总分 "), number(0, 50, 2)}));
    if (d_.percent(30)) line(cat({w("refused ", "未予计分 "), "1"}));
    if (d_.percent(30)) line(cat({w("rank ", "名次 "), "1"}));
    if (d_.percent(30)) line(cat({w("grade ", "等次 "), quoted("优秀")}));
    if (d_.percent(30))
      line(d_.percent(50) ? cat({w("in ", "属于 "), "先进"})
                          : cat({w("not in ", "不属于 "), "先进"}));
    close();
  }
  /// Comments, blank lines, separators and full-width signs.
  void loosen() {
    names out;
    for (std::string& l : lines) {
      if (d_.percent(8)) out.push_back("");
      if (d_.percent(8))
        out.push_back(d_.percent(50) ? "# 说明：一二三"
                                     : "    # a note, with \"quotes\" { and braces");
      const bool is_clause = l.back() != '{' && l.back() != '}';
      if (is_clause && d_.percent(8)) l += d_.one_of(names{",", ";", "，", "；", "。"});
      if (d_.percent(6)) l += d_.one_of(names{" # 注", "  # see § 3", "#x"});
      out.push_back(l);
    }
    lines = out;
  }

  std::string name_;  // of the policy
};

}  // namespace reference::making
