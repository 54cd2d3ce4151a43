// What one change of a live account costs, and what its readers pay: activities of benchmark.duty,
// a tenth of the usual sizes. Also the cluster: bytes of cells, and the way back.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <dutyscore.hpp>

#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

namespace ds = dutyscore;

const ds::policy& model() {
  static const ds::policy policy = benchmarks::benchmark_policy();
  return policy;
}

const ds::batch& rows() {
  static const ds::batch batch = [] {
    benchmarks::sizes some = benchmarks::sizes::from_environment();
    some.rows = std::max<std::size_t>(1, some.rows / 10);
    some.subjects = std::max<std::size_t>(1, some.subjects / 10);
    return benchmarks::make_batch(benchmarks::activities(some, benchmarks::order::sorted));
  }();
  return batch;
}

ds::live filled() {
  ds::live account(model());
  const ds::activities all = account.prepare(rows());
  for (std::uint32_t row = 0; row < all.size(); ++row) account.apply(all, row);
  return account;
}

/// Rows from all over the account, so that subjects are not in the cache.
std::uint32_t next_row(std::uint32_t row, std::uint32_t rows) {
  return static_cast<std::uint32_t>((std::uint64_t{row} + 1'000'003) % rows);
}

void retract_and_apply(benchmark::State& state) {
  ds::live account = filled();
  const ds::activities all = account.prepare(rows());
  std::uint32_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(account.retract(all, row).size());
    benchmark::DoNotOptimize(account.apply(all, row).size());
    row = next_row(row, all.size());
  }
  state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(retract_and_apply);

void read_one_subject(benchmark::State& state) {
  const ds::live account = filled();
  std::uint32_t row = 0;
  for (auto _ : state) {
    const auto name = rows()->texts.text(rows()->subject[row]);
    benchmark::DoNotOptimize(account.book_of(name)->points(0, 0, ds::year(2023)).value());
    row = next_row(row, static_cast<std::uint32_t>(rows().rows()));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_one_subject);

void snapshot(benchmark::State& state) {
  const ds::live account = filled();
  std::size_t bytes = 0;
  for (auto _ : state) bytes = account.snapshot().size();
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["bytes_a_row"] =
      static_cast<double>(bytes) / static_cast<double>(rows().rows());
}
BENCHMARK(snapshot)->Unit(benchmark::kMillisecond);

void accumulate(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        ds::accumulate(model(), rows(), {.bad_rows = ds::on_bad_row::report}).value());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().rows()));
}
BENCHMARK(accumulate)->Unit(benchmark::kMillisecond);

void merge_and_finish(benchmark::State& state) {
  const auto cells =
      ds::accumulate(model(), rows(), {.bad_rows = ds::on_bad_row::report}).value();
  auto twice = cells;
  twice.insert(twice.end(), cells.begin(), cells.end());
  for (auto _ : state) benchmark::DoNotOptimize(ds::finish(model(), twice).value());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(twice.size()));
}
BENCHMARK(merge_and_finish)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
