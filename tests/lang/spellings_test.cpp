// Every clause in English and in Chinese gives one tree, and each prints as the other.
#include <doctest/doctest.h>

#include "dutyscore/lang/printer.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

struct pair {
  const char* en;
  const char* zh;
};

/// `@` is where the clause goes.
std::string put(std::string around, const std::string& clause) {
  return around.replace(around.find('@'), 1, clause);
}

void same(const char* around, std::initializer_list<pair> pairs) {
  for (const pair& p : pairs) {
    CAPTURE(p.en);
    CAPTURE(p.zh);
    const auto en = parse_text(put(around, p.en)), zh = parse_text(put(around, p.zh));
    INFO(to_text(en.messages(), language::en) << to_text(zh.messages(), language::en));
    REQUIRE(en);
    REQUIRE(zh);
    CHECK(tree_of(*en) == tree_of(*zh));
    CHECK(print(*en, language::en) == print(*zh, language::en));
    CHECK(print(*en, language::zh) == print(*zh, language::zh));
  }
}

}  // namespace

TEST_CASE("clauses of a policy") {
  same("policy p { @ }",
       {{"in force from 2022-03-25", "施行 2022年3月25日"},
        {"in force from 2022-03-25 to 2023-12-31", "施行2022-03-25至2023-12-31"},
        {"in force to 2023-12-31", "施行 至 2023年12月31日"},
        {"cite \"a\"", "依据 \"a\""},
        {"decimals 2 half_up", "保留 2 位 四舍五入"},
        {"decimals 0 down", "保留0位不足不计"},
        {"decimals 6 half_even", "保留 6 位 四舍六入"},
        {"decimals 1 up", "保留 1 不足进一"},
        {"year starts 05-01", "年度始于 5月1日"},
        {"term t8 from 2022-01-01 to 2026-12-31", "届期 t8 2022年1月1日 至 2026年12月31日"},
        {"accept when a == \"x\" else \"r\"", "认定 当 a == \"x\" 否则 \"r\""},
        {"category c \"l\" { category d { cap 1 per year } }",
         "大类 c \"l\" { 大类 d { 上限 每年 1 分 } }"},
        {"category c { highest per month }", "大类 c { 每月 就高 }"},
        {"amend from 2023-07-01 cite \"x\" { cap 40 per year }",
         "修订 2023年7月1日 依据 \"x\" { 上限 每年 40 分 }"},
        {"cap 30 per month", "上限每月30分"},
        {"cap 30 per month", "cap每月30"},
        {"cap 30 per month", "cap每月３０"},
        {"cap 30 per month", "上限 30 分 每月"},
        {"floor -5 per quarter", "下限 每季度 -5 分"},
        {"base 60 per half \"b\"", "基础分 每半年 60 分 \"b\""},
        {"base 1 per term", "基础分 每届 1"},
        {"cap 9 overall", "上限 累计 9"},
        {"cap 9 per day", "上限 每日 9"},
        {"cap by subject.job { \"a\": 1  otherwise: 2 } per year",
         "上限 每年 按 对象.job { \"a\"：1 其余：2 }"},
        {"weight 12/15", "权重 12/15"},
        {"grade per year { \"a\" from 85 when total > 1  \"b\" when vetoed  \"c\" otherwise }",
         "等次 每年 { \"a\" 满 85 分 当 总分 > 1 \"b\" 当 被否决 \"c\" 其余 }"},
        {"grade g \"l\" per month { \"c\" otherwise }", "等次 g \"l\" 每月 { \"c\" 其余 }"},
        {"activity { a \"l\" integer from 0 to 9 one of \"x\", \"y\" default 1 for \"k\", \"l\" }",
         "登记 { a \"l\" 整数 不小于 0 不大于 9 限于 \"x\"、\"y\" 默认 1 用于 \"k\"，\"l\" }"},
        {"activity { a decimal  b text  c date default 2022-01-01  d flag default yes }",
         "登记 { a 数值；b 文字；c 日期 默认 2022年1月1日；d 是否 默认 是 }"},
        {"activity { a decimal is b * 2 for \"k\"  c decimal is by a { from 1: 2 } }",
         "登记 { a 数值 等于 b * 2 用于 \"k\" c 数值 等于 按 a { 满 1: 2 } }"},
        {"subject { job \"职务\" text }", "对象 { job \"职务\" 文字 }"}});
}

