// Smaller cases that show the same disagreement.
#pragma once

#include "generator.hpp"

namespace reference {

/// Leaves out rows, people, clauses and cells as long as engine and reference still disagree.
generated_case smallest(generated_case c, std::uint64_t seed);

}  // namespace reference
