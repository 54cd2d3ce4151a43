// What each Arrow type says, to its last digit, and what is said of those that are not read.
#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "data/arrow_read.hpp"
#include "dutyscore/data/arrow_cells.hpp"
#include "dutyscore/data/arrow_type.hpp"

using namespace dutyscore;
using arrow_arrays::cells;
using arrow_arrays::of_value;
using arrow_arrays::read;
using arrow_arrays::table_with;
using arrow_arrays::text_of;
using arrow_arrays::with_bytes;

namespace {

std::string amount_of(std::shared_ptr<arrow_arrays::node> changed) {
  const std::string text = text_of(std::move(changed));
  if (text == "f:1 甲 捐款 2023-05-06\n") return "0";
  const std::size_t at = text.find("amount=");
  return at == std::string::npos ? text : text.substr(at + 7, text.find('\n', at) - at - 7);
}

}  // namespace

TEST_CASE("floating point is read when its shortest decimal has six places at most") {
  const std::string round =
      "= floating point is not exact: round the column to six places at most, or give decimals\n";
  const auto bad = [&](const std::string& code_and_figure, const std::string& hint) {
    return code_and_figure + hint;
  };
  const struct {
    double value;
    std::string expected;
  } doubles[] = {
      {0.1, "0.1"},
      {-0.0, "0"},
      {999.99, "999.99"},
      {0.000001, "0.000001"},
      {123456.789012, "123456.789012"},
      {1000000, "1000000"},
      {0.1 + 0.2,
       bad("DS0324 f:1 amount: “0.30000000000000004” in “amount” has more than six decimals\n",
           round)},
      {1e-7, bad("DS0324 f:1 amount: “0.0000001” in “amount” has more than six decimals\n", round)},
      {1e22, bad("DS0323 f:1 amount: “10000000000000000000000” in “amount” is too large: numbers "
                 "reach from "
                 "-9223372036854.775808 to 9223372036854.775807\n",
                 round)},
      {1000000.5,
       "DS0326 f:1 amount: “1000000.5” in “amount” is out of bounds: expected from 0 to 1000000\n"},
      {std::numeric_limits<double>::quiet_NaN(),
       "DS0322 f:1 amount: “NaN” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"
       "= write null where there is no number\n"},
      {-HUGE_VAL,
       "DS0322 f:1 amount: “-inf” in “amount” is not a number: expected a number such as 12 or "
       "12.5\n"
       "= write null where there is no number\n"},
  };
  for (const auto& c : doubles) CHECK(amount_of(of_value("amount", "g", c.value)) == c.expected);
  CHECK(amount_of(of_value("amount", "f", 0.1f)) == "0.1");
  CHECK(amount_of(of_value("amount", "f", 16777.217f)) == "16777.217");
  CHECK(
      amount_of(of_value("amount", "f", 1.2345678f)).starts_with("DS0324 f:1 amount: “1.2345678”"));
  // float16, by its bits.
  const struct {
    std::uint16_t bits;
    std::string expected;
  } halves[] = {
      {0x2E66, "0.1"},  {0x3C00, "1"},    {0x7BFF, "65500"},  {0x4248, "3.14"},
      {0x0000, "0"},    {0x8000, "0"},    {0x3555, "0.3333"}, {0x63D0, "1000"},
      {0x6400, "1024"}, {0x6401, "1025"}, {0x3C01, "1.001"},
  };
  for (const auto& h : halves) CHECK(amount_of(of_value("amount", "e", h.bits)) == h.expected);
  CHECK(amount_of(of_value<std::uint16_t>("amount", "e", 0x0001))
            .starts_with("DS0324 f:1 amount: “0.00000006”"));
  CHECK(amount_of(of_value<std::uint16_t>("amount", "e", 0x7E00))
            .starts_with("DS0322 f:1 amount: “NaN”"));
  CHECK(amount_of(of_value<std::uint16_t>("amount", "e", 0x7C00))
            .starts_with("DS0322 f:1 amount: “inf”"));
}

