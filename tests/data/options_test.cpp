// What may be changed about reading, what is said besides the sentence, and where texts come from.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "data/sample.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;
using sample::batch_text;
using sample::problem_text;

namespace {

const schema duties = sample::duties();
const std::string header = "subject,kind,date\n";
const std::string good = header + "甲,会议,2023-05-06\n";

std::string text_of(const result<batch>& rows, language lang = language::en) {
  std::string out = rows ? batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += problem_text(d, lang);
  return out;
}

std::string read(const std::string& text, const csv_options& options = {}) {
  return text_of(read_csv_text(text, "f", duties, options));
}

/// The first bad row, or the first message, as a person sees it.
std::string shown(const std::string& text, language lang) {
  const auto rows = read_csv_text(text, "台账.csv", duties);
  return to_text(rows ? rows->data().bad.at(0).why : rows.messages().at(0), lang);
}

csv_options with_limits(const csv_limits& limits) { return {{}, false, limits}; }

/// A folder of its own that goes with the test.
struct folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("dutyscore-data-" + std::to_string(std::random_device()()));
  folder() { std::filesystem::create_directories(path); }
  ~folder() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

}  // namespace

TEST_CASE("columns for people only are left out when told so") {
  const std::string ledger = "序号,subject,kind,date,经办人\n1,甲,会议,2023-05-06,\"王,五\"\n";
  CHECK(read(ledger) ==
        "DS0303 f:1 序号: the column “序号” means nothing to this policy\n"
        "DS0303 f:1 经办人: the column “经办人” means nothing to this policy\n");
  CHECK(read(ledger, {{"序号", "经办人"}, false, {}}) == "f:2 甲 会议 2023-05-06\n");
  CHECK(read(ledger, {{"序号"}, false, {}}) ==
        "DS0303 f:1 经办人: the column “经办人” means nothing to this policy\n");
  CHECK(read(ledger, {{}, true, {}}) == "f:2 甲 会议 2023-05-06\n");
  // a column that the policy knows, too: two of one meaning, or one that is not wanted
  CHECK(read("subject,对象,kind,date\n甲,乙,会议,2023-05-06\n", {{"对象"}, false, {}}) ==
        "f:2 甲 会议 2023-05-06\n");
  CHECK(read("subject,kind,date\n甲,会议,2023-05-06\n", {{"kind"}, false, {}}) ==
        "DS0304 f:1: the column “kind” is missing\n");
  // what stands in them is no reason to leave a row out
  CHECK(read("subject,kind,date,x\n,,,1\n", {{"x"}, false, {}}).substr(0, 12) == "DS0320 f:2 s");
}

TEST_CASE("limits are named and can be changed") {
  const std::string long_row =
      header + "甲,会议,2023-05-06\n乙,会议," + std::string(100, ' ') + "2023-05-06\n";
  CHECK(read(long_row, with_limits({.row_bytes = 40})) ==
        "DS0307 f:3 date: the row is longer than the limit row_bytes of 40 bytes\n");
  CHECK(read(long_row, with_limits({.row_bytes = 200})) ==
        "f:2 甲 会议 2023-05-06\nf:3 乙 会议 2023-05-06\n");
  CHECK(read(long_row, with_limits({.row_bytes = 10})) ==
        "DS0307 f:1: the row is longer than the limit row_bytes of 10 bytes\n");
  CHECK(read(header + "甲,\"" + std::string(100, ' ') + "\",2023-05-06\n",
             with_limits({.row_bytes = 40})) ==
        "DS0306 f:2 kind: the quotation mark that opens the cell “\"" + std::string(36, ' ') +
            "” is not closed within 40 bytes\n");
  CHECK(read(good, with_limits({.columns = 2})) ==
        "DS0308 f:1: the header has more columns than the limit columns of 2\n");
  CHECK(read(good + good, with_limits({.bad_rows = 0})) ==
        "DS0309 f:3 date: more bad rows than the limit bad_rows of 0: reading stopped here\n");
  CHECK(read(good + "乙,会议,2023-05-07\n", with_limits({.rows = 1})) ==
        "DS0312 f:3: more rows than the limit rows of 1\n");
  CHECK(read(header + "甲,会议,2023-05-06\n,,\n", with_limits({.rows = 1, .bad_rows = 0})) ==
        "f:2 甲 会议 2023-05-06\n");
}

