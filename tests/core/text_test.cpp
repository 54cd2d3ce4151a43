#include "dutyscore/core/text.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "dutyscore/core/source.hpp"
#include "dutyscore/core/text_pool.hpp"

using namespace dutyscore;

TEST_CASE("bytes that are not UTF-8 are found where they stand") {
  struct row {
    const char* bytes;
    std::size_t at;
  };
  for (const row& r : {
           row{"\xff", 0},
           row{"ab\x80", 2},
           row{"\xc0\xaf", 0},                  // overlong
           row{"\xe0\x80\x80", 0},              // overlong
           row{"中\xed\xa0\x80", 3},            // a surrogate
           row{"\xf4\x90\x80\x80", 0},          // beyond U+10FFFF
           row{"分\xe5\x88", 3},                // cut
       })
    CHECK(invalid_utf8(r.bytes) == r.at);
  CHECK_FALSE(invalid_utf8("中文 and ASCII 😀"));
}

TEST_CASE("three bytes are valid when they are decoded as one character or as several") {
  const auto is_decoded = [](std::string_view text) {
    for (std::size_t at = 0, size; at < text.size(); at += size)
      if ((size = decode(text, at).size) == 0) return false;
    return true;
  };
  std::size_t valid = 0;
  for (int lead = 0xC0; lead < 0x100; ++lead)
    for (int second = 0; second < 0x100; ++second)
      for (const int third : {0x00, 0x41, 0x7F, 0x80, 0xA0, 0xBF, 0xC0, 0xFF}) {
        const std::string text{static_cast<char>(lead), static_cast<char>(second),
                               static_cast<char>(third)};
        if (invalid_utf8(text).has_value() == is_decoded(text)) FAIL(lead, " ", second, " ", third);
        valid += is_decoded(text);
      }
  CHECK(valid > 3'000);
}

TEST_CASE("width is counted in columns of a terminal") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("中文") == 4);
  CHECK(display_width("“引”") == 4);  // curly quotes are narrow
  CHECK(display_width("，。（）") == 8);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("😀") == 2);
  CHECK(pad_right("计分", 6) == "计分  ");
  CHECK(pad_left("18", 5) == "   18");
  CHECK(pad_left("长过宽度", 3) == "长过宽度");
}

TEST_CASE("the likeliest word is offered, and none where none is like") {
  const std::vector<std::string> words{"cap", "category", "联络站活动", "捐款", "cite"};
  CHECK(closest("catgory", words) == "category");
  CHECK(closest("ctie", words) == "cite");
  CHECK(closest("联络站活", words) == "联络站活动");
  CHECK(closest("捐献", words) == "捐款");
  CHECK_FALSE(closest("完全不同", words));
  CHECK_FALSE(closest("foo", std::vector<std::string>{"floor"}));
  CHECK_FALSE(closest("indicator", words));
}

TEST_CASE("full-width characters have half-width twins") {
  CHECK(half_width(U'（') == U'(');
  CHECK(half_width(U'５') == U'5');
  CHECK(half_width(U'\u3000') == U' ');
  CHECK(half_width(U'、') == U',');
  CHECK(half_width(U'中') == U'中');
}

TEST_CASE("places in a source count characters") {
  const source s("x.duty", "一二\n\tab\r\nc");
  CHECK(s.locate(3).column == 2);
  CHECK(s.locate(7).line == 2);
  CHECK(s.line(2) == "\tab");
  CHECK(s.line(3) == "c");
  CHECK(s.locate(12).line == 3);
}

TEST_CASE("a pool gives equal texts equal codes") {
  text_pool pool;
  const auto a = pool.intern("捐款"), b = pool.intern("访问");
  CHECK(pool.intern("捐款") == a);
  CHECK(a != b);
  CHECK(pool.text(b) == "访问");
  CHECK_FALSE(pool.find("没有"));
}

TEST_CASE("a pool tells texts of every length apart, and keeps them where they are") {
  text_pool pool;
  std::vector<std::string> texts{""};
  for (std::size_t size = 1; size < 70; ++size)
    for (const char last : {'a', 'b', '\0'}) texts.push_back(std::string(size, 'x') + last);
  for (std::size_t i = 0; i < 5'000; ++i) texts.push_back(std::to_string(i) + std::string(i % 40, ' '));
  std::vector<std::string_view> kept;
  for (const std::string& text : texts) {
    CHECK_FALSE(pool.find(text));
    kept.push_back(pool.text(pool.intern(text)));
  }
  CHECK(pool.size() == texts.size());
  for (text_pool::code c = 0; c < texts.size(); ++c) {
    CHECK(pool.find(texts[c]) == c);
    CHECK(pool.intern(texts[c]) == c);
    CHECK(kept[c] == texts[c]);
    CHECK(pool.text(c).data() == kept[c].data());
    if (texts[c].size() <= detail::text_words::bytes)
      CHECK(pool.find_short(detail::words_of(texts[c]), texts[c].size()) == c);
  }
  CHECK(pool.find_short(detail::words_of("nobody"), 6) == text_pool::unknown);
}

TEST_CASE("copies of a pool share their texts") {
  text_pool one, other;
  const text_pool copy = one;
  const auto c = one.intern("捐款");
  CHECK(copy.text(c) == "捐款");
  CHECK(copy.shares_with(one));
  CHECK_FALSE(copy.shares_with(other));
}
