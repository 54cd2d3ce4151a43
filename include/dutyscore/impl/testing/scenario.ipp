#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/impl/testing/scenario_bad.ipp"
#include "dutyscore/impl/testing/scenario_expect.ipp"
#include "dutyscore/impl/testing/scenario_filter.ipp"
#include "dutyscore/impl/testing/scenario_names.ipp"
#include "dutyscore/impl/testing/scenario_roster.ipp"
#include "dutyscore/impl/testing/scenario_run.ipp"
#include "dutyscore/lang/markdown.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore {
namespace detail::scenarios {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Policies of all documents by name; one that does not check has no value.
struct policies {
  struct entry {
    std::optional<policy> rules;
    source_ptr where;
    span at;
  };
  std::map<std::string, entry, std::less<>> by_name;

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& [name, one] : by_name) out.push_back(name);
    return out;
  }
};

/// The second thing of one name, in the same document or in another.
DUTYSCORE_INLINE diagnostic repeated(std::string_view code, const std::string& name,
                                     const source_ptr& where, span at,
                                     const source_ptr& first_where, span first_at) {
  diagnostic d = make_diagnostic(code, {name}, where, at);
  if (where == first_where)
    d.spans.push_back({first_at, phrase("first here")});
  else
    d.hints.push_back(phrase("stands in file", {first_where->name()}));
  return d;
}

DUTYSCORE_INLINE void collect(const ast::document& from, policies& all, diagnostics& out) {
  if (from.policies.empty()) return;
  const auto checked = check(from);
  append(out, checked.messages());
  for (std::size_t i = 0; i < from.policies.size(); ++i) {
    const ast::identifier& name = from.policies[i].name;
    policies::entry one{checked ? std::optional((*checked)[i]) : std::nullopt, from.where,
                        name.where};
    const auto [at, is_new] = all.by_name.emplace(name.text, std::move(one));
    if (!is_new && at->second.where != from.where)  // within one document the checker has said it
      out.push_back(
          repeated("DS0502", name.text, from.where, name.where, at->second.where, at->second.at));
  }
}

/// A scenario with its policy, its data and its expectations, sound and ready to run.
struct ready_scenario {
  given_data given;
  std::vector<ready_expectation> expectations;
};

DUTYSCORE_INLINE std::vector<std::string> known_reasons(const bench& b, const given_data& given) {
  std::vector<std::string> out;
  for (const auto why : {engine::refused_for::force, engine::refused_for::service}) {
    const message own = engine::reason_of({0, none, none, why});
    out.insert(out.end(), {own.en, own.zh});
  }
  for (const block& one : b.data().blocks)
    for (const acceptance& a : one.accepts) out.push_back(a.reason);
  for (const veto& v : b.data().vetoes)
    for (const acceptance& a : v.accepts) out.push_back(a.reason);
  for (text_pool::code c : given.rows->reason) out.emplace_back(given.rows->texts.text(c));
  append(out, data_codes());
  return out;
}

DUTYSCORE_INLINE std::optional<ready_expectation> resolve(const bench& b, const given_data& given,
                                                          const ast::expectation& e) {
  ready_expectation ready{&e, {}, basis::confirmed, none, {}};
  if (e.kind != ast::expect_kind::list) check_subject(b, e.subject, given);
  if (e.kind == ast::expect_kind::refusal) {
    check_reason(b, e.reason, known_reasons(b, given));
    ready.when = period_of(e.day->value, period_unit::day);
    return ready;
  }
  const auto when = e.period ? resolve_period(b, *e.period) : std::nullopt;
  ready.when = when.value_or(period{});
  ready.on = resolve_basis(e.basis);
  if (e.kind == ast::expect_kind::list) {
    ready.list = resolve_list(b, e.list, when).value_or(none);
    for (const ast::text_literal& m : e.members) check_subject(b, m, given);
  }
  if (e.kind == ast::expect_kind::subject && e.checks.empty()) b.report("DS0505", {}, e.where);
  for (const ast::check& c : e.checks) ready.checks.push_back(resolve_check(b, c, when));
  return ready;
}

DUTYSCORE_INLINE ready_scenario prepare(const bench& b) {
  ready_scenario ready{read_given(b), {}};
  if (b.scenario.expectations.empty())
    b.report("DS0504", {b.scenario.name.value}, b.scenario.name.where);
  if (std::count(b.scenario.order.begin(), b.scenario.order.end(), 't') > 1)
    b.report("DS0528", {}, b.scenario.through->where);
  for (const ast::expectation& e : b.scenario.expectations)
    if (auto one = resolve(b, ready.given, e)) ready.expectations.push_back(std::move(*one));
  return ready;
}

