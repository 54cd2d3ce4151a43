// A second unit that includes everything: both must link into one program.
#include <dutyscore.hpp>

std::string points_of_two_rows();

std::string points_of_two_rows() {
  const auto visit = dutyscore::decimal::of(5);
  const auto donation = dutyscore::decimal::parse("13");
  return dutyscore::add(visit, donation.value()).value().to_string();
}
