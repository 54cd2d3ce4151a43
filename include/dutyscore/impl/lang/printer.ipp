#pragma once

#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/lang/printer.hpp"

namespace dutyscore {
namespace detail {

/// Writes a tree down. One item a line; what has no items of its own to put below is made as one
/// string.
class tree_printer {
 public:
  tree_printer(const ast::document& document, std::optional<language> lang)
      : document_(document), forced_(lang) {
    for (const ast::policy& p : document.policies) declare(p);
  }

  std::string print() {
    std::size_t next_policy = 0, next_scenario = 0;
    for (const char c : document_.order) {
      if (c == 'p')
        policy(document_.policies[next_policy++]);
      else
        scenario(document_.scenarios[next_scenario++]);
    }
    closing(document_.closing);
    return document_.prose.empty() ? std::move(out_) : woven();
  }

 private:
  using word = lang::word;
  static constexpr std::size_t line_width = 100;

  // Names that authors declared are never translated.
  void declare(const ast::policy& p) {
    declared_.insert(p.name.text);
    declare(p.body);
  }
  void declare(const std::vector<ast::clause>& body) {
    for (const ast::clause& c : body) {
      if (!c.name.empty() && c.kind != ast::clause_kind::effect) declared_.insert(c.name.text);
      for (const ast::field& f : c.fields) declared_.insert(f.name.text);
      declare(c.body);
    }
  }

  /// While this lives, the item at hand is written in its own language.
  class speaking {
   public:
    speaking(tree_printer& p, bool chinese) : printer_(p), before_(p.lang_) {
      p.lang_ = p.forced_.value_or(chinese ? language::zh : language::en);
    }
    ~speaking() { printer_.lang_ = before_; }
    speaking(const speaking&) = delete;
    speaking& operator=(const speaking&) = delete;

   private:
    tree_printer& printer_;
    language before_;
  };

  bool zh() const { return lang_ == language::zh; }
  std::string w(word which) const { return std::string(lang::entry(which).in(lang_)); }

  // Lines.
  std::string margin() const { return std::string(2 * depth_, ' '); }
  void blank_line() {
    if (!at_block_start_) out_ += '\n';
  }
  void comments_above(const ast::trivia& t) {
    if (t.blank_before) blank_line();
    for (const std::string& c : t.comments) {
      if (c.empty()) {
        blank_line();
        continue;
      }
      at_block_start_ = c[0] == ast::prose_mark;
      out_ += (at_block_start_ ? "" : margin()) + c + "\n";
    }
  }

  // Markdown: what was printed so far is the program, with marks where prose belongs.

  /// The text between blocks; its last line opens the next block and says how far that is indented
  /// and how its lines end.
  struct prose_text {
    std::string_view text;
    std::string indentation, line_end;
  };
  prose_text prose(std::size_t number) const {
    const std::string_view text = document_.where->text(document_.prose[number]);
    const std::string_view lines = text.substr(0, text.ends_with('\n') ? text.size() - 1 : 0);
    const std::size_t before = lines.rfind('\n');
    const std::string_view fence = lines.substr(before == std::string_view::npos ? 0 : before + 1);
    return {text, std::string(std::min(fence.find_first_not_of(' '), fence.size()), ' '),
            fence.ends_with('\r') ? "\r\n" : "\n"};
  }

  std::string woven() const {
    std::string out;
    prose_text around;
    for (std::size_t at = 0, end = 0; at < out_.size(); at = end + 1) {
      end = out_.find('\n', at);
      const std::string_view line = std::string_view(out_).substr(at, end - at);
      if (line.starts_with(ast::prose_mark)) {
        around = prose(std::stoul(std::string(line.substr(1))));
        out += around.text;
      } else {
        out += (line.empty() ? "" : around.indentation) + std::string(line) + around.line_end;
      }
    }
    return out;
  }
  void line(const std::string& text, const ast::trivia& t) {
    out_ += margin() + text + (t.trailing.empty() ? "" : "  " + t.trailing) + "\n";
    at_block_start_ = false;
  }
  void item(const std::string& text, const ast::trivia& t) {
    comments_above(t);
    line(text, t);
  }
  void open(const std::string& head, const ast::trivia& t) {
    comments_above(t);
    out_ += margin() + head + " {\n";
    ++depth_;
    at_block_start_ = true;
  }
  void closing(const ast::trivia& t) {
    if (!t.comments.empty()) comments_above(t);
  }
  void close(const ast::trivia& inside, const ast::trivia& t) {
    closing(inside);
    --depth_;
    line("}", t);
  }

