// What arrow.py measures the Python package against: the same calls in C++, on the same Arrow
// arrays. A library, which Python loads by ctypes.
#include <cstdint>
#include <cstdio>
#include <exception>

#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"

namespace {

using namespace dutyscore;

struct scorer {
  policy rules;
  unsigned threads;
};

batch rows_of(const scorer& s, ArrowArrayStream* stream) {
  arrow_options options;
  options.threads = s.threads;
  return read_arrow(stream, s.rules.schema(), options).value();
}

template <class Work>
int tried(Work work) {
  try {
    return work(), 0;
  } catch (const std::exception& failed) {
    return std::fprintf(stderr, "%s\n", failed.what()), 1;
  }
}

}  // namespace

extern "C" {

/// Null when the policy cannot be used.
void* open_scorer(const char* path, unsigned threads) {
  auto rules = compile_file(path);
  return rules ? new scorer{*std::move(rules), threads} : nullptr;
}

/// From rows to a book, which is gone when the call returns. 0 when it worked.
int make_book(void* with, ArrowArrayStream* stream) {
  return tried([&] {
    const scorer& s = *static_cast<scorer*>(with);
    evaluate_options options;
    options.threads = s.threads;
    (void)evaluate(s.rules, rows_of(s, stream), options).value();
  });
}

/// From rows to the points of everybody in the year, whose sum in millionths becomes `sum`.
int make_totals(void* with, ArrowArrayStream* stream, std::int64_t* sum) {
  return tried([&] {
    const scorer& s = *static_cast<scorer*>(with);
    totals_options options;
    options.threads = s.threads;
    const totals made = total_points(s.rules, rows_of(s, stream), options).value();
    *sum = 0;
    for (const total& row : made.rows()) *sum += made.points(row).millionths();
  });
}

}  // extern "C"
