// What makes two texts one policy, and what makes them two.
#include <doctest/doctest.h>

#include <string>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;

namespace {

const std::string text =
    "policy p \"办法\" { activity { n integer from 0 default 0 } indicator x \"走访\" { on \"走访\" "
    "award 5 cap 30 per month } grade per year { \"好\" from 10 \"其他\" otherwise } }";

digest of(const std::string& policy) { return compile(policy).value()->digest; }

std::string with(const std::string& what, const std::string& by) {
  std::string out = text;
  return out.replace(out.find(what), what.size(), by);
}

}  // namespace

TEST_CASE("comments, layout, spelling and neighbours do not make another policy") {
  const auto source_of = [](const std::string& t) {
    return std::make_shared<const source>("p", t);
  };
  const std::string chinese = print(parse(source_of(text)).value(), language::zh);
  CHECK(chinese.find("指标") != std::string::npos);
  CHECK(of(chinese) == of(text));
  CHECK(of("# 说明\n\n" + with("award 5", "# why\n award 5  # so\n")) == of(text));
  CHECK(of(with("\"走访\" {", "“走访” {")) == of(text));
  CHECK(of(with("award 5 ", "award 5.0 per event ")) == of(text));
  CHECK(of(text + " scenario \"s\" for p { given { 2023-01-01 \"a\" \"走访\" } expect \"a\" 2023 { "
                  "total 5 } }") == of(text));
  const auto both = check(parse(source_of("policy q { } " + text)).value());
  REQUIRE(both);
  CHECK((*both)[1]->digest == of(text));
}

TEST_CASE("every number, word and name makes another policy") {
  const std::pair<const char*, const char*> changes[] = {
      {"award 5", "award 6"},   {"per month", "per year"}, {"on \"走访\"", "on \"访问\""},
      {"x \"走访\"", "x \"访\""}, {"from 10", "from 11"},    {"default 0", "default 1"},
      {"policy p", "policy q"}, {"indicator x", "indicator y"}};
  for (const auto& change : changes) {
    CAPTURE(change.second);
    CHECK(of(with(change.first, change.second)) != of(text));
  }
}
