// What the scenarios of a policy reach: every clause that can do something, whether it did in some
// scenario, and where it did not, what came nearest to it. Reached does not mean checked: that is
// what testing/mutation.hpp tells. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore {

enum class site_kind : unsigned char {
  on,         // selected an activity
  accept,     // refused one
  line,       // gave points that were not taken away again
  times,      // held for an activity
  event_cap,  // limited one
  selection,  // left one out
  keyed_limit,
  highest,
  floor,
  cap,
  weight,       // changed somebody's points
  period_line,  // gave points
  base,         // was posted
  veto,         // took points, or took effect otherwise
  table_row,    // was looked up
  grade_row,    // somebody got it
  list,         // somebody stands on it
};

struct coverage_site {
  site_kind kind = site_kind::line;
  span where;
  std::string block;  // name of the block, veto, grade or list that it stands in
  std::string text;   // the clause as written, on one line
  std::uint64_t hits = 0;
  message why_not;  // empty when reached
  bool is_reached() const { return hits > 0; }
};

struct policy_coverage {
  source_ptr source;
  std::string policy, label;
  std::size_t scenarios = 0;
  std::vector<coverage_site> sites;  // in the order of the text

  std::size_t reached() const;
};

struct coverage_report {
  std::vector<policy_coverage> policies;  // in the order of the texts

  std::size_t sites() const;
  std::size_t reached() const;
  /// Whether at least this part is reached, exactly. Nothing to reach is all of it.
  bool reaches(decimal percent) const;
};

namespace detail::coverage {
class policy_watch;
}

/// Watches scenarios: hand it to run_scenarios in scenario_options::observer.
class coverage_collector : public scenario_observer {
 public:
  coverage_collector();
  ~coverage_collector() override;
  void policy_found(const policy& rules) override;
  void book_made(const book& scores) override;
  coverage_report report() const;

 private:
  std::vector<std::unique_ptr<detail::coverage::policy_watch>> watched_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/coverage.ipp"
#endif
