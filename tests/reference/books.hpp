// Two books of the same rows, made in different ways: everything that both can tell must be equal.
#pragma once

#include <optional>
#include <string>

#include "dutyscore/engine/book.hpp"

namespace reference {

/// The first figure in which they differ; bad rows are not asked. One of them may keep no rows.
std::optional<std::string> difference(const dutyscore::result<dutyscore::book>& a,
                                      const dutyscore::result<dutyscore::book>& b);

}  // namespace reference
