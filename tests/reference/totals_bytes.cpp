// The totals of generated cases as digests, one to a line, worked out by one, two and five threads,
// which must agree. What one machine prints on its fast and on its portable path must agree, too:
// totals_bytes.cmake compares.
#include <cstdio>

#include "cases.hpp"
#include "dutyscore/core/sha256.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/scores.hpp"
#include "engine.hpp"
#include "generator.hpp"

using namespace reference;
namespace ds = dutyscore;

namespace {

std::string bytes_of(const ds::policy& policy, const ds::batch& rows,
                     const ds::totals_options& options) {
  const auto made = ds::total_points(policy, rows, options);
  return made ? to_csv(*made, policy, std::nullopt) + made->through().to_string()
              : ds::to_text(made.messages(), ds::language::en);
}

}  // namespace

int main() {
  bool agree = true;
  for_each_case(1500, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text())) return;
    const auto policy = ds::compile(c.text()).value();
    std::vector<std::size_t> all;
    for (std::size_t r = 0; r < c.rows.size(); ++r) all.push_back(r);
    const ds::batch rows = rows_of(policy, c, all);
    ds::totals_options options;
    static_cast<ds::evaluate_options&>(options) = options_of(policy, c);
    options.by = seed % 2 == 0 ? ds::period_unit::month : ds::period_unit::year;
    options.with_blocks = true;
    options.fuse_from = 0;
    const std::string bytes = bytes_of(policy, rows, options);
    for (const unsigned threads : {2u, 5u}) {
      options.threads = threads;
      if (bytes_of(policy, rows, options) == bytes) continue;
      std::printf("case %llu differs in %u threads\n", static_cast<unsigned long long>(seed),
                  threads);
      agree = false;
    }
    std::printf("%llu ", static_cast<unsigned long long>(seed));
    for (const auto byte : ds::sha256_of(bytes)) std::printf("%02x", static_cast<unsigned>(byte));
    std::printf("\n");
  });
  return agree ? 0 : 1;
}
