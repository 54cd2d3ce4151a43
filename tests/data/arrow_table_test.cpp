#include "dutyscore/data/arrow_table.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <stdexcept>

using namespace dutyscore;

namespace {

arrow_stream stream_of(const arrow_table& table) {
  arrow_stream out;
  table.export_stream(out.get());
  return out;
}

arrow_schema schema_of(arrow_stream& stream) {
  arrow_schema out;
  REQUIRE(stream->get_schema(stream.get(), out.get()) == 0);
  return out;
}

/// Holds nothing at the end.
arrow_array next_of(arrow_stream& stream) {
  arrow_array out;
  REQUIRE(stream->get_next(stream.get(), out.get()) == 0);
  return out;
}

template <class T>
T at(const ArrowArray& a, std::int64_t buffer, std::int64_t i) {
  T out;
  std::memcpy(
      &out, static_cast<const char*>(a.buffers[buffer]) + static_cast<std::size_t>(i) * sizeof out,
      sizeof out);
  return out;
}

bool bit(const void* bits, std::int64_t i) {
  return static_cast<const std::uint8_t*>(bits)[i / 8] >> i % 8 & 1;
}

bool is_valid(const ArrowArray& a, std::int64_t i) { return !a.buffers[0] || bit(a.buffers[0], i); }

std::string text_at(const ArrowArray& a, std::int64_t i) {
  const auto from = at<std::int32_t>(a, 1, i), to = at<std::int32_t>(a, 1, i + 1);
  if (from == to) return {};
  return {static_cast<const char*>(a.buffers[2]) + from, static_cast<std::size_t>(to - from)};
}

/// A value as another program reads it.
std::string shown(const ArrowSchema& type, const ArrowArray& a, std::int64_t i) {
  const std::string format = type.format;
  if (!is_valid(a, i)) return "null";
  if (format == "u") return text_at(a, i);
  if (format == "l") return std::to_string(at<std::int64_t>(a, 1, i));
  if (format == "I") return std::to_string(at<std::uint32_t>(a, 1, i));
  if (format == "b") return bit(a.buffers[1], i) ? "yes" : "no";
  if (format == "tdD") return std::to_string(at<std::int32_t>(a, 1, i));
  if (format == "d:19,6") {
    const auto millionths = at<int128>(a, 1, i);
    CHECK(millionths == static_cast<std::int64_t>(millionths));
    return std::to_string(static_cast<std::int64_t>(millionths));
  }
  REQUIRE(format == "+l");
  std::string out = "[";
  for (auto t = at<std::int32_t>(a, 1, i); t < at<std::int32_t>(a, 1, i + 1); ++t)
    out += text_at(*a.children[0], t) + ";";
  return out + "]";
}

/// `name:format …`, then a line for each row.
std::string shown(const arrow_table& table) {
  arrow_stream stream = stream_of(table);
  const arrow_schema schema = schema_of(stream);
  std::string out;
  CHECK(std::string(schema->format) == "+s");
  for (std::int64_t c = 0; c < schema->n_children; ++c)
    out += std::string(schema->children[c]->name) + ":" + schema->children[c]->format + " ";
  out += "\n";
  while (const arrow_array rows = next_of(stream)) {
    CHECK(rows->n_children == schema->n_children);
    for (std::int64_t i = 0; i < rows->length; ++i, out += "\n")
      for (std::int64_t c = 0; c < rows->n_children; ++c)
        out += shown(*schema->children[c], *rows->children[c], i) + " ";
  }
  return out;
}

/// A column of every type with three rows, the second null.
arrow_table every_type() {
  std::vector<arrow_column> c;
  for (const arrow_values type :
       {arrow_values::text, arrow_values::integer, arrow_values::count, arrow_values::flag,
        arrow_values::day, arrow_values::number, arrow_values::texts})
    c.emplace_back("c" + std::to_string(static_cast<int>(type)), type);
  const auto fill = [&](bool first) {
    c[0].add_text(first ? "甲" : "");
    c[1].add_integer(first ? INT64_MIN : 7);
    c[2].add_count(first ? UINT32_MAX : 0);
    c[3].add_flag(first);
    c[4].add_day(first ? date::min() : date::max());
    c[5].add_number(decimal::from_millionths(first ? INT64_MIN : 18'000'000));
    c[6].add_texts(first ? std::vector<std::string>{"优秀", "honoured"}
                         : std::vector<std::string>{});
  };
  fill(true);
  for (arrow_column& column : c) column.add_null();
  fill(false);
  return arrow_table(std::move(c));
}

}  // namespace

