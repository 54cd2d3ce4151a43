// Policies and scenarios from files or standard input, with every mistake in them.
#pragma once

#include <optional>
#include <string>

#include "dutyscore/core/result.hpp"
#include "dutyscore/lang/ast.hpp"

namespace dutyscore::cli {

struct read_document {
  std::string path;
  std::optional<ast::document> tree;  // absent when it could not be read
  diagnostics found;
};

read_document read_document_from(const std::string& path);
/// Its policies are checked, too.
read_document check_document(const std::string& path);

}  // namespace dutyscore::cli
