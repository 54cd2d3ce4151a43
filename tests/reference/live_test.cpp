// A live account against one batch: after any changes it says what evaluate() says of the activities
// that are left.
#include <doctest/doctest.h>

#include "books.hpp"
#include "cases.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/live.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "engine.hpp"
#include "random.hpp"

using namespace reference;

namespace {

namespace ds = dutyscore;

/// One case on its way: which rows of the batch are in the account.
class live_case {
 public:
  live_case(const generated_case& c, std::uint64_t seed)
      : case_(c),
        dice_(seed),
        policy_(ds::compile(c.text()).value()),
        options_{roster_of(policy_, c), c.through, seed % 2 == 0},
        account_(policy_, options_),
        rows_(rows_of(policy_, c, all_of(c))),
        prepared_(account_.prepare(rows_)),
        is_in_(rows_.rows()) {}

  std::optional<std::string> run() {
    for (int steps = dice_.between(1, 3); steps > 0; --steps) {
      for (std::size_t n = 2 * is_in_.size(); n > 0; --n) change();
      if (const auto differs = difference(evaluated(), account_.book())) return differs;
      const std::string bytes = account_.snapshot();
      account_ = ds::live::restore(policy_, options_, bytes).value();
      prepared_ = account_.prepare(rows_);
      if (account_.snapshot() != bytes) return "a restored account has another snapshot";
    }
    return std::nullopt;
  }

 private:
  static std::vector<std::size_t> all_of(const generated_case& c) {
    std::vector<std::size_t> all;
    for (std::size_t r = 0; r < c.rows.size(); ++r) all.push_back(r);
    return all;
  }
  void change() {
    const auto row = static_cast<std::uint32_t>(dice_.below(is_in_.size()));
    const auto other = static_cast<std::uint32_t>(dice_.below(is_in_.size()));
    if (!is_in_[row]) {
      is_in_[row] = account_.apply(prepared_, row).empty();
    } else if (!is_in_[other] && dice_.percent(50)) {
      if (account_.correct(prepared_, row, prepared_, other).empty()) {
        is_in_[row] = false;
        is_in_[other] = true;
      }
    } else if (dice_.percent(60)) {
      is_in_[row] = !account_.retract(prepared_, row).empty();
    }
  }
  ds::result<ds::book> evaluated() const {
    std::vector<std::size_t> left;
    for (std::size_t row = 0; row < is_in_.size(); ++row)
      if (is_in_[row]) left.push_back(rows_->number_of(row) - 1);
    return ds::evaluate(policy_, rows_of(policy_, case_, left),
                        {options_.subjects, options_.through, ds::on_bad_row::fail});
  }

  const generated_case& case_;
  dice dice_;
  ds::policy policy_;
  ds::live_options options_;
  ds::live account_;
  ds::batch rows_;
  ds::activities prepared_;
  std::vector<bool> is_in_;
};

}  // namespace

TEST_CASE("a live account agrees with a batch of what is left") {
  std::size_t failed = 0;
  for_each_case(300, [&](std::uint64_t seed) {
    const generated_case c = generate(seed);
    if (refusal_of(c.text()) || c.rows.empty() || failed > 5) return;
    const auto differs = live_case(c, seed).run();
    failed += differs.has_value();
    CHECK_MESSAGE(!differs, "case " << seed << ": " << *differs << "\n" << c.text() << describe(c));
  });
}
