// Everything that works in several threads, for the thread sanitizer to watch, against one thread;
// and what becomes of a failure in one of them.
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/arrow_table.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/pieces.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/explanation.hpp"
#include "dutyscore/report/scores.hpp"
#include "dutyscore/testing/mutation.hpp"
#include "dutyscore/testing/mutation_text.hpp"
#include "generator.hpp"
#include "sample.hpp"

using namespace dutyscore;

namespace {

std::string totals_csv(const policy& p, const batch& rows, unsigned threads) {
  totals_options options;
  options.threads = threads;
  options.with_blocks = true;
  return to_csv(total_points(p, rows, options).value(), p, std::nullopt);
}

/// All that a book says, in one text.
std::string book_text(const policy& p, const batch& rows, unsigned threads) {
  evaluate_options options;
  options.threads = threads;
  options.bad_rows = on_bad_row::report;
  const book made = evaluate(p, rows, options).value();
  std::string out;
  for (const basis on : {basis::claimed, basis::reviewed, basis::confirmed})
    out += to_csv(scores_of(made, period_unit::month, true, on).value()) +
           to_json(account_of(made, on));
  for (subject_id s = 0; s < made.subjects().size(); s += 10)
    for (const entry& e : made.entries(s, period{}).value())
      out += e.day.to_string() + " " + std::to_string(e.row) + " " + e.points.to_string() + "\n";
  return out;
}

}  // namespace

