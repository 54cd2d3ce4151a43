// Tree to canonical text: what `dutyscore fmt` writes. Printing in one language and then in the other gives
// the same bytes; comments, blank lines, texts with their delimiters, names and the order of clauses survive.
#pragma once

#include <optional>
#include <string>

#include "dutyscore/core/config.hpp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore {

/// Without a language each clause keeps its own spelling. Of Markdown the whole file, in which only the blocks of the
/// program have changed.
std::string print(const ast::document& document, std::optional<language> lang = std::nullopt);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/printer.ipp"
#endif
