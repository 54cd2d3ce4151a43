// The files under editors/ that are made from the table of keywords.
#pragma once

#include <string>

namespace dutyscore::editors {

/// editors/vscode/syntaxes/duty.tmLanguage.json
std::string textmate_grammar();

/// editors/vim/syntax/duty.vim
std::string vim_syntax();

/// Every token of a text with its group as the lexer sees it, one a line: `line column group text`,
/// the column in characters. Comments are among them.
std::string classified(const std::string& text);

}  // namespace dutyscore::editors
