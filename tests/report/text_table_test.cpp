#include "dutyscore/report/text_table.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "dutyscore/core/text.hpp"

using namespace dutyscore;
using enum alignment;

TEST_CASE("columns line up by display width") {
  text_table table({left, right, left}, 2);
  table.header({"事项", "n", "x"});
  table.row({"走访", "5", "a"});
  table.row({"ab", "1000", "b"});
  CHECK(table.to_text() ==
        "  事项     n  x\n"
        "  走访     5  a\n"
        "  ab    1000  b\n");
}

TEST_CASE("numbers line up at their points") {
  text_table table({point, left});
  for (const char* n : {"5", "-0.25", "1000", "3.5"}) table.row({n, "|"});
  CHECK(table.to_text() ==
        "   5     |\n"
        "  -0.25  |\n"
        "1000     |\n"
        "   3.5   |\n");
}

TEST_CASE("a title wider than its numbers is right above them") {
  text_table table({point, left});
  table.header({"积分", "x"});
  table.row({"5", "a"});
  CHECK(table.to_text() ==
        "积分  x\n"
        "   5  a\n");
}

TEST_CASE("lines have no spaces at their ends") {
  text_table table({left, left});
  table.row({"long cell", ""});
  table.row({"s", ""});
  CHECK(table.to_text() == "long cell\ns\n");
}

TEST_CASE("what the data hold cannot break the layout") {
  struct {
    std::string in, out;
  } cases[] = {
      {"a\nb", "a·b"},  {"\x1b[31mred", "·[31mred"},     {"\xff", "·"},
      {"普通", "普通"}, {std::string("a\0b", 3), "a·b"},
  };
  for (const auto& c : cases) CHECK(printable(c.in) == c.out);
}

TEST_CASE("a row must have one cell per column") {
  text_table table({left, left});
  CHECK_THROWS_AS(table.row({"one"}), std::invalid_argument);
}
