// docs/tutorial*.md from a blank file on, and docs/language-limits.md: what a reader types is typed,
// what the commands print is compared. All blocks of a page share one folder. The words behind a
// fence say what a block is:
//
//   ```duty FILE          the whole file
//   ```duty FILE inside   added before the end of the policy
//   ```duty FILE instead  in place of the block that begins with the same line
//   ```duty FILE append   added at the end of the file
//   ```csv FILE           the whole file
//   ```console            commands and what they print
//
// `DUTYSCORE_REWRITE=1 test_readme` rewrites what the commands print; read the difference.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "cli/session.hpp"

namespace {

using namespace cli_test;
using lines = std::vector<std::string>;

std::string join(const lines& all) {
  std::string text;
  for (const std::string& line : all) text += line + "\n";
  return text;
}

/// What a block is, its file, and how that is written; empty where the fence does not say.
lines words_behind(const std::string& fence) {
  lines words(3);
  std::istringstream in(fence.substr(3));
  for (std::string& word : words) in >> word;
  return words;
}

std::size_t indentation(const std::string& line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

/// The first line from `at` on that closes a block with this indentation.
lines::iterator closing(lines& file, lines::iterator at, std::size_t columns) {
  const auto end = std::find(at, file.end(), std::string(columns, ' ') + "}");
  REQUIRE(end != file.end());
  return end;
}

void replace_block(lines& file, const lines& block) {
  const auto begin = std::find(file.begin(), file.end(), block.front());
  CAPTURE(block.front());
  REQUIRE(begin != file.end());
  const auto after = file.erase(begin, closing(file, begin, indentation(block.front())) + 1);
  file.insert(after, block.begin(), block.end());
}

/// The folder that a reader works in.
class folder {
 public:
  void write(const std::string& name, const lines& block, const std::string& how) {
    lines file = how.empty() ? lines{} : lines_of(*dutyscore::read_file(s_ / name));
    if (how == "inside") {
      file.insert(closing(file, file.begin(), 0), block.begin(), block.end());
    } else if (how == "instead") {
      replace_block(file, block);
    } else {
      if (!file.empty()) file.emplace_back();
      file.insert(file.end(), block.begin(), block.end());
    }
    s_.file(name, join(file));
  }
  std::string session(const lines& block, const std::string& before) const {
    return run_again(join(block), s_.at.string(), before);
  }

 private:
  scratch s_;
};

/// The page with its commands run anew, from its first block to its last.
std::string page_again(const std::string& page, const std::string& before) {
  folder here;
  std::string out;
  lines words, block;
  for (const std::string& line : lines_of(page)) {
    if (!line.starts_with("```")) {
      if (words.empty()) out += line + "\n";
      block.push_back(line);
      continue;
    }
    if (words.empty()) {
      words = words_behind(line);
      block.clear();
      out += line + "\n";
      continue;
    }
    const bool commands = words[0] == "console";
    if (!commands && !words[1].empty()) here.write(words[1], block, words[2]);
    out += (commands ? here.session(block, before) : join(block)) + line + "\n";
    words.clear();
  }
  return out;
}

struct page {
  const char* path;
  const char* before;
};

/// A reader of the Chinese page has a machine that speaks Chinese.
const page pages[] = {
    {"docs/language-limits.md", ""},
    {"docs/tutorial.md", ""},
    {"docs/tutorial.zh.md", "dutyscore() { env LC_ALL=zh_CN.UTF-8 dutyscore \"$@\"; }; "},
};

}  // namespace

TEST_CASE("pages that are typed block by block") {
  for (const page& p : pages) {
    const std::string path = source_dir + "/" + p.path;
    check_file(path, page_again(*dutyscore::read_file(path), p.before));
  }
}
