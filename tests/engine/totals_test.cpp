// Totals of everybody at once where batches are unusual. On generated policies they are compared
// with the book by tests/reference/totals_test.cpp.
#include "dutyscore/engine/totals.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include <unistd.h>

#include "dutyscore/data/activity_batches.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/totals_accumulator.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"

using namespace dutyscore;

namespace {

/// Both ways of going through the rows; they must say the same.
void check_against_book(const policy& p, const std::string& csv, period_unit by, basis on) {
  const batch rows = read_csv_text(csv, "rows", p.schema()).value();
  totals_options options;
  options.bad_rows = on_bad_row::report;
  options.by = by;
  options.on = on;
  const book expected = evaluate(p, rows, options).value();
  for (const std::size_t fuse_from : {std::size_t{0}, std::size_t{1'000'000}}) {
    options.fuse_from = fuse_from;
    const totals got = total_points(p, rows, options).value();
    CAPTURE(fuse_from);
    CHECK(got.counts() == expected.counts(on));
    CHECK(got.bad().size() == expected.bad().size());
    CHECK(got.through() == expected.through());
    std::size_t periods = 0;
    for (subject_id s = 0; s < expected.subjects().size(); ++s)
      periods += expected.periods(s, by).size();
    CHECK(got.rows().size() == periods);
    for (const total& t : got.rows()) {
      const auto s = expected.find(got.subjects()[t.subject]);
      REQUIRE(s);
      CHECK(got.points(t) == expected.points(*s, 0, got.periods()[t.period], on).value());
    }
  }
}

void check_blocks(const totals& got, const book& expected) {
  const std::size_t blocks = expected.policy()->blocks.size();
  REQUIRE(got.blocks() == blocks);
  for (const total& t : got.rows()) {
    const auto s = expected.find(got.subjects()[t.subject]);
    REQUIRE(s);
    const auto points = expected.points(*s, got.periods()[t.period]).value();
    for (block_id b = 0; b < blocks; ++b) {
      CAPTURE(expected.policy()->blocks[b].name);
      CHECK(got.points(t, b) == points[b]);
    }
  }
}

const std::string header = "subject,kind,date,credited,standing,n\n";

/// A hundred kinds, each with an indicator of its own, made of several clauses in turn.
std::string policy_of_many_kinds() {
  const char* const clauses[] = {
      "award 2",
      "award 1.5 per n  cap 10 per month",
      "award n * n / 7",
      "award 1 per n  once per month",
      "award 1 per n  best 2 per quarter by level  cap 9 per year by level",
      "deduct 0.5 per n  first 3 per year  cap 4 per year",
      "award by level { \"high\": 3 \"low\": 1 }  after 1 per month",
      "award 1 per n  highest per year when level == \"high\"  cap 3 per quarter",
      "award 2 per 0.7 n exact  award 5 per quarter when count() >= 3",
      "award 1 per n  require 7 per year deduct 0.5 each",
      "award 0.5  award by sum(n) { from 3: 2  from 9: 5 } per half  cap 12 per year",
      "award 1.1 per n  weight 1/3  cap 30 per year",
      "award 1  base 2.5 per quarter  cap 4 per month",
      "deduct 1  deduct 2 per month when count() >= 2  cap 20 per year",
  };
  std::string out =
      "policy p { in force from 2023-01-01  decimals 2 half_up  activity { n decimal default 1 "
      "level text one of \"low\", \"high\" default \"low\" } ";
  for (int i = 0; i < 100; ++i) {
    const std::string number = std::to_string(i);
    if (i % 20 == 0) out += (i > 0 ? "} " : "") + ("category c" + number) + " { cap 60 per year ";
    out += "indicator i" + number + " { on \"k" + number + "\" " + clauses[static_cast<std::size_t>(i) % std::size(clauses)] + " } ";
  }
  return out +
         "} veto v { on \"k99\", \"gone\"  effect void quarter } "
         "amend from 2023-05-01 { indicator i1 { on \"k1\" award 2 per n  cap 15 per quarter } "
         "indicator i12 { on \"k12\" award 3  base 1 per month } } "
         "amend from 2023-10-01 { category c0 { cap 90 per year  weight 0.85 } } }";
}

std::string rows_of_kinds(std::initializer_list<int> kinds) {
  std::string out;
  int n = 0;
  for (int row = 0; row < 120; ++row)
    for (int kind : kinds) {
      n = (n * 31 + kind + 7) % 1009;
      out += "s" + std::to_string(row % 11) + ",k" + std::to_string(kind) + ",2023-" +
             (n % 12 < 9 ? "0" : "") + std::to_string(n % 12 + 1) + "-" +
             (n % 28 < 9 ? "0" : "") + std::to_string(n % 28 + 1) + ",confirmed," +
             std::to_string(n % 5) + (n % 3 == 0 ? ".25" : "") + (n % 2 ? ",high\n" : ",low\n");
    }
  return out;
}

}  // namespace

