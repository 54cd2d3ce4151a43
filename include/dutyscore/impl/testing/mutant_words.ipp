// What a mutant changes, in the words of the policy: both trees are printed and the words that
// differ are taken, so that nothing here has to know how a clause is written.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dutyscore/lang/ast.hpp"

namespace dutyscore::detail::mutation {

/// Comments and blank lines would be printed as well.
DUTYSCORE_INLINE void strip_trivia(std::vector<ast::clause>& body) {
  for (ast::clause& c : body) {
    c.around = c.closing = {};
    for (ast::field& f : c.fields) f.around = {};
    for (ast::grade_row& r : c.grade_rows) r.around = {};
    strip_trivia(c.body);
  }
}

DUTYSCORE_INLINE void strip_trivia(ast::document& document) {
  for (ast::policy& p : document.policies) {
    p.around = p.closing = {};
    strip_trivia(p.body);
  }
  for (ast::expr& e : document.expressions)
    for (ast::table_row& row : e.rows) row.around = {};
  document.closing = {};
}

/// What is between the stretches that two lists have in common at their ends.
template <class T>
std::pair<std::vector<T>, std::vector<T>> differing(const std::vector<T>& a,
                                                    const std::vector<T>& b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto [back_a, back_b] = std::mismatch(a.rbegin(), std::make_reverse_iterator(in_a),
                                              b.rbegin(), std::make_reverse_iterator(in_b));
  return {{in_a, back_a.base()}, {in_b, back_b.base()}};
}

DUTYSCORE_INLINE std::vector<std::string_view> split(std::string_view text,
                                                     std::string_view separators) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(separators, at);
    if (begin == std::string_view::npos) break;
    at = std::min(text.find_first_of(separators, begin), text.size());
    out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

DUTYSCORE_INLINE std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view w : words) out.append(out.empty() ? "" : " ").append(w);
  return out;
}

/// The words of the lines that differ.
DUTYSCORE_INLINE std::pair<std::string, std::string> changed_words(std::string_view before,
                                                                   std::string_view after) {
  const auto lines = differing(split(before, "\n"), split(after, "\n"));
  const std::string was = joined(lines.first), is = joined(lines.second);
  const auto words = differing(split(was, " "), split(is, " "));
  return {joined(words.first), joined(words.second)};
}

}  // namespace dutyscore::detail::mutation
