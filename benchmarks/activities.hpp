// Made-up activities for any policy: the same sizes give the same rows on every machine. Kinds
// follow a Zipf law, subjects stand one after the other with their rows by date, fields are drawn
// from what the schema allows.
#pragma once

#include <cstdint>
#include <string>

#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/schema.hpp"

namespace benchmarks {

struct sizes {
  std::size_t rows = 10'000'000;
  std::size_t subjects = 100'000;
  /// What DUTYSCORE_BENCH_ROWS and DUTYSCORE_BENCH_SUBJECTS say, else the above.
  static sizes from_environment();
};

dutyscore::batch make_batch(const dutyscore::schema& schema, sizes wanted);

/// The rows as a CSV file, with all columns that they fill.
std::string to_csv(const dutyscore::batch& rows, const dutyscore::schema& schema);

}  // namespace benchmarks
