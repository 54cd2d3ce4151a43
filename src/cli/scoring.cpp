#include "cli/scoring.hpp"

#include <algorithm>

#include "cli/progress.hpp"
#include "cli/stats.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/activity_batches.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/totals_accumulator.hpp"
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
  out.threads = threads_of(a);
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

exit_code nothing_to_do(const console& to, const message& why) {
  to.say(make_diagnostic("DS0912", {why}));
  return exit_code::nothing_to_do;
}

period_unit unit_of_rows(const arguments& a, const std::optional<period>& in) {
  return in && !a.by ? in->unit : a.by_unit;
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

evaluate_options options_of(const account_request& what, const arguments& a) {
  evaluate_options out;
  out.through = what.through;
  out.threads = threads_of(a);
  out.bad_rows = a.report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  return out;
}

/// False when there should be a roster and it cannot be read.
bool read_roster(const policy& rules, const account_request& what, const arguments& a,
                 const console& to, std::optional<roster>& out) {
  if (!a.roster) return true;
  out = said(read_roster_csv(*a.roster, rules.schema(), csv_options_of(a, what)), to);
  return out.has_value();
}

std::vector<std::string> tables_of(const account_request& what) {
  return {what.activities.begin(), what.activities.end()};
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
  evaluate_options options = options_of(what, a);
  if (!read_roster(rules, what, a, to, options.subjects)) return std::nullopt;
  shown.step({"reading activities", "正在读取活动"});
  stopwatch time;
  run_stats stats;
  const auto rows =
      said(read_activities(tables_of(what), rules.schema(), csv_options_of(a, what)), to);
  if (!rows) return std::nullopt;
  stats.reading = time.lap();
  stats.rows = rows->rows() + rows->data().bad.size();
  shown.step({"scoring", "正在计分"});
  auto scores = said(evaluate(rules, *rows, options), to);
  if (!scores) return std::nullopt;
  const exit_code code = code_of(scores->bad(), to);
  stats.scoring = time.lap();
  return scored{*std::move(scores), rules, std::nullopt, code, std::move(stats)};
}

namespace {

/// About how many bytes of memory the columns of rows may take together: so few that it is faster to
/// use them again than to be given more. Small tables come in one batch.
constexpr std::size_t batch_bytes = std::size_t{40} << 20;

std::size_t bytes_of_row(const schema& s) {
  std::size_t bytes = 18;  // subject, kind, two days, two standings
  for (const schema_field& f : s.activity)
    bytes += f.type == value_type::flag                                   ? 1
             : f.type == value_type::text || f.type == value_type::date ? 4
                                                                          : 8;
  return bytes;
}

/// The messages of the tables are said.
result<totals> sum_up(const policy& rules, activity_batches& tables, const totals_options& options,
                      const console& to, run_stats& stats) {
  stopwatch time;
  const std::size_t row_bytes = bytes_of_row(rules.schema());
  const auto next = [&](std::size_t bytes) {
    stats.scoring += time.lap();
    auto rows = tables.next(std::max<std::size_t>(1, bytes / row_bytes));
    stats.reading += time.lap();
    return rows;
  };
  const auto is_read = [&] {
    const diagnostics messages = tables.finish();
    to.say(messages);
    return !has_error(messages);
  };
  auto rows = next(batch_bytes);
  // Only to see whether there is more: both batches are held.
  auto more = rows ? next(row_bytes) : std::nullopt;
  if (!more) {
    if (!is_read()) return diagnostics();
    return total_points(rules, rows.value_or(batch()), options);
  }
  totals_accumulator all(rules, options);
  for (all.add(*rows), rows.reset(); more; more = next(batch_bytes)) {
    all.add(*more);
    more.reset();
  }
  if (!is_read()) return diagnostics();
  return all.finish();
}

}  // namespace

std::optional<summed> sum(const arguments& a, const console& to) {
  progress shown(to.shows_progress, to.lang);
  const auto named = read_policy(a, to, shown);
  if (!named) return std::nullopt;
  const account_request what{std::span(a.files).subspan(1), {}, a.through_day};
  totals_options options;
  static_cast<evaluate_options&>(options) = options_of(what, a);
  options.by = unit_of_rows(a, named->in);
  options.on = a.on;
  options.with_blocks = a.detail;
  options.with_stats = a.stats;
  if (!read_roster(named->rules, what, a, to, options.subjects)) return std::nullopt;
  shown.step({"reading activities and scoring", "正在读取活动并计分"});
  activity_batches tables(tables_of(what), named->rules.schema(), csv_options_of(a, what));
  run_stats stats;
  auto points = said(sum_up(named->rules, tables, options, to, stats), to);
  if (!points) return std::nullopt;
  stats.rows = points->counts().rows;
  stats.engine = points->stats();
  const exit_code code = code_of(points->bad(), to);
  return summed{named->rules, *std::move(points), named->in, code, std::move(stats)};
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
