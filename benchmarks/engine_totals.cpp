#include "engine_totals.hpp"

#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace benchmarks {

using dutyscore::batch, dutyscore::policy, dutyscore::total, dutyscore::totals_options;

totals engine_totals(const policy& policy, const batch& rows, unsigned threads) {
  totals_options options;
  options.threads = threads;
  dutyscore::totals scored = total_points(policy, rows, options).value();
  totals made;
  made.subjects = scored.subjects();
  made.cents.reserve(made.subjects.size());
  for (const total& t : scored.rows()) made.cents.push_back(scored.points(t).millionths() / 10'000);
  return made;
}

policy benchmark_policy() {
  return dutyscore::compile_file(DUTYSCORE_SOURCE_DIR "/benchmarks/benchmark.duty").value();
}

}  // namespace benchmarks
