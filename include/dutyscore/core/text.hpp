// UTF-8 text as people see it: validity, columns on a terminal, likeness of names.
// Functions are pure and linear in the length of their input unless said otherwise.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// One decoded character and the bytes it took; `size` 0 when the bytes at that place are not
/// UTF-8.
struct code_point {
  char32_t value = 0;
  std::size_t size = 0;
};
code_point decode(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t value);

bool is_ascii(std::string_view text);

/// The offset of the first byte that is not valid UTF-8 (overlong forms and surrogates are not).
std::optional<std::size_t> invalid_utf8(std::string_view text);

/// Columns that the text takes on a terminal: 2 for wide East Asian characters, 0 for combining
/// ones.
std::size_t display_width(std::string_view text);
std::size_t display_width(char32_t character);

/// `text` followed (or preceded) by spaces up to `width` columns.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// The candidate most like `word`, when it is like enough to be what was meant; cost |word| x
/// |candidate| each.
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);

/// U+FF01-FF5E and U+3000 as their half-width twins, `、` and `。` as `,`; other characters as they
/// are.
char32_t half_width(char32_t character);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/text.ipp"
#endif
