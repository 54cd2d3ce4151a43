// What --stats says.
#pragma once

#include <chrono>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "dutyscore/report/run_stats.hpp"

namespace dutyscore::cli {

/// Time since it was last asked.
class stopwatch {
 public:
  std::chrono::nanoseconds lap();

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

/// Nothing without --stats; else to standard error, as JSON where the answer is JSON.
void say_stats(run_stats s, std::chrono::nanoseconds writing, const policy& rules,
               const arguments& a, const console& to);

}  // namespace dutyscore::cli
