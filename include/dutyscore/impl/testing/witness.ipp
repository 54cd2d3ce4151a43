// Finds a small scenario on which a policy and its mutant differ: streams are tried from the simple
// to the rich until one tells them apart, then rows are taken away as long as it still does. Each
// stream is a subject of one batch, so that thousands are tried in one evaluation. Small example:
// of `cap 30 per month` and its 31 the stream "seven visits in March" is the first that differs,
// and nothing can be taken away from it. Tested by tests/testing/mutation_test.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dutyscore/impl/testing/witness_streams.ipp"

namespace dutyscore::detail::witness {

/// What has been found: rows, and the figure that tells the two policies apart.
struct finding {
  stream rows;
  date through;
  observation what;
};

class search {
 public:
  /// `place` is the block, veto, grade, list or field that was changed.
  search(const policy& original, const policy& mutated, const std::string& place,
         progress_watch& watch)
      : original_(original), mutated_(mutated), data_(original.data()), watch_(watch) {
    find_focus(place);
    find_kinds(place);
  }

  std::optional<finding> run() {
    const std::set<std::string> kinds = kinds_;
    for (const int year : years()) {
      year_ = year;
      kinds_ = kinds;
      activities_.clear(), vetoing_.clear();
      best_.clear(), worst_.clear(), others_.clear();
      if (auto found = run_year()) return found;
    }
    return std::nullopt;
  }

 private:
  using streams = std::vector<stream>;

  std::optional<finding> run_year() {
    if (auto found = try_single()) return found;
    if (auto found = try_repeated()) return found;
    if (auto found = try_mixed()) return found;
    // Points being the same, only what stands in a grade, a list or a veto can make a difference.
    if (auto found = concerns_grades_ ? try_grades() : std::nullopt) return found;
    return concerns_lists_ ? try_lists() : std::nullopt;
  }

  // ---- where to look ----

