// The policies that are shipped have no mistakes and nothing to warn of, are written as `fmt` writes
// them, and survive a trip to the other language and back.
#include <optional>
#include <string>

#include "doctest/doctest.h"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/lang/printer.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "rules/shipped.hpp"

namespace {

using namespace dutyscore;
using namespace rules_test;

TEST_CASE("shipped policies are sound") {
  for (const std::string& path : shipped_policies()) {
    CAPTURE(path);
    const auto checked = check(tree_of(path));
    CHECK_MESSAGE(checked.messages().empty(), to_text(checked.messages(), language::en));
  }
}

TEST_CASE("shipped policies are canonical, in their own language and in the other") {
  REQUIRE(shipped_policies().size() >= 3);
  for (const std::string& path : shipped_policies()) {
    CAPTURE(path);
    const auto printed = [&](const std::string& text, std::optional<language> in = std::nullopt) {
      return print(tree_of(path, text), in);
    };
    const std::string text = read_file(path).value();
    CHECK(printed(text) == text);
    const std::string english = printed(text, language::en), chinese = printed(text, language::zh);
    CHECK(english != chinese);
    CHECK((text == english || text == chinese));
    CHECK(printed(english, language::zh) == chinese);
    CHECK(printed(chinese, language::en) == english);
  }
}

}  // namespace
