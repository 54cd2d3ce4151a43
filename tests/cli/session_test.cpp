// Those of docs/ run in the repository's root, those of sessions/ in data/. `DUTYSCORE_REWRITE=1
// test_cli` rewrites what is expected; read the difference.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "cli/session.hpp"

using namespace cli_test;
using namespace dutyscore;

namespace {

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
