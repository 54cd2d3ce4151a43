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

csv_options csv_options_of(const arguments& a) {
  csv_options out;
  out.ignore_columns = a.ignore_columns;
  out.ignore_unknown_columns = a.ignore_unknown_columns;
  return out;
}

std::vector<std::string> activities_of(const arguments& a) {
  return {a.files.begin() + 1, a.files.end()};
}

/// The period that the word names under this policy; says what is wrong when there is none.
std::optional<period> period_named(const std::string& word, const calendar& by, const console& to) {
  auto found = by.parse_period(word);
  if (found) return found;
  diagnostic d = make_diagnostic("DS0936", {word, "--period"});
  std::vector<std::string> terms;
  for (const calendar_term& t : by.terms()) terms.push_back(t.name);
  if (const auto like = closest(word, terms)) d.hints.push_back(did_you_mean(*like));
  to.say(d);
  return std::nullopt;
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

std::optional<scored> score(const arguments& a, const console& to) {
  progress shown(to.shows_progress, to.lang);
  shown.step({"reading the policy", "正在读取办法"});
  const auto rules = said(compile_file(a.files.front()), to);
  if (!rules) return std::nullopt;
  std::optional<period> in;
  if (a.period && !(in = period_named(*a.period, (*rules)->calendar, to))) return std::nullopt;
  evaluate_options options;
  options.through = a.through_day;
  options.bad_rows = a.report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  if (a.roster && !(options.subjects =
                        said(read_roster_csv(*a.roster, rules->schema(), csv_options_of(a)), to)))
    return std::nullopt;
  shown.step({"reading activities", "正在读取活动"});
  const auto rows = said(read_csv(activities_of(a), rules->schema(), csv_options_of(a)), to);
  if (!rows) return std::nullopt;
  shown.step({"scoring", "正在计分"});
  auto scores = said(evaluate(*rules, *rows, options), to);
  if (!scores) return std::nullopt;
  say_bad_rows(*scores, to);
  const exit_code code = scores->bad().empty() ? exit_code::done : exit_code::bad_input;
  return scored{*std::move(scores), std::move(in), code};
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
