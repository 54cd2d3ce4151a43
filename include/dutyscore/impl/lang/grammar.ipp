// The grammar of the language, in one place: Spirit X3 over tokens. Each rule stands under its
// production, in which 'x' is a word of the table in either spelling. Rules have no attributes:
// primitives tell the reader (builder.ipp) what they took, or what they missed.
//
// Cost: linear in the number of tokens; every alternative is decided by its first token. The only
// unit that includes Spirit.
#pragma once

#include <boost/spirit/home/x3.hpp>
#include <functional>

#include "dutyscore/impl/lang/recovery.ipp"
#include "dutyscore/impl/lang/tree.ipp"
#include "dutyscore/lang/markdown.hpp"
#include "dutyscore/lang/parser.hpp"

namespace dutyscore::lang::detail {

namespace x3 = boost::spirit::x3;

struct reader_tag;

template <class Context>
reader& reader_of(const Context& context) {
  return x3::get<reader_tag>(context).get();
}

using action = void (reader::*)(place);
/// How many tokens fit at a place; 0: none.
using matcher = std::size_t (*)(const reader&, place, word);

/// Tokens that the matcher accepts; what they are is told to the reader.
struct primitive : x3::parser<primitive> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  constexpr primitive(matcher m, word w, expectation e, action a = nullptr)
      : match(m), which(w), expected(e), act(a) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    reader& r = reader_of(context);
    const std::size_t count = match(r, at, which);
    if (count == 0) {
      r.miss(at, expected);
      return false;
    }
    const place first = at;
    at += count;
    r.passed(at);
    if (act) (r.*act)(first);
    return true;
  }

  matcher match;
  word which;
  expectation expected;
  action act;
};

/// Nothing of the text, but something for the reader to do.
struct doing : x3::parser<doing> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  explicit constexpr doing(action a) : act(a) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    reader& r = reader_of(context);
    if (at != r.begin()) r.passed(at);
    (r.*act)(at);
    return true;
  }
  action act;
};

/// A condition on the place; nothing is taken and nothing is missed.
struct looking : x3::parser<looking> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  using test = bool (*)(const reader&, place);
  explicit constexpr looking(test t) : holds(t) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    return holds(reader_of(context), at);
  }
  test holds;
};

/// The first keyword of a clause. It is not recorded as missed: a place where no clause begins has
/// a message of its own.
struct clause_head : x3::parser<clause_head> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr clause_head(word w, ast::clause_kind k) : which(w), kind(k) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    if (!at->is(which)) return false;
    reader& r = reader_of(context);
    const place first = at++;
    r.passed(at);
    r.begin_clause(kind, first);
    return true;
  }
  word which;
  ast::clause_kind kind;
};

/// A selection whose period comes first has its kind later.
struct later_kind : x3::parser<later_kind> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr later_kind(word w, ast::clause_kind k) : which(w), kind(k) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    reader& r = reader_of(context);
    if (!at->is(which)) {
      r.miss(at, {thing::word, which});
      return false;
    }
    r.passed(++at);
    r.set_kind(kind);
    return true;
  }
  word which;
  ast::clause_kind kind;
};

/// An operator; its operands follow.
struct operator_word : x3::parser<operator_word> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr operator_word(word w, ast::expr_kind k) : which(w), kind(k) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    if (!at->is(which)) return false;
    reader& r = reader_of(context);
    const place first = at++;
    r.passed(at);
    r.operation(kind, first);
    return true;
  }
  word which;
  ast::expr_kind kind;
};

/// An expectation's check by its word.
struct check_word : x3::parser<check_word> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr check_word(word w, ast::check_kind k) : which(w), kind(k) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    if (!at->is(which)) return false;
    reader& r = reader_of(context);
    const place first = at++;
    r.passed(at);
    r.begin_check(first);
    r.check_kind(kind);
    return true;
  }
  word which;
  ast::check_kind kind;
};

/// named(t)[p]: what is missed at p's first token is called t.
template <class Subject>
struct named_directive : x3::unary_parser<Subject, named_directive<Subject>> {
  using base_type = x3::unary_parser<Subject, named_directive<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  named_directive(const Subject& s, thing t) : base_type(s), name(t) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place& end, const Context& context, RuleContext& rule,
             Attribute& attribute) const {
    const reader::naming scope(reader_of(context), at, name);
    return this->subject.parse(at, end, context, rule, attribute);
  }
  thing name;
};
struct named {
  thing name;
  template <class Subject>
  auto operator[](const Subject& s) const {
    using parser = typename x3::extension::as_parser<Subject>::value_type;
    return named_directive<parser>(x3::as_parser(s), name);
  }
};

/// deep[p]: p is one level deeper in the tree.
template <class Subject>
struct deep_directive : x3::unary_parser<Subject, deep_directive<Subject>> {
  using base_type = x3::unary_parser<Subject, deep_directive<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  explicit deep_directive(const Subject& s) : base_type(s) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place& end, const Context& context, RuleContext& rule,
             Attribute& attribute) const {
    const reader::level scope(reader_of(context), at);
    return this->subject.parse(at, end, context, rule, attribute);
  }
};
struct deep_generator {
  template <class Subject>
  auto operator[](const Subject& s) const {
    using parser = typename x3::extension::as_parser<Subject>::value_type;
    return deep_directive<parser>(x3::as_parser(s));
  }
};
inline constexpr deep_generator deep{};

