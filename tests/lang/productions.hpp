// The productions of docs/language.md, which a test compares with those of the grammar.
#pragma once

#include <cctype>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dutyscore::test {

/// The blocks of a page in a language: the rest of the fence, and the text.
struct page_block {
  std::string fence, text;
};

inline std::vector<page_block> blocks_of(const std::string& page, const std::string& language) {
  std::vector<page_block> out;
  const std::string fence = "\n```" + language;
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const std::size_t head = at + fence.size(), line_end = page.find('\n', head);
    const std::size_t end = page.find("\n```", line_end);
    std::string where = page.substr(head, line_end - head);
    where.erase(0, where.find_first_not_of(' '));
    out.push_back({where, page.substr(line_end + 1, end - line_end)});
  }
  return out;
}

/// The productions of a block: each begins at the beginning of a line.
inline std::vector<std::string> productions(const std::string& block) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < block.size();) {
    std::size_t end = block.find('\n', at);
    while (end + 1 < block.size() && block[end + 1] == ' ') end = block.find('\n', end + 1);
    out.push_back(block.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// What may stand in a clause: for each keyword that begins one in these productions, the other
/// keywords of its alternative. A part that is itself a clause, a block of them or an expression is
/// left out.
class clause_words_of {
 public:
  explicit clause_words_of(const std::string& page) {
    for (const page_block& block : blocks_of(page, "ebnf"))
      for (const std::string& p : productions(block.text)) {
        const std::size_t sign = p.find(" = ");
        bodies_[p.substr(0, sign)] = pieces_of(p.substr(sign + 3));
      }
  }

  std::map<std::string, std::set<std::string>> all() const {
    std::map<std::string, std::set<std::string>> out;
    for (const auto& [name, body] : bodies_)
      if (clauses.contains(name))
        for (const pieces& alternative : alternatives(body)) {
          std::set<std::string> heads, words;
          std::size_t at = 0;
          first(alternative, at, heads);
          collect(alternative, words);
          for (const std::string& h : heads) words.erase(h);
          for (const std::string& h : heads) out[h].insert(words.begin(), words.end());
        }
    return out;
  }

 private:
  using pieces = std::vector<std::string>;
  inline static const std::set<std::string> clauses{
      "policy", "block_clause", "simple_clause", "line",     "limit", "selection",
      "effect", "requirement",  "list_clause",   "scenario", "given", "expect"};
  inline static const std::set<std::string> apart{"expression", "value", "literal", "clauses"};

  static pieces pieces_of(const std::string& body) {
    pieces out;
    for (std::size_t at = 0; at < body.size();) {
      if (body[at] == ' ' || body[at] == '\n') {
        ++at;
        continue;
      }
      const std::size_t end = body[at] == '\'' ? body.find('\'', at + 1) + 1
                                               : body.find_first_of(" \n", at);
      out.push_back(body.substr(at, end - at));
      at = std::min(end, body.size());
    }
    return out;
  }

  static bool opens(const std::string& p) { return p == "(" || p == "[" || p == "{"; }
  static bool closes(const std::string& p) { return p == ")" || p == "]" || p == "}"; }
  static bool is_word(const std::string& p) {
    return p.size() > 2 && p[0] == '\'' && std::isalpha(static_cast<unsigned char>(p[1]));
  }
  static std::string word(const std::string& p) { return p.substr(1, p.size() - 2); }

  static std::vector<pieces> alternatives(const pieces& body) {
    std::vector<pieces> out(1);
    int depth = 0;
    for (const std::string& p : body) {
      depth += opens(p) - closes(p);
      if (p == "|" && depth == 0)
        out.emplace_back();
      else
        out.back().push_back(p);
    }
    return out;
  }

  /// The keywords with which an alternative begins; an optional part may be left out.
  static void first(const pieces& all, std::size_t& at, std::set<std::string>& out) {
    while (at < all.size() && opens(all[at])) {
      const bool optional = all[at] == "[";
      pieces inner;
      int depth = 1;
      while (depth > 0) {
        ++at;
        depth += opens(all[at]) - closes(all[at]);
        if (depth > 0) inner.push_back(all[at]);
      }
      ++at;
      for (const pieces& alternative : alternatives(inner)) {
        std::size_t begin = 0;
        first(alternative, begin, out);
      }
      if (!optional) return;
    }
    if (at < all.size() && is_word(all[at])) out.insert(word(all[at]));
  }

  void collect(const pieces& all, std::set<std::string>& out) const {
    for (const std::string& p : all) {
      if (is_word(p)) out.insert(word(p));
      const auto inner = bodies_.find(p);
      if (inner != bodies_.end() && !clauses.contains(p) && !apart.contains(p))
        collect(inner->second, out);
    }
  }

  std::map<std::string, pieces> bodies_;
};

}  // namespace dutyscore::test
