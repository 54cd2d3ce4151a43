// The engine beside the reference evaluator: the same case given to both, and the first figure in
// which they differ.
#pragma once

#include <optional>
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

/// Why the text is no policy; nothing when it is one.
std::optional<std::string> refusal_of(const std::string& policy);

/// The first difference between engine and reference. `seed` shuffles the rows of the engine.
std::optional<std::string> disagreement(const generated_case& c, std::uint64_t seed);

/// Leaves out rows, people, clauses and cells as long as engine and reference still disagree.
generated_case smallest(generated_case c, std::uint64_t seed);

}  // namespace reference
