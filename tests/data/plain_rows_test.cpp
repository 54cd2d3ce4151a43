// The quick way through plain rows against the strict way through all: the same batch, the same
// codes, the same messages.
#include "dutyscore/data/plain_rows.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "data/batch_bytes.hpp"
#include "data/random_tables.hpp"
#include "dutyscore/core/encoding.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/delimiters.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

/// A builder that nobody knows a quick way for.
struct strict_builder : batch_builder {
  using batch_builder::batch_builder;
};

result<batch> read_strictly(const std::string& text, const csv_options& options) {
  strict_builder builder(duties, {options.limits.bad_rows, options.limits.rows});
  builder.start_file("f");
  const std::string name = "f";
  auto messages =
      detail::csv_table_reader(builder, text, name, options).read(table_kind::activities);
  if (has_error(messages)) return messages;
  return {builder.finish(), std::move(messages)};
}

std::size_t check_same(const std::string& text, const csv_options& options) {
  CAPTURE(text);
  const auto quick = read_csv_text(text, "f", duties, options);
  const auto strict = read_strictly(text, options);
  CHECK(to_text(quick.messages(), language::en) == to_text(strict.messages(), language::en));
  REQUIRE(quick.has_value() == strict.has_value());
  if (!quick) return 0;
  sample::check_same(quick->data(), strict->data());
  return quick->rows();
}

/// As a block reads it, and as one read after others is: what months are known changes nothing.
std::optional<std::int32_t> plain_day(const std::string& text) {
  static detail::plain_days months;
  std::int32_t day = 0, again = 0;
  const bool is_plain = detail::plain_day(text.c_str(), day);
  CHECK(months.read(text.c_str(), again) == is_plain);
  if (is_plain) CHECK(again == day);
  return is_plain ? std::optional(day) : std::nullopt;
}

}  // namespace

