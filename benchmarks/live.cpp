// One activity at a time: applied to a live account, and retracted again. live [ROUNDS], sizes from
// the environment (generator.hpp); prints a line of JSON for each.
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

template <class Work>
double seconds_of(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
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
  std::vector<double> applied, retracted;
  std::uint64_t sum = 0;
  for (int round = 0; round < rounds; ++round) {
    dutyscore::live account(policy);
    const dutyscore::activities some = account.prepare(rows);
    const auto each = [&](auto change) {
      return seconds_of([&] {
        for (std::uint32_t row = 0; row < some.size(); ++row) must((account.*change)(some, row));
      });
    };
    using change =
        dutyscore::diagnostics (dutyscore::live::*)(const dutyscore::activities&, std::uint32_t);
    applied.push_back(each(static_cast<change>(&dutyscore::live::apply)));
    if (round == 0) sum = sum_of(account);
    retracted.push_back(each(static_cast<change>(&dutyscore::live::retract)));
  }
  print("dutyscore, applied", rows.rows(), applied, sum);
  print("dutyscore, retracted", rows.rows(), retracted, 0);
} catch (const std::exception& failed) {
  std::fprintf(stderr, "%s\n", failed.what());
  return 2;
}