TEST_CASE("a floating-point number in millionths is what its shortest decimal says") {
  std::mt19937_64 random(11);
  int exact = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto count = static_cast<std::int64_t>(random() % 2'000'000'000'000);
    double value = static_cast<double>(count) / (i % 3 ? 1e6 : 1e7);
    if (i % 5 == 0) value = std::nextafter(value, 1e9);
    char shortest[64];
    const auto end =
        std::to_chars(shortest, shortest + sizeof shortest, value, std::chars_format::fixed).ptr;
    const auto expected = decimal::parse({shortest, end});
    detail::arrow_type type;
    type.layout = detail::arrow_layout::floating;
    type.bytes = 8;
    type.has_validity = true;
    detail::arrow_cells cell(type, nullptr, 100);
    const void* buffers[] = {nullptr, &value};
    ArrowArray array{1, 0, 0, 2, 0, buffers, nullptr, nullptr, nullptr, nullptr};
    ArrowArray table{1, 0, 0, 0, 0, nullptr, nullptr, nullptr, nullptr, nullptr};
    REQUIRE_FALSE(cell.open(table, array));
    const auto got = cell.floating(0);
    CAPTURE(value);
    CHECK(got.has_value() == expected.has_value());
    if (got && expected) CHECK(*got == expected->millionths());
    exact += expected.has_value();
  }
  CHECK(exact > 30'000);
}

TEST_CASE("decimals are exact whatever their scale") {
  const auto decimal128 = [](const std::string& format, int128 value) {
    return amount_of(of_value("amount", format, value));
  };
  CHECK(decimal128("d:38,0", 7) == "7");
  CHECK(decimal128("d:38,-2", 7) == "700");
  CHECK(decimal128("d:38,-4", 0) == "0");
  CHECK(decimal128("d:38,7", 15'000'000) == "1.5");
  CHECK(decimal128("d:38,7", 15'000'001).starts_with("DS0324 f:1 amount: “1.5000001”"));
  CHECK(decimal128("d:38,38", 0) == "0");
  CHECK(decimal128("d:38,30", int128{1'000'000'000'000'000'000} * 1'000'000'000'000) == "1");
  CHECK(decimal128("d:38,38", 1)
            .starts_with("DS0324 f:1 amount: “0.00000000000000000000000000000000000001”"));
  CHECK(decimal128("d:38,6", -5).starts_with("DS0326 f:1 amount: “-0.000005”"));
  CHECK(decimal128("d:38,0", int128{1} << 126)
            .starts_with("DS0323 f:1 amount: “85070591730234615865843651857942052864”"));
  CHECK(decimal128("d:38,-9", -1).starts_with("DS0326 f:1 amount: “-1000000000”"));
  std::string wide(32, '\0');
  wide[31] = '\x80';  // the least of all
  CHECK(amount_of(with_bytes("amount", "d:76,0,256", wide))
            .starts_with(
                "DS0323 f:1 amount: “-5789604461865809771178549250434395392663499233282028201972"));
}

TEST_CASE("integers are exact to their last digit") {
  const auto id_of = [](auto value, const std::string& format) {
    const std::string text = text_of(of_value("id", format, value));
    const std::size_t at = text.find("id=");
    return at == std::string::npos ? text : text.substr(at + 3, text.find(' ', at) - at - 3);
  };
  CHECK(id_of(std::uint64_t{18446744073709551615u}, "L") == "18446744073709551615");
  CHECK(id_of(INT64_MIN, "l") == "-9223372036854775808");
  CHECK(id_of(std::int8_t{-128}, "c") == "-128");
  CHECK(id_of(std::uint16_t{65535}, "S") == "65535");
  CHECK(id_of((int128{1} << 100), "d:38,0") == "1267650600228229401496703205376");
  CHECK(amount_of(of_value("amount", "L", std::uint64_t{18446744073709551615u}))
            .starts_with("DS0323 f:1 amount: “18446744073709551615”"));
  CHECK(amount_of(of_value("amount", "l", std::int64_t{9223372036855}))
            .starts_with("DS0323 f:1 amount: “9223372036855”"));
  CHECK(amount_of(of_value("amount", "i", -1)).starts_with("DS0326 f:1 amount: “-1”"));
}

