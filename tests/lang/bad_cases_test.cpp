// Mistakes, one by one. Each file of bad/cases/ holds cases of one theme: a line `#! WHERE | NAME`
// and the text below it, put where WHERE says, with the mistake between « and ». A case has exactly
// one message, and it points at exactly that place. Beside the file stands what a reader sees, in
// English and in Chinese: `DUTYSCORE_REWRITE=1 test_lang` writes it; read the difference.
#include "lang/beside.hpp"

#include <map>
#include <set>

#include "dutyscore/core/messages.hpp"
#include "policy/snippets.hpp"

using namespace dutyscore;
using namespace dutyscore::test;
namespace fs = std::filesystem;

namespace {

struct bad_case {
  std::string where, name, text;
};

std::vector<fs::path> case_files() { return files_in("tests/lang/bad/cases", {".cases"}); }

std::vector<bad_case> cases_of(const std::string& text) {
  std::vector<bad_case> out;
  for (std::size_t at = text.find("#! "); at != std::string::npos;) {
    const std::size_t line_end = text.find('\n', at), bar = text.find(" | ", at);
    const std::size_t next = text.find("\n#! ", line_end);
    const std::size_t end = next == std::string::npos ? text.size() : next + 1;
    REQUIRE(bar < line_end);
    std::string body = text.substr(line_end + 1, end - line_end - 1);
    while (body.ends_with("\n\n")) body.pop_back();
    if (body.ends_with("»\n")) body.pop_back();  // at the end of the text
    out.push_back(
        {text.substr(at + 3, bar - at - 3), text.substr(bar + 3, line_end - bar - 3), body});
    at = next == std::string::npos ? next : next + 1;
  }
  return out;
}

/// The whole text; what is around the case is free of mistakes.
std::string whole(const bad_case& c) {
  static const std::map<std::string, around> places = {
      {"text", around::nothing},     {"markdown", around::nothing},
      {"policy", around::policy},    {"category", around::category},
      {"indicator", around::indicator}, {"veto", around::veto},
      {"list", around::list},        {"fields", around::fields},
      {"line", around::indicator},   {"scenario", around::policy}};
  const auto place = places.find(c.where);
  REQUIRE_MESSAGE(place != places.end(), c.where);
  if (c.where != "scenario") return policy_around(place->second, c.text);
  return policy_around(around::policy, "indicator work { on \"a\" award 1 per n }\nlist honoured per year { top 1 }") +
         "scenario \"s\" for p {\n" + c.text + "}\n";
}

diagnostics messages_of_case(const bad_case& c, const std::string& text) {
  return messages_of(c.where == "markdown" ? "case.md" : "case", text);
}

std::string heading(const bad_case& c) { return "#! " + c.where + " | " + c.name + "\n"; }

void check_place(const diagnostic& d, const marked_text& text) {
  REQUIRE_MESSAGE(text.mark, "the case marks no place");
  REQUIRE(!d.spans.empty());
  CHECK(text.text.substr(d.spans[0].where.begin, d.spans[0].where.end - d.spans[0].where.begin) ==
        text.text.substr(text.mark->begin, text.mark->end - text.mark->begin));
  CHECK(d.spans[0].where.begin == text.mark->begin);
}

}  // namespace

TEST_CASE("every mistake has one message, at its place") {
  std::set<std::string> names;
  for (const fs::path& path : case_files()) {
    std::string en, zh;
    for (const bad_case& c : cases_of(read_file(path.string()).value())) {
      const std::string title = path.stem().string() + ": " + c.name;
      CAPTURE(title);
      CHECK(names.insert(c.name).second);
      const marked_text text = without_marks(whole(c));
      const diagnostics found = messages_of_case(c, text.text);
      INFO(to_text(found, language::en));
      CHECK(found.size() == 1);
      if (!found.empty()) check_place(found[0], text);
      en += heading(c) + to_text(found, language::en) + "\n";
      zh += heading(c) + to_text(found, language::zh) + "\n";
    }
    check_beside(path, ".en.txt", en);
    check_beside(path, ".zh.txt", zh);
  }
  CHECK(names.size() >= 400);
}

TEST_CASE("the cases meet every message about texts") {
  // Those of limits have tests of their own, with long texts; those about policies as well.
  std::set<std::string> missing;
  for (const message_entry& m : message_catalogue())
    if (m.code < "DS0200") missing.insert(std::string(m.code));
  for (const char* limit : {"DS0101", "DS0102", "DS0103", "DS0115", "DS0119", "DS0121"})
    missing.erase(limit);
  for (const fs::path& path : case_files())
    for (const bad_case& c : cases_of(read_file(path.string()).value()))
      for (const diagnostic& d : messages_of_case(c, without_marks(whole(c)).text)) missing.erase(d.code);
  std::string codes;
  for (const std::string& code : missing) codes += code + " ";
  CHECK(codes == "");
}
