// Random trees, printed in English, read, printed in Chinese, read, and printed in English again.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "dutyscore/lang/printer.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

/// Writes random texts that follow the grammar, in either spelling; names and kinds mean nothing.
class writer {
 public:
  explicit writer(unsigned seed) : random_(seed) {}

  std::string document() {
    std::string out = note() + "policy p" + maybe(" \"办法\"") + " {" + note();
    for (int i = below(6); i >= 0; --i) out += policy_item(2);
    out += note() + "}" + note();
    if (one_in(3)) out += scenario();
    return out;
  }

 private:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  bool one_in(int n) { return below(n) == 0; }
  std::string maybe(const std::string& s) { return one_in(2) ? s : ""; }
  template <std::size_t N>
  std::string pick(const char* const (&list)[N]) {
    return list[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }
  std::string w(const char* en, const char* zh) {
    return std::string(" ") + (one_in(2) ? en : zh) + " ";
  }

  /// Blank space between clauses: comments, blank lines, separators.
  std::string note() {
    switch (below(12)) {
      case 0:
        return " # 注\n";
      case 1:
        return "\n\n";
      case 2:
        return "\n# a\n\n# b\n";
      case 3:
        return "\n\n# c\n\n";
      case 4:
        return " # d\n\n\n# e\n";
      default:
        return "\n";
    }
  }
  std::string end() { return (one_in(8) ? "," : one_in(8) ? "；" : "") + note(); }
  std::string gap() { return one_in(60) ? " # inside\n" : " "; }

  std::string name() { return pick({"a", "b2", "金额", "visit", "联络站", "x_y", "级别", "年限"}); }
  std::string text() {
    return pick({"\"a\"", "“甲“乙”丙”", "\"，。、\"", "“x\"y”", "\"“z”\"", "\"0\""});
  }
  std::string number() {
    return pick({"0", "1", "30", "2.5", "0.000001", "１２", "9223372036854.775807"});
  }
  std::string literal() {
    switch (below(5)) {
      case 0:
        return text();
      case 1:
        return "-" + number();
      case 2:
        return w("yes", "是");
      case 3:
        return date();
      default:
        return number();
    }
  }
  std::string date() { return pick({"2022-03-25", "2022年3月5日", "2024-02-29"}); }
  std::string period() {
    return pick({" per day", " per month", " per quarter", " per half", " per year ", " per term",
                 " overall ", " 每日 ", " 每月 ", " 每季度 ", " 每半年 ", " 每年 ", " 每届 ",
                 " 累计 "}) +
           " ";
  }
  std::string unit() {
    return pick({" day ", " month ", " year ", " 当日 ", " 当季 ", " 当半年 ", " 本届 "});
  }

  std::string expr(int depth) {
    if (depth == 0) return one_in(2) ? name() : number();
    const std::string a = expr(depth - 1), b = one_in(2) ? expr(depth - 1) : name();
    switch (below(14)) {
      case 0:
        return "(" + a + w("or", "或") + b + ")";
      case 1:
        return "(" + a + w("and", "且") + b + ")";
      case 2:
        return "(" + w("not", "非") + a + ")";
      case 3:
        return "(" + a + pick({" == ", " != ", " < ", " <= ", " > ", " >= ", "＞＝"}) + b + ")";
      case 4:
        return "(" + a + w("in", "属于") + "[" + literal() + ", " + literal() + "])";
      case 5:
        return a + " + " + b;
      case 6:
        return a + " - " + b;
      case 7:
        return a + " * " + b;
      case 8:
        return a + " / " + b;
      case 9:
        return "-" + name();
      case 10:
        return one_in(2) ? "若(" + a + "、" + b + ", 1)" : "min(" + a + "," + b + ")";
      case 11:
        return w("count", "次数") + "(" + name() + w("when", "当") + a + ")";
      case 12:
        return w("ratio", "比率") + "(" + a + ", " + b + "," + w("otherwise", "其余") + number() +
               ")";
      default:
        return pick({"subject.job", "对象.job", "事项", "kind", "total", "被否决", "points(visit)",
                     "合计(visit.金额)"});
    }
  }
  std::string value(int depth) { return one_in(4) ? table(depth) : expr(depth); }
  std::string table(int depth) {
    const bool two = one_in(3);
    std::string out = w("by", "按") + (one_in(6) ? w("marginal", "分段") : " ") + expr(1) +
                      (two ? ", " + name() : "") + " {" + note();
    for (int i = below(4); i >= 0; --i)
      out += cell() + (two ? ", " + cell() : "") + ": " + value(depth > 0 ? depth - 1 : 0) + "," +
             note();
    return out + "}";
  }
  std::string cell() {
    return one_in(4) ? w("otherwise", "其余") : one_in(2) ? w("from", "满") + number() : literal();
  }
  std::string when() { return one_in(3) ? gap() + w("when", "当") + expr(2) : ""; }
  std::string label() { return one_in(5) ? gap() + text() : ""; }
  std::string keys() {
    return one_in(3) ? w("by", "按") + name() + (one_in(2) ? ", " + name() : "") + " " : "";
  }

  std::string line() {
    const std::string head = w("award", "计分");
    switch (below(8)) {
      case 0:
        return head + w("per event", "每次") + value(2) + when() + label();
      case 1:
        return " deduct " + value(1) + w("per day", "每天") + when() + label();
      case 2:
        return " award " + value(1) + w("per", "每") + name() + when();
      case 3:
        return head + w("per", "每") + "100" + gap() + name() +
               pick({" rounded up ", " 不足不计 ", " exact ", " 四舍五入 "}) + expr(1);
      case 4:
        return " award " + expr(2) + period() + maybe(" running ") + when();
      case 5:
        return head + w("per year", "每年") + w("running", "即时") + expr(1);
      default:
        return head + value(2) + when() + label();
    }
  }
  std::string limit() {
    const std::string head = pick({" cap ", " 上限 ", " floor ", " 下限 ", " base ", " 基础分 "});
    return one_in(2) ? head + gap() + period() + keys() + number() + label()
                     : head + value(1) + period() + keys() + label();
  }
  std::string selection() {
    if (one_in(2))
      return pick({" once ", " highest ", " first 2 ", " after 1 ", " best a "}) + period() +
             keys() + when();
    return period() + keys() +
           pick({" 只计一次 ", " 就高 ", " 前 2 次 ", " 第 1 次之后 ", " 取高3次 "}) + when();
  }

  std::string indicator() {
    std::string out = w("indicator", "指标") + name() + maybe(" " + text()) + " {" + note();
    for (int i = below(6); i >= 0; --i) out += indicator_item() + end();
    return out + "}";
  }
  std::string indicator_item() {
    switch (below(9)) {
      case 0:
        return w("on", "事项") + text() + (one_in(2) ? "、" + text() : "") + when();
      case 1:
        return w("times", "乘以") + expr(2) + when();
      case 2:
        return limit();
      case 3:
        return selection();
      case 4:
        return w("require", "应完成") + "3" + period() +
               pick({" deduct 5 each", " 每少一次扣 5 分"});
      case 5:
        return w("weight", "权重") + "12/15";
      case 6:
        return w("cap", "上限") + "3" + w("per event", "每次");
      default:
        return line();
    }
  }

  std::string policy_item(int depth) {
    switch (below(14)) {
      case 0:
        return w("in force from", "施行") + date() + maybe(w("to", "至") + date()) + end();
      case 1:
        return w("cite", "依据") + text() + end();
      case 2:
        return w("decimals", "保留") + "2 " + pick({"up", "down", "四舍五入", "half_even"}) + end();
      case 3:
        return w("year starts", "年度始于") + pick({"05-01", "5月1日"}) + end();
      case 4:
        return w("term", "届期") + name() + " " + date() + w("to", "至") + date() + end();
      case 5:
        return w("accept", "认定") + w("when", "当") + expr(3) + w("else", "否则") + text() + end();
      case 6:
        return fields();
      case 7:
        return limit() + end();
      case 8:
        return veto();
      case 9:
        return grade();
      case 10:
        return list();
      case 11:
        return depth == 0 ? "" : category(depth - 1);
      case 12:
        return w("amend from", "修订") + date() + maybe(w("cite", "依据") + text()) + " {" +
               note() + indicator() + end() + "}" + end();
      default:
        return indicator() + end();
    }
  }
  std::string category(int depth) {
    std::string out = w("category", "大类") + name() + label() + " {" + note();
    for (int i = below(3); i > 0; --i) out += one_in(2) ? indicator() + end() : limit() + end();
    return out + (depth > 0 && one_in(2) ? category(depth - 1) : "") + "}" + end();
  }
  std::string veto() {
    return w("veto", "一票否决") + name() + " {" + note() + w("on", "事项") + text() + end() +
           w("effect", "处理") +
           (one_in(2) ? w("void", "清零") + unit()
                      : unit() + w("bar", "取消资格") + name() + maybe(w("for", "连续") + "2")) +
           end() + "}" + end();
  }
  std::string grade() {
    return w("grade", "等次") + maybe(name() + label()) + period() + "{" + note() + text() +
           w("from", "满") + number() + when() + note() + text() + w("otherwise", "其余") + note() +
           "}" + end();
  }
  std::string list() {
    std::string out = w("list", "名单") + name() + label() + period() + "{" + note();
    out += w("top", "前") + pick({"17", "17 名", "5 %"}) + end();
    if (one_in(2)) out += w("within org_unit", "范围 单位") + end();
    if (one_in(2)) out += w("by", "按") + w("total", "总分") + ", " + expr(1) + end();
    if (one_in(2)) out += w("ties none", "并列不取") + end();
    if (one_in(2)) out += w("when", "当") + expr(2) + end();
    return out + w("unless", "不含") + w("vetoed", "被否决") + end() + "}" + end();
  }
  std::string fields() {
    std::string out = pick({" activity ", " 登记 ", " subject ", " 对象 "}) + "{" + note();
    for (int i = below(4); i > 0; --i) {
      out += name() + label() + pick({" integer ", " 数值 ", " text ", " 日期 ", " flag "});
      if (one_in(4))
        out += w("is", "等于") + value(2);
      else
        out += maybe(w("from", "不小于") + "-1") + maybe(w("to", "不大于") + "5") +
               maybe(w("one of", "限于") + text() + ", " + text()) +
               maybe(w("default", "默认") + literal());
      out += maybe(w("for", "用于") + text()) + end();
    }
    return out + "}" + end();
  }

  std::string scenario() {
    std::string out = maybe(w("todo", "待办")) + w("scenario", "算例") + text() + w("for", "用于") +
                      "p {" + note();
    out += w("given", "已知") + "{" + note() + date() + maybe(w("to", "至") + date()) + text() +
           " " + text() + " " + name() + " " + literal() + " " + w("standing", "状态") +
           w("reviewed", "初审") + note() + "}" + end();
    out += w("given roster", "已知 名册") + "{" + note() + text() +
           maybe(w("from", "任职起") + date()) + w("org_unit", "单位") + text() + note() + "}" +
           end();
    out += w("expect", "应为") + text() +
           pick({" 2023", " 2023年", " 2023-05", " 2023年5月", " overall", " 2023-Q2",
                 " 2023-05-06"}) +
           maybe(" on claimed") + " {" + note() + w("total", "总分") + "-3" + note() + name() +
           " 5" + note() + w("grade", "等次") + text() + note() + w("not in", "不属于") + name() +
           note() + "}" + end();
    out += w("expect", "应为") + w("refused", "未予计分") + text() + date() + text() + end();
    out += w("expect", "应为") + name() + " 2023-H1 {" + text() + ", " + text() + "}" + end();
    return out + w("through", "截至") + date() + note() + "}" + note();
  }

  std::mt19937 random_;
};

ast::document read(const std::string& text) {
  auto d = parse_text(text);
  if (!d) FAIL(to_text(d.messages(), language::en) << "\n" << text);
  return *std::move(d);
}

}  // namespace

TEST_CASE("10,000 random texts go to English, to Chinese and back to the same bytes") {
  for (unsigned seed = 0; seed < 10'000; ++seed) {
    const std::string text = writer(seed).document();
    const ast::document tree = read(text);
    const std::string en = print(tree, language::en), zh = print(tree, language::zh);
    const ast::document from_en = read(en), from_zh = read(zh);
    const bool same = print(from_zh, language::en) == en && print(from_en, language::zh) == zh &&
                      print(from_en, language::en) == en && print(from_zh, language::zh) == zh &&
                      tree_of(from_en) == tree_of(tree) && tree_of(from_zh) == tree_of(tree);
    const std::string own = print(tree);
    const bool all_comments =
        std::count(text.begin(), text.end(), '#') == std::count(en.begin(), en.end(), '#');
    CHECK(same);
    if (!same || print(read(own)) != own || !all_comments)
      FAIL("seed " << seed << "\n"
                   << text << "\n---- en\n"
                   << en << "\n---- zh\n"
                   << zh << "\n---- en again\n"
                   << print(from_zh, language::en));
  }
}
