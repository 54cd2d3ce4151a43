// Indicators that keep their activities: selections, then limits by key. Whoever reads them has the
// segments; only what literals and days decide is here. Not for users.
#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/selections.hpp"

namespace dutyscore::engine {

/// A clause per P on running totals by segment: within each P, clause(i, is_new, x - x at the start
/// of P) on top of what earlier Ps gave. `is_new`: whether a segment begins a P.
template <class Clause>
void per_period(std::span<int128> totals, const std::uint8_t* is_new, Clause clause) {
  // x and the clause's own total at the start of the period; x of the segment before.
  int128 start = 0, given = 0, last = 0;
  for (std::size_t i = 0; i < totals.size(); ++i) {
    if (is_new[i]) {
      start = last;
      given = i == 0 ? 0 : totals[i - 1];
    }
    last = totals[i];
    totals[i] = given + clause(i, is_new[i] != 0, last - start);
  }
}

/// The limit is a literal.
inline void limit_per_period(std::span<int128> totals, const std::uint8_t* is_new, int128 limit,
                             bool is_cap) {
  if (is_cap)
    return per_period(totals, is_new,
                      [&](std::size_t, bool, int128 x) { return std::min(x, limit); });
  per_period(totals, is_new, [&](std::size_t, bool, int128 x) { return std::max(x, limit); });
}

/// The activities of one indicator on their way through one of its texts. The host has
///   std::span<int128> total();                 // of each segment, from the first on
///   std::size_t index_of(std::int32_t day);    // of the segment that holds it
///   std::uint32_t version();
///   period_memo& periods();
///   selection_count count(const selection&);
///   void limit(const keyed_limit&, std::span<int128> totals);
///   void measure(std::span<const kept_change>);          // what is left after the selections
///   bool is_recorded();                                  // what becomes of the total, step by step
///   std::vector<int128> before();                        // of the total, for `record`
///   void record(entry_kind, std::uint32_t clause, const std::vector<int128>& before);
template <class Host>
class kept_steps {
 public:
  kept_steps(Host& host, const block& source, const indicator_plan& of,
             const kept_activities& activities, kept_room& room)
      : host_(host), source_(source), of_(of), activities_(activities), room_(room) {}

  void run() {
    activities_.arrivals(room_.changes, room_.sorting);
    if (host_.is_recorded()) add_up();
    for (std::uint32_t k = 0; k < source_.selections.size(); ++k)
      if (source_.selections[k].version == host_.version()) apply_selection(k);
    host_.measure(room_.changes);
    bool is_total = host_.is_recorded();
    for (std::uint32_t k = 0; k < source_.keyed_limits.size(); ++k) {
      if (source_.keyed_limits[k].version != host_.version()) continue;
      apply_limit(k);
      is_total = true;
    }
    if (!is_total) add_up();
  }

 private:
  void add_up() const {
    const std::span<int128> to = host_.total();
    std::fill(to.begin(), to.end(), int128{0});
    for (const kept_change& c : room_.changes) to[host_.index_of(c.day)] += gain(c);
    std::partial_sum(to.begin(), to.end(), to.begin());
  }

  std::int64_t gain(const kept_change& c) const {
    const std::int64_t points = activities_.points(c.activity);
    return c.is_kept ? points : -points;
  }

  void apply_selection(std::uint32_t k) {
    const selection& by = source_.selections[k];
    const auto was = host_.before();
    select(by, of_.when_of_selection[k], activities_, host_.periods(), host_.count(by),
           room_.changes, room_.selecting, room_.selected);
    std::swap(room_.changes, room_.selected);
    if (!host_.is_recorded()) return;
    add_up();
    host_.record(entry_kind::selection, k, was);
  }

  void apply_limit(std::uint32_t k) {
    const keyed_limit& l = source_.keyed_limits[k];
    group_by(activities_.places_of(l.by));
    const auto was = host_.before();
    const std::span<int128> total = host_.total();
    std::fill(total.begin(), total.end(), int128{0});
    for (std::uint32_t key = 0; key < room_.keys.size(); ++key) {
      const std::span<int128> of = totals_of(key);
      host_.limit(l, of);
      for (std::size_t i = 0; i < of.size(); ++i) total[i] += of[i];
    }
    host_.record(entry_kind::keyed_limit, k, was);
  }

  std::span<int128> totals_of(std::uint32_t key) {
    const std::size_t n = host_.total().size();
    return std::span(room_.totals).subspan(key * n, n);
  }

  /// Running totals by key: from the activities at first, then by adding up those of finer keys.
  void group_by(const std::vector<std::size_t>& places) {
    if (is_grouped_ && places == places_) return;
    const std::size_t n = host_.total().size();
    std::vector<std::uint32_t> finer;  // an activity of each
    if (is_grouped_) {
      for (std::uint32_t key = 0; key < room_.keys.size(); ++key)
        finer.push_back(room_.keys.example(key));
      room_.finer.swap(room_.totals);
    }
    room_.keys.begin(activities_, places);
    room_.totals.clear();
    const auto room_of = [&](std::uint32_t activity) {
      const std::uint32_t key = room_.keys.number_of(activity);
      if (room_.totals.size() < room_.keys.size() * n) room_.totals.resize(room_.keys.size() * n);
      return totals_of(key);
    };
    for (std::size_t f = 0; f < finer.size(); ++f) {
      const std::span<int128> to = room_of(finer[f]);
      for (std::size_t i = 0; i < n; ++i) to[i] += room_.finer[f * n + i];
    }
    if (!is_grouped_) {
      for (const kept_change& c : room_.changes) {
        const std::size_t at = room_.keys.number_of(c.activity) * n;
        if (at == room_.totals.size()) room_.totals.resize(at + n);
        room_.totals[at + host_.index_of(c.day)] += gain(c);
      }
      for (std::uint32_t key = 0; key < room_.keys.size(); ++key) {
        const std::span<int128> of = totals_of(key);
        std::partial_sum(of.begin(), of.end(), of.begin());
      }
    }
    places_ = places;
    is_grouped_ = true;
  }

  Host& host_;
  const block& source_;
  const indicator_plan& of_;
  const kept_activities& activities_;
  kept_room& room_;
  bool is_grouped_ = false;
  std::vector<std::size_t> places_;  // of the keys at hand
};

}  // namespace dutyscore::engine
