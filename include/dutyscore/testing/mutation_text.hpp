// A mutation report as people and programs read it. Pure functions.
#pragma once

#include <string>

#include "dutyscore/core/config.hpp"
#include "dutyscore/testing/mutation.hpp"

namespace dutyscore {

/// Survivors at their places, each with a scenario that would notice; explained ones with their
/// reasons; at the end the counts. With ANSI colours when `colours`.
std::string to_text(const mutation_report& report, language lang = language::zh,
                    bool colours = false);

/// Every mutant and what became of it, and the counts.
std::string to_json(const mutation_report& report);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/testing/mutation_text.ipp"
#endif
