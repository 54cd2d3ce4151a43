#pragma once

#include <algorithm>
#include <memory>

#include "dutyscore/core/encoding.hpp"
#include "dutyscore/core/text.hpp"

#if __has_include(<iconv.h>) && !defined(DUTYSCORE_NO_ICONV)
#define DUTYSCORE_HAS_ICONV 1
#include <iconv.h>
#endif

namespace dutyscore {

DUTYSCORE_INLINE bool is_utf8_table(std::string_view text) {
  const bool is_cut = text.size() > encoding_sample;
  text = text.substr(0, encoding_sample);
  if (!invalid_utf8(text)) return true;
  std::size_t valid = 0, invalid = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = decode(text, at).size;
    if (is_cut && size == 0 && text.size() - at < 4) break;  // a character that was cut off
    (size ? valid : invalid) += size == 1 ? 0 : std::max<std::size_t>(size, 1);
    at += std::max<std::size_t>(size, 1);
  }
  return valid >= invalid;
}

#ifdef DUTYSCORE_HAS_ICONV
DUTYSCORE_INLINE std::optional<std::string> from_gb18030(std::string_view text) {
  const iconv_t opened = ::iconv_open("UTF-8", "GB18030");
  if (opened == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  const std::shared_ptr<void> converter(opened, [](iconv_t c) { ::iconv_close(c); });
  std::string out(text.size() * 2 + 16, '\0');  // two bytes become at most four, four at most four
  char* from = const_cast<char*>(text.data());  // iconv's type is older than const
  char* to = out.data();
  std::size_t left = text.size(), room = out.size();
  const bool is_valid = ::iconv(opened, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  if (!is_valid || left > 0) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}
#else
DUTYSCORE_INLINE std::optional<std::string> from_gb18030(std::string_view) { return std::nullopt; }
#endif

}  // namespace dutyscore
