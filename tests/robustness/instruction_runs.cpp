// Three small runs whose instructions are counted (instructions.py): instruction_runs csv|columns|live.
// Only what `counted_*` does is counted, so that making the rows is not.
#include <cstdio>
#include <string>
#include <string_view>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"
#include "generator.hpp"

namespace {

using namespace dutyscore;

constexpr benchmarks::sizes some{20'000, 200};

std::string csv_text() {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* to = ::open_memstream(&text, &size);
  benchmarks::write_csv(benchmarks::activities(some, benchmarks::order::shuffled), to);
  std::fclose(to);
  std::string out(text, size);
  std::free(text);
  return out;
}

}  // namespace

/// A table as text to scores as text.
extern "C" [[gnu::noinline]] std::size_t counted_csv(const policy& p, const std::string& text) {
  const batch rows = read_csv_text(text, "rows.csv", p.schema()).value();
  return to_csv(total_points(p, rows).value(), p, std::nullopt).size();
}

/// Sorted columns to everybody's totals.
extern "C" [[gnu::noinline]] std::size_t counted_columns(const policy& p, const batch& rows) {
  return total_points(p, rows).value().rows().size();
}

/// Activities applied to an account one at a time, and every second one retracted.
extern "C" [[gnu::noinline]] std::size_t counted_live(live& account, const activities& all) {
  for (std::uint32_t row = 0; row < all.size(); ++row) {
    if (!account.apply(all, row).empty()) return 0;
    if (row % 2 == 0 && !account.retract(all, row).empty()) return 0;
  }
  return account.changes();
}

int main(int count, char** arguments) {
  const std::string_view run = count > 1 ? arguments[1] : "";
  const policy p = compile_file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty").value();
  std::size_t made = 0;
  if (run == "csv") {
    made = counted_csv(p, csv_text());
  } else if (run == "columns") {
    made = counted_columns(
        p, benchmarks::make_batch(benchmarks::activities(some, benchmarks::order::sorted)));
  } else if (run == "live") {
    live account(p);
    const activities all = account.prepare(
        benchmarks::make_batch(benchmarks::activities(some, benchmarks::order::shuffled)));
    made = counted_live(account, all);
  }
  return made > 0 ? 0 : 1;
}