TEST_CASE("a book is made by several threads") {
  const policy plain = compile_file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty").value();
  const policy selecting = sample::policy();
  const batch some = benchmarks::make_batch(
      benchmarks::activities({100'000, 300}, benchmarks::order::shuffled));
  std::string csv = sample::csv(60'000, 90);
  csv += "subject 3,talk,2023-05-06,,0,low,confirmed\n";  // 12 / 0: bad
  const batch kept = read_csv_text(csv, "rows.csv", selecting.schema()).value();
  const std::string expected = book_text(plain, some, 1);
  const std::string expected_kept = book_text(selecting, kept, 1);
  CHECK(expected_kept.find("DS0411") != std::string::npos);
  for (const unsigned threads : {2u, 5u}) {
    CHECK(book_text(plain, some, threads) == expected);
    CHECK(book_text(selecting, kept, threads) == expected_kept);
  }
}

TEST_CASE("the words of an explanation are asked for by several threads at once") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(500), "rows.csv", p.schema()).value();
  const book made = evaluate(p, rows).value();
  const period in = year(2023);
  const std::string expected = to_json(explain(made, "subject 1", in).value());
  for (int times = 0; times < 10; ++times) {
    const explanation e = explain(made, "subject 1", in).value();
    std::atomic<int> same{0};
    share_work(3, 3, [&](unsigned, std::size_t) { same += to_json(e) == expected; });
    CHECK(same == 3);
  }
}

TEST_CASE("totals are worked out by several threads") {
  const policy p = compile_file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty").value();
  for (const auto by : {benchmarks::order::sorted, benchmarks::order::shuffled}) {
    const batch rows =
        benchmarks::make_batch(benchmarks::activities({300'000, 1'000}, by));
    const std::string expected = totals_csv(p, rows, 1);
    CHECK(totals_csv(p, rows, 5) == expected);
  }
}

TEST_CASE("tables are read by several threads") {
  const policy p = sample::policy();
  const sample::scratch_file csv("dutyscore-threads.csv", sample::csv(5'000));
  const sample::scratch_file lines("dutyscore-threads.jsonl", sample::json_lines(5'000));
  csv_options options;
  options.piece_bytes = 8'192;
  std::string expected;
  for (const unsigned threads : {1u, 2u, 5u}) {
    options.threads = threads;
    const batch rows = read_activities({csv.path, lines.path}, p.schema(), options).value();
    CHECK(rows.rows() == 10'000);
    const std::string got = totals_csv(p, rows, 1);
    if (expected.empty()) expected = got;
    CHECK(got == expected);
  }
}

TEST_CASE("pieces are taken by several threads, which hold on to them for a while") {
  const policy p = sample::policy();
  const sample::scratch_file csv("dutyscore-pieces.csv", sample::csv(5'000));
  csv_options options;
  options.piece_bytes = 8'192;
  row_pieces tables({csv.path, csv.path}, p.schema(), options);
  std::atomic<std::uint64_t> rows{0};
  share_work(3, 3, [&](unsigned, std::size_t) {
    piece_reader reader(tables);
    std::optional<batch> before;
    while (auto piece = reader.next()) {
      rows += piece->rows();
      before = std::move(piece);
    }
  });
  CHECK(tables.finish().empty());
  CHECK(rows == 10'000);
}

TEST_CASE("Arrow tables are read by several threads") {
  const policy p = sample::policy();
  std::vector<arrow_column> columns;
  columns.emplace_back("subject", arrow_values::text);
  columns.emplace_back("kind", arrow_values::text);
  columns.emplace_back("date", arrow_values::day);
  columns.emplace_back("n", arrow_values::number);
  for (int row = 0; row < 5'000; ++row) {
    columns[0].add_text("s" + std::to_string(row % 400));
    columns[1].add_text(row % 3 ? "visit" : "talk");
    columns[2].add_day(*date::of(2023, row % 9 + 1, 3));
    columns[3].add_number(decimal::of(row % 10 + 1));
  }
  const arrow_table table(std::move(columns));
  std::string expected;
  for (const unsigned threads : {1u, 2u, 5u}) {
    arrow_options options;
    options.threads = threads;
    options.piece_rows = 100;
    std::vector<arrow_source> tables(2);
    for (arrow_source& one : tables) table.export_stream(one.stream.get());
    const batch rows = read_arrow(std::move(tables), p.schema(), options).value();
    CHECK(rows.rows() == 10'000);
    const std::string got = totals_csv(p, rows, 1);
    if (expected.empty()) expected = got;
    CHECK(got == expected);
  }
}

TEST_CASE("mutants are tried by several threads") {
  const std::vector<std::string> paths{DUTYSCORE_SOURCE_DIR "/tests/cli/data/weak.duty"};
  mutation_options options;
  const std::string expected = to_text(mutate(paths, options).value(), language::en);
  options.threads = 3;
  CHECK(to_text(mutate(paths, options).value(), language::en) == expected);
}

TEST_CASE("an account is read by several threads while it changes") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(300, 4), "rows.csv", p.schema()).value();
  live account(p);
  const activities all = account.prepare(rows);
  REQUIRE(account.apply(all, 0).empty());
  std::atomic<bool> is_over{false};
  std::atomic<unsigned> readings{0};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader)
    readers.emplace_back([&, reader] {
      while (!is_over || readings < 3) {
        if (reader == 0) static_cast<void>(account.book().value());
        if (reader == 1) static_cast<void>(account.book_of("subject 0"));
        if (reader == 2) static_cast<void>(live::restore(p, {}, account.snapshot()).value());
        ++readings;
      }
    });
  std::size_t changes = 1;
  for (std::uint32_t row = 1; row < all.size(); ++row) {
    changes += account.apply(all, row).empty();
    if (row % 3 == 0) changes += account.correct(all, row, all, row).empty();
    if (row % 5 == 0) changes += account.retract(all, row).empty();
  }
  is_over = true;
  for (std::thread& t : readers) t.join();
  CHECK(account.changes() == changes);
}

TEST_CASE("what a thread throws reaches who shared the work, and the others stop") {
  for (const unsigned threads : {1u, 2u, 5u}) {
    std::atomic<std::size_t> done{0};
    const auto work = [&](unsigned, std::size_t piece) {
      if (piece == 3) throw std::runtime_error("the fourth piece");
      ++done;
      if (piece > 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    };
    CHECK_THROWS_WITH_AS(share_work(threads, 10'000, work), "the fourth piece", std::runtime_error);
    CHECK(done < 5'000);
  }
}
