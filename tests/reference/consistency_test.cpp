// What must be true of every policy, asked of the reference evaluator on generated cases.
#include <doctest/doctest.h>

#include "cases.hpp"
#include "dutyscore/lang/parser.hpp"
#include "generator.hpp"
#include "random.hpp"

using namespace reference;

namespace {

constexpr std::uint64_t quick_cases = 300;

book score(const generated_case& c) {
  auto tree = dutyscore::parse(std::make_shared<dutyscore::source>("case", c.text()));
  REQUIRE_MESSAGE(tree, c.text() << dutyscore::to_text(tree.messages(), dutyscore::language::en));
  return book({std::make_shared<const dutyscore::ast::document>(std::move(*tree)), c.rows, c.roster,
               c.through});
}

template <class Check>
void for_each_account(const book& scores, Check check) {
  for (const std::string& subject : scores.subjects())
    for (const basis on : all_bases)
      for (std::size_t b = 0; b < scores.blocks() && !scores.fails(subject, on); ++b)
        check(subject, on, b);
}

whole entry_sum(const book& scores, const std::string& subject, basis on, const period& p) {
  whole sum = 0;
  for (const entry& e : scores.entries(subject, p, on)) sum += e.points;
  return sum;
}

}  // namespace

TEST_CASE("months add up to the year, in every block") {
  for_each_case(quick_cases, [](std::uint64_t seed) {
    const book scores = score(generate(seed));
    for_each_account(scores, [&](const std::string& subject, basis on, std::size_t b) {
      for (int y = 2022; y <= 2024; ++y) {
        whole months = 0, quarters = 0;
        for (int m = 1; m <= 12; ++m)
          months += scores.points(subject, b, dutyscore::month(y, m), on);
        for (int q = 1; q <= 4; ++q)
          quarters += scores.points(subject, b, dutyscore::quarter(y, q), on);
        const whole year = scores.points(subject, b, dutyscore::year(y), on);
        CHECK_MESSAGE((months == year && quarters == year),
                      "case " << seed << " " << subject << " " << scores.block_name(b));
      }
    });
  });
}

TEST_CASE("the entries of a period add up to its points") {
  for_each_case(quick_cases, [](std::uint64_t seed) {
    const book scores = score(generate(seed));
    for (const std::string& subject : scores.subjects())
      for (const basis on : all_bases)
        for (int m = 1; m <= 12 && !scores.fails(subject, on); ++m) {
          const period p = dutyscore::month(2023, m);
          CHECK_MESSAGE(
              show(entry_sum(scores, subject, on, p)) == show(scores.points(subject, 0, p, on)),
              "case " << seed << " " << subject << " " << p.to_string());
        }
  });
}

TEST_CASE("the order of rows changes nothing") {
  for_each_case(quick_cases, [](std::uint64_t seed) {
    generated_case c = generate(seed);
    const book before = score(c);
    dice(seed).shuffle(c.rows);
    const book after = score(c);
    REQUIRE(before.subjects() == after.subjects());
    for (const basis on : all_bases) CHECK(before.counts(on) == after.counts(on));
    for_each_account(before, [&](const std::string& subject, basis on, std::size_t b) {
      for (int m = 1; m <= 12; ++m)
        CHECK_MESSAGE(show(before.points(subject, b, dutyscore::month(2023, m), on)) ==
                          show(after.points(subject, b, dutyscore::month(2023, m), on)),
                      "case " << seed);
    });
    CHECK(before.through() == after.through());
    CHECK(before.rank(dutyscore::year(2023)) == after.rank(dutyscore::year(2023)));
  });
}

TEST_CASE("no figure has more places than the policy says") {
  for_each_case(quick_cases, [](std::uint64_t seed) {
    const generated_case c = generate(seed);
    int places = 6;
    for (const std::string& line : c.policy)
      for (const char* word : {"decimals ", "保留 "})
        if (const std::size_t at = line.find(word); at == 2)
          places = std::stoi(line.substr(at + std::string(word).size()));
    const book scores = score(c);
    for_each_account(scores, [&](const std::string& subject, basis on, std::size_t b) {
      CHECK_MESSAGE(scores.points(subject, b, dutyscore::year(2023), on) % unit(places) == 0,
                    "case " << seed);
    });
  });
}

TEST_CASE("a veto never helps: at no time has it given more than it took") {
  std::size_t vetoes = 0;
  for_each_case(quick_cases, [&](std::uint64_t seed) {
    const book scores = score(generate(seed));
    for (const std::string& subject : scores.subjects()) {
      if (scores.fails(subject)) continue;
      std::map<std::size_t, whole> given;
      for (const entry& e : scores.entries(subject, period{})) {
        if (e.clause != clause::veto) continue;
        ++vetoes;
        CHECK_MESSAGE((given[e.index] += e.points) <= 0,
                      "case " << seed << " " << scores.veto_name(e.index));
      }
    }
  });
  CHECK(vetoes > 0);
}
