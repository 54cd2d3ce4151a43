#include <algorithm>

#include "cli/commands.hpp"
#include "cli/policies.hpp"
#include "dutyscore/core/version.hpp"
#include "dutyscore/report/diagnostic_json.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore::cli {
namespace {

std::string sound_line(const read_document& d, language lang) {
  const std::string policies = std::to_string(d.tree->policies.size());
  const std::string scenarios = std::to_string(d.tree->scenarios.size());
  if (lang == language::zh)
    return d.path + "：没有错误（办法" + policies + "个，算例" + scenarios + "个）\n";
  return d.path + ": no mistakes (policies: " + policies + ", scenarios: " + scenarios + ")\n";
}

std::string pretty(const std::vector<read_document>& all, const console& to) {
  std::string out;
  for (const read_document& d : all) {
    out += to_text(d.found, to.lang, to.colours_out);
    if (!has_error(d.found)) out += sound_line(d, to.lang);
  }
  return out;
}

bool is_sound(const read_document& d) { return d.tree && !has_error(d.found); }

bool is_same(const diagnostic& a, const diagnostic& b) {
  const auto begin = [](const diagnostic& d) {
    return d.spans.empty() ? std::size_t{0} : std::size_t{d.spans.front().where.begin};
  };
  return a.code == b.code && a.what == b.what && a.where == b.where && a.data == b.data &&
         begin(a) == begin(b);
}

/// Mistakes of scenarios, once all policies are sound: a scenario's policy may stand in another of
/// the files. Warnings of the policies come again and are left out.
void check_scenarios(std::vector<read_document>& all) {
  if (!std::all_of(all.begin(), all.end(), is_sound)) return;
  std::vector<ast::document> documents;
  for (const read_document& d : all) documents.push_back(*d.tree);
  const auto outcomes = run_scenarios(documents);
  for (const diagnostic& mistake : outcomes.messages()) {
    auto home = std::find_if(all.begin(), all.end(), [&](const read_document& d) {
      return d.tree->where == mistake.where;
    });
    if (home == all.end()) home = all.begin();
    const bool is_known = std::any_of(home->found.begin(), home->found.end(),
                                      [&](const diagnostic& d) { return is_same(d, mistake); });
    if (!is_known) home->found.push_back(mistake);
  }
}

}  // namespace

exit_code run_check(const arguments& a, const console& to) {
  std::vector<read_document> all;
  for (const std::string& path : a.files) all.push_back(check_document(path));
  check_scenarios(all);
  diagnostics found;
  for (const read_document& d : all) found.insert(found.end(), d.found.begin(), d.found.end());
  const auto make = [&](format f) {
    if (f == format::json) return to_json(found);
    if (f == format::sarif) return to_sarif(found, to.lang, version);
    return pretty(all, to);
  };
  return answer(to, a, make, has_error(found) ? exit_code::bad_input : exit_code::done);
}

}  // namespace dutyscore::cli
