// Long calls say how far they are and can be stopped, from the thread that made them, without
// anything being worse for it.
#include "dutyscore/core/progress.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

#include "dutyscore/core/bytes.hpp"
#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/merge.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/impl/engine/row_order.ipp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/report/comparison.hpp"
#include "dutyscore/report/ranking.hpp"
#include "dutyscore/report/scores.hpp"
#include "dutyscore/testing/mutation.hpp"
#include "dutyscore/testing/mutation_text.hpp"
#include "dutyscore/testing/scenario_text.hpp"
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
    const bool is_known = of != 0 || done != 0;
    if (is_known) CHECK(done <= of);
    if (is_known) CHECK(of == all);
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

batch batch_of(const policy& p, std::size_t rows, std::size_t subjects = 7) {
  return read_csv_text(sample::csv(rows, subjects), "rows.csv", p.schema()).value();
}

batch rows_of(const policy& p, std::size_t rows, bool is_sorted = false) {
  if (!is_sorted) return batch_of(p, rows);
  std::string csv = "subject,kind,date,n\n";
  for (std::size_t row = 0; row < rows; ++row)  // the second has most of the rows
    csv += std::string(row < 100 ? "a" : row > rows - 100 ? "c" : "b") + ",visit,2023-0" +
           std::to_string(row % 9 + 1) + "-03," + std::to_string(row % 5 + 1) + "\n";
  return read_csv_text(csv, "rows.csv", p.schema()).value();
}

}  // namespace

