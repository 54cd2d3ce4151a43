// The policies that are shipped: every file of rules/ and examples/ that holds a program.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/source.hpp"
#include "dutyscore/lang/markdown.hpp"
#include "dutyscore/lang/parser.hpp"

namespace rules_test {

inline const std::string source_dir = DUTYSCORE_SOURCE_DIR;

inline bool holds_a_program(const std::filesystem::path& file) {
  if (file.extension() == ".duty") return true;
  return file.extension() == ".md" &&
         dutyscore::lang::has_program(dutyscore::read_file(file.string()).value());
}

/// Their paths, in the order of the alphabet.
inline std::vector<std::string> shipped_policies() {
  std::vector<std::string> paths;
  for (const char* folder : {"/rules", "/examples"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source_dir + folder))
      if (holds_a_program(entry.path())) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline dutyscore::ast::document tree_of(const std::string& path, const std::string& text) {
  return dutyscore::parse(std::make_shared<dutyscore::source>(path, text)).value();
}

inline dutyscore::ast::document tree_of(const std::string& path) {
  return tree_of(path, dutyscore::read_file(path).value());
}

}  // namespace rules_test
