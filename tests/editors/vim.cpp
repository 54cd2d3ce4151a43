// The syntax file of Vim. Its last matching item wins, so names come first and words after them.
#include <algorithm>
#include <cstdio>

#include "dutyscore/core/text.hpp"
#include "editors/files.hpp"
#include "editors/groups.hpp"

namespace dutyscore::editors {
namespace {

std::string code(char32_t c) {
  char out[16];
  std::snprintf(out, sizeof out, c < 0x100 ? "\\x%02x" : "\\u%04x", static_cast<unsigned>(c));
  return out;
}

/// A letter, a digit or `_`; Vim's ranges hold at most 256 characters.
std::string word_character() {
  std::string out = "[^";
  for (const auto& [first, last] : characters_outside_words()) {
    if (first >= 0xE000 && first < 0xF900) continue;  // for private use: nobody writes them
    for (char32_t at = first; at <= last; at += 0x100)
      out += code(at) + (at == last ? "" : "-" + code(std::min<char32_t>(at + 0xFF, last)));
  }
  return out + "]";
}

std::string any_of(const std::vector<std::string>& list) {
  std::string out;
  for (std::string s : list) {
    if (const std::size_t space = s.find(' '); space != std::string::npos)
      s.replace(space, 1, "\\s\\+");
    out += (out.empty() ? "" : "\\|") + s;
  }
  return "\\%(" + out + "\\)";
}

const std::string iso = "\\d\\{4}-\\d\\d-\\d\\d";
const std::string month = "\\d\\{1,2}月", day = "\\d\\{1,2}日";
const std::string date = "\\%(" + iso + "\\|\\d\\{4}年\\%(" + month + "\\%(" + day +
                         "\\)\\?\\)\\?\\|" + month + day + "\\)";
const std::string number = "[0-9０-９]\\+\\%([.．][0-9０-９]\\+\\)\\?[0-9０-９]\\@!";

struct syntax {
  std::string in_word = word_character();
  std::string before = in_word + "\\@4<!", after = in_word + "\\@!";
  std::string out;

  void match(group g, const std::string& pattern, const std::string& options = "") {
    out += "syntax match duty" + std::string(entry(g).vim) + options + " /" + pattern + "/\n";
  }

  static std::string piece(const spelt& s) {
    const std::string lead = s.shown == group::measure ? "[0-9０-９]\\@4<=" : "";
    if (!is_english(s.text)) return lead + s.text;
    return (lead.empty() ? "[A-Za-z_]\\@1<!" : lead) + s.text + "[0-9A-Za-z_]\\@!";
  }

  std::string any_piece() const {
    std::string all = "\\%(" + date + "\\|" + number;
    for (const spelt& s : pieces_by_length()) all += "\\|" + piece(s);
    return all + "\\)";
  }

  /// Shorter ones first; neighbours that are shown alike are one item.
  template <class Text>
  void matches(std::vector<spelt> all, Text text, const std::string& begin, const std::string& end,
               const std::string& options) {
    std::reverse(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size();) {
      const group shown = all[i].shown;
      std::vector<std::string> alike;
      for (; i < all.size() && all[i].shown == shown; ++i)
        alike.insert(alike.begin(), text(all[i]));
      match(shown, begin + any_of(alike) + end, options);
    }
  }

  void runs() {
    out += "syntax cluster dutyPieces contains=dutyFunction,dutyNumber,dutyDate";
    for (const group g : word_groups) out += ",duty" + std::string(entry(g).vim);
    out += "\nsyntax match dutyRun /" + before + any_piece() + "\\+" + after +
           "/ contains=@dutyPieces\n";
    matches(pieces_by_length(), piece, "", "", " contained");
    for (const exception& e : exceptions())
      match(e.first.shown, e.first.text + "\\%(" + e.second + "\\)\\@=", " contained");
    match(group::number, number, " contained");
    match(group::date, date, " contained");
  }

  void words() {
    matches(words_by_length(), [](const spelt& s) { return s.text; }, before, after, "");
    match(group::function, before + any_of(functions_by_length()) + "\\ze\\s*[(（]");
  }

  void quoted_texts() {
    out +=
        "syntax region dutyNested matchgroup=dutyNested start=/“/ end=/”/ end=/$/ contained "
        "contains=dutyNested\n"
        "syntax region dutyText start=/\"/ end=/\"/ end=/$/ oneline\n"
        "syntax region dutyText start=/＂/ end=/[\"＂]/ end=/$/ oneline\n"
        "syntax region dutyText matchgroup=dutyText start=/“/ end=/”/ end=/$/ oneline "
        "contains=dutyNested\n"
        "syntax match dutyComment /[#＃].*$/\n";
  }

  static std::string sign(std::string_view s) {
    std::string out;
    for (const char c : s) {
      std::string wide;
      append_utf8(wide, static_cast<char32_t>(c) + 0xFEE0);
      out += std::string("[") + (c == '[' || c == ']' || c == '/' || c == '-' ? "\\" : "") + c +
             wide + "]";
    }
    return out;
  }

  void signs() {
    std::string operations;
    std::string punctuation = "[、。]";
    for (const lang::word_entry& w : lang::words)
      if (w.kind == lang::word_class::sign)
        (group_of(w) == group::operation ? operations : punctuation) += "\\|" + sign(w.en);
    match(group::logic, sign("&&") + "\\|" + sign("||") + "\\|" + sign("!"));
    match(group::operation, operations.substr(2));
    match(group::punctuation, punctuation);
  }

  void links() {
    for (const group_entry& g : groups)
      if (!g.link.empty())
        out += "highlight default link duty" + std::string(g.vim) + " " + std::string(g.link) +
               "\n";
    out += "highlight default link dutyNested dutyText\n";
  }
};

}  // namespace

std::string vim_syntax() {
  syntax s;
  s.out =
      "\" Vim syntax file of the duty language.\n"
      "\" Made from the table of keywords by test_editors; see tests/editors.\n"
      "scriptencoding utf-8\n"
      "if exists('b:current_syntax')\n  finish\nendif\n\n";
  s.match(group::name, s.before + s.in_word + "\\+");
  s.runs();
  s.match(group::date, "\\d\\@1<!" + iso);
  s.words();
  s.signs();
  s.quoted_texts();
  s.out += "syntax sync minlines=1\n\n";
  s.links();
  s.out += "\nlet b:current_syntax = 'duty'\n";
  return s.out;
}

}  // namespace dutyscore::editors
