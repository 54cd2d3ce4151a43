// A checked policy: every name resolved, every expression typed, every period right. It cannot be changed and
// is a cheap handle to shared data; any number of threads may use it. Made by compile() (policy/from_ast.hpp).
//
// Ids are indices: block 0 is the policy itself, blocks stand in the order of the text, parents before members.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

using expression_id = std::uint32_t;
using block_id = std::uint32_t;
inline constexpr std::uint32_t none = 0xFFFFFFFF;

enum class operation : unsigned char {
  constant,       // constant
  field,          // index: into policy_data::fields
  subject_field,  // index: into schema::subject; as of the activity's date
  kind, date, end,
  negate, logical_not, logical_or, logical_and,
  equal, not_equal, less, less_equal, greater, greater_equal,
  in_list,        // args[0] in args[1]…, constants
  add, subtract, multiply, divide,
  table,          // index: into policy_data::tables; args: the keys
  min, max,       // two or more args
  round,          // args[0]; places, mode
  floor, ceil, abs,
  contains, starts_with,
  days, years, months,      // from, to
  year, month, day,         // of a date
  choose,                   // if(args[0], args[1], args[2])
  // on a subject in a period (grades and lists)
  vetoed, rank, ranked, total,
  grade,          // index: into policy_data::grades
};

/// Numbers of either type are millionths; an integer is a number without places.
struct expression {
  operation op = operation::constant;
  value_type type = value_type::decimal;
  std::vector<expression_id> args;
  cell_value constant;
  std::uint32_t index = none;
  int places = 0;
  rounding mode = rounding::half_even;
  span where;
};

enum class table_cell_kind : unsigned char { exactly, from, otherwise };

struct table_cell {
  table_cell_kind kind = table_cell_kind::exactly;
  cell_value value;
};

struct table_row {
  std::vector<table_cell> cells;  // one per key
  expression_id value = none;
  span where;
};

/// How a row is found: text keys first, in the order written, then numeric ones; for each key an equal cell,
/// else the largest `from` not above the value, else `otherwise`. Nothing left at a text or an exact number is an error of
/// the row; below the first `from` the table gives 0.
struct table {
  std::vector<expression_id> keys;
  std::vector<table_row> rows;
};

/// A column of the activities, or a value computed from others.
struct policy_field {
  schema_field declared;
  expression_id computed = none;  // none: read from the data
  std::uint32_t column = none;    // index into schema::activity; none: computed
  span where;
};

/// Days on which something holds, both included.
struct force {
  dutyscore::date first = dutyscore::date::min();
  dutyscore::date last = dutyscore::date::max();
  bool contains(dutyscore::date d) const { return first <= d && d <= last; }
};

/// on KIND, … [when EXPR].
struct selector {
  std::vector<std::string> kinds;
  expression_id when = none;
  span where;
};

struct acceptance {
  expression_id when = none;
  std::string reason;
  span where;
};

enum class line_unit : unsigned char {
  event,  // V
  day,    // V x days from date to end
  field,  // V x FIELD
  step,   // V x (FIELD / N, rounded to whole steps by `mode`), or exact
};

struct line {
  bool is_deduction = false;
  expression_id value = none;
  line_unit unit = line_unit::event;
  std::uint32_t field = none;             // into policy_data::fields
  decimal step;                           // N of `per N FIELD`
  std::optional<rounding> step_rounding;  // absent: exact
  expression_id when = none;
  std::string label;                      // empty when the author gave none
  span where;
};

/// times NUMERATOR[/DIVISOR] [when …]; the quotient stays exact until the next factor or the line's rounding.
struct factor {
  expression_id numerator = none;
  expression_id divisor = none;
  expression_id when = none;
  span where;
};

struct base {
  decimal points;
  period_unit per = period_unit::year;
  std::string label;
  span where;
};

struct limit {
  decimal points;
  period_unit per = period_unit::year;
  span where;
};

enum class block_kind : unsigned char { policy, category, indicator };

struct block {
  block_kind kind = block_kind::indicator;
  std::string name;
  std::string label;            // equal to the name when the author gives none
  std::string cite;
  block_id parent = none;
  std::vector<block_id> members;
  force in_force;               // its own and all enclosing ones together
  std::vector<acceptance> accepts;   // its own
  std::vector<selector> selectors;   // of an indicator
  std::vector<line> lines;
  std::vector<factor> factors;
  std::optional<decimal> event_cap;
  std::vector<base> bases;      // sorted by period, finest first, then as written; so are the two below
  std::vector<limit> floors;
  std::vector<limit> caps;
  std::vector<std::uint32_t> vetoes;  // into policy_data::vetoes, those standing directly here
  /// Nothing below it can award: limits and selections act on deducted points, which are then negated.
  bool counts_deductions = false;
  span where;                   // its name
};

struct veto {
  std::string name;
  std::string label;
  std::string cite;
  block_id where_it_stands = 0;
  force in_force;
  std::vector<selector> selectors;
  std::vector<acceptance> accepts;
  period_unit effect_per = period_unit::year;  // effect void P
  span where;
};

struct grade_row {
  std::string name;
  std::optional<decimal> from;  // absent: no bound
  expression_id when = none;
  span where;
};

struct grade {
  std::string name;             // empty: the only one
  std::string label;
  period_unit per = period_unit::year;
  std::vector<grade_row> rows;  // best first; the last one holds always
  span where;
};

struct list {
  std::string name;
  std::string label;
  std::string cite;
  period_unit per = period_unit::year;
  force in_force;
  std::optional<decimal> top;   // absent: all who meet the conditions
  bool top_is_percent = false;
  bool ties_all = true;
  expression_id when = none;
  expression_id unless = none;
  span where;
};

struct policy_data {
  source_ptr source;
  std::string name;
  std::string label;
  std::string cite;
  int decimals = 6;
  rounding line_rounding = rounding::half_even;
  dutyscore::calendar calendar;
  std::vector<expression> expressions;
  std::vector<table> tables;
  std::vector<policy_field> fields;
  std::vector<block> blocks;
  std::vector<veto> vetoes;
  std::vector<grade> grades;
  std::vector<list> lists;
  dutyscore::schema schema;
};

class policy {
 public:
  explicit policy(std::shared_ptr<const policy_data> data) : data_(std::move(data)) {}
  const policy_data& data() const { return *data_; }
  const policy_data* operator->() const { return data_.get(); }
  const dutyscore::schema& schema() const { return data_->schema; }
  /// A block by its name.
  std::optional<block_id> find_block(std::string_view name) const {
    for (block_id b = 0; b < data_->blocks.size(); ++b)
      if (data_->blocks[b].name == name) return b;
    return std::nullopt;
  }

 private:
  std::shared_ptr<const policy_data> data_;
};

}  // namespace dutyscore
