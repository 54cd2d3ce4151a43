// What the grammar does as it reads: it appends plain nodes to stacks and closes them into the
// tree, records the farthest place that failed and what would have fitted there, and reports.
// Included by grammar.ipp only.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/lang/lexer.hpp"
#include "dutyscore/lang/parser.hpp"

namespace dutyscore::lang::detail {

using place = const token*;

/// Nested too deeply; reported where it was thrown.
struct depth_failure {};
/// A limit was hit and reported: nothing more is read.
struct stop_reading {};

/// What a mistake is taken back to, and where reading goes on: the next clause, row, or policy or
/// scenario.
enum class recover_at : unsigned char { clause, row, top };

/// What may be expected at a place, beside the words of the table.
enum class thing : unsigned char {
  word,  // see expectation::which
  name,
  text,
  number,
  date,
  month_day,
  literal,
  value,
  cell,
  row,
  field_type,
  rounding,
  per_period,
  effect_period,
  period,
  basis,
  column,
  clause,
  program,
};
struct thing_entry {
  thing id;
  std::string_view en, zh;
};
inline constexpr thing_entry things[] = {
    {thing::name, "a name", "名称"},
    {thing::text, "a text in quotation marks", "引号中的文字"},
    {thing::number, "a number", "数"},
    {thing::date, "a date (2022-03-25)", "日期（2022年3月25日）"},
    {thing::month_day, "a month and day (05-01)", "月日（5月1日）"},
    {thing::literal, "a number, text, date, `yes` or `no`", "数、文字、日期、“是”或“否”"},
    {thing::value, "a value", "值"},
    {thing::cell, "a table row (a text, a number, `from N` or `otherwise`)",
     "表中的一行（文字、数、“满 N”或“其余”）"},
    {thing::row, "a grade row (a text)", "等次的一行（文字）"},
    {thing::field_type, "a type (`integer`, `decimal`, `text`, `date` or `flag`)",
     "类型（“整数”“数值”“文字”“日期”或“是否”）"},
    {thing::rounding, "a rounding (`up`, `down`, `half_up` or `half_even`)",
     "舍入方式（“不足进一”“不足不计”“四舍五入”或“四舍六入”）"},
    {thing::per_period, "a period (`per month`, `per year`, `overall` …)",
     "期间（“每月”“每年”“累计”等）"},
    {thing::effect_period, "a period (`month`, `year` …)", "期间（“当月”“当年”等）"},
    {thing::period, "a period (2023, 2023-Q2, 2023-05 …)", "期间（2023年、2023-Q2、2023年5月等）"},
    {thing::basis, "`claimed`, `reviewed` or `confirmed`", "“自评”“初审”或“确认”"},
    {thing::column, "a field or column", "字段或列"},
    {thing::clause, "the next clause", "下一子句"},
    {thing::program, "a policy or a scenario", "办法或算例"},
};

struct expectation {
  thing what = thing::word;
  word which = word::policy;
  bool operator==(const expectation&) const = default;
};

/// The kinds of block that hold clauses, as bits.
enum block_bit : unsigned {
  in_policy = 1,
  in_category = 2,
  in_indicator = 4,
  in_veto = 8,
  in_list = 16,
  in_amend = 32,
  in_scenario = 64,
  in_tree = in_policy | in_category | in_amend,
};

struct placement {
  ast::clause_kind kind;
  unsigned blocks;
};
/// Where each clause may stand.
inline constexpr placement placements[] = {
    {ast::clause_kind::category, in_tree},
    {ast::clause_kind::indicator, in_tree},
    {ast::clause_kind::veto, in_tree | in_indicator},
    {ast::clause_kind::list, in_policy | in_amend},
    {ast::clause_kind::grade, in_policy | in_amend},
    {ast::clause_kind::amend, in_policy},
    {ast::clause_kind::activity_block, in_policy},
    {ast::clause_kind::subject_block, in_policy},
    {ast::clause_kind::in_force, in_policy | in_category | in_indicator | in_veto | in_list},
    {ast::clause_kind::cite, in_tree | in_indicator | in_veto | in_list},
    {ast::clause_kind::decimals, in_policy},
    {ast::clause_kind::year_starts, in_policy},
    {ast::clause_kind::term, in_policy},
    {ast::clause_kind::accept, in_tree | in_indicator | in_veto},
    {ast::clause_kind::on, in_indicator | in_veto},
    {ast::clause_kind::award, in_indicator},
    {ast::clause_kind::deduct, in_indicator},
    {ast::clause_kind::times, in_indicator},
    {ast::clause_kind::once, in_indicator},
    {ast::clause_kind::first, in_indicator},
    {ast::clause_kind::after, in_indicator},
    {ast::clause_kind::highest, in_tree | in_indicator},
    {ast::clause_kind::best, in_indicator},
    {ast::clause_kind::cap, in_tree | in_indicator},
    {ast::clause_kind::floor, in_tree | in_indicator},
    {ast::clause_kind::base, in_tree | in_indicator},
    {ast::clause_kind::weight, in_tree | in_indicator},
    {ast::clause_kind::require, in_indicator},
    {ast::clause_kind::effect, in_veto},
    {ast::clause_kind::top, in_list},
    {ast::clause_kind::within, in_list},
    {ast::clause_kind::by, in_list},
    {ast::clause_kind::ties, in_list},
    {ast::clause_kind::when, in_list},
    {ast::clause_kind::unless, in_list},
};

constexpr unsigned blocks_of(ast::clause_kind kind) {
  for (const placement& p : placements)
    if (p.kind == kind) return p.blocks;
  return 0;
}

struct clause_start {
  word first;
  ast::clause_kind kind;
};
/// The word that begins each clause; a clause whose first word is a period or another's has further
/// rules.
inline constexpr clause_start clause_starts[] = {
    {word::category, ast::clause_kind::category},
    {word::indicator, ast::clause_kind::indicator},
    {word::veto, ast::clause_kind::veto},
    {word::list, ast::clause_kind::list},
    {word::grade, ast::clause_kind::grade},
    {word::amend, ast::clause_kind::amend},
    {word::activity, ast::clause_kind::activity_block},
    {word::subject, ast::clause_kind::subject_block},
    {word::in_force, ast::clause_kind::in_force},
    {word::cite, ast::clause_kind::cite},
    {word::decimals, ast::clause_kind::decimals},
    {word::year_starts, ast::clause_kind::year_starts},
    {word::term, ast::clause_kind::term},
    {word::accept, ast::clause_kind::accept},
    {word::on, ast::clause_kind::on},
    {word::award, ast::clause_kind::award},
    {word::deduct, ast::clause_kind::deduct},
    {word::times, ast::clause_kind::times},
    {word::once, ast::clause_kind::once},
    {word::first, ast::clause_kind::first},
    {word::after, ast::clause_kind::after},
    {word::highest, ast::clause_kind::highest},
    {word::best, ast::clause_kind::best},
    {word::cap, ast::clause_kind::cap},
    {word::floor, ast::clause_kind::floor},
    {word::base, ast::clause_kind::base},
    {word::weight, ast::clause_kind::weight},
    {word::require, ast::clause_kind::require},
    {word::effect, ast::clause_kind::effect},
    {word::top, ast::clause_kind::top},
    {word::within, ast::clause_kind::within},
    {word::by, ast::clause_kind::by},
    {word::ties_all, ast::clause_kind::ties},
    {word::ties_none, ast::clause_kind::ties},
    {word::when, ast::clause_kind::when},
    {word::unless, ast::clause_kind::unless},
};

constexpr unsigned bit_of(ast::clause_kind kind) {
  switch (kind) {
    case ast::clause_kind::category:
      return in_category;
    case ast::clause_kind::indicator:
      return in_indicator;
    case ast::clause_kind::veto:
      return in_veto;
    case ast::clause_kind::list:
      return in_list;
    case ast::clause_kind::amend:
      return in_amend;
    default:
      return 0;
  }
}

struct period_word {
  word which;
  period_unit unit;
};
inline constexpr period_word period_words[] = {
    {word::per_day, period_unit::day},     {word::per_line_day, period_unit::day},
    {word::per_month, period_unit::month}, {word::per_quarter, period_unit::quarter},
    {word::per_half, period_unit::half},   {word::per_year, period_unit::year},
    {word::per_term, period_unit::term},   {word::overall, period_unit::overall},
};
inline constexpr period_word effect_period_words[] = {
    {word::this_day, period_unit::day},         {word::this_month, period_unit::month},
    {word::this_quarter, period_unit::quarter}, {word::this_half, period_unit::half},
    {word::this_year, period_unit::year},       {word::this_term, period_unit::term},
    {word::overall, period_unit::overall},
};

template <std::size_t N>
constexpr const period_word* find_period(const period_word (&list)[N], const token& t) {
  for (const period_word& p : list)
    if (t.is(p.which)) return &p;
  return nullptr;
}

/// Words that an expression may use as if they were names; the tree holds their English spelling.
inline constexpr word fixed_names[] = {
    word::kind, word::date,    word::end_date,  word::subject, word::total,
    word::rank, word::ranked,  word::vetoed,    word::grade,   word::up,
    word::down, word::half_up, word::half_even,
};

/// A `{` that is not closed yet.
struct open_block {
  spelling head = no_spelling;
  unsigned bit = 0;
  span opened;            // from the head's keyword to the brace
  place first = nullptr;  // the head's keyword
  bool inserted = false;  // the brace was forgotten, and reported
};

struct open_clause {
  ast::clause clause;
  place first = nullptr;
};

struct open_table {
  ast::expr table;
  place first = nullptr;
  ast::table_row row;
  place row_first = nullptr;
};

struct pending_operator {
  ast::expr_kind kind;
  span where;
  std::size_t values = 0;  // in_list: how many values stood before its items
};

/// A call or a member whose parts are still being read.
struct open_call {
  ast::expr call;
  place first = nullptr;
  std::optional<word> fixed;  // member: what stands before the point
};

class reader {
 public:
  reader(token_list& tokens, const parse_limits& limits, diagnostics& found)
      : all_(tokens), limits_(limits), found_(found), free_(tokens.comments.size() + 1) {
    for (std::size_t i = 0; i < free_.size(); ++i) free_[i] = static_cast<std::uint32_t>(i);
    document_.where = tokens.where;
    for (const comment& c : tokens.comments)
      if (c.prose > 0) document_.prose.push_back(c.where);
  }

