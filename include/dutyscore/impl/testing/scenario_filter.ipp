#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/text.hpp"
#include "dutyscore/lang/ast.hpp"

// Which scenarios are meant by a text: one by its name, some by a pattern or by a part of it.
namespace dutyscore::detail::scenarios {

/// Whether the whole text has the shape of the pattern: `*` is any text, `?` any one character.
/// After a mismatch only the last `*` is asked to take one character more; cost |pattern| x |text|.
DUTYSCORE_INLINE bool has_shape(std::string_view text, std::string_view pattern) {
  constexpr std::size_t nowhere = std::string_view::npos;
  std::size_t t = 0, p = 0, star = nowhere, resume = 0;
  const auto next = [&](std::size_t at) {
    return at + std::max<std::size_t>(decode(text, at).size, 1);
  };
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      t = next(t), ++p;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++t, ++p;
    } else if (star != nowhere) {
      p = star + 1;
      t = resume = next(resume);
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == nowhere;
}

DUTYSCORE_INLINE std::string full_name(std::string_view policy, std::string_view name) {
  return std::string(policy) + "/" + std::string(name);
}

class scenario_filter {
 public:
  scenario_filter(std::string wanted, const std::vector<ast::document>& documents)
      : wanted_(std::move(wanted)) {
    for (const ast::document& d : documents)
      for (const ast::scenario& s : d.scenarios) is_name_ = is_name_ || is_called(s);
  }

  bool takes(const ast::scenario& s) const {
    if (is_name_) return is_called(s);
    if (wanted_.find_first_of("*?") == std::string::npos)
      return s.name.value.find(wanted_) != std::string::npos;
    return has_shape(s.name.value, wanted_) ||
           has_shape(full_name(s.policy.text, s.name.value), wanted_);
  }

 private:
  bool is_called(const ast::scenario& s) const {
    return s.name.value == wanted_ || full_name(s.policy.text, s.name.value) == wanted_;
  }

  std::string wanted_;
  bool is_name_ = false;  // some scenario is called so
};

}  // namespace dutyscore::detail::scenarios
