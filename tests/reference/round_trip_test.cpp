// The printer on generated policies of the whole language: there and back to the same bytes, with
// the same meaning.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"
#include "generator.hpp"

using namespace reference;
using dutyscore::language;

namespace {

dutyscore::ast::document parsed(const std::string& text, std::uint64_t seed) {
  auto tree = dutyscore::parse(std::make_shared<dutyscore::source>("case", text));
  REQUIRE_MESSAGE(tree, "case " << seed << "\n"
                                << text << dutyscore::to_text(tree.messages(), language::en));
  return std::move(*tree);
}

std::string formatted(const std::string& text, std::optional<language> lang, std::uint64_t seed) {
  return dutyscore::print(parsed(text, seed), lang);
}

std::string scores(const generated_case& c, const std::string& text, std::uint64_t seed) {
  const book b({std::make_shared<const dutyscore::ast::document>(parsed(text, seed)), c.rows,
                c.roster, c.through});
  std::string out;
  for (const std::string& subject : b.subjects())
    for (const entry& e : b.entries(subject, period{}))
      out += subject + " " + e.day.to_string() + " " + b.block_name(e.block) + " " +
             show(e.points) + "\n";
  const auto ranked = b.rank(dutyscore::year(2023)).value_or(std::vector<place>{});
  for (const place& one : ranked) {
    out += std::to_string(one.rank) + one.subject;
    for (const std::string& grade : one.grades) out += " " + grade;
    for (const std::string& list : one.lists) out += " " + list;
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("fmt: English, Chinese and English again are the same bytes") {
  for_each_case(10000, [](std::uint64_t seed) {
    const std::string text = generate(seed, {true}).text();
    const std::string en = formatted(text, language::en, seed),
                      zh = formatted(text, language::zh, seed);
    CHECK_MESSAGE(formatted(zh, language::en, seed) == en, "case " << seed << "\n"
                                                                   << text << "--- zh\n"
                                                                   << zh);
    CHECK_MESSAGE(formatted(en, language::zh, seed) == zh, "case " << seed << "\n"
                                                                   << text << "--- en\n"
                                                                   << en);
    const std::string own = formatted(text, std::nullopt, seed);
    CHECK_MESSAGE(formatted(own, std::nullopt, seed) == own, "case " << seed << "\n"
                                                                     << text << "--- own\n"
                                                                     << own);
  });
}

TEST_CASE("fmt changes no score") {
  for_each_case(200, [](std::uint64_t seed) {
    const generated_case c = generate(seed);
    const std::string text = c.text(), before = scores(c, text, seed);
    CHECK(scores(c, formatted(text, language::zh, seed), seed) == before);
    CHECK(scores(c, formatted(text, language::en, seed), seed) == before);
    CHECK(scores(c, formatted(text, std::nullopt, seed), seed) == before);
  });
}
