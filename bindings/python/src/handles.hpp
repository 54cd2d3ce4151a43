// What Python objects hold: cheap handles to values of the library.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binding.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/book.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::python {

struct policy_handle {
  policy rules;
  diagnostics warnings;
};

/// Activities that have been read.
struct batch_handle {
  batch rows;
};

struct roster_handle {
  roster subjects;
};

struct book_handle {
  book scores;
  /// Of a book that keeps no rows: the cells that it was made of.
  std::shared_ptr<const std::vector<std::string>> cells = nullptr;
};

inline std::optional<roster> roster_of(const roster_handle* handle) {
  return handle ? std::optional(handle->subjects) : std::nullopt;
}

/// The period that the policy's calendar calls so.
period period_of(const policy& rules, std::string_view text);
/// Without a text, the year of the book's last day.
period period_or_year(const book& from, const std::optional<std::string>& text);
/// Without a text, all days.
period period_or_all(const policy& rules, const std::optional<std::string>& text);

}  // namespace dutyscore::python