TEST_CASE("bug: a bad row credited to another text was not judged where it does not count") {
  const policy p = compile(
                       "policy p { activity { n decimal default 1 } indicator x { on \"x\" award 1 } "
                       "amend from 2023-03-01 { indicator x { on \"x\" award n } } }")
                       .value();
  check_against_book(p,
                     header + "a,x,2023-03-05,2023-02-10,claimed,9000000000000\n"
                              "a,x,2023-03-06,2023-03-06,confirmed,3\n",
                     period_unit::year, basis::confirmed);
}

TEST_CASE("bug: days eight centuries apart got the points of each other") {
  const policy p = compile(
                       "policy p { activity { n decimal default 1 } indicator x { on \"x\" award n "
                       "cap 5 per day cap 20 per month base 1 per year } }")
                       .value();
  std::string csv = header;
  for (int day = 10; day < 20; ++day)
    csv += "a,x,2023-05-" + std::to_string(day) + ",,confirmed," + std::to_string(day - 9) + "\n";
  csv += "b,x,2823-05-06,,confirmed,4\nc,x,2023-06-01,,confirmed,2\n";
  check_against_book(p, csv, period_unit::overall, basis::confirmed);
}

TEST_CASE("points by day are refused") {
  const policy p = compile("policy p { indicator x { on \"x\" award 1 } }").value();
  totals_options options;
  options.by = period_unit::day;
  CHECK_THROWS_AS(static_cast<void>(total_points(p, batch(), options)), std::invalid_argument);
}

TEST_CASE("without a row there is nothing to total") {
  const policy p = compile("policy p { indicator x { on \"x\" award 1 } }").value();
  const auto got = total_points(p, batch());
  REQUIRE(!got);
  CHECK(got.messages().front().code == "DS0403");
}

TEST_CASE("of a hundred kinds only those that occur have cells, and all have the book's points") {
  const policy p = compile(policy_of_many_kinds()).value();
  const std::string head = "subject,kind,date,standing,n,level\n";
  const std::string first = rows_of_kinds({0, 1, 2, 3, 4, 5, 6, 7, 41}),
                    second = rows_of_kinds({3, 8, 9, 10, 11, 12, 13, 22, 98});
  const auto batch_of = [&](const std::string& rows) {
    return read_csv_text(head + rows, "rows", p.schema()).value();
  };
  totals_options options;
  options.by = period_unit::month;
  options.with_blocks = true;
  struct {
    std::string veto;
    std::optional<date> through;
  } const cases[] = {{"", std::nullopt},
                     {"s4,k99,2023-05-06,confirmed,1,low\n", std::nullopt},
                     {"", date::of(2023, 8, 20)},
                     {"", date::of(2024, 3, 31)}};
  for (const auto& [veto, through] : cases) {
    options.through = through;
    const batch all = batch_of(first + second + veto);
    evaluate_options alike;
    alike.through = through;
    const book expected = evaluate(p, all, alike).value();
    for (const std::size_t fuse_from : {std::size_t{0}, std::size_t{1'000'000}}) {
      CAPTURE(fuse_from);
      options.fuse_from = fuse_from;
      check_blocks(total_points(p, all, options).value(), expected);
      totals_accumulator parts(p, options);
      parts.add(batch_of(first));
      parts.add(batch_of(second + veto));
      INFO("a batch at a time");
      check_blocks(parts.finish().value(), expected);
    }
  }
}

