// The engine, given a case of the reference evaluator's.
#pragma once

#include <string>

#include "dutyscore/core/result.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"
#include "generator.hpp"

namespace reference {

/// Gives the case to the engine, the rows in the order of `order` (indices into c.rows; empty: as
/// they are). A row's number is its index in c.rows + 1.
dutyscore::result<dutyscore::book> evaluate(const dutyscore::policy& policy,
                                            const generated_case& c,
                                            const std::vector<std::size_t>& order = {});

enum class answer {
  good,
  not_evaluated_yet,  // DS0201, or a column that is not offered yet
  refused,
};

/// What the checker says.
struct check_result {
  answer is;
  std::string why;
};
check_result check(const std::string& policy);
check_result check(const generated_case& c);

}  // namespace reference
