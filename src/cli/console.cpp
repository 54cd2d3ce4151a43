#include "cli/console.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "dutyscore/core/file.hpp"

namespace dutyscore::cli {
namespace {

bool wants_colours(int descriptor) {
  const char *off = std::getenv("NO_COLOR"), *term = std::getenv("TERM");
  const bool dumb = !term || std::strcmp(term, "dumb") == 0;
  return ::isatty(descriptor) && !(off && *off) && !dumb;
}

void write_err(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace

console console_for(language lang) {
  return {lang, wants_colours(STDOUT_FILENO), wants_colours(STDERR_FILENO),
          ::isatty(STDERR_FILENO) != 0};
}

void console::say(const diagnostics& list) const { write_err(to_text(list, lang, colours_err)); }
void console::say(const diagnostic& d) const { write_err(to_text(d, lang, colours_err)); }
void console::note(std::string_view text) const { write_err(text); }

bool write_outputs(const console& to, const std::vector<output_target>& outputs,
                   const rendering& make) {
  std::map<format, std::string> made;
  bool all_written = true;
  for (const output_target& o : outputs) {
    const auto [text, is_new] = made.try_emplace(o.format);
    if (is_new) text->second = make(o.format);
    const diagnostics failed = write_file(o.path, text->second);
    const bool is_closed_pipe = !failed.empty() && errno == EPIPE;
    if (!is_closed_pipe) to.say(failed);
    all_written = all_written && failed.empty();
  }
  return all_written;
}

exit_code answer(const console& to, const arguments& a, const rendering& make, exit_code code) {
  return write_outputs(to, a.outputs, make) ? code : exit_code::bad_input;
}

}  // namespace dutyscore::cli
