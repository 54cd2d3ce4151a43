// Sessions as a user sees them: lines that begin with `$ ` are run, what follows is what they
// print, both streams in the order of time, and at the end the exit code when it is not 0. Those of
// docs/ run in the repository's root, those of sessions/ in data/. `DUTYSCORE_REWRITE=1 test_cli`
// rewrites what is expected; read the difference.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "cli/run_command.hpp"

using namespace cli_test;
using namespace dutyscore;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string printed_by(const std::string& line, const std::string& folder) {
  const scratch s;
  const int code = run_shell("{ " + line + "; } > '" + (s / "all") + "' 2>&1", folder);
  std::string out = *read_file(s / "all");
  if (!out.empty() && out.back() != '\n') out += "\n";
  return code == 0 ? out : out + "[exit code " + std::to_string(code) + "]\n";
}

bool is_command(const std::string& line) { return line.starts_with("$ "); }

/// The session with its commands run anew.
std::string run_again(const std::string& session, const std::string& folder) {
  std::string out;
  for (const std::string& line : lines_of(session)) {
    if (!is_command(line)) continue;
    out += (out.empty() ? "" : "\n") + line + "\n" + printed_by(line.substr(2), folder);
  }
  return out;
}

/// A document with the sessions in its ```console blocks run anew.
std::string document_again(const std::string& text, const std::string& folder) {
  std::string out, session;
  bool inside = false;
  for (const std::string& line : lines_of(text)) {
    if (inside && line == "```") {
      out += run_again(session, folder);
      session.clear();
      inside = false;
    }
    if (inside) {
      session += line + "\n";
      continue;
    }
    inside = line == "```console";
    out += line + "\n";
  }
  return out;
}

void check_file(const std::string& path, const std::string& now) {
  if (std::getenv("DUTYSCORE_REWRITE")) CHECK(write_file(path, now).empty());
  const std::string before = *read_file(path);
  CAPTURE(path);
  CHECK(before == now);
}

std::vector<std::string> session_files() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(source_dir + "/tests/cli/sessions"))
    out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("sessions print what they printed") {
  const auto files = session_files();
  CHECK(files.size() >= 8);
  for (const std::string& path : files) check_file(path, run_again(*read_file(path), data_dir));
}

TEST_CASE("the examples of the command's documentation print what it says") {
  const std::string path = source_dir + "/docs/command.md";
  if (!fs::exists(path)) return;
  check_file(path, document_again(*read_file(path), source_dir));
}
