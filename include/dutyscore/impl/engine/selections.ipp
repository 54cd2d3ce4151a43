#pragma once

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "dutyscore/engine/selections.hpp"

namespace dutyscore::engine {

// ---- the activities ----

DUTYSCORE_INLINE kept_activities::kept_activities(const plan& p, block_id indicator,
                                                  const text_codes& codes)
    : block_(indicator),
      of_(&p.indicators[indicator]),
      width_(of_->width()),
      codes_(&codes),
      sign_(p.policy->blocks[indicator].counts_deductions ? -1 : 1) {}

DUTYSCORE_INLINE void kept_activities::take(const subject_state& state, basis on) {
  values_ = state.values;
  activities_ = state.kept;
  const auto is_ours = [&](const kept_activity& a) {
    return a.block == block_ && counts_on(a.range, on);
  };
  if (!std::all_of(activities_.begin(), activities_.end(), is_ours)) {
    some_.clear();
    std::copy_if(activities_.begin(), activities_.end(), std::back_inserter(some_), is_ours);
    activities_ = some_;
  }
  points_.resize(size());
  is_by_day_ = true;
  std::int32_t last = date::min().days();
  for (std::size_t i = 0; i < size(); ++i) {
    points_[i] = sign_ * values_[activities_[i].values];
    is_by_day_ = is_by_day_ && last <= activities_[i].day;
    last = activities_[i].day;
  }
}

DUTYSCORE_INLINE std::vector<std::size_t> kept_activities::places_of(
    std::span<const std::uint32_t> fields) const {
  std::vector<std::size_t> out;
  for (std::uint32_t f : fields) {
    const auto at = std::find(of_->key_fields.begin(), of_->key_fields.end(), f);
    out.push_back(1 + static_cast<std::size_t>(at - of_->key_fields.begin()));
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

DUTYSCORE_INLINE bool kept_activities::comes_first_of_equals(std::uint32_t a,
                                                             std::uint32_t b) const {
  if (const int rest = compare_rest(a, b)) return rest < 0;
  return a < b;  // interchangeable
}

/// Few activities share a day.
DUTYSCORE_INLINE void kept_activities::arrivals(std::vector<kept_change>& out,
                                                std::vector<std::uint32_t>& room) const {
  sort_by_day(out, room);
  kept_change *begin = out.data(), *const end = begin + out.size();
  for (kept_change* at = begin; at != end; ++at) {
    if (at->day == begin->day) continue;
    if (at - begin > 1) sort_of_day(begin, at);
    begin = at;
  }
  if (end - begin > 1) sort_of_day(begin, end);
}

DUTYSCORE_INLINE void kept_activities::sort_of_day(kept_change* begin, kept_change* end) const {
  std::sort(begin, end, [&](const kept_change& a, const kept_change& b) {
    return comes_first(a.activity, b.activity, false);
  });
}

/// By counting where days lie near each other: a comparison costs more than a day without an
/// activity.
DUTYSCORE_INLINE void kept_activities::sort_by_day(std::vector<kept_change>& out,
                                                   std::vector<std::uint32_t>& room) const {
  out.resize(size());
  if (is_by_day_) {
    for (std::uint32_t i = 0; i < size(); ++i) out[i] = {day(i), i, true};
    return;
  }
  const auto [least, most] = std::minmax_element(
      activities_.begin(), activities_.end(),
      [](const kept_activity& a, const kept_activity& b) { return a.day < b.day; });
  const std::int32_t first = least->day;
  const std::size_t days = static_cast<std::size_t>(most->day - first) + 1;
  if (days > 512 + 8 * size()) {
    for (std::uint32_t i = 0; i < size(); ++i) out[i] = {day(i), i, true};
    std::stable_sort(out.begin(), out.end(), [](const kept_change& a, const kept_change& b) {
      return a.day < b.day;
    });
    return;
  }
  room.assign(days, 0);  // of each day, where its activities begin
  for (const kept_activity& a : activities_) ++room[static_cast<std::size_t>(a.day - first)];
  std::uint32_t before = 0;
  for (std::uint32_t& n : room) n = std::exchange(before, before + n);
  for (std::uint32_t i = 0; i < size(); ++i)
    out[room[static_cast<std::size_t>(day(i) - first)]++] = {day(i), i, true};
}

// ---- keys ----

DUTYSCORE_INLINE void key_numbers::begin(const kept_activities& of,
                                         std::vector<std::size_t> places) {
  of_ = &of;
  places_ = std::move(places);
  forget();
}

/// Of somebody with many keys not all are to be forgotten for each who has few.
DUTYSCORE_INLINE void key_numbers::forget() {
  constexpr std::size_t few = 16;
  if (slots_.size() > few && slots_.size() > 16 * first_.size()) slots_.resize(few);
  std::fill(slots_.begin(), slots_.end(), slot{});
  for (const std::uint8_t value : small_) of_small_[value] = none;
  small_.clear();
  first_.clear();
}

DUTYSCORE_INLINE void key_numbers::note_small(std::uint32_t activity, std::uint8_t value) {
  small_.push_back(value);
  first_.push_back(activity);
  of_small_[value] = size() - 1;
}

DUTYSCORE_INLINE bool key_numbers::is_same(std::uint32_t a, std::uint32_t b) const {
  const auto left = of_->values(a), right = of_->values(b);
  return std::all_of(places_.begin(), places_.end(),
                     [&](std::size_t p) { return left[p] == right[p]; });
}

/// No two values have one hash.
DUTYSCORE_INLINE std::uint64_t key_numbers::hash(std::uint32_t activity) const {
  if (places_.size() == 1) return mixed(0, of_->value(activity, places_[0]));
  std::uint64_t h = 0;
  for (std::size_t p : places_) h = mixed(h, of_->value(activity, p));
  return h;
}

/// That of its key, or a free one. REQUIRES: there is one.
DUTYSCORE_INLINE key_numbers::slot& key_numbers::slot_of(std::uint32_t activity,
                                                         std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  const bool is_hash_all = places_.size() == 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    slot& s = slots_[at];
    if (s.number == none) return s;
    if (s.hash == hash && (is_hash_all || is_same(first_[s.number], activity))) return s;
  }
}

DUTYSCORE_INLINE std::uint32_t key_numbers::number_of_key(std::uint32_t activity) {
  if (2 * first_.size() >= slots_.size()) grow();
  const std::uint64_t h = hash(activity);
  slot& s = slot_of(activity, h);
  if (s.number != none) return s.number;
  s = {h, size()};
  first_.push_back(activity);
  return s.number;
}

DUTYSCORE_INLINE void key_numbers::grow() {
  slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), {});
  for (std::uint32_t n = 0; n < size(); ++n) {
    const std::uint64_t h = hash(first_[n]);
    slot_of(first_[n], h) = {h, n};
  }
}