TEST_CASE("lines") {
  same("policy p { indicator i { @ } }",
       {{"on \"a\", \"b\" when x", "事项 \"a\"、\"b\" 当 x"},
        {"award 5 per event", "计分 每次 5 分"},
        {"award 5 per event", "计分每次5分"},
        {"award 5", "计分 5 分"},
        {"award 5 points", "计分 5 件"},
        {"deduct 1.5 per day", "扣分 每天 1.5 分"},
        {"award 1 per suggestions", "计分 每 suggestions 1 分"},
        {"award 1 per 建议条数", "计分 每 建议条数 1 分"},
        {"award 1 per 100 amount rounded up", "计分 每 100 amount 不足进一 1 分"},
        {"award 1 per 100 amount rounded down", "计分 每 100 amount 不足不计 1 分"},
        {"award 1 per 100 amount rounded half_up", "计分 每 100 amount 四舍五入 1 分"},
        {"award 1 per 100 amount exact", "计分 每 100 amount 按比例 1 分"},
        {"award by amount { from 1: 2  from 100: 5  otherwise: 1 }",
         "计分 按 amount { 满 1: 2，满100：5；其余：1 }"},
        {"award by a, b { \"x\", from 1: 2  \"x\", otherwise: 3 }",
         "计分 按 a、b { \"x\", 满 1: 2 \"x\"、其余: 3 }"},
        {"award by marginal years { from 0: 3  from 12: 5 }",
         "计分 按 分段 years { 满 0: 3 满 12: 5 }"},
        {"award 10 per year when count(i) >= 3", "计分 每年 10 分 当 次数(i) >= 3"},
        {"award 10 per year running", "计分 每年 即时 10 分"},
        {"award sum(x) overall", "计分 累计 合计(x)"},
        {"award x when a and b \"label\"", "计分 x 当 a 且 b \"label\""},
        {"times a / b when c", "乘以 a / b 当 c"},
        {"cap 8 per event", "上限 每次 8 分"},
        {"cap 8 per month by f, g", "上限 每月 按 f, g 8 分"},
        {"floor -8 per month by f", "下限 每月 按 f -8 分"},
        {"once per month", "每月 只计一次"},
        {"once per year by f when x", "每年 按 f 只计一次 当 x"},
        {"highest per year by f", "每年 按 f 就高"},
        {"first 2 per year when c == \"C\"", "每年 前 2 次 当 c == \"C\""},
        {"first n per year", "每年 前 n 次"},
        {"after 1 per year", "每年 第 1 次之后"},
        {"after 1 per year", "每年第1次之后"},
        {"best 3 overall", "累计 取高 3 次"},
        {"require 3 per year deduct 5 each", "应完成 每年 3 次 每少一次扣 5 分"},
        {"require 3 per year deduct 5 each", "应完成每年3次每少一次扣5分"},
        {"veto v \"l\" { on \"x\" accept when a else \"r\" effect void year }",
         "一票否决 v \"l\" { 事项 \"x\" 认定 当 a 否则 \"r\" 处理 当年 清零 }"}});
}

TEST_CASE("effects and lists") {
  same("policy p { veto v { @ } }", {{"effect void day", "处理 当日 清零"},
                                     {"effect void month", "处理 当月 清零"},
                                     {"effect void quarter", "处理 当季 清零"},
                                     {"effect void half", "处理 当半年 清零"},
                                     {"effect void term", "处理 本届 清零"},
                                     {"effect grade \"x\" year", "处理 当年 定为 \"x\""},
                                     {"effect bar li year for 3", "处理 当年 取消资格 li 连续 3"}});
  same("policy p { list li \"l\" per year { @ } }",
       {{"top 17", "前 17 名"},
        {"top 5 %", "前 5 %"},
        {"within org_unit", "范围 单位"},
        {"by total, points(x)", "按 总分, 得分(x)"},
        {"ties all", "并列均取"},
        {"ties none", "并列不取"},
        {"when grade == \"a\" and rank < ranked", "当 等次 == \"a\" 且 名次 < 参评人数"},
        {"unless vetoed", "不含被否决"},
        {"in force from 2022-01-01", "施行 2022-01-01"}});
}

