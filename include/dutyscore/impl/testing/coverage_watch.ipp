// Reads out of the books of scenarios what the clauses of one policy did: entries say which clause
// changed somebody's points, and of the activities behind a clause that did nothing the one that
// came furthest says why.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/selections.hpp"
#include "dutyscore/impl/testing/coverage_sites.ipp"
#include "dutyscore/report/words.hpp"

namespace dutyscore::detail::coverage {

/// How far an activity came on its way to a clause, in this order.
enum class stage : unsigned char {
  nowhere,     // no activity of its kinds
  unselected,  // the condition of `on` does not hold
  other_text,  // judged by another text of the rules
  not_in_force,
  not_serving,
  refused,       // for the reason said
  no_condition,  // its own `when` does not hold
  worthless,     // worth 0
  capped,        // taken away by a limit or a selection on the same day
  vetoed,
  idle,  // came all the way; there was nothing to do
};

struct progress {
  stage came_to = stage::nowhere;
  std::string reason;              // of a refusal
  std::optional<decimal> extreme;  // of a limit: the figure nearest to it
};

class policy_watch {
 public:
  explicit policy_watch(const policy& rules)
      : rules_(rules), data_(rules_.data()), list_(data_), progress_(list_.sites().size()) {}

  const policy& rules() const { return rules_; }

  void read(const book& scores) {
    ++scenarios_;
    const engine::book_data& book = scores.data();
    table_rows_.resize(book.plan.tables.size());
    for (std::size_t t = 0; t < table_rows_.size(); ++t)
      table_rows_[t].resize(book.plan.tables[t].rows);
    for (subject_id s = 0; s < scores.subjects().size(); ++s) {
      read_rows(book, s);
      for (const basis on : {basis::confirmed, basis::reviewed, basis::claimed})
        read_entries(scores, s, on);
      read_figures(book, s);
      read_limits(scores, s);
    }
    read_rankings(scores);
  }

  policy_coverage report() const {
    policy_coverage out{data_.source, data_.name, data_.label, scenarios_, list_.sites()};
    for (const auto& [a, number] : list_.all()) {
      coverage_site& site = out.sites[number];
      if (a.kind == site_kind::table_row && a.owner < table_rows_.size())
        site.hits = table_rows_[a.owner][a.index];
      if (!site.is_reached()) site.why_not = reason(a, number);
    }
    std::stable_sort(out.sites.begin(), out.sites.end(),
                     [](const coverage_site& a, const coverage_site& b) {
                       return a.where.begin < b.where.begin;
                     });
    return out;
  }

 private:
  // ---- notes ----

  void hit(const address& a) {
    if (const std::uint32_t n = list_.find(a); n != none) ++list_.sites()[n].hits;
  }
  void advance(const address& a, stage to, const std::string& why = {}) {
    const std::uint32_t n = list_.find(a);
    if (n == none || progress_[n].came_to >= to) return;
    progress_[n].came_to = to;
    progress_[n].reason = why;
  }

  bool is_within(block_id id, block_id above) const {
    while (id != none && id != above) id = data_.blocks[id].parent;
    return id == above;
  }

  // ---- activities ----

  struct at_row {
    const engine::book_data& book;
    engine::judge& judge;
    const engine::verdicts& judged;
    std::uint32_t index;  // among the subject's rows
    std::uint32_t row;    // of the batch
    date day;
  };

  void read_rows(const engine::book_data& book, subject_id s) {
    const auto rows = book.rows_of(s);
    engine::judge judge(book.plan, *book.bound, true);
    engine::verdicts judged;
    judge.count_table_rows(&table_rows_);
    judge.run(rows, judged);
    judge.count_table_rows(nullptr);
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      const std::uint32_t kind = book.bound->kind_of(rows[i]);
      if (kind == none) continue;
      const at_row at{book, judge, judged, i, rows[i], date::from_days(book.rows->date[rows[i]])};
      for (const kind_rule& seen : book.plan.kinds[kind].rules)
        read_rule(at, seen, book.plan.kinds[kind].kind);
    }
  }

  bool holds(const at_row& at, const column::program& when) const {
    const auto value = at.judge.value_at(when, at.row);
    return value && *value != 0;
  }

  void read_rule(const at_row& at, const kind_rule& seen, const std::string& kind) {
    const rule& r = at.book.plan.rules[seen.rule];
    if (!r.asked.contains(at.day)) return stop(r, stage::other_text);
    if (!select(at, r, seen, kind)) return stop(r, stage::unselected);
    if (const engine::refused_row* why = refusal_of(at, r)) return refuse(r, *why);
    pass_accepts(r, r.accepts.size());
    if (r.veto != none) return advance({site_kind::veto, 0, r.veto}, stage::idle), take_effect(r);
    read_lines(at, r);
  }

