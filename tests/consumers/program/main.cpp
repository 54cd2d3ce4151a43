// What a user's first program looks like. Each consumer project builds it in its own way.
#include <dutyscore.hpp>
#include <iostream>
#include <vector>

dutyscore::policy small_policy();                                        // other_unit.cpp
dutyscore::decimal points_from_csv(const dutyscore::policy& of_policy);  // other_unit.cpp

namespace {

struct duty {
  std::string who;
  std::string what;
  dutyscore::date day;
  std::int64_t yuan = 0;
};

dutyscore::decimal points_from_structs(const dutyscore::policy& policy) {
  const std::vector<duty> duties = {
      {"彭闰芝", "联络站活动", *dutyscore::date::of(2023, 5, 6)},
      {"彭闰芝", "捐款", *dutyscore::date::of(2023, 5, 9), 999},
  };
  using dutyscore::field;
  const auto amount = [](const duty& d) {
    return d.what == "捐款" ? std::optional(d.yuan) : std::nullopt;
  };
  const auto book =
      dutyscore::evaluate(
          policy,
          dutyscore::rows_of(duties, field("subject", &duty::who), field("kind", &duty::what),
                             field("date", &duty::day), field("amount", amount)))
          .value();
  return book.points(*book.find("彭闰芝"), 0, dutyscore::month(2023, 5)).value();
}

}  // namespace

int main() {
  const dutyscore::policy policy = small_policy();
  const dutyscore::decimal points = points_from_structs(policy);
  std::cout << dutyscore::version << " " << points.to_string() << "\n";
  return points == dutyscore::decimal::of(15) && points == points_from_csv(policy) ? 0 : 1;
}
