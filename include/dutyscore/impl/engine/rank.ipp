#pragma once

#include <algorithm>
#include <map>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"

namespace dutyscore::engine {

/// A figure of the period that some condition or rank key reads.
struct asked_figure {
  column::instruction what;
  bool is(const column::instruction& other) const {
    return what.op == other.op && what.index == other.index &&
           what.periods_back == other.periods_back;
  }
};

/// What is known of one subject in the period when conditions are asked.
struct standing_in_period {
  subject_id subject = 0;
  std::int64_t total = 0;  // millionths
  std::uint32_t rank = 0;
  bool vetoed = false;
  std::string_view org_unit;
  std::vector<std::int64_t> grades;    // codes of texts, by index into policy_data::grades
  std::vector<std::optional<std::int64_t>> figures;  // as asked; nothing beyond 64 bits
  std::vector<std::uint8_t> vetoes;    // that lie in the period, by index into policy_data::vetoes
  std::vector<std::uint32_t> barred;   // from lists, by their first text
};

/// A veto keeps whom it hit on or after a day off a list of the period.
struct bar_of_period {
  std::uint32_t veto = 0;
  std::uint32_t list = 0;  // its first text
  date since;
};

class subject_columns final : public column_source {
 public:
  subject_columns(const std::vector<standing_in_period>& subjects,
                  const std::vector<asked_figure>& asked)
      : subjects_(subjects), asked_(asked) {}
  void load(const column::instruction& what, std::int64_t* out,
            std::vector<failure>& failures) const override {
    const auto at = std::find_if(asked_.begin(), asked_.end(),
                                 [&](const asked_figure& a) { return a.is(what); });
    if (at != asked_.end())
      return load_figure(static_cast<std::size_t>(at - asked_.begin()), out, failures);
    for (std::size_t i = 0; i < subjects_.size(); ++i) out[i] = value(what, subjects_[i]);
  }

 private:
  void load_figure(std::size_t figure, std::int64_t* out, std::vector<failure>& failures) const {
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const auto& known = subjects_[i].figures[figure];
      out[i] = known.value_or(0);
      if (known) continue;
      failures.resize(subjects_.size(), failure::none);
      failures[i] = failure::overflow;
    }
  }

  std::int64_t value(const column::instruction& what, const standing_in_period& s) const {
    switch (what.op) {
      case operation::vetoed:
        return s.vetoed;
      case operation::rank:
        return std::int64_t{s.rank} * decimal::scale;
      case operation::ranked:
        return static_cast<std::int64_t>(subjects_.size()) * decimal::scale;
      case operation::total:
        return s.total;
      default:
        return s.grades[what.index];
    }
  }
  const std::vector<standing_in_period>& subjects_;
  const std::vector<asked_figure>& asked_;
};

/// Ranks, grades and lists of everybody who served in one period. Cost: one reading per subject,
/// and a sort.
class ranking_of_period {
 public:
  ranking_of_period(const book& b, const period& p, basis on, const on_progress& progress)
      : book_(b),
        data_(b.data()),
        policy_(b.policy().data()),
        period_(p),
        on_(on),
        tools_(data_.tools()),
        codes_(data_.bound->codes()),
        watch_(progress, data_.subjects.size()) {
    for (const std::string& text : data_.plan.texts) texts_.push_back(codes_.code(text));
    for (std::uint32_t g : book_.grades(period_))
      for (const grade_row& row : policy_.grades[g].rows) note_figures(row.when);
    for (std::uint32_t l : book_.lists(period_)) {
      note_figures(policy_.lists[l].when);
      note_figures(policy_.lists[l].unless);
      for (expression_id key : policy_.lists[l].by) note_figures(key);
      note_bars(l);
    }
  }

  result<std::vector<ranked_subject>> run(std::optional<std::string_view> within) {
    if (auto failed = read_totals()) return *failed;
    watch_.ask();
    set_ranks();
    for (std::uint32_t g : book_.grades(period_)) {
      if (auto failed = set_grade(g)) return *failed;
      lower_grade(g);
      watch_.ask();
    }
    std::vector<std::vector<bool>> members;
    for (std::uint32_t l = 0; l < policy_.lists.size(); ++l) {
      auto listed = members_of(l);
      if (!listed) return listed.messages();
      members.push_back(std::move(*listed));
      watch_.ask();
    }
    return rows(members, within);
  }

