// From the words of the command line to dates, periods, formats: the second half of reading
// arguments.
#pragma once

#include "cli/arguments.hpp"

namespace dutyscore::cli {

parsed interpret(words_given words, command what, language messages);

}  // namespace dutyscore::cli
