// Readings of all subjects: places, grades and lists of one period.
#pragma once

#include "account.hpp"

namespace reference {

using accounts = std::map<std::string, account*>;

/// Best first, then by subject. Throws no_value or no_reading when something that is asked has
/// none.
std::vector<place> ranking(const regulation& r, const people& p, const accounts& of,
                           const period& when, date through);

}  // namespace reference
