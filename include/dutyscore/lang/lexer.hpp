// Text to tokens. A token is 16 bytes and owns nothing: its text is a stretch of the source, and
// what does not fit is in side tables. Comments belong to tokens, so that the printer can put them
// back. Not for users of the library, who need lang/parser.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/lang/keywords.hpp"

namespace dutyscore::lang {

enum class token_kind : unsigned char {
  keyword,    // spelling: a word or sign of the table
  name,       // any other run of letters and digits
  number,     // payload: into token_list::numbers
  date,       // payload: days
  month_day,  // payload: month * 100 + day (5月1日; 05-01 is three tokens)
  period,     // payload: into token_list::texts (2023年, 2023年5月)
  text,       // a text with its delimiters
  end,
};

struct token {
  token_kind kind = token_kind::end;
  bool first_on_line : 1 = false;
  bool joined : 1 = false;        // another piece of the same run follows without a gap
  bool continued : 1 = false;     // a piece of the same run precedes without a gap
  bool blank_before : 1 = false;  // a blank line stands directly before it
  bool curly : 1 = false;         // text: “…”
  bool bad : 1 = false;           // a mistake was reported at it, or directly before it
  bool folded : 1 = false;        // name: payload is its half-width form in token_list::texts
  spelling spelt = no_spelling;
  span where;
  std::uint32_t payload = 0;

  bool is(word w) const { return kind == token_kind::keyword && fits(spelt, w); }
};

struct comment {
  std::uint32_t token = 0;  // the token that owns it
  bool trailing = false;    // on the line of its token, after it; else above it
  bool blank_before = false;
  std::uint32_t prose = 0;  // no comment but prose before, between or after blocks of Markdown: its
                            // number, from 1
  span where;
};

struct token_list {
  source_ptr where;
  std::vector<token> tokens;  // the last one is `end`
  std::vector<comment> comments;
  std::vector<dutyscore::decimal> numbers;
  std::vector<std::string> texts;

  /// A keyword or name as written, full-width characters folded; a text without its delimiters.
  std::string text(const token& t) const;
};

/// All tokens of a text; mistakes go to `found`. Linear in the length of the text.
/// REQUIRES: the text is valid UTF-8 and shorter than 4 GiB.
token_list lex(source_ptr where, diagnostics& found, std::size_t max_errors);

/// The same of some blocks of a text, in their order. What is not in them is prose.
token_list lex_blocks(source_ptr where, const std::vector<span>& blocks, diagnostics& found,
                      std::size_t max_errors);

/// The pieces of a run of letters and digits that divides wholly into keywords, numbers, dates and
/// measure words, as texts; empty when it does not divide. `每次5分` is 每次, 5, 分.
std::vector<std::string> divide_run(std::string_view run);

/// `按金额` with the spaces that it lacks: `按 金额`. Nothing when it does not begin with keywords.
std::optional<std::string> spaced_run(const std::string& name);

/// Is this text by itself one name, and no keyword?
bool is_plain_name(std::string_view text);

/// `五`, `百分之六`, `five`: a number in characters or letters, which the language reads as a name.
bool is_numeral(std::string_view text);

}  // namespace dutyscore::lang

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/lexer.ipp"
#endif
