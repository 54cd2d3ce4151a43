#include "dutyscore/report/statement.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "dutyscore/core/text.hpp"

using namespace dutyscore;

namespace {

date may(int d) { return *date::of(2023, 5, d); }

reported_activity visit(int d) {
  return {"彭闰芝", "联络站活动", "到人大代表联络站接待群众", "", may(d), may(d), may(d), "a.csv", 2};
}

statement_entry line(int d, const char* title, block_id b, const char* cite, int points) {
  return {may(d), may(d),           {title, title},      b,       "",
          cite,   entry_kind::line, decimal::of(points), visit(d)};
}

/// The published May, shortened: a visit, what was collected, a donation, and a monthly limit that
/// bites.
statement sample() {
  statement s;
  s.head = {"shigu", "石鼓区人大代表履职积分管理考核办法", month(2023, 5), basis::confirmed,
            may(31)};
  s.subject = s.name = "彭闰芝";
  s.org_unit = "石鼓区/人民街道";
  s.blocks = {
      {block_kind::policy, "shigu", "办法", "", none, 0, decimal::of(17)},
      {block_kind::category, "bonds", "六、联系选民要密切", "第六条", 0, 1, decimal::of(7)},
      {block_kind::indicator, "visit", "到联络站参加活动", "第六条第二项", 1, 2, decimal::of(5)},
      {block_kind::indicator, "voices", "收集群众建议", "第六条第二项", 1, 2, decimal::of(3)},
      {block_kind::indicator, "donation", "公益捐赠", "", 0, 1, decimal::of(10)},
      {block_kind::indicator, "unused", "未用", "", 0, 1, {}}};
  s.entries = {line(6, "到人大代表联络站接待群众", 2, "第六条第二项", 5),
               line(6, "到人大代表联络站接待群众", 3, "第六条第二项", 3),
               line(9, "世界红十字日捐款", 4, "", 10)};
  s.entries.push_back({may(9),
                       may(9),
                       {"cap of 7 points per month", "每月上限7分"},
                       1,
                       "",
                       "第六条",
                       entry_kind::cap,
                       decimal::of(-1),
                       std::nullopt});
  s.total = decimal::of(17);
  s.refused = {{visit(10), "shigu", "办法", {"own job", "本职工作"}},
               {visit(11), "", "", {"证据不足", "证据不足"}}};
  s.pending = {{*date::of(2023, 6, 1),
                {"base of 6 points per quarter", "每季度基础分6分"},
                1,
                decimal::of(6)}};
  return s;
}

}  // namespace

TEST_CASE("a statement in Chinese") {
  CHECK(to_text(sample(), language::zh) ==
        "石鼓区/人民街道 彭闰芝  2023年5月积分明细\n"
        "石鼓区人大代表履职积分管理考核办法\n"
        "口径：确认    截至：2023年5月31日\n"
        "\n"
        "  5月6日  到人大代表联络站接待群众，  计5分；    到联络站参加活动（第六条第二项）\n"
        "  5月6日  到人大代表联络站接待群众，  计3分；    收集群众建议（第六条第二项）\n"
        "  5月9日  世界红十字日捐款，          计10分；   公益捐赠\n"
        "  5月9日  每月上限7分，               调减1分；  六、联系选民要密切（第六条）\n"
        "5月份共计17分。\n"
        "\n"
        "各项小计：\n"
        "  六、联系选民要密切   7\n"
        "    到联络站参加活动   5\n"
        "    收集群众建议       3\n"
        "  公益捐赠            10\n"
        "\n"
        "未予计分（2项）：\n"
        "  5月10日  到人大代表联络站接待群众  办法：本职工作\n"
        "  5月11日  到人大代表联络站接待群众  审核不予认可：证据不足\n"
        "\n"
        "截至日之后计入（1项）：\n"
        "  6月1日  六、联系选民要密切：每季度基础分6分  6\n");
}

TEST_CASE("a statement in English") {
  const std::string text = to_text(sample(), language::en);
  CHECK(text.find("石鼓区/人民街道 彭闰芝, 2023-05: statement of points\n") == 0);
  CHECK(text.find("basis: confirmed    through: 2023-05-31\n") != std::string::npos);
  CHECK(text.find("  05-06  到人大代表联络站接待群众    +5  到联络站参加活动 (第六条第二项)\n") !=
        std::string::npos);
  CHECK(text.find("  05-09  cap of 7 points per month   -1  六、联系选民要密切 (第六条)\n") !=
        std::string::npos);
  CHECK(text.find("Total of 2023-05: 17 points\n") != std::string::npos);
}