/// recover(where)[p]: a mistake in p is reported, what p built is taken back, and reading goes on
/// after it.
template <class Subject>
struct recover_directive : x3::unary_parser<Subject, recover_directive<Subject>> {
  using base_type = x3::unary_parser<Subject, recover_directive<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;
  recover_directive(const Subject& s, recover_at m) : base_type(s), mode(m) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place& end, const Context& context, RuleContext& rule,
             Attribute& attribute) const {
    reader& r = reader_of(context);
    const reader::snapshot before = r.mark();
    const place start = at;
    place failed = start;
    try {
      if (this->subject.parse(at, end, context, rule, attribute)) return true;
      r.report_unknown(start, mode);
      at = start;
      if (mode != recover_at::row && r.repair(start))
        return parse(at, end, context, rule, attribute);
    } catch (const x3::expectation_failure<place>& x) {
      failed = std::max(x.where(), r.farthest());
      if (!r.was_reported(start)) r.report_expected(start);
    } catch (const depth_failure&) {
    }
    r.back_to(before);
    const bool is_stray = mode != recover_at::top && failed == start &&
                          start->is(word::open_brace) && !start->first_on_line &&
                          start[-1].is(word::open_brace);
    at = is_stray ? start + 1 : mode == recover_at::top ? r.next_top(start)
                                 : r.next_start(start, failed, mode == recover_at::row);
    r.drop_comments(start, at);
    return true;
  }
  recover_at mode;
};
struct recover {
  recover_at mode;
  template <class Subject>
  auto operator[](const Subject& s) const {
    using parser = typename x3::extension::as_parser<Subject>::value_type;
    return recover_directive<parser>(x3::as_parser(s), mode);
  }
};

// Primitives.

inline primitive keyword(word w, action act = nullptr) {
  return {[](const reader&, place at, word which) -> std::size_t { return at->is(which); },
          w,
          {thing::word, w},
          act};
}

/// A keyword that may be left out, or that is but one of many operators: nobody is told that it is
/// missing.
struct quiet_keyword : x3::parser<quiet_keyword> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  explicit constexpr quiet_keyword(word w, action a = nullptr) : which(w), act(a) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    if (!at->is(which)) return false;
    const place first = at++;
    reader& r = reader_of(context);
    r.passed(at);
    if (act) (r.*act)(first);
    return true;
  }
  word which;
  action act;
};

template <token_kind Kind>
primitive kind_of_token(thing what, action act) {
  return {[](const reader&, place at, word) -> std::size_t { return at->kind == Kind; },
          word::policy,
          {what},
          act};
}
inline primitive text(action act) { return kind_of_token<token_kind::text>(thing::text, act); }
inline primitive number_token(action act) {
  return kind_of_token<token_kind::number>(thing::number, act);
}
inline primitive date_token(action act) {
  return kind_of_token<token_kind::date>(thing::date, act);
}

DUTYSCORE_INLINE bool is_name(place at) {
  return at->kind == token_kind::name || (at->kind == token_kind::keyword && !at->joined &&
                                          !at->continued && !is_reserved(at->spelt));
}
/// A name that is used.
inline primitive name(action act, thing what = thing::name) {
  return {[](const reader&, place at, word) -> std::size_t { return is_name(at); },
          word::policy,
          {what},
          act};
}
/// A name that is declared: any word will do, and is reported where it cannot be a name.
inline primitive new_name(action act) {
  return {[](const reader&, place at, word) -> std::size_t {
            const bool is_word =
                at->kind == token_kind::name || at->joined ||
                (at->kind == token_kind::keyword && !lang::fits(at->spelt, word_class::sign));
            std::size_t count = is_word;
            const bool is_missing =  // `list per year {`, `term from 2022-01-01`
                find_period(period_words, *at) ||
                (at[0].kind == token_kind::keyword && at[1].kind == token_kind::date);
            if (is_missing) return 0;
            if (is_word && at->kind == token_kind::keyword && !at->joined &&
                is_reserved(at->spelt) && at[1].kind == token_kind::name && !at[1].first_on_line)
              return 2;  // a keyword too many: `indicator category reads`
            while (is_word && at[count - 1].joined) ++count;
            return count;
          },
          word::policy,
          {thing::name},
          act};
}

template <const auto& Table>
primitive period_token(thing what, action act) {
  return {[](const reader&, place at, word) -> std::size_t {
            return find_period(Table, *at) != nullptr;
          },
          word::policy,
          {what},
          act};
}
inline const primitive per_period =
    period_token<period_words>(thing::per_period, &reader::clause_per);
inline const primitive effect_period =
    period_token<effect_period_words>(thing::effect_period, &reader::clause_effect_per);
inline const primitive line_period = {[](const reader&, place at, word) -> std::size_t {
                                        return at->is(word::per_event) ||
                                               find_period(period_words, *at) != nullptr;
                                      },
                                      word::policy,
                                      {thing::per_period},
                                      &reader::clause_line_per};
/// The period that begins a selection in Chinese order.
inline const looking at_period{
    [](const reader& r, place at) { return r.may_begin_selection(at); }};

inline const primitive rounding_word = {[](const reader&, place at, word) -> std::size_t {
                                          return at->kind == token_kind::keyword &&
                                                 (at->is(word::up) || at->is(word::down) ||
                                                  at->is(word::half_up) || at->is(word::half_even));
                                        },
                                        word::policy,
                                        {thing::rounding},
                                        &reader::clause_mode};
inline primitive step_word(word w) { return keyword(w, &reader::clause_mode); }

