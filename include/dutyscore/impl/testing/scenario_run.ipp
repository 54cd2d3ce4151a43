#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/engine/book.hpp"
#include "dutyscore/impl/testing/scenario_bad.ipp"
#include "dutyscore/impl/testing/scenario_expect.ipp"
#include "dutyscore/impl/testing/scenario_mend.ipp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/report/activity.hpp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/words.hpp"
#include "dutyscore/testing/scenario.hpp"

// Compares what a scenario expects with what the book says, and collects what stands behind a
// figure that is another one.
namespace dutyscore::detail::scenarios {

inline message same(std::string text) { return {text, text}; }

/// Whether `id` is `above` or stands below it.
DUTYSCORE_INLINE bool is_within(const policy_data& data, block_id id, block_id above) {
  while (id != none && id != above) id = data.blocks[id].parent;
  return id == above;
}

/// Names of what could refuse an activity to the block: blocks and vetoes in it, and blocks around
/// it.
DUTYSCORE_INLINE std::vector<std::string> places_of(const policy_data& data, block_id block) {
  std::vector<std::string> out;
  for (block_id id = 0; id < data.blocks.size(); ++id) {
    const bool is_inside = is_within(data, id, block);
    if (is_inside || is_within(data, block, id)) out.push_back(data.blocks[id].name);
    if (!is_inside) continue;
    for (const std::uint32_t v : data.blocks[id].vetoes) out.push_back(data.vetoes[v].name);
  }
  return out;
}

/// The activity and its line, or the words of a clause.
DUTYSCORE_INLINE message title_of(const statement_entry& e) {
  if (!e.activity) return e.title;
  const message activity = same(e.activity->what());
  return e.line_label.empty() ? activity : phrase("scenario line", {activity, e.line_label});
}

DUTYSCORE_INLINE evidence evidence_of(const policy_data& data, const statement_entry& e) {
  return {e.day,  data.blocks[e.block].label, title_of(e), words::change(e.points, e.kind),
          e.cite, e.points};
}

DUTYSCORE_INLINE evidence evidence_of(const refused_activity& r) {
  message worth = phrase("scenario refused", {r.reason});
  return {r.activity.day, r.place_label, same(r.activity.what()), std::move(worth), {}, {}};
}

DUTYSCORE_INLINE evidence evidence_of(const reported_activity& a, message worth) {
  return {a.day, {}, same(a.what()), std::move(worth), {}, {}};
}

/// What became of a subject's activities, as far as it bears on one block.
DUTYSCORE_INLINE std::vector<evidence> behind_points(const policy_data& data, const statement& s,
                                                     block_id block) {
  std::vector<evidence> out;
  for (const statement_entry& e : s.entries)
    if (is_within(data, e.block, block)) out.push_back(evidence_of(data, e));
  const std::vector<std::string> places = places_of(data, block);
  for (const refused_activity& r : s.refused)
    if (r.place.empty() || std::find(places.begin(), places.end(), r.place) != places.end())
      out.push_back(evidence_of(r));
  for (const reported_activity& a : s.waiting)
    out.push_back(evidence_of(a, phrase("scenario waiting")));
  for (const reported_activity& a : s.unmatched)
    out.push_back(evidence_of(a, phrase("scenario unmatched")));
  return out;
}

DUTYSCORE_INLINE std::vector<evidence> behind_refused(const statement& s) {
  std::vector<evidence> out;
  for (const refused_activity& r : s.refused) out.push_back(evidence_of(r));
  return out;
}

DUTYSCORE_INLINE std::vector<evidence> behind_unmatched(const statement& s) {
  std::vector<evidence> out;
  for (const reported_activity& a : s.unmatched) out.push_back(evidence_of(a, {}));
  return out;
}

DUTYSCORE_INLINE std::vector<evidence> behind_pending(const policy_data& data, const statement& s) {
  std::vector<evidence> out;
  for (const statement_pending& p : s.pending)
    out.push_back(
        {p.day, data.blocks[p.block].label, p.title, words::points(p.points), {}, p.points});
  return out;
}

/// A row refused in two places counts once.
DUTYSCORE_INLINE std::size_t count_refused(const statement& s) {
  std::set<std::pair<std::string, std::uint64_t>> rows;
  for (const refused_activity& r : s.refused) rows.emplace(r.activity.file, r.activity.row);
  return rows.size();
}

DUTYSCORE_INLINE std::size_t count_pending(const statement& s) {
  return static_cast<std::size_t>(
      std::count_if(s.pending.begin(), s.pending.end(),
                    [](const statement_pending& p) { return p.points != decimal{}; }));
}

struct runner {
  const bench& b;
  const book& scores;
  const std::vector<wanted_bad_row>& bad;
  scenario_outcome& outcome;