TEST_CASE("an activity that counts on another day shows both") {
  statement s = sample();
  reported_activity& over_new_year = *s.entries[0].activity;
  over_new_year.begin = *date::of(2022, 12, 30);
  over_new_year.end = *date::of(2023, 1, 2);
  s.refused[0].activity.begin = s.refused[0].activity.end = *date::of(2023, 4, 30);
  const std::string zh = to_text(s, language::zh), en = to_text(s, language::en);
  CHECK(zh.find("  2022年12月30日至2023年1月2日（计入2023年5月6日）  到人大") != std::string::npos);
  CHECK(zh.find("  4月30日（计入5月10日）  到人大") != std::string::npos);
  CHECK(en.find("  2022-12-30..2023-01-02 (credited 2023-05-06)  到人大") != std::string::npos);
  CHECK(en.find("  04-30 (credited 05-10)  到人大") != std::string::npos);
  const auto json = nlohmann::json::parse(to_json(s));
  CHECK(json["entries"][0]["activity"]["day"] == "2023-05-06");
  CHECK(json["entries"][0]["activity"]["date"] == "2022-12-30");
  CHECK_FALSE(json["entries"][1]["activity"].contains("date"));
}

TEST_CASE("points in JSON are strings, and all figures are there") {
  const auto json = nlohmann::json::parse(to_json(sample()));
  CHECK(json["points"] == "17");
  CHECK(json["basis"] == "confirmed");
  CHECK(json["through"] == "2023-05-31");
  CHECK(json["period"]["name"] == "2023-05");
  REQUIRE(json["entries"].size() == 4);
  CHECK(json["entries"][0]["points"] == "5");
  CHECK(json["entries"][0]["activity"]["row"] == 2);
  CHECK(json["entries"][3]["entry"] == "cap");
  CHECK(json["entries"][3]["title"]["zh"] == "每月上限7分");
  CHECK_FALSE(json["entries"][3].contains("activity"));
  CHECK(json["blocks"].size() == 6);
  CHECK(json["refused"][1]["rejected"] == true);
  CHECK(json["pending"][0]["points"] == "6");
}

TEST_CASE("a title that is not UTF-8 does not stop JSON") {
  statement s = sample();
  s.entries[0].title = {"\xff", "\xff"};
  CHECK(nlohmann::json::parse(to_json(s))["entries"][0]["title"]["en"] == "\uFFFD");
}

TEST_CASE("a statement as CSV") {
  const std::string csv = to_csv(sample(), language::zh);
  CHECK(csv.find("subject,period,basis,through,day,end,title,block,entry,label,cite,points,file,row\n"
                 "彭闰芝,2023-05,confirmed,2023-05-31,2023-05-06,2023-05-06,"
                 "到人大代表联络站接待群众,visit,line,,"
                 "第六条第二项,5,a.csv,2\n") == 0);
  CHECK(csv.find("彭闰芝,2023-05,confirmed,2023-05-31,2023-05-09,2023-05-09,每月上限7分,bonds,cap,,"
                 "第六条,-1,,\n") != std::string::npos);
}

TEST_CASE("entries that do not sum to the points are a defect, never a statement") {
  CHECK_NOTHROW(require_entries_to_sum(sample()));
  const auto broken = [](auto change) {
    statement s = sample();
    change(s);
    return s;
  };
  CHECK_THROWS_AS(
      require_entries_to_sum(broken([](statement& s) { s.entries[0].points = decimal::of(6); })),
      std::logic_error);
  CHECK_THROWS_AS(require_entries_to_sum(broken([](statement& s) { s.entries[0].block = 3; })),
                  std::logic_error);
  CHECK_THROWS_AS(require_entries_to_sum(broken([](statement& s) { s.total = decimal::of(18); })),
                  std::logic_error);
  CHECK_THROWS_AS(require_entries_to_sum(broken([](statement& s) { s.entries.pop_back(); })),
                  std::logic_error);
}
