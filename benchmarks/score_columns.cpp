// How many activities one thread scores in a second: columns in memory, sorted by subject and date,
// under the model policy. `bad` shows rows that could not be judged; it should be 0.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <dutyscore.hpp>

#include "activities.hpp"

namespace {

const dutyscore::policy& model() {
  static const dutyscore::policy policy =
      dutyscore::compile_file(DUTYSCORE_SOURCE_DIR "/rules/shigu-2022.duty").value();
  return policy;
}

const dutyscore::batch& rows() {
  static const dutyscore::batch batch =
      benchmarks::make_batch(model().schema(), benchmarks::sizes::from_environment());
  return batch;
}

void score_columns(benchmark::State& state) {
  dutyscore::evaluate_options options;
  options.bad_rows = dutyscore::on_bad_row::report;
  std::uint64_t counted = 0, bad = 0;
  rows();
  for (auto _ : state) {
    const auto book = dutyscore::evaluate(model(), rows(), options).value();
    counted = book.counts().counted;
    bad = book.counts().bad;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().rows()));
  state.counters["counted"] = static_cast<double>(counted);
  state.counters["bad"] = static_cast<double>(bad);
}
BENCHMARK(score_columns)->Unit(benchmark::kMillisecond);

/// The same, and everybody's total of both years read from the book.
void score_to_totals(benchmark::State& state) {
  const dutyscore::evaluate_options options;
  const std::vector<dutyscore::period> years{dutyscore::year(2022), dutyscore::year(2023)};
  rows();
  for (auto _ : state) {
    const auto book = dutyscore::evaluate(model(), rows(), options).value();
    for (dutyscore::subject_id s = 0; s < book.subjects().size(); ++s)
      benchmark::DoNotOptimize(book.points(s, years).value());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().rows()));
  state.counters["subjects"] =
      static_cast<double>(dutyscore::evaluate(model(), rows(), options).value().subjects().size());
}
BENCHMARK(score_to_totals)->Unit(benchmark::kMillisecond);

/// Of a tenth of the rows: a text of all of them would be a gigabyte.
void read_csv(benchmark::State& state) {
  benchmarks::sizes some = benchmarks::sizes::from_environment();
  some.rows = std::max<std::size_t>(1, some.rows / 10);
  some.subjects = std::max<std::size_t>(1, some.subjects / 10);
  const std::string text =
      benchmarks::to_csv(benchmarks::make_batch(model().schema(), some), model().schema());
  std::size_t bad = 0;
  for (auto _ : state)
    bad = dutyscore::read_csv_text(text, "made up", model().schema()).value()->bad.size();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(some.rows));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["bad"] = static_cast<double>(bad);
}
BENCHMARK(read_csv)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
