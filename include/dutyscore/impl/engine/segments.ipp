#pragma once

#include <algorithm>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/engine/segments.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE date first_of_stretch(const plan& p, date d, period_unit unit) {
  const date first = period_of(d, unit).first;
  const auto cut = std::upper_bound(p.cuts.begin(), p.cuts.end(), d);
  return cut == p.cuts.begin() ? first : std::max(first, *std::prev(cut));
}

DUTYSCORE_INLINE date last_of_stretch(const plan& p, date d, period_unit unit) {
  const date last = period_of(d, unit).last;
  const auto cut = std::upper_bound(p.cuts.begin(), p.cuts.end(), d);
  return cut == p.cuts.end() ? last : std::min(last, *cut - 1);
}

namespace detail {

/// Leaves out the segments in which no row lies.
DUTYSCORE_INLINE void keep_occurring(segment_table& t, const std::vector<std::int32_t>& days) {
  std::vector<std::uint32_t> number_of(t.starts.size());
  for (const std::int32_t day : days) number_of[t.segment_on(day)] = 1;
  std::vector<std::int32_t> starts;
  for (std::size_t s = 0; s < t.starts.size(); ++s) {
    const bool occurs = number_of[s] != 0;
    number_of[s] = static_cast<std::uint32_t>(starts.size());
    if (occurs) starts.push_back(t.starts[s]);
  }
  for (std::uint32_t& s : t.segment_of) s = number_of[s];
  t.starts = std::move(starts);
}

}  // namespace detail

DUTYSCORE_INLINE segment_table segments_of(const plan& p, const std::vector<std::int32_t>& days,
                                           const day_range& range) {
  constexpr std::size_t many = 64;
  segment_table out;
  if (days.empty()) return out;
  out.first_day = range.first;
  out.last_day = range.last;
  for (std::int32_t d = range.first, end = d; d <= range.last; ++d) {
    if (d == end) {
      out.starts.push_back(first_of_stretch(p, date::from_days(d), p.segment).days());
      end = last_of_stretch(p, date::from_days(d), p.segment).days() + 1;
    }
    out.segment_of.push_back(static_cast<std::uint32_t>(out.starts.size() - 1));
  }
  if (out.starts.size() > many) detail::keep_occurring(out, days);
  return out;
}

}  // namespace dutyscore::engine
