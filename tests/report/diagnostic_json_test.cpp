#include "dutyscore/report/diagnostic_json.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "dutyscore/core/messages.hpp"

using namespace dutyscore;

namespace {

diagnostics sample() {
  const auto text = std::make_shared<const source>("办法.duty", "办法 a {\n  指标 b\n}\n");
  diagnostic in_text = make_diagnostic("DS0935", {"指标"}, text, {13, 19}, {"here", "这里"});
  in_text.hints.push_back(did_you_mean("指示"));
  return {in_text, make_diagnostic("DS0912", {"x"}, data_place{"a.csv", 7, "日期", "2月31日"})};
}

}  // namespace

TEST_CASE("places count lines and characters from 1") {
  const auto json = nlohmann::json::parse(to_json(sample()))["diagnostics"];
  REQUIRE(json.size() == 2);
  CHECK(json[0]["code"] == "DS0935");
  CHECK(json[0]["severity"] == "error");
  CHECK(json[0]["message"]["zh"] == "没有“指标”这个命令");
  const auto& place = json[0]["places"][0];
  CHECK(place["file"] == "办法.duty");
  CHECK(place["line"] == 2);
  CHECK(place["column"] == 3);
  CHECK(place["end_column"] == 5);
  CHECK(place["caption"]["en"] == "here");
  CHECK(json[0]["hints"][0]["en"] == "did you mean “指示”?");
  CHECK(json[1]["severity"] == "warning");
  CHECK(json[1]["places"][0] ==
        nlohmann::json{{"file", "a.csv"}, {"row", 7}, {"column", "日期"}, {"found", "2月31日"}});
}

TEST_CASE("SARIF names the tool, the rule and the place") {
  const auto json = nlohmann::json::parse(to_sarif(sample(), language::zh, "1.2.3"));
  CHECK(json["version"] == "2.1.0");
  const auto& run = json["runs"][0];
  CHECK(run["tool"]["driver"]["version"] == "1.2.3");
  REQUIRE(run["results"].size() == 2);
  CHECK(run["results"][0]["ruleId"] == "DS0935");
  CHECK(run["results"][0]["message"]["text"] == "没有“指标”这个命令\n您是否想写“指示”？");
  const auto& where = run["results"][0]["locations"][0]["physicalLocation"];
  CHECK(where["artifactLocation"]["uri"] == "%E5%8A%9E%E6%B3%95.duty");
  CHECK(where["region"] ==
        nlohmann::json{{"startLine", 2}, {"startColumn", 3}, {"endLine", 2}, {"endColumn", 5}});
  CHECK(run["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 7);
}

TEST_CASE("no diagnostics are a document, too") {
  CHECK(nlohmann::json::parse(to_json(diagnostics{}))["diagnostics"].empty());
  CHECK(nlohmann::json::parse(to_sarif({}, language::en, "1"))["runs"][0]["results"].empty());
}
