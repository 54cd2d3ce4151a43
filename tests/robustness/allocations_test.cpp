// Memory runs out: in each operation the first allocation fails, then the second, and so on until
// none is left to fail, once alone and once with all that follow it. The operation must throw
// std::bad_alloc or do without, what it worked on must be as before, and done again it must give
// what it always gives. Leaks are found by the address sanitizer's build.
// Every allocation of small operations is tried and a sample of large ones; DUTYSCORE_EVERY=1 in
// the environment tries all.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string>

#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/arrow_table.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/merge.hpp"
#include "dutyscore/engine/totals_accumulator.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"
#include "sample.hpp"

namespace {

/// The allocation that fails, counted down; none when it is not above 0.
std::atomic<std::int64_t> countdown{0};
std::atomic<bool> fails_on{false};  // with all that follow

bool must_fail() noexcept {
  if (countdown.load(std::memory_order_relaxed) <= 0) return false;
  const std::int64_t left = countdown.fetch_sub(1);
  if (left == 1 && fails_on) countdown = 1;
  return left == 1;
}

void* allocate(std::size_t bytes, std::size_t alignment) noexcept {
  if (must_fail()) return nullptr;
  bytes = (bytes + alignment) / alignment * alignment;
  return alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__ ? std::aligned_alloc(alignment, bytes)
                                                      : std::malloc(bytes);
}

void* allocate_or_throw(std::size_t bytes, std::size_t alignment = 16) {
  if (void* made = allocate(bytes, alignment)) return made;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t n) { return allocate_or_throw(n); }
void* operator new[](std::size_t n) { return allocate_or_throw(n); }
void* operator new(std::size_t n, std::align_val_t a) {
  return allocate_or_throw(n, static_cast<std::size_t>(a));
}
void* operator new[](std::size_t n, std::align_val_t a) {
  return allocate_or_throw(n, static_cast<std::size_t>(a));
}
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return allocate(n, 16); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return allocate(n, 16); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

using namespace dutyscore;

/// All of the first hundred, then ever fewer: about 250 of 10,000.
std::int64_t next_of(std::int64_t n) {
  static const bool every = std::getenv("DUTYSCORE_EVERY") != nullptr;
  return n + 1 + (every || n < 100 ? 0 : n / 32);
}

struct nothing {
  void operator()() const {}
};

/// `work` gives a text. `check` is called after each failure, without one.
template <class Work, class Check = nothing>
void fail_each(Work work, Check check = {}) {
  const std::string expected = work();
  for (const bool also_later : {false, true}) {
    bool is_over = false;
    std::int64_t failures = 0;
    for (std::int64_t n = 1; !is_over; n = next_of(n)) {
      std::string got;
      bool has_failed = false;
      fails_on = also_later;
      countdown = n;
      try {
        got = work();
      } catch (const std::bad_alloc&) {
        has_failed = true;
      }
      is_over = countdown > 0 && !has_failed && !(also_later && countdown == 1);
      countdown = 0;
      failures += has_failed;
      if (!has_failed && got != expected) FAIL("a failure at allocation " << n << " was lost");
      if (has_failed) check();
    }
    CHECK(failures > 0);
    CHECK(work() == expected);
  }
}

std::string bytes_of(const policy& p, const batch& rows, unsigned threads, basis on) {
  totals_options options;
  options.bad_rows = on_bad_row::report;
  options.by = period_unit::month;
  options.on = on;
  options.with_blocks = true;
  options.threads = threads;
  options.fuse_from = 0;
  return to_csv(total_points(p, rows, options).value(), p, std::nullopt);
}

batch sorted_rows(const policy& p) {
  std::string csv = "subject,kind,date,n\n";
  for (int subject = 0; subject < 9; ++subject)
    for (int row = 0; row < 20; ++row)
      csv += "s" + std::to_string(subject) + (row % 3 ? ",visit" : ",talk") + ",2023-0" +
             std::to_string(row % 9 + 1) + "-03," + std::to_string(row + 1) + "\n";
  return read_csv_text(csv, "sorted.csv", p.schema()).value();
}

/// Rows as another program hands them over; every seventh has no number.
arrow_table arrow_rows() {
  std::vector<arrow_column> c;
  c.emplace_back("subject", arrow_values::text);
  c.emplace_back("kind", arrow_values::text);
  c.emplace_back("date", arrow_values::day);
  c.emplace_back("n", arrow_values::number);
  for (int row = 0; row < 300; ++row) {
    c[0].add_text("s" + std::to_string(row % 40));
    c[1].add_text(row % 3 ? "visit" : "talk");
    c[2].add_day(*date::of(2023, row % 9 + 1, 3));
    row % 7 ? c[3].add_number(decimal::of(row)) : c[3].add_null();
  }
  return arrow_table(std::move(c));
}

}  // namespace

TEST_CASE("memory runs out while a policy is compiled") {
  fail_each([] { return std::string(sample::policy()->name); });
}

TEST_CASE("memory runs out while tables are read") {
  const policy p = sample::policy();
  const auto count = [](const result<batch>& read) {
    return std::to_string(read.value().rows()) + " " + std::to_string(read->data().texts.size());
  };
  SUBCASE("CSV") {
    const std::string text = sample::csv(300) + "a,visit,2023-99-01,,1,low,confirmed\n";
    fail_each([&] { return count(read_csv_text(text, "rows.csv", p.schema())); });
  }
  SUBCASE("JSON Lines") {
    const std::string text = sample::json_lines(300);
    fail_each([&] { return count(read_jsonl_text(text, "rows.jsonl", p.schema())); });
  }
  SUBCASE("Arrow, made and read") {
    fail_each([&] {
      ArrowArrayStream stream;
      arrow_rows().export_stream(&stream);
      const auto rows = read_arrow(&stream, p.schema());
      const bool was_told = !rows && rows.messages().front().code == "DS0375";
      if (was_told) throw std::bad_alloc();  // the stream's own memory: it says so with ENOMEM
      return count(rows);
    });
  }
  SUBCASE("in two threads") {
    const sample::scratch_file table("dutyscore-allocations.csv", sample::csv(300));
    csv_options options;
    options.threads = 2;
    options.piece_bytes = 4096;
    fail_each([&] { return count(read_activities({table.path}, p.schema(), options)); });
  }
}

