// Tables in GB18030, and those that are neither that nor UTF-8.
#include "dutyscore/core/encoding.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "data/sample.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();
// 对象,事项,日期 and 甲,会议,2023年5月6日
const std::string header = "\xB6\xD4\xCF\xF3,\xCA\xC2\xCF\xEE,\xC8\xD5\xC6\xDA\n";
const std::string row = "\xBC\xD7,\xBB\xE1\xD2\xE9,2023\xC4\xEA""5\xD4\xC2""6\xC8\xD5\n";
const std::string note = "DS0313 f: “f” is not UTF-8 text: it was read as GB18030 (GBK)\n";

std::string read(const std::string& text) {
  const auto rows = read_csv_text(text, "f", duties);
  std::string out = rows ? sample::batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += sample::problem_text(d);
  return out;
}

}  // namespace

TEST_CASE("a table in GB18030 is read with a warning") {
  CHECK(read(header + row) == "f:2 甲 会议 2023-05-06\n" + note);
  CHECK(read("subject,kind,date\n" + row) == "f:2 甲 会议 2023-05-06\n" + note);
  // four bytes: U+3400 and U+20000
  CHECK(from_gb18030("\x81\x39\xEE\x39\x95\x32\x82\x36") == "㐀𠀀");
  CHECK(from_gb18030("") == "");
  const auto who = read_roster_csv_text("\xB6\xD4\xCF\xF3\n\xBC\xD7\n", "r", duties);
  CHECK(who.value().subjects().at(0).subject == "甲");
  CHECK(who.messages().at(0).code == "DS0313");
}

TEST_CASE("what is converted step by step is what is converted at once") {
  const std::string two = "\xBC\xD7", four = "\x81\x39\xEE\x39";
  for (std::size_t before = 0; before < 4; ++before) {  // so that steps end within characters
    std::string text(before, 'x'), expected(before, 'x');
    while (text.size() < 600'000) text += two + four + "a", expected += "甲㐀a";
    CHECK(from_gb18030(text) == expected);
    CHECK_FALSE(from_gb18030(text + "\x81\x39"));
    CHECK_FALSE(from_gb18030(text + "\x80" + text));
  }
}

TEST_CASE("a table that is UTF-8 is never read as anything else") {
  CHECK(read("对象,事项,日期\n甲,会议,2023-05-06\n") == "f:2 甲 会议 2023-05-06\n");
  // two stray bytes: that cell is told
  CHECK(read("对象,事项,日期\n甲乙,会\xD2\xE9,2023-05-06\n").starts_with("DS0337 f:2 事项"));
  CHECK(is_utf8_table("\uFEFFa\n"));
  const std::string long_text(encoding_sample - 1, 'x');
  CHECK(is_utf8_table(long_text + "甲"));
  CHECK_FALSE(is_utf8_table(long_text.substr(2) + "\xBC\xD7"));
  // as GB18030 this would be valid, and other people: 浠ｈ〃
  CHECK(is_utf8_table("subject\n代表代表\n\xD2\xE9\n"));
}

TEST_CASE("bytes that are neither are told with their place") {
  CHECK(read("\xB6\xFF,kind\n") == "DS0302 f:1: “f” is not UTF-8 text (byte 1)\n");
  CHECK(read("subject,kind,date\n\xFF,a,2023-05-06\n").starts_with("DS0337 f:2 subject"));
  CHECK_FALSE(from_gb18030("a\x80").has_value());
  CHECK_FALSE(from_gb18030("\xB6").has_value());
}

TEST_CASE("pieces of a table in GB18030 are those of the text that it is") {
  const auto path = (std::filesystem::temp_directory_path() /
                     ("dutyscore_gbk_" + std::to_string(::getpid()) + ".csv"))
                        .string();
  std::string text = header;
  for (int i = 0; i < 500; ++i) text += row;
  std::ofstream(path, std::ios::binary) << text;
  csv_options options;
  options.threads = 2;
  options.piece_bytes = 1'000;
  const auto rows = read_csv(path, duties, options);
  CHECK(rows.value().rows() == 500);
  CHECK(rows->data().number_of(499) == 501);
  CHECK(rows.messages().at(0).code == "DS0313");
  std::filesystem::remove(path);
}
