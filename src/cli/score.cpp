#include <algorithm>

#include "cli/commands.hpp"
#include "cli/scoring.hpp"
#include "cli/stats.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/scores.hpp"

namespace dutyscore::cli {
namespace {

/// The same value in whichever format is asked for.
template <class Report>
rendering rendering_of(const Report& r, language lang) {
  return [&r, lang](format f) {
    if (f == format::json) return to_json(r);
    if (f == format::csv) {
      if constexpr (requires { to_csv(r, lang); })
        return to_csv(r, lang);
      else
        return to_csv(r);
    }
    return to_text(r, lang);
  };
}

void keep_periods_within(score_table& table, const period& in) {
  std::erase_if(table.rows, [&](const score_row& row) {
    return row.period.first < in.first || in.last < row.period.last;
  });
}

/// Rows of days, of which totals know nothing.
bool asks_for_a_day(const arguments& a) { return a.period && !a.by && date::parse(*a.period); }

/// A table of scores as CSV needs no book.
bool is_plain_table(const arguments& a) {
  return !a.refused && !a.account && !asks_for_a_day(a) &&
         std::all_of(a.outputs.begin(), a.outputs.end(),
                     [](const output_target& o) { return o.format == format::csv; });
}

exit_code write_table(const arguments& a, const console& to) {
  const auto s = sum(a, to);
  if (!s) return exit_code::bad_input;
  say_account(account_of(s->points, s->rules), a, to);
  stopwatch time;
  const std::string text = to_csv(s->points, s->rules, s->in);
  const bool is_empty = std::count(text.begin(), text.end(), '\n') < 2;
  const exit_code code = answer(to, a, [&](format) { return text; }, s->code);
  say_stats(s->stats, time.lap(), s->rules, a, to);
  return code == exit_code::done && is_empty ? nothing_to_do(to, nobody_has_a_score) : code;
}

exit_code write_from_book(const scored& s, const arguments& a, const console& to) {
  if (a.refused) {
    const refused_list list = refused_list_of(s.scores, s.in.value_or(period{}), a.on);
    return answer(to, a, rendering_of(list, to.lang), s.code);
  }
  if (a.account) {
    const row_account account = account_of(s.scores, a.on);
    return answer(to, a, rendering_of(account, to.lang), s.code);
  }
  auto table = scores_of(s.scores, unit_of_rows(a, s.in), a.detail, a.on);
  to.say(table.messages());
  if (!table) return exit_code::bad_input;
  if (s.in) keep_periods_within(*table, *s.in);
  const exit_code code = answer(to, a, rendering_of(*table, to.lang), s.code);
  return code == exit_code::done && table->rows.empty() ? nothing_to_do(to, nobody_has_a_score) : code;
}

}  // namespace

exit_code run_score(const arguments& a, const console& to) {
  if (is_plain_table(a)) return write_table(a, to);
  const auto s = score(a, to);
  if (!s) return exit_code::bad_input;
  say_account(account_of(s->scores, a.on), a, to);
  stopwatch time;
  const exit_code code = write_from_book(*s, a, to);
  say_stats(s->stats, time.lap(), s->rules, a, to);
  return code;
}

}  // namespace dutyscore::cli
