// The grammar of TextMate, which is that of Visual Studio Code, Sublime Text and GitHub, too. Only
// what all engines of regular expressions share is used. A run of letters and digits that divides
// wholly is matched as one, and its pieces within it; every other run is a name.
#include <nlohmann/json.hpp>

#include "dutyscore/core/text.hpp"
#include "editors/files.hpp"
#include "editors/groups.hpp"

namespace dutyscore::editors {
namespace {

using json = nlohmann::ordered_json;

std::string character(char32_t c) {
  std::string out;
  if (c < 0x80 && !(c >= U'0' && c <= U'9') && !(c >= U'A' && c <= U'Z') &&
      !(c >= U'a' && c <= U'z') && c > U' ')
    out = "\\";
  append_utf8(out, c);
  return out;
}

/// `[^…]`: a letter, a digit or `_`.
std::string word_character() {
  std::string out = "[^";
  for (const auto& [first, last] : characters_outside_words())
    out += character(first) + (first == last ? "" : "-" + character(last));
  return out + "]";
}

std::string with_blanks(const std::string& words) {
  const std::size_t space = words.find(' ');
  if (space == std::string::npos) return words;
  return words.substr(0, space) + "[ \\t]+" + words.substr(space + 1);
}

std::string any_of(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& s : list) out += (out.empty() ? "" : "|") + with_blanks(s);
  return "(?:" + out + ")";
}

json scope(group g) { return std::string(entry(g).scope) + ".duty"; }
json rule(const std::string& match, group g) { return {{"match", match}, {"name", scope(g)}}; }
json include(const char* what) { return {{"include", what}}; }

const std::string date =
    "(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月[0-9]{"
    "1,2}日)";
const std::string number = "[0-9０-９]+(?:[.．][0-9０-９]+)?(?![0-9０-９])";

struct grammar {
  std::string in_word = word_character();
  std::string before = "(?<!" + in_word + ")", after = "(?!" + in_word + ")";

  /// Neighbours that are shown alike are one rule.
  json words() const {
    json out = json::array(
        {rule(before + any_of(functions_by_length()) + "(?=[ \\t]*[(（])", group::function)});
    const auto all = words_by_length();
    for (std::size_t i = 0; i < all.size();) {
      const group shown = all[i].shown;
      std::vector<std::string> alike;
      for (; i < all.size() && all[i].shown == shown; ++i) alike.push_back(all[i].text);
      out.push_back(rule(before + any_of(alike) + after, shown));
    }
    return out;
  }

  /// A piece by itself; what is before it says where it may stand.
  static std::string piece(const spelt& s) {
    const std::string lead = s.shown == group::measure ? "(?<=[0-9０-９])" : "";
    if (!is_english(s.text)) return lead + s.text;
    return (lead.empty() ? "(?<![A-Za-z_])" : lead) + s.text + "(?![0-9A-Za-z_])";
  }

  json pieces() const {
    json out = json::array({rule(date, group::date), rule(number, group::number)});
    for (const exception& e : exceptions())
      out.push_back(rule(e.first.text + "(?=" + e.second + ")", e.first.shown));
    const auto all = pieces_by_length();
    for (std::size_t i = 0; i < all.size();) {
      const group shown = all[i].shown;
      std::vector<std::string> alike;
      for (; i < all.size() && all[i].shown == shown; ++i) alike.push_back(piece(all[i]));
      out.push_back(rule(any_of(alike), shown));
    }
    return out;
  }

  std::string any_piece() const {
    std::string out = "(?:" + date + "|" + number;
    for (const spelt& s : pieces_by_length()) out += "|" + piece(s);
    return out + ")";
  }

  json run() const {
    return {{"match", before + any_piece() + "+" + after},
            {"captures", {{"0", {{"patterns", json::array({include("#pieces")})}}}}}};
  }
};

json quoted(const char* begin, const char* end, bool nested) {
  json out = {{"name", scope(group::text)}, {"begin", begin}, {"end", end}};
  if (nested) out["patterns"] = json::array({include("#nested")});
  return out;
}

json quoted_texts() {
  return json::array({quoted("\"", "\"|$", false), quoted("＂", "[\"＂]|$", false),
                      quoted("“", "”|$", true)});
}

std::string sign(std::string_view s) {
  std::string out;
  for (const char c : s) {
    std::string wide;
    append_utf8(wide, static_cast<char32_t>(c) + 0xFEE0);
    out += std::string("[\\") + c + wide + "]";
  }
  return out;
}

json signs() {
  const std::string logic = sign("&&") + "|" + sign("||");
  std::string operations, punctuation = "[、。]";
  for (const lang::word_entry& w : lang::words)
    if (w.kind == lang::word_class::sign && w.en.size() == 2)
      operations += (operations.empty() ? "" : "|") + sign(w.en);
  for (const lang::word_entry& w : lang::words)
    if (w.kind == lang::word_class::sign && w.en.size() == 1)
      (group_of(w) == group::operation ? operations : punctuation) += "|" + sign(w.en);
  return json::array({rule(logic, group::logic), rule(operations, group::operation),
                      rule(sign("!"), group::logic), rule(punctuation, group::punctuation)});
}

}  // namespace

std::string textmate_grammar() {
  const grammar g;
  const json all = {
      {"comment", "Made from the table of keywords by test_editors; see tests/editors."},
      {"name", "duty"},
      {"scopeName", "source.duty"},
      {"fileTypes", {"duty"}},
      {"patterns", {include("#comment"), include("#texts"), include("#words"), include("#run"),
                    include("#name"), include("#signs")}},
      {"repository",
       {{"comment", rule("[#＃].*$", group::comment)},
        {"texts", {{"patterns", quoted_texts()}}},
        {"nested", {{"begin", "“"}, {"end", "”|$"}, {"patterns", {include("#nested")}}}},
        {"words", {{"patterns", g.words()}}},
        {"run", g.run()},
        {"pieces", {{"patterns", g.pieces()}}},
        {"name", rule(g.before + g.in_word + "+", group::name)},
        {"signs", {{"patterns", signs()}}}}}};
  return all.dump(2) + "\n";
}

}  // namespace dutyscore::editors