/// A measure word means nothing, and nobody is told that it might stand here.
DUTYSCORE_INLINE bool is_measure(place at) {
  return at->kind == token_kind::keyword && lang::fits(at->spelt, word_class::measure);
}
struct optional_measure : x3::parser<optional_measure> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  bool before_values;  // in a list of names with values, `points 3` is the block named points
  explicit constexpr optional_measure(bool b) : before_values(b) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    if (!is_measure(at) || at->first_on_line ||
        (before_values && (at[1].kind == token_kind::number || at[1].is(word::minus))))
      return true;
    reader_of(context).passed(++at);
    return true;
  }
};
inline constexpr optional_measure measure{false}, measure_of_setting{true};

/// A comma or semicolon between clauses, which may be left out.
struct separators_parser : x3::parser<separators_parser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context&, const RuleContext&, Attribute&) const {
    while (at->is(word::comma) || at->is(word::semicolon)) ++at;
    return true;
  }
};
inline constexpr separators_parser separators{};

struct open_parser : x3::parser<open_parser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    reader& r = reader_of(context);
    if (!at->is(word::open_brace)) {
      r.miss(at, {thing::word, word::open_brace});
      if (!r.may_insert_brace(at)) return false;
      r.report_expected(at);
      r.insert_brace(at - 1);
      return true;
    }
    r.passed(at + 1);
    r.open_brace(at++);
    return true;
  }
};
inline constexpr open_parser open{};

/// The end of a block; a missing `}` is reported and thought there.
struct close_parser : x3::parser<close_parser> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  template <class Context, class RuleContext, class Attribute>
  bool parse(place& at, const place&, const Context& context, const RuleContext&,
             Attribute&) const {
    reader& r = reader_of(context);
    if (!at->is(word::close_brace) || r.closes_another(at)) {
      r.report_missing_brace(at);
      r.close_brace(at);
      return true;
    }
    r.passed(at + 1);
    r.close_brace(at++);
    return true;
  }
};
inline constexpr close_parser close{};

inline const looking more{[](const reader& r, place at) { return !r.block_ends(at); }};

inline doing does(action act) { return doing(act); }
inline const doing finish{&reader::end_clause};

// Rules.

#define DUTYSCORE_RULE(name) \
  inline const x3::rule<struct name##_tag> name { #name }
DUTYSCORE_RULE(expression);
DUTYSCORE_RULE(conjunction);
DUTYSCORE_RULE(negation);
DUTYSCORE_RULE(comparison);
DUTYSCORE_RULE(addition);
DUTYSCORE_RULE(multiplication);
DUTYSCORE_RULE(unary);
DUTYSCORE_RULE(primary);
DUTYSCORE_RULE(call);
DUTYSCORE_RULE(table);
DUTYSCORE_RULE(table_row);
DUTYSCORE_RULE(value);
DUTYSCORE_RULE(literal);
DUTYSCORE_RULE(condition);
DUTYSCORE_RULE(by_names);
DUTYSCORE_RULE(line);
DUTYSCORE_RULE(line_unit);
DUTYSCORE_RULE(limit);
DUTYSCORE_RULE(selection);
DUTYSCORE_RULE(period_first);
DUTYSCORE_RULE(requirement);
DUTYSCORE_RULE(effect);
DUTYSCORE_RULE(simple_clause);
DUTYSCORE_RULE(block_clause);
DUTYSCORE_RULE(list_clause);
DUTYSCORE_RULE(field);
DUTYSCORE_RULE(grade_row);
DUTYSCORE_RULE(clauses);
DUTYSCORE_RULE(policy);
DUTYSCORE_RULE(given_row);
DUTYSCORE_RULE(given);
DUTYSCORE_RULE(check);
DUTYSCORE_RULE(expect);
DUTYSCORE_RULE(scenario_item);
DUTYSCORE_RULE(scenario);
DUTYSCORE_RULE(document);
#undef DUTYSCORE_RULE

inline const auto quantity = literal >> measure;

// Expressions.

// expression = conjunction { 'or' conjunction }
inline const auto expression_def = named{thing::value}[conjunction] >>
                                   *(operator_word(word::or_, ast::expr_kind::logical_or) >
                                     conjunction > does(&reader::binary));
// conjunction = negation { 'and' negation }
inline const auto conjunction_def = named{thing::value}[negation] >>
                                    *(operator_word(word::and_, ast::expr_kind::logical_and) >
                                      negation > does(&reader::binary));
// negation = 'not' negation | comparison
inline const auto negation_def =
    named{thing::value}[(operator_word(word::not_, ast::expr_kind::logical_not) > deep[negation] >
                         does(&reader::unary)) |
                        comparison];
// comparison = addition [ ( '==' | '!=' | '<=' | '>=' | '<' | '>' ) addition | 'in' '[' literal {
// ',' literal } ']' ]
inline const auto comparison_def =
    addition >>
    -(((operator_word(word::equal, ast::expr_kind::equal) |
        operator_word(word::not_equal, ast::expr_kind::not_equal) |
        operator_word(word::less_equal, ast::expr_kind::less_equal) |
        operator_word(word::greater_equal, ast::expr_kind::greater_equal) |
        operator_word(word::less, ast::expr_kind::less) |
        operator_word(word::greater, ast::expr_kind::greater)) > addition > does(&reader::binary)) |
      (quiet_keyword(word::in, &reader::begin_items) > keyword(word::open_bracket) > quantity >
       *(keyword(word::comma) > literal) > keyword(word::close_bracket) >
       does(&reader::end_items)));
// addition = multiplication { ( '+' | '-' ) multiplication }
inline const auto addition_def = multiplication >>
                                 *((operator_word(word::plus, ast::expr_kind::add) |
                                    operator_word(word::minus, ast::expr_kind::subtract)) >
                                   multiplication > does(&reader::binary));
