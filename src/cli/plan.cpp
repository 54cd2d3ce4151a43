#include "dutyscore/plan/plan.hpp"

#include "cli/commands.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace dutyscore::cli {

exit_code run_plan(const arguments& a, const console& to) {
  const auto rules = compile_file(a.files.front());
  to.say(rules.messages());
  if (!rules) return exit_code::bad_input;
  return answer(to, a, [&](format) { return to_text(make_plan(*rules)); });
}

}  // namespace dutyscore::cli
