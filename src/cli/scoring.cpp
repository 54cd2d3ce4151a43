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
void say_bad_rows(const std::vector<bad_row>& bad, const console& to) {
  for (const bad_row& b : bad) to.say(b.why);
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

namespace {

struct named_policy {
  policy rules;
  std::optional<period> in;
};

std::optional<named_policy> read_policy(const arguments& a, const console& to, progress& shown) {
  shown.step({"reading the policy", "正在读取办法"});
  auto rules = said(compile_file(a.files.front()), to);
  if (!rules) return std::nullopt;
  std::optional<period> in;
  if (!read_period(a, *rules, to, in)) return std::nullopt;
  return named_policy{*std::move(rules), std::move(in)};
}

struct read_input {
  batch rows;
  evaluate_options options;
};

std::optional<read_input> read(const policy& rules, const account_request& what,
                               const arguments& a, const console& to, progress& shown) {
  csv_options reading = csv_options_of(a, what);
  reading.threads = threads_of(a);
  evaluate_options options;
  options.through = what.through;
  options.threads = reading.threads;
  options.bad_rows = a.report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  if (a.roster &&
      !(options.subjects = said(read_roster_csv(*a.roster, rules.schema(), reading), to)))
    return std::nullopt;
  shown.step({"reading activities", "正在读取活动"});
  const std::vector<std::string> files(what.activities.begin(), what.activities.end());
  auto rows = said(read_activities(files, rules.schema(), reading), to);
  if (!rows) return std::nullopt;
  shown.step({"scoring", "正在计分"});
  return read_input{*std::move(rows), std::move(options)};
}

exit_code code_of(const std::vector<bad_row>& bad, const console& to) {
  say_bad_rows(bad, to);
  return bad.empty() ? exit_code::done : exit_code::bad_input;
}

}  // namespace

std::optional<scored> score(const arguments& a, const console& to) {
  progress shown(to.shows_progress, to.lang);
  const auto named = read_policy(a, to, shown);
  if (!named) return std::nullopt;
  auto out = score(named->rules, {std::span(a.files).subspan(1), {}, a.through_day}, a, to);
  if (out) out->in = named->in;
  return out;
}

std::optional<scored> score(const policy& rules, const account_request& what, const arguments& a,
                            const console& to) {
  progress shown(to.shows_progress, to.lang);
  const auto input = read(rules, what, a, to, shown);
  if (!input) return std::nullopt;
  auto scores = said(evaluate(rules, input->rows, input->options), to);
  if (!scores) return std::nullopt;
  const exit_code code = code_of(scores->bad(), to);
  return scored{*std::move(scores), std::nullopt, code};
}

std::optional<summed> sum(const arguments& a, const console& to) {
  progress shown(to.shows_progress, to.lang);
  const auto named = read_policy(a, to, shown);
  if (!named) return std::nullopt;
  const auto input =
      read(named->rules, {std::span(a.files).subspan(1), {}, a.through_day}, a, to, shown);
  if (!input) return std::nullopt;
  totals_options options;
  static_cast<evaluate_options&>(options) = input->options;
  options.by = a.by_unit;
  options.on = a.on;
  options.with_blocks = a.detail;
  auto points = said(total_points(named->rules, input->rows, options), to);
  if (!points) return std::nullopt;
  const exit_code code = code_of(points->bad(), to);
  return summed{named->rules, *std::move(points), named->in, code};
}

void say_account(const row_account& account, const arguments& a, const console& to) {
  const bool any_csv = std::any_of(a.outputs.begin(), a.outputs.end(),
                                   [](const output_target& o) { return o.format == format::csv; });
  if (!any_csv) return;
  for (const unmatched_kind& u : account.unmatched) {
    diagnostic d = make_diagnostic("DS0922", {u.kind, std::to_string(u.rows)});
    if (u.suggestion) d.hints.push_back(did_you_mean(*u.suggestion));
    to.say(d);
  }
  to.note(summary(account, to.lang));
}

}  // namespace dutyscore::cli
