#include "cli/commands.hpp"
#include "cli/policies.hpp"
#include "dutyscore/core/version.hpp"
#include "dutyscore/report/diagnostic_json.hpp"

namespace dutyscore::cli {
namespace {

std::string sound_line(const read_document& d, language lang) {
  const bool zh = lang == language::zh;
  const std::string policies = std::to_string(d.tree->policies.size()),
                    scenarios = std::to_string(d.tree->scenarios.size());
  if (zh) return d.path + "：办法" + policies + "个，场景" + scenarios + "个，没有错误\n";
  return d.path + ": policies " + policies + ", scenarios " + scenarios + ": no mistakes\n";
}

std::string pretty(const std::vector<read_document>& all, const console& to) {
  std::string out;
  for (const read_document& d : all) {
    out += to_text(d.found, to.lang, to.colours_out);
    if (!has_error(d.found)) out += sound_line(d, to.lang);
  }
  return out;
}

}  // namespace

exit_code run_check(const arguments& a, const console& to) {
  std::vector<read_document> all;
  diagnostics found;
  for (const std::string& path : a.files) {
    all.push_back(check_document(path));
    found.insert(found.end(), all.back().found.begin(), all.back().found.end());
  }
  const auto make = [&](format f) {
    if (f == format::json) return to_json(found);
    if (f == format::sarif) return to_sarif(found, to.lang, version);
    return pretty(all, to);
  };
  return answer(to, a, make, has_error(found) ? exit_code::bad_input : exit_code::done);
}

}  // namespace dutyscore::cli
