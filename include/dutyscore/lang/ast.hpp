// The tree of a program as its author wrote it, before any name is looked up. Both spellings and both word
// orders give the same tree; what only the printer needs (spelling, comments, delimiters) rides along.
// Plain data: built by lang/parser.hpp, read by lang/printer.hpp and policy/from_ast.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/source.hpp"

namespace dutyscore::ast {

/// An index into document::expressions; `no_expr` where a clause has none.
using expr_id = std::uint32_t;
inline constexpr expr_id no_expr = 0xFFFFFFFF;

struct identifier {
  std::string text;
  span where;
  bool empty() const { return text.empty(); }
};

/// A text literal without its delimiters.
struct text_literal {
  std::string value;
  span where;
  bool curly = false;  // written “…”
};

/// A period in which something happens or is limited: `per month`, `overall`, `year` of an effect.
struct period_ref {
  period_unit unit = period_unit::overall;
  span where;
};

struct date_literal {
  date value;
  span where;
};

/// In a Markdown file the prose above an item stands among its comments as this sign and the number of its stretch in document::prose.
inline constexpr char prose_mark = '\x01';

/// Comments above an item, whether a blank line stood before it, and a comment after it on its last line.
struct trivia {
  std::vector<std::string> comments;  // each from `#` to the end of its line; an empty one is a blank line; see prose_mark
  bool blank_before = false;
  std::string trailing;
};

enum class expr_kind : unsigned char {
  number,      // number
  text,        // text
  flag,        // flag: yes, no
  date,        // day
  name,        // text: a field, a block, a list, or a fixed word as written
  member,      // text `.` member: subject.NAME, X.FIELD
  call,        // text (args…); `filter` holds the EXPR of count(X when EXPR), `otherwise` that of ratio(a, b, otherwise N)
  negate,      // - args[0]
  logical_not, // not args[0]
  logical_or, logical_and,
  equal, not_equal, less, less_equal, greater, greater_equal,
  in_list,     // args[0] in [ args[1]… ]
  add, subtract, multiply, divide,
  table,       // by args… { rows }; `marginal` when so written
};

enum class cell_kind : unsigned char { exactly, from, otherwise };

struct table_cell {
  cell_kind kind = cell_kind::exactly;
  expr_id value = no_expr;  // a literal; no_expr for otherwise
  span where;
};

struct table_row {
  std::vector<table_cell> cells;  // one per key
  expr_id value = no_expr;
  span where;
  trivia around;
};

struct expr {
  expr_kind kind = expr_kind::number;
  span where;           // the whole expression
  span operator_at;     // the operator or the called name
  decimal number;
  bool flag = false;
  date day;
  text_literal text;    // a literal, or the name
  identifier member;
  std::vector<expr_id> args;
  expr_id filter = no_expr;
  expr_id otherwise = no_expr;
  std::vector<table_row> rows;
  bool marginal = false;
};

/// What opens a clause. The comment gives the slots of `clause` that it fills.
enum class clause_kind : unsigned char {
  // the heads of blocks: name, label, body
  category, indicator,
  veto,            // name, label, body: in_force cite on accept effect
  list,            // name, label, per, body: top within by ties when unless in_force cite
  grade,           // name?, label?, per, grade_rows
  amend,           // from, texts[0] = cite?, body
  activity_block,  // fields
  subject_block,   // fields
  // clauses
  in_force,        // from?, to?
  cite,            // texts[0]
  decimals,        // number, mode
  year_starts,     // month_day
  term,            // name, from, to
  accept,          // when, texts[0] = the reason
  on,              // texts = kinds, when?
  award, deduct,   // value, unit, divisor?, counted?, mode?, per?, running, when?, label?
  times,           // value, when?
  once, first, after, highest, best,  // value? (N), per, by, when?
  cap, floor,      // value, per (unit = event: cap per event), by, label?
  base,            // value, per, label?
  weight,          // value, divisor?
  require,         // value (N), per, amount (M)
  effect,          // effect, texts[0] = grade or name = list, per, amount? (for N periods)
  top,             // number, percent
  within,          // (org_unit)
  by,              // by: the keys of a list, each an expression
  ties,            // flag: all
  when, unless,    // when: the condition of a list
};

/// What an award line is counted in.
enum class line_unit : unsigned char { event, day, field, field_step, period };

enum class step_rounding : unsigned char { none, up, down, half_up, half_even, exact };

enum class effect_kind : unsigned char { void_points, grade, bar };

enum class field_type : unsigned char { integer, decimal, text, date, flag };

struct field {
  identifier name;
  std::optional<text_literal> label;
  field_type type = field_type::decimal;
  span type_at;
  expr_id from = no_expr;
  expr_id to = no_expr;
  std::vector<text_literal> one_of;
  expr_id default_value = no_expr;
  expr_id computed = no_expr;  // is EXPR|TABLE
  std::vector<text_literal> kinds;  // for KIND, …
  span where;
  trivia around;
};

struct grade_row {
  text_literal name;
  expr_id from = no_expr;
  expr_id when = no_expr;
  bool otherwise = false;
  span where;
  trivia around;
};

struct clause {
  clause_kind kind = clause_kind::cite;
  bool chinese = false;       // the spelling of its first keyword, and so its word order
  span where;                 // the whole clause, its block included
  span keyword;               // the first keyword
  trivia around;