  /// Must it have a line of its own? (A blank line before the first of a block is dropped.)
  static bool needs_line(const ast::trivia& t, bool first) {
    return (t.blank_before && !first) || !t.comments.empty() || !t.trailing.empty();
  }
  bool fits(const std::string& text) const {
    return text.find('\n') == std::string::npos && 2 * depth_ + display_width(text) <= line_width;
  }

  // Pieces.
  static std::string quoted(const ast::text_literal& t) {
    return t.curly ? "“" + t.value + "”" : "\"" + t.value + "\"";
  }
  static std::string quoted(const std::vector<ast::text_literal>& list) {
    std::string out;
    for (const ast::text_literal& t : list) out += (out.empty() ? "" : ", ") + quoted(t);
    return out;
  }
  static std::string label(const std::optional<ast::text_literal>& t) {
    return t ? " " + quoted(*t) : "";
  }
  std::string day(date d) const { return d.to_text(lang_); }
  std::string day(const ast::date_literal& d) const { return day(d.value); }

  template <class Word>
  std::string period(const Word (&list)[7], period_unit unit) const {
    return w(list[static_cast<std::size_t>(unit)]);
  }
  std::string per(const ast::period_ref& p) const {
    static constexpr word units[] = {word::per_day,  word::per_month, word::per_quarter,
                                     word::per_half, word::per_year,  word::per_term,
                                     word::overall};
    return period(units, p.unit);
  }
  std::string effect_period(const ast::period_ref& p) const {
    static constexpr word units[] = {word::this_day,  word::this_month, word::this_quarter,
                                     word::this_half, word::this_year,  word::this_term,
                                     word::overall};
    return period(units, p.unit);
  }
  std::string clause_period(const ast::clause& c) const {
    if (c.per_event) return w(word::per_event);
    return c.per ? per(*c.per) : "";
  }

  // Expressions.
  enum strength {
    or_level = 1,
    and_level,
    not_level,
    comparison_level,
    add_level,
    multiply_level,
    unary_level,
    primary_level
  };

  struct operator_entry {
    ast::expr_kind kind;
    strength level;
    word sign;
  };
  static const operator_entry* find_operator(ast::expr_kind kind) {
    static constexpr operator_entry all[] = {
        {ast::expr_kind::logical_or, or_level, word::or_},
        {ast::expr_kind::logical_and, and_level, word::and_},
        {ast::expr_kind::equal, comparison_level, word::equal},
        {ast::expr_kind::not_equal, comparison_level, word::not_equal},
        {ast::expr_kind::less, comparison_level, word::less},
        {ast::expr_kind::less_equal, comparison_level, word::less_equal},
        {ast::expr_kind::greater, comparison_level, word::greater},
        {ast::expr_kind::greater_equal, comparison_level, word::greater_equal},
        {ast::expr_kind::add, add_level, word::plus},
        {ast::expr_kind::subtract, add_level, word::minus},
        {ast::expr_kind::multiply, multiply_level, word::star},
        {ast::expr_kind::divide, multiply_level, word::slash},
    };
    for (const operator_entry& e : all)
      if (e.kind == kind) return &e;
    return nullptr;
  }

  std::string expr(ast::expr_id id, int least = or_level) {
    const ast::expr& e = document_.at(id);
    int level = primary_level;
    std::string text = bare(e, level);
    return level < least ? "(" + text + ")" : text;
  }

  /// Without parentheses around it; `level` becomes how strongly it holds together.
  std::string bare(const ast::expr& e, int& level) {
    if (const operator_entry* op = find_operator(e.kind)) {
      level = op->level;
      const bool chains = op->level != comparison_level;
      return expr(e.args[0], chains ? level : level + 1) + " " + w(op->sign) + " " +
             expr(e.args[1], level + 1);
    }
    switch (e.kind) {
      case ast::expr_kind::number:
        return e.number.to_string();
      case ast::expr_kind::text:
        return quoted(e.text);
      case ast::expr_kind::flag:
        return w(e.flag ? word::yes : word::no);
      case ast::expr_kind::date:
        return day(e.day);
      case ast::expr_kind::name:
        return name(e.text.value);
      case ast::expr_kind::member:
        return name(e.text.value) + "." + e.member.text;
      case ast::expr_kind::call:
        return call(e);
      case ast::expr_kind::negate:
        level = unary_level;
        return "-" + negated(e.args[0]);
      case ast::expr_kind::logical_not:
        level = not_level;
        return w(word::not_) + " " + expr(e.args[0], not_level);
      case ast::expr_kind::in_list:
        level = comparison_level;
        return in_list(e);
      case ast::expr_kind::table:
        level = or_level;
        return table(e);
      default:
        return {};
    }
  }

