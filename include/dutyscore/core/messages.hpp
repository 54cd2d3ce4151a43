// The wording of every diagnostic, in one table: code, severity, English, Chinese. `{0}`, `{1}` …
// are filled in. Codes are stable and never reused. DS01xx text and grammar, DS02xx policy, DS03xx
// data, DS04xx evaluation, DS05xx scenarios, DS09xx files and limits. A test visits every code, and
// docs/diagnostics.md lists them.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "dutyscore/core/diagnostic.hpp"

namespace dutyscore {

struct message_entry {
  std::string_view code;
  severity level;
  std::string_view en;
  std::string_view zh;
};

/// All messages, sorted by code.
std::span<const message_entry> message_catalogue();

/// A piece put into a message: the same in both languages, or one text for each.
struct message_argument {
  message_argument(std::string_view both) : en(both), zh(both) {}
  message_argument(const std::string& both) : en(both), zh(both) {}
  message_argument(const char* both) : en(both), zh(both) {}
  message_argument(const message& m) : en(m.en), zh(m.zh) {}
  std::string en;
  std::string zh;
};

/// The sentence of `code`, filled in. Throws std::invalid_argument for a code that is not in the
/// table.
diagnostic make_diagnostic(std::string_view code,
                           std::initializer_list<message_argument> arguments);
/// The same at a place in a source.
diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                           source_ptr where, span at, message caption = {});
/// The same at a place in a table of data.
diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                           data_place at);

/// A caption, a hint or the name of a thing by its id. Throws std::invalid_argument for an id that is not there.
message phrase(std::string_view id, std::initializer_list<message_argument> arguments = {});

/// "did you mean “…”?" in both languages.
message did_you_mean(std::string_view suggestion);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/messages.ipp"
#include "dutyscore/impl/core/phrases.ipp"
#endif
