// What README.md shows is run: commands print what stands below them, policies compile, and the C++
// is a region of snippets.cpp, which is compiled and run here, too.
#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "cli/run_command.hpp"
#include "dutyscore/policy/from_ast.hpp"

std::string printed_by_the_readme();  // snippets.cpp

namespace {

using lines = std::vector<std::string>;

lines split(const std::string& text) {
  lines all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

lines lines_of(const std::string& path) {
  return split(*dutyscore::read_file(cli_test::source_dir + "/" + path));
}

/// A fenced block: the word behind the fence and what stands inside.
struct fence {
  std::string language;
  lines body;
};

std::vector<fence> fences_of(const std::string& path) {
  std::vector<fence> all;
  bool inside = false;
  for (const std::string& line : lines_of(path)) {
    if (line.starts_with("```")) {
      if (!inside) all.push_back({line.substr(3), {}});
      inside = !inside;
    } else if (inside) {
      all.back().body.push_back(line);
    }
  }
  return all;
}

std::string join(const lines& all) {
  std::string text;
  for (const std::string& line : all) text += line + "\n";
  return text;
}

/// What a command prints to its standard output, run from the root of the repository.
lines run(const std::string& command) {
  const cli_test::scratch s;
  cli_test::run_shell("export DUTYSCORE='" DUTYSCORE_COMMAND "'; { " + command + "; } > '" +
                          (s / "out") + "' 2> /dev/null",
                      cli_test::source_dir);
  return split(*dutyscore::read_file(s / "out"));
}

/// A line `…` stands for any number of lines.
bool matches(const lines& shown, std::size_t s, const lines& printed, std::size_t p) {
  if (s == shown.size()) return p == printed.size();
  if (shown[s] == "…") {
    for (std::size_t from = p; from <= printed.size(); ++from)
      if (matches(shown, s + 1, printed, from)) return true;
    return false;
  }
  return p < printed.size() && shown[s] == printed[p] && matches(shown, s + 1, printed, p + 1);
}

/// `$ command`, then its output, several times.
void check_transcript(const lines& body) {
  for (std::size_t at = 0; at < body.size();) {
    REQUIRE(body[at].starts_with("$ "));
    const std::string command = body[at++].substr(2);
    lines shown;
    while (at < body.size() && !body[at].starts_with("$ ")) shown.push_back(body[at++]);
    if (command == "scripts/test") continue;  // it runs this test
    const lines printed = run(command);
    CAPTURE(command);
    CAPTURE(join(printed));
    CHECK(matches(shown, 0, printed, 0));
  }
}

/// The region between `// [readme]` and `// [/readme]`.
lines readme_region() {
  lines region;
  bool inside = false;
  for (const std::string& line : lines_of("tests/readme/snippets.cpp")) {
    if (line.ends_with("[readme]") || line.ends_with("[/readme]")) {
      inside = line.ends_with("[readme]");
    } else if (inside) {
      region.push_back(line);
    }
  }
  return region;
}

}  // namespace

TEST_CASE("a transcript is compared line by line") {
  CHECK(matches({"a", "…", "c"}, 0, {"a", "b", "b", "c"}, 0));
  CHECK_FALSE(matches({"a", "…", "c"}, 0, {"a", "b"}, 0));
  CHECK_FALSE(matches({"a"}, 0, {"a", "b"}, 0));
}

TEST_CASE("README.md") {
  int consoles = 0, policies = 0, programs = 0;
  for (const fence& block : fences_of("README.md")) {
    CAPTURE(join(block.body));
    if (block.language == "console") {
      ++consoles;
      check_transcript(block.body);
    } else if (block.language == "duty") {
      ++policies;
      const auto policy = dutyscore::compile(join(block.body), "README");
      CHECK_MESSAGE(policy.has_value(),
                    dutyscore::to_text(policy.messages(), dutyscore::language::en));
    } else if (block.language == "cpp") {
      ++programs;
      CHECK(join(block.body) == join(readme_region()));
    }
  }
  CHECK(consoles > 0);
  CHECK(policies > 0);
  CHECK(programs > 0);
}

TEST_CASE("the C++ of the README prints what it says") {
  const std::string printed = printed_by_the_readme();
  CHECK(printed.starts_with("58\n"));
  CHECK(printed.find("到人大代表联络站接待群众") != std::string::npos);
  CHECK(printed.find("5月份共计58分。") != std::string::npos);
}
