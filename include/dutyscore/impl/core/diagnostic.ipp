#pragma once

#include <algorithm>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/text.hpp"

namespace dutyscore {
namespace detail {

struct palette {
  std::string_view error, warning, place, plain;
};
inline constexpr palette coloured{"\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[0m"};
inline constexpr palette uncoloured{"", "", "", ""};

/// A line of a source as it is shown: tabs as one space, control characters as `·`, and of a very
/// long line only the part around `focus`.
struct excerpt {
  std::string text;
  std::size_t caret = 0;  // columns before the marked stretch
  std::size_t width = 1;  // columns of the marked stretch
};

DUTYSCORE_INLINE excerpt excerpt_of(std::string_view line, std::size_t begin, std::size_t end) {
  constexpr std::size_t before = 60, after = 60;  // characters kept on either side of the mark
  std::size_t from = begin > before * 4 ? begin - before * 4 : 0;
  std::size_t to = std::min(
      line.size(), std::max(end, begin) > begin + after * 4 ? begin + after * 4 : end + after * 4);
  const auto is_inside = [&](std::size_t at) {
    return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80;
  };
  while (is_inside(from)) ++from;
  while (is_inside(to)) ++to;
  excerpt out;
  if (from > 0) out.text = "…";
  out.caret = display_width(out.text);
  out.width = 0;
  for (std::size_t at = from; at < to;) {
    const code_point c = decode(line, at);
    const std::size_t size = c.size ? c.size : 1;
    std::string shown(line.substr(at, size));
    if (c.size == 0 || (c.value < 0x20 && c.value != '\t') || c.value == 0x7F) shown = "·";
    if (c.value == '\t') shown = " ";
    const std::size_t width = display_width(shown);
    if (at < begin) out.caret += width;
    if (at >= begin && at < end) out.width += width;
    out.text += shown;
    at += size;
  }
  if (to < line.size()) out.text += "…";
  out.width = std::max<std::size_t>(out.width, 1);
  return out;
}

DUTYSCORE_INLINE std::string span_text(const source& where, const captioned_span& s, language lang,
                                       const palette& p, std::string_view colour) {
  const line_column place = where.locate(s.where.begin);
  const std::string number = std::to_string(place.line);
  const std::size_t start = where.line_start(place.line);
  const excerpt shown =
      excerpt_of(where.line(place.line), s.where.begin - start, s.where.end - start);
  const std::string margin(number.size(), ' ');
  std::string out = margin + std::string(p.place) + "--> " + where.name() + ":" + number + ":" +
                    std::to_string(place.column) + std::string(p.plain) + "\n";
  out += std::string(p.place) + number + " | " + std::string(p.plain) + shown.text + "\n";
  out += std::string(p.place) + margin + " | " + std::string(p.plain) +
         std::string(shown.caret, ' ') + std::string(colour) + std::string(shown.width, '^') +
         std::string(p.plain);
  if (const std::string& caption = s.caption.in(lang); !caption.empty()) out += " " + caption;
  return out + "\n";
}

DUTYSCORE_INLINE std::string place_text(const data_place& place, language lang) {
  const bool zh = lang == language::zh;
  std::string out = place.file;
  if (place.row > 0) out += (zh ? "：第" : ": row ") + std::to_string(place.row) + (zh ? "行" : "");
  if (!place.column.empty()) out += (zh ? "“" : ", column “") + place.column + (zh ? "”列" : "”");
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE bool has_error(const diagnostics& list) {
  return std::any_of(list.begin(), list.end(),
                     [](const diagnostic& d) { return d.level == severity::error; });
}

DUTYSCORE_INLINE std::string to_text(const diagnostic& d, language lang, bool colours) {
  const detail::palette& p = colours ? detail::coloured : detail::uncoloured;
  const bool zh = lang == language::zh, is_error = d.level == severity::error;
  const std::string_view colour = is_error ? p.error : p.warning;
  std::string out(colour);
  out += is_error ? (zh ? "错误" : "error") : (zh ? "警告" : "warning");
  out += "[" + d.code + "]" + std::string(p.plain) + (zh ? "：" : ": ") + d.what.in(lang) + "\n";
  if (d.where)
    for (const captioned_span& s : d.spans) out += detail::span_text(*d.where, s, lang, p, colour);
  if (d.data)
    out += std::string(p.place) + " --> " + detail::place_text(*d.data, lang) +
           std::string(p.plain) + "\n";
  for (const message& hint : d.hints) out += std::string(" = ") + hint.in(lang) + "\n";
  return out;
}

DUTYSCORE_INLINE std::string to_text(const diagnostics& list, language lang, bool colours) {
  std::string out;
  for (const diagnostic& d : list) out += to_text(d, lang, colours);
  return out;
}

}  // namespace dutyscore
