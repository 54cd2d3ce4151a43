// docs/language.md: its examples parse, its productions are those of the grammar, its keywords
// those of the table.
#include <doctest/doctest.h>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/lang/printer.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

struct example {
  std::string where;  // the second word of the fence
  std::string text;
};

std::string repository_file(const std::string& path) {
  return read_file(std::string(DUTYSCORE_SOURCE_DIR) + "/" + path).value();
}

std::vector<example> blocks_of(const std::string& page, const std::string& language) {
  std::vector<example> out;
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

/// The fragment where it belongs.
std::string whole(const example& e) {
  const std::string& t = e.text;
  if (e.where == "policy") return "policy p {\n" + t + "}";
  if (e.where == "indicator") return "policy p { indicator i {\n" + t + "} }";
  if (e.where == "veto") return "policy p { veto v {\n" + t + "} }";
  if (e.where == "list") return "policy p { list l per year {\n" + t + "} }";
  if (e.where == "fields") return "policy p { activity {\n" + t + "} }";
  if (e.where == "scenario") return "scenario \"s\" for p {\n" + t + "}";
  if (e.where != "expression") return t;
  std::string out = "policy p { indicator i {\n";
  for (std::size_t at = 0; at < t.size(); at = t.find('\n', at) + 1)
    out += "award " + t.substr(at, t.find('\n', at) - at) + "\n";
  return out + "} }";
}

/// Single spaces, and without comment signs: the grammar's comments are broken into lines as they
/// come.
std::string flat(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 3, "// ") == 0) i += 2;
    const bool blank = text[i] == ' ' || text[i] == '\n';
    if (!blank)
      out += text[i];
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

/// The productions of a block: each begins at the beginning of a line.
std::vector<std::string> productions(const std::string& block) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < block.size();) {
    std::size_t end = block.find('\n', at);
    while (end + 1 < block.size() && block[end + 1] == ' ') end = block.find('\n', end + 1);
    out.push_back(block.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("the examples of the language's reference parse") {
  const auto examples = blocks_of(repository_file("docs/language.md"), "duty");
  CHECK(examples.size() >= 18);
  for (const example& e : examples) {
    const auto d = parse_text(whole(e));
    INFO(to_text(d.messages(), language::en));
    CHECK(d);
  }
}

TEST_CASE("the reference's example of a literate policy parses, and is formatted") {
  const auto examples = blocks_of(repository_file("docs/language.md"), "markdown");
  CHECK(examples.size() == 1);
  for (const example& e : examples) {
    const auto d = parse(std::make_shared<source>("example.md", e.text));
    INFO(to_text(d.messages(), language::en));
    REQUIRE(d);
    CHECK(print(*d) == e.text);
  }
}

TEST_CASE("the productions of the reference are those of the grammar") {
  const std::string grammar = flat(repository_file("include/dutyscore/impl/lang/grammar.ipp"));
  std::size_t count = 0;
  for (const example& block : blocks_of(repository_file("docs/language.md"), "ebnf"))
    for (const std::string& p : productions(block.text)) {
      CAPTURE(p);
      CHECK(grammar.find(flat(p)) != std::string::npos);
      ++count;
    }
  CHECK(count >= 40);
}

TEST_CASE("the keywords of the reference are those of the table") {
  CHECK(repository_file("docs/language.md").find(lang::keyword_table()) != std::string::npos);
}
