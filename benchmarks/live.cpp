// One activity at a time: applied to a live account that is new, then each other one retracted and
// applied again, then all retracted. live [ROUNDS], sizes from the environment (generator.hpp); prints
// a line of JSON for each.
#include "dutyscore/engine/live.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <vector>

#include "check_sum.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace benchmarks;

/// Seconds for all of `count` changes, if each took as long as one of the median thousand: a machine
/// that does something else for a moment does not matter.
template <class Change>
double seconds_of(std::size_t count, Change change) {
  constexpr std::size_t some = 1000;
  std::vector<double> blocks;
  for (std::size_t begin = 0; begin < count; begin += some) {
    const std::size_t end = std::min(count, begin + some);
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = begin; i < end; ++i) change(i);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    blocks.push_back(taken.count() / static_cast<double>(end - begin));
  }
  std::nth_element(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(blocks.size() / 2),
                   blocks.end());
  return blocks[blocks.size() / 2] * static_cast<double>(count);
}

void print(const char* engine, std::size_t rows, std::vector<double> seconds, std::uint64_t sum) {
  std::sort(seconds.begin(), seconds.end());
  std::printf(
      R"({"what": "per activity", "engine": "%s", "threads": 1, "rows": %zu, "rounds": %zu, )"
      R"("median": %.6f, "least": %.6f, "most": %.6f)",
      engine, rows, seconds.size(), seconds[seconds.size() / 2], seconds.front(), seconds.back());
  if (sum != 0) std::printf(R"(, "check": "%016llx")", static_cast<unsigned long long>(sum));
  std::printf("}\n");
}

std::uint64_t sum_of(const dutyscore::live& account) {
  const dutyscore::book scored = account.book().value();
  const std::array<dutyscore::period, 1> years{dutyscore::year(2023)};
  std::uint64_t sum = 0;
  for (dutyscore::subject_id s = 0; s < scored.subjects().size(); ++s)
    sum += checked(subject_number(scored.subjects()[s]),
                   scored.points(s, years).value()[0][0].millionths() / 10'000);
  return sum;
}

void must(const dutyscore::diagnostics& messages) {
  if (!messages.empty()) throw std::runtime_error(to_text(messages, dutyscore::language::en));
}

}  // namespace

int main(int count, char** arguments) try {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 7;
  const dutyscore::policy policy = benchmark_policy();
  const benchmarks::activities from(sizes::from_environment(), order::shuffled);
  const dutyscore::batch rows = make_batch(from);
  std::vector<double> applied, changed, retracted;
  std::uint64_t sum = 0;
  for (int round = 0; round < rounds; ++round) {
    dutyscore::live account(policy);
    const dutyscore::activities some = account.prepare(rows);
    const auto apply = [&](std::size_t row) {
      must(account.apply(some, static_cast<std::uint32_t>(row)));
    };
    const auto retract = [&](std::size_t row) {
      must(account.retract(some, static_cast<std::uint32_t>(row)));
    };
    applied.push_back(seconds_of(some.size(), apply));
    if (round == 0) sum = sum_of(account);
    changed.push_back(seconds_of(some.size(), [&](std::size_t i) {
      i % 2 == 0 ? retract(i) : apply(i - 1);
    }));
    if (some.size() % 2 == 1) apply(some.size() - 1);
    retracted.push_back(seconds_of(some.size(), retract));
  }
  print("dutyscore, applied", rows.rows(), applied, sum);
  print("dutyscore, changed", rows.rows(), changed, 0);
  print("dutyscore, retracted", rows.rows(), retracted, 0);
} catch (const std::exception& failed) {
  std::fprintf(stderr, "%s\n", failed.what());
  return 2;
}
