#pragma once

#include <string>
#include <string_view>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/testing/scenario.hpp"

// How the reports of scenarios, whatever their form, name a place and the command that comes back
// to it.
namespace dutyscore::detail::scenarios {

DUTYSCORE_INLINE std::string place_of(const source& in, span at) {
  const line_column place = in.locate(at.begin);
  return in.name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// An expectation that does not hold, in the form of every other message.
DUTYSCORE_INLINE diagnostic as_diagnostic(const scenario_outcome& o, const expectation_failure& f) {
  return make_diagnostic("DS0550", {f.what, f.expected, f.got}, o.source, f.where);
}

/// One word for a shell.
DUTYSCORE_INLINE std::string shell_quoted(std::string_view word) {
  const bool is_plain = word.find_first_of("\"$`\\!\n") == std::string_view::npos;
  if (is_plain) return "\"" + std::string(word) + "\"";
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Bare when nothing in it means anything to a shell.
DUTYSCORE_INLINE std::string shell_path(std::string_view path) {
  constexpr std::string_view special = " \t\n\"'`$&|;<>(){}[]*?!#~\\";
  const std::string word = (path.starts_with("-") && path != "-" ? "./" : "") + std::string(path);
  return word.find_first_of(special) == std::string::npos ? word : shell_quoted(word);
}

}  // namespace dutyscore::detail::scenarios
