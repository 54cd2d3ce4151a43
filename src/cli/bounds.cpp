#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/bounds_report.hpp"

namespace dutyscore::cli {

exit_code run_bounds(const arguments& a, const console& to) {
  const auto rules = compile_file(a.files.front());
  to.say(rules.messages());
  if (!rules) return exit_code::bad_input;
  progress shown(to.shows_progress, to.lang);
  shown.step({"looking for examples", "正在寻找例子"});
  const bounds_report report = a.by ? bounds_report_of(*rules, {a.by_unit}) : bounds_report_of(*rules);
  const auto make = [&](format f) {
    return f == format::json ? to_json(report) : to_text(report, to.lang);
  };
  return answer(to, a, make);
}

}  // namespace dutyscore::cli