// multiplication = unary { ( '*' | '/' ) unary }
inline const auto multiplication_def = unary >>
                                       *((operator_word(word::star, ast::expr_kind::multiply) |
                                          operator_word(word::slash, ast::expr_kind::divide)) >
                                         unary > does(&reader::binary));
inline const looking at_negative{[](const reader& r, place at) {
  return at->is(word::minus) && at != r.end() && at[1].kind == token_kind::number;
}};
// unary = '-' number | '-' unary | primary
inline const auto unary_def = named{thing::value}
    [(at_negative >> keyword(word::minus) >> number_token(&reader::negative_number) >> measure) |
     (operator_word(word::minus, ast::expr_kind::negate) > deep[unary] > does(&reader::unary)) |
     primary];

inline const looking at_call{[](const reader&, place at) {
  return at[0].kind != token_kind::end && at[1].is(word::open_paren) &&
         (at->kind == token_kind::name ||
          (at->kind == token_kind::keyword &&
           (is_name(at) || lang::fits(at->spelt, word_class::function))));
}};
inline const looking at_member{
    [](const reader&, place at) { return at[0].kind != token_kind::end && at[1].is(word::dot); }};
/// A name in an expression, or one of the fixed words that stand there like names.
inline primitive value_name(action act) {
  return {[](const reader&, place at, word) -> std::size_t {
            if (is_name(at)) return 1;
            return std::any_of(std::begin(fixed_names), std::end(fixed_names),
                               [&](word w) { return at->is(w); });
          },
          word::policy,
          {thing::value},
          act};
}

// primary = number [ measure ] | text | 'yes' | 'no' | date | call | name [ '.' name ] | '('
// expression ')'
inline const auto primary_def =
    (number_token(&reader::number) >> measure) | text(&reader::text_value) |
    keyword(word::yes, &reader::flag) | keyword(word::no, &reader::flag) |
    date_token(&reader::date_value) | (at_call >> call) |
    ((at_member >> value_name(&reader::member_of)) > keyword(word::dot) > name(&reader::member)) |
    value_name(&reader::name) |
    (keyword(word::open_paren) > deep[expression] > keyword(word::close_paren));

// call = function '(' [ expression { ',' ( 'otherwise' expression | expression ) } ] [ 'when'
// expression ] ')'
inline const looking at_argument{
    [](const reader&, place at) { return !at->is(word::close_paren) && !at->is(word::when); }};
inline const primitive function_name{[](const reader&, place, word) -> std::size_t { return 1; },
                                     word::policy,
                                     {thing::value},
                                     &reader::begin_call};
inline const auto call_def =
    function_name > keyword(word::open_paren) >
    deep[-(at_argument > expression > does(&reader::call_argument) >
           *(keyword(word::comma) >
             ((keyword(word::otherwise) > expression > does(&reader::call_otherwise)) |
              (expression > does(&reader::call_argument))))) >
         -(keyword(word::when) > expression > does(&reader::call_filter))] >
    keyword(word::close_paren) > does(&reader::end_call);

// literal = [ '-' ] number | text | 'yes' | 'no' | date
inline const auto literal_def =
    named{thing::literal}[(keyword(word::minus) > number_token(&reader::negative_number)) |
                          number_token(&reader::number) | text(&reader::text_value) |
                          keyword(word::yes, &reader::flag) | keyword(word::no, &reader::flag) |
                          date_token(&reader::date_value)];

// value = ( table | expression ) [ measure ]
inline const auto value_def = named{thing::value}[table | expression] >> measure;

// table = 'by' [ 'marginal' ] expression { ',' expression } '{' { row } '}'
inline const looking at_marginal{[](const reader&, place at) {
  return at->is(word::marginal) &&
         (at[1].is(word::open_paren) ||
          !(at[1].kind == token_kind::keyword && lang::fits(at[1].spelt, word_class::sign)));
}};
inline const auto table_def =
    keyword(word::by, &reader::begin_table) >
    -(at_marginal >> keyword(word::marginal, &reader::table_marginal)) > expression >
    does(&reader::table_key) >
    *(keyword(word::comma) > expression > does(&reader::table_key)) > open > separators
    > deep[*(more >> recover{recover_at::row}[table_row] >> separators)] > close >
    does(&reader::end_table);

// row = cell { ',' cell } ':' value
// cell = literal | 'from' literal | 'otherwise'
inline const looking wants_cell{[](const reader& r, place) { return r.wants_cell(); }};
inline const auto cell =
    named{thing::cell}[(keyword(word::otherwise) > does(&reader::cell_otherwise)) |
                       ((keyword(word::from_row) | quiet_keyword(word::from_field)) > quantity >
                        does(&reader::cell_from)) |
                       (quantity > does(&reader::cell_exactly))];
inline const auto table_row_def = (does(&reader::begin_row) >> cell) >
                                  *(wants_cell >> (keyword(word::comma) > cell)) >
                                  keyword(word::colon) > value > does(&reader::end_row);

// Clauses. A clause takes its parts in the English or in the Chinese order.

// condition = 'when' expression
inline const auto condition_def = keyword(word::when) > expression > does(&reader::clause_when);

// by_names = 'by' name { ',' name }
inline const looking at_by_names{
    [](const reader& r, place at) { return at->is(word::by) && !r.table_follows(at); }};
inline const auto by_names_def = (at_by_names >> keyword(word::by)) >
                                 name(&reader::clause_by_name) >
                                 *(quiet_keyword(word::comma) >> name(&reader::clause_by_name));

inline const auto label = text(&reader::clause_label);
inline const auto main_value = value > does(&reader::clause_value);

