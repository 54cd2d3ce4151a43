#pragma once

#include <algorithm>
#include <cstring>

#include "dutyscore/data/csv_cut.hpp"
#include "dutyscore/data/csv_records.hpp"
#include "dutyscore/data/delimiters.hpp"

namespace dutyscore::detail {

/// One walk over a text from quote to quote.
class csv_cutter {
 public:
  csv_cutter(std::string_view text, std::size_t limit)
      : begin_(text.data()), end_(text.data() + text.size()), limit_(limit) {}

  csv_cut cut(std::size_t wanted) {
    const char* const soft_end = begin_ + std::min(wanted, static_cast<std::size_t>(end_ - begin_));
    for (const char* at = begin_; at && at < soft_end;) {
      const char* const quote = find(at, soft_end, '"');
      take_lines(at, quote ? quote : soft_end);
      at = !quote ? soft_end : opens_cell(quote) ? behind_quoted(quote) : quote + 1;
    }
    return out_;
  }

 private:
  static const char* find(const char* from, const char* to, char c) {
    return static_cast<const char*>(std::memchr(from, c, static_cast<std::size_t>(to - from)));
  }
  bool opens_cell(const char* quote) const {
    return quote == begin_ || is_delimiter(quote[-1]);
  }
  bool ends_line(const char* at) const {
    return *at == '\n' || (*at == '\r' && (at + 1 == end_ || at[1] != '\n'));
  }

  /// Behind the quote that closes the cell; nullptr when it is too far away.
  const char* behind_quoted(const char* quote) const {
    const std::size_t left = static_cast<std::size_t>(end_ - quote);
    const char* const last = quote + std::min(left, limit_ + 2);
    for (const char* at = quote + 1; at < last; at += 2) {
      at = find(at, last, '"');
      if (!at) return nullptr;
      if (at + 1 == end_ || at[1] != '"') return at + 1;
    }
    return nullptr;
  }

  void take_lines(const char* from, const char* to) {
    std::uint64_t lines = static_cast<std::uint64_t>(std::count(from, to, '\n'));
    for (const char* at = from; (at = find(at, to, '\r')); ++at) lines += ends_line(at);
    if (lines == 0) return;
    out_.records += lines;
    while (!ends_line(to - 1)) --to;
    out_.bytes = static_cast<std::size_t>(to - begin_);
  }

  const char* begin_;
  const char* end_;
  std::size_t limit_;
  csv_cut out_;
};

DUTYSCORE_INLINE csv_cut cut_csv(std::string_view text, std::size_t wanted, std::size_t limit) {
  const line_count plain = count_lines(text.substr(0, wanted));
  if (plain.is_plain) return {text.substr(0, wanted).rfind('\n') + 1, plain.lines};
  return csv_cutter(text, limit).cut(wanted);
}

DUTYSCORE_INLINE csv_cut cut_lines(std::string_view text, std::size_t wanted) {
  text = text.substr(0, wanted);
  return {text.rfind('\n') + 1, count_lines(text).lines};
}

}  // namespace dutyscore::detail