  /// A sign before a number would make it a negative literal.
  std::string negated(ast::expr_id id) {
    const ast::expr& e = document_.at(id);
    const bool is_plain = e.kind == ast::expr_kind::number && e.number >= decimal{};
    return is_plain ? "(" + expr(id) + ")" : expr(id, unary_level);
  }

  /// A fixed word in this language, unless somebody declared that name.
  std::string name(const std::string& english) const {
    static constexpr word fixed[] = {word::kind,     word::date, word::end_date, word::subject,
                                     word::total,    word::rank, word::ranked,   word::vetoed,
                                     word::grade,    word::up,   word::down,     word::half_up,
                                     word::half_even};
    if (!zh() || declared_.contains(english)) return english;
    for (const word f : fixed)
      if (lang::entry(f).en == english && !declared_.contains(std::string(lang::entry(f).zh)))
        return w(f);
    return english;
  }

  std::string call(const ast::expr& e) {
    std::string out;
    for (const ast::expr_id a : e.args) out += (out.empty() ? "" : ", ") + expr(a);
    if (e.otherwise != ast::no_expr) out += ", " + w(word::otherwise) + " " + expr(e.otherwise);
    if (e.filter != ast::no_expr)
      out += (out.empty() ? "" : " ") + w(word::when) + " " + expr(e.filter);
    return function(e.text.value) + "(" + out + ")";
  }
  std::string function(const std::string& english) const {
    for (const lang::word_entry& f : lang::words)
      if (f.kind == lang::word_class::function && f.en == english) return std::string(f.in(lang_));
    return english;
  }

  std::string in_list(const ast::expr& e) {
    std::string items;
    for (std::size_t i = 1; i < e.args.size(); ++i) items += (i > 1 ? ", " : "") + expr(e.args[i]);
    return expr(e.args[0], add_level) + " " + w(word::in) + " [" + items + "]";
  }

  // Tables stand on one line where they can.
  std::string cell(const ast::table_cell& c) {
    if (c.kind == ast::cell_kind::otherwise) return w(word::otherwise);
    return (c.kind == ast::cell_kind::from ? w(word::from_row) + " " : "") + expr(c.value);
  }
  std::string row(const ast::table_row& r) {
    std::string out;
    for (const ast::table_cell& c : r.cells) out += (out.empty() ? "" : ", ") + cell(c);
    return out + ": " + expr(r.value);
  }
  /// `1: 5 -2: 3` would be read as a difference.
  bool begins_with_minus(const ast::table_row& r) const {
    return r.cells[0].kind == ast::cell_kind::exactly &&
           document_.at(r.cells[0].value).kind == ast::expr_kind::number &&
           document_.at(r.cells[0].value).number < decimal{};
  }
  std::string table(const ast::expr& e) {
    std::string keys;
    for (const ast::expr_id k : e.args) keys += (keys.empty() ? "" : ", ") + expr(k);
    const std::string head =
        w(word::by) + " " + (e.marginal ? w(word::marginal) + " " : "") + keys + " {";
    const bool outermost = std::exchange(table_on_lines_, false);
    bool on_lines = outermost;
    for (const ast::table_row& r : e.rows)
      on_lines = on_lines || needs_line(r.around, &r == &e.rows.front());
    std::string text = on_lines ? rows_on_lines(e, head) : rows_on_one_line(e, head);
    table_on_lines_ = outermost;
    return text;
  }
  std::string rows_on_one_line(const ast::expr& e, std::string out) {
    for (const ast::table_row& r : e.rows) {
      const bool first = &r == &e.rows.front();
      out += (first ? " " : begins_with_minus(r) ? ", " : "  ") + row(r);
    }
    return out + " }";
  }
  /// The rows are items like others, so they are written to `out_`, which is then taken back.
  std::string rows_on_lines(const ast::expr& e, std::string out) {
    std::string before = std::exchange(out_, {});
    ++depth_;
    at_block_start_ = true;
    for (std::size_t i = 0; i < e.rows.size(); ++i) {
      const bool comma = i + 1 < e.rows.size() && begins_with_minus(e.rows[i + 1]);
      item(row(e.rows[i]) + (comma ? "," : ""), e.rows[i].around);
    }
    --depth_;
    at_block_start_ = false;
    out += "\n" + std::exchange(out_, std::move(before)) + margin() + "}";
    return out;
  }

