// Text to tree. All mistakes of a text are found in one pass; a document comes back only when there is none.
#pragma once

#include "dutyscore/core/result.hpp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore {

/// Bounds that keep hostile or mistaken input from costing much; each is named in the message that it causes.
struct parse_limits {
  std::size_t bytes = 16u << 20;
  std::size_t depth = 200;
  std::size_t errors = 100;
  std::size_t nodes = 300'000;  // clauses, rows and expressions
};

/// A source whose name says Markdown (`x.md`) is the program of its ```duty blocks together. Linear in the length of the
/// text.
result<ast::document> parse(source_ptr text, const parse_limits& limits = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/grammar.ipp"
#endif
