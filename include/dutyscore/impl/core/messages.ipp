#pragma once

#include "dutyscore/core/messages.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace dutyscore {
namespace detail {

// Sorted by code. A section belongs to one floor; new codes go to the end of their section.
inline constexpr message_entry messages[] = {
    // DS01xx: text and grammar (lang/)

    // DS02xx: policy (policy/)

    // DS03xx: data (data/)

    // DS04xx: evaluation (engine/)

    // DS05xx: scenarios (testing/)

    // DS09xx: files and limits
    {"DS0901", severity::error, "cannot read “{0}”: {1}", "无法读取“{0}”：{1}"},
    {"DS0902", severity::error, "cannot write “{0}”: {1}", "无法写入“{0}”：{1}"},
};

DUTYSCORE_INLINE std::string fill(std::string_view pattern, std::initializer_list<message_argument> arguments, language lang) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool is_slot = pattern[at] == '{' && at + 2 < pattern.size() && pattern[at + 2] == '}' &&
                         pattern[at + 1] >= '0' && pattern[at + 1] <= '9';
    if (!is_slot) {
      out += pattern[at];
      continue;
    }
    const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index >= arguments.size()) throw std::invalid_argument("dutyscore: a message lacks an argument");
    const message_argument& argument = arguments.begin()[index];
    out += lang == language::zh ? argument.zh : argument.en;
    at += 2;
  }
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE std::span<const message_entry> message_catalogue() { return detail::messages; }

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments) {
  const auto all = message_catalogue();
  const auto found = std::lower_bound(all.begin(), all.end(), code,
                                      [](const message_entry& e, std::string_view c) { return e.code < c; });
  if (found == all.end() || found->code != code)
    throw std::invalid_argument("dutyscore: no message has the code " + std::string(code));
  diagnostic d;
  d.level = found->level;
  d.code = std::string(code);
  d.what = {detail::fill(found->en, arguments, language::en), detail::fill(found->zh, arguments, language::zh)};
  return d;
}

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                                            source_ptr where, span at, message caption) {
  diagnostic d = make_diagnostic(code, arguments);
  d.where = std::move(where);
  d.spans.push_back({at, std::move(caption)});
  return d;
}

DUTYSCORE_INLINE diagnostic make_diagnostic(std::string_view code, std::initializer_list<message_argument> arguments,
                                            data_place at) {
  diagnostic d = make_diagnostic(code, arguments);
  d.data = std::move(at);
  return d;
}

DUTYSCORE_INLINE message did_you_mean(std::string_view suggestion) {
  const std::string s(suggestion);
  return {"did you mean “" + s + "”?", "您是否想写“" + s + "”？"};
}

}  // namespace dutyscore
