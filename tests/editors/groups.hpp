// How words of the language are shown in editors: one group for each kind of word, with the names
// that TextMate and Vim know for it. What both editors' files and their tests are made from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/lang/keywords.hpp"

namespace dutyscore::editors {

enum class group : unsigned char {
  clause,
  connective,
  logic,
  flag,
  period,
  function,
  measure,
  type,
  column,
  standing,
  word,
  operation,
  punctuation,
  number,
  date,
  text,
  comment,
  name,
};

struct group_entry {
  group id;
  std::string_view scope;  // of TextMate, without `.duty`
  std::string_view vim;    // of Vim, after `duty`
  std::string_view link;   // the group of Vim whose colour it takes
};

// clang-format off
inline constexpr group_entry groups[] = {
    {group::clause,      "keyword.control",            "Clause",      "Statement"},
    {group::connective,  "keyword.other",              "Connective",  "Keyword"},
    {group::logic,       "keyword.operator.word",      "Logic",       "Operator"},
    {group::flag,        "constant.language",          "Flag",        "Boolean"},
    {group::period,      "support.constant.period",    "Period",      "Special"},
    {group::function,    "support.function",           "Function",    "Function"},
    {group::measure,     "keyword.other.unit",         "Measure",     "PreProc"},
    {group::type,        "storage.type",               "Type",        "Type"},
    {group::column,      "variable.language",          "Column",      "Identifier"},
    {group::standing,    "support.constant.standing",  "Standing",    "Constant"},
    {group::word,        "support.other",              "Word",        "Keyword"},
    {group::operation,   "keyword.operator",           "Operation",   "Operator"},
    {group::punctuation, "punctuation",                "Punctuation", "Delimiter"},
    {group::number,      "constant.numeric",           "Number",      "Number"},
    {group::date,        "constant.other.date",        "Date",        "Number"},
    {group::text,        "string.quoted.double",       "Text",        "String"},
    {group::comment,     "comment.line.number-sign",   "Comment",     "Comment"},
    {group::name,        "variable.other",             "Name",        ""},
};
// clang-format on

constexpr const group_entry& entry(group g) { return groups[static_cast<std::size_t>(g)]; }

/// Of the words that a spelling serves the first in the table says how it is shown. (Before `(` it
/// is a function when it serves one.)
inline group group_of(const lang::word_entry& w) {
  using lang::word;
  using lang::word_class;
  switch (w.kind) {
    case word_class::clause:
    case word_class::opener:
      return group::clause;
    case word_class::reserved:
      for (const word logic : {word::or_, word::and_, word::not_, word::in, word::not_in})
        if (w.id == logic) return group::logic;
      return w.id == word::yes || w.id == word::no ? group::flag : group::connective;
    case word_class::unit:
      return group::period;
    case word_class::function:
      return group::function;
    case word_class::measure:
      return group::measure;
    case word_class::type:
      return group::type;
    case word_class::column:
      return group::column;
    case word_class::standing:
      return group::standing;
    case word_class::sign:
      return w.id < word::percent ? group::punctuation : group::operation;
    default:
      return group::word;
  }
}

/// The groups of words that are words wherever they stand: all but functions and signs.
inline constexpr group word_groups[] = {
    group::clause,  group::connective, group::logic,  group::flag,     group::period,
    group::measure, group::type,       group::column, group::standing, group::word};

/// A text of the table and how it is shown.
struct spelt {
  std::string text;
  group shown;
};

/// All texts of the table but functions and signs; one that begins another comes after it.
std::vector<spelt> words_by_length();

/// All functions, whatever else their spelling serves.
std::vector<std::string> functions_by_length();

/// The words that may be pieces of a run, one that begins another after it: no two words, and not
/// 年, which is a word only alone. Functions in Chinese are among them.
std::vector<spelt> pieces_by_length();

/// Where the longest piece first is not right: 是否则 is 是 and 否则, not 是否.
struct exception {
  spelt first;
  std::string second;
};
std::vector<exception> exceptions();

/// Is it a word of ASCII?
inline bool is_english(const std::string& text) {
  return static_cast<unsigned char>(text[0]) < 0x80;
}

/// The characters (below U+10000) that are no part of a word, as pairs of first and last.
std::vector<std::pair<char32_t, char32_t>> characters_outside_words();

}  // namespace dutyscore::editors
