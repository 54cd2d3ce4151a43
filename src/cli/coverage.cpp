#include "cli/coverage.hpp"

#include "dutyscore/core/messages.hpp"
#include "dutyscore/testing/coverage_text.hpp"

namespace dutyscore::cli {

bool write_coverage(const coverage_report& report, const arguments& a, const console& to) {
  const auto make = [&](format f) {
    switch (f) {
      case format::lcov:
        return to_lcov(report);
      case format::json:
        return to_json(report);
      case format::html:
        return to_html(report, to.lang);
      default:
        return to_text(report, to.lang);
    }
  };
  return write_outputs(to, a.coverages, make);
}

bool is_enough(const coverage_report& report, const arguments& a, const console& to) {
  if (!a.least_coverage || report.reaches(*a.least_coverage)) return true;
  to.say(make_diagnostic(
      "DS0565", {percent_text(report.reached(), report.sites()), a.least_coverage->to_string()}));
  return false;
}

}  // namespace dutyscore::cli
