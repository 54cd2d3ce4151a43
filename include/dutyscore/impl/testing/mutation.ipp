#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/impl/testing/mutant_words.ipp"
#include "dutyscore/impl/testing/mutants.ipp"
#include "dutyscore/impl/testing/scenario.ipp"
#include "dutyscore/impl/testing/witness_text.ipp"
#include "dutyscore/lang/printer.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/mutation.hpp"

namespace dutyscore {
namespace detail::mutation {

/// A policy with its scenarios.
struct mutated_policy {
  const ast::document* document = nullptr;
  std::size_t index = 0;  // of the document's policies
  std::vector<std::pair<const ast::document*, const ast::scenario*>> scenarios;

  const ast::policy& tree() const { return document->policies[index]; }
};

/// Whether all that the scenario expects still holds; stops at the first that does not.
DUTYSCORE_INLINE bool holds(const ast::document& d, const ast::scenario& s, const policy& rules) {
  diagnostics found;
  const scenarios::bench b{d, s, rules, found};
  scenarios::ready_scenario ready = scenarios::prepare(b);
  if (has_error(found)) return false;
  const auto scores = scenarios::evaluate_given(b, ready.given);
  if (!scores || has_error(found)) return false;
  scenario_outcome out;
  scenarios::runner run{b, *scores, ready.given.wanted_bad, out};
  for (const scenarios::ready_expectation& e : ready.expectations) {
    run.run(e);
    if (!out.failures.empty()) return false;
  }
  return true;
}

// ---- which scenario is asked first ----

using name_set = std::set<std::string, std::less<>>;

/// The kinds that a block takes, itself and below, or that a field is for.
DUTYSCORE_INLINE void kinds_below(const std::vector<ast::clause>& body, std::string_view block,
                                  bool inside, name_set& out) {
  for (const ast::clause& c : body) {
    const bool here = inside || c.name.text == block;
    if (here && c.kind == ast::clause_kind::on)
      for (const ast::text_literal& kind : c.texts) out.insert(kind.value);
    for (const ast::field& f : c.fields)
      if (f.name.text == block)
        for (const ast::text_literal& kind : f.kinds) out.insert(kind.value);
    kinds_below(c.body, block, here, out);
  }
}

/// What a scenario speaks of.
struct scenario_words {
  name_set kinds, names;
  std::size_t rows = 0;

  explicit scenario_words(const ast::scenario& s) {
    for (const ast::given& g : s.givens)
      for (const ast::given_row& r : g.rows) kinds.insert(r.kind.value), ++rows;
    for (const ast::expectation& e : s.expectations) {
      names.insert(e.list.text);
      for (const ast::check& c : e.checks) names.insert(c.name.text);
    }
  }
};

/// The scenarios of a policy in the order in which they are likely to notice a change of a block.
/// They are all asked where none does, so the order decides about time alone.
class scenario_order {
 public:
  explicit scenario_order(const mutated_policy& of) : of_(of) {
    for (const auto& [document, scenario] : of.scenarios) words_.emplace_back(*scenario);
  }

  const std::vector<std::size_t>& of(const std::string& block) {
    const auto [at, is_new] = orders_.try_emplace(block);
    if (is_new) at->second = make(block);
    return at->second;
  }

