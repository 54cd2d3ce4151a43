#include "dutyscore/data/columns.hpp"

#include <doctest/doctest.h>

#include "data/sample.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"

using namespace dutyscore;

namespace {

const schema duties = sample::duties();

}  // namespace

TEST_CASE("a column is found by name, label and, when fixed, in either language") {
  const auto find = [](const char* header) {
    return find_column(duties, table_kind::activities, header);
  };
  CHECK(find("kind") == column_of(fixed_column::kind));
  CHECK(find("事项") == column_of(fixed_column::kind));
  CHECK(find("amount") == column_of_field(1));
  CHECK(find("金额（元）") == column_of_field(1));
  CHECK_FALSE(find("Kind"));
  CHECK_FALSE(find("org_unit"));
  CHECK_FALSE(find(""));
  CHECK(find_column(duties, table_kind::roster, "单位") == column_of(fixed_column::org_unit));
  CHECK_FALSE(find_column(duties, table_kind::roster, "kind"));
}

TEST_CASE("what only the other schema has is told by name and by label") {
  const auto of = [](std::string name, std::string label) {
    return schema_field{std::move(name), std::move(label), value_type::text, {}, {}, {}, {}, {}};
  };
  schema own, other;
  own.activity = {of("a", "甲"), of("b", "乙")};
  other.activity = {of("a", "甲"), of("乙", "丙"), of("d", "丁")};
  other.subject = {of("a", "甲")};
  CHECK(titles_unknown_to(own, other) == std::vector<std::string>{"丙", "d", "丁", "a", "甲"});
  CHECK(titles_unknown_to(other, own) == std::vector<std::string>{"b"});
  CHECK(titles_unknown_to(own, own).empty());
}

TEST_CASE("a header is written so that it can be read") {
  CHECK(to_csv_header(duties, table_kind::activities) ==
        "subject,kind,date,end,title,id,standing,since,reason,evidence,credited,suggestions,amount,capacity,"
        "asked,urgent\n");
  CHECK(to_csv_header(duties, table_kind::roster, language::zh) ==
        "对象,姓名,单位,任职起,任职止,小组,定额\n");
  schema odd;
  odd.activity = {{"a", "甲,\"乙\"", value_type::text, {}, {}, {}, cell_value{}, {}},
                  {"b", "同名", value_type::text, {}, {}, {}, cell_value{}, {}},
                  {"c", "同名", value_type::text, {}, {}, {}, cell_value{}, {}}};
  odd.subject = odd.activity;
  for (language lang : {language::en, language::zh}) {
    const std::string header = to_csv_header(odd, table_kind::activities, lang);
    CAPTURE(header);
    CHECK(read_csv_text(header, "f", odd).has_value());
    CHECK(read_roster_csv_text(to_csv_header(odd, table_kind::roster, lang), "f", odd).has_value());
  }
  CHECK(to_csv_header(odd, table_kind::roster, language::zh) ==
        "对象,姓名,单位,任职起,任职止,\"甲,\"\"乙\"\"\",b,c\n");
}