/// After `award 5`, is 每年 the unit of the line? Not when a selection begins there: 每年 按 事由
/// 就高.
inline const looking not_selection{
    [](const reader& r, place at) { return !r.selection_follows(at); }};
// line = ( 'award' | 'deduct' ) ( unit [ 'running' ] value | value [ unit ] [ 'running' ] ) [
// condition ] [ text ]
inline const auto line_def = (clause_head(word::award, ast::clause_kind::award) |
                              clause_head(word::deduct, ast::clause_kind::deduct)) >
                             ((line_unit > -quiet_keyword(word::running, &reader::clause_running) >
                               main_value) |
                              (main_value > -(not_selection >> line_unit) >
                               -quiet_keyword(word::running, &reader::clause_running))) > -condition
                             > -label > finish;

// unit = 'per event' | 'per day' | 'per month' … | 'overall' | 'per' name | 'per' number name step
// step = 'rounded up' | 'rounded down' | 'rounded half_up' | 'rounded half_even' | 'exact'
inline const auto step = step_word(word::rounded_up) | step_word(word::rounded_down) |
                         step_word(word::rounded_half_up) | step_word(word::rounded_half_even) |
                         step_word(word::exact);
inline const auto line_unit_def =
    line_period | (keyword(word::per) >
                   ((number_token(&reader::number) > does(&reader::clause_divisor) > measure >
                     name(&reader::clause_counted) > step > does(&reader::line_step)) |
                    (name(&reader::clause_counted) > does(&reader::line_field))));

// limit = 'cap' ( ( 'per event' | period ) [ by_names ] value | value ( 'per event' | period ) [
// by_names ] ) [ text ]
//       | ( 'floor' | 'base' ) ( period [ by_names ] value | value period [ by_names ] ) [ text ]
inline const auto cap_period = keyword(word::per_event, &reader::clause_per) | per_period;
inline const auto limit_def =
    ((clause_head(word::cap, ast::clause_kind::cap) >
      ((cap_period > -by_names > main_value) | (main_value > cap_period > -by_names))) |
     ((clause_head(word::floor, ast::clause_kind::floor) |
       clause_head(word::base, ast::clause_kind::base)) >
      ((per_period > -by_names > main_value) | (main_value > per_period > -by_names)))) > -label >
    finish;

// selection = ( 'once' | 'highest' | ( 'first' | 'best' ) value | 'after' value ) period [ by_names
// ] [ condition ]
inline const auto selection_def =
    ((clause_head(word::once, ast::clause_kind::once) |
      clause_head(word::highest, ast::clause_kind::highest)) |
     ((clause_head(word::first, ast::clause_kind::first) |
       clause_head(word::best, ast::clause_kind::best)) > main_value) |
     (clause_head(word::after, ast::clause_kind::after) > main_value >
      -quiet_keyword(word::after_tail))) > per_period > -by_names > -condition > finish;

// period_first = period [ by_names ] ( 只计一次 | 就高 | 前 value | 取高 value | 第 value 次之后 )
// [ condition ]
inline const auto period_first_def = (at_period >> does(&reader::begin_selection)) > per_period >
                                     -by_names >
                                     (later_kind(word::once, ast::clause_kind::once) |
                                      later_kind(word::highest, ast::clause_kind::highest) |
                                      ((later_kind(word::first, ast::clause_kind::first) |
                                        later_kind(word::best, ast::clause_kind::best)) >
                                       main_value) |
                                      (later_kind(word::after, ast::clause_kind::after) >
                                       main_value > -quiet_keyword(word::after_tail))) > -condition
                                     > finish;

// requirement = 'require' ( value period | period value ) ( 'deduct' value 'each' | 每少一次扣
// value )
inline const auto requirement_def = clause_head(word::require, ast::clause_kind::require) >
                                    ((per_period > main_value) | (main_value > per_period)) >
                                    (keyword(word::deduct) | keyword(word::short_deduct)) > value >
                                    does(&reader::clause_amount) >
                                    -quiet_keyword(word::each) > finish;

// effect = 'effect' ( outcome period | period outcome ) [ 'for' value ]
// outcome = 'void' | 'grade' text | 'bar' name
inline const auto outcome =
    keyword(word::void_, &reader::effect_void) |
    (keyword(word::set_grade, &reader::effect_grade) > text(&reader::clause_text)) |
    (keyword(word::bar, &reader::effect_bar) > name(&reader::clause_name_used));
inline const auto effect_def = clause_head(word::effect, ast::clause_kind::effect) >
                               ((effect_period > outcome) | (outcome > effect_period)) >
                               -((keyword(word::for_) | keyword(word::for_periods)) > value >
                                 does(&reader::clause_amount)) > finish;

// simple_clause = 'in force' ( [ 'from' ] date [ 'to' date ] | 'to' date )
//               | 'cite' text
//               | 'decimals' number [ 位 ] ( 'up' | 'down' | 'half_up' | 'half_even' )
//               | 'year starts' month_day
//               | 'term' name [ 'from' ] date 'to' date
//               | 'accept' condition 'else' text
//               | 'on' text { ',' text } [ condition ]
//               | 'times' value [ condition ]
//               | 'weight' number [ '/' number ]
inline const auto until = keyword(word::to) > date_token(&reader::clause_to);
inline const primitive month_day{[](const reader&, place at, word) -> std::size_t {
                                   if (at->kind == token_kind::month_day) return 1;
                                   if (at->kind != token_kind::number || !at[1].is(word::minus))
                                     return 0;
                                   return at[2].kind == token_kind::number ? 3 : 0;
                                 },
                                 word::policy,
                                 {thing::month_day},
                                 &reader::clause_month_day};
