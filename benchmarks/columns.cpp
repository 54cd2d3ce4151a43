// Columns in memory -> everybody's points of the year: this engine and the kernel written by hand,
// turn by turn in one process. Prints a line of JSON for each; both must give the same check sum.
// columns [ROUNDS [sorted|shuffled]], sizes from the environment (generator.hpp).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <vector>

#include "check_sum.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"
#include "kernel.hpp"

namespace {

using namespace benchmarks;

std::uint64_t sum_of(const dutyscore::totals& made) {
  std::uint64_t sum = 0;
  for (const dutyscore::total& t : made.rows())
    if (made.periods()[t.period] == dutyscore::year(2023))
      sum +=
          checked(subject_number(made.subjects()[t.subject]), made.points(t).millionths() / 10'000);
  return sum;
}

std::uint64_t sum_of(const std::vector<std::int64_t>& cents, const dutyscore::batch& rows) {
  std::uint64_t sum = 0;
  for (std::uint32_t code = 0; code < cents.size(); ++code)
    if (cents[code] != 0) sum += checked(subject_number(rows->texts.text(code)), cents[code]);
  return sum;
}

template <class Work>
double seconds_of(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void print(const char* engine, const char* rows_are, unsigned threads, std::size_t rows,
           std::vector<double> seconds, std::uint64_t sum) {
  std::sort(seconds.begin(), seconds.end());
  std::printf(
      R"({"what": "columns %s", "engine": "%s", "threads": %u, "rows": %zu, "rounds": %zu, )"
      R"("median": %.6f, "least": %.6f, "most": %.6f, "check": "%016llx"})"
      "\n",
      rows_are, engine, threads, rows, seconds.size(), seconds[seconds.size() / 2], seconds.front(),
      seconds.back(), static_cast<unsigned long long>(sum));
  std::fflush(stdout);
}

bool measure(const dutyscore::policy& policy, order by, const char* rows_are, int rounds) {
  const activities from(sizes::from_environment(), by);
  const dutyscore::batch rows = make_batch(from);
  for (unsigned threads = 1; threads <= 2; ++threads) {
    std::vector<double> engine, kernel;
    dutyscore::totals by_engine;
    std::vector<std::int64_t> by_kernel;
    for (int round = 0; round < rounds; ++round) {
      kernel.push_back(seconds_of([&] { by_kernel = kernel_totals(rows, threads); }));
      engine.push_back(seconds_of([&] { by_engine = engine_totals(policy, rows, threads); }));
    }
    print("kernel", rows_are, threads, rows.rows(), kernel, sum_of(by_kernel, rows));
    print("dutyscore", rows_are, threads, rows.rows(), engine, sum_of(by_engine));
    if (sum_of(by_engine) != sum_of(by_kernel, rows)) return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) try {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 7;
  const dutyscore::policy policy = benchmark_policy();
  const auto agrees = [&](order by, const char* name) {
    return (count > 2 && std::string_view(arguments[2]) != name) ||
           measure(policy, by, name, rounds);
  };
  if (agrees(order::sorted, "sorted") && agrees(order::shuffled, "shuffled")) return 0;
  std::fputs("the check sums differ\n", stderr);
  return 1;
} catch (const std::exception& failed) {
  std::fprintf(stderr, "%s\n", failed.what());
  return 2;
}
