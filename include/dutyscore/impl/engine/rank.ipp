#pragma once

#include <algorithm>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"

namespace dutyscore::engine {

/// What is known of one subject in the period when conditions are asked.
struct standing_in_period {
  subject_id subject = 0;
  std::int64_t total = 0;  // millionths
  std::uint32_t rank = 0;
  bool vetoed = false;
  std::vector<std::int64_t> grades;  // codes of texts, by index into policy_data::grades
};

class subject_columns final : public column_source {
 public:
  explicit subject_columns(const std::vector<standing_in_period>& subjects) : subjects_(subjects) {}
  void load(const column::instruction& what, std::int64_t* out) const override {
    for (std::size_t i = 0; i < subjects_.size(); ++i) out[i] = value(what, subjects_[i]);
  }

 private:
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
};

/// Ranks, grades and lists of everybody who served in one period. Cost: one reading per subject,
/// and a sort.
class ranking_of_period {
 public:
  ranking_of_period(const book& b, const period& p, basis on)
      : book_(b),
        data_(b.data()),
        policy_(b.policy().data()),
        period_(p),
        on_(on),
        codes_(b.rows()->texts) {
    for (const std::string& text : data_.plan.texts) texts_.push_back(codes_.code(text));
  }

  result<std::vector<ranked_subject>> run(std::optional<std::string_view> within) {
    if (auto failed = read_totals()) return *failed;
    set_ranks();
    for (std::size_t g = 0; g < policy_.grades.size(); ++g)
      if (auto failed = set_grade(g)) return *failed;
    std::vector<std::vector<bool>> members;
    for (std::size_t l = 0; l < policy_.lists.size(); ++l) {
      auto listed = members_of(l);
      if (!listed) return listed.messages();
      members.push_back(std::move(*listed));
    }
    return rows(members, within);
  }

 private:
  std::optional<diagnostic> read_totals() {
    for (subject_id s = 0; s < data_.subjects.size(); ++s) {
      if (!book_.served_in(s, period_)) continue;
      const reading read = data_.read_for(s, period_, on_);
      const auto total = to_decimal(read.points(0, period_.first, period_.last));
      if (!total) return overflow_message(book_, s, 0, period_);
      standing_in_period& out = subjects_.emplace_back();
      out.subject = s;
      out.total = total->millionths();
      out.vetoed = read.vetoed(period_.first, period_.last);
      out.grades.resize(policy_.grades.size());
    }
    return std::nullopt;
  }

  /// Best first; equals in the order of their texts, and of one rank: 1, 2, 2, 4.
  void set_ranks() {
    std::stable_sort(subjects_.begin(), subjects_.end(),
                     [](const auto& a, const auto& b) { return a.total > b.total; });
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const bool is_equal = i > 0 && subjects_[i].total == subjects_[i - 1].total;
      subjects_[i].rank = is_equal ? subjects_[i - 1].rank : static_cast<std::uint32_t>(i + 1);
    }
  }

