#include "cli/commands.hpp"
#include "cli/scoring.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/report/ranking.hpp"

namespace dutyscore::cli {
namespace {

/// Says that the unit has nobody: its name may be mistyped.
exit_code nobody_in(const std::string& unit, const scored& s, const arguments& a,
                    const console& to) {
  diagnostic why = make_diagnostic("DS0921", {unit});
  std::vector<std::string> units;
  if (const auto everybody = ranking_of(s.scores, *s.in, a.on))
    for (const ranking_row& row : everybody->rows) units.push_back(row.org_unit);
  if (const auto like = closest(unit, units)) why.hints.push_back(did_you_mean(*like));
  to.say(why);
  return exit_code::bad_input;
}

}  // namespace

exit_code run_rank(const arguments& a, const console& to) {
  const auto s = score(a, to);
  if (!s) return exit_code::bad_input;
  if (s->in->first > s->scores.through())
    return nothing_to_do(to, {"this period begins after the day of “through”", "本期在截至日之后才开始"});
  const auto ranked = ranking_of(s->scores, *s->in, a.on, a.within);
  to.say(ranked.messages());
  if (!ranked) return exit_code::bad_input;
  if (a.within && ranked->rows.empty()) return nobody_in(*a.within, *s, a, to);
  say_account(account_of(s->scores, a.on), a, to);
  const auto make = [&](format f) {
    if (f == format::json) return to_json(*ranked);
    return f == format::csv ? to_csv(*ranked) : to_text(*ranked, to.lang);
  };
  const exit_code code = answer(to, a, make, s->code);
  if (code != exit_code::done || !ranked->rows.empty()) return code;
  return nothing_to_do(to, {"nobody served in this period", "本期没有任职的人"});
}

}  // namespace dutyscore::cli
