// What a user's first program looks like. Each consumer project builds it in its own way.
#include <dutyscore.hpp>
#include <iostream>

std::string points_of_two_rows();  // other_unit.cpp

int main() {
  const std::string points = points_of_two_rows();
  std::cout << points << "\n";
  return points == "18" ? 0 : 1;
}