  // Clauses.
  void clauses(const std::vector<ast::clause>& body) {
    for (const ast::clause& c : body) clause(c);
  }

  void clause(const ast::clause& c) {
    const speaking scope(*this, c.chinese);
    const std::string head = block_head(c);
    if (!head.empty()) return block(c, head);
    const bool at_start = at_block_start_;
    std::string text = simple(c);
    if (!fits(text)) {
      table_on_lines_ = true;
      text = simple(c);
      table_on_lines_ = false;
    }
    at_block_start_ = at_start;
    item(text, c.around);
  }

  std::string block_head(const ast::clause& c) {
    const std::string named = " " + c.name.text + label(c.label);
    switch (c.kind) {
      case ast::clause_kind::category:
        return w(word::category) + named;
      case ast::clause_kind::indicator:
        return w(word::indicator) + named;
      case ast::clause_kind::veto:
        return w(word::veto) + named;
      case ast::clause_kind::list:
        return w(word::list) + named + " " + clause_period(c);
      case ast::clause_kind::grade:
        return w(word::grade) + (c.name.empty() ? "" : named) + " " + clause_period(c);
      case ast::clause_kind::amend:
        return w(word::amend) + " " + day(*c.from) +
               (c.texts.empty() ? "" : " " + w(word::cite) + " " + quoted(c.texts[0]));
      case ast::clause_kind::activity_block:
        return w(word::activity);
      case ast::clause_kind::subject_block:
        return w(word::subject);
      default:
        return {};
    }
  }

  void block(const ast::clause& c, const std::string& head) {
    open(head, c.around);
    clauses(c.body);
    for (const ast::field& f : c.fields) field(f);
    for (const ast::grade_row& r : c.grade_rows) item(grade_row(r), r.around);
    close(c.closing, c.around);
  }

  std::string when(ast::expr_id id) {
    return id == ast::no_expr ? "" : " " + w(word::when) + " " + expr(id);
  }

  std::string keys(const ast::clause& c) {
    std::string out;
    for (const ast::expr_id k : c.by) out += (out.empty() ? "" : ", ") + document_.at(k).text.value;
    return out.empty() ? "" : " " + w(word::by) + " " + out;
  }

  /// A number of points in Chinese has its measure word.
  std::string points(ast::expr_id id) {
    return expr(id) + (zh() && document_.at(id).kind == ast::expr_kind::number
                           ? " " + w(word::points_of)
                           : "");
  }
  std::string occasions(ast::expr_id id) {
    return expr(id) + (zh() ? " " + w(word::occasions) : "");
  }

  std::string simple(const ast::clause& c) {
    using kind = ast::clause_kind;
    switch (c.kind) {
      case kind::in_force:
        return in_force(c);
      case kind::cite:
        return w(word::cite) + " " + quoted(c.texts[0]);
      case kind::decimals:
        return w(word::decimals) + " " + c.number.to_string() +
               (zh() ? " " + w(word::places) : "") + " " + rounding(c.mode);
      case kind::year_starts:
        return w(word::year_starts) + " " + month_day(c.month, c.day);
      case kind::term:
        return w(word::term) + " " + c.name.text + (zh() ? " " : " " + w(word::from) + " ") +
               day(*c.from) + " " + w(word::to) + " " + day(*c.to);
      case kind::accept:
        return w(word::accept) + when(c.when) + " " + w(word::else_) + " " + quoted(c.texts[0]);
      case kind::on:
        return w(word::on) + " " + quoted(c.texts) + when(c.when);
      case kind::award:
      case kind::deduct:
        return award(c);
      case kind::times:
        return w(word::times) + " " + expr(c.value) + when(c.when);
      case kind::once:
      case kind::first:
      case kind::after:
      case kind::highest:
      case kind::best:
        return selection(c);
      case kind::cap:
        return limit(word::cap, c);
      case kind::floor:
        return limit(word::floor, c);
      case kind::base:
        return limit(word::base, c);
      case kind::weight:
        return w(word::weight) + " " + expr(c.value) +
               (c.divisor == ast::no_expr ? "" : "/" + expr(c.divisor));
      case kind::require:
        return require(c);
      case kind::effect:
        return effect(c);
      case kind::top:
        return w(word::top) + " " + c.number.to_string() +
               (c.percent ? " %"
                : zh()    ? " " + w(word::persons)
                          : "");
      case kind::within:
        return w(word::within) + " " + w(word::org_unit);
      case kind::by:
        return list_keys(c);
      case kind::ties:
        return w(c.flag ? word::ties_all : word::ties_none);
      case kind::when:
        return w(word::when) + " " + expr(c.when);
      case kind::unless:
        return w(word::unless) + " " + expr(c.when);
      default:
        return {};
    }
  }