inline const auto simple_clause_def =
    ((clause_head(word::in_force, ast::clause_kind::in_force) > -quiet_keyword(word::from) >
      ((date_token(&reader::clause_from) > -until) | until)) |
     (clause_head(word::cite, ast::clause_kind::cite) > text(&reader::clause_text)) |
     (clause_head(word::decimals, ast::clause_kind::decimals) >
      number_token(&reader::clause_number) > -quiet_keyword(word::places) > rounding_word) |
     (clause_head(word::year_starts, ast::clause_kind::year_starts) > month_day) |
     (clause_head(word::term, ast::clause_kind::term) > new_name(&reader::clause_name) >
      -quiet_keyword(word::from) > date_token(&reader::clause_from) > until) |
     (clause_head(word::accept, ast::clause_kind::accept) > condition > keyword(word::else_) >
      text(&reader::clause_text)) |
     (clause_head(word::on, ast::clause_kind::on) > text(&reader::clause_text) >
      *(quiet_keyword(word::comma) >> text(&reader::clause_text)) > -condition) |
     (clause_head(word::times, ast::clause_kind::times) > main_value > -condition) |
     (clause_head(word::weight, ast::clause_kind::weight) > number_token(&reader::number) >
      does(&reader::clause_value) > -(keyword(word::slash) > number_token(&reader::number) >
                                      does(&reader::clause_divisor)))) > finish;

// list_clause = 'top' number [ '%' ] | 'within' 'org_unit' | 'by' expression { ',' expression }
//             | 'ties all' | 'ties none' | 'when' expression | 'unless' expression
inline const auto list_key = expression > does(&reader::clause_by);
inline const auto list_clause_def =
    ((clause_head(word::top, ast::clause_kind::top) > number_token(&reader::clause_number) >
      measure > -keyword(word::percent, &reader::clause_percent)) |
     (clause_head(word::within, ast::clause_kind::within) > keyword(word::org_unit)) |
     (clause_head(word::by, ast::clause_kind::by) > list_key >
      *(quiet_keyword(word::comma) >> list_key)) |
     (clause_head(word::ties_all, ast::clause_kind::ties) > does(&reader::clause_ties_all)) |
     clause_head(word::ties_none, ast::clause_kind::ties) |
     ((clause_head(word::when, ast::clause_kind::when) |
       clause_head(word::unless, ast::clause_kind::unless)) > expression >
      does(&reader::clause_when))) > finish;

// block_clause = ( 'category' | 'indicator' | 'veto' ) name [ text ] clauses
//              | 'list' name [ text ] period clauses
//              | 'grade' [ name [ text ] ] period '{' { grade_row } '}'
//              | 'amend from' date [ 'cite' text ] clauses
//              | ( 'activity' | 'subject' ) '{' { field } '}'
inline const auto block_clause_def =
    (((clause_head(word::category, ast::clause_kind::category) |
       clause_head(word::indicator, ast::clause_kind::indicator) |
       clause_head(word::veto, ast::clause_kind::veto)) > new_name(&reader::clause_name) > -label >
      clauses) |
     (clause_head(word::list, ast::clause_kind::list) > new_name(&reader::clause_name) > -label >
      per_period > clauses) |
     (clause_head(word::grade, ast::clause_kind::grade) > -(name(&reader::clause_name) > -label) >
      per_period > open > separators >
      *(more >> recover{recover_at::row}[grade_row] >> separators) > close) |
     (clause_head(word::amend, ast::clause_kind::amend) > date_token(&reader::clause_from) >
      -(keyword(word::cite) > text(&reader::clause_text)) > clauses) |
     ((clause_head(word::activity, ast::clause_kind::activity_block) |
       clause_head(word::subject, ast::clause_kind::subject_block)) > open > separators >
      *(more >> recover{recover_at::row}[field] >> separators) > close)) > finish;

// clauses = '{' { clause [ ',' | ';' ] } '}'
// clause = block_clause | simple_clause | line | limit | selection | period_first | requirement |
// effect | list_clause
inline const looking in_a_list{[](const reader& r, place) { return r.in_block(in_list); }};
inline const auto clause = (in_a_list >> list_clause) | block_clause | simple_clause | line |
                           limit | selection | period_first | requirement | effect | list_clause;
inline const auto clauses_def =
    deep[open > separators > *(more >> recover{recover_at::clause}[clause] >> separators) > close];

// field = name [ text ] type ( 'is' value | [ 'from' literal ] [ 'to' literal ] [ 'one of' text {
// ',' text } ] [ 'default' literal ] )
//         [ 'for' text { ',' text } ]
// type = 'integer' | 'decimal' | 'text' | 'date' | 'flag'
inline const primitive field_type{[](const reader&, place at, word) -> std::size_t {
                                    return at->kind == token_kind::keyword &&
                                           lang::fits(at->spelt, word_class::type);
                                  },
                                  word::policy,
                                  {thing::field_type},
                                  &reader::field_type};
inline const auto field_limits = -((keyword(word::from_field) | quiet_keyword(word::from_row)) >
                                   quantity > does(&reader::field_from)) >
                                 -((keyword(word::to_field) | quiet_keyword(word::to)) > quantity >
                                   does(&reader::field_to)) >
                                 -(keyword(word::one_of) > text(&reader::field_one_of) >
                                   *(quiet_keyword(word::comma) >> text(&reader::field_one_of))) >
                                 -(keyword(word::default_) > quantity >
                                   does(&reader::field_default));
