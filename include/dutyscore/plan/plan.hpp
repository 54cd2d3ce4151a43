// The policy as a column program: which rules look at which kinds, and every expression as a
// straight list of operations over columns. It knows no text and no tree of the language. Immutable
// once made; not for users, who call evaluate() (engine/evaluate.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

namespace column {

using register_id = std::uint32_t;

/// One operation over a whole column. The n-th instruction of a program writes register n.
struct instruction {
  operation op = operation::constant;
  value_type type = value_type::decimal;  // of the result
  std::vector<register_id> args;
  std::int64_t immediate = 0;  // a constant; of a text, index into plan::texts
  std::uint32_t index = none;  // a column, a subject's field, a table, a grade
  int places = 0;
  rounding mode = rounding::half_even;
};

/// The last register holds the result.
struct program {
  std::vector<instruction> code;
};

inline constexpr std::int32_t uncovered = -1;  // the row is bad
inline constexpr std::int32_t nothing = -2;    // below the first `from`: 0

/// Where a value leads: to a node, or after the last key to a row of the table, or to one of the
/// two above.
struct table_branch {
  std::int64_t value = 0;  // of a text, index into plan::texts
  std::int32_t to = uncovered;
};

/// What is asked of one key: an equal value first, then the largest `from` not above it.
struct table_node {
  std::uint32_t key = 0;  // an argument of the instruction
  bool is_text = false;
  std::vector<table_branch> exact, from;  // ascending
  std::int32_t otherwise = uncovered;
};

/// A table as a tree that is walked from node 0, text keys first. It has at most a node for each
/// cell.
struct lookup {
  std::vector<table_node> nodes;
  std::size_t keys = 0;
  std::size_t rows = 0;  // arguments of the instruction: the keys, then the value of each row
};

}  // namespace column

/// A condition that a selected activity must meet, with the block or veto that asks for it.
struct planned_acceptance {
  column::program when;
  std::string reason;
  block_id block = none;
  std::uint32_t veto = none;
};

struct planned_factor {
  column::program numerator;
  std::optional<column::program> divisor;
  std::optional<column::program> when;
};

struct planned_line {
  bool is_deduction = false;
  column::program value;
  line_unit unit = line_unit::event;
  std::optional<column::program> counted;  // FIELD of `per FIELD` and `per N FIELD`
  decimal step;
  std::optional<rounding> step_rounding;
  std::optional<column::program> when;
};

/// A stretch outside of which a block or veto refuses.
struct planned_force {
  force days;
  block_id block = none;
  std::uint32_t veto = none;
};

/// An indicator or a veto. `slot` numbers its cells: indicators first, then vetoes.
struct rule {
  std::uint32_t slot = 0;
  block_id block = 0;  // of the indicator, or where the veto stands
  std::uint32_t veto = none;
  std::vector<planned_force> forces;        // outermost first, unbounded ones left out
  std::vector<planned_acceptance> accepts;  // outermost first
  std::vector<planned_line> lines;
  std::vector<planned_factor> factors;
  std::optional<decimal> event_cap;
  bool counts_deductions = false;
};

/// A rule as seen from one kind: taken when any of the conditions holds, or always.
struct kind_rule {
  std::uint32_t rule = 0;
  bool always = false;
  std::vector<column::program> whens;
};

struct kind_plan {
  std::string kind;
  std::vector<kind_rule> rules;
};

struct plan {
  dutyscore::policy policy;
  std::vector<std::string> texts;  // text constants of all programs
  std::vector<column::lookup> tables;
  std::vector<rule> rules;
  std::vector<kind_plan> kinds;              // sorted by kind
  std::vector<std::uint32_t> slot_of_block;  // none for categories
  /// Cells are summed by month, or by day when some clause is per day.
  period_unit segment = period_unit::month;
  bool reads_roster = false;
  /// Conditions of grade rows and lists, over columns of subjects; in the order of the policy.
  std::vector<std::vector<std::optional<column::program>>> grade_whens;
  std::vector<std::optional<column::program>> list_whens, list_unlesses;

  explicit plan(dutyscore::policy p) : policy(std::move(p)) {}
};

/// Lowers a policy. Cost: linear in the policy, computed fields counted once for each condition or
/// line that reads them.
plan make_plan(const policy& policy);

/// The plan as a person can follow it: kinds, their rules, and every program line by line.
std::string to_text(const plan& plan);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/plan/from_policy.ipp"
#include "dutyscore/impl/plan/listing.ipp"
#endif
