#include "cli/commands.hpp"
#include "cli/diff.hpp"
#include "cli/policies.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/printer.hpp"

namespace dutyscore::cli {
namespace {

struct formatted {
  std::string path;
  std::string before, after;
  bool changed() const { return before != after; }
};

/// Nothing for a file that cannot be read; what is wrong is said.
std::optional<formatted> format_file(const std::string& path, std::optional<language> spelling,
                                     const console& to) {
  const read_document d = read_document_from(path);
  to.say(d.found);
  if (!d.tree) return std::nullopt;
  return formatted{path, d.tree->where->text(), print(*d.tree, spelling)};
}

exit_code list_changed(const arguments& a, const console& to, const std::vector<formatted>& all) {
  std::string out;
  bool any = false;
  for (const formatted& f : all) {
    any = any || f.changed();
    if (f.changed()) out += a.diff ? unified_diff(f.path, f.before, f.after) : f.path + "\n";
  }
  return answer(
      to, a, [&](format) { return out; }, any ? exit_code::answer_is_no : exit_code::done);
}

exit_code rewrite(const console& to, const std::vector<formatted>& all) {
  bool all_written = true;
  for (const formatted& f : all) {
    if (!f.changed()) continue;
    const diagnostics failed = write_file(f.path, f.after);
    to.say(failed);
    if (failed.empty()) to.note(f.path + "\n");
    all_written = all_written && failed.empty();
  }
  return all_written ? exit_code::done : exit_code::bad_input;
}

}  // namespace

exit_code run_fmt(const arguments& a, const console& to) {
  std::vector<formatted> all;
  bool all_read = true;
  for (const std::string& path : a.files.empty() ? std::vector<std::string>{"-"} : a.files) {
    auto f = format_file(path, a.spelling, to);
    all_read = all_read && f;
    if (f) all.push_back(*std::move(f));
  }
  if (!all_read && !a.write && !a.check && !a.diff)
    return exit_code::bad_input;  // no half of an answer
  const auto print_all = [&](format) {
    std::string out;
    for (const formatted& f : all) out += f.after;
    return out;
  };
  const exit_code code = a.write               ? rewrite(to, all)
                         : (a.check || a.diff) ? list_changed(a, to, all)
                                               : answer(to, a, print_all);
  return all_read ? code : exit_code::bad_input;
}

}  // namespace dutyscore::cli