  place begin() const { return all_.tokens.data(); }
  place end() const { return begin() + all_.tokens.size() - 1; }
  ast::document& document() { return document_; }

  // What the primitives tell.
  void miss(place at, expectation what) {
    if (at < farthest_) return;
    if (at > farthest_) expected_.clear();
    farthest_ = at;
    if (naming_at_ == at) what = naming_;
    if (std::find(expected_.begin(), expected_.end(), what) == expected_.end())
      expected_.push_back(what);
  }
  void passed(place next) { last_ = next - 1; }

  /// While this lives, what is missed at `at` is called `name`.
  class naming {
   public:
    naming(reader& r, place at, thing name) : reader_(r), at_(r.naming_at_), name_(r.naming_) {
      if (r.naming_at_ == at) return;
      r.naming_at_ = at;
      r.naming_ = {name};
    }
    ~naming() {
      reader_.naming_at_ = at_;
      reader_.naming_ = name_;
    }
    naming(const naming&) = delete;
    naming& operator=(const naming&) = delete;

   private:
    reader& reader_;
    place at_;
    expectation name_;
  };

  /// While this lives, the text is one level deeper.
  class level {
   public:
    level(reader& r, place at) : reader_(r) {
      if (++r.depth_ <= r.limits_.depth) return;
      --r.depth_;
      r.too_deep(at->where);
    }
    ~level() { --reader_.depth_; }
    level(const level&) = delete;
    level& operator=(const level&) = delete;

