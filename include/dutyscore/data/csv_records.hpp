// The records and cells of a CSV text (RFC 4180), found in one pass without copying: a cell is a
// view of the text, or of `room` where a doubled quote had to be undone. Low level: use read_csv
// (data/csv.hpp).
//
// Lines end with LF, CRLF or CR. A cell that begins with `"` goes to its closing quote and may hold
// commas, line ends and `""`; a quote inside another cell is an ordinary character.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore::detail {

enum class record_end : unsigned char {
  complete,  // the cursor stands on the next record
  unclosed,  // the text, or the limit, ended inside quotes
  too_long,  // the limit ended the record
};

struct csv_cursor {
  const char* at = nullptr;
  const char* end = nullptr;
  std::string room;
  bool is_at_end() const { return at == end; }
};

struct csv_cell_view {
  std::string_view text;
  bool is_malformed = false;  // text follows the closing quote, or there is none
};

inline bool is_delimiter(char c) { return c == ',' || c == '\n' || c == '\r'; }

/// The place of the first comma, LF or CR from `at`, or `end`. Looks at eight bytes at once for
/// commas and for bytes below 0x0E, which besides line ends are rare.
inline const char* find_delimiter(const char* at, const char* end) {
  constexpr std::uint64_t each = 0x0101010101010101, high = 0x80 * each;
  while (std::endian::native == std::endian::little && end - at >= 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, 8);
    const std::uint64_t commas = bytes ^ ',' * each;
    const std::uint64_t found =
        (((commas - each) & ~commas) | ((bytes - 0x0E * each) & ~bytes)) & high;
    at += found ? std::countr_zero(found) / 8
                : 8;  // the lowest mark is exact, those above it may not be
    if (!found) continue;
    if (is_delimiter(*at)) return at;
    ++at;
  }
  while (at != end && !is_delimiter(*at)) ++at;
  return at;
}

/// Reads from behind the opening quote to behind the closing one; nullptr when it is not closed.
const char* read_quoted(const char* at, const char* end, std::string& room, std::string_view& text);

/// Reads one cell up to its delimiter; nullptr when its quotes are not closed, `text` then being
/// what is there.
inline const char* read_cell_text(const char* at, const char* end, std::string& room,
                                  csv_cell_view& cell) {
  const bool is_quoted = at != end && *at == '"';
  const char* const from = is_quoted ? read_quoted(at + 1, end, room, cell.text) : at;
  if (!from) {
    cell = {std::string_view(at, static_cast<std::size_t>(end - at)), true};
    return nullptr;
  }
  const char* const to = find_delimiter(from, end);
  if (is_quoted)
    cell.is_malformed = to != from;
  else
    cell.text = std::string_view(from, static_cast<std::size_t>(to - from));
  return to;
}

/// Hands every cell of the record at the cursor to `each(number, cell)`. A record of more than
/// `limit` bytes is not read to its end; an unclosed cell comes last. REQUIRES:
/// !cursor.is_at_end().
template <class Each>
record_end read_record(csv_cursor& cursor, std::size_t limit, Each&& each) {
  const bool is_cut = static_cast<std::size_t>(cursor.end - cursor.at) > limit + 1;
  const char* const end = is_cut ? cursor.at + limit + 1 : cursor.end;
  const char* at = cursor.at;
  for (std::size_t number = 0;; ++number, ++at) {
    csv_cell_view cell;
    at = read_cell_text(at, end, cursor.room, cell);
    if (at == end && is_cut) return record_end::too_long;
    each(number, cell);
    if (!at) return record_end::unclosed;
    if (at == end || *at != ',') break;
  }
  if (at != end && *at == '\r') ++at;
  if (at != cursor.end && *at == '\n') ++at;
  cursor.at = at;
  return record_end::complete;
}

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/csv_records.ipp"
#endif