  /// Whether some `on` of the rule takes the row; each that does is reached.
  bool select(const at_row& at, const rule& r, const kind_rule& seen, const std::string& kind) {
    const std::vector<selector>& all =
        r.veto == none ? data_.blocks[r.block].selectors : data_.vetoes[r.veto].selectors;
    const std::uint32_t version = r.veto == none ? data_.blocks[r.block].version_on(r.asked.first) : 0;
    bool any = false;
    std::size_t next_when = 0;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (r.veto == none && all[i].version != version) continue;
      for (const std::string& k : all[i].kinds) {
        if (k != kind) continue;
        const bool has_when = all[i].when != none && next_when < seen.whens.size();
        const bool taken = !has_when || holds(at, seen.whens[next_when]);
        next_when += has_when;
        any = any || taken;
        if (r.veto != none) continue;
        const address a{site_kind::on, r.block, i};
        taken ? hit(a) : advance(a, stage::unselected);
      }
    }
    return any;
  }

  const engine::refused_row* refusal_of(const at_row& at, const rule& r) const {
    for (const engine::refused_row& x : at.judged.refusals)
      if (x.row == at.index && (x.veto != none ? x.veto == r.veto : is_within(r.block, x.block)))
        return &x;
    return nullptr;
  }

  /// The activity came to a stop before the rule's own clauses.
  void stop(const rule& r, stage where, const std::string& why = {}) {
    if (r.veto != none) return advance({site_kind::veto, 0, r.veto}, where, why);
    const block& b = data_.blocks[r.block];
    const std::uint32_t version = data_.blocks[r.block].version_on(r.asked.first);
    const auto all = [&](site_kind kind, const auto& clauses) {
      for (std::uint32_t i = 0; i < clauses.size(); ++i)
        if (clauses[i].version == version) advance({kind, r.block, i}, where, why);
    };
    all(site_kind::line, b.lines);
    all(site_kind::times, b.factors);
    all(site_kind::event_cap, b.event_caps);
  }

  void refuse(const rule& r, const engine::refused_row& why) {
    if (why.why != engine::refused_for::accept)
      return stop(r,
                  why.why == engine::refused_for::force ? stage::not_in_force : stage::not_serving);
    std::size_t passed = 0;
    while (passed < r.accepts.size() && !is_of(r.accepts[passed], why)) ++passed;
    pass_accepts(r, passed);
    if (passed < r.accepts.size() && why.veto == none) hit_accept(r, r.accepts[passed]);
    stop(r, stage::refused, *why.reason);
  }

  static bool is_of(const planned_acceptance& a, const engine::refused_row& r) {
    return a.block == r.block && a.veto == r.veto && &a.reason == r.reason;
  }

  std::uint32_t index_of(const rule& r, const planned_acceptance& a) const {
    const auto& all = data_.blocks[a.block].accepts;
    const std::uint32_t version = data_.blocks[a.block].version_on(r.asked.first);
    for (std::uint32_t i = 0; i < all.size(); ++i)
      if (all[i].version == version && all[i].reason == a.reason) return i;
    return none;
  }
  void hit_accept(const rule& r, const planned_acceptance& a) {
    hit({site_kind::accept, a.block, index_of(r, a)});
  }
  void pass_accepts(const rule& r, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      if (r.accepts[i].veto == none)
        advance({site_kind::accept, r.accepts[i].block, index_of(r, r.accepts[i])}, stage::idle);
  }

  /// Only points taken away have entries.
  void take_effect(const rule& r) {
    for (const effect& e : data_.vetoes[r.veto].effects)
      if (e.kind != effect_kind::void_points) hit({site_kind::veto, 0, r.veto});
  }

  void read_lines(const at_row& at, const rule& r) {
    for (std::size_t l = 0; l < r.lines.size(); ++l)
      if (r.lines[l].when && !holds(at, *r.lines[l].when))
        advance({site_kind::line, r.block, r.line_numbers[l]}, stage::no_condition);
    const std::uint32_t version = data_.blocks[r.block].version_on(r.asked.first);
    std::size_t planned = 0;
    const auto& factors = data_.blocks[r.block].factors;
    for (std::uint32_t f = 0; f < factors.size(); ++f) {
      if (factors[f].version != version) continue;
      const auto& when = r.factors[planned++].when;
      const address a{site_kind::times, r.block, f};
      !when || holds(at, *when) ? hit(a) : advance(a, stage::no_condition);
    }
    if (r.event_cap) advance({site_kind::event_cap, r.block, r.event_cap_number}, stage::idle);
  }

  // ---- finished periods ----

  /// Tables of points of periods are looked up when the cells are read.
  void read_figures(const engine::book_data& book, subject_id s) {
    engine::reading_tools tools = book.tools();
    tools.runner().count_table_rows(&table_rows_);
    book.read(tools, s, basis::confirmed);
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (!data_.blocks[b].selections.empty()) read_selections(book, s, b);
  }

  /// What a selection leaves out may earn nothing and only be counted, which no entry shows.
  void read_selections(const engine::book_data& book, subject_id s, block_id b) {
    const engine::kept_activities activities(book.plan, b, book.state_of(s), basis::confirmed,
                                             book.bound->codes());
    const auto& all = data_.blocks[b].selections;
    engine::period_memo periods(data_.calendar);
    engine::selecting_room room;
    for (std::uint32_t version = 0; version < data_.blocks[b].versions.size(); ++version) {
      std::vector<engine::kept_change> kept, left;
      std::vector<std::uint32_t> sorting;
      activities.arrivals(kept, sorting);
      for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (all[i].version != version || all[i].computed != none) continue;
        const auto n = [&](const period&) -> std::optional<std::int64_t> {
          return all[i].n.millionths() / decimal::scale;
        };
        engine::select(all[i], book.plan.indicators[b].when_of_selection[i], activities, periods, n,
                       kept, room, left);
        const address a{site_kind::selection, b, i};
        if (left.size() != kept.size() && !list_.sites()[list_.find(a)].is_reached()) hit(a);
        std::swap(kept, left);
      }
    }
  }

  // ---- entries ----

  /// What the other bases add is counted only where the official one has nothing.
  void hit_on(basis on, const address& a) {
    const std::uint32_t n = list_.find(a);
    if (n != none && (on == basis::confirmed || list_.sites()[n].hits == 0)) hit(a);
  }

  void read_entries(const book& scores, subject_id s, basis on) {
    const auto entries = scores.entries(s, period{}, on);
    if (!entries) return;
    std::map<std::pair<block_id, date>, int128> net;
    std::set<std::pair<block_id, date>> corrected, vetoed;
    for (const entry& e : *entries) {
      const std::pair at(e.block, e.day);
      net[at] += e.points.millionths();
      if (e.kind == entry_kind::veto) vetoed.insert(at);
      if (e.kind != entry_kind::line && e.points != decimal{}) corrected.insert(at);
    }
    const auto is_voided = [&](block_id b, date d) {
      for (; b != none; b = data_.blocks[b].parent)
        if (vetoed.contains({b, d})) return true;
      return false;
    };
    for (const entry& e : *entries) {
      const std::pair at(e.block, e.day);
      const bool is_veto = e.kind == entry_kind::veto;
      const address a{site_of(e.kind), is_veto ? 0 : e.block, e.clause};
      if (e.points == decimal{})
        advance(a, stage::worthless);
      else if (e.kind == entry_kind::line && is_voided(e.block, e.day))
        advance(a, stage::vetoed);
      else if (e.kind == entry_kind::line && net[at] == 0 && corrected.contains(at))
        advance(a, stage::capped);
      else
        hit_on(on, a);
    }
  }

  // ---- how near limits came ----

  void read_limits(const book& scores, subject_id s) {
    std::set<period_unit> units;
    for (const block& b : data_.blocks) {
      for (const limit& l : b.caps) units.insert(l.per);
      for (const limit& l : b.floors) units.insert(l.per);
    }
    for (const period_unit unit : units) {
      const std::vector<period> periods = scores.periods(s, unit);
      const auto points = scores.points(s, periods);
      if (!points) continue;
      for (const auto& of_period : *points)
        for (block_id b = 0; b < data_.blocks.size(); ++b) note_extremes(b, unit, of_period[b]);
    }
  }

  void note_extremes(block_id b, period_unit unit, decimal points) {
    const block& source = data_.blocks[b];
    const decimal counted = source.counts_deductions ? *subtract(decimal{}, points) : points;
    const auto note = [&](site_kind kind, const std::vector<limit>& limits, bool is_cap) {
      for (std::uint32_t i = 0; i < limits.size(); ++i) {
        if (limits[i].per != unit) continue;
        std::optional<decimal>& extreme = progress_[list_.find({kind, b, i})].extreme;
        if (!extreme || (is_cap ? counted > *extreme : counted < *extreme)) extreme = counted;
      }
    };
    note(site_kind::cap, source.caps, true);
    note(site_kind::floor, source.floors, false);
  }

  // ---- grades and lists ----

  void read_rankings(const book& scores) {
    std::set<period_unit> units;
    for (const grade& g : data_.grades) units.insert(g.per);
    for (const list& l : data_.lists) units.insert(l.per);
    for (const period_unit unit : units) {
      std::set<period> periods;
      for (subject_id s = 0; s < scores.subjects().size(); ++s)
        for (const period& p : scores.periods(s, unit)) periods.insert(p);
      for (const period& p : periods)
        if (const auto ranked = scores.rank(p)) read_ranking(scores, p, *ranked);
    }
  }

  void read_ranking(const book& scores, const period& p,
                    const std::vector<ranked_subject>& ranked) {
    const std::vector<std::uint32_t> asked = scores.grades(p);
    for (const ranked_subject& r : ranked) {
      for (std::size_t i = 0; i < asked.size() && i < r.grades.size(); ++i)
        hit_row(asked[i], r.grades[i]);
      for (const std::uint32_t l : r.lists) hit({site_kind::list, 0, l});
    }
  }

  void hit_row(std::uint32_t g, const std::string& name) {
    const auto& rows = data_.grades[g].rows;
    for (std::uint32_t i = 0; i < rows.size(); ++i)
      if (rows[i].name == name) hit({site_kind::grade_row, g, i});
  }

  // ---- reasons ----

  message reason(const address& a, std::uint32_t number) const {
    if (scenarios_ == 0) return phrase("unreached policy");
    switch (a.kind) {
      case site_kind::table_row:
        return reason_of_row(a.owner);
      case site_kind::grade_row:
        return phrase("unreached grade");
      case site_kind::list:
        return phrase("unreached list");
      case site_kind::selection:
        return phrase("unreached selection");
      case site_kind::cap:
        return reason_of_limit("unreached cap", data_.blocks[a.owner].caps[a.index], number);
      case site_kind::floor:
        return reason_of_limit("unreached floor", data_.blocks[a.owner].floors[a.index], number);
      case site_kind::base:
        return phrase("unreached base");
      case site_kind::period_line:
        return phrase("unreached period line");
      case site_kind::keyed_limit:
      case site_kind::highest:
      case site_kind::weight:
        return phrase("unreached change");
      default:
        return reason_of_stage(a, progress_[number]);
    }
  }

  message reason_of_row(std::uint32_t table) const {
    const std::uint32_t line = list_.line_of_table(table);
    if (line != none && !list_.sites()[line].is_reached() &&
        progress_[line].came_to <= stage::no_condition)
      return reason_of_stage({site_kind::line, 0, 0}, progress_[line]);
    return phrase("unreached row");
  }

  message reason_of_limit(std::string_view id, const limit& l, std::uint32_t number) const {
    const auto& extreme = progress_[number].extreme;
    if (!extreme || l.computed != none) return phrase("unreached change");
    return phrase(id, {extreme->to_string(), l.points.to_string()});
  }

  static message reason_of_stage(const address& a, const progress& p) {
    switch (p.came_to) {
      case stage::nowhere:
        return phrase(a.kind == site_kind::accept ? "unreached accept idle" : "unreached kind");
      case stage::unselected:
        return phrase("unreached on");
      case stage::other_text:
        return phrase("unreached text");
      case stage::not_in_force:
        return phrase("unreached force");
      case stage::not_serving:
        return phrase("unreached service");
      case stage::refused:
        return phrase("unreached refused", {p.reason});
      case stage::no_condition:
        return phrase("unreached when");
      case stage::worthless:
        return phrase("unreached worthless");
      case stage::capped:
        return phrase("unreached capped");
      case stage::vetoed:
        return phrase("unreached vetoed");
      case stage::idle:
        break;
    }
    return phrase(a.kind == site_kind::accept      ? "unreached accept"
                  : a.kind == site_kind::event_cap ? "unreached event cap"
                                                   : "unreached veto");
  }

  policy rules_;
  const policy_data& data_;
  site_list list_;
  std::vector<progress> progress_;  // of each site
  engine::table_hits table_rows_;
  std::size_t scenarios_ = 0;
};

}  // namespace dutyscore::detail::coverage