   private:
    reader& reader_;
  };

  // Rolling back.
  struct snapshot {
    std::size_t clauses, values, operators, tables, calls, blocks, last_diagnostic;
  };
  snapshot mark() const {
    return {clauses_.size(), values_.size(), operators_.size(), tables_.size(),
            calls_.size(),   blocks_.size(), found_.size()};
  }
  void back_to(const snapshot& s) {
    clauses_.resize(s.clauses);
    values_.resize(s.values);
    operators_.erase(operators_.begin() + static_cast<std::ptrdiff_t>(s.operators),
                     operators_.end());
    tables_.resize(s.tables);
    calls_.resize(s.calls);
    blocks_.resize(s.blocks);
  }

  // Reporting; see recovery.ipp.
  void report_expected(place start);
  void report_unknown(place at, recover_at mode);
  void report_missing_brace(place at);
  void report_stray_brace(place at) {
    if (found_.empty())
      complain("DS0114", {}, at->where);  // after a mistake it is most often a consequence
  }
  bool repair(place at);
  bool is_misspelt(place at) const;
  place next_start(place start, place failed, bool rows) const;
  place next_top(place from) const;
  bool block_ends(place at) const;
  bool in_roster() const { return given_.kind == ast::given_kind::roster; }
  /// Has this clause a message already?
  bool was_reported(place at) const { return repaired_ == at || misplaced_ == at; }
  bool table_follows(place by) const;
  bool selection_follows(place at) const;
  bool may_begin_selection(place at) const;
  place choice_after(place period) const;
  bool may_insert_brace(place at) const;
  place farthest() const { return farthest_; }
  void forget_misses() { farthest_ = nullptr; }

