// Every DS03xx message has an input that leads to it, and both its languages are filled in.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "data/arrow_read.hpp"
#include "data/sample.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/data/rows.hpp"

using namespace dutyscore;

namespace {

using arrow_arrays::duties;
const csv_options small{{}, false, {1'000'000, 200, 6, 2, 2}};

const std::multimap<std::string, std::string> activity_cases = {
    {"DS0301", ""},
    {"DS0302", "\xFF\n"},
    {"DS0303", "subject,kind,date,x\n"},
    {"DS0304", "subject\n"},
    {"DS0305", "subject,kind,date,日期\n"},
    {"DS0306", "subject,kind,date\n\"甲"},
    {"DS0307", "subject,kind,date,title\n" + std::string(300, 'x') + "\n"},
    {"DS0308", "subject,kind,date,,,,\n"},
    {"DS0309", "subject,kind,date\n,,x\n,,x\n,,x\n"},
    {"DS0310", "subject,kind,date\n"},
    {"DS0312", "subject,kind,date\n甲,会议,2023-05-06\n甲,会议,2023-05-06\n甲,会议,2023-05-06\n"},
    {"DS0313", "subject,kind,date\n\xBC\xD7,\xBB\xE1\xD2\xE9,2023-05-06\n"},
    {"DS0320", "subject,kind,date\n,会议,2023-05-06\n"},
    {"DS0321", "subject,kind,date\n甲,捐款,2023-05-06\n"},
    {"DS0322", "subject,kind,date,amount\n甲,捐款,2023-05-06,x\n"},
    {"DS0323", "subject,kind,date,amount\n甲,捐款,2023-05-06,99999999999999999999\n"},
    {"DS0324", "subject,kind,date,amount\n甲,捐款,2023-05-06,0.1234567\n"},
    {"DS0325", "subject,kind,date,suggestions\n甲,联络站活动,2023-05-06,0.5\n"},
    {"DS0326", "subject,kind,date,suggestions\n甲,联络站活动,2023-05-06,-5\n"},
    {"DS0327", "subject,kind,date,capacity\n甲,会议,2023-05-06,x\n"},
    {"DS0328", "subject,kind,date,urgent\n甲,会议,2023-05-06,1\n"},
    {"DS0329", "subject,kind,date\n甲,会议,2023-05\n"},
    {"DS0330", "subject,kind,date,standing\n甲,会议,2023-05-06,x\n"},
    {"DS0331", "subject,kind,date,end\n甲,会议,2023-05-06,2023-05-05\n"},
    {"DS0332", "subject,kind,date,standing,since\n甲,会议,2023-05-06,初审,确认\n"},
    {"DS0333", "subject,kind,date,standing,since\n甲,会议,2023-05-06,不予认可,初审\n"},
    {"DS0334", "subject,kind,date,amount\n甲,会议,2023-05-06,1\n"},
    {"DS0335", "subject,kind,date\n甲,会议\n"},
    {"DS0336", "subject,kind,date\n\"甲\"乙,会议,2023-05-06\n"},
    {"DS0337", "subject,kind,date\n\xFE,会议,2023-05-06\n"},
    {"DS0338", "subject,kind,date\n\x01,会议,2023-05-06\n"},
    {"DS0340", "subject,kind,date,\n甲,会议,2023-05-06,x\n"},
};

const std::multimap<std::string, std::string> lines = {
    {"DS0341", "{} x"},
    {"DS0342", "{\"subject\":[]}"},
    {"DS0343", "{\"subject\":true}"},
    {"DS0344", "{}"},
};

const std::multimap<std::string, std::string> rosters = {
    {"DS0350", "subject,from,to\n甲,2023-01-02,2023-01-01\n"},
    {"DS0351", "subject,from,to\n甲,,2023-01-01\n甲,,\n"},
    {"DS0352", "subject,from,to\n甲,2022-01-01,\n甲,2023-01-01,\n"},
    {"DS0353", "subject,from,to\n甲,2022-01-01,2023-01-01\n甲,2023-01-01,\n"},
    {"DS0354", "subject\n甲\n甲\n"},
    {"DS0355", "subject,name,from,to\n甲,张,,2022-12-31\n甲,李,2023-01-01,\n"},
    {"DS0356", "subject,from\n甲,2023-01-01\n甲,2022-01-01\n"},
};

/// The messages of a result, and the reasons of its bad rows.
diagnostics all_of(const result<batch>& rows) {
  diagnostics all = rows.messages();
  if (rows)
    for (const bad_row& b : rows->data().bad) all.push_back(b.why);
  return all;
}

diagnostics ambiguous() {
  schema s = duties;
  s.activity[3].label = s.activity[4].label;
  return read_csv_text("subject,kind,date,紧急\n", "f", s).messages();
}

diagnostics wrong_type() {
  const std::vector<int> none;
  return to_batch(rows_of(none, field("date", [](int i) { return i; })), duties).messages();
}

using arrow_arrays::table;

/// A table of one column, of one type.
table of_type(const std::string& name, const std::string& format) {
  auto column = std::make_shared<arrow_arrays::node>();
  column->name = name;
  column->format = format;
  table out = arrow_arrays::table_with(column);
  out.chunks.clear();
  return out;
}

table broken(const std::function<void(table&)>& how) {
  table out = arrow_arrays::table_with(arrow_arrays::column("title", "u", "", {"x"}));
  how(out);
  return out;
}

const std::multimap<std::string, table> arrow_tables = {
    {"DS0370", of_type("title", "+l")},
    {"DS0371", of_type("date", "tsu:UTC")},
    {"DS0373", broken([](table& t) { t.type.format = "i"; })},
    {"DS0375", broken([](table& t) { t.fails_at = 0; })},
    {"DS0376", broken([](table& t) { t.chunks[0].children.clear(); })},
};

diagnostics wrong_zone() {
  arrow_options options;
  options.timezone = "x";
  return read_arrow(std::vector<arrow_source>(1), duties, options).messages();
}

diagnostics used_stream() { return read_arrow(std::vector<arrow_source>(1), duties).messages(); }

void check(const std::string& code, const diagnostics& told) {
  CAPTURE(code);
  const auto found =
      std::find_if(told.begin(), told.end(), [&](const diagnostic& d) { return d.code == code; });
  REQUIRE(found != told.end());
  REQUIRE(found->data);
  CHECK_FALSE(found->data->file.empty());
  for (language lang : {language::en, language::zh}) {
    const std::string text = to_text(*found, lang);
    CHECK(text.find("{") == std::string::npos);
    CHECK(text.find(code) != std::string::npos);
    CHECK(text.find("\n\n") == std::string::npos);
  }
}

}  // namespace

TEST_CASE("every message of data/ is reached") {
  std::set<std::string> reached{"DS0311", "DS0360", "DS0372", "DS0374"};
  check("DS0372", wrong_zone());
  check("DS0374", used_stream());
  check("DS0311", ambiguous());
  check("DS0360", wrong_type());
  for (const auto& [code, text] : activity_cases) {
    check(code, all_of(read_csv_text(text, "f", duties, small)));
    reached.insert(code);
  }
  for (const auto& [code, text] : lines) {
    check(code, all_of(read_jsonl_text(text, "f", duties)));
    reached.insert(code);
  }
  for (const auto& [code, made] : arrow_tables) {
    check(code, all_of(arrow_arrays::read(made)));
    reached.insert(code);
  }
  for (const auto& [code, text] : rosters) {
    check(code, read_roster_csv_text(text, "r", duties).messages());
    reached.insert(code);
  }
  std::set<std::string> catalogue;
  for (const message_entry& m : message_catalogue())
    if (m.code.starts_with("DS03")) catalogue.insert(std::string(m.code));
  CHECK(reached == catalogue);
}