TEST_CASE("the quick way gives what the strict way gives") {
  sample::random_tables tables(20220325);
  csv_options options;
  std::size_t rows = 0;
  for (int i = 0; i < 3'000; ++i) {
    options.limits.rows = i % 7 ? 4'000'000'000 : tables.below(30);
    options.limits.bad_rows = i % 5 ? 100'000 : tables.below(3);
    options.limits.row_bytes = i % 11 ? 1'048'576 : 30 + tables.below(80);
    options.ignore_columns.assign(i % 3 == 0, "title");
    rows += check_same(tables.next(tables.below(40), 1 + tables.below(30)), options);
  }
  for (int i = 0; i < 40; ++i)
    rows += check_same(tables.next(200 + tables.below(600), i % 2 ? 50 : 100'000), {});
  CHECK(rows > 20'000);
}

TEST_CASE("the quick way gives what the strict way gives of damaged tables") {
  sample::random_tables tables(7);
  std::mt19937_64 random(8);
  std::size_t rows = 0;
  for (int i = 0; i < 3'000; ++i) {
    const std::string text = sample::damaged(tables.next(1 + tables.below(30), 1'000), random);
    if (is_utf8_table(text)) rows += check_same(text, {});
  }
  CHECK(rows > 20'000);
}

TEST_CASE("plain rows are all read the quick way, and up to one that is not") {
  const std::string header = "subject,kind,date,amount,urgent\n", rest(64, 'x');
  std::string text = header;
  for (int i = 0; i < 5'000; ++i)
    text += "代表" + std::to_string(i * 7 % 1'000) + ",捐款,2023-05-06," + std::to_string(i) + ".5,是\n";
  const std::size_t plain = text.size();
  text += "甲,捐款,2023-05-06,\"5\",是\n";
  for (const bool is_whole : {true, false}) {
    batch_builder builder(duties);
    builder.start_file("f");
    const std::string readable = text.substr(0, is_whole ? plain : text.size()) + rest;
    detail::csv_cursor cursor{readable.data(), readable.data() + readable.size() - rest.size(), {}};
    std::uint64_t row = 0;
    const auto columns =
        detail::read_header(cursor, "f", row, duties, table_kind::activities, csv_options{});
    const csv_limits limits;
    detail::plain_rows quick(builder, columns, limits, readable.data() + readable.size());
    quick.take(cursor, row);
    CHECK(row >= 5'000);  // the last row needs what follows it
    CHECK(builder.finish().rows() == row - 1);
  }
}

TEST_CASE("rows of every length") {
  std::string text = "subject,kind,date,title\n";
  for (std::size_t i = 0; i < 300; ++i)
    text += "甲,会议,2023-05-06," + std::string(i * 97 % 20'000, 'x') + "\n";
  CHECK(check_same(text, {}) == 300);
}

TEST_CASE("delimiters are the same on every machine") {
  std::mt19937_64 random(3);
  for (std::size_t size = 0; size < 500; ++size) {
    std::string text(size, 'x');
    for (char& c : text) c = random() % 4 ? static_cast<char>(random()) : ",\n\r\""[random() % 4];
    std::vector<std::uint32_t> quick(size + detail::delimiter_slack), plain(quick);
    const std::size_t count = detail::find_delimiters(text, quick.data());
    REQUIRE(count == detail::find_delimiters_portably(text, 0, plain.data()));
    CHECK(std::equal(quick.begin(), quick.begin() + static_cast<std::ptrdiff_t>(count),
                     plain.begin()));
  }
}

TEST_CASE("line ends are the same on every machine") {
  std::mt19937_64 random(4);
  for (std::size_t size = 0; size < 700; ++size) {
    std::string text(size, 'x');
    for (char& c : text)
      if (random() % (1 + size % 90) == 0) c = '\n';
    std::vector<std::uint32_t> quick(size + detail::delimiter_slack), plain(quick);
    const std::size_t count = detail::find_line_ends(text, 7, quick.data());
    REQUIRE(count == detail::find_line_ends_portably(text, 7, plain.data()));
    CHECK(std::equal(quick.begin(), quick.begin() + static_cast<std::ptrdiff_t>(count),
                     plain.begin()));
    for (std::size_t i = 0; i < count; ++i) CHECK(text[plain[i] - 7] == '\n');
    CHECK(static_cast<std::ptrdiff_t>(count) == std::count(text.begin(), text.end(), '\n'));
  }
}

TEST_CASE("lines are counted the same on every machine") {
  std::mt19937_64 random(3);
  for (std::size_t size = 0; size < 20'000; size += 1 + size / 7)
    for (const char* odd : {"", "\r", "\"", "\r\""}) {
      std::string text(size, '\n');
      for (char& c : text)
        if (size < 9'000 && random() % 4) c = static_cast<char>('a' + random() % 26);
      for (; *odd && size > 0; ++odd) text[random() % size] = *odd;
      const auto quick = detail::count_lines(text), plain = detail::count_lines_portably(text);
      CHECK(quick.lines == plain.lines);
      CHECK(quick.is_plain == plain.is_plain);
      CHECK(plain.is_plain == (text.find_first_of("\r\"") == std::string::npos));
    }
}

TEST_CASE("a plain day is the day that date knows, and no other") {
  for (const char* base : {"2023-05-06", "1400-01-01", "2024-02-29", "2100-02-28"})
    for (std::size_t at = 0; at < 10; ++at)
      for (int c = 0; c < 256; ++c) {
        std::string text = base;
        text[at] = static_cast<char>(c);
        const auto day = plain_day(text + std::string(32, '9'));
        const auto known = date::parse(text);
        CAPTURE(text);
        if (day) CHECK(known.value().days() == *day);
        const bool has_places = at != 4 && at != 7 && c >= '0' && c <= '9';
        if (known && has_places) CHECK(day.has_value());
      }
  for (std::int32_t days = date::min().days(); days <= date::max().days(); days += 13) {
    const std::string text = date::from_days(days).to_string() + std::string(32, '0');
    CHECK(plain_day(text) == days);
  }
}

TEST_CASE("a plain number is the number that decimal knows, and no other") {
  std::mt19937_64 random(5);
  const std::string signs = "0123456789012345678901234567890123456789....-/:;+ e,";
  for (int i = 0; i < 200'000; ++i) {
    std::string text(1 + random() % 16, '0');
    for (char& c : text) c = signs[random() % (i % 2 ? 41 : signs.size())];
    std::int64_t number = 0;
    if (!detail::plain_number((text + std::string(32, '7')).c_str(), text.size(), number)) continue;
    CAPTURE(text);
    CHECK(decimal::parse(text).value().millionths() == number);
  }
}
