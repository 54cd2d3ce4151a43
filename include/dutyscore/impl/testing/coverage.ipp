#pragma once

#include <algorithm>
#include <memory>

#include "dutyscore/impl/testing/coverage_watch.ipp"
#include "dutyscore/testing/coverage.hpp"

namespace dutyscore {

DUTYSCORE_INLINE std::size_t policy_coverage::reached() const {
  return static_cast<std::size_t>(std::count_if(
      sites.begin(), sites.end(), [](const coverage_site& s) { return s.is_reached(); }));
}

DUTYSCORE_INLINE std::size_t coverage_report::sites() const {
  std::size_t out = 0;
  for (const policy_coverage& p : policies) out += p.sites.size();
  return out;
}

DUTYSCORE_INLINE std::size_t coverage_report::reached() const {
  std::size_t out = 0;
  for (const policy_coverage& p : policies) out += p.reached();
  return out;
}

DUTYSCORE_INLINE bool coverage_report::reaches(decimal percent) const {
  return int128{reached()} * 100 * decimal::scale >= int128{sites()} * percent.millionths();
}

DUTYSCORE_INLINE coverage_collector::coverage_collector() = default;
DUTYSCORE_INLINE coverage_collector::~coverage_collector() = default;

DUTYSCORE_INLINE void coverage_collector::policy_found(const policy& rules) {
  watched_.push_back(std::make_unique<detail::coverage::policy_watch>(rules));
}

DUTYSCORE_INLINE void coverage_collector::book_made(const book& scores) {
  for (const auto& watch : watched_)
    if (&watch->rules().data() == &scores.policy().data()) watch->read(scores);
}

DUTYSCORE_INLINE coverage_report coverage_collector::report() const {
  coverage_report out;
  for (const auto& watch : watched_) out.policies.push_back(watch->report());
  return out;
}

}  // namespace dutyscore
