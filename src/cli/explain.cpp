#include "cli/commands.hpp"
#include "cli/scoring.hpp"
#include "dutyscore/report/explanation.hpp"

namespace dutyscore::cli {
namespace {

rendering rendering_of(const explanation& e, bool statement_only, language lang) {
  return [&e, statement_only, lang](format f) {
    if (f == format::csv) return to_csv(e.account(), lang);
    if (f == format::json) return statement_only ? to_json(e.account()) : to_json(e);
    return statement_only ? to_text(e.account(), lang) : to_text(e, lang);
  };
}

}  // namespace

exit_code run_explain(const arguments& a, const console& to) {
  const auto s = score(a, to);
  if (!s) return exit_code::bad_input;
  const calendar& by = s->scores.policy()->calendar;
  const period in = s->in ? *s->in : *by.period_of(s->scores.through(), period_unit::year);
  const auto explained = explain(s->scores, *a.subject, in, a.on);
  to.say(explained.messages());
  if (!explained) return exit_code::bad_input;
  return answer(to, a, rendering_of(*explained, a.statement, to.lang), s->code);
}

}  // namespace dutyscore::cli
