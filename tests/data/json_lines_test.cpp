// JSON Lines: what becomes a row, what is wrong with a line, and that the quick way, pieces and
// threads change none of it.
#include "dutyscore/data/json_lines.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>

#include "data/batch_bytes.hpp"
#include "data/random_tables.hpp"
#include "dutyscore/core/encoding.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_cut.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

struct line_case {
  std::string text;
  std::string expected;
};

std::string read(const std::string& text, const csv_options& options = {}) {
  const auto rows = read_jsonl_text(text, "f", duties, options);
  std::string out = rows ? sample::batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += sample::problem_text(d);
  return out;
}

void check_all(std::initializer_list<line_case> cases) {
  for (const line_case& c : cases) {
    CAPTURE(c.text);
    CHECK(read(c.text) == c.expected);
  }
}

const std::string start = R"({"subject":"甲","kind":"会议","date":"2023-05-06")";
const std::string row = "f:1 甲 会议 2023-05-06";

/// Without the quick way.
batch read_strictly(const std::string& text, const csv_options& options, diagnostics& messages) {
  batch_builder builder(duties, {options.limits.bad_rows, options.limits.rows});
  builder.start_file("f");
  const std::string name = "f";
  detail::json_lines_reader reader(builder, text, name, options);
  if (auto stop = reader.read_piece(0, false)) messages.push_back(*stop);
  if (messages.empty() && reader.filled_rows() == 0)
    messages.push_back(detail::no_rows(options, name));
  return builder.finish();
}

/// Lines of which most look alike.
class random_lines {
 public:
  explicit random_lines(unsigned seed) : random_(seed) {}
  std::string next(std::size_t lines, unsigned oddity) {
    std::string out = one({"", "", "\uFEFF"});
    space_ = one({"", " "});
    for (std::size_t i = 0; i < lines; ++i) {
      out += line(below(oddity) == 0);
      out += below(40) ? "\n" : one({"\r\n", "\n\n", "\n \t\n", "", " \n"});
    }
    return out;
  }
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

 private:
  std::string one(const std::vector<std::string>& of) {
    return of[below(static_cast<unsigned>(of.size()))];
  }
  std::string line(bool odd) {
    const std::string kind = one({"会议", "捐款", "联络站活动"});
    std::vector<std::string> members{
        R"("subject":)" + space_ + "\"代表" + std::to_string(below(30)) + '"',
        R"("kind":)" + space_ + '"' + kind + '"',
        R"("date":)" + space_ + "\"2023-0" + std::to_string(1 + below(9)) + "-15\""};
    if (kind == "捐款") members.push_back(R"("amount":)" + one({"1", "12.5", "\"7\"", "0"}));
    if (kind == "联络站活动") members.push_back(R"("suggestions": )" + one({"3", "null", "\"\""}));
    if (below(3) == 0) members.push_back(R"("urgent":)" + one({"true", "false", "\"是\"", "null"}));
    if (below(3) == 0) members.push_back(R"("title":"读书)" + std::to_string(below(99)) + '"');
    if (below(3) == 0) members.push_back(R"("id":)" + std::to_string(below(99999)));
    if (odd) {
      std::string& m = members[below(static_cast<unsigned>(members.size()))];
      if (below(2))
        m = unusual();
      else
        m.insert(below(static_cast<unsigned>(m.size() + 1)),
                 one({"\"", "\\", " ", "\\n", "\\u4e00", "\\ud83d\\ude00", "\\ud83d", "\x01",
                      "\xFF", "{", "x", "0", "-", ".", "e5", ",", "　"}));
    }
    if (odd && below(4) == 0) std::swap(members[0], members[below(3)]);
    std::string out = "{";
    for (const std::string& m : members) out += (out == "{" ? "" : "," + space_) + m;
    return out + (odd && below(6) == 0 ? one({"", "}}", "]", ",}", "} x"}) : "}");
  }
  std::string unusual() {
    return one({R"("amount":-1)", R"("amount":01)", R"("amount":1.)", R"("amount":1e2)",
                R"("对象":"甲")", R"("subject":"乙")", R"("subject":null)", R"("kind":[1,{"a":2}])",
                R"("title":true)", R"("note":"x")", R"("":1)", R"("title":"a\"b\\c\/\b\f\r\t")",
                R"("asked":"2023-01-01")", R"("capacity":"代表")", R"("capacity":"x")", "", "null",
                R"("urgent":1)", R"("urgent":"true")", R"("amount":9223372036854775808)", R"("date":"2023-02-29")"});
  }
  std::mt19937_64 random_;
  std::string space_;
};

}  // namespace

