// The bounds of a policy (policy/bounds.hpp) with activities that reach them: each example has been
// run by the engine. A bound without one is safe all the same. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/policy/bounds.hpp"

namespace dutyscore {

/// Activities of one kind, all alike.
struct example_part {
  struct value {
    std::string name, label;
    message text;
  };
  std::string kind;
  std::vector<value> values;  // of the fields that matter
  int days = 1;
  std::uint32_t times = 1;
};

struct bound_example {
  period in;
  std::vector<example_part> parts;  // none: nothing at all reaches it
};

struct reported_bound {
  points_bound bound;
  std::optional<bound_example> reached;  // absent: not shown to be reached
};

struct reported_block {
  std::string name, label;
  block_kind kind = block_kind::indicator;
  int depth = 0;
  std::vector<reported_bound> least, most;  // by bounds_report::units
};

struct bounds_report {
  std::string name, label;
  source_ptr source;
  std::vector<period_unit> units;
  std::vector<reported_block> blocks;  // parents before members; the policy first
};

bounds_report bounds_report_of(const policy& policy,
                               const std::vector<period_unit>& units = {period_unit::month,
                                                                        period_unit::year});

std::string to_text(const bounds_report& r, language lang = language::zh);
std::string to_json(const bounds_report& r);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/bounds_report.ipp"
#include "dutyscore/impl/testing/bounds_text.ipp"
#endif
