// The repository stands on its own: no file of it speaks of one machine or of the people and places
// where it was written, or was committed in the middle of a merge.
#include <doctest/doctest.h>

#include <cctype>

#include "architecture/tree.hpp"

namespace {

/// Each in two halves, so that this file does not hold them.
const std::string unwanted[] = {
    std::string("/wor") + "k/",      std::string("/roo") + "t/",    std::string("/hom") + "e/",
    std::string("/far") + "m/",      std::string("bash_") + "jobs", std::string(".libr") + "ary/",
    std::string("before-") + "stop", std::string("../sha") + "red", std::string("/tmp/") + "build/",
    std::string("<<<<") + "<<< ",    std::string(">>>>") + ">>> ",
};

/// A path counts where it begins, not inside a longer one (boost/spirit/...).
bool speaks_of(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (at == 0 || word[0] != '/' || !std::isalnum(static_cast<unsigned char>(text[at - 1])))
      return true;
  return false;
}

}  // namespace

TEST_CASE("no file speaks of a machine or a workplace") {
  const auto all = tree::files("");
  REQUIRE(all.size() > 30);
  CHECK(speaks_of("in " + unwanted[0], unwanted[0]));
  for (const tree::file& file : all)
    for (const std::string& text : unwanted) {
      CAPTURE(file.path);
      CAPTURE(text);
      CHECK_FALSE(speaks_of(file.text, text));
    }
}
