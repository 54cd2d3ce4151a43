// Files of policies, and the files beside them that hold what is expected of them.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore::test {

/// The files of a folder of the repository, and of the folders in it.
inline std::vector<std::filesystem::path> files_in(const std::string& folder,
                                                   std::initializer_list<const char*> extensions) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::string(DUTYSCORE_SOURCE_DIR) + "/" + folder))
    if (std::find(extensions.begin(), extensions.end(), entry.path().extension()) !=
        extensions.end())
      out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

inline std::string text_of(const std::filesystem::path& path) {
  return read_file(path.string()).value();
}

/// `DUTYSCORE_REWRITE=1` writes what was found; read the difference.
inline void check_beside(const std::filesystem::path& path, const char* extension,
                         const std::string& found) {
  const std::filesystem::path beside = std::filesystem::path(path).replace_extension(extension);
  if (std::getenv("DUTYSCORE_REWRITE")) CHECK(write_file(beside.string(), found).empty());
  CHECK(found == (std::filesystem::exists(beside) ? text_of(beside) : ""));
}

/// All that is said about a text: what its form, its policies or its scenarios have wrong.
inline diagnostics messages_of(const std::string& name, const std::string& text) {
  const auto tree = parse(std::make_shared<const source>(name, text));
  if (!tree) return tree.messages();
  const auto checked = check(*tree);
  if (!checked || tree->scenarios.empty()) return checked.messages();
  return run_scenarios(std::vector<ast::document>{*tree}).messages();
}

}  // namespace dutyscore::test
