#include "dutyscore/report/schema_table.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace dutyscore;

namespace {

schema sample() {
  schema s;
  schema_field amount;
  amount.name = "amount";
  amount.label = "捐款金额（元）";
  amount.type = value_type::decimal;
  amount.least = decimal::of(0);
  amount.kinds = {"捐款"};
  schema_field capacity;
  capacity.name = "capacity";
  capacity.label = "以何身份";
  capacity.type = value_type::text;
  capacity.one_of = {"代表", "本职"};
  capacity.default_value = cell_value{0, "代表"};
  s.activity = {amount, capacity};
  s.kinds = {"捐款", "联络站活动"};
  return s;
}

}  // namespace

TEST_CASE("the columns of a policy in Chinese") {
  const std::string text = to_text(sample(), language::zh);
  CHECK(text.find("活动表\n") == 0);
  CHECK(text.find("  subject   对象            文字                              必填\n") !=
        std::string::npos);
  CHECK(text.find("  standing  状态            文字  自评、初审、确认、不予认可  默认 确认\n") !=
        std::string::npos);
  CHECK(text.find(
            "  amount    捐款金额（元）  数值  不小于0                     必填，仅用于 捐款\n") !=
        std::string::npos);
  CHECK(text.find("  capacity  以何身份        文字  代表、本职                  默认 代表\n") !=
        std::string::npos);
  CHECK(text.find("\n事项\n  捐款\n  联络站活动\n") != std::string::npos);
}

TEST_CASE("the columns of a policy as JSON") {
  const auto json = nlohmann::json::parse(to_json(sample()));
  const auto& fields = json["activities"]["fields"];
  CHECK(fields[0] == nlohmann::json{{"name", "amount"},
                                    {"label", "捐款金额（元）"},
                                    {"type", "decimal"},
                                    {"required", true},
                                    {"from", "0"},
                                    {"for", {"捐款"}}});
  CHECK(fields[1]["default"] == "代表");
  CHECK(fields[1]["required"] == false);
  CHECK(json["activities"]["columns"][0]["name"] == "subject");
  CHECK(json["activities"]["columns"][0]["required"] == true);
  CHECK(json["roster"]["columns"].size() == 5);
  CHECK(json["kinds"].size() == 2);
}
