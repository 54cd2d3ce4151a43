// The program's own records, scored as its users' will be: a unit test of a policy.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <dutyscore.hpp>
#include <dutyscore/testing/doctest.hpp>
#include <vector>

// [records]
struct record {
  std::string member, what;
  dutyscore::date day;
  std::int64_t yuan = 0;
};

dutyscore::book score(const dutyscore::policy& policy, const std::vector<record>& records) {
  using dutyscore::field;
  const auto amount = [](const record& r) {
    return r.what == "捐款" ? std::optional(r.yuan) : std::nullopt;
  };
  return dutyscore::evaluate(
             policy, dutyscore::rows_of(records, field("subject", &record::member),
                                        field("kind", &record::what), field("date", &record::day),
                                        field("amount", amount)))
      .value();
}

TEST_CASE("a large donation does not lift the cap on visits") {
  const auto club = dutyscore::compile_file(POLICIES "/club.duty").value();
  const auto may = [](int day) { return dutyscore::date::of(2023, 5, day).value(); };
  const auto book = score(club, {{"甲", "到场", may(6)},
                                 {"甲", "到场", may(9)},
                                 {"甲", "捐款", may(9), 250}});
  const auto s = dutyscore::statement_of(book, "甲", dutyscore::month(2023, 5)).value();
  CHECK(s.total == dutyscore::decimal::of(10));
  CHECK(s.entries.size() == 4);  // two visits, what the cap takes, the donation
  CHECK(s.refused.empty());
}

TEST_CASE("the policy's own scenarios") {
  dutyscore::testing::check_scenarios({POLICIES "/club.duty", POLICIES "/cases"}, {"到场*"});
}
// [/records]