  identifier name;
  std::optional<text_literal> label;
  std::vector<text_literal> texts;
  std::optional<period_ref> per;
  bool per_event = false;     // cap N per event
  std::vector<expr_id> by;    // names (or, in a list, expressions)
  expr_id value = no_expr;
  expr_id amount = no_expr;   // M of require, N of bar
  expr_id when = no_expr;
  line_unit unit = line_unit::event;
  std::optional<identifier> counted;  // FIELD of per FIELD and per N FIELD
  expr_id divisor = no_expr;        // N of per N FIELD, M of weight N/M
  step_rounding mode = step_rounding::none;
  span mode_at;
  bool running = false;
  bool percent = false;
  bool flag = false;
  decimal number;
  std::optional<date_literal> from, to;
  int month = 0, day = 0;     // year starts
  effect_kind effect = effect_kind::void_points;

  std::vector<clause> body;
  std::vector<field> fields;
  std::vector<grade_row> grade_rows;
  trivia closing;             // comments before the closing brace
};

/// NAME VALUE of a given row or of an expectation.
struct setting {
  identifier name;
  expr_id value = no_expr;    // a literal; a bare word (confirmed) is a name
  span where;
};

/// DATE [to DATE] SUBJECT KIND settings…; in a roster SUBJECT settings….
struct given_row {
  std::optional<date_literal> from, to;
  text_literal subject;
  text_literal kind;          // empty in a roster
  std::vector<setting> settings;
  span where;
  trivia around;
};

enum class given_kind : unsigned char { rows, file, roster };

struct given {
  given_kind kind = given_kind::rows;
  bool chinese = false;
  text_literal file;
  std::vector<given_row> rows;
  span where;
  trivia around, closing;
};

enum class check_kind : unsigned char {
  total, block, refused, unmatched, pending,  // value (block, grade: name)
  grade,                                      // name?, text
  rank,                                       // value
  in_list, not_in_list,                       // name
};

struct check {
  check_kind kind = check_kind::total;
  identifier name;
  expr_id value = no_expr;
  text_literal text;
  span where;
  trivia around;
};

enum class expect_kind : unsigned char { subject, refusal, list };

struct expectation {
  expect_kind kind = expect_kind::subject;
  bool chinese = false;
  text_literal subject;
  std::optional<identifier> period;  // as written: `2023-05`, `2023年5月`, `overall`, a term
  std::optional<identifier> basis;   // on claimed
  std::vector<check> checks;
  std::optional<date_literal> day;   // refused SUBJECT DATE REASON
  text_literal reason;
  identifier list;                   // expect LIST PERIOD { SUBJECT … }
  std::vector<text_literal> members;
  span where;
  trivia around, closing;
};

struct scenario {
  text_literal name;
  identifier policy;
  bool todo = false;
  bool chinese = false;
  std::optional<date_literal> through;
  trivia through_around;
  /// The order of the items as written, for the printer: g(iven), e(xpect), t(hrough).
  std::string order;
  std::vector<given> givens;
  std::vector<expectation> expectations;
  span where;
  trivia around, closing;
};

struct policy {
  identifier name;
  std::optional<text_literal> label;
  bool chinese = false;
  std::vector<clause> body;
  span where, keyword;
  trivia around, closing;
};

/// One source file. Policies and scenarios may stand in any order; `order` holds p and s as written.
struct document {
  source_ptr where;
  std::vector<expr> expressions;
  std::vector<policy> policies;
  std::vector<scenario> scenarios;
  std::string order;
  trivia closing;
  std::vector<span> prose;  // of a Markdown file: before, between and after its blocks

  const expr& at(expr_id id) const { return expressions[id]; }
};

}  // namespace dutyscore::ast