  // Clauses.
  bool in_block(unsigned bit) const { return !blocks_.empty() && blocks_.back().bit == bit; }
  void begin_clause(ast::clause_kind kind, place at);
  void begin_selection(place at) { begin_clause(ast::clause_kind::once, at); }
  void end_clause(place);
  void set_kind(ast::clause_kind kind) {
    current().kind = kind;
    check_placement(kind, clauses_.back().first);
  }
  void open_brace(place at);
  void insert_brace(place before) {
    open_brace(before);
    blocks_.back().inserted = true;
  }
  bool closes_another(place brace) const;
  void close_brace(place at);
  void drop_comments(place from, place to);

  // Slots of the clause at hand.
  void clause_name(place at) { current().name = declared(at); }
  void clause_label(place at) { current().label = said(at); }
  void clause_text(place at) { current().texts.push_back(said(at)); }
  void clause_name_used(place at) { current().name = used(at); }
  void clause_counted(place at) { current().counted = used(at); }
  void clause_value(place) { current().value = take_value(); }
  void clause_amount(place) { current().amount = take_value(); }
  void clause_divisor(place) { current().divisor = take_value(); }
  void clause_when(place) { current().when = take_value(); }
  void clause_by(place) { current().by.push_back(take_value()); }
  void clause_by_name(place at) { current().by.push_back(add(name_expr(at))); }
  void clause_from(place at) { current().from = ast::date_literal{day_of(at), at->where}; }
  void clause_to(place at) { current().to = ast::date_literal{day_of(at), at->where}; }
  void clause_number(place at) { current().number = number_of(at); }
  void clause_running(place) { current().running = true; }
  void clause_percent(place) { current().percent = true; }
  void clause_ties_all(place) { current().flag = true; }
  void clause_month_day(place at);
  void clause_mode(place at);
  void clause_per(place at);
  void clause_effect_per(place at);
  void clause_line_per(place at);
  void line_field(place) { current().unit = ast::line_unit::field; }
  void line_step(place) { current().unit = ast::line_unit::field_step; }
  void effect_void(place) { current().effect = ast::effect_kind::void_points; }
  void effect_grade(place) { current().effect = ast::effect_kind::grade; }
  void effect_bar(place) { current().effect = ast::effect_kind::bar; }

  // Fields and grade rows.
  void begin_field(place at);
  void end_field(place);
  void field_label(place at) { field_.label = said(at); }
  void field_type(place at);
  void field_from(place) { field_.from = take_value(); }
  void field_to(place) { field_.to = take_value(); }
  void field_one_of(place at) { field_.one_of.push_back(text(at)); }
  void field_default(place) { field_.default_value = take_value(); }
  void field_computed(place) { field_.computed = take_value(); }
  void field_kind(place at) { field_.kinds.push_back(said(at)); }
  void begin_grade_row(place at);
  void end_grade_row(place);
  void grade_from(place) { grade_row_.from = take_value(); }
  void grade_when(place) { grade_row_.when = take_value(); }
  void grade_otherwise(place) { grade_row_.otherwise = true; }