TEST_CASE("other programs read every type") {
  CHECK(shown(every_type()) ==
        "c0:u c1:l c2:I c3:b c4:tdD c5:d:19,6 c6:+l \n"
        "甲 -9223372036854775808 4294967295 yes -208188 -9223372036854775808 [优秀;honoured;] \n"
        "null null null null null null null \n"
        " 7 0 no 2932896 18000000 [] \n");
}

TEST_CASE("a table reads what was put into it") {
  const arrow_table table = every_type();
  const auto& c = table.columns();
  CHECK(table.rows() == 3);
  for (const arrow_column& column : c)
    for (std::size_t row = 0; row < 3; ++row) CHECK(column.is_null(row) == (row == 1));
  CHECK(c[0].text(0) == "甲");
  CHECK(c[1].integer(0) == INT64_MIN);
  CHECK(c[2].count(0) == UINT32_MAX);
  CHECK(c[3].flag(0));
  CHECK_FALSE(c[3].flag(2));
  CHECK(c[4].day(2) == date::max());
  CHECK(c[5].number(2) == decimal::of(18));
  CHECK(c[6].texts(0) == std::vector<std::string_view>{"优秀", "honoured"});
  CHECK(c[6].texts(1).empty());
}

TEST_CASE("a table is handed out as often as one likes") {
  const arrow_table table = every_type();
  const std::string first = shown(table);
  CHECK(shown(table) == first);
  arrow_stream half_read = stream_of(table);
  const arrow_array rows = next_of(half_read);
  CHECK(shown(table) == first);
  CHECK_FALSE(next_of(half_read));
  CHECK_FALSE(next_of(half_read));  // and stays at its end
}

TEST_CASE("what was taken lives on without table and stream") {
  arrow_array rows;
  arrow_schema types;
  {
    arrow_stream stream = stream_of(every_type());
    types = schema_of(stream);
    rows = next_of(stream);
  }
  CHECK(shown(*types->children[0], *rows->children[0], 0) == "甲");
  // A consumer may move children away and release the rest.
  arrow_array column(rows->children[6]);
  arrow_schema type(types->children[6]);
  rows = {};
  types = {};
  CHECK(shown(*type, *column, 0) == "[优秀;honoured;]");
  arrow_array inner(column->children[0]);
  column = {};
  CHECK(text_at(*inner, 1) == "honoured");
}

TEST_CASE("long tables come in batches") {
  constexpr std::size_t rows = 2 * arrow_column::batch_rows + 3;
  arrow_column number("n", arrow_values::integer), flag("f", arrow_values::flag),
      text("t", arrow_values::text), list("l", arrow_values::texts);
  for (std::size_t i = 0; i < rows; ++i) {
    number.add_integer(static_cast<std::int64_t>(i));
    i % 5 ? flag.add_flag(i % 3 == 0) : flag.add_null();
    text.add_text(std::to_string(i));
    list.add_texts(std::vector<std::string>(i % 3, std::to_string(i)));
  }
  const arrow_table table({std::move(number), std::move(flag), std::move(text), std::move(list)});
  arrow_stream stream = stream_of(table);
  std::vector<std::int64_t> lengths;
  std::size_t row = 0, wrong = 0;
  while (const arrow_array batch = next_of(stream)) {
    lengths.push_back(batch->length);
    const ArrowArray& flags = *batch->children[1];
    for (std::int64_t i = 0; i < batch->length; ++i, ++row) {
      wrong += at<std::int64_t>(*batch->children[0], 1, i) != static_cast<std::int64_t>(row);
      wrong += is_valid(flags, i) != (row % 5 != 0);
      wrong += is_valid(flags, i) && bit(flags.buffers[1], i) != (row % 3 == 0);
      wrong += text_at(*batch->children[2], i) != std::to_string(row);
      wrong += table.columns()[3].texts(row) !=
               std::vector<std::string_view>(row % 3, table.columns()[2].text(row));
    }
  }
  CHECK(row == rows);
  CHECK(wrong == 0);
  CHECK(lengths == std::vector<std::int64_t>{1 << 18, 1 << 18, 3});
}

TEST_CASE("tables without rows or columns are streams, too") {
  CHECK(shown(arrow_table()) == "\n");
  CHECK(shown(arrow_table({arrow_column("a", arrow_values::number)})) == "a:d:19,6 \n");
}

TEST_CASE("misuse is told") {
  arrow_column text("a", arrow_values::text);
  CHECK_THROWS_AS(text.add_integer(1), std::invalid_argument);
  CHECK(text.rows() == 0);
  text.add_text("x");
  CHECK_THROWS_AS(arrow_table({text, arrow_column("b", arrow_values::flag)}),
                  std::invalid_argument);
}
