// Where a CSV text may be cut between two records, and how many records lie before. Low level: use
// row_pieces (data/pieces.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore::detail {

struct csv_cut {
  std::size_t bytes = 0;      // up to the end of the last record that is complete; 0: there is none
  std::uint64_t records = 0;  // before it, blank ones counted
};

/// Cuts within the first `wanted` bytes. The text begins with a record; quotes are those of
/// csv_records.hpp, and one that is not closed within `limit` bytes ends the search. Line ends look
/// one byte further than `wanted`, which the text should have.
csv_cut cut_csv(std::string_view text, std::size_t wanted, std::size_t limit);

/// The same where every line is a record.
csv_cut cut_lines(std::string_view text, std::size_t wanted);

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/csv_cut.ipp"
#endif
