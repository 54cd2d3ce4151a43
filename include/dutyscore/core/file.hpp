// Whole files in and out, with the reason when that fails. `-` is standard input or output. Reading
// never follows a directory or waits for a limit to be passed; writing is all or nothing.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

#include "dutyscore/core/result.hpp"

namespace dutyscore {

/// The bytes of `path`. An error when it is missing, a directory, unreadable, or longer than
/// `limit`.
result<std::string> read_file(const std::string& path,
                              std::size_t limit = static_cast<std::size_t>(-1));

/// The rest of the stream; `name` is what messages call it.
result<std::string> read_stream(std::istream& in, const std::string& name,
                                std::size_t limit = static_cast<std::size_t>(-1));

/// Puts `text` where `path` says. A regular file is replaced as a whole, by renaming a new file
/// over it: on failure (DS0902) the old one stays. Devices, pipes and `-` are written to.
diagnostics write_file(const std::string& path, std::string_view text);

/// Why the last call of the system failed, in words: `errno`'s value.
message system_reason(int error);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/file.ipp"
#endif
