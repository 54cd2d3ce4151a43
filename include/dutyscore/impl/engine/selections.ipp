#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "dutyscore/engine/selections.hpp"

namespace dutyscore::engine {

// ---- the activities ----

DUTYSCORE_INLINE kept_activities::kept_activities(const plan& p, block_id indicator,
                                                  const subject_state& state, basis on,
                                                  const text_codes& codes)
    : of_(&p.indicators[indicator]),
      values_(state.values),
      width_(of_->width()),
      codes_(&codes),
      sign_(p.policy->blocks[indicator].counts_deductions ? -1 : 1) {
  for (const kept_activity& a : state.kept)
    if (a.block == indicator && counts_on(a.range, on)) activities_.push_back(a);
}

DUTYSCORE_INLINE std::vector<std::int64_t> kept_activities::key(
    std::uint32_t i, std::span<const std::uint32_t> fields) const {
  std::vector<std::int64_t> out;
  for (std::uint32_t f : fields) {
    const auto at = std::find(of_->key_fields.begin(), of_->key_fields.end(), f);
    out.push_back(values(i)[1 + static_cast<std::size_t>(at - of_->key_fields.begin())]);
  }
  return out;
}

DUTYSCORE_INLINE int kept_activities::compare_rest(std::uint32_t a, std::uint32_t b) const {
  const auto left = values(a), right = values(b);
  for (std::size_t k = 1; k < width_; ++k) {
    if (left[k] == right[k]) continue;
    const bool is_text = k <= of_->keys.size() && of_->key_is_text[k - 1];
    const bool is_less =
        is_text ? codes_->text(left[k]) < codes_->text(right[k]) : left[k] < right[k];
    return is_less ? -1 : 1;
  }
  return 0;
}

DUTYSCORE_INLINE bool kept_activities::comes_first(std::uint32_t a, std::uint32_t b,
                                                   bool by_points) const {
  if (by_points && points(a) != points(b)) return points(a) > points(b);
  if (day(a) != day(b)) return day(a) < day(b);
  if (points(a) != points(b)) return points(a) > points(b);
  if (const int rest = compare_rest(a, b)) return rest < 0;
  return a < b;  // interchangeable
}

DUTYSCORE_INLINE std::vector<kept_change> kept_activities::arrivals() const {
  std::vector<kept_change> out;
  for (std::uint32_t i = 0; i < size(); ++i) out.push_back({day(i), i, true});
  std::stable_sort(out.begin(), out.end(), [](const kept_change& a, const kept_change& b) {
    return a.day < b.day;
  });
  return out;
}

// ---- one selection ----

class selecting {
 public:
  selecting(const selection& by, std::uint32_t when, const kept_activities& activities,
            const calendar& calendar, const selection_count& count)
      : by_(by), when_(when), activities_(activities), calendar_(calendar), count_(count) {}

  std::vector<kept_change> run(std::span<const kept_change> changes) {
    for (const kept_change& c : changes) take(c);
    return std::move(out_);
  }

 private:
  struct in_order {
    const kept_activities* activities;
    bool by_points;
    bool operator()(std::uint32_t a, std::uint32_t b) const {
      return activities->comes_first(a, b, by_points);
    }
  };
  using ordered = std::set<std::uint32_t, in_order>;

  /// The activities of one period and key on both sides of the border.
  struct group {
    std::optional<std::int64_t> n;
    ordered first, others;
  };

  group& group_of(std::uint32_t activity) {
    const period p =
        calendar_.period_of(date::from_days(activities_.day(activity)), by_.per).value();
    std::vector<std::int64_t> key = activities_.key(activity, by_.by);
    key.push_back(p.first.days());
    const auto found = groups_.find(key);
    if (found != groups_.end()) return found->second;
    const in_order order{&activities_, by_.kind == selection_kind::best};
    return groups_.emplace(std::move(key), group{count_(p), ordered(order), ordered(order)})
        .first->second;
  }

  void take(const kept_change& c) {
    if (when_ != none && !activities_.holds(c.activity, when_)) return out_.push_back(c);
    group& g = group_of(c.activity);
    if (!g.n) return out_.push_back(c);
    day_ = c.day;
    if (c.is_kept)
      arrive(g, c.activity);
    else
      depart(g, c.activity);
  }

  void arrive(group& g, std::uint32_t activity) {
    g.first.insert(activity);
    note(true, activity, true);
    if (static_cast<std::int64_t>(g.first.size()) <= *g.n) return;
    const std::uint32_t last = *g.first.rbegin();
    g.first.erase(last);
    g.others.insert(last);
    note(true, last, false);
    note(false, last, true);
  }

  void depart(group& g, std::uint32_t activity) {
    if (g.others.erase(activity)) return note(false, activity, false);
    g.first.erase(activity);
    note(true, activity, false);
    if (g.others.empty()) return;
    const std::uint32_t next = *g.others.begin();
    g.others.erase(next);
    g.first.insert(next);
    note(false, next, false);
    note(true, next, true);
  }

  /// One side is what the selection keeps. What comes and goes at once says nothing.
  void note(bool is_first_side, std::uint32_t activity, bool is_kept) {
    if (is_first_side != (by_.kind != selection_kind::after)) return;
    const bool cancels = !out_.empty() && out_.back().day == day_ &&
                         out_.back().activity == activity && out_.back().is_kept != is_kept;
    if (cancels)
      out_.pop_back();
    else
      out_.push_back({day_, activity, is_kept});
  }

  const selection& by_;
  std::uint32_t when_;
  const kept_activities& activities_;
  const calendar& calendar_;
  const selection_count& count_;
  std::map<std::vector<std::int64_t>, group> groups_;
  std::int32_t day_ = 0;
  std::vector<kept_change> out_;
};

DUTYSCORE_INLINE std::vector<kept_change> select(const selection& by, std::uint32_t when,
                                                 const kept_activities& activities,
                                                 const calendar& calendar,
                                                 const selection_count& count,
                                                 std::span<const kept_change> changes) {
  return selecting(by, when, activities, calendar, count).run(changes);
}

}  // namespace dutyscore::engine
