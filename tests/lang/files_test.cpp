// Whole texts. Beside each of good/ stands what it prints as in English and in Chinese; beside each
// of bad/ its messages in both. `DUTYSCORE_REWRITE=1 test_lang` rewrites them; read the difference.
#include "lang/beside.hpp"

#include "dutyscore/lang/printer.hpp"
#include "lang/tree.hpp"

using namespace dutyscore;
using namespace dutyscore::test;
namespace fs = std::filesystem;

namespace {

/// Prints in `lang` what `text` says.
std::string printed(const std::string& text, std::optional<language> lang) {
  const auto d = parse_text(text);
  INFO(to_text(d.messages(), language::en));
  REQUIRE(d);
  return print(*d, lang);
}

std::vector<fs::path> texts_in(const std::string& folder) { return files_in(folder, {".duty"}); }

void check_there_and_back(const std::string& text) {
  const std::string en = printed(text, language::en), zh = printed(text, language::zh),
                    own = printed(text, std::nullopt);
  CHECK(printed(en, language::en) == en);
  CHECK(printed(zh, language::zh) == zh);
  CHECK(printed(own, std::nullopt) == own);
  CHECK(printed(zh, language::en) == en);
  CHECK(printed(en, language::zh) == zh);
  CHECK(tree_of(*parse_text(zh)) == tree_of(*parse_text(text)));
  CHECK(tree_of(*parse_text(en)) == tree_of(*parse_text(text)));
}

std::size_t comments_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '#'));
}

}  // namespace

TEST_CASE("good texts print as what stands beside them") {
  const auto paths = texts_in("tests/lang/good");
  CHECK(paths.size() >= 3);
  for (const fs::path& path : paths) {
    CAPTURE(path);
    const std::string text = text_of(path);
    check_beside(path, ".en.txt", printed(text, language::en));
    check_beside(path, ".zh.txt", printed(text, language::zh));
    CHECK(comments_in(printed(text, language::zh)) == comments_in(text));
  }
}

TEST_CASE("every policy of the repository goes to Chinese and back") {
  for (const char* folder : {"tests/lang/good", "tests/policy/good", "rules", "examples"})
    for (const fs::path& path : texts_in(folder)) {
      CAPTURE(path);
      check_there_and_back(text_of(path));
    }
}

TEST_CASE("bad texts have the messages beside them") {
  const auto paths = texts_in("tests/lang/bad");
  CHECK(paths.size() >= 6);
  for (const fs::path& path : paths) {
    CAPTURE(path);
    const diagnostics found = messages_of(path.filename().string(), text_of(path));
    CHECK_FALSE(found.empty());
    check_beside(path, ".en.txt", to_text(found, language::en));
    check_beside(path, ".zh.txt", to_text(found, language::zh));
  }
}
