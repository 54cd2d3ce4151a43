// Shards against one batch: rows split in any way, cells added in any order, the same book and the
// same bytes.
#include <doctest/doctest.h>

#include <map>

#include "books.hpp"
#include "cases.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/merge.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "random.hpp"

using namespace reference;

namespace {

namespace ds = dutyscore;

/// Rows of one subject and id go together, so that a batch and its shards find the same clashes.
std::vector<std::vector<std::size_t>> shards_of(const generated_case& c, dice& d) {
  std::vector<std::vector<std::size_t>> out(1 + d.below(5));
  std::map<std::pair<std::string, std::string>, std::size_t> of_id;
  for (std::size_t r = 0; r < c.rows.size(); ++r) {
    std::size_t shard = d.below(out.size());
    if (!c.rows[r].id.empty())
      shard = of_id.try_emplace({c.rows[r].subject, c.rows[r].id}, shard).first->second;
    out[shard].push_back(r);
  }
  return out;
}

std::vector<std::string> cells_of(const ds::policy& policy, const generated_case& c,
                                  const std::vector<std::size_t>& rows) {
  const ds::accumulate_options options{roster_of(policy, c), ds::on_bad_row::report};
  return ds::accumulate(policy, rows_of(policy, c, rows), options).value();
}

/// Some are added before the others, whatever subjects they are of.
std::vector<std::string> merged_in_some_order(const ds::policy& policy,
                                              std::vector<std::string> cells, dice& d) {
  d.shuffle(cells);
  for (int rounds = d.between(0, 2); rounds > 0 && !cells.empty(); --rounds) {
    const auto half = cells.begin() + static_cast<std::ptrdiff_t>(d.below(cells.size() + 1));
    std::vector<std::string> some(half, cells.end());
    cells.erase(half, cells.end());
    for (std::string& sum : ds::merge_all(policy, some).value()) cells.push_back(std::move(sum));
    d.shuffle(cells);
  }
  return cells;
}

std::optional<std::string> difference_of_shards(const generated_case& c, std::uint64_t seed) {
  dice d(seed);
  const ds::policy policy = ds::compile(c.text()).value();
  std::vector<std::size_t> all;
  for (std::size_t r = 0; r < c.rows.size(); ++r) all.push_back(r);
  std::vector<std::string> cells;
  for (const auto& shard : shards_of(c, d))
    for (std::string& one : cells_of(policy, c, shard)) cells.push_back(std::move(one));
  cells = merged_in_some_order(policy, std::move(cells), d);
  if (ds::merge_all(policy, cells).value() != cells_of(policy, c, all))
    return "the bytes of the shards are not those of all rows";
  const auto merged = ds::finish(policy, cells, {roster_of(policy, c), c.through});
  return difference(evaluate(policy, c), merged);
}

}  // namespace

TEST_CASE("merged shards agree with one batch") {
  std::size_t failed = 0;
  for_each_case(300, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text()) || failed > 5) return;
    const auto differs = difference_of_shards(c, seed);
    failed += differs.has_value();
    CHECK_MESSAGE(!differs, "case " << seed << ": " << *differs << "\n" << c.text() << describe(c));
  });
}