TEST_CASE("a row of exactly the limit is read, with either line end") {
  const std::string row = "甲,会议,2023-05-06";
  for (const char* end : {"\n", "\r\n", ""}) {
    CAPTURE(end);
    const std::string text = header + row + end;
    CHECK(read(text, with_limits({.row_bytes = row.size()})) == "f:2 甲 会议 2023-05-06\n");
    CHECK(read(text + row, with_limits({.row_bytes = row.size() - 2})).substr(0, 6) == "DS0307");
  }
}

TEST_CASE("a line of 100 MB is refused at once") {
  const std::string line(100'000'000, 'x');
  CHECK(read(line) == "DS0307 f:1: the row is longer than the limit row_bytes of 1048576 bytes\n");
  CHECK(read(header + line) ==
        "DS0307 f:2 subject: the row is longer than the limit row_bytes of 1048576 bytes\n");
  CHECK(read(header + "\"" + line).substr(0, 10) == "DS0306 f:2");
}

TEST_CASE("messages say how to mend it, in both languages") {
  CHECK(shown("subject,kind,date,建议数\n", language::zh) ==
        "错误[DS0303]：本办法没有名为“建议数”的列\n --> 台账.csv：第1行“建议数”列\n = "
        "您是否想写“建议条数”？\n"
        " = 如该列仅供人查看，可用--ignore-column “建议数”略过\n");
  CHECK(shown("subject,kind,date,amout\n", language::en) ==
        "error[DS0303]: the column “amout” means nothing to this policy\n --> 台账.csv: row 1, "
        "column “amout”\n"
        " = did you mean “amount”?\n = a column that is for people only is left out with "
        "--ignore-column “amout”\n");
  CHECK(shown("\xB6\xD4\xFF\n", language::zh) ==
        "错误[DS0302]：“台账.csv”不是UTF-8编码的文本（第1字节）\n --> 台账.csv：第1行\n = "
        "请将表格另存为“CSV UTF-8（逗号分隔）”\n");
  CHECK(shown(header + "甲,会议,2023-05-06,\n", language::zh) ==
        "错误[DS0335]：该行有4个单元格，表头有3个\n --> 台账.csv：第2行\n = "
        "含有逗号或换行的单元格要用半角双引号括起来\n");
  CHECK(shown("对象,事项,日期,金额（元）\n甲,捐款,2023-05-06,\"1,234\"\n", language::zh) ==
        "错误[DS0322]：“金额（元）”填写的“1,234”不是数值：应填写数值，如12或12.5\n --> "
        "台账.csv：第2行“金额（元）”列\n"
        " = 数值中不要写千位分隔符，如1234\n");
  // a kind that is nearly one of the policy's, and a field that another kind has
  CHECK(shown("subject,kind,date,amount\n甲,捐赠,2023-05-06,5\n", language::zh) ==
        "错误[DS0334]：“amount”只用于“捐款”，本行的事项是“捐赠”\n --> 台账.csv：第2行“amount”列\n "
        "= 您是否想写“捐款”？\n");
  CHECK(shown("subject,kind,date,amount\n甲,联络站活动,2023-05-06,5\n", language::zh) ==
        "错误[DS0334]：“amount”只用于“捐款”，本行的事项是“联络站活动”\n --> "
        "台账.csv：第2行“amount”列\n = 请将该单元格留空\n");
  // everything that is wrong with a row is told with it
  CHECK(shown("subject,kind,date,urgent\n,会议,2023-02-31,或许\n", language::zh) ==
        "错误[DS0329]：“date”填写的“2023-02-31”不是日期：应填写真实存在的一天，如2023-05-06、2023/"
        "5/6或2023年5月6日\n"
        " --> 台账.csv：第2行“date”列\n = "
        "本行另有：“urgent”填写的“或许”不是“是”或“否”：应填写是、否、yes或no\n"
        " = 本行另有：“subject”不能为空\n");
}

