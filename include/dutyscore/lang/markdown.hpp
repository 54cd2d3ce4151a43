// Literate policies: which stretches of a Markdown file are the program. A block that a fence opens
// with the word `duty` alone is a part of it; all blocks together are one text, whose places are
// those of the Markdown file. What stands between them is prose, kept byte for byte by the printer.
// Fences are those of CommonMark, read line by line; not for users of the library, who need
// lang/parser.hpp. Tested by tests/lang/markdown_test.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/source.hpp"

namespace dutyscore::lang {

/// Is a file of that name Markdown? (`.md`, `.markdown`)
bool is_markdown(std::string_view name);

/// The program's blocks in their order, each from the line after its opening fence to its closing
/// fence. A block that is not closed, indented so far that it is none, or marked with words that
/// mean nothing goes to `found`. Linear in the length of the text.
std::vector<span> program_blocks(const source_ptr& markdown, diagnostics& found);

/// Does the Markdown text hold a block of a program, sound or not?
bool has_program(std::string_view markdown);

}  // namespace dutyscore::lang

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/lang/markdown.ipp"
#endif
