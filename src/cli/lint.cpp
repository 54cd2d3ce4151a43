#include "cli/commands.hpp"
#include "cli/policies.hpp"
#include "dutyscore/core/version.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/diagnostic_json.hpp"
#include "dutyscore/testing/lint.hpp"

namespace dutyscore::cli {
namespace {

std::string summary(const std::string& path, const lint_report& r, language lang) {
  const std::string accepted = std::to_string(r.accepted);
  if (lang == language::zh)
    return path + "：没有可疑之处" + (r.accepted ? "（已说明" + accepted + "处）" : "") + "\n";
  return path + ": nothing suspicious" + (r.accepted ? " (accepted: " + accepted + ")" : "") + "\n";
}

}  // namespace

exit_code run_lint(const arguments& a, const console& to) {
  diagnostics findings;
  std::string pretty;
  for (const std::string& path : a.files) {
    const read_document read = read_document_from(path);
    const result<std::vector<policy>> policies =
        read.tree ? check(*read.tree) : result<std::vector<policy>>(read.found);
    if (!policies || has_error(read.found)) {
      to.say(policies ? read.found : policies.messages());
      return exit_code::bad_input;
    }
    const lint_report report = lint(*read.tree, *policies);
    findings.insert(findings.end(), report.findings.begin(), report.findings.end());
    pretty += report.findings.empty() ? summary(path, report, to.lang)
                                      : to_text(report.findings, to.lang, to.colours_out);
  }
  const auto make = [&](format f) {
    if (f == format::json) return to_json(findings);
    if (f == format::sarif) return to_sarif(findings, to.lang, version);
    return f == format::github ? to_github(findings, to.lang) : pretty;
  };
  return answer(to, a, make, findings.empty() ? exit_code::done : exit_code::answer_is_no);
}

}  // namespace dutyscore::cli