TEST_CASE("objects become rows") {
  check_all({
      {start + "}\n", row + "\n"},
      {start + "}", row + "\n"},
      {"\uFEFF \t" + start + " } \r\n", row + "\n"},
      {R"({ "对象" : "甲" , "事项" : "会议" , "日期" : "2023年5月6日" })", row + "\n"},
      {start + R"(,"title":null,"urgent":true})", row + " urgent=yes\n"},
      {start + R"(,"urgent":"否","title":"","id":17})", row + " id=17\n"},
      {start + R"(,"title":" a\"\\\/\u4e00\ud83d\ude00\n二 "})", row + " title=a\"\\/一😀\n二\n"},
      {R"({"subject":"甲","kind":"捐款","date":"2023-05-06","amount":0.1})",
       "f:1 甲 捐款 2023-05-06 amount=0.1\n"},
      {R"({"subject":"甲","kind":"捐款","date":"2023-05-06","金额（元）":"12.50"})",
       "f:1 甲 捐款 2023-05-06 amount=12.5\n"},
      // lines without anything are no rows, but have a number
      {"\n{}\n{\"title\":null}\n  \n" + start + "}", "f:5 甲 会议 2023-05-06\n"},
      {"", "DS0344 f: “f” has no rows\n"},
      {"{}\n", "DS0344 f: “f” has no rows\n"},
  });
  csv_options options;
  options.ignore_columns = {"note"};
  CHECK(read(start + R"(,"note":[1,{"a":"]"}]})", options) == row + "\n");
  options.ignore_unknown_columns = true;
  CHECK(read(start + R"(,"other":1e999})", options) == row + "\n");
}

TEST_CASE("a line that is no row says what is wrong") {
  check_all({
      {"x", "DS0341 f:1: the line is not a JSON object: expected “{” at byte 1\n"},
      {"{}}", "DS0341 f:1: the line is not a JSON object: expected the end of the line at byte 3\n"},
      {"[1]", "DS0341 f:1: the line is not a JSON object: expected “{” at byte 1\n"},
      {start, "DS0341 f:1: the line is not a JSON object: expected “}” at byte 53\n"},
      {start + "} x", "DS0341 f:1: the line is not a JSON object: expected the end of the line at "
                      "byte 55\n"},
      {start + ",}", "DS0341 f:1: the line is not a JSON object: expected a text in quotation "
                     "marks at byte 54\n"},
      {"{\"subject\" 1}", "DS0341 f:1: the line is not a JSON object: expected “:” at byte 12\n"},
      {"{\"subject\":07}",
       "DS0341 f:1: the line is not a JSON object: expected a number such as 12 or 12.5 at byte "
       "14\n"},
      {"{\"subject\":tru}", "DS0341 f:1: the line is not a JSON object: expected a text, a number, "
                            "true, false or null at byte 12\n"},
      {"{\"subject\":\"\\ud83d\"}", "DS0341 f:1: the line is not a JSON object: expected an escape "
                                    "such as \\n or \\u4e00 at byte 18\n"},
      {"{\"subject\":\"\t\"}", "DS0341 f:1: the line is not a JSON object: expected no control "
                              "character at byte 13\n"},
      {"{\"subject\":\"甲}", "DS0341 f:1: the line is not a JSON object: expected a quotation mark "
                             "that closes the text at byte 17\n"},
      {"{\"subject\":[1}", "DS0341 f:1: the line is not a JSON object: expected a closing bracket "
                           "at byte 15\n"},
      {start + R"(,"title":[]})", "DS0342 f:1 title: “title” holds a list or an object: expected a "
                                  "text, a number, true, false or null\n"},
      {start + R"(,"title":true})",
       "DS0343 f:1 title: “title” takes a text, but the line gives true\n"},
      {start + R"(,"titel":1})",
       "DS0303 f:1 titel: the column “titel” means nothing to this policy\n"},
      {start + R"(,"对象":"乙"})", "DS0305 f:1 对象: the columns “subject” and “对象” are the same "
                                   "column, written twice\n"},
      {R"({"对象":"甲","date":"2023-05-06"})",
       "DS0320 f:1 kind: “kind” is empty, but every row needs it\n"},
      {R"({"subject":"甲","kind":"捐款","date":"2023-05-06","amount":1e2})",
       "DS0322 f:1 amount: “1e2” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"},
  });
}

