#include <algorithm>

#include "cli/commands.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore::cli {
namespace {

bool is_failed(const scenario_outcome& o) { return o.status == scenario_status::failed; }

exit_code verdict(const std::vector<scenario_outcome>& outcomes, const console& to) {
  if (outcomes.empty()) {
    to.say(make_diagnostic("DS0912", {message{"there is no scenario", "没有算例"}}));
    return exit_code::nothing_to_do;
  }
  return std::any_of(outcomes.begin(), outcomes.end(), is_failed) ? exit_code::answer_is_no
                                                                  : exit_code::done;
}

}  // namespace

exit_code run_test(const arguments& a, const console& to) {
  const auto outcomes = run_scenarios(a.files, {a.filter.value_or("")});
  to.say(outcomes.messages());
  if (!outcomes) return exit_code::bad_input;
  const exit_code code = verdict(*outcomes, to);
  if (code == exit_code::nothing_to_do) return code;
  const auto make = [&](format f) {
    return f == format::junit ? to_junit(*outcomes, to.lang)
                              : to_text(*outcomes, to.lang, to.colours_out);
  };
  return answer(to, a, make, code);
}

}  // namespace dutyscore::cli
