// Whole policies: those in good/ have no diagnostics at all, those in bad/ have the rendered ones
// that stand beside them. `DUTYSCORE_REWRITE=1 test_policy` rewrites the expected ones; read the
// difference.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

using namespace dutyscore;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> policies_in(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry :
       fs::directory_iterator(std::string(DUTYSCORE_SOURCE_DIR) + "/tests/policy/" + folder))
    if (entry.path().extension() == ".duty") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

diagnostics messages_of(const fs::path& path) {
  const std::string text = read_file(path.string()).value();
  return compile(text, path.filename().string()).messages();
}

bool is_rewriting() { return std::getenv("DUTYSCORE_REWRITE") != nullptr; }

}  // namespace

TEST_CASE("good policies have no diagnostics") {
  const auto paths = policies_in("good");
  CHECK(paths.size() >= 13);
  for (const fs::path& path : paths) {
    CAPTURE(path);
    CHECK(to_text(messages_of(path), language::en) == "");
  }
}

TEST_CASE("bad policies have the messages beside them") {
  const auto paths = policies_in("bad");
  CHECK(paths.size() >= 8);
  for (const fs::path& path : paths)
    for (const language lang : {language::en, language::zh}) {
      const fs::path beside =
          fs::path(path).replace_extension(lang == language::zh ? ".zh.txt" : ".en.txt");
      const std::string found = to_text(messages_of(path), lang);
      CAPTURE(path);
      CHECK(found != "");
      if (is_rewriting()) CHECK(write_file(beside.string(), found).empty());
      CHECK(found == read_file(beside.string()).value());
    }
}
