// The help of the command, laid out by display width, in both languages.
#pragma once

#include <string>

#include "cli/arguments.hpp"

namespace dutyscore::cli {

std::string help(language lang);
std::string help(command of, language lang);

}  // namespace dutyscore::cli