/// The engine's message about a scenario's data, where the scenario wrote them.
DUTYSCORE_INLINE void report_evaluation(const bench& b, const given_data& given,
                                        const diagnostic& d) {
  if (d.code == "DS0403")  // nothing to date the account by
    b.report("DS0527", {}, b.scenario.name.where);
  else
    b.out.push_back(placed(b, given, d));
}

/// Scores what is good of the scenario's data. A scenario about bad rows alone goes through the end
/// of the last row's month, bad as it is.
DUTYSCORE_INLINE result<book> evaluate_rows(const bench& b, const given_data& given) {
  evaluate_options options;
  options.subjects = given.subjects;
  options.bad_rows = on_bad_row::report;
  if (b.scenario.through) options.through = b.scenario.through->value;
  auto scores = evaluate(b.rules, given.rows, options);
  const auto& expected = b.scenario.expectations;
  const bool wants_bad = std::any_of(expected.begin(), expected.end(), wants_bad_row);
  if (scores || options.through || !wants_bad) return scores;
  options.through = end_of_last_month(given);
  return options.through ? evaluate(b.rules, given.rows, options) : std::move(scores);
}

DUTYSCORE_INLINE std::optional<book> evaluate_given(const bench& b, given_data& given) {
  auto scores = evaluate_rows(b, given);
  for (const diagnostic& d : scores.messages()) report_evaluation(b, given, d);
  if (!scores) return std::nullopt;
  for (const bad_row& bad : scores->bad()) take_bad_row(b, given, bad.why);
  return *std::move(scores);
}

/// Runs the scenario when it is sound; what is wrong with it goes to `b.out`, which is empty
/// before.
DUTYSCORE_INLINE void run_one(const bench& b, scenario_outcome& out,
                              scenario_observer* observer = nullptr) {
  ready_scenario ready = prepare(b);
  if (has_error(b.out)) return;
  const auto scores = evaluate_given(b, ready.given);
  if (!scores || has_error(b.out)) return;
  if (observer) observer->book_made(*scores);
  runner run{b, *scores, ready.given.wanted_bad, out};
  for (const ready_expectation& e : ready.expectations) run.run(e);
  std::stable_sort(out.failures.begin(), out.failures.end(),
                   [](const auto& a, const auto& z) { return a.where.begin < z.where.begin; });
}

class scenario_session {
 public:
  /// `some_left_out`: mistakes have hidden a file, so a policy that is not there may stand in it.
  scenario_session(const scenario_options& options, diagnostics found, bool some_left_out)
      : options_(options), found_(std::move(found)), some_left_out_(some_left_out) {}

  result<std::vector<scenario_outcome>> run(const std::vector<ast::document>& documents) {
    for (const ast::document& d : documents) collect(d, policies_, found_);
    filter_.emplace(options_.filter, documents);
    tell_policies(documents);
    std::size_t all = 0;
    for (const ast::document& d : documents) all += d.scenarios.size();
    progress_watch watch(options_.progress, all);
    for (const ast::document& d : documents)
      for (const ast::scenario& s : d.scenarios) {
        run(d, s);
        watch.add(1);
      }
    if (has_error(found_)) return std::move(found_);
    return {std::move(outcomes_), std::move(found_)};
  }

 private:
  struct first_place {
    source_ptr where;
    span at;
  };

  void run(const ast::document& d, const ast::scenario& s) {
    check_name(d, s);
    if (!filter_->takes(s)) return;
    scenario_outcome out{
        d.where, policy_source(s), s.name.where, s.name.value, s.policy.text, {}, 0, {}, {}};
    if (options_.only_list) {
      outcomes_.push_back(std::move(out));
      return;
    }
    diagnostics problems;
    if (const policy* rules = find_policy(d, s, problems))
      run_one({d, s, *rules, problems}, out, s.todo ? nullptr : options_.observer);
    if (s.todo) {
      out.status = scenario_status::skipped;
      out.problems = std::move(problems);
    } else {
      if (!out.failures.empty()) out.status = scenario_status::failed;
      append(found_, problems);
    }
    outcomes_.push_back(std::move(out));
  }

  void tell_policies(const std::vector<ast::document>& documents) {
    if (!options_.observer) return;
    for (const ast::document& d : documents)
      for (const ast::policy& p : d.policies)
        if (const auto found = policies_.by_name.find(p.name.text);
            found != policies_.by_name.end() && found->second.where == d.where &&
            found->second.rules)
          options_.observer->policy_found(*found->second.rules);
  }

