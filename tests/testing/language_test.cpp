#include <doctest/doctest.h>

#include "dutyscore/testing/scenario.hpp"
#include "testing/run.hpp"

namespace dutyscore::tests {
namespace {

constexpr const char* english = R"(
policy shigu "石鼓区人大代表履职积分管理考核办法" {
    in force from 2022-03-25
    cite "2022年3月25日区人大常委会通过"
    decimals 2 half_up

    activity {
        suggestions "收集群众建议条数" integer from 0 default 0 for "联络站活动"
        amount "捐款金额（元）" decimal from 0 for "捐款"
        capacity "以何身份" text one of "代表", "本职" default "代表"
    }
    accept when capacity == "代表" else "履行的是本职工作职责，不是代表职责"

    category bonds "六、联系选民要密切" {
        category station "积极到人大代表联络站参加活动" {
            indicator visit  { on "联络站活动"  award 5 per event  cap 30 per month  cite "第六条第二项" }
            indicator voices { on "联络站活动"  award 1 per suggestions }
        }
    }
    category deeds "七、好人好事要多做" {
        cap 200 per year
        indicator donation "公益捐赠" { on "捐款"  award by amount { from 1: 2  from 100: 5  from 500: 10  from 1000: 15 } }
    }
    veto prohibited "违反“十个严禁、八个不准”" { on "违反禁令"  effect void year }

    grade per year { "优秀" from 600  "称职" from 300  "待改进" otherwise }
    list honoured "履职先进个人" per year { top 17  unless vetoed }
}

scenario "彭闰芝五月" for shigu {
    given {
        2023-05-06  "彭闰芝"  "联络站活动"  suggestions 3
        2023-05-09  "彭闰芝"  "捐款"        amount 999
        2023-05-10  "彭闰芝"  "联络站活动"  capacity "本职"
    }
    expect "彭闰芝" 2023-05 { total 18  visit 5  voices 3  donation 10  refused 1 }
}

scenario "等次、名次、名单" for shigu {
    given {
        2023-05-06  "彭闰芝"  "联络站活动"  suggestions 3
        2023-05-09  "甲"      "捐款"        amount 1000
        2023-06-01  "甲"      "违反禁令"
    }
    expect "彭闰芝" 2023 { grade "待改进"  rank 1  in honoured }
    expect "甲" 2023 { total 0  donation 15  rank 2  not in honoured }
    expect honoured 2023 { "彭闰芝" }
}
)";

constexpr const char* chinese = R"(
办法 shigu “石鼓区人大代表履职积分管理考核办法” {
    施行 2022年3月25日
    依据 “2022年3月25日区人大常委会通过”
    保留 2 位 四舍五入

    登记 {
        suggestions “收集群众建议条数” 整数 不小于 0 默认 0 用于 “联络站活动”
        amount “捐款金额（元）” 数值 不小于 0 用于 “捐款”
        capacity “以何身份” 文字 限于 “代表”、“本职” 默认 “代表”
    }
    认定 当 capacity == “代表” 否则 “履行的是本职工作职责，不是代表职责”

    大类 bonds “六、联系选民要密切” {
        大类 station “积极到人大代表联络站参加活动” {
            指标 visit { 事项 “联络站活动”  计分 每次 5 分  上限 每月 30 分  依据 “第六条第二项” }
            指标 voices { 事项 “联络站活动”  计分 每 suggestions 1 分 }
        }
    }
    大类 deeds “七、好人好事要多做” {
        上限 每年 200 分
        指标 donation “公益捐赠” { 事项 “捐款”  计分 按 amount { 满 1：2  满 100：5  满 500：10  满 1000：15 } }
    }
    一票否决 prohibited “违反“十个严禁、八个不准”” { 事项 “违反禁令”  处理 当年 清零 }

    等次 每年 { “优秀” 满 600  “称职” 满 300  “待改进” 其余 }
    名单 honoured “履职先进个人” 每年 { 前 17 名  不含 被否决 }
}

算例 “彭闰芝五月” 用于 shigu {
    已知 {
        2023年5月6日   “彭闰芝”  “联络站活动”  suggestions 3
        2023年5月9日   “彭闰芝”  “捐款”        amount 999
        2023年5月10日  “彭闰芝”  “联络站活动”  capacity “本职”
    }
    应为 “彭闰芝” 2023年5月 { 总分 18  visit 5  voices 3  donation 10  未予计分 1 }
}

算例 “等次、名次、名单” 用于 shigu {
    已知 {
        2023年5月6日  “彭闰芝”  “联络站活动”  suggestions 3
        2023年5月9日  “甲”      “捐款”        amount 1000
        2023年6月1日  “甲”      “违反禁令”
    }
    应为 “彭闰芝” 2023年 { 等次 “待改进”  名次 1  属于 honoured }
    应为 “甲” 2023年 { 总分 0  donation 15  名次 2  不属于 honoured }
    应为 honoured 2023年 { “彭闰芝” }
}
)";

TEST_CASE("the policy of the language's first page passes its scenarios in both spellings") {
  for (const char* text : {english, chinese}) {
    const auto run = run_text(text);
    INFO(story_of(run));
    REQUIRE(run);
    REQUIRE(run->size() == 2);
    CHECK((*run)[0].status == scenario_status::passed);
    CHECK((*run)[0].checks == 5);
    CHECK((*run)[1].status == scenario_status::passed);
    CHECK((*run)[1].checks == 8);
  }
}

TEST_CASE("a filter runs those whose name contains it") {
  const auto run = run_text(english, {"五月"});
  REQUIRE(run);
  REQUIRE(run->size() == 1);
  CHECK(run->front().name == "彭闰芝五月");
  CHECK(run->front().policy == "shigu");
}

}  // namespace
}  // namespace dutyscore::tests