  std::string in_force(const ast::clause& c) {
    std::string out = w(word::in_force);
    if (c.from) out += (zh() ? " " : " " + w(word::from) + " ") + day(*c.from);
    if (c.to) out += " " + w(word::to) + " " + day(*c.to);
    return out;
  }

  std::string month_day(int m, int d) const {
    if (zh()) return std::to_string(m) + "月" + std::to_string(d) + "日";
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(m) + "-" + two(d);
  }

  std::string rounding(ast::step_rounding mode) const {
    switch (mode) {
      case ast::step_rounding::up:
        return w(word::up);
      case ast::step_rounding::down:
        return w(word::down);
      case ast::step_rounding::half_up:
        return w(word::half_up);
      case ast::step_rounding::half_even:
        return w(word::half_even);
      default:
        return w(word::exact);
    }
  }
  std::string step(ast::step_rounding mode) const {
    switch (mode) {
      case ast::step_rounding::up:
        return w(word::rounded_up);
      case ast::step_rounding::down:
        return w(word::rounded_down);
      case ast::step_rounding::half_up:
        return w(word::rounded_half_up);
      case ast::step_rounding::half_even:
        return w(word::rounded_half_even);
      default:
        return w(word::exact);
    }
  }

  std::string unit(const ast::clause& c) {
    switch (c.unit) {
      case ast::line_unit::event:
        return document_.at(c.value).kind == ast::expr_kind::table ? "" : " " + w(word::per_event);
      case ast::line_unit::day:
        return " " + w(word::per_line_day);
      case ast::line_unit::field:
        return " " + w(word::per) + " " + c.counted->text;
      case ast::line_unit::field_step:
        return " " + w(word::per) + " " + expr(c.divisor) + " " + c.counted->text + " " +
               step(c.mode);
      case ast::line_unit::period:
        return " " + per(*c.per);
    }
    return {};
  }

  std::string award(const ast::clause& c) {
    const std::string head = w(c.kind == ast::clause_kind::award ? word::award : word::deduct);
    const std::string unit_text = unit(c) + (c.running ? " " + w(word::running) : "");
    const std::string value = " " + points(c.value);
    return head + (zh() ? unit_text + value : value + unit_text) + when(c.when) + label(c.label);
  }

  std::string limit(word head, const ast::clause& c) {
    const std::string period = " " + clause_period(c) + keys(c), value = " " + points(c.value);
    return w(head) + (zh() ? period + value : value + period) + label(c.label);
  }

  std::string choice(const ast::clause& c) {
    switch (c.kind) {
      case ast::clause_kind::once:
        return w(word::once);
      case ast::clause_kind::highest:
        return w(word::highest);
      case ast::clause_kind::first:
        return w(word::first) + " " + occasions(c.value);
      case ast::clause_kind::best:
        return w(word::best) + " " + occasions(c.value);
      default:
        return w(word::after) + " " + expr(c.value) + (zh() ? " " + w(word::after_tail) : "");
    }
  }
  std::string selection(const ast::clause& c) {
    const std::string period = clause_period(c) + keys(c);
    return (zh() ? period + " " + choice(c) : choice(c) + " " + period) + when(c.when);
  }

  std::string require(const ast::clause& c) {
    if (zh())
      return w(word::require) + " " + clause_period(c) + " " + occasions(c.value) + " " +
             w(word::short_deduct) + " " + points(c.amount);
    return w(word::require) + " " + expr(c.value) + " " + clause_period(c) + " " + w(word::deduct) +
           " " + expr(c.amount) + " " + w(word::each);
  }

