// The commands and their options in one table: it feeds the parser and the help of both languages.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "cli/arguments.hpp"

namespace dutyscore::cli {

struct both {
  std::string_view en, zh;
  std::string_view in(language lang) const { return lang == language::zh ? zh : en; }
};

struct command_spec {
  command what;
  std::string_view name;
  both files;  // how the files are called in the line of usage
  both summary;
  both details;
  both example;              // one command line, and below it what it does
  std::string_view formats;  // the default first
};

using option_target = std::variant<bool words_given::*, std::optional<std::string> words_given::*,
                                   std::vector<std::string> words_given::*>;

struct option_spec {
  std::string_view name;
  option_target target;
  unsigned commands;  // bits: 1 << command
  both value;         // empty for a switch
  both help;
};

std::span<const command_spec> command_specs();
std::span<const option_spec> option_specs();
const command_spec& spec_of(command what);
bool belongs(const option_spec& o, command to);

}  // namespace dutyscore::cli
