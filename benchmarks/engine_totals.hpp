// What is measured of this engine: columns in, the year's points of everybody out. Every benchmark
// calls it here.
#pragma once

#include "dutyscore/data/batch.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/policy.hpp"

namespace benchmarks {

dutyscore::totals engine_totals(const dutyscore::policy& policy, const dutyscore::batch& rows,
                                unsigned threads);

/// benchmark.duty.
dutyscore::policy benchmark_policy();

}  // namespace benchmarks
