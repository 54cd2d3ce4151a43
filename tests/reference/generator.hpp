// Random policies and random rows for them. The same seed gives the same case on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reference.hpp"

namespace reference {

enum class spelling { english, chinese, mixed };

struct generator_options {
  /// Also clauses that are not evaluated yet, scenarios, comments and loose spelling: for the
  /// parser and the printer.
  bool whole_language = false;
};

/// A policy in lines: a block is opened at the end of a line and closed by a line of its own, so
/// that a case can be made smaller by leaving lines out.
struct generated_case {
  std::vector<std::string> policy;
  std::vector<row> rows;
  std::optional<std::vector<person>> roster;
  std::optional<date> through;

  std::string text() const;
};

generated_case generate(std::uint64_t seed, const generator_options& options = {});

/// Rows, roster and through as a person reads them.
std::string describe(const generated_case& c);

}  // namespace reference