inline const looking not_misspelt{[](const reader& r, place at) { return !r.is_misspelt(at); }};
inline const auto field_def = (not_misspelt >> new_name(&reader::begin_field)) >
                              -text(&reader::field_label) > field_type >
                              ((keyword(word::is) > value > does(&reader::field_computed)) |
                               field_limits) >
                              -(keyword(word::for_) > text(&reader::field_kind) >
                                *(quiet_keyword(word::comma) >> text(&reader::field_kind))) >
                              does(&reader::end_field);

// grade_row = text ( 'from' literal [ condition ] | condition | 'otherwise' )
inline const auto grade_condition = keyword(word::when) > expression > does(&reader::grade_when);
inline const auto grade_row_def = named{thing::row}[text(&reader::begin_grade_row)] >
                                  (((keyword(word::from_row) | quiet_keyword(word::from_field)) >
                                    quantity > does(&reader::grade_from) > -grade_condition) |
                                   grade_condition |
                                   keyword(word::otherwise, &reader::grade_otherwise)) >
                                  does(&reader::end_grade_row);

// policy = 'policy' name [ text ] clauses
inline const auto policy_def = keyword(word::policy, &reader::begin_policy) >
                               new_name(&reader::policy_name) >
                               -text(&reader::policy_label) > clauses > does(&reader::end_policy);

// Scenarios.

// given_row = date [ 'to' date ] text text { setting }
//           | text [ 'from' date ] [ 'to' date ] { setting }
// setting = name ( literal | name )
inline const looking in_roster{[](const reader& r, place) { return r.in_roster(); }};
inline const looking in_activities{[](const reader& r, place) { return !r.in_roster(); }};
inline const primitive setting_name{
    [](const reader&, place at, word) -> std::size_t {
      return is_name(at) || (at->kind == token_kind::keyword && !is_reserved(at->spelt) &&
                             lang::fits(at->spelt, word_class::column));
    },
    word::policy,
    {thing::column},
    &reader::row_setting};
inline const primitive setting_word{
    [](const reader&, place at, word) -> std::size_t {
      return is_name(at) ||
             (at->kind == token_kind::keyword && lang::fits(at->spelt, word_class::standing));
    },
    word::policy,
    {thing::literal},
    &reader::row_setting_word};
/// A date on the next line begins the next row.
inline const looking at_value{[](const reader& r, place at) {
  return at->kind != token_kind::date || !at->first_on_line || at == r.end() ||
         !(at[1].kind == token_kind::text || at[1].is(word::to));
}};
inline const auto setting_literal = (at_value >> literal) > does(&reader::row_setting_value);
inline const auto setting = setting_name > (setting_literal | setting_word) > measure_of_setting;
inline const auto given_row_def =
    (does(&reader::begin_given_row) >>
     (((in_activities >> date_token(&reader::row_from)) >
       -(keyword(word::to) > date_token(&reader::row_to)) > text(&reader::row_subject) >
       text(&reader::row_kind)) |
      ((in_roster >> text(&reader::row_subject)) >
       -((keyword(word::from) | keyword(word::serves_from)) > date_token(&reader::row_from)) >
       -((keyword(word::to) | keyword(word::serves_to)) > date_token(&reader::row_to))))) >
    *(setting >> separators) > does(&reader::end_given_row);

// given = 'given' ( 'file' text | [ 'roster' ] '{' { given_row } '}' )
inline const auto given_rows = open > separators >
                               *(more >> recover{recover_at::row}[given_row] >> separators) > close;
inline const auto given_def = keyword(word::given, &reader::begin_given) >
                              ((keyword(word::file) > text(&reader::given_file)) |
                               (keyword(word::roster, &reader::given_roster) > given_rows) |
                               given_rows) > does(&reader::end_given);

// check = ( 'total' | 'refused' | 'unmatched' | 'pending' | 'rank' | name ) [ '-' ] number
//       | [ name ] 'grade' text | [ 'not' ] 'in' name
inline const auto signed_number =
    named{thing::number}[(keyword(word::minus) > number_token(&reader::negative_number)) |
                         number_token(&reader::number)];
inline const auto check_number = signed_number > does(&reader::check_value);
inline const auto check_def =
    (((check_word(word::total, ast::check_kind::total) |
       check_word(word::refused, ast::check_kind::refused) |
       check_word(word::unmatched, ast::check_kind::unmatched) |
       check_word(word::pending, ast::check_kind::pending) |
       check_word(word::rank, ast::check_kind::rank)) > check_number) |
     (check_word(word::grade, ast::check_kind::grade) > text(&reader::check_text)) |
     ((check_word(word::not_in, ast::check_kind::not_in_list) |
       (check_word(word::not_, ast::check_kind::not_in_list) > keyword(word::in)) |
       check_word(word::in, ast::check_kind::in_list)) > name(&reader::check_name)) |
     (name(&reader::begin_named_check) >
      ((keyword(word::grade, &reader::check_is_grade) > text(&reader::check_text)) |
       check_number))) > measure_of_setting > does(&reader::end_check);

// expect = 'expect' ( 'refused' text date text | text period [ 'on' basis ] '{' { check } '}' |
// name period [ 'on' basis ] '{' { text } '}' ) period = year | half | quarter | month | date |
// 'overall' | name
DUTYSCORE_INLINE std::size_t period_tokens(const reader&, place at, word) {
  if (at->kind == token_kind::date || at->kind == token_kind::period || at->is(word::overall) ||
      is_name(at))
    return 1;
  if (at->kind != token_kind::number) return 0;
  const bool has_part = at[1].is(word::minus) && at[1].where.begin == at->where.end &&
                        at[2].where.begin == at[1].where.end &&
                        (at[2].kind == token_kind::number || at[2].kind == token_kind::name);
  return has_part ? 3 : 1;
}
inline const primitive expected_period{
    period_tokens, word::policy, {thing::period}, &reader::expect_period};
