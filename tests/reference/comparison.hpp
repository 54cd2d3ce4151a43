// The engine beside the reference evaluator: the same case given to both, and the first figure in
// which they differ.
#pragma once

#include <optional>
#include <string>

#include "generator.hpp"

namespace reference {

/// The first difference between engine and reference. `seed` shuffles the rows of the engine.
/// REQUIRES: the checker says that the case is good.
std::optional<std::string> disagreement(const generated_case& c, std::uint64_t seed);

}  // namespace reference
