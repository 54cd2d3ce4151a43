// Streams of activities, and what two policies make of one: the first figure in which they differ.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/impl/testing/witness_activities.ipp"

namespace dutyscore::detail::witness {

struct row {
  std::uint32_t subject = 0;
  date day;
  activity what;
};
using stream = std::vector<row>;

/// Subjects sort as their numbers do.
DUTYSCORE_INLINE std::string key_of(std::uint32_t subject) {
  const std::string digits = std::to_string(subject);
  return std::string(6 - std::min<std::size_t>(digits.size(), 6), '0') + digits;
}

DUTYSCORE_INLINE void put(batch_builder& to, const schema_field& f, const cell& c) {
  const column_id at = column_of_field(c.field);
  switch (f.type) {
    case value_type::text:
      return to.set(at, std::string_view(c.value.text));
    case value_type::date:
      return to.set(at, date::from_days(static_cast<std::int32_t>(c.value.number)));
    case value_type::flag:
      return to.set(at, c.value.number != 0);
    default:
      return to.set(at, decimal::from_millionths(c.value.number));
  }
}

DUTYSCORE_INLINE batch batch_of(const schema& s, const stream& rows) {
  batch_builder builder(s);
  builder.start_file("-");
  std::uint64_t number = 0;
  for (const row& r : rows) {
    builder.begin_row(++number);
    builder.set(column_of(fixed_column::subject), std::string_view(key_of(r.subject)));
    builder.set(column_of(fixed_column::kind), std::string_view(r.what.kind));
    builder.set(column_of(fixed_column::date), r.day);
    if (r.what.days > 1) builder.set(column_of(fixed_column::end), r.day + (r.what.days - 1));
    for (const cell& c : r.what.cells) put(builder, s.activity[c.field], c);
    builder.end_row();
  }
  return builder.finish();
}

/// One figure of a book.
struct observation {
  enum class kind : unsigned char { points, refused, grade, list };
  kind what = kind::points;
  std::uint32_t subject = 0;
  std::uint32_t index = 0;  // the block, grade or list
  period when;
};

/// Both policies over one stream. Nothing to compare when the original cannot take every row.
class comparison {
 public:
  comparison(const policy& original, const policy& mutated, const stream& rows, date through,
             progress_watch& watch)
      : rows_(&rows), watch_(&watch) {
    watch_->ask();
    evaluate_options options;
    options.through = through;
    options.bad_rows = on_bad_row::report;
    // Defaults are filled in as rows are read, so each policy reads its own.
    auto before = evaluate(original, batch_of(original.schema(), rows), options);
    auto after = evaluate(mutated, batch_of(mutated.schema(), rows), options);
    if (before && after) {
      before_ = *std::move(before);
      after_ = *std::move(after);
    }
    if (before_ && !rows.empty()) {
      const auto [first, last] = std::minmax_element(
          rows.begin(), rows.end(), [](const row& a, const row& b) { return a.day < b.day; });
      add_periods(first->day, std::min(last->day, through));
    }
  }

  bool is_sound() const { return before_ && before_->bad().empty(); }
  const book& before() const { return *before_; }
  const policy_data& data() const { return before_->policy().data(); }

  /// Rows that the original cannot take.
  std::set<std::size_t> bad_rows() const {
    std::set<std::size_t> out;
    if (before_)
      for (const bad_row& b : before_->bad()) out.insert(b.row - 1);
    return out;
  }

  /// The first figure of this subject that differs; `first` is the block looked at before all
  /// others.
  std::optional<observation> points(std::uint32_t subject, block_id first) const {
    watch_->ask();
    const auto a = before_->find(key_of(subject)), b = after_->find(key_of(subject));
    if (!a || !b) return std::nullopt;
    const auto of_a = before_->points(*a, periods_), of_b = after_->points(*b, periods_);
    if (!of_a || !of_b || of_a->front().size() != of_b->front().size()) return std::nullopt;
    for (const block_id block : order(first))
      for (std::size_t p = 0; p < periods_.size(); ++p)
        if ((*of_a)[p][block] != (*of_b)[p][block])
          return observation{observation::kind::points, subject, block, periods_[p]};
    return std::nullopt;
  }