  // Expressions.
  void number(place at);
  void negative_number(place at);
  void text_value(place at);
  void flag(place at);
  void date_value(place at);
  void name(place at) { push(add(name_expr(at))); }
  void member_of(place at);
  void member(place at);
  void begin_call(place at);
  void call_argument(place) { calls_.back().call.args.push_back(take_value()); }
  void call_filter(place) { calls_.back().call.filter = take_value(); }
  void call_otherwise(place) { calls_.back().call.otherwise = take_value(); }
  void end_call(place);
  void operation(ast::expr_kind kind, place at) { operators_.push_back({kind, at->where, 0}); }
  void unary(place);
  void binary(place);
  void begin_items(place at) {
    operators_.push_back({ast::expr_kind::in_list, at->where, values_.size()});
  }
  void end_items(place);
  void begin_table(place at);
  void table_marginal(place) { tables_.back().table.marginal = true; }
  void table_key(place) { tables_.back().table.args.push_back(take_value()); }
  void begin_row(place at);
  void cell_exactly(place) { add_cell(ast::cell_kind::exactly, take_value()); }
  void cell_from(place) { add_cell(ast::cell_kind::from, take_value()); }
  void cell_otherwise(place) { add_cell(ast::cell_kind::otherwise, ast::no_expr); }
  bool wants_cell() const {
    return tables_.back().row.cells.size() < tables_.back().table.args.size();
  }
  void end_row(place);
  void end_table(place);

  // Policies and scenarios.
  void begin_policy(place at);
  void policy_name(place at) { policy_.name = declared(at); }
  void policy_label(place at) { policy_.label = said(at); }
  void end_policy(place);
  void begin_scenario(place at);
  void scenario_todo(place) { scenario_.todo = true; }
  void scenario_name(place at) { scenario_.name = said(at); }
  void scenario_policy(place at) { scenario_.policy = used(at); }
  void scenario_through(place at);
  void end_scenario(place);
  void begin_given(place at);
  void given_file(place at);
  void given_roster(place) { given_.kind = ast::given_kind::roster; }
  void end_given(place);
  void begin_given_row(place at);
  void row_from(place at) { given_row_.from = ast::date_literal{day_of(at), at->where}; }
  void row_to(place at) { given_row_.to = ast::date_literal{day_of(at), at->where}; }
  void row_subject(place at) { given_row_.subject = text(at); }
  void row_kind(place at) { given_row_.kind = text(at); }
  void row_setting(place at);
  void row_setting_value(place);
  void row_setting_word(place at);
  void end_given_row(place);
  void begin_expect(place at);
  void expect_refusal(place) { expectation_.kind = ast::expect_kind::refusal; }
  void expect_list(place at);
  void expect_subject(place at) { expectation_.subject = said(at); }
  void expect_period(place at);
  void expect_basis(place at);
  void expect_day(place at) { expectation_.day = ast::date_literal{day_of(at), at->where}; }
  void expect_reason(place at) { expectation_.reason = said(at); }
  void expect_member(place at) { expectation_.members.push_back(said(at)); }
  void end_expect(place);
  void begin_check(place at);
  void begin_named_check(place at) {
    begin_check(at);
    check_.kind = ast::check_kind::block;
    check_name(at);
  }
  void check_is_grade(place) { check_.kind = ast::check_kind::grade; }
  void check_kind(ast::check_kind kind) { check_.kind = kind; }
  void check_name(place at) { check_.name = used(at); }
  void check_value(place) { check_.value = take_value(); }
  void check_text(place at) { check_.text = said(at); }
  void end_check(place);
  void end_document(place);

  diagnostic& complain(std::string_view code, std::initializer_list<message_argument> arguments,
                       span at);

 private:
  ast::clause& current() { return clauses_.back().clause; }
  std::uint32_t index_of(place p) const { return static_cast<std::uint32_t>(p - begin()); }
  ast::text_literal text(place at) const { return {all_.text(*at), at->where, at->curly}; }
  ast::text_literal said(place at);
  ast::identifier used(place at) const { return {all_.text(*at), at->where}; }
  ast::identifier declared(place at);
  decimal number_of(place at) const { return all_.numbers[at->payload]; }
  date day_of(place at) const { return date::from_days(static_cast<std::int32_t>(at->payload)); }
  bool chinese(place at) const { return at->kind == token_kind::keyword && is_chinese(at->spelt); }
  span from_to(place first) const { return join(first->where, last_->where); }

