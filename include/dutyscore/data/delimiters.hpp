// Where a CSV text may end a cell or be unusual: every comma, line end and quotation mark, found or
// counted many bytes at a time. Low level: use read_csv (data/csv.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore::detail {

/// How many places are written beyond those that count.
inline constexpr std::size_t delimiter_slack = 64;

/// The offsets of every `,`, LF, CR and `"` in the text, in order; returns how many. `out` has room
/// for text.size() + delimiter_slack.
std::size_t find_delimiters(std::string_view text, std::uint32_t* out);
/// The same on any machine, and what the quick way is tested against.
std::size_t find_delimiters_portably(std::string_view text, std::size_t from, std::uint32_t* out);

/// The same of every LF, each with `before` added.
std::size_t find_line_ends(std::string_view text, std::uint32_t before, std::uint32_t* out);
std::size_t find_line_ends_portably(std::string_view text, std::uint32_t before,
                                    std::uint32_t* out);

/// What a text holds besides cells.
struct line_count {
  std::uint64_t lines = 0;  // LF
  bool is_plain = true;     // neither CR nor `"`
};
line_count count_lines(std::string_view text);
line_count count_lines_portably(std::string_view text);

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/delimiters.ipp"
#endif
