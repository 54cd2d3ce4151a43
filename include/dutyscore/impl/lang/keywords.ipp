#pragma once

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/keywords.hpp"

namespace dutyscore::lang {
namespace detail {

/// Look-up structures over the table, made once.
struct word_index {
  std::unordered_map<std::string_view, spelling> by_text;
  std::unordered_map<char32_t, std::vector<spelling>> by_first;
  std::unordered_set<std::string_view> second_words;
  std::vector<std::string> clauses;

  word_index() {
    for (std::size_t i = 0; i < word_count; ++i) {
      add(words[i].en, static_cast<spelling>(2 * i), words[i].kind);
      add(words[i].zh, static_cast<spelling>(2 * i + 1), words[i].kind);
    }
    for (auto& [c, list] : by_first)
      std::stable_sort(list.begin(), list.end(), [](spelling a, spelling b) {
        return text_of(a).size() > text_of(b).size();
      });
  }

 private:
  void add(std::string_view text, spelling s, word_class kind) {
    if (text.empty() || !by_text.emplace(text, s).second) return;
    if (const auto space = text.find(' '); space != std::string_view::npos)
      second_words.insert(text.substr(space + 1));
    if (kind == word_class::clause || kind == word_class::opener) clauses.emplace_back(text);
    // `年` alone is reserved, but no piece of a run: else too many names would divide.
    if (is_chinese(s) && !(kind == word_class::unit && first_word(s).en.empty()))
      by_first[decode(text, 0).value].push_back(s);
  }
};

DUTYSCORE_INLINE const word_index& index() {
  static const word_index made;
  return made;
}

}  // namespace detail

DUTYSCORE_INLINE std::optional<spelling> find_spelling(std::string_view text) {
  const auto& all = detail::index().by_text;
  const auto found = all.find(text);
  return found == all.end() ? std::nullopt : std::optional(found->second);
}

DUTYSCORE_INLINE std::optional<word> word_as(spelling s, word_class c) {
  for (const word_entry& e : words)
    if (e.kind == c && fits(s, e.id)) return e.id;
  return std::nullopt;
}

DUTYSCORE_INLINE bool is_reserved(spelling s) {
  for (const word_class c : {word_class::clause, word_class::opener, word_class::reserved,
                             word_class::unit, word_class::sign})
    if (fits(s, c)) return true;
  return false;
}

DUTYSCORE_INLINE std::span<const spelling> chinese_spellings(char32_t first) {
  const auto& all = detail::index().by_first;
  const auto found = all.find(first);
  return found == all.end() ? std::span<const spelling>{} : std::span(found->second);
}

DUTYSCORE_INLINE bool is_second_word(std::string_view text) {
  return detail::index().second_words.contains(text);
}

DUTYSCORE_INLINE std::span<const std::string> clause_words() { return detail::index().clauses; }

DUTYSCORE_INLINE std::string keyword_table() {
  std::string out = "| English | Chinese |\n| --- | --- |\n";
  const auto cell = [](std::string_view s) {
    return s.empty() ? std::string(" ") : " `" + std::string(s) + "` ";
  };
  for (const word_entry& e : words)
    if (e.kind != word_class::sign) out += "|" + cell(e.en) + "|" + cell(e.zh) + "|\n";
  return out;
}

}  // namespace dutyscore::lang
