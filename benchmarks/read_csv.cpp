// How many rows and bytes of CSV one thread turns into columns in a second: texts in memory, once
// sorted by subject and once shuffled.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <string_view>
#include <vector>

#include "activities.hpp"
#include "dutyscore/data/csv.hpp"

namespace {

using namespace dutyscore;

schema duties() {
  schema s;
  s.kinds = {"会议", "学习", "捐款", "联络站活动", "视察"};
  s.activity = {
      {"suggestions",
       "建议条数",
       value_type::integer,
       decimal::of(0),
       decimal::of(20),
       {},
       cell_value{},
       {"联络站活动"}},
      {"amount",
       "金额",
       value_type::decimal,
       decimal::of(0),
       decimal::of(5000),
       {},
       cell_value{},
       {"捐款"}},
      {"capacity", "身份", value_type::text, {}, {}, {"代表", "本职"}, cell_value{0, "代表"}, {}},
  };
  return s;
}

const std::string& sorted_text() {
  static const std::string text = benchmarks::to_csv(
      benchmarks::make_batch(duties(), benchmarks::sizes::from_environment()), duties());
  return text;
}

std::string shuffle_lines(const std::string& text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    lines.push_back(std::string_view(text).substr(at, end - at));
    at = end;
  }
  std::shuffle(lines.begin() + 1, lines.end(), std::mt19937_64(1));
  std::string out;
  for (std::string_view line : lines) out += line;
  return out;
}

void read(benchmark::State& state, const std::string& text) {
  const schema s = duties();
  std::size_t rows = 0;
  for (auto _ : state) {
    const auto batch = read_csv_text(text, "made up", s);
    if (!batch || !batch->data().bad.empty()) state.SkipWithError("ERROR: bad rows");
    rows = batch ? batch->rows() : 0;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void read_sorted(benchmark::State& state) { read(state, sorted_text()); }
BENCHMARK(read_sorted)->Unit(benchmark::kMillisecond);

void read_shuffled(benchmark::State& state) {
  static const std::string text = shuffle_lines(sorted_text());
  read(state, text);
}
BENCHMARK(read_shuffled)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
