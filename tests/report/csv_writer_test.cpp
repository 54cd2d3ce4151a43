#include "dutyscore/report/csv_writer.hpp"

#include <doctest/doctest.h>

using dutyscore::csv_writer;

TEST_CASE("cells are quoted when they need it, and lines end with a line feed") {
  csv_writer out({"a", "b"});
  out.row({"计5分", ""});
  out.row({"x,y", "he said \"no\""});
  out.row({"two\nlines", "one\rline"});
  CHECK(out.take() ==
        "a,b\n"
        "计5分,\n"
        "\"x,y\",\"he said \"\"no\"\"\"\n"
        "\"two\nlines\",\"one\rline\"\n");
}