TEST_CASE("a table that is no CSV table of ours gets a hint") {
  const auto hint = [](const std::string& text) {
    return read_csv_text(text, "f", duties).messages().back().hints.at(0).zh;
  };
  CHECK(hint("subject\tkind\tdate\n") == "单元格之间用半角逗号（,）分隔");
  CHECK(hint("subject;kind;date\n") == "单元格之间用半角逗号（,）分隔");
  CHECK(hint("对象，事项，日期\n") == "单元格之间用半角逗号（,）分隔");
  CHECK(hint("2023年5月履职台账,,,\n") ==
        "第一行必须是表头，列名包括：对象,事项,日期,止日,内容,编号,状态,起始状态,理由,佐证,计入日期,"
        "建议条数,金额（元）,身份,提出日,紧急");
}

TEST_CASE("long and broken cells are shown short and readable") {
  const auto rows = read_csv_text(
      header + "甲,会议," + std::string(5'000, '9') + "\n\xE4\xBD,会议,2023-05-06\n", "f", duties);
  REQUIRE(rows);
  REQUIRE(rows->data().bad.size() == 2);
  CHECK(rows->data().bad[0].why.data->found == std::string(60, '9') + "…");
  CHECK(rows->data().bad[1].why.data->found == "��");
  for (const bad_row& b : rows->data().bad) CHECK_FALSE(invalid_utf8(to_text(b.why, language::zh)));
}

TEST_CASE("texts come from files, streams and several of them") {
  const folder here;
  const std::string one = here.write("一.csv", good),
                    two = here.write("2.csv",
                                     "date,kind,subject,id\n2023-05-07,会议,乙,7\nx,会议,乙,8\n");
  CHECK(text_of(read_csv(one, duties)) == one + ":2 甲 会议 2023-05-06\n");
  CHECK(text_of(read_csv({one, two, one}, duties)) ==
        one + ":2 甲 会议 2023-05-06\n" + two + ":2 乙 会议 2023-05-07 id=7\n" + one +
            ":2 甲 会议 2023-05-06\nDS0329 " + two +
            ":3 date: “x” in “date” is no day: expected one that exists, as 2023-05-06, 2023/5/6 "
            "or 2023年5月6日\n");
  const auto several = read_csv({one, two}, duties).value();
  CHECK(several->file == std::vector<std::uint32_t>{0, 1});
  CHECK(several->bad.at(0).file == 1);
  // what is wrong with each of them is told
  const std::string missing = (here.path / "无").string();
  CHECK(text_of(read_csv({missing, here.path.string(), one, here.write("空.csv", "")}, duties),
                language::zh) == "DS0901 " + missing + ": 无法读取“" + missing +
                                     "”：没有这个文件\n" + "DS0901 " + here.path.string() +
                                     ": 无法读取“" + here.path.string() + "”：这是一个目录\n" +
                                     "DS0301 " + (here.path / "空.csv").string() + ": “" +
                                     (here.path / "空.csv").string() + "”是空的：第一行应为表头\n");
  CHECK(text_of(read_csv(one, duties, with_limits({.file_bytes = 10}))).substr(0, 6) == "DS0901");
  std::istringstream in(good);
  CHECK(text_of(read_csv(in, "-", duties)) == "-:2 甲 会议 2023-05-06\n");
  std::istringstream again(good);
  CHECK(text_of(read_csv(again, "-", duties, with_limits({.file_bytes = 10}))).substr(0, 8) ==
        "DS0901 -");
  CHECK(read_roster_csv(here.write("名册.csv", "subject\n甲\n"), duties).value().find("甲"));
  CHECK(read_roster_csv(missing, duties).messages().at(0).code == "DS0901");
}

TEST_CASE("a batch names file and row only where it must") {
  const auto plain = read_csv_text("subject,kind,date\n甲,会议,2023-05-06\n", "f", duties).value();
  CHECK(plain->file.empty());
  CHECK(plain->number_of(0) == 2);
  CHECK(plain->id.empty());
  CHECK(plain->title.empty());
  const auto late =
      read_csv_text(
          "subject,kind,date,id\n甲,会议,2023-05-06,\n乙,会议,2023-05-06,7\n丙,会议,2023-05-06,\n",
          "f", duties)
          .value();
  REQUIRE(late->id.size() == 3);
  CHECK(late->texts.text(late->id[0]) == "");
  CHECK(late->texts.text(late->id[1]) == "7");
  CHECK(late->texts.text(late->id[2]) == "");
}
