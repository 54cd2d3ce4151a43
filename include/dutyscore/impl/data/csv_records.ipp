#pragma once

#include <cstring>

#include "dutyscore/data/csv_records.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE const char* next_quote(const char* at, const char* end) {
  return static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
}

DUTYSCORE_INLINE const char* read_quoted(const char* at, const char* end, std::string& room,
                                         std::string_view& text) {
  const char* quote = next_quote(at, end);
  if (!quote) return nullptr;
  const bool is_doubled = quote + 1 != end && quote[1] == '"';
  text = std::string_view(at, static_cast<std::size_t>(quote - at));
  if (!is_doubled) return quote + 1;
  room.clear();
  while (quote + 1 != end && quote[1] == '"') {
    room.append(at, quote + 1);
    at = quote + 2;
    quote = next_quote(at, end);
    if (!quote) return nullptr;
  }
  room.append(at, quote);
  text = room;
  return quote + 1;
}

}  // namespace dutyscore::detail