  /// For which of the `asked` subjects the condition holds; all, when there is none. What cannot be
  /// worked out for the others does not matter.
  result<std::vector<bool>> holds(const std::optional<column::program>& when,
                                  std::string_view asked_by, std::vector<bool> asked) {
    if (!when) return asked;
    column_runner runner(data_.plan, codes_, texts_);
    const column_view values = runner.run(*when, subject_columns(subjects_), subjects_.size());
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (!asked[i]) continue;
      if (values.failure_at(i) != failure::none)
        return make_diagnostic("DS0408", {asked_by, data_.names[subjects_[i].subject]});
      asked[i] = values.values[i] != 0;
    }
    return asked;
  }

  std::optional<diagnostic> set_grade(std::size_t g) {
    const grade& source = policy_.grades[g];
    if (source.per != period_.unit) return std::nullopt;
    std::vector<bool> is_open(subjects_.size(), true);
    for (std::size_t r = 0; r < source.rows.size(); ++r) {
      const auto& from = source.rows[r].from;
      std::vector<bool> reaches = is_open;
      for (std::size_t i = 0; from && i < subjects_.size(); ++i)
        reaches[i] = reaches[i] && subjects_[i].total >= from->millionths();
      const auto fits = holds(data_.plan.grade_whens[g][r], source.label, std::move(reaches));
      if (!fits) return fits.messages().front();
      const std::int64_t code = codes_.code(source.rows[r].name);
      for (std::size_t i = 0; i < subjects_.size(); ++i) {
        if (!(*fits)[i]) continue;
        subjects_[i].grades[g] = code;
        is_open[i] = false;
      }
    }
    return std::nullopt;
  }

  /// Who meets the conditions, cut at `top`; those who fail `unless` are taken out before places
  /// are counted.
  result<std::vector<bool>> members_of(std::size_t l) {
    const list& source = policy_.lists[l];
    std::vector<bool> none_listed(subjects_.size());
    const bool is_in_force = source.in_force.contains(data_.last_day_of(period_));
    if (source.per != period_.unit || !is_in_force) return none_listed;
    auto meets =
        holds(data_.plan.list_whens[l], source.label, std::vector<bool>(subjects_.size(), true));
    if (!meets) return meets;
    if (data_.plan.list_unlesses[l]) {
      const auto excluded = holds(data_.plan.list_unlesses[l], source.label, *meets);
      if (!excluded) return excluded;
      for (std::size_t i = 0; i < subjects_.size(); ++i)
        (*meets)[i] = (*meets)[i] && !(*excluded)[i];
    }
    return source.top ? cut(source, *meets) : meets;
  }

  std::vector<bool> cut(const list& source, const std::vector<bool>& meets) const {
    const int128 top = source.top->millionths();
    const int128 places = source.top_is_percent
                              ? top * static_cast<int128>(subjects_.size()) / 100 / decimal::scale
                              : top / decimal::scale;
    std::vector<bool> out(subjects_.size());
    int128 better = 0;  // how many candidates are strictly better than the group at hand
    for (std::size_t begin = 0, end = 0; begin < subjects_.size(); begin = end) {
      int128 equals = 0;
      for (end = begin; end < subjects_.size() && subjects_[end].total == subjects_[begin].total;
           ++end)
        equals += meets[end];
      const int128 place = source.ties_all ? better + 1 : better + equals;
      for (std::size_t i = begin; i < end; ++i) out[i] = meets[i] && place <= places;
      better += equals;
    }
    return out;
  }

  bool is_within(subject_id s, std::string_view unit) const {
    const std::string& own = book_.org_unit(s, period_);
    return own == unit ||
           (own.starts_with(unit) && own.size() > unit.size() && own[unit.size()] == '/');
  }

  std::vector<ranked_subject> rows(const std::vector<std::vector<bool>>& members,
                                   std::optional<std::string_view> within) const {
    std::vector<ranked_subject> out;
    for (std::size_t i = 0; i < subjects_.size(); ++i) {
      const standing_in_period& s = subjects_[i];
      if (within && !is_within(s.subject, *within)) continue;
      ranked_subject& row = out.emplace_back();
      const bool is_equal = out.size() > 1 && out[out.size() - 2].points.millionths() == s.total;
      row.rank = is_equal ? out[out.size() - 2].rank : static_cast<std::uint32_t>(out.size());
      row.subject = s.subject;
      row.points = decimal::from_millionths(s.total);
      row.vetoed = s.vetoed;
      for (std::size_t g = 0; g < policy_.grades.size(); ++g)
        if (policy_.grades[g].per == period_.unit)
          row.grades.emplace_back(codes_.text(s.grades[g]));
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
  text_codes codes_;
  std::vector<std::int64_t> texts_;
  std::vector<standing_in_period> subjects_;
};

}  // namespace dutyscore::engine

namespace dutyscore {

DUTYSCORE_INLINE result<std::vector<ranked_subject>> book::rank(
    const period& p, basis on, std::optional<std::string_view> within) const {
  return engine::ranking_of_period(*this, p, on).run(within);
}

}  // namespace dutyscore
