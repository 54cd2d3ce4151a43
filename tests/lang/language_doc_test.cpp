// docs/language.md: its examples parse, its productions are those of the grammar, its keywords
// those of the table.
#include <doctest/doctest.h>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/keywords.hpp"
#include "dutyscore/lang/printer.hpp"
#include "lang/productions.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;

namespace {

std::string repository_file(const std::string& path) {
  return read_file(std::string(DUTYSCORE_SOURCE_DIR) + "/" + path).value();
}

/// The fragment where it belongs.
std::string whole(const page_block& e) {
  const std::string& t = e.text;
  if (e.fence == "policy") return "policy p {\n" + t + "}";
  if (e.fence == "indicator") return "policy p { indicator i {\n" + t + "} }";
  if (e.fence == "veto") return "policy p { veto v {\n" + t + "} }";
  if (e.fence == "list") return "policy p { list l per year {\n" + t + "} }";
  if (e.fence == "fields") return "policy p { activity {\n" + t + "} }";
  if (e.fence == "scenario") return "scenario \"s\" for p {\n" + t + "}";
  if (e.fence != "expression") return t;
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

}  // namespace

TEST_CASE("the examples of the language's reference parse") {
  const auto examples = blocks_of(repository_file("docs/language.md"), "duty");
  CHECK(examples.size() >= 18);
  for (const page_block& e : examples) {
    const auto d = parse_text(whole(e));
    INFO(to_text(d.messages(), language::en));
    CHECK(d);
  }
}

TEST_CASE("the reference's example of a literate policy parses, and is formatted") {
  const auto examples = blocks_of(repository_file("docs/language.md"), "markdown");
  CHECK(examples.size() == 1);
  for (const page_block& e : examples) {
    const auto d = parse(std::make_shared<source>("example.md", e.text));
    INFO(to_text(d.messages(), language::en));
    REQUIRE(d);
    CHECK(print(*d) == e.text);
  }
}

TEST_CASE("the productions of the reference are those of the grammar") {
  const std::string grammar = flat(repository_file("include/dutyscore/impl/lang/grammar.ipp"));
  std::size_t count = 0;
  for (const page_block& block : blocks_of(repository_file("docs/language.md"), "ebnf"))
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
