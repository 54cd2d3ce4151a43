#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/impl/testing/scenario_names.ipp"
#include "dutyscore/lang/lexer.hpp"

// NAME VALUE behind a row of a scenario: literals become cells of a table of activities or of a
// roster.
namespace dutyscore::detail::scenarios {

DUTYSCORE_INLINE message name_of(cell_type type) {
  static constexpr std::string_view keys[] = {"type integer", "type number", "type text",
                                              "type date",    "type flag",   "scenario standing"};
  return phrase(keys[static_cast<std::size_t>(type)]);
}

/// The literal, when it is of the column's type; a mistake otherwise.
template <class Value>
std::optional<Value> expect_type(const bench& b, const ast::setting& s, cell_type type,
                                 std::optional<Value> value) {
  if (value) return value;
  const ast::expr& e = b.at(s.value);
  diagnostic& d = b.report("DS0518", {s.name.text, name_of(type)}, e.where);
  const bool is_quoted = e.kind == ast::expr_kind::text &&
                         (decimal::parse(e.text.value) || date::parse(e.text.value));
  if (is_quoted)
    d.hints.push_back(phrase("without quotes", {e.text.value}));
  else if (e.kind == ast::expr_kind::name && lang::is_numeral(e.text.value))
    d.hints.push_back(phrase("write digits"));
  else if (e.kind == ast::expr_kind::name && type == cell_type::text)
    d.hints.push_back(phrase("with quotes", {e.text.value}));
  return value;
}

DUTYSCORE_INLINE std::optional<std::string_view> text_in(const bench& b, const ast::setting& s) {
  const ast::expr& e = b.at(s.value);
  const bool is_text = e.kind == ast::expr_kind::text;
  return expect_type(b, s, cell_type::text,
                     is_text ? std::optional<std::string_view>(e.text.value) : std::nullopt);
}

DUTYSCORE_INLINE std::optional<date> date_in(const bench& b, const ast::setting& s) {
  const ast::expr& e = b.at(s.value);
  return expect_type(b, s, cell_type::date,
                     e.kind == ast::expr_kind::date ? std::optional(e.day) : std::nullopt);
}

DUTYSCORE_INLINE std::optional<standing> standing_in(const bench& b, const ast::setting& s) {
  const ast::expr& e = b.at(s.value);
  const std::string_view word = e.text.value;
  if (const auto found = find_standing(word)) return found;
  suggest(b.report("DS0519", {s.name.text, b.document.where->text(e.where)}, e.where), word,
          standing_words());
  return std::nullopt;
}

/// Puts a setting's value under its column in a builder of activities or of a roster.
template <class Builder>
void put_setting(const bench& b, const ast::setting& s, Builder& to, column_id c, cell_type type) {
  const auto put = [&](const auto& value) {
    if (value) to.set(c, *value);
  };
  const ast::expr& e = b.at(s.value);
  switch (type) {
    case cell_type::integer:
    case cell_type::decimal:
      return put(expect_type(b, s, type, number_in(b, s.value)));
    case cell_type::text:
      return put(text_in(b, s));
    case cell_type::date:
      return put(date_in(b, s));
    case cell_type::flag:
      return put(expect_type(
          b, s, type, e.kind == ast::expr_kind::flag ? std::optional(e.flag) : std::nullopt));
    case cell_type::standing:
      return put(standing_in(b, s));
  }
}

/// The column that a setting names; nothing when there is none, or when it has been filled already.
class setting_names {
 public:
  setting_names(const bench& b, table_kind table) : b_(b), table_(table) {}

  std::optional<column_id> take(const ast::setting& s) {
    const auto c = find_column(b_.rules.schema(), table_, s.name.text);
    if (!c) {
      suggest(b_.report("DS0521", {s.name.text, b_.data().name}, s.name.where), s.name.text,
              column_spellings(b_.rules.schema(), table_));
      return std::nullopt;
    }
    const auto [earlier, is_new] = seen_.emplace(*c, s.where);
    if (is_new) return c;
    diagnostic& d = b_.report("DS0524", {s.name.text}, s.where);
    d.spans.push_back({earlier->second, phrase("first here")});
    return std::nullopt;
  }

 private:
  const bench& b_;
  table_kind table_;
  std::map<column_id, span> seen_;
};

/// Where a row fills the column that a message names.
DUTYSCORE_INLINE span place_in(const bench& b, table_kind table, const ast::given_row& row,
                               std::string_view column) {
  const schema& s = b.rules.schema();
  const auto c = find_column(s, table, column);
  if (!c) return row.where;
  if (c == column_of(fixed_column::subject)) return row.subject.where;
  if (c == column_of(fixed_column::kind)) return row.kind.where;
  if (c == column_of(fixed_column::date) && row.from) return row.from->where;
  if (c == column_of(fixed_column::end) && row.to) return row.to->where;
  for (const ast::setting& one : row.settings)
    if (find_column(s, table, one.name.text) == c) return one.where;
  return row.where;
}

/// The same message, at the row of the scenario instead of a row of a table.
DUTYSCORE_INLINE diagnostic moved_to(const bench& b, table_kind table, const ast::given_row& row,
                                     diagnostic d) {
  const std::string column = d.data ? d.data->column : std::string{};
  const auto c = find_column(b.rules.schema(), table, column);
  d.where = b.document.where;
  d.spans = {{place_in(b, table, row, column), {}}};
  d.data.reset();
  if (d.code == "DS0320" && c >= fixed_column_count) d.hints.push_back(phrase("scenario default"));
  return d;
}

}  // namespace dutyscore::detail::scenarios
