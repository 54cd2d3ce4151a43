#include <doctest/doctest.h>

#include <stdexcept>

#include "data/sample.hpp"
#include "dutyscore/data/batch_builder.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();
constexpr column_id subject = column_of(fixed_column::subject),
                    kind = column_of(fixed_column::kind), when = column_of(fixed_column::date),
                    reached = column_of(fixed_column::standing),
                    since = column_of(fixed_column::since), amount = column_of_field(1),
                    suggestions = column_of_field(0), urgent = column_of_field(4);

void begin(batch_builder& b, std::uint64_t number, std::string_view what) {
  b.begin_row(number);
  b.set(subject, "甲");
  b.set(kind, what);
  b.set(when, *date::of(2023, 5, 6));
}

}  // namespace

TEST_CASE("typed cells are checked like those of a table") {
  batch_builder b(duties);
  begin(b, 1, "捐款");
  b.set(amount, decimal::of(1'000'001));
  CHECK_FALSE(b.end_row());
  begin(b, 2, "联络站活动");
  b.set(suggestions, decimal::from_millionths(500'000));
  CHECK_FALSE(b.end_row());
  begin(b, 3, "会议");
  b.set(since, standing::rejected);
  CHECK_FALSE(b.end_row());
  begin(b, 4, "会议");
  b.set(reached, static_cast<standing>(9));
  CHECK_FALSE(b.end_row());
  begin(b, 5, "会议");
  b.set(when, date::from_days(date::max().days() + 1));
  CHECK_FALSE(b.end_row());
  begin(b, 6, "会议");
  b.set(urgent, true);
  b.set(reached, standing::reviewed);
  CHECK(b.end_row());
  CHECK(b.rows() == 1);
  CHECK(b.bad_rows() == 5);
  const std::string codes = [&] {
    std::string out;
    const batch made = b.finish();
    for (const bad_row& row : made->bad) out += row.why.code + " " + row.why.data->column + "\n";
    return out + sample::row_text(made.data(), duties, 0);
  }();
  CHECK(codes ==
        "DS0326 金额（元）\nDS0325 建议条数\nDS0330 since\nDS0330 standing\nDS0329 date\n"
        "rows:6 甲 会议 2023-05-06 reviewed urgent=yes\n");
}

TEST_CASE("an empty text is absent, spaces in a typed text are part of it") {
  batch_builder b(duties);
  begin(b, 1, "会议");
  b.set(subject, "");
  b.set(column_of_field(2), "");
  CHECK(b.end_row());
  begin(b, 2, "会议");
  b.set(subject, " 甲");
  CHECK(b.end_row());
  b.begin_row(3);
  CHECK(b.row_is_blank());
  CHECK_FALSE(b.read(subject, " 　"));
  CHECK(b.row_is_blank());
  CHECK(b.read(subject, " 甲 "));
  CHECK_FALSE(b.row_is_blank());
  CHECK_FALSE(b.end_row());
  const batch made = b.finish();
  CHECK(made->row_number.empty());
  CHECK(made->texts.text(made->subject[0]) == "甲");
  CHECK(made->texts.text(made->subject[1]) == " 甲");
}

TEST_CASE("a column says which types it takes") {
  const batch_builder b(duties);
  CHECK(b.takes(subject, cell_type::text));
  CHECK(b.takes(subject, cell_type::integer));
  CHECK_FALSE(b.takes(subject, cell_type::date));
  CHECK(b.takes(amount, cell_type::integer));
  CHECK(b.takes(suggestions, cell_type::decimal));
  CHECK(b.takes(amount, cell_type::text));
  CHECK_FALSE(b.takes(amount, cell_type::flag));
  CHECK_FALSE(b.takes(when, cell_type::integer));
  CHECK_FALSE(b.takes(reached, cell_type::integer));
  CHECK(b.takes(reached, cell_type::standing));
  batch_builder other(duties);
  other.begin_row(1);
  CHECK_THROWS_AS(other.set(when, true), std::invalid_argument);
  CHECK_THROWS_AS(other.set(urgent, *date::of(2023, 5, 6)), std::invalid_argument);
  CHECK_THROWS_AS(other.set(subject, decimal::of(1)), std::invalid_argument);
  CHECK_THROWS_AS(other.set(amount, standing::claimed), std::invalid_argument);
}

TEST_CASE("numbers of rows are kept from the first gap on") {
  batch_builder b(duties);
  for (std::uint64_t number : {1u, 2u, 5u, 6u}) {
    begin(b, number, "会议");
    CHECK(b.end_row());
  }
  const batch made = b.finish();
  CHECK(made->row_number == std::vector<std::uint64_t>{1, 2, 5, 6});
  CHECK(made->files == std::vector<std::string>{"rows"});
}
