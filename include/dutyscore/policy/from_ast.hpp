// The checker: a document's tree becomes checked policies, or every mistake in it, found in one pass.
#pragma once

#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/lang/ast.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

/// All policies of the document, in its order. Warnings stand beside the value.
result<std::vector<policy>> check(const ast::document& document);

/// Parse and check a text that holds one policy (scenarios beside it are let pass).
/// `name` is what messages call the text; one that ends in .md says that it is Markdown.
result<policy> compile(std::string_view text, std::string_view name = "policy");
result<policy> compile_file(const std::string& path);
/// The only policy of a tree.
result<policy> compile(const ast::document& document);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/policy/from_ast.ipp"
#endif
