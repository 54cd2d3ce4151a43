// How many rows and bytes of CSV one thread turns into columns in a second: files of benchmark.duty
// in memory, once sorted by subject and once shuffled.
#include <benchmark/benchmark.h>

#include <string>

#include "dutyscore/data/csv.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace dutyscore;

void read(benchmark::State& state, benchmarks::order by) {
  const schema s = benchmarks::benchmark_policy().schema();
  const std::string text = benchmarks::csv_text({benchmarks::sizes::from_environment(), by});
  std::size_t rows = 0;
  for (auto _ : state) {
    const auto batch = read_csv_text(text, "made up", s);
    if (!batch || !batch->data().bad.empty()) state.SkipWithError("ERROR: bad rows");
    rows = batch ? batch->rows() : 0;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(read, sorted, benchmarks::order::sorted)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, shuffled, benchmarks::order::shuffled)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
