// A caret stands under the character that it means, by columns of the terminal.
#include <doctest/doctest.h>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/text.hpp"
#include "policy/snippets.hpp"

using namespace dutyscore;

namespace {

/// The shown line of the source and the line of carets below it, both without the margin.
struct rendered {
  std::string line, carets;
};

rendered render(const std::string& marked) {
  const test::marked_text text = test::without_marks(marked);
  diagnostic d;
  d.code = "DS0000";
  d.where = std::make_shared<const source>("t", text.text);
  d.spans.push_back({*text.mark, {}});
  const std::string all = to_text(d, language::zh);
  const std::size_t place = all.find('\n') + 1, line = all.find('\n', place) + 1,
                    carets = all.find('\n', line) + 1;
  const auto after_margin = [&](std::size_t begin) {
    const std::size_t bar = all.find(" | ", begin) + 3;
    return all.substr(bar, all.find('\n', bar) - bar);
  };
  return {after_margin(line), after_margin(carets)};
}

struct placing {
  const char* marked;
  const char* line;
  const char* carets;
};

const placing placings[] = {
    {"award «x» per event", "award x per event", "      ^"},
    {"计分 每次 «五» 分", "计分 每次 五 分", "          ^^"},
    {"计分 每 «金额» 1 分", "计分 每 金额 1 分", "        ^^^^"},
    {"上限，每月«３０»分", "上限，每月３０分", "          ^^^^"},
    {"依据 “第一条” «多余»", "依据 “第一条” 多余", "              ^^^^"},
    // tabs are one column, characters that hide are shown
    {"\t\taward «x»", "  award x", "        ^"},
    {"a\x01«b»", "a·b", "  ^"},
    {"a\u202E«b»", "a·b", "  ^"},
    {"e\u0301 «b»", "e\u0301 b", "  ^"},
    // only the line of the beginning is shown
    {"one\ntwo «thr\nee» four", "two thr", "    ^^^"},
    {"one\r\n«two»\r\n", "two", "^^^"},
    // places without a width
    {"award «»1", "award 1", "      ^"},
    {"award 1«»", "award 1", "       ^"},
    {"award 1«\n»x", "award 1", "       ^"},
    {"policy p {\n«»", "", "^"},
    {"«»", "", "^"},
};

}  // namespace

TEST_CASE("carets stand under their characters") {
  for (const placing& p : placings) {
    CAPTURE(p.marked);
    const rendered r = render(p.marked);
    CHECK(r.line == p.line);
    CHECK(r.carets == p.carets);
  }
}

TEST_CASE("of a long line only the surroundings of the mark are shown") {
  for (const std::string filler : {"x", "字", "\u0301a", "\t"}) {
    std::string many;
    for (int i = 0; i < 5000; ++i) many += filler;
    const rendered r = render(many + "«错误»" + many);
    CHECK(display_width(r.line) <= 150);
    const std::size_t caret = r.carets.find('^');
    CHECK(display_width(r.line.substr(0, r.line.find("错误"))) == caret);
    CHECK(r.carets.substr(caret) == "^^^^");
    CHECK(r.line.starts_with("…"));
    CHECK(r.line.ends_with("…"));
  }
}

TEST_CASE("bytes that are not UTF-8 are shown as one column each") {
  const rendered r = render(std::string("a\xFF\x80") + "«b»");
  CHECK(r.line == "a··b");
  CHECK(r.carets == "   ^");
}
