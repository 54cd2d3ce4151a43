// What is measured of this engine: columns in, the year's points of everybody out. Every benchmark
// calls it here.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dutyscore/data/batch.hpp"
#include "dutyscore/policy/policy.hpp"

namespace benchmarks {

/// Points of 2023 on the confirmed basis, in hundredths.
struct totals {
  std::vector<std::string_view> subjects;
  std::vector<std::int64_t> cents;
};

totals engine_totals(const dutyscore::policy& policy, const dutyscore::batch& rows,
                     unsigned threads);

/// benchmark.duty.
dutyscore::policy benchmark_policy();

}  // namespace benchmarks