inline const primitive basis_word{[](const reader&, place at, word) -> std::size_t {
                                    return at->is(word::claimed) || at->is(word::reviewed) ||
                                           at->is(word::confirmed);
                                  },
                                  word::policy,
                                  {thing::basis},
                                  &reader::expect_basis};
inline const auto on_basis = (keyword(word::on_basis) | keyword(word::on)) > basis_word;
inline const auto expect_def =
    keyword(word::expect, &reader::begin_expect) >
    ((keyword(word::refused, &reader::expect_refusal) > text(&reader::expect_subject) >
      date_token(&reader::expect_day) > text(&reader::expect_reason)) |
     (text(&reader::expect_subject) > expected_period > -on_basis > open > separators >
      *(more >> recover{recover_at::row}[check] >> separators) > close) |
     (name(&reader::expect_list) > expected_period > -on_basis > open > separators >
      *(more >> recover{recover_at::row}[text(&reader::expect_member)] >> separators) > close)) >
    does(&reader::end_expect);

// scenario = [ 'todo' ] 'scenario' text 'for' name '{' { given | expect | 'through' date } '}'
inline const auto scenario_item_def =
    given | expect | (keyword(word::through) > date_token(&reader::scenario_through));
inline const auto scenario_def = ((keyword(word::todo, &reader::begin_scenario) >
                                   keyword(word::scenario) > does(&reader::scenario_todo)) |
                                  keyword(word::scenario, &reader::begin_scenario)) >
                                 text(&reader::scenario_name) > keyword(word::for_) >
                                 name(&reader::scenario_policy) > open > separators >
                                 *(more >> recover{recover_at::clause}[scenario_item] >>
                                   separators) > close
                                 > does(&reader::end_scenario);

// document = { policy | scenario }
inline const looking not_at_end{[](const reader& r, place at) { return at != r.end(); }};
inline const auto document_def =
    separators >
    *(not_at_end >> recover{recover_at::top}[named{
                        thing::program}[policy | scenario |
                                        keyword(word::close_brace, &reader::report_stray_brace)]] >>
      separators) > does(&reader::end_document);

BOOST_SPIRIT_DEFINE(expression, conjunction, negation, comparison, addition, multiplication, unary,
                    primary, call, table, table_row)
BOOST_SPIRIT_DEFINE(value, literal, condition, by_names, line, line_unit, limit, selection,
                    period_first, requirement, effect)
BOOST_SPIRIT_DEFINE(simple_clause, block_clause, list_clause, field, grade_row, clauses, policy)
BOOST_SPIRIT_DEFINE(given_row, given, check, expect, scenario_item, scenario, document)

DUTYSCORE_INLINE void read_document(reader& r) {
  place at = r.begin();
  try {
    x3::parse(at, r.end(), x3::with<reader_tag>(std::ref(r))[document]);
  } catch (const stop_reading&) {
  }
}

/// What makes a text unfit to be read at all.
DUTYSCORE_INLINE std::optional<diagnostic> unreadable(const source_ptr& where,
                                                      const parse_limits& limits) {
  const std::string& text = where->text();
  const auto at = [](std::size_t i) {
    return span{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)};
  };
  if (text.size() > limits.bytes)
    return make_diagnostic("DS0103", {std::to_string(text.size()), std::to_string(limits.bytes)},
                           where, {0, 0});
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos)
    return make_diagnostic("DS0102", {}, where, at(nul));
  if (const auto bad = invalid_utf8(text)) return make_diagnostic("DS0101", {}, where, at(*bad));
  return std::nullopt;
}

/// Of the whole text, or of the program's blocks in Markdown: none when those have mistakes.
DUTYSCORE_INLINE token_list tokens_of(const source_ptr& text, const parse_limits& limits,
                                      diagnostics& found) {
  if (!is_markdown(text->name())) return lex(text, found, limits.errors);
  const std::vector<span> blocks = program_blocks(text, found);
  if (blocks.empty() && found.empty())
    found.push_back(make_diagnostic("DS0125", {}, text, {0, 0}));
  return found.empty() ? lex_blocks(text, blocks, found, limits.errors) : token_list{};
}

DUTYSCORE_INLINE void sort_by_place(diagnostics& found) {
  std::stable_sort(found.begin(), found.end(), [](const diagnostic& a, const diagnostic& b) {
    return a.spans.front().where.begin < b.spans.front().where.begin;
  });
}

}  // namespace dutyscore::lang::detail

namespace dutyscore {

DUTYSCORE_INLINE result<ast::document> parse(source_ptr text, const parse_limits& limits) {
  if (auto problem = lang::detail::unreadable(text, limits)) return *std::move(problem);
  diagnostics found;
  lang::token_list tokens = lang::detail::tokens_of(text, limits, found);
  if (tokens.tokens.empty()) {
    lang::detail::sort_by_place(found);
    return found;
  }
  const std::size_t room = limits.errors;
  lang::detail::reader reader(tokens, limits, found);
  lang::detail::read_document(reader);
  if (found.empty() && reader.document().order.empty())
    found.push_back(make_diagnostic("DS0118", {}, text, tokens.tokens.back().where));
  if (found.empty()) return std::move(reader.document());
  lang::detail::sort_by_place(found);
  if (found.size() >= room)
    found.push_back(
        make_diagnostic("DS0119", {std::to_string(room)}, text, found.back().spans.front().where));
  return found;
}

}  // namespace dutyscore
