// Sets of days as stretches: on which somebody serves, on which something is in force.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "input.hpp"

namespace reference {

struct stretch {
  date first = date::min(), last = date::max();
};

class day_set {
 public:
  day_set() = default;
  /// In any order; they may overlap.
  explicit day_set(std::vector<stretch> parts) {
    std::erase_if(parts, [](const stretch& s) { return s.last < s.first; });
    std::sort(parts.begin(), parts.end(), [](auto& a, auto& b) { return a.first < b.first; });
    for (const stretch& s : parts)
      if (!parts_.empty() && s.first <= parts_.back().last + 1)
        parts_.back().last = std::max(parts_.back().last, s.last);
      else
        parts_.push_back(s);
  }

  bool contains(date d) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [d](const stretch& s) { return s.first <= d && d <= s.last; });
  }
  day_set operator&(const day_set& other) const {
    std::vector<stretch> common;
    for (const stretch& a : parts_)
      for (const stretch& b : other.parts_)
        common.push_back({std::max(a.first, b.first), std::min(a.last, b.last)});
    return day_set(std::move(common));
  }
  const std::vector<stretch>& stretches() const { return parts_; }
  std::optional<date> first_in(const period& p) const {
    for (const stretch& s : parts_)
      if (s.first <= p.last && p.first <= s.last) return std::max(s.first, p.first);
    return std::nullopt;
  }
  std::optional<date> last_in(const period& p) const {
    std::optional<date> found;
    for (const stretch& s : parts_)
      if (s.first <= p.last && p.first <= s.last) found = std::min(s.last, p.last);
    return found;
  }
  /// How many days of [first, last].
  int count(date first, date last) const {
    int days = 0;
    for (const stretch& s : parts_)
      days += std::max(0, std::min(s.last, last) - std::max(s.first, first) + 1);
    return days;
  }

 private:
  std::vector<stretch> parts_;  // in time, apart
};

}  // namespace reference