  const policy* find_policy(const ast::document& d, const ast::scenario& s, diagnostics& problems) {
    const auto found = policies_.by_name.find(s.policy.text);
    if (found != policies_.by_name.end())
      return found->second.rules ? &*found->second.rules : nullptr;
    if (some_left_out_) return nullptr;
    problems.push_back(make_diagnostic("DS0501", {s.policy.text}, d.where, s.policy.where));
    suggest(problems.back(), s.policy.text, policies_.names());
    return nullptr;
  }

  source_ptr policy_source(const ast::scenario& s) const {
    const auto found = policies_.by_name.find(s.policy.text);
    return found == policies_.by_name.end() ? nullptr : found->second.where;
  }

  void check_name(const ast::document& d, const ast::scenario& s) {
    const auto [at, is_new] =
        names_.emplace(std::pair(s.policy.text, s.name.value), first_place{d.where, s.name.where});
    if (!is_new)
      found_.push_back(
          repeated("DS0503", s.name.value, d.where, s.name.where, at->second.where, at->second.at));
  }

  const scenario_options& options_;
  diagnostics found_;
  bool some_left_out_;
  policies policies_;
  std::optional<scenario_filter> filter_;
  std::map<std::pair<std::string, std::string>, first_place> names_;
  std::vector<scenario_outcome> outcomes_;
};

DUTYSCORE_INLINE std::optional<diagnostic> cannot_read(const std::string& path,
                                                       std::error_code why) {
  if (!why) return std::nullopt;
  return make_diagnostic("DS0901", {path, system_reason(why.value())});
}

/// A .duty file, or Markdown with blocks of a program.
DUTYSCORE_INLINE bool holds_program(const std::filesystem::path& path) {
  if (path.extension() == ".duty") return true;
  if (!lang::is_markdown(path.filename().string())) return false;
  const auto text = read_file(path.string(), parse_limits{}.bytes);
  return text && lang::has_program(*text);
}

/// The programs in a folder and below, in the order of their names.
DUTYSCORE_INLINE std::optional<diagnostic> walk(const std::string& folder,
                                                std::vector<std::string>& out) {
  namespace fs = std::filesystem;
  std::error_code failed;
  std::vector<std::string> found;
  fs::recursive_directory_iterator at(folder, failed), end;
  for (; !failed && at != end; at.increment(failed))
    if (!at->is_directory() && holds_program(at->path())) found.push_back(at->path().string());
  std::sort(found.begin(), found.end());
  out.insert(out.end(), found.begin(), found.end());
  return cannot_read(folder, failed);
}

/// Every file once, even when a folder and the file itself are given.
DUTYSCORE_INLINE std::vector<std::string> files_of(const std::vector<std::string>& paths,
                                                   diagnostics& out) {
  std::vector<std::string> found, kept;
  for (const std::string& p : paths) {
    std::error_code ignored;
    if (p == "-" || !std::filesystem::is_directory(p, ignored))
      found.push_back(p);
    else if (auto failed = walk(p, found))
      out.push_back(*std::move(failed));
  }
  std::set<std::string> seen;
  for (std::string& p : found) {
    std::error_code failed;
    const auto real = std::filesystem::weakly_canonical(p, failed);
    if (seen.insert(failed ? p : real.string()).second) kept.push_back(std::move(p));
  }
  return kept;
}

/// The files that can be read; what is wrong with the others goes to `found`.
DUTYSCORE_INLINE std::vector<ast::document> read_documents(const std::vector<std::string>& paths,
                                                           diagnostics& found) {
  std::vector<ast::document> documents;
  for (const std::string& path : files_of(paths, found)) {
    const auto text = read_file(path, parse_limits{}.bytes);
    auto parsed = text ? parse(std::make_shared<source>(path, *text))
                       : result<ast::document>(text.messages());
    append(found, parsed.messages());
    if (parsed) documents.push_back(*std::move(parsed));
  }
  return documents;
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE result<std::vector<scenario_outcome>> run_scenarios(
    const std::vector<ast::document>& documents, const scenario_options& options) {
  return detail::scenarios::scenario_session(options, {}, false).run(documents);
}

DUTYSCORE_INLINE result<std::vector<scenario_outcome>> run_scenarios(
    const std::vector<std::string>& paths, const scenario_options& options) {
  diagnostics found;
  const std::vector<ast::document> documents = detail::scenarios::read_documents(paths, found);
  const bool some_left_out = has_error(found);
  return detail::scenarios::scenario_session(options, std::move(found), some_left_out)
      .run(documents);
}

}  // namespace dutyscore
