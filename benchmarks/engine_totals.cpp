#include "engine_totals.hpp"

#include "dutyscore/policy/from_ast.hpp"

namespace benchmarks {

using namespace dutyscore;

totals engine_totals(const policy& policy, const batch& rows, unsigned threads) {
  totals_options options;
  options.threads = threads;
  return total_points(policy, rows, options).value();
}

policy benchmark_policy() {
  return compile_file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty").value();
}

}  // namespace benchmarks