  std::string outcome(const ast::clause& c) {
    switch (c.effect) {
      case ast::effect_kind::void_points:
        return w(word::void_);
      case ast::effect_kind::grade:
        return w(word::set_grade) + " " + quoted(c.texts[0]);
      case ast::effect_kind::bar:
        return w(word::bar) + " " + c.name.text;
    }
    return {};
  }
  std::string effect(const ast::clause& c) {
    const std::string period = effect_period(*c.per), what = outcome(c);
    return w(word::effect) + " " + (zh() ? period + " " + what : what + " " + period) +
           (c.amount == ast::no_expr ? "" : " " + w(word::for_periods) + " " + expr(c.amount));
  }

  std::string list_keys(const ast::clause& c) {
    std::string out;
    for (const ast::expr_id k : c.by) out += (out.empty() ? " " : ", ") + expr(k);
    return w(word::by) + out;
  }

  // Fields and grades.
  void field(const ast::field& f) {
    const bool at_start = at_block_start_;
    std::string text = field_text(f);
    if (!fits(text)) {
      table_on_lines_ = true;
      text = field_text(f);
      table_on_lines_ = false;
    }
    at_block_start_ = at_start;
    item(text, f.around);
  }
  std::string field_text(const ast::field& f) {
    static constexpr word types[] = {word::integer, word::decimal, word::text, word::date,
                                     word::flag};
    std::string out =
        f.name.text + label(f.label) + " " + w(types[static_cast<std::size_t>(f.type)]);
    if (f.from != ast::no_expr) out += " " + w(word::from_field) + " " + expr(f.from);
    if (f.to != ast::no_expr) out += " " + w(word::to_field) + " " + expr(f.to);
    if (!f.one_of.empty()) out += " " + w(word::one_of) + " " + quoted(f.one_of);
    if (f.default_value != ast::no_expr)
      out += " " + w(word::default_) + " " + expr(f.default_value);
    if (f.computed != ast::no_expr) out += " " + w(word::is) + " " + expr(f.computed);
    if (!f.kinds.empty()) out += " " + w(word::for_) + " " + quoted(f.kinds);
    return out;
  }

  std::string grade_row(const ast::grade_row& r) {
    std::string out = quoted(r.name);
    if (r.from != ast::no_expr) out += " " + w(word::from_row) + " " + expr(r.from);
    return out + when(r.when) + (r.otherwise ? " " + w(word::otherwise) : "");
  }

  // Policies and scenarios.
  void policy(const ast::policy& p) {
    const speaking scope(*this, p.chinese);
    open(w(word::policy) + " " + p.name.text + label(p.label), p.around);
    clauses(p.body);
    close(p.closing, p.around);
  }

  void scenario(const ast::scenario& s) {
    const speaking scope(*this, s.chinese);
    open((s.todo ? w(word::todo) + " " : "") + w(word::scenario) + " " + quoted(s.name) + " " +
             w(word::for_) + " " + s.policy.text,
         s.around);
    std::size_t next_given = 0, next_expectation = 0;
    for (const char c : s.order) {
      if (c == 'g') given(s.givens[next_given++]);
      if (c == 'e') expectation(s.expectations[next_expectation++]);
      if (c == 't') item(w(word::through) + " " + day(*s.through), s.through_around);
    }
    close(s.closing, s.around);
  }

  void given(const ast::given& g) {
    const speaking scope(*this, g.chinese);
    if (g.kind == ast::given_kind::file)
      return item(w(word::given) + " " + w(word::file) + " " + quoted(g.file), g.around);
    const bool roster = g.kind == ast::given_kind::roster;
    open(w(word::given) + (roster ? " " + w(word::roster) : ""), g.around);
    for (const ast::given_row& r : g.rows) item(roster ? roster_row(r) : activity_row(r), r.around);
    close(g.closing, g.around);
  }

