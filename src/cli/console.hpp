// Where the command speaks: diagnostics and notes to standard error, answers to the outputs that
// were asked for.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"

namespace dutyscore::cli {

/// What the terminals at hand can do.
struct console {
  language lang = language::en;
  bool colours_out = false;  // standard output is a terminal that wants colours
  bool colours_err = false;
  bool shows_progress = false;

  void say(const diagnostics& list) const;
  void say(const diagnostic& d) const;
  /// A line that is no diagnostic.
  void note(std::string_view text) const;
};

console console_for(language lang);

/// Makes the answer in one format.
using rendering = std::function<std::string(format)>;

/// Writes each output once, a format made once however many outputs want it. Files are replaced as
/// a whole. Says what failed; a closed pipe is not worth a word.
bool write_outputs(const console& to, const std::vector<output_target>& outputs,
                   const rendering& make);

/// `code`, unless writing failed.
exit_code answer(const console& to, const arguments& a, const rendering& make,
                 exit_code code = exit_code::done);

}  // namespace dutyscore::cli
