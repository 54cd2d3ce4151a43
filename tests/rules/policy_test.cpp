// The model case as a text: the eight demands in their order, thirty indicators, every clause
// cited, and the published figures where the regulation's table would have them.
#include "dutyscore/policy/policy.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "doctest/doctest.h"
#include "dutyscore/policy/from_ast.hpp"

namespace {

using namespace dutyscore;

const policy& shigu() {
  static const policy p = compile_file(DUTYSCORE_SOURCE_DIR "/rules/shigu-2022.duty").value();
  return p;
}

std::vector<const block*> blocks_of(block_kind kind) {
  std::vector<const block*> found;
  for (const block& b : shigu()->blocks)
    if (b.kind == kind) found.push_back(&b);
  return found;
}

TEST_CASE("the eight demands stand in the order in which they were given") {
  const std::vector<std::string> demands = {
      "一、人大制度要熟知", "二、人大会议要准时", "三、代表活动要积极", "四、讨论发言要踊跃",
      "五、意见建议要实在", "六、联系选民要密切", "七、好人好事要多做", "八、工作生活要规矩"};
  std::vector<std::string> written;
  for (const block_id member : shigu()->blocks[0].members)
    written.push_back(shigu()->blocks[member].label);
  CHECK(written == demands);
}

TEST_CASE("there are thirty indicators, each with its paragraph") {
  const auto indicators = blocks_of(block_kind::indicator);
  CHECK(indicators.size() == 30);
  for (const block* b : indicators) {
    CAPTURE(b->name);
    CHECK(b->cite.starts_with("第"));
    CHECK(b->label != b->name);
  }
}

TEST_CASE("nobody is scored by it before it was in force") {
  CHECK(shigu()->blocks[0].in_force.first == *date::of(2022, 3, 25));
  CHECK(shigu()->blocks[0].in_force.last == date::max());
}

TEST_CASE("one veto stands over the whole policy and voids the year") {
  REQUIRE(shigu()->vetoes.size() == 1);
  CHECK(shigu()->vetoes[0].where_it_stands == 0);
  CHECK(shigu()->vetoes[0].effects.at(0).per == period_unit::year);
}

TEST_CASE("seventeen are honoured") {
  const auto& lists = shigu()->lists;
  const auto honoured =
      std::find_if(lists.begin(), lists.end(), [](const list& l) { return l.name == "honoured"; });
  REQUIRE(honoured != lists.end());
  CHECK(honoured->top == decimal::of(17));
  CHECK_FALSE(honoured->top_is_percent);
}

}  // namespace