  std::string activity_row(const ast::given_row& r) {
    std::string out = day(*r.from) + (r.to ? " " + w(word::to) + " " + day(*r.to) : "") + " " +
                      quoted(r.subject) + " " + quoted(r.kind);
    static constexpr word columns[] = {word::title,  word::id,       word::standing, word::since,
                                       word::reason, word::evidence, word::credited};
    for (const ast::setting& s : r.settings) out += setting(s, columns);
    return out;
  }
  std::string roster_row(const ast::given_row& r) {
    std::string out = quoted(r.subject);
    if (r.from) out += " " + w(word::serves_from) + " " + day(*r.from);
    if (r.to) out += " " + w(word::serves_to) + " " + day(*r.to);
    static constexpr word columns[] = {word::name, word::org_unit};
    for (const ast::setting& s : r.settings) out += setting(s, columns);
    return out;
  }
  std::string setting(const ast::setting& s, std::span<const word> columns) {
    std::string name = s.name.text;
    for (const word c : columns)
      if (lang::entry(c).en == name) name = w(c);
    return " " + name + " " + setting_value(document_.at(s.value), s.value);
  }
  std::string setting_value(const ast::expr& e, ast::expr_id id) {
    return e.kind == ast::expr_kind::name ? standing(e.text.value) : expr(id);
  }
  std::string standing(const std::string& english) const {
    for (const lang::word_entry& e : lang::words)
      if (e.kind == lang::word_class::standing && e.en == english) return std::string(e.in(lang_));
    return english;
  }

  void expectation(const ast::expectation& e) {
    const speaking scope(*this, e.chinese);
    if (e.kind == ast::expect_kind::refusal)
      return item(w(word::expect) + " " + w(word::refused) + " " + quoted(e.subject) + " " +
                      day(*e.day) + " " + quoted(e.reason),
                  e.around);
    const std::string head =
        w(word::expect) + " " +
        (e.kind == ast::expect_kind::list ? e.list.text : quoted(e.subject)) + " " +
        expected_period(e.period->text) +
        (e.basis ? " " + w(word::on_basis) + " " + standing(e.basis->text) : "");
    bool on_lines = !e.closing.comments.empty();
    for (const ast::check& c : e.checks)
      on_lines = on_lines || needs_line(c.around, &c == &e.checks.front());
    const std::string one_line = head + " { " + short_checks(e) + " }";
    if (!on_lines && fits(one_line)) return item(one_line, e.around);
    open(head, e.around);
    for (const ast::check& c : e.checks) item(check(c), c.around);
    for (const ast::text_literal& m : e.members) item(quoted(m), {});
    close(e.closing, e.around);
  }
  std::string short_checks(const ast::expectation& e) {
    std::string out = quoted(e.members);
    for (const ast::check& c : e.checks) out += (out.empty() ? "" : "  ") + check(c);
    return out;
  }

  /// 2023年5月 or 2023-05; halves and quarters are written the same in both languages, terms by
  /// name.
  std::string expected_period(const std::string& text) const {
    if (text == lang::entry(word::overall).en) return w(word::overall);
    const auto p = parse_period(text);
    const bool has_chinese_form =
        p && (p->unit == period_unit::day || p->unit == period_unit::month ||
              p->unit == period_unit::year);
    return zh() && has_chinese_form ? p->to_text(lang_) : text;
  }

  std::string check(const ast::check& c) {
    using kind = ast::check_kind;
    switch (c.kind) {
      case kind::total:
        return w(word::total) + " " + expr(c.value);
      case kind::block:
        return c.name.text + " " + expr(c.value);
      case kind::refused:
        return w(word::refused) + " " + expr(c.value);
      case kind::unmatched:
        return w(word::unmatched) + " " + expr(c.value);
      case kind::pending:
        return w(word::pending) + " " + expr(c.value);
      case kind::grade:
        return (c.name.empty() ? "" : c.name.text + " ") + w(word::grade) + " " + quoted(c.text);
      case kind::rank:
        return w(word::rank) + " " + expr(c.value);
      case kind::in_list:
        return w(word::in) + " " + c.name.text;
      case kind::not_in_list:
        return w(word::not_in) + " " + c.name.text;
    }
    return {};
  }

  const ast::document& document_;
  std::optional<language> forced_;
  language lang_ = language::en;
  std::unordered_set<std::string> declared_;
  std::string out_;
  std::size_t depth_ = 0;
  bool at_block_start_ = true;
  bool table_on_lines_ = false;
};

}  // namespace detail

DUTYSCORE_INLINE std::string print(const ast::document& document, std::optional<language> lang) {
  return detail::tree_printer(document, lang).print();
}

}  // namespace dutyscore