TEST_CASE("expressions") {
  same("policy p { indicator i { award @ } }",
       {{"a or b and not c", "a 或 b 且 非 c"},
        {"a || b && !c", "a 或 b 且 非 c"},
        {"x in [\"a\", 1, -2, yes, no, 2022-01-01]",
         "x 属于 ［\"a\"，1，-2，是，否，2022年1月1日］"},
        {"(a + b) * -c / 2 - 1", "（a＋b）＊－c／2－1"},
        {"min(a, 1)", "取小(a, 1)"},
        {"max(a, 1)", "取大(a, 1)"},
        {"round(a, 2, half_up)", "舍入(a, 2, 四舍五入)"},
        {"floor(a)", "取整(a)"},
        {"ceil(a)", "进整(a)"},
        {"abs(a)", "绝对值(a)"},
        {"contains(a, \"x\")", "包含(a, \"x\")"},
        {"starts_with(a, \"x\")", "开头为(a, \"x\")"},
        {"days(a, b)", "天数(a, b)"},
        {"years(a, b)", "周年(a, b)"},
        {"months(a, b)", "月数(a, b)"},
        {"year(a)", "年份(a)"},
        {"month(a)", "月份(a)"},
        {"day(a)", "日号(a)"},
        {"if(c, a, b)", "若(c, a, b)"},
        {"count(i when a > 1)", "次数(i 当 a > 1)"},
        {"count()", "次数()"},
        {"points(i)", "得分(i)"},
        {"sum(i.amount)", "合计(i.amount)"},
        {"previous(points(i))", "上期(得分(i))"},
        {"ratio(a, b, otherwise 0)", "比率(a, b, 其余 0)"},
        {"served() == length()", "任职天数() == 期长()"},
        {"last_day()", "期末日()"},
        {"if(kind == \"a\", 1, 2)", "若(事项 == \"a\", 1, 2)"},
        {"if(date >= end, 1, 2)", "若(日期 >= 止日, 1, 2)"},
        {"if(subject.party == \"x\", 1, 2)", "若(对象.party == \"x\", 1, 2)"}});
}

TEST_CASE("scenarios") {
  same(
      "scenario \"s\" for p { @ }",
      {{"given file \"x.csv\"", "已知 文件 \"x.csv\""},
       {"given { 2023-01-01 to 2023-01-02 \"a\" \"k\" n 3 standing reviewed since claimed reason "
        "\"r\" }",
        "已知 { 2023年1月1日 至 2023年1月2日 \"a\" \"k\" n 3 状态 初审 起始状态 自评 理由 \"r\" }"},
       {"given { 2023-01-01 \"a\" \"k\" title \"t\" id \"1\" evidence \"e\" credited 2023-02-01 "
        "standing rejected }",
        "已知 { 2023-01-01 \"a\" \"k\" 内容 \"t\" 编号 \"1\" 佐证 \"e\" 计入日期 2023年2月1日 状态 "
        "不予认可 }"},
       {"given roster { \"a\" from 2022-01-01 to 2022-12-31 org_unit \"u\" name \"n\" job \"j\" }",
        "已知 名册 { \"a\" 任职起 2022-01-01 任职止 2022-12-31 单位 \"u\" 姓名 \"n\" job \"j\" }"},
       {"through 2023-12-31", "截至 2023年12月31日"},
       {"expect \"a\" 2023-05 { total 18 visit 5 refused 1 unmatched 2 pending -3 }",
        "应为 \"a\" 2023年5月 { 总分 18 visit 5 未予计分 1 未对应 2 待计 -3 }"},
       {"expect \"a\" 2023 on claimed { grade \"x\" g grade \"y\" rank 3 in li not in mi }",
        "应为 \"a\" 2023年 口径 自评 { 等次 \"x\" g 等次 \"y\" 名次 3 属于 li 非 属于 mi }"},
       {"expect \"a\" 2023 on reviewed { not in mi }", "应为 \"a\" 2023年 事项 初审 { 不属于 mi }"},
       {"expect \"a\" overall { total 1 }", "应为 \"a\" 累计 { 总分 1 }"},
       {"expect \"a\" 2023-05-06 { total 1 }", "应为 \"a\" 2023年5月6日 { 总分1分 }"},
       {"expect \"a\" 2023-Q2 { total 1 }", "应为 \"a\" ２０２３－Q2 { 总分 1 }"},
       {"expect refused \"a\" 2023-01-01 \"r\"", "应为 未予计分 \"a\" 2023年1月1日 \"r\""},
       {"expect li 2023-H1 { \"a\", \"b\" }", "应为 li 2023-H1 { \"a\" \"b\" }"}});
  same("@", {{"todo scenario \"s\" for p { }", "待办 算例 \"s\" 用于 p { }"},
             {"policy p \"l\" { }", "办法 p \"l\" ｛ ｝"}});
}

TEST_CASE("a fixed word that somebody declared is that name") {
  const auto d =
      parse_text("policy p { activity { 总分 integer } indicator i { award 总分 + total } }");
  REQUIRE(d);
  CHECK(d->at(0).text.value == "总分");
  CHECK(d->at(1).text.value == "total");
  const std::string zh = print(*d, language::zh);
  CHECK(zh.find("总分 + total") != std::string::npos);
  CHECK(print(*parse_text(zh), language::en) == print(*d, language::en));
}