 private:
  /// The text of a grade or list that the last day of the period asks for.
  template <class Reading>
  bool is_asked(const Reading& r) const {
    return r.per == period_.unit && r.asked.contains(data_.last_day_of(period_));
  }

  void note_figures(expression_id id) {
    if (id == none) return;
    for (const column::instruction& i : data_.plan.on_period[id].code) {
      const bool is_figure = i.op == operation::measure || i.op == operation::served ||
                             i.op == operation::length || i.op == operation::last_day ||
                             i.op == operation::previous || i.op == operation::subject_field;
      const auto known = [&](const asked_figure& a) { return a.is(i); };
      if (is_figure && std::none_of(asked_.begin(), asked_.end(), known)) asked_.push_back({i});
    }
  }

  /// Vetoes of this period, and of as many before it as they say.
  void note_bars(std::uint32_t l) {
    for (std::uint32_t v = 0; v < policy_.vetoes.size(); ++v)
      for (const effect& e : policy_.vetoes[v].effects) {
        if (e.kind != effect_kind::bar || e.list != policy_.lists[l].first_text) continue;
        period since = period_;
        for (int i = 1; i < e.periods; ++i)
          if (const auto p = policy_.calendar.period_of(since.first - 1, since.unit)) since = *p;
        bars_.push_back({v, e.list, since.first});
      }
  }

  std::optional<diagnostic> read_totals() {
    for (subject_id s = 0; s < data_.subjects.size(); ++s) {
      watch_.add(1);
      if (!book_.served_in(s, period_)) continue;
      const reading read = data_.read_for(tools_, s, period_, on_);
      if (read.fault()) return fault_message(book_, s, *read.fault());
      const auto total = to_decimal(read.points(0, period_.first, period_.last));
      if (!total) return overflow_message(book_, s, 0, period_);
      standing_in_period& out = subjects_.emplace_back();
      out.subject = s;
      out.total = total->millionths();
      out.vetoed = read.vetoed(period_.first, period_.last);
      out.org_unit = book_.org_unit(s, period_);
      out.grades.assign(policy_.grades.size(), codes_.code(""));
      for (std::uint32_t v = 0; v < policy_.vetoes.size(); ++v)
        out.vetoes.push_back(out.vetoed && read.vetoed_by(v, period_.first, period_.last));
      for (const asked_figure& a : asked_)
        out.figures.push_back(read.figure(a.what, 0, period_, period_.last));
      for (const bar_of_period& b : bars_)
        if (read.vetoed_by(b.veto, b.since, period_.last)) out.barred.push_back(b.list);
    }
    return std::nullopt;
  }

