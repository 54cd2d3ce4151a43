// A host's own structs scored in one call, as docs/data.md shows it.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace {

const char* const text = R"(policy p {
  activity {
    suggestions integer default 0 for "联络站活动"
    amount decimal from 0 default 0
  }
  indicator visit { on "联络站活动"  award 5 per event }
  indicator voices { on "联络站活动"  award 1 per suggestions }
  indicator donation { on "捐款"  award 1 per 100 amount rounded down }
})";

// clang-format off
struct duty {
  std::string who, what;
  std::chrono::year_month_day day;
  std::optional<int> suggestions;
  std::int64_t cents;
};

auto score(const dutyscore::policy& policy, const std::vector<duty>& duties) {
auto book = dutyscore::evaluate(policy, dutyscore::rows_of(duties,
    dutyscore::field("subject", &duty::who), dutyscore::field("kind", &duty::what),
    dutyscore::field("date", &duty::day), dutyscore::field("suggestions", &duty::suggestions),
    dutyscore::field("amount", [](const duty& d) { return dutyscore::decimal::from_millionths(d.cents * 10'000); })));
return book;
}
// clang-format on

std::chrono::year_month_day may(unsigned day) {
  return {std::chrono::year(2023), std::chrono::May, std::chrono::day(day)};
}

}  // namespace

TEST_CASE("a host's own rows are scored without becoming a table first") {
  const auto policy = dutyscore::compile(text, "p.duty").value();
  const auto book =
      score(policy, {{"甲", "联络站活动", may(6), 3, 0}, {"甲", "捐款", may(9), {}, 99'900}})
          .value();
  const auto points = book.points(book.find("甲").value(), 0, dutyscore::month(2023, 5)).value();
  CHECK(points.to_string() == "17");
  const auto bad = score(policy, {{"甲", "联络站活动", may(32), 3, 0}});
  REQUIRE_FALSE(bad.has_value());
  CHECK(bad.messages().at(0).code == "DS0329");
}