TEST_CASE("an instant is a day") {
  const auto day_of = [](const std::string& format, std::int64_t value,
                         const std::string& zone = {}) {
    arrow_options options;
    options.timezone = zone;
    std::shared_ptr<arrow_arrays::node> n =
        format == "tdD" ? of_value("date", format, static_cast<std::int32_t>(value))
                        : of_value("date", format, value);
    const std::string text = text_of(std::move(n), options);
    const std::size_t at = text.find("捐款 ");
    return at == std::string::npos ? text : text.substr(at + 7, 10);
  };
  CHECK(day_of("tdD", 0) == "1970-01-01");
  CHECK(day_of("tdD", -1) == "1969-12-31");
  CHECK(day_of("tdm", -1) == "1969-12-31");
  CHECK(day_of("tss:", 86'399) == "1970-01-01");
  CHECK(day_of("tss:", 86'400) == "1970-01-02");
  CHECK(day_of("tsn:", -1) == "1969-12-31");
  CHECK(day_of("tsn:", INT64_MAX) == "2262-04-11");
  CHECK(day_of("tdD", date::min().days()) == "1400-01-01");
  CHECK(day_of("tdD", date::max().days()) == "9999-12-31");
  CHECK(day_of("tdD", date::min().days() - 1)
            .starts_with("DS0329 f:1 date: “1399-12-31” in “date” is no day"));
  CHECK(day_of("tdD", date::max().days() + 1)
            .starts_with("DS0329 f:1 date: “10000-01-01” in “date” is no day"));
  CHECK(day_of("tdD", INT32_MIN)
            .starts_with("DS0329 f:1 date: “day -2147483648” in “date” is no day"));
  CHECK(day_of("tss:", INT64_MIN)
            .starts_with("DS0329 f:1 date: “day -106751991167301” in “date” is no day"));
  // 16:00 UTC is midnight in Shanghai.
  CHECK(day_of("tss:UTC", 16 * 3600, "+08:00") == "1970-01-02");
  CHECK(day_of("tss:UTC", 16 * 3600 - 1, "+08:00") == "1970-01-01");
  CHECK(day_of("tsu:Asia/Shanghai", -1, "UTC") == "1969-12-31");
  CHECK(day_of("tsm:UTC", 3'599'999, "-01:00") == "1969-12-31");
  CHECK(day_of("tss:UTC", INT64_MAX, "+08:00").starts_with("DS0329 f:1 date: “day "));
  CHECK(day_of("tss:UTC", INT64_MIN, "-08:00").starts_with("DS0329 f:1 date: “day "));
  // One without a zone is what a clock on the wall showed.
  CHECK(day_of("tss:", 16 * 3600, "+08:00") == "1970-01-01");
}

// ---- what is refused ----

TEST_CASE("types that are not read are named with their columns") {
  const auto told = [](const std::string& name, const std::string& format,
                       const std::string& dictionary = {}) {
    auto n = std::make_shared<arrow_arrays::node>();
    n->name = name;
    n->format = format;
    if (!dictionary.empty()) {
      n->dictionary = std::make_shared<arrow_arrays::node>();
      n->dictionary->format = dictionary;
    }
    arrow_arrays::table t = table_with(std::move(n));
    t.chunks.clear();
    return text_of(read(std::move(t)));
  };
  const std::string cast = "= give it as a text, a number, a date or a flag\n";
  const struct {
    std::string format, name, dictionary = {};
  } types[] = {
      {"z", "binary"},
      {"Z", "large_binary"},
      {"vz", "binary_view"},
      {"w:16", "fixed_size_binary"},
      {"+l", "list"},
      {"+L", "large_list"},
      {"+s", "struct"},
      {"+m", "map"},
      {"+ud:0,1", "dense_union"},
      {"+r", "run_end_encoded"},
      {"tts", "time32[s]"},
      {"ttn", "time64[ns]"},
      {"tDu", "duration[us]"},
      {"tiM", "interval[months]"},
      {"i", "dictionary<int32, int64>", "l"},
      {"u", "dictionary<utf8, utf8>", "u"},
      {"d:5,2,512", "decimal"},
      {"?", "?"},
      {"d:9,99999", "decimal"},
  };
  for (const auto& t : types)
    CHECK(told("title", t.format, t.dictionary) ==
          "DS0370 f title: the column “title” is of the Arrow type " + t.name +
              ", which cannot be read\n" + cast);
  CHECK(told("date", "tsu:Asia/Shanghai") ==
        "DS0371 f date: the timestamps of “date” are of the time zone “Asia/Shanghai”: say where "
        "the days "
        "begin and end\n= set the option “timezone” to UTC, +08:00 or a name such as "
        "Asia/Shanghai\n");
  const struct {
    std::string column, format, takes, gives;
  } pairs[] = {
      {"date", "l", "a date", "a whole number"},
      {"date", "b", "a date", "yes or no"},
      {"urgent", "i", "yes or no", "a whole number"},
      {"urgent", "tdD", "yes or no", "a date"},
      {"amount", "tdD", "a decimal number", "a date"},
      {"amount", "b", "a decimal number", "yes or no"},
      {"suggestions", "tsn:", "a whole number", "a date"},
      {"title", "g", "a text", "a decimal number"},
      {"title", "d:38,2", "a text", "a decimal number"},
      {"title", "b", "a text", "yes or no"},
      {"standing", "i", "a standing", "a whole number"},
  };
  for (const auto& p : pairs)
    CHECK(told(p.column, p.format) == "DS0360 f " + p.column + ": the column “" + p.column +
                                          "” takes " + p.takes + ", but the rows give " + p.gives +
                                          "\n");
}

TEST_CASE("columns that are for people only may be of any type") {
  arrow_options people;
  people.ignore_columns = {"note"};
  for (const char* format : {"+l", "z", "+ud:0", "+r", "w:3", "u", "g", "tsu:UTC", "n"}) {
    auto n = std::make_shared<arrow_arrays::node>();
    n->name = "note";
    n->format = format;
    n->length = 1;
    n->null_count = 0;
    const std::string f = format;
    if (f == "u") n->buffers = {"", std::string(8, '\0'), ""};
    if (f == "g" || f == "tsu:UTC" || f == "+l") n->buffers = {"", std::string(8, '\1')};
    if (f == "z" || f == "w:3") n->buffers = {"", std::string(8, '\0'), "abc"};
    CAPTURE(f);
    CHECK(text_of(read(table_with(n), people)) == "f:1 甲 捐款 2023-05-06 amount=1\n");
    arrow_options any;
    any.ignore_unknown_columns = true;
    CHECK(text_of(read(table_with(n), any)) == "f:1 甲 捐款 2023-05-06 amount=1\n");
  }
}

TEST_CASE("texts are checked as those of CSV") {
  const auto told = [](const std::string& text) {
    return text_of(arrow_arrays::column("title", "u", "", {text}));
  };
  CHECK(told("\xFE").starts_with("DS0337 f:1 title: “\uFFFD” in “title” is not UTF-8 text\n"));
  CHECK(told(std::string("a\0b", 3))
            .starts_with("DS0338 f:1 title: “a·b” in “title” holds a control character\n"));
  CHECK(told("\tx\u3000") == "f:1 甲 捐款 2023-05-06 title=x amount=1\n");
  arrow_options small;
  small.limits.row_bytes = 30;
  const struct {
    const char *format, *dictionary;
  } types[] = {{"u", ""}, {"U", ""}, {"vu", ""}, {"i", "u"}, {"C", "vu"}};
  for (const auto& t : types) {
    const auto of = [&](std::size_t size) {
      const cells one{std::string(size, 'x')};
      return text_of(arrow_arrays::column("title", t.format, t.dictionary, one), small);
    };
    CHECK(of(30).starts_with("f:1 甲 捐款 2023-05-06 title=xxx"));
    CHECK(of(31) == "DS0307 f:1 title: the row is longer than the limit row_bytes of 30 bytes\n");
  }
}
