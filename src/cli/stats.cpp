#include "cli/stats.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace dutyscore::cli {
namespace {

std::uint64_t most_memory() {
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) != 0) return 0;
#ifdef __APPLE__
  return static_cast<std::uint64_t>(used.ru_maxrss);
#else
  return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
#endif
}

}  // namespace

std::chrono::nanoseconds stopwatch::lap() {
  const auto now = std::chrono::steady_clock::now();
  return now - std::exchange(last_, now);
}

void say_stats(run_stats s, std::chrono::nanoseconds writing, const policy& rules,
               const arguments& a, const console& to) {
  if (!a.stats) return;
  s.writing = writing;
  s.threads = threads_of(a);
  s.most_memory = most_memory();
  const bool is_json = std::any_of(a.outputs.begin(), a.outputs.end(), [](const output_target& o) {
    return o.format == format::json;
  });
  to.note(is_json ? to_json(s, rules) : to_text(s, rules, to.lang));
}

}  // namespace dutyscore::cli