  std::optional<observation> refused(std::uint32_t subject) const {
    watch_->ask();
    for (const period& p : periods_)
      if (p.unit == period_unit::year &&
          refused_in(*before_, subject, p) != refused_in(*after_, subject, p))
        return observation{observation::kind::refused, subject, 0, p};
    return std::nullopt;
  }

  static std::size_t refused_in(const book& of, std::uint32_t subject, const period& p) {
    std::set<std::uint32_t> rows;
    const auto s = of.find(key_of(subject));
    if (s)
      for (const refusal& r : of.refusals(*s, p)) rows.insert(r.row);
    return rows.size();
  }

  /// The grade of the first subject (fewest rows first) whose grade differs.
  std::optional<observation> grades() const {
    for (std::uint32_t g = 0; g < data().grades.size(); ++g)
      for (const period& p : periods_of(data().grades[g].per)) {
        watch_->ask();
        const auto a = before_->rank(p), b = after_->rank(p);
        if (!a || !b || a->size() != b->size()) continue;
        std::optional<std::uint32_t> found;
        for (std::uint32_t s = 0; s < before_->subjects().size(); ++s)
          if (!found && grade_of(*before_, p, *a, s, g) != grade_of(*after_, p, *b, s, g))
            found = s;
        if (found)
          return observation{observation::kind::grade,
                             static_cast<std::uint32_t>(std::stoul(before_->subjects()[*found])), g,
                             p};
      }
    return std::nullopt;
  }

  std::optional<observation> lists() const {
    std::set<period_unit> units;
    for (const list& l : data().lists) units.insert(l.per);
    for (const period_unit unit : units)
      for (const period& p : periods_of(unit)) {
        watch_->ask();
        const auto a = before_->rank(p), b = after_->rank(p);
        if (!a || !b) continue;
        for (std::uint32_t l = 0; l < data().lists.size(); ++l)
          if (members(*before_, *a, l) != members(*after_, *b, l))
            return observation{observation::kind::list, 0, l, p};
      }
    return std::nullopt;
  }

  static std::vector<std::string> listed(const book& of, std::uint32_t list, const period& p) {
    const auto ranked = of.rank(p);
    return ranked ? members(of, *ranked, list) : std::vector<std::string>();
  }

  /// Of this text of a grade, where the period asks for it.
  static std::string grade_of(const book& of, const period& p,
                              const std::vector<ranked_subject>& ranked, subject_id s,
                              std::uint32_t grade) {
    const std::vector<std::uint32_t> asked = of.grades(p);
    const auto at = std::find(asked.begin(), asked.end(), grade);
    for (const ranked_subject& r : ranked)
      if (r.subject == s && at != asked.end())
        return r.grades[static_cast<std::size_t>(at - asked.begin())];
    return {};
  }

 private:
  static std::vector<std::string> members(const book& of, const std::vector<ranked_subject>& ranked,
                                          std::uint32_t list) {
    std::vector<std::string> out;
    for (const ranked_subject& r : ranked)
      if (std::find(r.lists.begin(), r.lists.end(), list) != r.lists.end())
        out.push_back(of.subjects()[r.subject]);
    return out;
  }

  void add_periods(date first, date last) {
    for (const period_unit unit : {period_unit::year, period_unit::month})
      for (auto p = days().period_of(first, unit); p && p->first <= last && periods_.size() < 60;
           p = days().period_of(p->last + 1, unit))
        periods_.push_back(*p);
  }

  std::vector<period> periods_of(period_unit unit) const {
    std::set<period> out;
    for (const row& r : *rows_)
      if (const auto p = days().period_of(r.day, unit)) out.insert(*p);
    return {out.begin(), out.end()};
  }

  const calendar& days() const { return data().calendar; }

  std::vector<block_id> order(block_id first) const {
    std::vector<block_id> out;
    if (first != none) out.push_back(first);
    for (block_id b = 0; b < data().blocks.size(); ++b)
      if (b != first) out.push_back(b);
    return out;
  }

  const stream* rows_;
  progress_watch* watch_;
  std::optional<book> before_, after_;
  std::vector<period> periods_;  // years, then months
};

}  // namespace dutyscore::detail::witness
