// Texts that are not UTF-8. Chinese tables are often saved as GBK; GB18030, the national standard,
// holds all of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"
#include "dutyscore/core/progress.hpp"

namespace dutyscore {

/// How much of a text is_utf8_table looks at: 1 MiB.
inline constexpr std::size_t encoding_sample = std::size_t{1} << 20;

/// Whether a table is to be read as UTF-8: of the bytes beyond ASCII in its first `encoding_sample`
/// bytes at least half are valid UTF-8. In GB18030 far fewer are; in a table with a few damaged
/// bytes nearly all.
bool is_utf8_table(std::string_view text);

/// GB18030 as UTF-8; nothing when a byte is not GB18030, or where the system cannot tell. `watch`,
/// where there is one, is told the bytes of `text`.
std::optional<std::string> from_gb18030(std::string_view text, progress_watch* watch = nullptr);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/encoding.ipp"
#endif
