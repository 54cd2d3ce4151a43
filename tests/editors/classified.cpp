#include <memory>

#include "dutyscore/lang/lexer.hpp"
#include "editors/files.hpp"
#include "editors/groups.hpp"

namespace dutyscore::editors {
namespace {

using lang::token_kind;

bool is_function(const lang::token& t, const lang::token& next) {
  return lang::fits(t.spelt, lang::word_class::function) && next.is(lang::word::open_paren);
}

group keyword_group(const lang::token& t, const lang::token& next) {
  const group g = is_function(t, next) ? group::function : group_of(lang::first_word(t.spelt));
  return g == group::function && !is_function(t, next) ? group::name : g;
}

group group_of_token(const lang::token& t, const lang::token& next) {
  switch (t.kind) {
    case token_kind::keyword:
      return keyword_group(t, next);
    case token_kind::number:
      return group::number;
    case token_kind::date:
    case token_kind::month_day:
    case token_kind::period:
      return group::date;
    case token_kind::text:
      return group::text;
    default:
      return group::name;
  }
}

std::string line_of(const source& text, span at, group g) {
  const line_column place = text.locate(at.begin);
  return std::to_string(place.line) + " " + std::to_string(place.column) + " " +
         std::string(entry(g).vim) + " " + std::string(text.text(at)) + "\n";
}

}  // namespace

std::string classified(const std::string& text) {
  const auto where = std::make_shared<source>("sample.duty", text);
  diagnostics ignored;
  const lang::token_list all = lang::lex(where, ignored, 100);
  std::string out;
  for (std::size_t i = 0; i + 1 < all.tokens.size(); ++i)
    out += line_of(*where, all.tokens[i].where, group_of_token(all.tokens[i], all.tokens[i + 1]));
  for (const lang::comment& c : all.comments) out += line_of(*where, c.where, group::comment);
  return out;
}

}  // namespace dutyscore::editors
