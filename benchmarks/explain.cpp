// One subject, given its rows: evaluated to its points of the year; the same with the entries that
// these are made of; explained, which is all of the account as numbers; and with the words of the
// explanation, which are made when they are asked for. explain [ROUNDS]; for 100 rows and for
// 10,000, a line of JSON for each.
#include "dutyscore/report/explanation.hpp"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <vector>

#include "dutyscore/engine/evaluate.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace benchmarks;

/// Of this thread: others on the machine would be measured, too, by a clock on the wall.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The median of some, because one takes less than a clock can tell.
template <class Work>
double seconds_of(Work work) {
  std::vector<double> all;
  for (int n = 0; n < 15; ++n) {
    const double begin = processor_seconds();
    work();
    all.push_back(processor_seconds() - begin);
  }
  std::nth_element(all.begin(), all.begin() + 7, all.end());
  return all[7];
}

void print(const char* engine, std::size_t rows, std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  std::printf(
      R"({"what": "one subject", "engine": "%s", "threads": 1, "rows": %zu, "rounds": %zu, )"
      R"("median": %.6f, "least": %.6f, "most": %.6f})"
      "\n",
      engine, rows, seconds.size(), seconds[seconds.size() / 2], seconds.front(), seconds.back());
}

}  // namespace

int main(int count, char** arguments) try {
  const int rounds = count > 1 ? std::max(1, std::atoi(arguments[1])) : 7;
  const dutyscore::policy policy = benchmark_policy();
  const dutyscore::period year = dutyscore::year(2023);
  for (const std::size_t rows : {100u, 10'000u}) {
    const dutyscore::batch of_one = make_batch(activities({rows, 1}, order::sorted));
    const std::string subject = subject_text(0);
    std::vector<double> evaluated, with_entries, explained, in_words, as_text;
    const auto evaluate = [&] { return dutyscore::evaluate(policy, of_one).value(); };
    for (int round = 0; round < rounds; ++round) {
      evaluated.push_back(seconds_of([&] {
        if (!evaluate().points(0, 0, year)) throw std::runtime_error("points are too large");
      }));
      with_entries.push_back(seconds_of([&] {
        if (!evaluate().entries(0, year)) throw std::runtime_error("there are no entries");
      }));
      explained.push_back(seconds_of([&] {
        if (!dutyscore::explain(evaluate(), subject, year))
          throw std::runtime_error("there is nothing to explain");
      }));
      in_words.push_back(seconds_of([&] {
        const auto e = dutyscore::explain(evaluate(), subject, year).value();
        if (e.account().entries.empty() || e.root().members.empty())
          throw std::runtime_error("there are no words");
      }));
      as_text.push_back(seconds_of([&] {
        if (to_text(dutyscore::explain(evaluate(), subject, year).value()).empty())
          throw std::runtime_error("there is no text");
      }));
    }
    print("evaluated", rows, evaluated);
    print("with its entries", rows, with_entries);
    print("explained", rows, explained);
    print("in words", rows, in_words);
    print("as text", rows, as_text);
  }
} catch (const std::exception& failed) {
  std::fprintf(stderr, "%s\n", failed.what());
  return 2;
}
