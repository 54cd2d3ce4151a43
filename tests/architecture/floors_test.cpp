// The house of docs/design.md: a file includes its own folder and those on lower floors, nothing
// else of ours, and foreign libraries only in the few files that are there to hide them.
#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "architecture/tree.hpp"

namespace {

const std::map<std::string, int> floors = {
    {"core", 0},   {"lang", 1},   {"data", 1},    {"policy", 2}, {"plan", 3},
    {"engine", 4}, {"report", 5}, {"testing", 6}, {"top", 7},
};

/// Folders on lower floors that a folder must not know all the same.
const std::map<std::string, std::string> strangers = {
    {"plan", "lang"},
    {"engine", "lang"},
    {"report", "lang"},
};

struct foreign {
  std::string headers;  // how their include begins
  std::string where;    // the files that may include them, a regular expression
};
const foreign foreigners[] = {
    {"boost/date_time/", "include/dutyscore/impl/core/date\\.ipp"},
    {"boost/", "include/dutyscore/impl/(core/date|lang/grammar)\\.ipp"},
    {"nlohmann/", "include/dutyscore/impl/report/.*\\.ipp"},
    {"doctest/", "include/dutyscore/testing/doctest\\.hpp"},
    {"CLI/", "src/(main\\.cpp|cli/.*)"},
};

/// The folder of a file of ours or of an include of ours.
std::optional<std::string> folder_of(const std::string& path) {
  static const std::regex in_house("(?:include/)?dutyscore/(?:impl/)?([a-z]+)/[^/]+");
  static const std::regex unit("src/([a-z]+)\\.cpp");
  static const std::regex top("(?:include/)?dutyscore\\.hpp|src/main\\.cpp|src/cli/.*");
  std::smatch m;
  if (std::regex_match(path, top)) return "top";
  if (std::regex_match(path, m, in_house)) return m[1];
  if (path == "src/grammar.cpp") return "lang";
  if (path == "src/totals.cpp") return "engine";
  if (std::regex_match(path, m, unit)) return m[1];
  return std::nullopt;
}

std::vector<std::string> includes_of(const tree::file& file) {
  static const std::regex directive("\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
  std::vector<std::string> found;
  std::smatch m;
  for (const std::string& line : file.lines())
    if (std::regex_match(line, m, directive)) found.push_back(m[1]);
  return found;
}

bool is_ours(const std::string& include) {
  return include.starts_with("dutyscore/") || include == "dutyscore.hpp";
}

bool may_include(const std::string& from, const std::string& to) {
  const auto stranger = strangers.find(from);
  if (stranger != strangers.end() && stranger->second == to) return false;
  return from == to || floors.at(to) < floors.at(from);
}

std::vector<tree::file> sources() {
  std::vector<tree::file> all = tree::files("include");
  for (tree::file& f : tree::files("src")) all.push_back(std::move(f));
  return all;
}

/// How others include it.
std::string include_name(const std::string& path) {
  const std::string folder = "include/";
  return path.starts_with(folder) ? path.substr(folder.size()) : path;
}

/// All that `from` includes, directly or not, along the includes that `wanted` holds for.
void follow(const std::map<std::string, tree::file>& files, const std::string& from,
            const std::function<bool(const std::string&)>& wanted, std::set<std::string>& reached) {
  const auto file = files.find(from);
  if (file == files.end()) return;
  for (const std::string& to : includes_of(file->second))
    if (wanted(to) && reached.insert(to).second) follow(files, to, wanted, reached);
}

}  // namespace

TEST_CASE("every source has a floor") {
  const auto all = sources();
  REQUIRE(all.size() > 20);
  for (const tree::file& file : all) {
    CAPTURE(file.path);
    const auto folder = folder_of(file.path);
    CHECK((folder && floors.contains(*folder)));
  }
}

TEST_CASE("a file includes its own folder and lower floors") {
  CHECK_FALSE(may_include("lang", "data"));
  CHECK_FALSE(may_include("core", "lang"));
  CHECK_FALSE(may_include("engine", "lang"));
  CHECK(may_include("testing", "lang"));
  for (const tree::file& file : sources())
    for (const std::string& include : includes_of(file)) {
      if (!is_ours(include)) continue;
      CAPTURE(file.path);
      CAPTURE(include);
      const auto to = folder_of(include);
      REQUIRE(to);
      CHECK(may_include(*folder_of(file.path), *to));
    }
}

TEST_CASE("foreign libraries stay where they are hidden") {
  for (const tree::file& file : sources())
    for (const std::string& include : includes_of(file))
      for (const foreign& library : foreigners) {
        if (!include.starts_with(library.headers)) continue;
        CAPTURE(file.path);
        CAPTURE(include);
        CHECK(std::regex_match(file.path, std::regex(library.where)));
      }
}

TEST_CASE("headers open with what they are and leak no names") {
  for (const tree::file& file : tree::files("include")) {
    CAPTURE(file.path);
    if (file.path.ends_with(".hpp")) CHECK(file.text.starts_with("// "));
    CHECK(file.text.find("#pragma once") != std::string::npos);
    CHECK(file.text.find("using namespace") == std::string::npos);
    CHECK(file.text.find("namespace {") == std::string::npos);
  }
}

TEST_CASE("every body is compiled by a unit, and by a header when there is no library") {
  std::map<std::string, tree::file> files;
  for (tree::file& file : sources()) files.emplace(include_name(file.path), std::move(file));
  std::set<std::string> by_unit, by_header;
  for (const auto& [name, file] : files) {
    if (name.ends_with(".cpp"))
      follow(
          files, name, [](const std::string& to) { return to.ends_with(".ipp"); }, by_unit);
    if (name.ends_with(".hpp")) follow(files, name, is_ours, by_header);
  }
  for (const auto& [name, file] : files) {
    if (!name.ends_with(".ipp")) continue;
    // A structured binding cannot be captured in clang 14.
    const std::string& captured = name;
    CAPTURE(captured);
    CHECK(by_unit.contains(name));
    CHECK(by_header.contains(name));
  }
}