  /// Best first; equals in the order of their texts, and of one rank: 1, 2, 2, 4.
  void set_ranks() {
    progress_pulse pulse(&watch_);
    std::stable_sort(subjects_.begin(), subjects_.end(), [&](const auto& a, const auto& b) {
      pulse();
      return a.total > b.total;
    });
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const bool is_equal = i > 0 && subjects_[i].total == subjects_[i - 1].total;
      subjects_[i].rank = is_equal ? subjects_[i - 1].rank : static_cast<std::uint32_t>(i + 1);
    }
  }

  /// For which of the `asked` subjects the condition holds; all, when there is none. What cannot be
  /// worked out for the others does not matter.
  result<std::vector<bool>> holds(expression_id when, std::string_view asked_by,
                                  const std::vector<bool>& asked) {
    if (when == none) return asked;
    auto values = evaluate(when, asked_by, asked);
    if (!values) return values.messages();
    std::vector<bool> out = asked;
    for (std::size_t i = 0; i < asked.size(); ++i) out[i] = asked[i] && (*values)[i] != 0;
    return out;
  }

  result<std::vector<std::int64_t>> evaluate(expression_id what, std::string_view asked_by,
                                             const std::vector<bool>& asked) {
    column_runner runner(data_.plan, codes_, texts_);
    const column_view values = runner.run(data_.plan.on_period[what],
                                          subject_columns(subjects_, asked_), subjects_.size());
    for (std::size_t i = 0; i < asked.size(); ++i)
      if (asked[i] && values.failure_at(i) != failure::none)
        return make_diagnostic("DS0408", {asked_by, data_.names[subjects_[i].subject]});
    return std::vector<std::int64_t>(values.values, values.values + asked.size());
  }

  std::optional<diagnostic> set_grade(std::uint32_t g) {
    const grade& source = policy_.grades[g];
    std::vector<bool> is_open(subjects_.size(), true);
    for (const grade_row& row : source.rows) {
      std::vector<bool> reaches = is_open;
      for (std::size_t i = 0; row.from && i < subjects_.size(); ++i)
        reaches[i] = reaches[i] && subjects_[i].total >= row.from->millionths();
      const auto fits = holds(row.when, source.label, reaches);
      if (!fits) return fits.messages().front();
      for (std::size_t i = 0; i < subjects_.size(); ++i) {
        if (!(*fits)[i]) continue;
        set_grade(i, g, row.name);
        is_open[i] = false;
      }
    }
    return std::nullopt;
  }

  /// Conditions name a grade by its first text.
  void set_grade(std::size_t subject, std::uint32_t g, const std::string& name) {
    const std::int64_t code = codes_.code(name);
    subjects_[subject].grades[g] = code;
    subjects_[subject].grades[policy_.grades[g].first_text] = code;
  }

  /// Vetoes never raise it. What is left is what the conditions below read.
  void lower_grade(std::uint32_t g) {
    for (std::uint32_t v = 0; v < policy_.vetoes.size(); ++v)
      for (const effect& e : policy_.vetoes[v].effects)
        if (e.kind == effect_kind::grade && e.per == period_.unit) lower_grade(g, v, e.grade);
  }

  static std::optional<std::size_t> row_called(const grade& g, std::string_view name) {
    for (std::size_t r = 0; r < g.rows.size(); ++r)
      if (g.rows[r].name == name) return r;
    return std::nullopt;
  }

  bool is_row_of_any(const std::string& name) const {
    return std::any_of(policy_.grades.begin(), policy_.grades.end(),
                       [&](const grade& g) { return is_asked(g) && row_called(g, name); });
  }

  /// To the row of that name; below every row when no grade has one.
  void lower_grade(std::uint32_t g, std::uint32_t veto, const std::string& to) {
    const grade& source = policy_.grades[g];
    const auto row = row_called(source, to);
    if (!row && is_row_of_any(to)) return;
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      if (!subjects_[i].vetoes[veto]) continue;
      const auto earned = row_called(source, codes_.text(subjects_[i].grades[g]));
      if (!row || (earned && *row > *earned)) set_grade(i, g, to);
    }
  }

  // ---- lists ----

  static bool is_barred(const standing_in_period& s, const list& from) {
    return std::find(s.barred.begin(), s.barred.end(), from.first_text) != s.barred.end();
  }

  /// Who meets the conditions, cut at `top`; those who fail `unless` and those who are barred are
  /// taken out before places are counted.
  result<std::vector<bool>> members_of(std::uint32_t l) {
    const list& source = policy_.lists[l];
    std::vector<bool> none_listed(subjects_.size());
    if (!is_asked(source) || !source.in_force.contains(data_.last_day_of(period_)))
      return none_listed;
    auto meets = holds(source.when, source.label, std::vector<bool>(subjects_.size(), true));
    if (!meets) return meets;
    if (source.unless != none) {
      const auto excluded = holds(source.unless, source.label, *meets);
      if (!excluded) return excluded;
      for (std::size_t i = 0; i < subjects_.size(); ++i)
        (*meets)[i] = (*meets)[i] && !(*excluded)[i];
    }
    for (std::size_t i = 0; i < subjects_.size(); ++i)
      (*meets)[i] = (*meets)[i] && !is_barred(subjects_[i], source);
    if (!source.top) return meets;
    auto keys = rank_keys(source, *meets);
    if (!keys) return keys.messages();
    return cut(source, *meets, *keys);
  }

  /// Of each subject what the list ranks by, higher first.
  result<std::vector<std::vector<std::int64_t>>> rank_keys(const list& source,
                                                           const std::vector<bool>& asked) {
    std::vector<std::vector<std::int64_t>> out(subjects_.size());
    if (source.by.empty())
      for (std::size_t i = 0; i < out.size(); ++i) out[i].push_back(subjects_[i].total);
    for (expression_id key : source.by) {
      const auto values = evaluate(key, source.label, asked);
      if (!values) return values.messages();
      for (std::size_t i = 0; i < out.size(); ++i) out[i].push_back((*values)[i]);
    }
    return out;
  }

  /// Unit by unit, or everybody at once: the first `top` by their keys.
  std::vector<bool> cut(const list& source, const std::vector<bool>& meets,
                        const std::vector<std::vector<std::int64_t>>& keys) const {
    std::map<std::string_view, std::vector<std::size_t>> units;
    for (std::size_t i = 0; i < subjects_.size(); ++i)
      units[source.within_org_unit ? subjects_[i].org_unit : std::string_view()].push_back(i);
    std::vector<bool> out(subjects_.size());
    for (auto& [name, unit] : units) {
      const int128 top = source.top->millionths();
      const int128 places = source.top_is_percent
                                ? top * static_cast<int128>(unit.size()) / 100 / decimal::scale
                                : top / decimal::scale;
      std::erase_if(unit, [&](std::size_t i) { return !meets[i]; });
      std::stable_sort(unit.begin(), unit.end(),
                       [&](std::size_t a, std::size_t b) { return keys[a] > keys[b]; });
      for (std::size_t begin = 0, end = 0; begin < unit.size(); begin = end) {
        while (end < unit.size() && keys[unit[end]] == keys[unit[begin]]) ++end;
        // The place of the first of the equals, or of the last of them.
        const std::size_t place = source.ties_all ? begin + 1 : end;
        if (static_cast<int128>(place) <= places)
          for (std::size_t i = begin; i < end; ++i) out[unit[i]] = true;
      }
    }
    return out;
  }

  bool is_within(subject_id s, std::string_view unit) const {
    const std::string& own = book_.org_unit(s, period_);
    return own == unit ||
           (own.starts_with(unit) && own.size() > unit.size() && own[unit.size()] == '/');
  }

  std::vector<ranked_subject> rows(const std::vector<std::vector<bool>>& members,
                                   std::optional<std::string_view> within) {
    std::vector<ranked_subject> out;
    progress_pulse pulse(&watch_);
    const std::vector<std::uint32_t> grades = book_.grades(period_);
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const standing_in_period& s = subjects_[i];
      pulse();
      if (within && !is_within(s.subject, *within)) continue;
      ranked_subject& row = out.emplace_back();
      const bool is_equal = out.size() > 1 && out[out.size() - 2].points.millionths() == s.total;
      row.rank = is_equal ? out[out.size() - 2].rank : static_cast<std::uint32_t>(out.size());
      row.subject = s.subject;
      row.points = decimal::from_millionths(s.total);
      row.vetoed = s.vetoed;
      for (std::uint32_t g : grades) row.grades.emplace_back(codes_.text(s.grades[g]));
      for (std::uint32_t l = 0; l < members.size(); ++l)
        if (members[l][i]) row.lists.push_back(l);
    }
    return out;
  }

  const book& book_;
  const book_data& data_;
  const policy_data& policy_;
  period period_;
  basis on_;
  reading_tools tools_;
  std::vector<asked_figure> asked_;
  std::vector<bar_of_period> bars_;
  text_codes codes_;
  std::vector<std::int64_t> texts_;
  std::vector<standing_in_period> subjects_;
  progress_watch watch_;
};

}  // namespace dutyscore::engine

namespace dutyscore {

namespace engine {

template <class T>
std::vector<std::uint32_t> asked_texts(const std::vector<T>& all, const book_data& of,
                                       const period& p) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i].per == p.unit && all[i].asked.contains(of.last_day_of(p))) out.push_back(i);
  std::stable_sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
    return all[a].first_text < all[b].first_text;
  });
  return out;
}

}  // namespace engine

DUTYSCORE_INLINE std::vector<std::uint32_t> book::grades(const period& p) const {
  return engine::asked_texts(policy()->grades, *data_, p);
}

DUTYSCORE_INLINE std::vector<std::uint32_t> book::lists(const period& p) const {
  return engine::asked_texts(policy()->lists, *data_, p);
}

DUTYSCORE_INLINE result<std::vector<ranked_subject>> book::rank(
    const period& p, basis on, std::optional<std::string_view> within,
    const progress_options& options) const {
  if (!data_->can_read(p)) return engine::too_fine(p);
  return engine::ranking_of_period(*this, p, on, options.progress).run(within);
}

}  // namespace dutyscore