TEST_CASE("memory runs out while rows are scored") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(200), "rows.csv", p.schema()).value();
  SUBCASE("book") {
    fail_each([&] {
      const book scores = evaluate(p, rows).value();
      return to_csv(scores_of(scores, period_unit::month, true, basis::confirmed).value());
    });
  }
  SUBCASE("totals") {
    fail_each([&] { return bytes_of(p, rows, 1, basis::confirmed); });
  }
  SUBCASE("totals in two threads") {
    fail_each([&] { return bytes_of(p, rows, 2, basis::reviewed); });
  }
  SUBCASE("totals a batch at a time") {
    const batch sorted = sorted_rows(p);
    fail_each([&] {
      totals_accumulator all(p);
      all.add(sorted);
      all.add(rows);
      return to_csv(all.finish().value(), p, std::nullopt);
    });
  }
  SUBCASE("totals of sorted rows") {
    const batch sorted = sorted_rows(p);
    fail_each([&] { return bytes_of(p, sorted, 2, basis::claimed); });
  }
}

TEST_CASE("memory runs out while cells are merged") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(60, 3), "rows.csv", p.schema()).value();
  fail_each([&] {
    std::vector<std::string> cells = accumulate(p, rows).value();
    cells.push_back(accumulate(p, sorted_rows(p)).value().front());
    const book scores = finish(p, merge_all(p, cells).value()).value();
    return to_csv(scores_of(scores, period_unit::month, true, basis::confirmed).value());
  });
}

TEST_CASE("memory runs out while a live account changes") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(40, 3), "rows.csv", p.schema()).value();
  live_options options;
  SUBCASE("cells alone") {}
  SUBCASE("rows are kept") { options.keep_rows = true; }
  live account(p, options);
  const activities all = account.prepare(rows);
  for (std::uint32_t row = 0; row < all.size() / 2; ++row) REQUIRE(account.apply(all, row).empty());
  std::string before = account.snapshot();
  const std::string contents = account.book_of("subject 0")->points(0, 0, year(2023))->to_string();
  const auto is_unchanged = [&] {
    if (account.snapshot() != before) FAIL("a change that failed has changed the account");
  };
  // Each change is undone by the next, so that only the number of changes differs.
  const auto change = [&](auto&& make) {
    for (const bool also_later : {false, true}) {
      bool is_done = false;
      for (std::int64_t n = 1; !is_done; ++n) {
        fails_on = also_later;
        countdown = n;
        try {
          is_done = make().empty();
        } catch (const std::bad_alloc&) {
        }
        countdown = 0;
        if (!is_done) is_unchanged();
        REQUIRE(n < 10'000);
      }
      before = account.snapshot();
      const live again = live::restore(p, options, before).value();
      CHECK(again.snapshot() == before);
    }
  };
  for (std::uint32_t row = all.size() / 2; row < all.size() / 2 + 6; ++row) {
    const auto held = row % 2 ? std::optional(account.book()) : std::nullopt;
    change([&, done = false]() mutable {
      diagnostics wrong = done ? account.retract(all, row) : account.apply(all, row);
      if (wrong.empty()) done = !done;
      return wrong;
    });
    change([&, at = std::uint32_t{0}]() mutable {
      diagnostics wrong = at == 0 ? account.correct(all, 0, all, row) : account.correct(all, row, all, 0);
      if (wrong.empty()) at = at == 0 ? row : 0;
      return wrong;
    });
  }
  CHECK(account.book_of("subject 0")->points(0, 0, year(2023))->to_string() == contents);
}

TEST_CASE("memory runs out while a journal is kept: what is in it and the account agree") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(12, 2), "rows.csv", p.schema()).value();
  const sample::scratch_file journal("dutyscore-allocations.journal", "");
  std::filesystem::remove(journal.path);
  live account(p);
  REQUIRE(account.keep_journal(journal.path).empty());
  const activities all = account.prepare(rows);
  const auto repeated = [&] {
    live other(p);
    REQUIRE(other.keep_journal(journal.path).empty());
    return other.snapshot();
  };
  for (std::uint32_t row = 0; row < all.size(); ++row) {
    bool is_done = false;
    for (std::int64_t n = 1; !is_done; ++n) {
      fails_on = false;
      countdown = n;
      try {
        is_done = account.apply(all, row).empty();
      } catch (const std::bad_alloc&) {
      }
      countdown = 0;
      if (repeated() != account.snapshot()) FAIL("the journal and the account differ");
    }
  }
}

TEST_CASE("memory runs out while an account is read, saved and restored") {
  const policy p = sample::policy();
  const batch rows = read_csv_text(sample::csv(40, 3), "rows.csv", p.schema()).value();
  live account(p);
  REQUIRE(account.apply(rows).empty());
  const std::string before = account.snapshot();
  const auto is_unchanged = [&] {
    if (account.snapshot() != before) FAIL("reading has changed the account");
  };
  fail_each([&] { return account.snapshot(); }, is_unchanged);
  fail_each([&] { return live::restore(p, {}, before).value().snapshot(); });
  fail_each(
      [&] {
        const book scores = account.book().value();
        return to_csv(scores_of(scores, period_unit::year, true, basis::confirmed).value());
      },
      is_unchanged);
}
