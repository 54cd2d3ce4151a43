// Once warm, changes of a live account need no memory. A program of its own, because it counts every
// allocation.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted_or_null(std::size_t bytes, std::size_t alignment) noexcept {
  ++allocations;
  bytes = (bytes + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, bytes == 0 ? alignment : bytes);
}

void* counted(std::size_t bytes, std::size_t alignment) {
  if (void* const out = counted_or_null(bytes, alignment)) return out;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new[](std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t by) {
  return counted(bytes, static_cast<std::size_t>(by));
}
void* operator new[](std::size_t bytes, std::align_val_t by) {
  return counted(bytes, static_cast<std::size_t>(by));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return counted_or_null(bytes, alignof(std::max_align_t));
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
  return counted_or_null(bytes, alignof(std::max_align_t));
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete[](void* at) noexcept { std::free(at); }
void operator delete(void* at, std::size_t) noexcept { std::free(at); }
void operator delete[](void* at, std::size_t) noexcept { std::free(at); }
void operator delete(void* at, std::align_val_t) noexcept { std::free(at); }
void operator delete[](void* at, std::align_val_t) noexcept { std::free(at); }
void operator delete(void* at, std::size_t, std::align_val_t) noexcept { std::free(at); }
void operator delete[](void* at, std::size_t, std::align_val_t) noexcept { std::free(at); }

using namespace dutyscore;

namespace {

const char* const clauses =
    "policy p { in force from 2023-01-01 "
    "activity { n integer from 0 to 20 default 1 amount decimal default 0 "
    "level text one of \"low\", \"high\" default \"low\" } "
    "indicator visit { on \"visit\" award 5 per n cap 20 per month } "
    "indicator talk { on \"talk\" award by level { \"low\": 1 \"high\": 3 } } "
    "indicator gift { on \"gift\", \"visit\" award 1 per 100 amount rounded down } }";

std::string rows() {
  std::string out = "subject,kind,date,n,amount,level\n";
  const char* const kinds[] = {"visit", "talk", "gift", "a kind that no rule names", "visit", "other"};
  for (int i = 0; i < 3000; ++i) {
    const int month = i % 12 + 1;
    out += "s" + std::to_string(i % 40) + "," + kinds[i % 6] + ",2023-" + (month < 10 ? "0" : "") +
           std::to_string(month) + "-0" + std::to_string(i % 9 + 1) + "," + std::to_string(i % 21) +
           "," + std::to_string(i) + ".5," + (i % 4 == 0 ? "high" : "low") + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("changes of an account that is warm allocate nothing") {
  const policy p = compile(clauses).value();
  const batch data = read_csv_text(rows(), "rows.csv", p.schema()).value();
  live account(p);
  const activities some = account.prepare(data);
  std::size_t wrong = 0;
  const auto apply_all = [&] {
    for (std::uint32_t row = 0; row < some.size(); ++row) wrong += !account.apply(some, row).empty();
  };
  const auto retract_all = [&] {
    for (std::uint32_t row = 0; row < some.size(); ++row)
      wrong += !account.retract(some, row).empty();
  };
  const auto correct_some = [&] {
    for (std::uint32_t row = 0; row + 1 < some.size(); row += 2) {
      wrong += !account.correct(some, row, some, row + 1).empty();
      wrong += !account.correct(some, row + 1, some, row).empty();
    }
  };
  const auto all = [&] {
    apply_all();
    correct_some();
    retract_all();
  };
  all();
  const std::size_t before = allocations;
  CHECK(before > 0);
  for (int round = 0; round < 3; ++round) all();
  CHECK(allocations == before);
  apply_all();
  CHECK(allocations == before);
  CHECK(wrong == 0);
  CHECK(account.book_of("s1")->points(0, 0, year(2023)).value().millionths() != 0);
  CHECK(allocations > before);
}
