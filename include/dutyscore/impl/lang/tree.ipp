// The reader's part that makes nodes. Included by grammar.ipp only.
#pragma once

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/impl/lang/builder.ipp"

namespace dutyscore::lang::detail {

// Comments.

DUTYSCORE_INLINE std::uint32_t reader::next_free(std::uint32_t i) {
  while (free_[i] != i) i = free_[i] = free_[free_[i]];
  return i;
}

/// The first comment that no token before owns.
DUTYSCORE_INLINE std::uint32_t reader::first_comment(place at) const {
  const auto& all = all_.comments;
  const auto found =
      std::lower_bound(all.begin(), all.end(), index_of(at),
                       [](const comment& c, std::uint32_t t) { return c.token < t; });
  return static_cast<std::uint32_t>(found - all.begin());
}

/// Of what could not be read.
DUTYSCORE_INLINE void reader::drop_comments(place from, place to) {
  for (std::uint32_t i = first_comment(from), end = first_comment(to); i < end; ++i)
    free_[i] = i + 1;
}

/// As the tree has it: a comment as written, a mark for prose.
DUTYSCORE_INLINE std::string reader::comment_text(const comment& c) const {
  if (c.prose > 0) return ast::prose_mark + std::to_string(c.prose - 1);
  return std::string(all_.where->text(c.where));
}

/// Prose cannot be hoisted like a comment: its place is fixed.
DUTYSCORE_INLINE void reader::prose_inside(const comment& c, place first) {
  diagnostic& d = complain("DS0126", {}, all_.tokens[c.token].where);
  d.spans.push_back({first->where, {"began here", "始于此处"}});
}

/// What no inner node has taken of the comments between two tokens: those above, one after, and
/// those inside, which are hoisted.
DUTYSCORE_INLINE ast::trivia reader::take_comments(place first, place last) {
  const auto& all = all_.comments;
  const auto is_separator = [](place p) {
    return (p->is(word::comma) || p->is(word::semicolon)) && !p->first_on_line;
  };
  const std::uint32_t from = index_of(first), own_last = index_of(last);
  while (is_separator(last + 1)) ++last;
  const std::uint32_t to = index_of(last);
  ast::trivia out;
  std::vector<std::string> inside;
  for (std::uint32_t i = next_free(first_comment(first)); i < all.size() && all[i].token <= to;
       i = next_free(i + 1)) {
    free_[i] = i + 1;
    std::string text = comment_text(all[i]);
    if (!all[i].trailing && all[i].token == from) {
      if (out.comments.empty())
        out.blank_before = all[i].blank_before;
      else if (all[i].blank_before)
        out.comments.emplace_back();
      out.comments.push_back(std::move(text));
    } else if (all[i].trailing && all[i].token >= own_last && out.trailing.empty()) {
      out.trailing = std::move(text);
    } else {
      if (all[i].prose > 0) prose_inside(all[i], first);
      inside.push_back(std::move(text));
    }
  }
  if (first->blank_before && out.comments.empty())
    out.blank_before = true;
  else if (first->blank_before)
    out.comments.emplace_back();
  out.comments.insert(out.comments.end(), inside.begin(), inside.end());
  return out;
}

DUTYSCORE_INLINE ast::trivia reader::take_closing(place brace) {
  ast::trivia out;
  const auto& all = all_.comments;
  for (std::uint32_t i = next_free(first_comment(brace));
       i < all.size() && all[i].token == index_of(brace) && !all[i].trailing;
       i = next_free(i + 1)) {
    free_[i] = i + 1;
    if (out.comments.empty())
      out.blank_before = all[i].blank_before;
    else if (all[i].blank_before)
      out.comments.emplace_back();
    out.comments.push_back(comment_text(all[i]));
  }
  return out;
}

/// A text where an empty one says nothing.
DUTYSCORE_INLINE ast::text_literal reader::said(place at) {
  ast::text_literal out = text(at);
  if (out.value.find_first_not_of(" \t") == std::string::npos && !at->bad)
    complain("DS0129", {}, at->where);
  return out;
}

// Names.

/// A name where one is declared. Keywords are reported, and taken.
DUTYSCORE_INLINE ast::identifier reader::declared(place at) {
  place last = at;
  while (last->joined) ++last;
  ast::identifier name{all_.text(*at), join(at->where, last->where)};
  if (last > at) {
    name.text = std::string(all_.where->text(name.where));
    std::string pieces;
    for (place p = at; p <= last; ++p)
      pieces += (p == at ? "" : " ") + std::string(all_.where->text(p->where));
    complain("DS0116", {name.text, pieces}, name.where);
  } else if (at->kind == token_kind::keyword && is_reserved(at->spelt)) {
    complain("DS0117", {name.text}, name.where);
    if (at[1].kind == token_kind::name && !at[1].first_on_line) name.text = all_.text(at[1]);
  }
  declared_.insert(name.text);
  return name;
}

// Clauses.

DUTYSCORE_INLINE void reader::begin_clause(ast::clause_kind kind, place at) {
  spend();
  open_clause& c = clauses_.emplace_back();
  c.first = at;
  c.clause.kind = kind;
  c.clause.chinese = chinese(at);
  c.clause.keyword = at->where;
  head_ = at;
  head_bit_ = bit_of(kind);
  if (find_period(period_words, *at) == nullptr) check_placement(kind, at);
}

DUTYSCORE_INLINE void reader::end_clause(place) {
  open_clause done = std::move(clauses_.back());
  clauses_.pop_back();
  done.clause.where = from_to(done.first);
  done.clause.around = take_comments(done.first, last_);
  auto& body = clauses_.empty() ? policy_.body : clauses_.back().clause.body;
  body.push_back(std::move(done.clause));
}

DUTYSCORE_INLINE void reader::open_brace(place at) {
  blocks_.push_back({head_->spelt, head_bit_, join(head_->where, at->where), head_});
}

/// The comments above the brace of a table stay for its clause, which hoists them.
DUTYSCORE_INLINE void reader::close_brace(place at) {
  const open_block block = blocks_.back();
  blocks_.pop_back();
  if (block.first->is(word::by)) return;
  closing_ = at->is(word::close_brace) ? take_closing(at) : ast::trivia{};
  if (!clauses_.empty() && clauses_.back().first == block.first)
    clauses_.back().clause.closing = std::move(closing_);
}

DUTYSCORE_INLINE void reader::clause_month_day(place at) {
  if (at->kind == token_kind::month_day) {
    current().month = static_cast<int>(at->payload / 100);
    current().day = static_cast<int>(at->payload % 100);
    return;
  }
  const decimal month = number_of(at), day = number_of(at + 2);
  current().month = static_cast<int>(month.millionths() / decimal::scale);
  current().day = static_cast<int>(day.millionths() / decimal::scale);
  if (month < decimal::of(1) || decimal::of(12) < month || day < decimal::of(1) ||
      decimal::of(31) < day || !month.is_integer() || !day.is_integer())
    complain("DS0108", {std::string(all_.where->text(join(at->where, at[2].where)))},
             join(at->where, at[2].where));
}

DUTYSCORE_INLINE void reader::clause_mode(place at) {
  struct mode_word {
    word which;
    ast::step_rounding mode;
  };
  static constexpr mode_word modes[] = {
      {word::rounded_up, ast::step_rounding::up},
      {word::up, ast::step_rounding::up},
      {word::rounded_down, ast::step_rounding::down},
      {word::down, ast::step_rounding::down},
      {word::rounded_half_up, ast::step_rounding::half_up},
      {word::half_up, ast::step_rounding::half_up},
      {word::rounded_half_even, ast::step_rounding::half_even},
      {word::half_even, ast::step_rounding::half_even},
      {word::exact, ast::step_rounding::exact},
  };
  for (const mode_word& m : modes)
    if (at->is(m.which)) current().mode = m.mode;
  current().mode_at = at->where;
}

DUTYSCORE_INLINE void reader::clause_per(place at) {
  if (at->is(word::per_event)) {
    current().per_event = true;
    return;
  }
  current().per = ast::period_ref{find_period(period_words, *at)->unit, at->where};
}

DUTYSCORE_INLINE void reader::clause_effect_per(place at) {
  current().per = ast::period_ref{find_period(effect_period_words, *at)->unit, at->where};
}

/// `per day` of a line counts the days of an activity; every longer period is one of finished
/// periods.
DUTYSCORE_INLINE void reader::clause_line_per(place at) {
  if (at->is(word::per_event)) return;
  const period_unit unit = find_period(period_words, *at)->unit;
  if (unit == period_unit::day) {
    current().unit = ast::line_unit::day;
    return;
  }
  current().unit = ast::line_unit::period;
  current().per = ast::period_ref{unit, at->where};
}

// Fields and grade rows.

DUTYSCORE_INLINE void reader::begin_field(place at) {
  spend();
  field_ = {};
  field_first_ = at;
  field_.name = declared(at);
}

DUTYSCORE_INLINE void reader::field_type(place at) {
  static constexpr std::pair<word, ast::field_type> types[] = {
      {word::integer, ast::field_type::integer}, {word::decimal, ast::field_type::decimal},
      {word::text, ast::field_type::text},       {word::date, ast::field_type::date},
      {word::flag, ast::field_type::flag},
  };
  for (const auto& [w, type] : types)
    if (at->is(w)) field_.type = type;
  field_.type_at = at->where;
}

DUTYSCORE_INLINE void reader::end_field(place) {
  field_.where = from_to(field_first_);
  field_.around = take_comments(field_first_, last_);
  current().fields.push_back(std::move(field_));
}

DUTYSCORE_INLINE void reader::begin_grade_row(place at) {
  spend();
  grade_row_ = {};
  grade_first_ = at;
  grade_row_.name = said(at);
}

DUTYSCORE_INLINE void reader::end_grade_row(place) {
  grade_row_.where = from_to(grade_first_);
  grade_row_.around = take_comments(grade_first_, last_);
  current().grade_rows.push_back(std::move(grade_row_));
}

// Expressions.

DUTYSCORE_INLINE std::size_t reader::deepest(const ast::expr& e) const {
  std::size_t depth = std::max(depth_of(e.filter), depth_of(e.otherwise));
  for (const ast::expr_id id : e.args) depth = std::max(depth, depth_of(id));
  for (const ast::table_row& row : e.rows) depth = std::max(depth, depth_of(row.value));
  return depth;
}

DUTYSCORE_INLINE ast::expr_id reader::add(ast::expr e) {
  spend();
  const std::size_t depth = deepest(e) + 1;
  if (depth > limits_.depth) too_deep(e.where);
  document_.expressions.push_back(std::move(e));
  depths_.push_back(static_cast<std::uint32_t>(depth));
  return static_cast<ast::expr_id>(document_.expressions.size() - 1);
}

DUTYSCORE_INLINE ast::expr_id reader::take_value() {
  const ast::expr_id id = values_.back();
  values_.pop_back();
  return id;
}

DUTYSCORE_INLINE void reader::number(place at) {
  ast::expr e;
  e.where = at->where;
  e.number = number_of(at);
  push(add(std::move(e)));
}

/// `at` is the number; the minus stands before it.
DUTYSCORE_INLINE void reader::negative_number(place at) {
  ast::expr e;
  e.where = join(at[-1].where, at->where);
  e.number = decimal::from_millionths(-number_of(at).millionths());
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::text_value(place at) {
  ast::expr e;
  e.kind = ast::expr_kind::text;
  e.where = at->where;
  e.text = text(at);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::flag(place at) {
  ast::expr e;
  e.kind = ast::expr_kind::flag;
  e.where = at->where;
  e.flag = at->is(word::yes);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::date_value(place at) {
  ast::expr e;
  e.kind = ast::expr_kind::date;
  e.where = at->where;
  e.day = day_of(at);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE ast::expr reader::name_expr(place at) {
  ast::expr e;
  e.kind = ast::expr_kind::name;
  e.where = e.operator_at = at->where;
  e.text = {all_.text(*at), at->where, false};
  if (at->kind == token_kind::keyword)
    for (const word w : fixed_names)
      if (at->is(w)) {
        fixed_.emplace_back(static_cast<ast::expr_id>(document_.expressions.size()), w);
        break;
      }
  return e;
}

DUTYSCORE_INLINE void reader::member_of(place at) {
  calls_.push_back({name_expr(at), at, std::nullopt});
  if (!fixed_.empty() && fixed_.back().first == document_.expressions.size()) {
    calls_.back().fixed = fixed_.back().second;
    fixed_.pop_back();
  }
}

DUTYSCORE_INLINE void reader::member(place at) {
  open_call done = std::move(calls_.back());
  calls_.pop_back();
  done.call.kind = ast::expr_kind::member;
  done.call.member = used(at);
  done.call.where = join(done.first->where, at->where);
  const ast::expr_id id = add(std::move(done.call));
  if (done.fixed) fixed_.emplace_back(id, *done.fixed);
  push(id);
}

DUTYSCORE_INLINE void reader::begin_call(place at) {
  open_call& c = calls_.emplace_back();
  c.first = at;
  c.call.kind = ast::expr_kind::call;
  c.call.operator_at = at->where;
  c.call.text = {all_.text(*at), at->where, false};
  const auto function =
      at->kind == token_kind::keyword ? word_as(at->spelt, word_class::function) : std::nullopt;
  if (function) {
    c.call.text.value = std::string(entry(*function).en);
    return;
  }
  diagnostic& d = complain("DS0120", {c.call.text.value}, at->where);
  if (declared_.contains(c.call.text.value)) {
    d.hints.push_back({"“" + c.call.text.value + "” is a name: a sign is missing before “(”",
                       "“" + c.call.text.value + "”是名称，“(”之前缺少运算符号"});
    return;
  }
  std::vector<std::string> names;
  for (const word_entry& e : words)
    if (e.kind == word_class::function)
      names.insert(names.end(), {std::string(e.en), std::string(e.zh)});
  if (const auto like = closest(c.call.text.value, names)) d.hints.push_back(did_you_mean(*like));
}

DUTYSCORE_INLINE void reader::end_call(place) {
  open_call done = std::move(calls_.back());
  calls_.pop_back();
  done.call.where = from_to(done.first);
  push(add(std::move(done.call)));
}

DUTYSCORE_INLINE void reader::unary(place) {
  const pending_operator op = operators_.back();
  operators_.pop_back();
  ast::expr e;
  e.kind = op.kind;
  e.operator_at = op.where;
  e.args = {take_value()};
  e.where = join(op.where, document_.at(e.args[0]).where);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::binary(place) {
  const pending_operator op = operators_.back();
  operators_.pop_back();
  ast::expr e;
  e.kind = op.kind;
  e.operator_at = op.where;
  const ast::expr_id right = take_value();
  e.args = {take_value(), right};
  e.where = join(document_.at(e.args[0]).where, document_.at(right).where);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::end_items(place) {
  const pending_operator op = operators_.back();
  operators_.pop_back();
  ast::expr e;
  e.kind = ast::expr_kind::in_list;
  e.operator_at = op.where;
  e.args.assign(values_.begin() + static_cast<std::ptrdiff_t>(op.values) - 1, values_.end());
  values_.resize(op.values - 1);
  e.where = join(document_.at(e.args[0]).where, last_->where);
  push(add(std::move(e)));
}

DUTYSCORE_INLINE void reader::begin_table(place at) {
  open_table& t = tables_.emplace_back();
  t.first = at;
  t.table.kind = ast::expr_kind::table;
  t.table.operator_at = at->where;
  head_ = at;
  head_bit_ = 0;
}

DUTYSCORE_INLINE void reader::begin_row(place at) {
  spend();
  tables_.back().row = {};
  tables_.back().row_first = at;
}

DUTYSCORE_INLINE void reader::add_cell(ast::cell_kind kind, ast::expr_id value) {
  tables_.back().row.cells.push_back(
      {kind, value, kind == ast::cell_kind::exactly ? document_.at(value).where : last_->where});
}

DUTYSCORE_INLINE void reader::end_row(place) {
  open_table& t = tables_.back();
  t.row.value = take_value();
  t.row.where = from_to(t.row_first);
  t.row.around = take_comments(t.row_first, last_);
  t.table.rows.push_back(std::move(t.row));
}

DUTYSCORE_INLINE void reader::end_table(place) {
  open_table done = std::move(tables_.back());
  tables_.pop_back();
  done.table.where = from_to(done.first);
  push(add(std::move(done.table)));
}

// Policies and scenarios.

DUTYSCORE_INLINE void reader::begin_policy(place at) {
  spend();
  policy_ = {};
  policy_first_ = head_ = at;
  head_bit_ = in_policy;
  policy_.chinese = chinese(at);
  policy_.keyword = at->where;
}

DUTYSCORE_INLINE void reader::end_policy(place) {
  policy_.where = from_to(policy_first_);
  policy_.closing = std::move(closing_);
  policy_.around = take_comments(policy_first_, last_);
  document_.policies.push_back(std::move(policy_));
  document_.order += 'p';
}

DUTYSCORE_INLINE void reader::begin_scenario(place at) {
  spend();
  scenario_ = {};
  scenario_first_ = head_ = at;
  head_bit_ = in_scenario;
  scenario_.chinese = chinese(at);
}

DUTYSCORE_INLINE void reader::scenario_through(place at) {
  scenario_.through = ast::date_literal{day_of(at), at->where};
  scenario_.through_around = take_comments(at - 1, at);
  scenario_.order += 't';
}

DUTYSCORE_INLINE void reader::end_scenario(place) {
  scenario_.where = from_to(scenario_first_);
  scenario_.closing = std::move(closing_);
  scenario_.around = take_comments(scenario_first_, last_);
  document_.scenarios.push_back(std::move(scenario_));
  document_.order += 's';
}

DUTYSCORE_INLINE void reader::begin_given(place at) {
  spend();
  given_ = {};
  given_first_ = head_ = at;
  head_bit_ = 0;
  given_.chinese = chinese(at);
}

DUTYSCORE_INLINE void reader::given_file(place at) {
  given_.kind = ast::given_kind::file;
  given_.file = text(at);
}

DUTYSCORE_INLINE void reader::end_given(place) {
  given_.where = from_to(given_first_);
  if (given_.kind != ast::given_kind::file) given_.closing = std::move(closing_);
  given_.around = take_comments(given_first_, last_);
  scenario_.givens.push_back(std::move(given_));
  scenario_.order += 'g';
}

DUTYSCORE_INLINE void reader::begin_given_row(place at) {
  spend();
  given_row_ = {};
  row_first_ = at;
}

/// A fixed column is called by its English name.
DUTYSCORE_INLINE void reader::row_setting(place at) {
  static constexpr word activity_columns[] = {word::title,   word::id,     word::standing,
                                              word::since,   word::reason, word::evidence,
                                              word::credited};
  static constexpr word roster_columns[] = {word::name, word::org_unit};
  ast::setting& s = given_row_.settings.emplace_back();
  s.name = used(at);
  s.where = at->where;
  const bool roster = given_.kind == ast::given_kind::roster;
  for (const word w :
       roster ? std::span<const word>(roster_columns) : std::span<const word>(activity_columns))
    if (at->is(w)) s.name.text = std::string(entry(w).en);
}

DUTYSCORE_INLINE void reader::row_setting_value(place) {
  ast::setting& s = given_row_.settings.back();
  s.value = take_value();
  s.where = join(s.where, document_.at(s.value).where);
}

DUTYSCORE_INLINE void reader::row_setting_word(place at) {
  ast::expr e;
  e.kind = ast::expr_kind::name;
  e.where = at->where;
  e.text = {all_.text(*at), at->where, false};
  if (at->kind == token_kind::keyword)
    if (const auto w = word_as(at->spelt, word_class::standing))
      e.text.value = std::string(entry(*w).en);
  push(add(std::move(e)));
  row_setting_value(at);
}

DUTYSCORE_INLINE void reader::end_given_row(place) {
  given_row_.where = from_to(row_first_);
  given_row_.around = take_comments(row_first_, last_);
  given_.rows.push_back(std::move(given_row_));
}

DUTYSCORE_INLINE void reader::begin_expect(place at) {
  spend();
  expectation_ = {};
  expect_first_ = head_ = at;
  head_bit_ = 0;
  expectation_.chinese = chinese(at);
}

DUTYSCORE_INLINE void reader::expect_list(place at) {
  expectation_.kind = ast::expect_kind::list;
  expectation_.list = used(at);
}

DUTYSCORE_INLINE std::string folded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const code_point c = decode(text, at);
    append_utf8(out, half_width(c.value));
    at += c.size;
  }
  return out;
}

/// Written as period::to_string writes it, so that both spellings of a month are the same.
DUTYSCORE_INLINE void reader::expect_period(place at) {
  ast::identifier p{all_.text(*at), at->where};
  if (at->is(word::overall)) p.text = "overall";
  if (at->kind == token_kind::date) p.text = day_of(at).to_string();
  if (at->kind == token_kind::number) {
    if (at[1].is(word::minus) && at[1].where.begin == at->where.end &&
        at[2].where.begin == at[1].where.end)
      p.where = join(p.where, at[2].where);
    p.text = folded(all_.where->text(p.where));
    if (!parse_period(p.text) && !at->bad) complain("DS0108", {p.text}, p.where);
  }
  expectation_.period = std::move(p);
}

DUTYSCORE_INLINE void reader::expect_basis(place at) {
  expectation_.basis = used(at);
  if (const auto w = word_as(at->spelt, word_class::standing))
    expectation_.basis->text = std::string(entry(*w).en);
}

DUTYSCORE_INLINE void reader::end_expect(place) {
  expectation_.where = from_to(expect_first_);
  if (expectation_.kind != ast::expect_kind::refusal) expectation_.closing = std::move(closing_);
  expectation_.around = take_comments(expect_first_, last_);
  scenario_.expectations.push_back(std::move(expectation_));
  scenario_.order += 'e';
}

DUTYSCORE_INLINE void reader::begin_check(place at) {
  spend();
  check_ = {};
  check_first_ = at;
}

DUTYSCORE_INLINE void reader::end_check(place) {
  check_.where = from_to(check_first_);
  check_.around = take_comments(check_first_, last_);
  expectation_.checks.push_back(std::move(check_));
}

/// Fixed words that nobody declared as a name take their English spelling; comments that are left
/// go to the end.
DUTYSCORE_INLINE void reader::end_document(place) {
  for (const auto& [id, w] : fixed_) {
    ast::expr& e = document_.expressions[id];
    if (!declared_.contains(e.text.value)) e.text.value = std::string(entry(w).en);
  }
  document_.closing = take_closing(end());
  for (std::uint32_t i = next_free(0); i < all_.comments.size(); i = next_free(i + 1)) {
    const comment& left = all_.comments[i];
    if (left.prose > 0) prose_inside(left, begin() + left.token);
    document_.closing.comments.push_back(comment_text(left));
  }
}

}  // namespace dutyscore::lang::detail
