// The table of messages is sorted, says everything in both languages, and is what
// docs/diagnostics.md shows. `DUTYSCORE_REWRITE=1 test_core` rewrites the page.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>
#include <string>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"

using namespace dutyscore;

namespace {

std::set<std::string> slots_of(std::string_view sentence) {
  std::set<std::string> out;
  for (std::size_t at = 0; at + 2 < sentence.size(); ++at)
    if (sentence[at] == '{' && sentence[at + 2] == '}')
      out.insert(std::string(sentence.substr(at, 3)));
  return out;
}

struct section {
  const char *prefix, *title;
};
const section sections[] = {
    {"DS01", "Text and grammar"}, {"DS02", "Policies"},  {"DS03", "Data"},
    {"DS04", "Evaluation"},       {"DS05", "Scenarios"},
    {"DS06", "Policies: periods, selections, amendments"},
    {"DS07", "Suspicious but legal"},
    {"DS09", "Files and limits"},
};

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string row_of(const message_entry& m) {
  return "| `" + std::string(m.code) + "` | " +
         (m.level == severity::error ? "error 错误" : "warning 警告") + " | " + cell(m.en) + " | " +
         cell(m.zh) + " |\n";
}

std::string page() {
  std::string out =
      "# Diagnostics\n\n"
      "Every message has a stable code. `{0}`, `{1}` … stand for names, texts and numbers of the "
      "policy or the\n"
      "data; the message then shows the place and, where it can, how to mend it. This page is made "
      "from the table\n"
      "in `include/dutyscore/impl/core/messages.ipp` by `DUTYSCORE_REWRITE=1 "
      "build/tests/core/test_core`.\n";
  for (const section& s : sections) {
    out += "\n## " + std::string(s.prefix) + "xx: " + s.title +
           "\n\n| code | level | English | 中文 |\n| --- | --- | --- | --- |\n";
    for (const message_entry& m : message_catalogue())
      if (m.code.starts_with(s.prefix)) out += row_of(m);
  }
  return out;
}

}  // namespace

TEST_CASE("messages are sorted by code and belong to a section") {
  std::string_view last;
  for (const message_entry& m : message_catalogue()) {
    CAPTURE(m.code);
    CHECK(last < m.code);
    CHECK(m.code.size() == 6);
    bool has_section = false;
    for (const section& s : sections) has_section = has_section || m.code.starts_with(s.prefix);
    CHECK(has_section);
    last = m.code;
  }
}

TEST_CASE("both languages say the same things") {
  for (const message_entry& m : message_catalogue()) {
    CAPTURE(m.code);
    CHECK_FALSE(m.en.empty());
    CHECK_FALSE(m.zh.empty());
    CHECK(slots_of(m.en) == slots_of(m.zh));
  }
}

TEST_CASE("docs/diagnostics.md is current") {
  const std::string path = std::string(DUTYSCORE_SOURCE_DIR) + "/docs/diagnostics.md";
  if (std::getenv("DUTYSCORE_REWRITE")) CHECK(write_file(path, page()).empty());
  CHECK_MESSAGE(read_file(path).value() == page(),
                "run DUTYSCORE_REWRITE=1 build/tests/core/test_core");
}
