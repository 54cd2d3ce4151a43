#include "cli/policies.hpp"

#include <memory>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace dutyscore::cli {

read_document read_document_from(const std::string& path) {
  const parse_limits limits;
  result<std::string> text = read_file(path, limits.bytes);
  if (!text) return {path, std::nullopt, text.messages()};
  result<ast::document> tree =
      parse(std::make_shared<const source>(path, *std::move(text)), limits);
  if (!tree) return {path, std::nullopt, tree.messages()};
  return {path, *std::move(tree), tree.messages()};
}

read_document check_document(const std::string& path) {
  read_document out = read_document_from(path);
  if (!out.tree) return out;
  if (out.tree->policies.empty() && out.tree->scenarios.empty())
    out.found.push_back(make_diagnostic("DS0911", {}, out.tree->where, span{}));
  const result<std::vector<policy>> policies = check(*out.tree);
  out.found.insert(out.found.end(), policies.messages().begin(), policies.messages().end());
  return out;
}

}  // namespace dutyscore::cli
