// One value of a table: from the text of a cell, or already typed, checked against what its column
// may hold. Low level: batch_builder and the roster reader are made of this. Reading allocates
// nothing; only the explanation of a refusal does.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/data/columns.hpp"

namespace dutyscore {

/// The types of schema fields, and the standing of an activity.
enum class cell_type : unsigned char { integer, decimal, text, date, flag, standing };

/// What the cells of one column may hold.
struct cell_rule {
  cell_type type = cell_type::text;
  std::int64_t least =
      std::numeric_limits<std::int64_t>::min();  // millionths; of a standing: the enum
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::vector<std::string> one_of;  // empty: any text
};

cell_rule rule_of(const schema_field& f);
cell_rule rule_of(fixed_column c);
cell_rule rule_of(const schema& s, table_kind table, column_id c);

namespace detail {
std::string_view trim_spaces(std::string_view text);
/// Whether a space that nobody can see may begin, or end, with this byte.
inline bool may_begin_space(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == '\xC2' || c == '\xE3';
}
inline bool may_end_space(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == '\xA0' || c == '\x80';
}
}  // namespace detail

/// Without the spaces, tabs, line ends, no-break and ideographic spaces around it, which nobody can
/// see.
inline std::string_view trim_cell(std::string_view text) {
  if (text.empty()) return text;
  const bool is_plain =
      !detail::may_begin_space(text.front()) && !detail::may_end_space(text.back());
  return is_plain ? text : detail::trim_spaces(text);
}

/// Whether a value may stand in the column: numbers in millionths, texts not asked.
inline bool admits(const cell_rule& rule, std::int64_t value) {
  return value >= rule.least && value <= rule.most &&
         (rule.type != cell_type::integer || value % decimal::scale == 0);
}

/// The number (millionths), day, flag or standing that a trimmed, not empty cell of a column that
/// is no text holds; nothing when refuse_cell has something to say. Full-width digits and signs
/// count as their twins.
std::optional<std::int64_t> read_cell(const cell_rule& rule, std::string_view text);

/// The value of any column, `one_of` and cleanness of texts checked; nothing when refuse_cell has
/// something to say.
std::optional<cell_value> read_value(const cell_rule& rule, std::string_view text);

/// Whether the column may hold the text: valid UTF-8 without control characters but tab and line
/// ends. Asks not whether it is one of those allowed.
bool is_clean_text(std::string_view text);

/// Why a text may not stand in the column: what was found and what was expected. `title` is what
/// the message calls the column. REQUIRES: read_cell, is_clean_text or `one_of` refused it.
diagnostic refuse_cell(const cell_rule& rule, std::string_view text, std::string_view title);

/// The text with which a message shows a cell: cut after so many characters, control characters as
/// `·`.
std::string shown_cell(std::string_view text, std::size_t limit = 60);

namespace detail {
/// `“a”, “b”`, in Chinese `“a”、“b”`; the first twelve.
message quoted_list(const std::vector<std::string>& texts);
/// What a number within the rule's bounds is: "at least 0". REQUIRES: the rule has a bound.
message expected_range(const cell_rule& rule);
/// "a whole number", "a date".
message words_for(cell_type type);
/// Adds a "did you mean" when one of the candidates is like the word.
void add_closest(diagnostic& d, std::string_view word, std::span<const std::string> candidates);
}  // namespace detail

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/cell.ipp"
#endif
