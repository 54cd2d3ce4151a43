#include "editors/groups.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/lexer.hpp"

namespace dutyscore::editors {
namespace {

bool is_two_words(const std::string& text) { return text.find(' ') != std::string::npos; }

/// Where one may begin another the longer one comes first; else those of a group stand together.
std::size_t rank(const std::string& text) {
  if (is_english(text)) return is_two_words(text) ? 0 : 1000;
  return 100 - text.size();
}

void sort_longest_first(std::vector<spelt>& list) {
  std::stable_sort(list.begin(), list.end(), [](const spelt& a, const spelt& b) {
    return std::pair(rank(a.text), a.shown) < std::pair(rank(b.text), b.shown);
  });
}

bool is_part_of_a_word(char32_t c) {
  std::string text = "x";
  append_utf8(text, c);
  text += "x";
  diagnostics ignored;
  const auto all = lang::lex(std::make_shared<source>("", text), ignored, 10);
  return all.tokens.size() == 2 && all.comments.empty();
}

}  // namespace

std::vector<spelt> words_by_length() {
  std::vector<spelt> out;
  std::set<std::string_view> seen;
  for (const lang::word_entry& w : lang::words)
    for (const std::string_view text : {w.en, w.zh})
      if (!text.empty() && w.kind != lang::word_class::function &&
          w.kind != lang::word_class::sign && seen.insert(text).second)
        out.push_back({std::string(text), group_of(w)});
  sort_longest_first(out);
  return out;
}

std::vector<std::string> functions_by_length() {
  std::vector<spelt> all;
  for (const lang::word_entry& w : lang::words)
    if (w.kind == lang::word_class::function)
      for (const std::string_view text : {w.en, w.zh})
        all.push_back({std::string(text), group::function});
  sort_longest_first(all);
  std::vector<std::string> out;
  for (spelt& s : all) out.push_back(std::move(s.text));
  return out;
}

std::vector<spelt> pieces_by_length() {
  std::vector<spelt> out;
  for (spelt& s : words_by_length()) {
    const bool is_piece = is_english(s.text) ? !is_two_words(s.text)
                                             : s.shown == group::measure ||
                                                   lang::divide_run(s.text + s.text).size() == 2;
    if (is_piece) out.push_back(std::move(s));
  }
  for (std::string& f : functions_by_length())
    if (!is_english(f)) out.push_back({std::move(f), group::function});
  sort_longest_first(out);
  return out;
}

std::vector<exception> exceptions() {
  std::vector<spelt> all = pieces_by_length();
  std::erase_if(all, [](const spelt& s) {
    return s.shown == group::measure || is_english(s.text);
  });
  std::vector<exception> out;
  for (const spelt& first : all)
    for (const spelt& second : all) {
      const std::string run = first.text + second.text;
      const auto pieces = lang::divide_run(run);
      const auto longest = std::find_if(all.begin(), all.end(),
                                        [&](const spelt& s) { return run.starts_with(s.text); });
      if (pieces.size() == 2 && pieces[0] == first.text && longest->text != first.text)
        out.push_back({first, second.text});
    }
  return out;
}

std::vector<std::pair<char32_t, char32_t>> characters_outside_words() {
  std::vector<std::pair<char32_t, char32_t>> out;
  for (char32_t c = 1; c < 0x10000; ++c) {
    if (c == 0xD800) c = 0xE000;
    if (is_part_of_a_word(c)) continue;
    if (!out.empty() && out.back().second + 1 == c)
      out.back().second = c;
    else
      out.emplace_back(c, c);
  }
  return out;
}

}  // namespace dutyscore::editors
