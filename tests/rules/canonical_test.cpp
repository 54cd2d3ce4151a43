// The policies that are shipped are written as `fmt` writes them, and survive a trip to the other
// language and back.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "doctest/doctest.h"
#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"

namespace {

using namespace dutyscore;

std::vector<std::string> shipped_policies() {
  std::vector<std::string> paths;
  for (const char* folder : {"/rules", "/examples"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(DUTYSCORE_SOURCE_DIR) + folder))
      if (entry.path().extension() == ".duty") paths.push_back(entry.path().string());
  return paths;
}

std::string printed(const std::string& text, std::optional<language> in = std::nullopt) {
  return print(parse(std::make_shared<source>("policy", text)).value(), in);
}

TEST_CASE("shipped policies are canonical, in their own language and in the other") {
  REQUIRE(shipped_policies().size() >= 3);
  for (const std::string& path : shipped_policies()) {
    CAPTURE(path);
    const std::string text = read_file(path).value();
    CHECK(printed(text) == text);
    const std::string english = printed(text, language::en), chinese = printed(text, language::zh);
    CHECK(english != chinese);
    CHECK(printed(english, language::zh) == chinese);
    CHECK(printed(chinese, language::en) == english);
  }
}

}  // namespace
