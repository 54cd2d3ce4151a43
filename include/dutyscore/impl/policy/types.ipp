// Types of values and literals.
#pragma once

#include "dutyscore/impl/policy/checker.ipp"

namespace dutyscore::detail::checking {

struct literal {
  value_type type = value_type::decimal;
  cell_value value;
};

inline constexpr std::string_view type_phrases[] = {"type integer", "type decimal", "type text",
                                                    "type date", "type flag"};

DUTYSCORE_INLINE message name_of(value_type t) {
  return phrase(type_phrases[static_cast<std::size_t>(t)]);
}

DUTYSCORE_INLINE value_type type_of(ast::field_type t) { return static_cast<value_type>(t); }

DUTYSCORE_INLINE bool is_number(value_type t) {
  return t == value_type::integer || t == value_type::decimal;
}

/// An unknown type is whatever is wanted.
DUTYSCORE_INLINE bool may_be_number(maybe_type t) { return !t || is_number(*t); }
DUTYSCORE_INLINE bool may_be(maybe_type t, value_type wanted) {
  return !t || *t == wanted || (wanted == value_type::decimal && *t == value_type::integer);
}

/// The type that holds values of both: an integer widens, nothing else converts. Absent when either
/// is unknown or there is none; `fits` tells the two apart.
DUTYSCORE_INLINE maybe_type common_type(maybe_type a, maybe_type b) {
  if (!a || !b) return std::nullopt;
  if (*a == *b) return a;
  return is_number(*a) && is_number(*b) ? maybe_type(value_type::decimal) : std::nullopt;
}
DUTYSCORE_INLINE bool fits(maybe_type a, maybe_type b) {
  return !a || !b || common_type(a, b).has_value();
}

/// Reports when the type is not the wanted one.
DUTYSCORE_INLINE bool expect_type(checker& c, const typed& t, span at, value_type wanted) {
  if (may_be(t.type, wanted)) return true;
  diagnostic& d = report(c, "DS0220", at, {name_of(*t.type), name_of(wanted)});
  if (wanted == value_type::integer && *t.type == value_type::decimal) hint(d, "round to integer");
  return false;
}
DUTYSCORE_INLINE bool expect_number(checker& c, const typed& t, span at) {
  if (may_be_number(t.type)) return true;
  report(c, "DS0220", at, {name_of(*t.type), phrase("type number")});
  return false;
}

DUTYSCORE_INLINE literal number_literal(decimal d) {
  return {d.is_integer() ? value_type::integer : value_type::decimal, {d.millionths(), {}}};
}

/// Texts, numbers with or without a sign, dates and flags; nothing for any other expression.
DUTYSCORE_INLINE std::optional<literal> literal_of(const checker& c, ast::expr_id id) {
  const ast::expr& e = c.at(id);
  switch (e.kind) {
    case ast::expr_kind::number:
      return number_literal(e.number);
    case ast::expr_kind::text:
      return literal{value_type::text, {0, e.text.value}};
    case ast::expr_kind::flag:
      return literal{value_type::flag, {e.flag ? 1 : 0, {}}};
    case ast::expr_kind::date:
      return literal{value_type::date, {e.day.days(), {}}};
    case ast::expr_kind::negate:
      break;
    default:
      return std::nullopt;
  }
  const ast::expr& inner = c.at(e.args[0]);
  if (inner.kind != ast::expr_kind::number) return std::nullopt;
  return number_literal(decimal::from_millionths(-inner.number.millionths()));
}

/// REQUIRES: the grammar lets nothing but a literal stand there.
DUTYSCORE_INLINE literal literal_at(const checker& c, ast::expr_id id) {
  return literal_of(c, id).value();
}

/// The number that stands there, when it is one.
DUTYSCORE_INLINE std::optional<decimal> number_of(const checker& c, ast::expr_id id) {
  const auto l = literal_of(c, id);
  if (!l || !is_number(l->type)) return std::nullopt;
  return decimal::from_millionths(l->value.number);
}

/// The number that stands where only literals do; reports any other.
DUTYSCORE_INLINE std::optional<decimal> expect_number_at(checker& c, ast::expr_id id) {
  if (id == ast::no_expr) return std::nullopt;
  expect_number(c, {none, literal_at(c, id).type}, c.at(id).where);
  return number_of(c, id);
}

/// A literal as its author would write it.
DUTYSCORE_INLINE std::string text_of(const literal& l) {
  if (l.type == value_type::text) return l.value.text;
  if (l.type == value_type::flag)
    return std::string(lang::entry(l.value.number ? lang::word::yes : lang::word::no).en);
  if (l.type == value_type::date)
    return date::from_days(static_cast<std::int32_t>(l.value.number)).to_string();
  return decimal::from_millionths(l.value.number).to_string();
}

}  // namespace dutyscore::detail::checking
