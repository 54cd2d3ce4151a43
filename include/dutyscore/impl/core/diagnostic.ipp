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

/// Characters that a terminal would obey or hide, not show: controls, and those that set the
/// direction of text.
DUTYSCORE_INLINE bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/// A line of a source as it is shown: tabs as one space, hidden characters as `·`, and of a very
/// long line only the part around the mark.
struct excerpt {
  std::string text;
  std::size_t caret = 0;  // columns before the marked stretch
  std::size_t width = 1;  // columns of the marked stretch
};

/// One character as it is shown, and the bytes that it took.
struct shown_character {
  std::string text;
  std::size_t size = 1;
};

DUTYSCORE_INLINE shown_character show(std::string_view line, std::size_t at) {
  const code_point c = decode(line, at);
  if (c.size == 0) return {"·", 1};
  if (c.value == '\t') return {" ", 1};
  return {is_hidden(c.value) ? "·" : std::string(line.substr(at, c.size)), c.size};
}

/// The first byte of the character before `at`.
DUTYSCORE_INLINE std::size_t previous_character(std::string_view line, std::size_t at) {
  std::size_t before = at - 1;
  while (before > 0 && at - before < 4 && (static_cast<unsigned char>(line[before]) & 0xC0) == 0x80)
    --before;
  return before;
}

DUTYSCORE_INLINE excerpt excerpt_of(std::string_view line, std::size_t begin, std::size_t end) {
  constexpr std::size_t columns_before = 60, columns_from_mark = 80;
  begin = std::min(begin, line.size());
  std::size_t from = begin;
  for (std::size_t columns = 0; from > 0 && columns < columns_before;
       columns += std::max<std::size_t>(1, display_width(show(line, from).text)))
    from = previous_character(line, from);
  excerpt out{from > 0 ? "…" : "", from > 0 ? 1u : 0u, 0};
  std::size_t at = from, after = 0;
  while (at < line.size() && after < columns_from_mark) {
    const shown_character c = show(line, at);
    const std::size_t width = display_width(c.text);
    if (at < begin) out.caret += width;
    if (at >= begin) after += std::max<std::size_t>(1, width);
    if (at >= begin && at < end) out.width += width;
    out.text += c.text;
    at += c.size;
  }
  if (at < line.size()) out.text += "…";
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
