// The difference of two texts, line by line, as `patch` reads it.
#pragma once

#include <string>
#include <string_view>

namespace dutyscore::cli {

/// Empty when the texts are equal. The shortest difference, for texts of up to some thousand
/// changed lines; of larger ones all that lies between the first and the last change is replaced.
std::string unified_diff(const std::string& path, std::string_view before, std::string_view after);

}  // namespace dutyscore::cli