  void spend() {
    if (++nodes_ <= limits_.nodes) return;
    complain("DS0121", {std::to_string(limits_.nodes)}, last_->where);
    throw stop_reading{};
  }
  [[noreturn]] void too_deep(span at);
  void check_placement(ast::clause_kind kind, place at);
  message block_name(const open_block& b) const;
  message found_text(place at) const;
  message expected_text() const;
  void add_word_hints(diagnostic& d, place at, bool line_ended);
  void blame_name_before(diagnostic& d, place at);
  bool expects(thing what) const;
  bool expects(word which) const;
  bool only_text_expected() const;
  place last_of_text(place at) const;
  std::optional<message> period_habit(place at) const;
  std::optional<message> date_habit(place at) const;
  std::optional<message> comparison_habit(place at) const;
  std::optional<message> sign_habit(place at) const;
  std::optional<message> word_habit(place at) const;
  bool add_habit_hint(diagnostic& d, place at) const;
  bool is_word_too_many(place at) const;
  bool add_name_hint(diagnostic& d, place at) const;
  bool add_number_hint(diagnostic& d, place at) const;
  bool add_two_words_hint(diagnostic& d, place at) const;
  bool add_word_hint(diagnostic& d, place at, const std::vector<std::string>& candidates) const;
  std::vector<std::string> expected_words() const;
  bool is_next_line(place at, place start) const;
  bool is_on_line_of_mistake(place at) const;

  ast::expr_id add(ast::expr e);
  std::size_t depth_of(ast::expr_id id) const { return id == ast::no_expr ? 0 : depths_[id]; }
  void push(ast::expr_id id) { values_.push_back(id); }
  ast::expr_id take_value();
  std::size_t deepest(const ast::expr& e) const;
  ast::expr name_expr(place at);
  void add_cell(ast::cell_kind kind, ast::expr_id value);

  std::string comment_text(const comment& c) const;
  void prose_inside(const comment& c, place first);
  ast::trivia take_comments(place first, place last);
  std::uint32_t first_comment(place at) const;
  ast::trivia take_closing(place brace);
  std::uint32_t next_free(std::uint32_t i);

  token_list& all_;
  const parse_limits& limits_;
  diagnostics& found_;
  ast::document document_;

  place last_ = nullptr;
  place farthest_ = nullptr;
  std::vector<expectation> expected_;
  place naming_at_ = nullptr;
  expectation naming_;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  span last_error_{0xFFFFFFFF, 0};  // the token that it is about
  span last_shown_{0xFFFFFFFF, 0};  // where it was shown

  std::vector<open_clause> clauses_;
  std::vector<ast::expr_id> values_;
  std::vector<pending_operator> operators_;
  std::vector<open_table> tables_;
  std::vector<open_call> calls_;
  std::vector<open_block> blocks_;
  std::vector<std::uint32_t> depths_;                 // of document_.expressions
  std::vector<std::pair<ast::expr_id, word>> fixed_;  // names that are fixed words unless declared
  std::unordered_set<std::string> declared_;

  ast::policy policy_;
  ast::scenario scenario_;
  ast::given given_;
  ast::given_row given_row_;
  ast::expectation expectation_;
  ast::check check_;
  ast::field field_;
  ast::grade_row grade_row_;
  place policy_first_ = nullptr, scenario_first_ = nullptr, given_first_ = nullptr,
        row_first_ = nullptr, expect_first_ = nullptr, check_first_ = nullptr,
        field_first_ = nullptr, grade_first_ = nullptr;

  place head_ = nullptr;  // the keyword of the block that the next brace opens
  unsigned head_bit_ = 0;
  place repaired_ = nullptr;   // the keyword of a clause that was misspelt
  place misplaced_ = nullptr;  // the keyword of a clause in a block that cannot hold it
  ast::trivia closing_;  // of the block that was closed last
  std::vector<std::uint32_t>
      free_;  // free_[i]: the first comment from i on that no node has taken (a union-find)
};

}  // namespace dutyscore::lang::detail