TEST_CASE("what stopped a call is told, however long others take to notice") {
  // While the calling thread waited it asked again, and what it was told then came out.
  for (const bool throws : {false, true}) {
    int asked = 0;
    const on_progress how{[&](std::uint64_t, std::uint64_t) {
                            if (++asked == 1) return true;  // before the work
                            if (throws) throw std::string("interrupted");
                            return false;
                          },
                          std::chrono::milliseconds(0)};
    progress_watch watch(how, 2);
    std::atomic<bool> is_running{false};
    const auto work = [&](unsigned thread, std::size_t) {
      if (thread > 0) {
        is_running = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(70));
        return;
      }
      while (!is_running) std::this_thread::yield();
      watch.ask();
    };
    if (throws)
      CHECK_THROWS_AS(share_work(2, 2, work, &watch), std::string);
    else
      CHECK_THROWS_AS(share_work(2, 2, work, &watch), cancelled);
    CHECK(asked == 2);
  }
}

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
  for (const unsigned threads : {1u, 3u})
    check_call(
        [&](const on_progress& how) {
          evaluate_options options;
          options.threads = threads;
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
  const sample::scratch_file table("dutyscore-progress.csv", sample::csv(3'000));
  const std::string& path = table.path;
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
}

TEST_CASE("reading a roster says how many bytes and can be stopped") {
  const policy p = sample::policy();
  std::string text = "subject,name\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + ",somebody with a name\n";
  const sample::scratch_file table("dutyscore-progress-roster.csv", text);
  check_call(
      [&](const on_progress& how) {
        csv_options options;
        options.progress = how;
        const roster who = read_roster_csv(table.path, p.schema(), options).value();
        return std::to_string(who.subjects().size());
      },
      text.size());
}

TEST_CASE("a file that is taken in as a whole is read with asking") {
  const std::string all(std::size_t{20} << 20, 'x');
  const sample::scratch_file file("dutyscore-progress-bytes", all);
  int asked = 0, most = 1'000;
  const on_progress how{[&](std::uint64_t, std::uint64_t) { return ++asked < most; },
                        std::chrono::milliseconds(0)};
  progress_watch watch(how);
  auto window = byte_window::open(file.path, all.size()).value();
  CHECK(window.fill(all.size() / 2, &watch).empty());
  CHECK(window.fill(all.size() + 1, &watch).empty());
  CHECK(window.is_last());
  CHECK(window.text() == all);
  CHECK(asked >= 3);  // twice while it is read, and while what is there is moved
  most = asked + 2;
  auto stopped = byte_window::open(file.path, all.size()).value();
  CHECK_THROWS_AS((void)stopped.fill(all.size(), &watch), cancelled);
}

TEST_CASE("a table in GB18030 is converted with asking, whoever converts it") {
  const policy p = sample::policy();
  // 会议 over and over, in a column that is left out.
  std::string text = "subject,kind,date,n,\xBB\xE1\xD2\xE9\n";
  while (text.size() < 3'000'000)
    text += "a,visit,2023-05-03,1,\xBB\xE1\xD2\xE9\xBB\xE1\xD2\xE9\xBB\xE1\xD2\xE9\xBB\xE1\xD2\xE9\n";
  const sample::scratch_file table("dutyscore-progress-gb18030.csv", text);
  const std::vector<std::string> paths{table.path, table.path};
  const auto read = [&](const on_progress& how, unsigned threads) {
    csv_options options;
    options.threads = threads;
    options.ignore_columns = {"会议"};
    options.piece_bytes = 100'000;
    options.progress = how;
    const auto rows = read_activities(paths, p.schema(), options);
    REQUIRE(rows.messages().size() == 2);
    CHECK(rows.messages()[0].code == "DS0313");
    return std::to_string(rows->rows());
  };
  for (const unsigned threads : {1u, 3u})
    check_call([&](const on_progress& how) { return read(how, threads); }, 2 * text.size());

  // What is read of it afterwards has been counted, and asks all the same: it did not.
  std::uint64_t last = 0, longest = 0, asked_behind = 0;
  read({[&](std::uint64_t done, std::uint64_t) {
          longest = std::max(longest, done - last);
          asked_behind += done == 2 * text.size();
          last = done;
          return true;
        },
        std::chrono::milliseconds(0)},
       1);
  CHECK(last == 2 * text.size());
  CHECK(longest <= 300'000);
  CHECK(asked_behind > 20);
}

TEST_CASE("rows are put in order by subject with asking") {
  const policy p = sample::policy();
  const batch rows = rows_of(p, 200'000, true);
  int asked = 0;
  on_progress how{[&](std::uint64_t, std::uint64_t) { return ++asked < 3; },
                  std::chrono::milliseconds(0)};
  progress_watch watch(how, rows.rows());
  CHECK_THROWS_AS(engine::order_by_subject(rows.data(), &watch), cancelled);
  CHECK(asked == 3);
}

TEST_CASE("merging and finishing say how far they are and can be stopped") {
  const policy p = sample::policy();
  const std::string csv = sample::csv(700, 30), header = csv.substr(0, csv.find('\n') + 1);
  const std::size_t middle = csv.find('\n', csv.size() / 2) + 1;
  std::vector<std::string> cells;
  for (const std::string& part : {csv.substr(0, middle), header + csv.substr(middle)}) {
    const batch rows = read_csv_text(part, "rows.csv", p.schema()).value();
    for (std::string& of_one : accumulate(p, rows).value()) cells.push_back(std::move(of_one));
  }
  check_call(
      [&](const on_progress& how) {
        std::string all;
        for (const std::string& of_one : merge_all(p, cells, {how}).value()) all += of_one;
        return all;
      },
      cells.size());
  check_call(
      [&](const on_progress& how) {
        finish_options options;
        options.progress = how;
        return to_csv(scores_of(finish(p, cells, options).value()).value());
      },
      cells.size());
  const std::vector<std::string> of_one{cells.front(), cells[cells.size() / 2]};
  check_call([&](const on_progress& how) { return merge(p, of_one, {how}).value(); }, 2);
}

TEST_CASE("readings of a book say how far they are and can be stopped") {
  const policy p = sample::policy();
  const policy other = compile(std::string(sample::policy_text).replace(0, 10, "policy q \""),
                               "q.duty")
                           .value();
  const batch rows = batch_of(p, 2'000, 40);
  const book scores = evaluate(p, rows).value();
  const book others = evaluate(other, batch_of(other, 2'000, 40)).value();
  const period in = *scores.policy()->calendar.period_of(scores.through(), period_unit::year);
  const std::uint64_t subjects = scores.subjects().size();
  check_call(
      [&](const on_progress& how) {
        return to_csv(ranking_of(scores, in, basis::confirmed, std::nullopt, {how}).value());
      },
      subjects);
  check_call(
      [&](const on_progress& how) {
        return to_csv(
            scores_of(scores, period_unit::month, true, basis::confirmed, {how}).value());
      },
      subjects);
  check_call(
      [&](const on_progress& how) {
        return to_csv(refused_list_of(scores, in, basis::confirmed, {how}));
      },
      subjects);
  check_call(
      [&](const on_progress& how) {
        compare_options options;
        options.progress = how;
        return to_csv(compare(scores, others, options).value());
      },
      2 * subjects);
  check_call(
      [&](const on_progress& how) {
        const digest d = *scores.digests({how}).data;
        return std::string(d.begin(), d.end());
      },
      rows.rows());
}

TEST_CASE("books and snapshots of live accounts say how far they are and can be stopped") {
  const policy p = sample::policy();
  for (const bool keep_rows : {false, true}) {
    live_options options;
    options.keep_rows = keep_rows;
    live account(p, options);
    const batch rows = batch_of(p, 600, 30);
    const activities some = account.prepare(rows);
    for (std::uint32_t row = 0; row < some.size(); ++row)
      REQUIRE(account.apply(some, row).empty());
    const std::uint64_t subjects = account.book().value().subjects().size();
    check_call(
        [&](const on_progress& how) {
          return to_csv(scores_of(account.book({how}).value()).value());
        },
        subjects);
    check_call([&](const on_progress& how) { return account.snapshot({how}); }, subjects);
    const std::string bytes = account.snapshot();
    check_call(
        [&](const on_progress& how) {
          return live::restore(p, options, bytes, {how}).value().snapshot();
        },
        subjects);
  }
}

TEST_CASE("scenarios and mutants say how far they are and can be stopped") {
  const std::string text = R"(policy p "P" {
  indicator visit "Visit" { on "visit" award 5 per event cap 20 per month }
}
scenario "one" for p { given { 2023-05-06 "A" "visit" } expect "A" 2023-05 { total 5 } }
scenario "two" for p {
  given { 2023-05-06 "A" "visit"  2023-05-07 "A" "visit" } expect "A" 2023-05 { total 10 }
}
)";
  const std::vector<ast::document> documents{
      parse(std::make_shared<source>("p.duty", text)).value()};
  check_call(
      [&](const on_progress& how) {
        scenario_options options;
        options.progress = how;
        return to_text(run_scenarios(documents, options).value(), language::en);
      },
      2);
  const std::size_t mutants = mutate(documents).value().mutants.size();
  REQUIRE(mutants > 3);
  for (const unsigned threads : {1u, 3u})
    check_call(
        [&](const on_progress& how) {
          mutation_options options;
          options.threads = threads;
          options.progress = how;
          return to_text(mutate(documents, options).value(), language::en);
        },
        mutants);
}
