// The C++ of README.md, compiled and run.
#include <dutyscore.hpp>
#include <filesystem>
#include <iostream>
#include <sstream>

std::string printed_by_the_readme();

namespace {

void print_may() {
  // clang-format off
// [readme]
auto policy = dutyscore::compile_file("rules/shigu-2022.duty").value();
auto rows = dutyscore::read_csv("examples/shigu/activities-2023.csv", policy.schema()).value();
auto deputies = dutyscore::read_roster_csv("examples/shigu/roster.csv", policy.schema()).value();
auto book = dutyscore::evaluate(policy, rows, {.subjects = deputies}).value();
auto may = dutyscore::statement_of(book, "彭闰芝", dutyscore::month(2023, 5)).value();
std::cout << may.total.to_string() << "\n";  // 58
std::cout << dutyscore::to_text(may);        // 5月6日 到人大代表联络站接待群众，计5分；……5月份共计58分。
// [/readme]
  // clang-format on
}

}  // namespace

std::string printed_by_the_readme() {
  std::filesystem::current_path(DUTYSCORE_SOURCE_DIR);
  std::ostringstream printed;
  std::streambuf* const before = std::cout.rdbuf(printed.rdbuf());
  print_may();
  std::cout.rdbuf(before);
  return printed.str();
}