TEST_CASE("rows of a file in batches of one pool give the same totals, packed or not") {
  const policy p = compile(R"(policy p {
    activity { n decimal from 0 default 1  level text default "low" }
    indicator x { on "x"  award by level { "high": 4 otherwise: 1 }  cap 40 per month }
    indicator y { on "y"  award 1 per 3 n rounded down  cap 300 per quarter }
    indicator z { on "x", "z" when n >= 7  deduct 2 per event }
    veto v { on "v"  effect void month }
  })")
                       .value();
  std::string csv = "subject,kind,date,standing,n,level\n";
  std::uint32_t seed = 7;
  const auto below = [&](std::uint32_t n) {
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
  };
  for (int row = 0; row < 3'000; ++row)
    csv += "s" + std::to_string(below(400) + static_cast<std::uint32_t>(row) / 10) + "," +
           std::string(1, "xxxxyyyyzzqv"[below(row % 50 == 0 ? 12 : 11)]) + ",2023-" +
           std::to_string(10 + below(3)) + "-" + std::to_string(10 + below(19)) +
           (below(9) == 0 ? ",claimed," : ",confirmed,") +
           (below(20) == 0 ? "900000000" : std::to_string(below(40))) +
           (below(4) == 0 ? ",high\n" : ",low\n");
  const auto path = std::filesystem::temp_directory_path() /
                    ("dutyscore_totals_" + std::to_string(::getpid()) + ".csv");
  std::ofstream(path, std::ios::binary) << csv;
  const batch all = read_csv_text(csv, "rows", p.schema()).value();
  totals_options options;
  options.by = period_unit::month;
  options.fuse_from = 0;
  const totals expected = total_points(p, all, options).value();
  for (const unsigned threads : {1u, 3u})
    for (const std::size_t packed_bytes : {std::size_t{0}, std::size_t{1} << 30})
      for (const std::size_t fuse_from : {std::size_t{0}, std::size_t{60}, std::size_t{1'000'000}}) {
        CAPTURE(threads);
        CAPTURE(packed_bytes);
        CAPTURE(fuse_from);
        options.threads = threads;
        options.packed_bytes = packed_bytes;
        options.fuse_from = fuse_from;
        csv_options reading;
        reading.threads = threads;
        reading.piece_bytes = 700;
        activity_batches tables({path.string()}, p.schema(), reading);
        totals_accumulator parts(p, options);
        std::size_t batches = 0;
        for (; const auto rows = tables.next(batches % 3 == 0 ? 40 : 90); ++batches) parts.add(*rows);
        CHECK(batches > (threads == 1 ? 30 : 15));
        const totals got = parts.finish().value();
        CHECK(to_csv(got, p, std::nullopt) == to_csv(expected, p, std::nullopt));
        CHECK(got.counts() == expected.counts());
        CHECK(got.through() == expected.through());
      }
  std::filesystem::remove(path);
}

TEST_CASE("points of kept activities that 32 bits do not hold are added up exactly") {
  const policy p = compile(
                       "policy p { activity { n decimal default 1 } indicator x { on \"x\" award n "
                       "best 3 per year } indicator y { on \"y\" award n  cap 900000000 per year } }")
                       .value();
  std::string csv = header;
  for (int i = 0; i < 8; ++i)
    csv += "a,x,2023-05-0" + std::to_string(i + 1) + ",,confirmed,99999999" + std::to_string(i) +
           ".000001\nb,y,2023-05-06,,confirmed,1\n";
  check_against_book(p, csv, period_unit::year, basis::confirmed);
}