// ---- one selection ----

/// Of arrivals alone: nothing ever comes back over the border, so that what is beyond it can be
/// forgotten, and a period is done with when the next one begins.
class selecting_arrivals {
 public:
  selecting_arrivals(const selection& by, std::uint32_t when, const kept_activities& activities,
                     period_memo& periods, const selection_count& count, selecting_room& room,
                     std::vector<kept_change>& out)
      : by_(by),
        when_(when),
        activities_(activities),
        periods_(periods),
        count_(count),
        room_(room),
        out_(out) {
    room_.keys.begin(activities, activities.places_of(by.by));
  }

  void run(std::span<const kept_change> changes) {
    out_.reserve(changes.size());
    if (by_.kind == selection_kind::best)
      run_each(changes, [&](const kept_change& c) { take_best(group_of(c.activity), c); });
    else if (by_.by.empty())
      run_each(changes, [&](const kept_change& c) { take_in_turn(seen_, c); });
    else
      run_each(changes,
               [&](const kept_change& c) { take_in_turn(group_of(c.activity).seen, c); });
  }

 private:
  using group = selecting_room::group;

  template <class Take>
  void run_each(std::span<const kept_change> changes, Take take) {
    for (const kept_change& c : changes) {
      const bool is_meant = when_ == none || activities_.holds(c.activity, when_);
      if (is_meant && c.day > last_day_) begin_period(c.day);
      if (is_meant && n_)
        take(c);
      else
        out_.push_back(c);
    }
  }

