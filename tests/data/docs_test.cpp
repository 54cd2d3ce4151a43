// The tables of docs/data.md are read as it says.
#include <doctest/doctest.h>

#include "data/sample.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;

namespace {

schema documented() {
  schema s;
  s.activity = {
      {"amount", "捐款金额（元）", value_type::decimal, decimal::of(0), {}, {}, {}, {"捐款"}},
      {"pieces", "条数", value_type::integer, decimal::of(0), {}, {}, {}, {"建议"}},
  };
  s.kinds = {"人代会", "建议", "捐款", "联络站活动"};
  return s;
}

std::string page() { return read_file(DUTYSCORE_SOURCE_DIR "/docs/data.md").value(); }

std::vector<std::string> blocks(const std::string& text, const std::string& fence) {
  std::vector<std::string> out;
  for (std::size_t at = 0; (at = text.find(fence + "\n", at)) != std::string::npos;) {
    at += fence.size() + 1;
    const std::size_t end = text.find("```", at);
    out.push_back(text.substr(at, end - at));
    at = end + 3;
  }
  return out;
}

}  // namespace

TEST_CASE("every table of the documentation is read") {
  const auto tables = blocks(page(), "```csv");
  REQUIRE(tables.size() == 3);
  std::string activities;
  for (const std::string& table : tables) {
    CAPTURE(table);
    if (table.find("任职起") != std::string::npos) {
      CHECK(read_roster_csv_text(table, "r", documented()).value().find("d017")->services.size() ==
            2);
    } else {
      activities +=
          sample::batch_text(read_csv_text(table, "f", documented()).value(), documented());
    }
  }
  CHECK(activities ==
        "f:2 彭闰芝 联络站活动 2023-05-06\n"
        "f:3 彭闰芝 捐款 2023-05-09 amount=999\n"
        "f:4 彭闰芝 人代会 2023-03-27..2023-03-30\n"
        "f:2 张三 建议 2023-05-06 rejected id=A1 reason=其中两条重复 pieces=5\n"
        "f:3 张三 建议 2023-05-06 since reviewed id=A1 pieces=3\n");
}

TEST_CASE("the code of the documentation is that of a test") {
  const std::string compiled =
      read_file(DUTYSCORE_SOURCE_DIR "/tests/engine/host_rows_test.cpp").value();
  const auto parts = blocks(page(), "```cpp");
  REQUIRE(parts.size() == 2);
  const std::size_t middle = parts[1].find("\n\n");
  REQUIRE(middle != std::string::npos);
  CHECK(compiled.find(parts[1].substr(0, middle + 1)) != std::string::npos);
  CHECK(compiled.find(parts[1].substr(middle + 2)) != std::string::npos);
}

TEST_CASE("the documented message is the one that is given") {
  const auto rows = read_csv_text(
      "对象,事项,日期,捐款金额（元）\n彭闰芝,捐款,2023-05-09,9\n彭闰芝,捐款,2023-02-31,\n",
      "台账.csv", documented());
  CHECK(page().find("```\n" + to_text(rows.value()->bad.at(0).why, language::zh) + "```\n") !=
        std::string::npos);
}

TEST_CASE("the documented limits are those in force") {
  const csv_limits limits;
  CHECK(page().find("| `row_bytes` 一行的长度 | 1 MiB |") != std::string::npos);
  CHECK(limits.row_bytes == 1u << 20);
  CHECK(limits.file_bytes == std::size_t{1} << 40);
  CHECK(limits.columns == 1'000);
  CHECK(limits.rows == 4'000'000'000);
  CHECK(limits.bad_rows == 100'000);
}
