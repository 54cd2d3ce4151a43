// What is wrong, where, and how to mend it: the one form of every message about policies, data and
// scenarios. The wording of all of them, in both languages, stands in core/messages.hpp.
// Diagnostics are plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/core/source.hpp"

namespace dutyscore {

enum class severity : unsigned char { error, warning };

/// One sentence in both languages.
struct message {
  std::string en;
  std::string zh;
  const std::string& in(language lang) const { return lang == language::zh ? zh : en; }
  bool operator==(const message&) const = default;
};

/// A stretch of the source with a caption: the first of a diagnostic is where the mistake is,
/// further ones show what it has to do with (the earlier declaration, the block that was opened
/// there).
struct captioned_span {
  span where;
  message caption;
};

/// A place in a table of data.
struct data_place {
  std::string file;       // a path, `-`, or a name given by the host
  std::uint64_t row = 0;  // from 1, the header being row 1 of a file; 0: the whole file
  std::string column;     // empty: the whole row
  std::string found;      // the cell's text, empty when it says nothing
  bool operator==(const data_place&) const = default;
};

struct diagnostic {
  severity level = severity::error;
  std::string code;                   // stable: DS0123
  message what;                       // what was found and what was expected
  std::vector<captioned_span> spans;  // places in `where`
  source_ptr where;                   // absent for data
  std::optional<data_place> data;     // present for data
  std::vector<message> hints;         // how to mend it: "did you mean …"
};

using diagnostics = std::vector<diagnostic>;

bool has_error(const diagnostics& list);

/// As a person reads it: code and sentence, the line of the source, a caret under the right
/// character, hints. With ANSI colours when `colours`. Ends with a line end.
std::string to_text(const diagnostic& d, language lang, bool colours = false);
std::string to_text(const diagnostics& list, language lang, bool colours = false);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/diagnostic.ipp"
#endif
