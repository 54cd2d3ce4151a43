// The engine, given a case of the reference evaluator's.
#pragma once

#include <optional>
#include <string>

#include "dutyscore/core/result.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/policy/policy.hpp"
#include "generator.hpp"

namespace reference {

/// Gives the case to the engine, the rows in the order of `order` (indices into c.rows; empty: as
/// they are). A row's number is its index in c.rows + 1.
dutyscore::result<dutyscore::book> evaluate(const dutyscore::policy& policy,
                                            const generated_case& c,
                                            const std::vector<std::size_t>& order = {});

/// These rows of the case (indices into c.rows) as a batch, and its roster.
dutyscore::batch rows_of(const dutyscore::policy& policy, const generated_case& c,
                         const std::vector<std::size_t>& some);
std::optional<dutyscore::roster> roster_of(const dutyscore::policy& policy,
                                           const generated_case& c);

/// Roster and through of the case; bad rows are reported.
dutyscore::evaluate_options options_of(const dutyscore::policy& policy, const generated_case& c);

/// What the checker says against the policy; nothing when it is good.
std::optional<std::string> refusal_of(const std::string& policy);

}  // namespace reference
