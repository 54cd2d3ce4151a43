// The files of this repository as the architecture tests see them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tree {

struct file {
  std::string path;  // from the root of the repository
  std::string text;
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
};

/// What a build or a tool leaves in the root.
inline bool is_made(std::string_view name) {
  return name == ".git" || name == ".cache" || name.starts_with("build");
}

/// What tools leave anywhere: of Python's, pytest, ruff and mypy.
inline bool is_cache(std::string_view name) {
  return name == "__pycache__" || name == ".hypothesis" || name.ends_with("_cache");
}

inline file read(const std::filesystem::path& root, const std::filesystem::path& at) {
  std::ostringstream text;
  text << std::ifstream(at, std::ios::binary).rdbuf();
  return {at.lexically_relative(root).generic_string(), text.str()};
}

/// All files below `folder` (from the root; "" is everything), sorted by path.
inline std::vector<file> files(const std::string& folder) {
  const std::filesystem::path root = DUTYSCORE_SOURCE_DIR;
  std::vector<file> found;
  auto it = std::filesystem::recursive_directory_iterator(root / folder);
  for (const auto& entry : it) {
    const std::string name = entry.path().filename().string();
    if (is_cache(name) || (it.depth() == 0 && folder.empty() && is_made(name))) {
      it.disable_recursion_pending();
    } else if (entry.is_regular_file()) {
      found.push_back(read(root, entry.path()));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const file& a, const file& b) { return a.path < b.path; });
  return found;
}

}  // namespace tree