 private:
  std::vector<std::size_t> make(const std::string& block) const {
    name_set kinds;
    kinds_below(of_.tree().body, block, false, kinds);
    const auto rank = [&](std::size_t i) {
      const scenario_words& w = words_[i];
      const bool has_kind = std::any_of(kinds.begin(), kinds.end(), [&](const std::string& kind) {
        return w.kinds.contains(kind);
      });
      return std::tuple(!w.names.contains(block), !has_kind, w.rows, i);
    };
    std::vector<std::size_t> out(words_.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i;
    std::sort(out.begin(), out.end(),
              [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return out;
  }

  const mutated_policy& of_;
  std::vector<scenario_words> words_;
  std::map<std::string, std::vector<std::size_t>> orders_;
};

// ---- one thread's copy ----

/// The policy alone in a document of its own.
DUTYSCORE_INLINE ast::document alone(const mutated_policy& p) {
  ast::document out;
  out.where = p.document->where;
  out.expressions = p.document->expressions;
  out.policies = {p.tree()};
  out.order = "p";
  return out;
}

/// Makes the mutants of one policy one after the other, in a tree of its own.
class mutation_bench {
 public:
  explicit mutation_bench(const mutated_policy& of)
      : of_(&of), tree_(std::make_unique<ast::document>(alone(of))), order_(of) {
    mutant_finder finder(*tree_, tree_->policies[0]);
    changes_ = finder.run();
    explanations_ = finder.explanations();
    strip_trivia(*tree_);
    before_ = print(*tree_);
    original_ = std::move(check(*tree_)->front());
  }

  std::size_t size() const { return changes_.size(); }
  const std::vector<mutant_finder::explained_place>& explanations() const { return explanations_; }
  const change& at(std::size_t i) const { return changes_[i]; }

  mutant_outcome judge(std::size_t i, bool with_witness, progress_watch& watch) {
    change& c = changes_[i];
    mutant_outcome out{
        of_->document->where, c.where, of_->tree().name.text, c.block, {}, {}, {}, {}, {}, {}};
    c.toggle();
    std::tie(out.before, out.after) = changed_words(before_, print(*tree_));
    const auto mutated = check(*tree_);
    c.toggle();
    if (!mutated) {
      out.fate = mutant_fate::not_compiling;
      return out;
    }
    ask(mutated->front(), c, out, watch);
    if (out.fate == mutant_fate::survived && with_witness)
      find_witness(mutated->front(), out, watch);
    return out;
  }

 private:
  void ask(const policy& mutated, const change& c, mutant_outcome& out, progress_watch& watch) {
    for (const std::size_t s : order_.of(c.block)) {
      watch.ask();
      const auto& [document, scenario] = of_->scenarios[s];
      if (holds(*document, *scenario, mutated)) continue;
      out.fate = mutant_fate::killed;
      out.noticed_by = scenario->name.value;
      return;
    }
    out.explanation = c.explanation;
    out.fate = c.explanation.empty() ? mutant_fate::survived : mutant_fate::explained;
  }

  /// A scenario is offered only when it does what is said of it: it holds, and the mutant breaks
  /// it. The last day that counts is said only where it matters.
  void find_witness(const policy& mutated, mutant_outcome& out, progress_watch& watch) {
    const auto found = witness::search(*original_, mutated, out.block, watch).run();
    if (!found) return;
    witness::scenario_writer writer(*original_, *found, of_->tree().chinese, watch);
    ast::document text = writer.write(name_of(out));
    const std::optional<ast::date_literal> through = text.scenarios[0].through;
    for (const bool is_dated : {false, true}) {
      text.scenarios[0].order = is_dated ? "gte" : "ge";
      text.scenarios[0].through = is_dated ? through : std::nullopt;
      if (!holds(text, text.scenarios[0], *original_) || holds(text, text.scenarios[0], mutated))
        continue;
      out.witness = print(text);
      return;
    }
  }

  static std::string name_of(const mutant_outcome& m) {
    std::string out =
        m.block + ": " + m.before + (m.before.empty() || m.after.empty() ? "" : " → ") + m.after;
    for (const char quote : {'"', '\n'}) std::erase(out, quote);
    return out;
  }

  const mutated_policy* of_;
  std::unique_ptr<ast::document> tree_;
  scenario_order order_;
  std::vector<change> changes_;
  std::vector<mutant_finder::explained_place> explanations_;
  std::string before_;
  std::optional<policy> original_;
};

// ---- all of them ----

DUTYSCORE_INLINE void note_idle(const mutation_bench& bench,
                                const std::vector<mutant_outcome>& outcomes,
                                const source_ptr& source, mutation_report& report) {
  for (const auto& e : bench.explanations()) {
    bool is_needed = false;
    for (std::size_t i = 0; i < bench.size(); ++i)
      is_needed = is_needed || (bench.at(i).explained_at == e.where &&
                                outcomes[i].fate == mutant_fate::explained);
    if (!is_needed) report.idle.push_back({source, e.where, e.text});
  }
}

DUTYSCORE_INLINE void mutate(const mutated_policy& p, const mutation_bench& first,
                             const mutation_options& options, progress_watch& watch,
                             mutation_report& report) {
  std::vector<mutant_outcome> outcomes(first.size());
  std::vector<std::optional<mutation_bench>> benches(std::max(1u, options.threads));
  const auto judge = [&](unsigned thread, std::size_t i) {
    auto& bench = benches[thread];
    if (!bench) bench.emplace(p);
    outcomes[i] = bench->judge(i, options.with_witnesses, watch);
    watch.add(1);
  };
  share_work(options.threads, outcomes.size(), judge, &watch);
  note_idle(first, outcomes, p.document->where, report);
  report.scenarios += p.scenarios.size();
  report.mutants.insert(report.mutants.end(), std::make_move_iterator(outcomes.begin()),
                        std::make_move_iterator(outcomes.end()));
}

/// The policies that have scenarios, in the order of the texts.
DUTYSCORE_INLINE std::vector<mutated_policy> policies_in(
    const std::vector<ast::document>& documents) {
  std::vector<mutated_policy> out;
  for (const ast::document& d : documents)
    for (std::size_t i = 0; i < d.policies.size(); ++i) {
      mutated_policy p{&d, i, {}};
      for (const ast::document& other : documents)
        for (const ast::scenario& s : other.scenarios)
          if (s.policy.text == p.tree().name.text && !s.todo) p.scenarios.emplace_back(&other, &s);
      if (!p.scenarios.empty()) out.push_back(std::move(p));
    }
  return out;
}

/// What does not hold to begin with.
DUTYSCORE_INLINE diagnostics failures_in(const std::vector<scenario_outcome>& outcomes) {
  diagnostics out;
  for (const scenario_outcome& o : outcomes)
    if (o.status == scenario_status::failed)
      out.push_back(make_diagnostic("DS0560", {o.name}, o.source, o.where));
  return out;
}

}  // namespace detail::mutation

DUTYSCORE_INLINE std::size_t mutation_report::count(mutant_fate fate) const {
  return static_cast<std::size_t>(std::count_if(
      mutants.begin(), mutants.end(), [=](const mutant_outcome& m) { return m.fate == fate; }));
}

DUTYSCORE_INLINE result<mutation_report> mutate(const std::vector<ast::document>& documents,
                                                const mutation_options& options) {
  progress_watch watch(options.progress);
  scenario_options running;
  running.progress = watch.for_parts();
  const auto outcomes = run_scenarios(documents, running);
  if (!outcomes) return outcomes.messages();
  if (diagnostics failed = detail::mutation::failures_in(*outcomes); !failed.empty()) return failed;
  const auto policies = detail::mutation::policies_in(documents);
  std::vector<detail::mutation::mutation_bench> benches;
  benches.reserve(policies.size());
  std::size_t mutants = 0;
  for (const auto& p : policies) mutants += benches.emplace_back(p).size();
  watch.expect(mutants);
  mutation_report report;
  for (std::size_t i = 0; i < policies.size(); ++i)
    detail::mutation::mutate(policies[i], benches[i], options, watch, report);
  return {std::move(report), outcomes.messages()};
}

DUTYSCORE_INLINE result<mutation_report> mutate(const std::vector<std::string>& paths,
                                                const mutation_options& options) {
  diagnostics found;
  const std::vector<ast::document> documents = detail::scenarios::read_documents(paths, found);
  if (has_error(found)) return found;
  auto report = mutate(documents, options);
  found.insert(found.end(), report.messages().begin(), report.messages().end());
  if (!report) return found;
  return {*std::move(report), std::move(found)};
}

}  // namespace dutyscore
