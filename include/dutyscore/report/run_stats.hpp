// Where the time of scoring went and how much memory it took, for who wants it faster. Values.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

struct run_stats {
  std::uint64_t rows = 0;
  unsigned threads = 1;
  std::chrono::nanoseconds reading{};  // of tables
  std::chrono::nanoseconds scoring{};  // all of it, whether `engine` tells its parts or not
  std::chrono::nanoseconds writing{};
  std::uint64_t most_memory = 0;  // bytes; 0: not known
  totals_stats engine;            // without classes: a book, whose rows are all judged
};

std::string to_text(const run_stats& s, const policy& p, language lang = language::zh);
std::string to_json(const run_stats& s, const policy& p);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/run_stats.ipp"
#endif