TEST_CASE("what classes count in a number is what each row is rounded to") {
  const char* const lines[] = {
      "award by marginal n { from 0: 0.01  from 3: 0.02 }",
      "award by marginal n { from 0.5: 0.015  from 3: 1.37  from 10: 0  from 12: 0.000001 }",
      "deduct by marginal n { from 2: 33.3 }  deduct 0.1 when n >= 4",
      "award 3 per 7 n exact",
      "award 1 per 0.3 n rounded up  award 0.5 when n >= 2  cap 9 per event",
      "award by marginal n { from 0: 0.7 }  cap 5 per event",
  };
  std::string rows = "subject,kind,date,n\n";
  const auto add = [&](std::int64_t millionths) {
    rows += "s" + std::to_string(millionths) + ",x,2023-03-05," +
            decimal::from_millionths(millionths).to_string() + "\n";
  };
  for (std::int64_t i = 0; i < 300; ++i) {
    add(i * 50);  // ties of millionths
    for (int beside : {0, 1, 499'999, 999'999}) add(i * 50'000 + beside);
  }
  for (const char* line : lines)
    for (const char* places : {"0", "1", "2", "5", "6"})
      for (const char* mode : {"half_even", "half_up", "up", "down"}) {
        CAPTURE(line);
        CAPTURE(places);
        CAPTURE(mode);
        const policy p = compile(std::string("policy p { decimals ") + places + " " + mode +
                                 " activity { n decimal } indicator x { on \"x\" " + line + " } }")
                             .value();
        check_against_book(p, rows, period_unit::year, basis::confirmed);
      }
}

TEST_CASE("numbers of a range have the same points, and each border is where it was written") {
  const char* const lines[] = {
      "on \"x\"  award by n { from 0.01: 2  from 100: 5  from 500.5: 10 }",
      "on \"x\"  award 1 per 100 n rounded down  award 2 when n >= 50  cap 30 per quarter",
      "on \"x\" when n >= 2  award 3 per event  award 1 per 0.5 n rounded down",
      "on \"x\" when n < 31.5  award 1 per n  award 2 per 2 n rounded up",
      "on \"x\" when n > 0  award 1  award 2 per 100 m rounded down  award 1 when m >= 5000",
      "on \"x\"  award 1 per 100 m rounded down  best 2 per month  cap 7 per year",
      "on \"x\" when m > 7  award 1 when n > 3  award 2 when n > 4  award 3 when n > 5",
      "on \"x\"  award by n { from 1: 1  from 2: 2  from 3: 3  from 4: 4 }  award 5 when n > 7",
  };
  std::string rows = "subject,kind,date,standing,n,m\n";
  int number = 0;
  const auto add = [&](const std::string& kind, std::int64_t millionths) {
    const std::int64_t n = std::max<std::int64_t>(0, millionths);
    const bool is_confirmed = ++number % 7 != 0;
    rows += "s" + std::to_string(number % 50) + "," + kind + ",2023-0" +
            std::to_string(1 + number % 9) + "-05," + (is_confirmed ? "confirmed" : "claimed") + "," +
            decimal::from_millionths(n).to_string() + "," +
            std::to_string(n / decimal::scale) + "\n";
  };
  for (const std::int64_t border : {0, 1, 2, 3, 4, 5, 7, 31, 32, 50, 63, 64, 100, 500, 501, 5'000,
                                    6'300, 6'400, 100'000, 2'000'000'000})
    for (const std::int64_t beside : {-1'000'000, -500'000, -1, 0, 1, 10'000, 500'000})
      for (const char* kind : {"x", "y", "z"}) add(kind, border * decimal::scale + beside);
  for (const char* line : lines)
    for (const char* other : {"", "indicator j { on \"y\"  award 1 per 30 n rounded down }",
                              "indicator j { on \"x\", \"y\" when m >= 3  award 2 per m }"}) {
      CAPTURE(line);
      CAPTURE(other);
      const policy p =
          compile(std::string("policy p { decimals 2 half_up activity { n decimal from 0  m integer "
                              "from 0 } indicator x { ") +
                  line + " } " + other + " }")
              .value();
      check_against_book(p, rows, period_unit::year, basis::confirmed);
      check_against_book(p, rows, period_unit::month, basis::claimed);
    }
}