  const policy_data& data() const { return b.data(); }
  void run(const ready_expectation& e);

 private:
  void run_figures(const ready_expectation& e);
  void run_ranking(const ready_expectation& e);
  void run_refusal(const ready_expectation& e);
  void run_bad_row(const ready_expectation& e);
  void run_list(const ready_expectation& e);
  void check_figure(const ready_expectation& e, const ready_check& c, const statement& s);
  void check_ranking(const ready_expectation& e, const ready_check& c,
                     const std::vector<ranked_subject>& everybody);
  void fail(const ready_expectation& e, const ready_check& c, message expected, message got,
            std::vector<evidence> behind, std::optional<text_edit> mend);
  void fail_all(const ready_expectation& e, bool (*concerned)(ast::check_kind),
                const diagnostics& why);
  std::optional<text_edit> mended_ranked(const ready_expectation& e, const ready_check& c,
                                         const ranked_subject& s) const;
  std::vector<evidence> behind_rank(const std::vector<ranked_subject>& everybody) const;
};

inline bool is_ranking(ast::check_kind kind) {
  return kind == ast::check_kind::grade || kind == ast::check_kind::rank ||
         kind == ast::check_kind::in_list || kind == ast::check_kind::not_in_list;
}
inline bool is_figure(ast::check_kind kind) { return !is_ranking(kind); }

DUTYSCORE_INLINE message keyword(lang::word w) {
  return {std::string(lang::entry(w).en), std::string(lang::entry(w).zh)};
}

DUTYSCORE_INLINE message words_of(const policy_data& data, const ready_check& c) {
  switch (c.kind) {
    case ast::check_kind::total:
      return keyword(lang::word::total);
    case ast::check_kind::block:
      return same(data.blocks[c.index].name);
    case ast::check_kind::refused:
      return keyword(lang::word::refused);
    case ast::check_kind::unmatched:
      return keyword(lang::word::unmatched);
    case ast::check_kind::pending:
      return keyword(lang::word::pending);
    case ast::check_kind::grade:
      return keyword(lang::word::grade);
    case ast::check_kind::rank:
      return keyword(lang::word::rank);
    case ast::check_kind::in_list:
    case ast::check_kind::not_in_list:
      return phrase("scenario list", {data.lists[c.index].name});
  }
  return {};
}

/// Whose figure, in which period and on which basis; the official one goes without saying.
DUTYSCORE_INLINE message figure_name(const ready_expectation& e, const message& what) {
  const std::string& subject = e.written->subject.value;
  if (e.on == basis::confirmed)
    return phrase("scenario figure of", {subject, text_of(e.when), what});
  return phrase("scenario figure on", {subject, text_of(e.when), what, words::of(e.on)});
}

DUTYSCORE_INLINE void runner::fail(const ready_expectation& e, const ready_check& c,
                                   message expected, message got, std::vector<evidence> behind,
                                   std::optional<text_edit> mend) {
  outcome.failures.push_back({figure_name(e, words_of(data(), c)), std::move(expected),
                              std::move(got), c.where, std::move(behind), std::move(mend)});
}

DUTYSCORE_INLINE void runner::fail_all(const ready_expectation& e,
                                       bool (*concerned)(ast::check_kind), const diagnostics& why) {
  const message got = why.empty() ? message{} : why.front().what;
  for (const ready_check& c : e.checks)
    if (concerned(c.kind)) fail(e, c, phrase("scenario figure"), got, {}, {});
}

DUTYSCORE_INLINE void runner::run(const ready_expectation& e) {
  outcome.checks += e.count();
  switch (e.written->kind) {
    case ast::expect_kind::subject:
      run_figures(e), run_ranking(e);
      break;
    case ast::expect_kind::refusal:
      wants_bad_row(*e.written) ? run_bad_row(e) : run_refusal(e);
      break;
    case ast::expect_kind::list:
      run_list(e);
      break;
  }
}

DUTYSCORE_INLINE void runner::run_figures(const ready_expectation& e) {
  const auto s = statement_of(scores, e.written->subject.value, e.when, e.on);
  if (!s) return fail_all(e, is_figure, s.messages());
  for (const ready_check& c : e.checks)
    if (is_figure(c.kind)) check_figure(e, c, *s);
}

DUTYSCORE_INLINE decimal figure_of(const ready_check& c, const statement& s) {
  const auto count = [](std::size_t n) { return decimal::of(static_cast<std::int64_t>(n)); };
  switch (c.kind) {
    case ast::check_kind::block:
      return s.blocks[c.index].points;
    case ast::check_kind::refused:
      return count(count_refused(s));
    case ast::check_kind::unmatched:
      return count(s.unmatched.size());
    case ast::check_kind::pending:
      return count(count_pending(s));
    default:
      return s.total;
  }
}

DUTYSCORE_INLINE std::vector<evidence> behind_figure(const policy_data& data, const ready_check& c,
                                                     const statement& s) {
  switch (c.kind) {
    case ast::check_kind::block:
      return behind_points(data, s, c.index);
    case ast::check_kind::refused:
      return behind_refused(s);
    case ast::check_kind::unmatched:
      return behind_unmatched(s);
    case ast::check_kind::pending:
      return behind_pending(data, s);
    default:
      return behind_points(data, s, 0);
  }
}

DUTYSCORE_INLINE void runner::check_figure(const ready_expectation& e, const ready_check& c,
                                           const statement& s) {
  const decimal got = figure_of(c, s);
  if (got != c.number)
    fail(e, c, same(c.number.to_string()), same(got.to_string()), behind_figure(data(), c, s),
         mended_number(b, c.written->value, got));
}

DUTYSCORE_INLINE void runner::run_ranking(const ready_expectation& e) {
  if (std::none_of(e.checks.begin(), e.checks.end(),
                   [](const ready_check& c) { return is_ranking(c.kind); }))
    return;
  const auto everybody = scores.rank(e.when, e.on);
  if (!everybody) return fail_all(e, is_ranking, everybody.messages());
  for (const ready_check& c : e.checks)
    if (is_ranking(c.kind)) check_ranking(e, c, *everybody);
}

/// The grade in the period, whichever of its texts is asked; nothing where none is.
DUTYSCORE_INLINE std::string grade_in(const book& scores, const period& p, std::uint32_t index,
                                      const ranked_subject& s) {
  const auto& all = scores.policy()->grades;
  const std::vector<std::uint32_t> asked = scores.grades(p);
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (all[asked[i]].first_text == all[index].first_text) return s.grades[i];
  return {};
}

/// On the list, by whichever of its texts is asked.
DUTYSCORE_INLINE bool is_listed(const policy_data& data, const ranked_subject& s,
                                std::uint32_t list) {
  return std::any_of(s.lists.begin(), s.lists.end(), [&](std::uint32_t l) {
    return data.lists[l].first_text == data.lists[list].first_text;
  });
}

/// What the check expects and what the ranking says, as words; equal when it holds.
DUTYSCORE_INLINE std::pair<message, message> compare_ranked(const book& scores, const period& p,
                                                            const ready_check& c,
                                                            const ranked_subject& s) {
  if (c.kind == ast::check_kind::grade)
    return {same(c.text), same(grade_in(scores, p, c.index, s))};
  if (c.kind == ast::check_kind::rank)
    return {same(c.number.to_string()), same(std::to_string(s.rank))};
  const message in = phrase("scenario listed"), out = phrase("scenario not listed");
  return {c.kind == ast::check_kind::in_list ? in : out, is_listed(scores.policy().data(), s, c.index) ? in : out};
}

DUTYSCORE_INLINE std::optional<text_edit> runner::mended_ranked(const ready_expectation& e,
                                                                const ready_check& c,
                                                                const ranked_subject& s) const {
  if (c.kind == ast::check_kind::grade)
    return mended_text(c.written->text, grade_in(scores, e.when, c.index, s));
  if (c.kind == ast::check_kind::rank)
    return mended_number(b, c.written->value, decimal::of(std::int64_t{s.rank}));
  return std::nullopt;
}

DUTYSCORE_INLINE void runner::check_ranking(const ready_expectation& e, const ready_check& c,
                                            const std::vector<ranked_subject>& everybody) {
  const auto subject = scores.find(e.written->subject.value);
  const auto found = std::find_if(everybody.begin(), everybody.end(), [&](const ranked_subject& r) {
    return subject && r.subject == *subject;
  });
  if (found == everybody.end()) {
    if (c.kind != ast::check_kind::not_in_list)
      fail(e, c, phrase("scenario ranked"), phrase("scenario not ranked"), {}, {});
    return;
  }
  auto [expected, got] = compare_ranked(scores, e.when, c, *found);
  if (expected == got) return;
  auto mend = mended_ranked(e, c, *found);
  fail(e, c, std::move(expected), std::move(got), behind_rank(everybody), std::move(mend));
}

DUTYSCORE_INLINE std::vector<evidence> runner::behind_rank(
    const std::vector<ranked_subject>& everybody) const {
  std::vector<evidence> out;
  for (const ranked_subject& r : everybody) {
    const std::string number = std::to_string(r.rank);
    message worth = words::points(r.points);
    for (const std::string& g : r.grades) worth = phrase("scenario and", {worth, g});
    if (r.vetoed) worth = phrase("scenario and", {worth, keyword(lang::word::vetoed)});
    out.push_back(
        {{}, scores.name(r.subject), phrase("scenario rank", {number}), worth, {}, r.points});
  }
  return out;
}

DUTYSCORE_INLINE message list_text(const std::vector<std::string>& members) {
  if (members.empty()) return phrase("scenario nobody");
  message out = same(members.front());
  for (std::size_t i = 1; i < members.size(); ++i) out = phrase("scenario and", {out, members[i]});
  return out;
}

/// The members in the order of their ranks; those of one rank may stand in any order.
DUTYSCORE_INLINE bool is_same_list(const std::vector<ranked_subject>& got,
                                   const std::vector<std::string>& got_names,
                                   const std::vector<ast::text_literal>& expected) {
  if (got.size() != expected.size()) return false;
  std::vector<std::uint32_t> ranks;
  std::set<std::string> seen;
  for (const ast::text_literal& e : expected) {
    const auto at = std::find(got_names.begin(), got_names.end(), e.value);
    if (at == got_names.end() || !seen.insert(e.value).second) return false;
    ranks.push_back(got[static_cast<std::size_t>(at - got_names.begin())].rank);
  }
  return std::is_sorted(ranks.begin(), ranks.end());
}

DUTYSCORE_INLINE void runner::run_list(const ready_expectation& e) {
  const list& asked = data().lists[e.list];
  const message when = text_of(e.when);
  expectation_failure failure{
      phrase("scenario list of", {asked.name, when}), {}, {}, e.written->where, {}, {}};
  std::vector<std::string> expected, got;
  for (const ast::text_literal& m : e.written->members) expected.push_back(m.value);
  failure.expected = list_text(expected);
  const auto everybody = scores.rank(e.when, e.on);
  if (!everybody) {
    failure.got = everybody.messages().front().what;
    outcome.failures.push_back(std::move(failure));
    return;
  }
  std::vector<ranked_subject> listed;
  for (const ranked_subject& r : *everybody) {
    if (!is_listed(data(), r, e.list)) continue;
    listed.push_back(r);
    got.push_back(scores.subjects()[r.subject]);
  }
  if (is_same_list(listed, got, e.written->members)) return;
  failure.got = list_text(got);
  failure.behind = behind_rank(*everybody);
  failure.mend = mended_members(b, *e.written, got);
  outcome.failures.push_back(std::move(failure));
}

DUTYSCORE_INLINE void runner::run_refusal(const ready_expectation& e) {
  const std::string& subject = e.written->subject.value;
  const std::string& reason = e.written->reason.value;
  const auto s = statement_of(scores, subject, e.when, e.on);
  std::vector<evidence> behind;
  std::optional<text_edit> mend;
  message got = phrase("scenario nothing refused");
  if (s) {
    for (const refused_activity& r : s->refused)
      if (r.reason.en == reason || r.reason.zh == reason) return;
    behind = behind_points(data(), *s, 0);
    if (!s->refused.empty()) {
      got = s->refused.front().reason;
      mend = mended_text(e.written->reason, e.written->chinese ? got.zh : got.en);
    }
  } else {
    got = s.messages().front().what;
  }
  outcome.failures.push_back({figure_name(e, keyword(lang::word::refused)), same(reason),
                              std::move(got), e.written->where, std::move(behind),
                              std::move(mend)});
}

/// Of several bad rows of one day the expectation is about any.
DUTYSCORE_INLINE void runner::run_bad_row(const ready_expectation& e) {
  const ast::expectation& asked = *e.written;
  expectation_failure failure{figure_name(e, phrase("scenario bad row")),
                              same(asked.reason.value),
                              phrase("scenario no bad row"),
                              asked.where,
                              {},
                              {}};
  for (const wanted_bad_row& one : bad) {
    if (!is_about(asked, *one.row)) continue;
    if (one.code == asked.reason.value) return;
    failure.got = same(one.code);
    failure.mend = mended_text(asked.reason, one.code);
    failure.behind.push_back({one.row->from->value, {}, same(one.row->kind.value), one.why, {}, {}});
  }
  if (const auto s = statement_of(scores, asked.subject.value, e.when, e.on); s && !failure.mend)
    failure.behind = behind_points(data(), *s, 0);
  outcome.failures.push_back(std::move(failure));
}

}  // namespace dutyscore::detail::scenarios
