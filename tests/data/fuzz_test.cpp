// Broken tables of every sort: nothing crashes, and every row is accounted for. Rows are counted
// here by a reader of its own, one character at a time.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "data/sample.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();
const std::string header =
    "subject,kind,date,end,standing,since,amount,suggestions,capacity,title,urgent\n";

/// How many records hold something but spaces, the header left out; -1 when quotes are not closed.
class record_counter {
 public:
  int count(const std::string& text) {
    for (at_ = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at_ < text.size();) {
      if (!cell(text)) return -1;
      const char end = at_ < text.size() ? text[at_++] : '\n';
      if (end == '\r' && at_ < text.size() && text[at_] == '\n') ++at_;
      if (end == ',' && at_ < text.size()) continue;
      records_ += filled_;
      filled_ = false;
    }
    return records_ - 1;
  }

 private:
  bool cell(const std::string& text) {
    std::string value;
    const bool quoted = text[at_] == '"';
    if (quoted) {
      for (++at_;; ++at_) {
        if (at_ == text.size()) return false;
        if (text[at_] == '"' && (++at_ == text.size() || text[at_] != '"')) break;
        value += text[at_];
      }
    }
    while (at_ < text.size() && text[at_] != ',' && text[at_] != '\n' && text[at_] != '\r') {
      value += quoted ? 'x' : text[at_];
      ++at_;
    }
    for (const char* space : {"\u00A0", "\u3000"})
      for (std::size_t at; (at = value.find(space)) != std::string::npos;)
        value.erase(at, std::string(space).size());
    filled_ |= value.find_first_not_of(" \t\r\n") != std::string::npos;
    return true;
  }

  std::size_t at_ = 0;
  int records_ = 0;
  bool filled_ = false;
};

const char* const pieces[] = {
    "甲",
    "乙",
    "会议",
    "捐款",
    "联络站活动",
    "2023-05-06",
    "2023年5月6日",
    "2023-02-31",
    "5",
    "-1",
    "0.5",
    "9223372036854775808",
    ",",
    ",",
    ",",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    " ",
    "　",
    "\u00A0",
    "确认",
    "rejected",
    "初审",
    "是",
    "no",
    "代表",
    "\xFF",
    "\xE4\xBD",
    "\xC2",
    "\x01",
    "\uFEFF",
    "=1+1",
    "'",
    "1e5",
    "，",
};

std::string random_table(std::mt19937_64& random) {
  std::string text = random() % 16 ? header : "";
  const std::size_t count = random() % 60;
  for (std::size_t i = 0; i < count; ++i) {
    if (random() % 8 == 0) {
      text += "甲,捐款,2023-05-06,,,,5,,,,\n";
    } else if (random() % 20 == 0) {
      text += static_cast<char>(random() % 256);
    } else {
      text += pieces[random() % std::size(pieces)];
    }
  }
  return text;
}

void check_columns(const batch_data& b) {
  CHECK(b.subject.size() == b.rows);
  CHECK(b.kind.size() == b.rows);
  CHECK(b.date.size() == b.rows);
  CHECK(b.end.size() == b.rows);
  CHECK(b.standing.size() == b.rows);
  CHECK(b.since.size() == b.rows);
  for (const auto* optional : {&b.title, &b.id, &b.reason, &b.evidence})
    CHECK((optional->empty() || optional->size() == b.rows));
  for (const field_column& f : b.fields)
    CHECK(f.numbers.size() + f.texts.size() + f.days.size() + f.flags.size() == b.rows);
  for (std::size_t row = 0; row < b.rows; ++row) {
    CHECK(b.end[row] >= b.date[row]);
    CHECK(b.subject[row] != 0);
    CHECK(b.kind[row] != 0);
    CHECK(b.since[row] <= (b.standing[row] == 3 ? 0 : b.standing[row]));
  }
  for (text_pool::code c = 0; c < b.texts.size(); ++c) CHECK_FALSE(invalid_utf8(b.texts.text(c)));
}

/// Rows stand in the order of the text, each once.
void check_numbers(const batch_data& b) {
  std::vector<std::uint64_t> numbers;
  for (std::size_t row = 0; row < b.rows; ++row) numbers.push_back(b.number_of(row));
  CHECK(std::is_sorted(numbers.begin(), numbers.end()));
  for (const bad_row& bad : b.bad) {
    CHECK(bad.why.data->row == bad.row);
    numbers.push_back(bad.row);
  }
  std::sort(numbers.begin(), numbers.end());
  CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
}

void check_messages(const diagnostics& list) {
  for (const diagnostic& d : list)
    for (language lang : {language::en, language::zh}) CHECK_FALSE(invalid_utf8(to_text(d, lang)));
}

}  // namespace

TEST_CASE("every row of a broken table is a row or a bad row") {
  std::mt19937_64 random(20220325);
  int read = 0, with_bad = 0, refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_table(random);
    CAPTURE(text);
    const int records = record_counter().count(text);
    const auto rows = read_csv_text(text, "f", duties);
    check_messages(rows.messages());
    if (!rows) {
      ++refused;
      CHECK(has_error(rows.messages()));
      continue;
    }
    const batch_data& b = rows->data();
    diagnostics why;
    for (const bad_row& bad : b.bad) why.push_back(bad.why);
    check_messages(why);
    CHECK(static_cast<int>(b.rows + b.bad.size()) == records);
    check_columns(b);
    check_numbers(b);
    ++read;
    with_bad += !b.bad.empty();
  }
  CHECK(read > 5'000);
  CHECK(with_bad > 2'000);
  CHECK(refused > 1'000);
}

TEST_CASE("a table cut anywhere is read or refused, and unclosed quotes are always refused") {
  const std::string whole =
      header + "甲,捐款,2023-05-06,,,,5,,,\"读\n\"\"书\",\n乙,\"会,议\",2023年5月6日,,,,,,,,是\n";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string text = whole.substr(0, size);
    CAPTURE(text);
    const auto rows = read_csv_text(text, "f", duties);
    const int records = record_counter().count(text);
    if (rows) CHECK(static_cast<int>(rows->rows() + rows->data().bad.size()) == records);
    if (size > header.size() && records < 0) CHECK(rows.messages().at(0).code == "DS0306");
  }
}

TEST_CASE("random bytes are no roster, but do no harm") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2'000; ++i) {
    std::string text = i % 2 ? "subject,from,to,quota\n" : "";
    for (std::size_t n = random() % 80; n > 0; --n)
      text += random() % 3 ? std::string(pieces[random() % std::size(pieces)])
                           : std::string(1, static_cast<char>(random() % 256));
    CAPTURE(text);
    const auto who = read_roster_csv_text(text, "r", duties);
    check_messages(who.messages());
    CHECK((who.has_value() || has_error(who.messages())));
  }
}
