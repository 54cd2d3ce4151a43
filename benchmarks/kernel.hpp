// benchmark.duty written by hand, with every constant folded in: the limit that an engine which
// reads its rules from a text can hope for. It knows nothing else: no bad rows, no other basis, no
// explanation.
//
// A row becomes 16 bits without a branch, eight rows at a time: 7 bits of whatever decides its
// points (level and items, or the class of its amount), 5 of the kind, 4 of the month. A table
// gives the points of both indicators that a kind can feed, another the two cells that they are
// added to. A subject's 216 cells fit L1; reading them is vector minimum after vector minimum.
// Rows that are not sorted are first dealt into parts of 512 subjects, four bytes a row,
// whose cells fit L2. What was tried and is slower stands in README.md.
#pragma once

#include <cstdint>
#include <vector>

#include "dutyscore/data/batch.hpp"

namespace benchmarks {

/// Points of 2023 on the confirmed basis, in hundredths, by the code of the subject's text.
/// REQUIRES: rows of make_batch; its texts begin with the kinds and the levels.
/// Throws std::invalid_argument when they do not.
std::vector<std::int64_t> kernel_totals(const dutyscore::batch& rows, unsigned threads);

}  // namespace benchmarks
