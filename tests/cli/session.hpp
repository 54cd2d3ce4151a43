// Sessions as a user sees them: lines that begin with `$ ` are run, what follows is what they
// print, both streams in the order of time, and at the end the exit code when it is not 0.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "cli/run_command.hpp"

namespace cli_test {

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

inline std::string printed_by(const std::string& line, const std::string& folder) {
  const scratch s;
  const int code = run_shell("{ " + line + "; } > '" + (s / "all") + "' 2>&1", folder);
  std::string out = *dutyscore::read_file(s / "all");
  if (!out.empty() && out.back() != '\n') out += "\n";
  return code == 0 ? out : out + "[exit code " + std::to_string(code) + "]\n";
}

/// The session with its commands run anew; `before` stands ahead of each of them, unseen.
inline std::string run_again(const std::string& session, const std::string& folder,
                             const std::string& before = "") {
  std::string out;
  for (const std::string& line : lines_of(session)) {
    if (!line.starts_with("$ ")) continue;
    out += (out.empty() ? "" : "\n") + line + "\n" + printed_by(before + line.substr(2), folder);
  }
  return out;
}

/// Compares a file with what it should be by now; `DUTYSCORE_REWRITE=1` writes that instead.
inline void check_file(const std::string& path, const std::string& now) {
  if (std::getenv("DUTYSCORE_REWRITE")) CHECK(dutyscore::write_file(path, now).empty());
  const std::string before = *dutyscore::read_file(path);
  CAPTURE(path);
  CHECK(before == now);
}

}  // namespace cli_test