TEST_CASE("the quick way through lines gives what the strict way gives") {
  random_lines lines(20220325);
  std::mt19937_64 random(8);
  std::size_t rows = 0, bad = 0;
  for (int i = 0; i < 4'000; ++i) {
    csv_options options;
    options.format = table_format::json_lines;
    options.limits.rows = i % 7 ? 4'000'000'000 : lines.below(30);
    options.limits.bad_rows = i % 5 ? 100'000 : lines.below(3);
    options.limits.row_bytes = i % 11 ? 1'048'576 : 80 + lines.below(60);
    if (i % 3 == 0) options.ignore_columns = {"title", "note"};
    std::string text = lines.next(lines.below(i % 50 ? 40 : 700), 1 + lines.below(40));
    if (i % 4 == 0) text = sample::damaged(text, random);
    if (!is_utf8_table(text)) continue;
    CAPTURE(text);
    diagnostics messages;
    const batch strict = read_strictly(text, options, messages);
    const auto quick = read_jsonl_text(text, "f", duties, options);
    CHECK(to_text(quick.messages(), language::en) == to_text(messages, language::en));
    REQUIRE(quick.has_value() == !has_error(messages));
    if (!quick) continue;
    sample::check_same(quick->data(), strict.data());
    rows += quick->rows();
    bad += (*quick)->bad.size();
  }
  CHECK(rows > 20'000);
  CHECK(bad > 1'000);
}

TEST_CASE("a line is of the shape of another when only its values differ") {
  using detail::line_shape;
  const std::string rest(line_shape::slack, '}');
  const std::string text =
      "{\"subject\": \"\",\"amount\":12.5 ,\"x\":null,\"urgent\":true, \"id\":\"\"}\r\n" + rest;
  const auto at = [&](std::string_view what, std::size_t skip = 0) {
    return text.data() + text.find(what) + skip;
  };
  const std::vector<line_shape::found_value> values{
      {at("\"\"", 1), at("\"\"", 1)}, {at("12.5"), at("12.5", 4)}, {at("null"), at("null")},
      {at("true"), at("true", 4)},    {at("\"\"}", 1), at("\"\"}", 1)}, {at("{", 1), at("{", 1)}};
  const line_shape shape({text.data(), text.find('\n') + 1}, values);
  struct shape_case {
    std::string text;
    std::string cells;  // nothing: it is of another shape
  };
  const std::string long_text(70, 'x');
  for (const shape_case& c : {
           shape_case{R"({"subject": "","amount":12.5 ,"x":null,"urgent":true, "id":""})", "|12.5||true||"},
           {R"({"subject": "甲","amount":0 ,"x":null,"urgent":true, "id":"7"})", "甲|0||true|7|"},
           {R"({"subject": ")" + long_text + R"(","amount":-123456789.25 ,"x":null,"urgent":true, "id":"7"})",
            long_text + "|-123456789.25||true|7|"},
           {R"({"subject": "甲","amount":1234567 ,"x":null,"urgent":true, "id":"a,b}"})", "甲|1234567||true|a,b}|"},
           {R"({"subject": "甲","amount":0.1234567 ,"x":null,"urgent":true, "id":"}"})", "甲|0.1234567||true|}|"},
           {R"({"subject": "甲","amount":01 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":1. ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":.5 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":1e2 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":- ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount": ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":null ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲\"","amount":1 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲	","amount":1 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":1 ,"x":null,"urgent":false, "id":""})", ""},
           {R"({"subject":"甲","amount":1 ,"x":null,"urgent":true, "id":""})", ""},
           {R"({"subject": "甲","amount":1 ,"x":null,"urgent":true, "id":""} )", ""},
           {R"({"subject": "甲","amounts":1 ,"x":null,"urgent":true, "id":""})", ""},
           {"{", ""},
       }) {
    CAPTURE(c.text);
    const std::string line = c.text + "\r\n" + rest;
    std::array<std::uint32_t, 12> places{};
    const char* const end = shape.match(line.data(), line.data(), places.data());
    CHECK(end == (c.cells.empty() ? nullptr : line.data() + c.text.size() + 1));
    if (!end) continue;
    std::string cells;
    for (std::size_t key = 0; key < 6; ++key) {
      const std::size_t from = std::uint32_t{places[2 * key] + 1};
      cells += (key == 0 ? "" : "|") + line.substr(from, places[2 * key + 1] - from);
    }
    CHECK(cells == c.cells);
  }
}

TEST_CASE("threads give what one gives, for tables of both sorts") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("dutyscore_lines_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::vector<std::string> paths{(folder / "a.jsonl").string(), (folder / "b.csv").string(),
                                       (folder / "c.ndjson").string()};
  random_lines lines(4);
  for (int i = 0; i < 150; ++i) {
    csv_options options;
    options.piece_bytes = 1 + lines.below(3'000);
    options.limits.bad_rows = i % 5 ? 100'000 : lines.below(6);
    options.limits.row_bytes = i % 11 ? 1'048'576 : 80 + lines.below(60);
    std::ofstream(paths[0], std::ios::binary) << lines.next(lines.below(60), 10);
    std::ofstream(paths[1], std::ios::binary) << "subject,kind,date\n代表1,会议,2023-05-06\n";
    std::ofstream(paths[2], std::ios::binary) << lines.next(lines.below(60), 30);
    const auto at_once = read_activities(paths, duties, options);
    for (const unsigned threads : {2u, 5u}) {
      options.threads = threads;
      const auto joined = read_activities(paths, duties, options);
      CHECK(to_text(joined.messages(), language::en) == to_text(at_once.messages(), language::en));
      REQUIRE(joined.has_value() == at_once.has_value());
      if (joined) sample::check_same(joined->data(), at_once->data());
    }
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("lines are cut behind line ends") {
  CHECK(detail::cut_lines("{}\n{}\n{}", 3).bytes == 3);
  CHECK(detail::cut_lines("{}\n{}\n{}", 7).records == 2);
  CHECK(detail::cut_lines("{}\n", 2).bytes == 0);
}
