#pragma once

#include <algorithm>
#include <cerrno>
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
namespace detail {

/// GB18030 as UTF-8, some of it at a time.
class gb18030_reader {
 public:
  static constexpr std::size_t step = std::size_t{1} << 18;

  bool is_known() const { return converter_ != nullptr; }

  /// Appends the beginning of `text` to `out` and takes it off `text`; false when it is no GB18030.
  bool read(std::string_view& text, std::string& out) {
    char* from = const_cast<char*>(text.data());  // iconv's type is older than const
    char* to = room_.data();
    std::size_t left = std::min(step, text.size()), room = room_.size();
    const bool is_rest = left == text.size();
    const bool is_whole =
        ::iconv(converter_.get(), &from, &left, &to, &room) != static_cast<std::size_t>(-1);
    const auto used = static_cast<std::size_t>(from - text.data());
    const bool is_cut_off = !is_whole && errno == EINVAL && !is_rest && used > 0;
    if (!is_whole && !is_cut_off) return false;
    out.append(room_, 0, room_.size() - room);
    text.remove_prefix(used);
    return true;
  }

 private:
  static std::shared_ptr<void> open() {
    const iconv_t opened = ::iconv_open("UTF-8", "GB18030");
    if (opened == reinterpret_cast<iconv_t>(-1)) return nullptr;
    return {opened, [](iconv_t c) { ::iconv_close(c); }};
  }

  std::shared_ptr<void> converter_ = open();
  std::string room_ = std::string(2 * step, '\0');  // two bytes become at most four, four at most four
};

}  // namespace detail

DUTYSCORE_INLINE std::optional<std::string> from_gb18030(std::string_view text,
                                                         progress_watch* watch) {
  detail::gb18030_reader reader;
  if (!reader.is_known()) return std::nullopt;
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  while (!text.empty()) {
    const std::size_t before = text.size();
    if (!reader.read(text, out)) return std::nullopt;
    if (watch) watch->add(before - text.size());
  }
  return out;
}
#else
DUTYSCORE_INLINE std::optional<std::string> from_gb18030(std::string_view, progress_watch*) {
  return std::nullopt;
}
#endif

}  // namespace dutyscore
