// How many rows and bytes of CSV one thread turns into columns in a second: files of benchmark.duty
// in memory, once sorted by subject and once shuffled.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "dutyscore/data/csv.hpp"
#include "engine_totals.hpp"
#include "generator.hpp"

namespace {

using namespace dutyscore;

std::string text_of(benchmarks::order by) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  if (!file) throw std::runtime_error("no temporary file");
  benchmarks::write_csv({benchmarks::sizes::from_environment(), by}, file.get());
  std::string out(static_cast<std::size_t>(std::ftell(file.get())), '\0');
  std::rewind(file.get());
  if (std::fread(out.data(), 1, out.size(), file.get()) != out.size())
    throw std::runtime_error("the temporary file cannot be read");
  return out;
}

void read(benchmark::State& state, benchmarks::order by) {
  const schema s = benchmarks::benchmark_policy().schema();
  const std::string text = text_of(by);
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