  void take_in_turn(std::int64_t& seen, const kept_change& c) {
    const bool is_first = seen++ < *n_;
    if (is_first == (by_.kind == selection_kind::first)) out_.push_back(c);
  }

  void begin_period(std::int32_t day) {
    const period& p = periods_.find(date::from_days(day), by_.per);
    last_day_ = p.last.days();
    n_ = count_(p);
    seen_ = 0;
    room_.keys.forget();
  }

  group& group_of(std::uint32_t activity) {
    const std::uint32_t number = room_.keys.number_of(activity);
    if (number == room_.groups.size()) room_.groups.emplace_back();
    group& g = room_.groups[number];
    if (room_.keys.example(number) != activity) return g;
    g.seen = 0;
    g.best.clear();
    return g;
  }

  void take_best(group& g, const kept_change& c) {
    const auto comes_first = [&](std::uint32_t a, std::uint32_t b) {
      return activities_.comes_first(a, b, true);
    };
    const bool is_full = static_cast<std::int64_t>(g.best.size()) >= *n_;
    if (is_full && (g.best.empty() || !comes_first(c.activity, g.best.front()))) return;
    out_.push_back(c);
    if (is_full) {
      std::pop_heap(g.best.begin(), g.best.end(), comes_first);
      out_.push_back({c.day, g.best.back(), false});
      g.best.pop_back();
    }
    g.best.push_back(c.activity);
    std::push_heap(g.best.begin(), g.best.end(), comes_first);
  }

  const selection& by_;
  std::uint32_t when_;
  const kept_activities& activities_;
  period_memo& periods_;
  const selection_count& count_;
  selecting_room& room_;
  std::vector<kept_change>& out_;
  // of the period at hand
  std::int32_t last_day_ = date::min().days() - 1;
  std::optional<std::int64_t> n_;
  std::int64_t seen_ = 0;  // where there are no keys
};

/// Of arrivals and departures, which another selection has made.
class selecting {
 public:
  selecting(const selection& by, std::uint32_t when, const kept_activities& activities,
            period_memo& periods, const selection_count& count, key_numbers& keys,
            std::vector<kept_change>& out)
      : by_(by),
        when_(when),
        activities_(activities),
        periods_(periods),
        count_(count),
        keys_(keys),
        out_(out) {
    keys_.begin(activities, activities.places_of(by.by));
  }

  void run(std::span<const kept_change> changes) {
    for (const kept_change& c : changes) take(c);
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
    const period& p = periods_.find(date::from_days(activities_.day(activity)), by_.per);
    const std::pair of{p.first.days(), keys_.number_of(activity)};
    const auto found = groups_.find(of);
    if (found != groups_.end()) return found->second;
    const in_order order{&activities_, by_.kind == selection_kind::best};
    return groups_.emplace(of, group{count_(p), ordered(order), ordered(order)}).first->second;
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
  period_memo& periods_;
  const selection_count& count_;
  key_numbers& keys_;
  std::map<std::pair<std::int32_t, std::uint32_t>, group> groups_;  // by period and key
  std::int32_t day_ = 0;
  std::vector<kept_change>& out_;
};

DUTYSCORE_INLINE void select(const selection& by, std::uint32_t when,
                             const kept_activities& activities, period_memo& periods,
                             const selection_count& count, std::span<const kept_change> changes,
                             selecting_room& room, std::vector<kept_change>& out) {
  out.clear();
  const bool are_arrivals = std::all_of(changes.begin(), changes.end(),
                                        [](const kept_change& c) { return c.is_kept; });
  if (are_arrivals)
    selecting_arrivals(by, when, activities, periods, count, room, out).run(changes);
  else
    selecting(by, when, activities, periods, count, room.keys, out).run(changes);
}

}  // namespace dutyscore::engine
