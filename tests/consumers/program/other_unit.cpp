// A second unit that includes everything: both must link into one program.
#include <dutyscore.hpp>

dutyscore::policy small_policy();
dutyscore::decimal points_from_csv(const dutyscore::policy& of_policy);

dutyscore::policy small_policy() {
  return dutyscore::compile(R"(
policy small "小办法" {
  activity { amount "捐款金额" decimal from 0 for "捐款" }
  indicator visit { on "联络站活动"  award 5 per event }
  指标 donation "公益捐赠" { 事项 "捐款"  计分 按 amount { 满 1: 2  满 500: 10 } }
}
)")
      .value();
}

dutyscore::decimal points_from_csv(const dutyscore::policy& of_policy) {
  const auto rows = dutyscore::read_csv_text(
                        "对象,事项,日期,捐款金额\n"
                        "彭闰芝,联络站活动,2023年5月6日,\n"
                        "彭闰芝,捐款,2023-05-09,999\n",
                        "two rows", of_policy.schema())
                        .value();
  const auto book = dutyscore::evaluate(of_policy, rows).value();
  return book.points(*book.find("彭闰芝"), 0, dutyscore::year(2023)).value();
}
