// Long calls say how far they are and can be stopped, from the thread that made them, without
// anything being worse for it.
#include "dutyscore/core/progress.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/merge.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/report/scores.hpp"
#include "sample.hpp"

using namespace dutyscore;

namespace {

/// Runs a call that takes the options, first to its end and then stopped at each of the times it asks.
void check_call(const std::function<std::string(const on_progress&)>& call, std::uint64_t all) {
  const std::string expected = call({});
  std::uint64_t asked = 0, last = 0;
  on_progress how;
  how.every = std::chrono::milliseconds(0);
  const auto owner = std::this_thread::get_id();
  how.say = [&](std::uint64_t done, std::uint64_t of) {
    CHECK(std::this_thread::get_id() == owner);
    CHECK(done >= last);
    CHECK(done <= of);
    CHECK(of == all);
    last = done;
    ++asked;
    return true;
  };
  CHECK(call(how) == expected);
  CHECK(asked > 1);
  CHECK(last > 0);
  for (const bool throws : {false, true})
    for (std::uint64_t stop = 1; stop <= asked; stop += 1 + asked / 10) {
      std::uint64_t times = 0;
      how.say = [&](std::uint64_t, std::uint64_t) {
        if (++times < stop) return true;
        if (throws) throw std::string("interrupted");
        return false;
      };
      // With several threads the number of times differs from run to run.
      try {
        const std::string got = call(how);
        CHECK(got == expected);
        CHECK(times < stop);
      } catch (const cancelled& c) {
        CHECK(!throws);
        CHECK(std::string(c.what()) == "dutyscore: cancelled");
      } catch (const std::string& what) {
        CHECK(throws);
        CHECK(what == "interrupted");
      }
      if (stop == 1) CHECK(times == 1);
      CHECK(call({}) == expected);
    }
}

batch rows_of(const policy& p, std::size_t rows, bool is_sorted = false) {
  if (!is_sorted) return read_csv_text(sample::csv(rows), "rows.csv", p.schema()).value();
  std::string csv = "subject,kind,date,n\n";
  for (std::size_t row = 0; row < rows; ++row)  // the second has most of the rows
    csv += std::string(row < 100 ? "a" : row > rows - 100 ? "c" : "b") + ",visit,2023-0" +
           std::to_string(row % 9 + 1) + "-03," + std::to_string(row % 5 + 1) + "\n";
  return read_csv_text(csv, "rows.csv", p.schema()).value();
}

}  // namespace

TEST_CASE("totals say how far they are and can be stopped") {
  const policy p = sample::policy();
  for (const bool is_sorted : {false, true})
    for (const unsigned threads : {1u, 3u}) {
      const batch rows = rows_of(p, 20'000, is_sorted);
      CAPTURE(is_sorted);
      CAPTURE(threads);
      check_call(
          [&](const on_progress& how) {
            totals_options options;
            options.threads = threads;
            options.progress = how;
            return to_csv(total_points(p, rows, options).value(), p, std::nullopt);
          },
          rows.rows());
    }
}

TEST_CASE("a book says how far it is and can be stopped") {
  const policy p = sample::policy();
  const batch rows = rows_of(p, 20'000);
  check_call(
      [&](const on_progress& how) {
        evaluate_options options;
        options.progress = how;
        const book scores = evaluate(p, rows, options).value();
        return to_csv(scores_of(scores, period_unit::year, false, basis::confirmed).value());
      },
      rows.rows());
}

TEST_CASE("cells say how far they are and can be stopped") {
  const policy p = sample::policy();
  const batch rows = rows_of(p, 500);
  check_call(
      [&](const on_progress& how) {
        accumulate_options options;
        options.progress = how;
        std::string all;
        for (const std::string& cells : accumulate(p, rows, options).value()) all += cells;
        return all;
      },
      rows.rows());
}

TEST_CASE("reading tables says how many bytes and can be stopped") {
  const policy p = sample::policy();
  const std::string path =
      (std::filesystem::temp_directory_path() / "dutyscore-progress.csv").string();
  std::ofstream(path, std::ios::binary) << sample::csv(3'000);
  for (const unsigned threads : {1u, 3u})
    check_call(
        [&](const on_progress& how) {
          csv_options options;
          options.threads = threads;
          options.piece_bytes = 4'096;
          options.progress = how;
          const batch rows = read_activities({path, path}, p.schema(), options).value();
          return std::to_string(rows.rows()) + " " + std::to_string(rows->texts.size());
        },
        2 * std::filesystem::file_size(path));
  std::filesystem::remove(path);
}