  void find_focus(const std::string& place) {
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].name == place) focus_ = b;
    for (const veto& v : data_.vetoes)
      if (v.name == place) focus_ = v.where_it_stands, veto_ = &v;
    const auto is_called = [&](const auto& one) { return one.name == place; };
    concerns_lists_ = veto_ || std::any_of(data_.lists.begin(), data_.lists.end(), is_called);
    // A grade without a name stands in the policy.
    concerns_grades_ =
        veto_ || focus_ == 0 || std::any_of(data_.grades.begin(), data_.grades.end(), is_called);
  }

  bool is_within(block_id id, block_id above) const {
    while (id != none && id != above) id = data_.blocks[id].parent;
    return id == above;
  }

  void add_kinds(const std::vector<selector>& selectors) {
    for (const selector& s : selectors) kinds_.insert(s.kinds.begin(), s.kinds.end());
  }

  void find_kinds(const std::string& place) {
    if (veto_) add_kinds(veto_->selectors);
    for (const policy_field& f : data_.fields)
      if (f.declared.name == place) kinds_.insert(f.declared.kinds.begin(), f.declared.kinds.end());
    for (block_id b = 0; kinds_.empty() && focus_ != none && b < data_.blocks.size(); ++b)
      if (is_within(b, focus_)) below_.push_back(b);
    for (const block_id b : below_) add_kinds(data_.blocks[b].selectors);
    // Points of finished periods count the activities of others.
    for (const block_id b : below_)
      if (!data_.blocks[b].period_lines.empty()) kinds_.clear();
    if (kinds_.empty()) kinds_ = {data_.schema.kinds.begin(), data_.schema.kinds.end()};
  }

  /// A year that is wholly in force, where there is one, and one for each amended text.
  std::vector<int> years() const {
    const block& around = data_.blocks[focus_ == none ? 0 : focus_];
    std::vector<int> out;
    const auto add = [&](int year) {
      if (std::find(out.begin(), out.end(), year) == out.end() && out.size() < 3)
        out.push_back(year);
    };
    add(year_within(around.in_force));
    for (const block_version& v : around.versions) add(year_within(v.asked));
    return out;
  }

  int year_within(const force& f) const {
    if (f.first == date::min()) return f.last == date::max() ? 2023 : year_of(f.last) - 1;
    const int year = year_of(f.first) + (on(year_of(f.first), 1, 1) < f.first ? 1 : 0);
    return on(year, 1, 1) > f.last ? year - 1 : year;
  }

  /// Of the policy, which may begin in another month than January.
  int year_of(date d) const {
    return d.year() - (d.month() < data_.calendar.first_month() ? 1 : 0);
  }

  /// Months are counted from the beginning of the policy's year. REQUIRES: day <= 28.
  date on(int year, int month, int day = 6) const {
    return add_months(*date::of(year, data_.calendar.first_month(), 1), month - 1) + (day - 1);
  }
  date end_of(int year) const { return on(year + 1, 1, 1) - 1; }

  /// Days on which some rule begins or ends, and their neighbours.
  std::set<date> borders() const {
    std::set<date> out;
    const auto add = [&](date d) {
      if (d <= date::min() || d >= date::max()) return;
      for (const int step : {-1, 0, 1}) out.insert(d + step);
    };
    for (const policy_data* p : {&data_, &mutated_.data()}) {
      for (const block& b : p->blocks)
        for (const block_version& v : b.versions)
          for (const force& f : {b.in_force, v.asked, v.in_force}) add(f.first), add(f.last);
      for (const veto& v : p->vetoes) add(v.in_force.first), add(v.in_force.last);
      for (const expression& e : p->expressions)
        if (e.op == operation::constant && e.type == value_type::date)
          add(date::from_days(static_cast<std::int32_t>(e.constant.number)));
    }
    return out;
  }

  // ---- trying streams ----

  static void renumber(streams& all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const stream& a, const stream& b) { return a.size() < b.size(); });
    for (std::uint32_t i = 0; i < all.size(); ++i)
      for (row& r : all[i]) r.subject = i;
  }

  static stream joined(const streams& all) {
    stream out;
    for (const stream& s : all) out.insert(out.end(), s.begin(), s.end());
    return out;
  }

  date through_of(const stream& rows) const {
    date last = end_of(year_);
    for (const row& r : rows) last = std::max(last, end_of(year_of(r.day)));
    return last;
  }

  /// The figure that tells the policies apart for one subject.
  static std::optional<observation> difference(const comparison& c, std::uint32_t subject,
                                               block_id focus) {
    if (auto found = c.points(subject, focus)) return found;
    return c.refused(subject);
  }

  /// The first stream that differs, made as small as it gets.
  std::optional<finding> try_all(streams all) {
    renumber(all);
    const stream rows = joined(all);
    const comparison c(original_, mutated_, rows, through_of(rows), watch_);
    if (!c.is_sound()) return std::nullopt;
    for (std::uint32_t s = 0; s < all.size(); ++s)
      if (c.points(s, focus_)) return shrink(all[s]);
    for (std::uint32_t s = 0; s < all.size() && all.size() < 5000; ++s)
      if (c.refused(s)) return shrink(all[s]);
    return std::nullopt;
  }

  std::optional<finding> judge(const stream& rows, date through) const {
    const comparison c(original_, mutated_, rows, through, watch_);
    if (rows.empty() || !c.is_sound()) return std::nullopt;
    auto what = difference(c, rows.front().subject, focus_);
    if (!what) return std::nullopt;
    return finding{rows, through, *what};
  }

  /// Larger pieces are taken away first. REQUIRES: the stream differs.
  template <class Judge>
  finding without_idle(finding best, Judge judge_rows) const {
    for (std::size_t piece = std::max<std::size_t>(best.rows.size() / 2, 1);; piece /= 2) {
      for (std::size_t at = 0; at < best.rows.size();) {
        stream fewer = best.rows;
        const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        const auto end =
            fewer.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, fewer.size()));
        fewer.erase(begin, end);
        if (auto smaller = judge_rows(fewer, best.through))
          best = *std::move(smaller);
        else
          at += piece;
      }
      if (piece == 1) return best;
    }
  }

  std::optional<finding> shrink(stream rows) const {
    for (row& r : rows) r.subject = 0;
    const auto one = [this](const stream& s, date through) { return judge(s, through); };
    auto found = judge(rows, through_of(rows));
    if (!found) return std::nullopt;
    return simpler(without_idle(*std::move(found), one));
  }

  /// Cells that make no difference go back to their defaults.
  finding simpler(finding best) const {
    for (std::size_t i = 0; i < best.rows.size(); ++i)
      for (std::size_t c = best.rows[i].what.cells.size(); c-- > 0;) {
        const schema_field& f = data_.schema.activity[best.rows[i].what.cells[c].field];
        if (!f.default_value) continue;
        stream rows = best.rows;
        rows[i].what.cells.erase(rows[i].what.cells.begin() + static_cast<std::ptrdiff_t>(c));
        if (auto smaller = judge(rows, best.through)) best = *std::move(smaller);
      }
    return best;
  }

  // ---- one activity ----

  /// All activities worth trying, those that the policy itself cannot take left out.
  void make_activities() {
    const activity_maker maker(data_, mutated_.data());
    std::vector<activity> all;
    for (const std::string& kind : kinds_)
      for (activity& a : maker.of(kind)) all.push_back(std::move(a));
    stream rows;
    for (std::uint32_t i = 0; i < all.size(); ++i) rows.push_back({i, on(year_, 3), all[i]});
    const comparison c(original_, mutated_, rows, end_of(year_), watch_);
    const auto bad = c.bad_rows();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!bad.contains(i)) activities_.push_back(std::move(all[i]));
  }

  std::optional<finding> try_single() {
    make_activities();
    streams all;
    for (const activity& a : activities_) all.push_back({{0, on(year_, 3), a}});
    if (auto found = try_all(all)) return found;
    streams at_borders;
    std::string kind;
    for (const activity& a : activities_) {
      if (a.kind == kind) continue;  // the simplest of each kind
      kind = a.kind;
      for (const date d : borders()) at_borders.push_back({{0, d, a}});
    }
    if (at_borders.size() > 5000) at_borders.resize(5000);
    return try_all(std::move(at_borders));
  }

  // ---- the same again and again ----

  struct valued {
    activity what;
    decimal points;
  };

  /// The activities of this kind of worth that say most: of each indicator the most and the least.
  void value_activities() {
    stream rows;
    for (std::uint32_t i = 0; i < activities_.size(); ++i)
      rows.push_back({i, on(year_, 3), activities_[i]});
    const comparison c(original_, mutated_, rows, end_of(year_), watch_);
    if (!c.is_sound()) return;
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      if (data_.blocks[b].kind == block_kind::indicator) value_activities(c, b);
  }

  void value_activities(const comparison& c, block_id b) {
    std::optional<valued> most, least, worst;
    const period when = *data_.calendar.period_of(on(year_, 3), period_unit::day);
    for (std::uint32_t i = 0; i < activities_.size(); ++i) {
      if (!takes(b, activities_[i].kind)) continue;
      const auto s = c.before().find(key_of(i));
      const auto points = s ? c.before().points(*s, b, when) : result<decimal>(decimal{});
      if (!points || *points == decimal{}) continue;
      const valued v{activities_[i], *points};
      if (*points < decimal{} && (!worst || *points < worst->points)) worst = v;
      if (*points < decimal{}) continue;
      if (!most || *points > most->points) most = v;
      if (!least || *points < least->points) least = v;
    }
    if (most) best_.push_back(*most);
    if (least && most->points != least->points) others_.push_back(*least);
    if (worst) worst_.push_back(*worst);
  }

  bool takes(block_id b, const std::string& kind) const {
    for (const selector& s : data_.blocks[b].selectors)
      if (std::find(s.kinds.begin(), s.kinds.end(), kind) != s.kinds.end()) return true;
    return false;
  }

  /// `n` times on successive days of a month.
  void add(stream& to, const activity& a, int n, int year, int month) const {
    for (int i = 0; i < n; ++i) to.push_back({0, on(year, month, 1 + i % 28), a});
  }

  static const std::vector<std::vector<int>>& month_sets() {
    static const std::vector<std::vector<int>> sets{{3}, {3, 4}, {2, 5}, {3, 9}};
    return sets;
  }

  stream in_months(const std::vector<const activity*>& what, int n,
                   const std::vector<int>& months) const {
    stream out;
    for (const int m : months)
      for (const activity* a : what) add(out, *a, n, year_, m);
    return out;
  }

  static std::vector<int> every_month() { return {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}; }

  std::optional<finding> try_repeated() {
    value_activities();
    std::vector<const activity*> bases;
    constexpr std::size_t most_bases = 24;
    for (const auto* list : {&best_, &worst_, &others_})
      for (const valued& v : *list)
        if (bases.size() < most_bases) bases.push_back(&v.what);
    for (const activity& a : activities_)
      if (bases.empty() || (best_.empty() && bases.size() < 4)) bases.push_back(&a);
    add_choices(bases);
    streams all;
    for (const activity* a : bases) add_repeated(*a, all);
    if (auto found = try_all(std::move(all))) return found;
    return try_variants();
  }

  /// Activities that differ from the simplest of their kind by one choice, which conditions ask
  /// for.
  void add_choices(std::vector<const activity*>& bases) const {
    constexpr std::size_t most_choices = 16;
    const activity* simplest = nullptr;
    std::size_t added = 0;
    for (const activity& a : activities_) {
      if (!simplest || simplest->kind != a.kind) simplest = &a;
      const bool is_choice = a.cells.size() == simplest->cells.size() + 1 && a.days == 1 &&
                             data_.schema.activity[a.cells.back().field].type >= value_type::text;
      if (is_choice && added++ < most_choices) bases.push_back(&a);
    }
  }

  void add_repeated(const activity& a, streams& all) const {
    for (const int n : {2, 3, 4, 5, 6, 8, 11, 16, 21, 31}) {
      all.emplace_back(static_cast<std::size_t>(n), row{0, on(year_, 3), a});
      for (const auto& months : month_sets()) all.push_back(in_months({&a}, n, months));
      stream next_year = in_months({&a}, n, {3});
      add(next_year, a, n, year_ + 1, 3);
      all.push_back(std::move(next_year));
    }
    for (const int n : {1, 2, 4, 8}) all.push_back(in_months({&a}, n, every_month()));
  }

  /// Every variant of a kind one after the other, and then once more: for keys and choices.
  std::optional<finding> try_variants() {
    streams all;
    for (const std::string& kind : kinds_) {
      stream once;
      int day = 0;
      for (const activity& a : activities_)
        if (a.kind == kind && day < 100) once.push_back({0, on(year_, 1, 1) + day++, a});
      stream twice = once;
      for (row r : once) r.day = r.day + 100, twice.push_back(r);
      all.push_back(std::move(once));
      all.push_back(std::move(twice));
    }
    return try_all(std::move(all));
  }

  // ---- several kinds together ----

  std::optional<finding> try_mixed() {
    streams all;
    std::vector<const activity*> everything;
    for (const valued& v : best_) everything.push_back(&v.what);
    for (const int n : {1, 2, 4, 8, 16}) {
      for (const auto& months : month_sets()) all.push_back(in_months(everything, n, months));
      if (n <= 4) all.push_back(in_months(everything, n, every_month()));
    }
    for (std::size_t i = 0; i < best_.size() && i < 6; ++i)
      for (std::size_t k = 0; k < best_.size() && k < 6; ++k)
        if (i != k) add_one_after_the_other(best_[i].what, best_[k].what, all);
    if (auto found = try_all(std::move(all))) return found;
    collect_everywhere();
    streams pairs;
    for (const valued& bad : worst_)
      for (std::size_t i = 0; i < best_.size() && i < 6; ++i)
        add_pairs(best_[i].what, bad.what, pairs);
    for (const activity& v : vetoing_)
      for (std::size_t i = 0; i < best_.size() && i < 3; ++i) add_veto(best_[i].what, v, pairs);
    return try_all(std::move(pairs));
  }

  void add_one_after_the_other(const activity& a, const activity& b, streams& all) const {
    for (const int month : {4, 5, 9, 15})
      for (const int n : {1, 3}) {
        stream s;
        add(s, a, n, year_, 3);
        add(s, b, 1, year_, month);
        all.push_back(std::move(s));
      }
  }

  /// Deductions and vetoes act on what other kinds have earned.
  void collect_everywhere() {
    if (kinds_.size() < data_.schema.kinds.size()) {
      kinds_ = {data_.schema.kinds.begin(), data_.schema.kinds.end()};
      activities_.clear();
      best_.clear(), worst_.clear(), others_.clear();
      make_activities();
      value_activities();
    }
    for (const veto& v : data_.vetoes)
      for (const activity& a : activities_)
        for (const selector& s : v.selectors)
          if (vetoing_.size() < 12 &&
              std::find(s.kinds.begin(), s.kinds.end(), a.kind) != s.kinds.end())
            vetoing_.push_back(a);
  }

  void add_pairs(const activity& good, const activity& bad, streams& all) const {
    static constexpr int months[][2] = {{3, 3}, {3, 4}, {4, 3}, {2, 5}, {5, 2}, {3, 9}, {9, 3}};
    for (const auto& [of_good, of_bad] : months)
      for (const int n : {1, 4, 12})
        for (const int m : {1, 4, 12}) {
          stream s;
          add(s, good, n, year_, of_good);
          add(s, bad, m, year_, of_bad);
          all.push_back(std::move(s));
        }
  }

  void add_veto(const activity& good, const activity& veto, streams& all) const {
    for (const int month : {3, 5, 9}) {
      stream s{{0, on(year_, 3, 3), good},      {0, on(year_, month), veto},
               {0, on(year_, month, 20), good}, {0, on(year_, 10), good},
               {0, on(year_, 12, 20), good},    {0, on(year_ + 1, 2), good}};
      all.push_back(std::move(s));
    }
  }

  // ---- grades and lists ----

  /// Copies spread evenly over the year.
  stream spread(const activity& a, int n, std::uint32_t subject = 0) const {
    stream out;
    for (int i = 0; i < n; ++i) out.push_back({subject, on(year_, 1 + i % 12, 1 + i / 12 % 28), a});
    return out;
  }

  std::optional<finding> grade_difference(const stream& rows, date through) const {
    const comparison c(original_, mutated_, rows, through, watch_);
    if (rows.empty() || !c.is_sound()) return std::nullopt;
    const auto what = c.grades();
    if (!what) return std::nullopt;
    return finding{rows, through, *what};
  }

  std::optional<finding> try_grades() {
    if (data_.grades.empty()) return std::nullopt;
    streams all;
    for (const auto* list : {&best_, &others_})
      for (std::size_t i = 0; i < list->size() && i < 30; ++i)
        for (int n = 1; n <= 150; n = n < 70 ? n + 1 : n + 5)
          all.push_back(spread((*list)[i].what, n));
    for (const activity& v : vetoing_)
      for (const int n : {1, 10, 60})
        if (!best_.empty()) {
          stream s = spread(best_.front().what, n);
          s.push_back({0, on(year_, 6), v});
          all.push_back(std::move(s));
        }
    renumber(all);
    const stream rows = joined(all);
    const auto found = grade_difference(rows, through_of(rows));
    if (!found) return std::nullopt;
    const auto one = [this](const stream& s, date through) { return grade_difference(s, through); };
    return without_idle(*one(all[found->what.subject], found->through), one);
  }

  std::optional<finding> list_difference(const stream& rows, date through) const {
    const comparison c(original_, mutated_, rows, through, watch_);
    if (rows.empty() || !c.is_sound()) return std::nullopt;
    const auto what = c.lists();
    if (!what) return std::nullopt;
    return finding{rows, through, *what};
  }

  /// Groups of people: each with a little less than the one before, or all alike but the first.
  std::optional<finding> try_lists() {
    if (data_.lists.empty() || best_.empty()) return std::nullopt;
    for (const auto* list : {&best_, &others_})
      if (!list->empty())
        if (auto found = try_lists(most_countable(*list))) return found;
    return std::nullopt;
  }

  std::optional<finding> try_lists(const activity& a) {
    for (const int people : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 19, 20, 21, 30, 40})
      for (const bool is_alike : {false, true})
        for (std::size_t v = 0; v <= vetoing_.size(); ++v) {
          if (v > 0 && people > 4) break;
          stream rows;
          for (int p = 0; p < people; ++p) {
            const stream own = spread_in(a, is_alike ? (p == 0 ? 2 : 1) : people - p,
                                         static_cast<std::uint32_t>(p));
            rows.insert(rows.end(), own.begin(), own.end());
          }
          if (v > 0) add_veto_and_later_years(vetoing_[v - 1], rows);
          const auto found = list_difference(rows, through_of(rows));
          if (!found) continue;
          const auto one = [this](const stream& s, date through) {
            return list_difference(s, through);
          };
          return without_idle(*found, one);
        }
    return std::nullopt;
  }

  /// Within one quarter, so that lists of quarters see it.
  stream spread_in(const activity& a, int n, std::uint32_t subject) const {
    stream out;
    for (int i = 0; i < n; ++i) out.push_back({subject, on(year_, 1 + i % 3, 1 + i / 3 % 28), a});
    return out;
  }

  /// The first of them is vetoed; in the years after everybody does the same again.
  void add_veto_and_later_years(const activity& veto, stream& rows) const {
    const stream first_year = rows;
    for (const int later : {1, 2, 3})
      for (row r : first_year) {
        r.day = add_months(r.day, 12 * later);
        rows.push_back(std::move(r));
      }
    rows.push_back({0, on(year_, 3, 28), veto});
  }

  /// Of whose copies most still count.
  const activity& most_countable(const std::vector<valued>& list) const {
    streams all;
    for (std::uint32_t i = 0; i < list.size(); ++i) all.push_back(spread_in(list[i].what, 40, i));
    const stream rows = joined(all);
    const comparison c(original_, mutated_, rows, end_of(year_), watch_);
    std::size_t found = 0;
    decimal most;
    for (std::uint32_t i = 0; c.is_sound() && i < list.size(); ++i) {
      const auto s = c.before().find(key_of(i));
      const auto total =
          c.before().points(*s, 0, *data_.calendar.period_of(on(year_, 3), period_unit::year));
      if (total && *total > most) most = *total, found = i;
    }
    return list[found].what;
  }

  const policy& original_;
  const policy& mutated_;
  const policy_data& data_;
  progress_watch& watch_;
  block_id focus_ = none;
  const veto* veto_ = nullptr;
  bool concerns_grades_ = false, concerns_lists_ = false;
  std::vector<block_id> below_;
  std::set<std::string> kinds_;
  int year_ = 2023;
  std::vector<activity> activities_, vetoing_;
  std::vector<valued> best_, others_, worst_;
};

}  // namespace dutyscore::detail::witness
