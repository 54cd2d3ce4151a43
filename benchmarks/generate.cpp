// Writes made-up activities to standard output: generate csv|jsonl sorted|shuffled ROWS SUBJECTS
#include <cstdlib>
#include <cstring>
#include <exception>

#include "generator.hpp"

int main(int count, char** arguments) {
  const auto is = [&](int at, const char* word) { return std::strcmp(arguments[at], word) == 0; };
  if (count != 5 || !(is(1, "csv") || is(1, "jsonl")) || !(is(2, "sorted") || is(2, "shuffled")))
    return std::fputs("generate csv|jsonl sorted|shuffled ROWS SUBJECTS\n", stderr), 4;
  try {
    const benchmarks::activities rows(
        {std::strtoull(arguments[3], nullptr, 10), std::strtoull(arguments[4], nullptr, 10)},
        is(2, "sorted") ? benchmarks::order::sorted : benchmarks::order::shuffled);
    (is(1, "csv") ? benchmarks::write_csv : benchmarks::write_json_lines)(rows, stdout);
    return std::fflush(stdout) == 0 ? 0 : 2;
  } catch (const std::exception& failed) {
    return std::fprintf(stderr, "%s\n", failed.what()), 2;
  }
}
