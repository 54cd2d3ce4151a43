// What the reference evaluator answers. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exact.hpp"
#include "input.hpp"

namespace reference {

/// In the order in which they act within a block.
enum class clause {
  line, event_cap,  // of an activity
  selection, keyed_floor, keyed_cap, derived, highest, base, floor, cap, weight, veto,
};
inline constexpr std::array clause_names{"line",      "event_cap", "selection", "keyed_floor",
                                         "keyed_cap", "derived",   "highest",   "base",
                                         "floor",     "cap",       "weight",    "veto"};

struct entry {
  date day;
  std::size_t block = 0;
  reference::clause clause = clause::line;
  std::size_t index = 0;  // of that clause in its block; of a veto, in the policy
  std::optional<std::size_t> row;
  whole points = 0;
  auto operator<=>(const entry&) const = default;
};

struct refusal {
  std::size_t row = 0;
  std::optional<std::size_t> block, veto;  // one of them
  std::string reason;
  auto operator<=>(const refusal&) const = default;
};

struct pending_entry {
  date day;
  std::size_t block = 0;
  reference::clause clause = clause::base;
  std::size_t index = 0;
  whole points = 0;
  auto operator<=>(const pending_entry&) const = default;
};

struct counts {
  std::size_t rows = 0, bad = 0, not_on_basis = 0, unmatched = 0, refused = 0, counted = 0;
  bool operator==(const counts&) const = default;
};

struct place {
  std::size_t rank = 0;
  std::string subject;
  whole points = 0;
  std::vector<std::string> grades;  // of this unit, in the policy's order
  std::vector<std::string> lists;   // of this unit, that hold the subject
  bool vetoed = false;
  bool operator==(const place&) const = default;
};

/// A figure that has no value: a clause's number that cannot be worked out, points beyond bounds.
struct no_reading {
  std::string why;
};

inline constexpr const char* not_in_force = "not in force on this day";
inline constexpr const char* not_serving = "not serving on this day";

}  // namespace reference
