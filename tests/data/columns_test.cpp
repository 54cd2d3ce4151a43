#include "dutyscore/data/columns.hpp"

#include <doctest/doctest.h>

#include "data/sample.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/data/schema_text.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

}  // namespace

TEST_CASE("a column is found by name, label and, when fixed, in either language") {
  const auto find = [](const char* header) {
    return find_column(duties, table_kind::activities, header);
  };
  CHECK(find("kind") == column_of(fixed_column::kind));
  CHECK(find("事项") == column_of(fixed_column::kind));
  CHECK(find("amount") == column_of_field(1));
  CHECK(find("金额（元）") == column_of_field(1));
  CHECK_FALSE(find("Kind"));
  CHECK_FALSE(find("org_unit"));
  CHECK_FALSE(find(""));
  CHECK(find_column(duties, table_kind::roster, "单位") == column_of(fixed_column::org_unit));
  CHECK_FALSE(find_column(duties, table_kind::roster, "kind"));
}

TEST_CASE("a header is written so that it can be read") {
  CHECK(to_csv_header(duties, table_kind::activities) ==
        "subject,kind,date,end,title,id,standing,since,reason,evidence,suggestions,amount,capacity,"
        "asked,urgent\n");
  CHECK(to_csv_header(duties, table_kind::roster, language::zh) ==
        "对象,姓名,单位,任职起,任职止,小组,定额\n");
  schema odd;
  odd.activity = {{"a", "甲,\"乙\"", value_type::text, {}, {}, {}, cell_value{}, {}},
                  {"b", "同名", value_type::text, {}, {}, {}, cell_value{}, {}},
                  {"c", "同名", value_type::text, {}, {}, {}, cell_value{}, {}}};
  odd.subject = odd.activity;
  for (language lang : {language::en, language::zh}) {
    const std::string header = to_csv_header(odd, table_kind::activities, lang);
    CAPTURE(header);
    CHECK(read_csv_text(header, "f", odd).has_value());
    CHECK(read_roster_csv_text(to_csv_header(odd, table_kind::roster, lang), "f", odd).has_value());
  }
  CHECK(to_csv_header(odd, table_kind::roster, language::zh) ==
        "对象,姓名,单位,任职起,任职止,\"甲,\"\"乙\"\"\",b,c\n");
}

TEST_CASE("a schema is shown as a table for people") {
  CHECK(to_text(duties, table_kind::activities, language::zh) ==
        "列           标题        类型  留空则为    取值                        只用于\n"
        "subject      对象        文字  （必填）    被考核的人或单位\n"
        "kind         事项        文字  （必填）    做了什么事\n"
        "date         日期        日期  （必填）    发生日期；多日活动为首日\n"
        "end          止日        日期  与日期同日  多日活动的末日\n"
        "title        内容        文字              供人阅读的文字说明\n"
        "id           编号        文字  无编号      同一对象、同一口径内不重复\n"
        "standing     状态        状态  确认        审核到了哪一步\n"
        "since        起始状态    状态  自评        从哪一口径起计入\n"
        "reason       理由        文字              不予认可的理由\n"
        "evidence     佐证        文字              佐证材料\n"
        "suggestions  建议条数    整数  0           不小于0                     “联络站活动”\n"
        "amount       金额（元）  数值  （必填）    不小于0且不大于1000000      “捐款”\n"
        "capacity     身份        文字  代表        “代表”、“本职”\n"
        "asked        提出日      日期  1970-01-01\n"
        "urgent       紧急        是否  否\n");
  CHECK(
      to_text(duties, table_kind::roster, language::en) ==
      "column    label   type            when empty                       values                   "
      "only for\n"
      "subject   对象    a text          (required)                       who is assessed\n"
      "name      姓名    a text          as the subject                   the person's name\n"
      "org_unit  单位    a text          none                             a path: district/street\n"
      "from      任职起  a date          when the policy came into force  first day of service\n"
      "to        任职止  a date          still serving                    last day of service\n"
      "group     小组    a text          无\n"
      "quota     定额    a whole number  3                                at least 1\n");
}
