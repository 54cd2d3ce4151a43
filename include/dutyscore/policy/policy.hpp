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
#include "dutyscore/core/sha256.hpp"
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
  grade,          // index: into policy_data::grades, the first text of that grade
  // on a subject in a period (and of points of finished periods)
  measure,        // index: into policy_data::measures
  served, length, // days
  last_day,
  previous,       // args[0] one period earlier; 0 before the start
  ratio,          // args[0] / args[1]; args[2] where args[1] is 0
  marginal,       // index: into policy_data::tables; each part of the key times the rate of its row
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

enum class measure_kind : unsigned char { count, days, sum, points };

/// What a function over a period reads of a block: count(X [when …]), days(X), sum(X.FIELD), points(X).
/// They stand in the order of the text.
struct measure {
  measure_kind kind = measure_kind::count;
  block_id of = 0;
  std::uint32_t field = none;    // of sum: into policy_data::fields
  expression_id when = none;     // of count
  span where;
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
  std::uint32_t version = 0;
};

struct acceptance {
  expression_id when = none;
  std::string reason;
  span where;
  std::uint32_t version = 0;
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
  std::uint32_t version = 0;
};

/// times NUMERATOR[/DIVISOR] [when …]; the quotient stays exact until the next factor or the line's rounding.
struct factor {
  expression_id numerator = none;
  expression_id divisor = none;
  expression_id when = none;
  span where;
  std::uint32_t version = 0;
};

enum class selection_kind : unsigned char { first, after, best };

/// Which activities of each period and key are kept. `once` is first 1, `highest` is best 1.
struct selection {
  selection_kind kind = selection_kind::first;
  decimal n = decimal::of(1);
  expression_id computed = none;   // of N, instead of `n`: for each subject and period
  period_unit per = period_unit::year;
  std::vector<std::uint32_t> by;   // into policy_data::fields
  expression_id when = none;       // applies to these activities alone
  span where;
  std::uint32_t version = 0;
};

struct base {
  decimal points;
  period_unit per = period_unit::year;
  std::string label;
  span where;
  expression_id computed = none;   // of N, instead of `points`: for each subject and period
  std::uint32_t version = 0;
};

struct limit {
  decimal points;
  period_unit per = period_unit::year;
  span where;
  expression_id computed = none;   // of N, instead of `points`: for each subject and period
  std::uint32_t version = 0;
};

/// cap … by F, floor … by F: a limit of each key's points.
struct keyed_limit : limit {
  bool is_cap = true;
  std::vector<std::uint32_t> by;   // into policy_data::fields
};

/// A limit of one activity's points.
struct event_limit {
  decimal points;
  span where;
  std::uint32_t version = 0;
};

/// weight N/M: a factor on the year's running total.
struct weight {
  decimal numerator, divisor = decimal::of(1);
  span where;
  std::uint32_t version = 0;
};

/// highest per P, of a category: only the member with most points counts.
struct highest {
  period_unit per = period_unit::year;
  span where;
  std::uint32_t version = 0;
};

/// award V per P: once for each period instead of once for each activity.
struct period_line {
  bool is_deduction = false;
  expression_id value = none;
  period_unit per = period_unit::year;   // `overall` is always running
  bool running = false;
  expression_id when = none;
  std::string label;
  /// Of `require N per P deduct M each`, whose value and condition are written out: N and M.
  struct requirement {
    decimal n, each;
  };
  std::optional<requirement> required;
  span where;
  std::uint32_t version = 0;
};

/// One text of a block: its first, or the one that an amendment gave it. Clauses say by number to
/// which they belong.
struct block_version {
  /// The activities judged by it are those dated here: the first text's begin with date::min(), the
  /// last one's end with date::max().
  force asked;
  force in_force;                  // its own and all enclosing ones together
  std::string cite;
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
  force in_force;               // from the first to the last day of all versions
  std::vector<block_version> versions;     // at least one, in order of time
  /// The clauses of all versions. Accepts are its own; selectors to period lines are of indicators.
  std::vector<acceptance> accepts;
  std::vector<selector> selectors;
  std::vector<line> lines;
  std::vector<factor> factors;
  std::vector<event_limit> event_caps;
  std::vector<selection> selections;       // as written: the order in which they act
  std::vector<keyed_limit> keyed_limits;   // in the order in which they act
  std::vector<period_line> period_lines;
  std::vector<highest> highests;           // of a category
  std::vector<base> bases;      // sorted by period, finest first, then as written; so are the two below
  std::vector<limit> floors;
  std::vector<limit> caps;
  std::vector<weight> weights;
  std::vector<std::uint32_t> vetoes;  // into policy_data::vetoes, those standing directly here
  /// Nothing below it can award: limits and selections act on deducted points, which are then negated.
  bool counts_deductions = false;
  span where;                   // its name

  /// Which text is asked on the day.
  std::uint32_t version_on(date d) const {
    std::uint32_t v = 0;
    while (v + 1 < versions.size() && versions[v + 1].asked.first <= d) ++v;
    return v;
  }
};

enum class effect_kind : unsigned char { void_points, grade, bar };

struct effect {
  effect_kind kind = effect_kind::void_points;
  period_unit per = period_unit::year;
  std::string grade;               // the row that the grade falls to
  std::uint32_t list = none;       // of bar: the first text of that list
  int periods = 1;                 // of bar: this and the following ones
  span where;
};

/// One text of a veto; an amended one has several, each a veto here. They share the name.
struct veto {
  std::string name;
  std::string label;
  std::string cite;
  block_id where_it_stands = 0;
  force asked;                     // the activities judged by this text
  force in_force;
  std::vector<selector> selectors;
  std::vector<acceptance> accepts;
  std::vector<effect> effects;
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
  /// An amended grade has several texts, each a grade here: the one asked for a period is that of
  /// its last day.
  force asked;
  std::uint32_t first_text = 0; // index of the first of them
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
  bool within_org_unit = false;
  std::vector<expression_id> by;   // rank keys, instead of the total
  expression_id when = none;
  expression_id unless = none;
  force asked;                     // as for grades
  std::uint32_t first_text = 0;
  span where;
};

struct policy_data {
  source_ptr source;
  /// Of the canonical text, without comments and layout, the same for both spellings.
  dutyscore::digest digest{};
  std::string name;
  std::string label;
  std::string cite;
  int decimals = 6;
  rounding line_rounding = rounding::half_even;
  dutyscore::calendar calendar;
  std::vector<expression> expressions;
  std::vector<table> tables;
  std::vector<measure> measures;
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
