#include "dutyscore/lang/parser.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace dutyscore;

TEST_CASE("the example policies parse") {
  for (const char* name : {"model", "chinese"}) {
    std::ifstream file(std::string(DUTYSCORE_SOURCE_DIR "/tests/lang/good/") + name + ".duty");
    std::stringstream text;
    text << file.rdbuf();
    const auto parsed = parse(std::make_shared<source>(name, text.str()));
    INFO(to_text(parsed.messages(), language::en));
    REQUIRE(parsed);
    CHECK(parsed->order == "ps");
  }
}
