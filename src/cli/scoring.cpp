#include "cli/scoring.hpp"

#include <algorithm>

#include "cli/progress.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/account.hpp"

namespace dutyscore::cli {
namespace {

csv_options csv_options_of(const arguments& a, const account_request& what) {
  csv_options out;
  out.ignore_columns = a.ignore_columns;
  out.ignore_columns.insert(out.ignore_columns.end(), what.ignore_columns.begin(),
                            what.ignore_columns.end());
  out.ignore_unknown_columns = a.ignore_unknown_columns;
  return out;
}

/// Says the messages; the value when there is one.
template <class T>
std::optional<T> said(result<T> r, const console& to) {
  to.say(r.messages());
  if (!r) return std::nullopt;
  return *std::move(r);
}

/// Bad rows that are only reported are said here; otherwise evaluate() has made errors of them.
void say_bad_rows(const book& of, const console& to) {
  for (const bad_row& b : of.bad()) to.say(b.why);
}

}  // namespace

bool read_period(const arguments& a, const policy& rules, const console& to,
                 std::optional<period>& in) {
  if (!a.period) return true;
  const calendar& by = rules->calendar;
  if ((in = by.parse_period(*a.period))) return true;
  diagnostic d = make_diagnostic("DS0936", {*a.period, "--period"});
  std::vector<std::string> terms;
  for (const calendar_term& t : by.terms()) terms.push_back(t.name);
  if (const auto like = closest(*a.period, terms)) d.hints.push_back(did_you_mean(*like));
  to.say(d);
  return false;
}

std::optional<scored> score(const arguments& a, const console& to) {
  progress shown(to.shows_progress, to.lang);
  shown.step({"reading the policy", "正在读取办法"});
  const auto rules = said(compile_file(a.files.front()), to);
  if (!rules) return std::nullopt;
  std::optional<period> in;
  if (!read_period(a, *rules, to, in)) return std::nullopt;
  auto out = score(*rules, {std::span(a.files).subspan(1), {}, a.through_day}, a, to);
  if (out) out->in = std::move(in);
  return out;
}

std::optional<scored> score(const policy& rules, const account_request& what, const arguments& a,
                            const console& to) {
  progress shown(to.shows_progress, to.lang);
  const csv_options reading = csv_options_of(a, what);
  evaluate_options options;
  options.through = what.through;
  options.bad_rows = a.report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  if (a.roster &&
      !(options.subjects = said(read_roster_csv(*a.roster, rules.schema(), reading), to)))
    return std::nullopt;
  shown.step({"reading activities", "正在读取活动"});
  const std::vector<std::string> files(what.activities.begin(), what.activities.end());
  const auto rows = said(read_activities(files, rules.schema(), reading), to);
  if (!rows) return std::nullopt;
  shown.step({"scoring", "正在计分"});
  auto scores = said(evaluate(rules, *rows, options), to);
  if (!scores) return std::nullopt;
  say_bad_rows(*scores, to);
  const exit_code code = scores->bad().empty() ? exit_code::done : exit_code::bad_input;
  return scored{*std::move(scores), std::nullopt, code};
}

void say_account(const book& of, const arguments& a, const console& to) {
  const bool any_csv = std::any_of(a.outputs.begin(), a.outputs.end(),
                                   [](const output_target& o) { return o.format == format::csv; });
  if (!any_csv) return;
  const row_account account = account_of(of, a.on);
  for (const unmatched_kind& u : account.unmatched) {
    diagnostic d = make_diagnostic("DS0922", {u.kind, std::to_string(u.rows)});
    if (u.suggestion) d.hints.push_back(did_you_mean(*u.suggestion));
    to.say(d);
  }
  to.note(summary(account, to.lang));
}

}  // namespace dutyscore::cli
