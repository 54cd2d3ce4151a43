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

/// No line and no activity may be worth more; a larger one makes a bad row.
inline constexpr std::int64_t most_points = 1'000'000'000 * decimal::scale;

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
  int periods_back = 0;  // how many periods before the one at hand a function over a period reads
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

/// What the activities of an indicator add for functions over periods, beside their points: 1 for
/// each (count), their days, or a field's value.
struct planned_measure {
  measure_kind kind = measure_kind::count;
  std::uint32_t measure = none;  // into policy_data::measures; none when nothing asks for it
  std::uint32_t slot = none;     // of its cells; none where activities are kept
  std::optional<column::program> value;  // of sum
  std::optional<column::program> when;   // of count
};

/// One text of an indicator or of a veto.
struct rule {
  std::uint32_t slot = 0;  // of its points, or of the veto's activities
  block_id block = 0;      // of the indicator, or where the veto stands
  std::uint32_t veto = none;
  force asked;                              // dates of the activities that this text judges
  std::vector<planned_force> forces;        // outermost first, unbounded ones left out
  std::vector<planned_acceptance> accepts;  // outermost first
  std::vector<planned_line> lines;
  std::vector<std::uint32_t> line_numbers;  // of each line: index into block::lines
  std::vector<planned_factor> factors;
  std::optional<decimal> event_cap;
  std::uint32_t event_cap_number = 0;       // index into block::event_caps
  bool counts_deductions = false;
};

/// What is known of an indicator's activities, whatever text judges them. Where some text selects
/// activities or limits points by key, sums do not do: each activity is kept, as
/// `points, keys…, whens…, measures…`, in the order of `rest` of docs/design.md.
struct indicator_plan {
  std::uint32_t slot = none;
  bool keeps_activities = false;
  std::vector<std::uint32_t> key_fields;      // policy fields, in the order of the text
  std::vector<column::program> keys;
  std::vector<std::uint8_t> key_is_text;
  std::vector<column::program> whens;         // of selections
  std::vector<std::uint32_t> when_of_selection;  // index into `whens`; none without a condition
  std::vector<planned_measure> measures;      // count with `when` first, then count, days, sums
  std::size_t measures_before = 0;            // of all indicators that stand before this one

  std::size_t width() const { return 1 + keys.size() + whens.size() + measures.size(); }
  std::size_t first_when() const { return 1 + keys.size(); }
  std::size_t first_measure() const { return first_when() + whens.size(); }
};

struct measured_part {
  block_id block = none;
  std::uint32_t measure = 0;  // index into indicator_plan::measures
};

/// What a slot of cells sums: an indicator's points (measure = veto = none), one of its measures, or
/// a veto's activities.
struct slot_use {
  block_id block = none;
  std::uint32_t measure = none;  // index into indicator_plan::measures of the block
  std::uint32_t veto = none;
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
  std::vector<kind_plan> kinds;            // sorted by kind
  std::vector<indicator_plan> indicators;  // by block; of indicators alone
  std::vector<slot_use> slots;
  std::size_t measures = 0;                // of all indicators
  /// What a measure of the policy adds up: measures of indicators. Empty for points.
  std::vector<std::vector<measured_part>> measured;
  std::vector<block_id> order;             // in which blocks are read: each after what it reads
  /// Days on which a text of a block, or its force, begins or has ended: segments begin with these,
  /// as with months.
  std::vector<date> cuts;
  /// Programs over a subject in a period, by expression; empty for all others.
  std::vector<column::program> on_period;
  /// Cells are summed by month, or by day when some clause is per day.
  period_unit segment = period_unit::month;
  bool reads_roster = false;

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
