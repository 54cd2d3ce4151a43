// Texts stored once and named by small numbers, so that rows and comparisons need no strings.
// Codes are dense from 0 in the order of first sight. Not synchronised: build in one thread, then
// share const.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dutyscore {

class text_pool {
 public:
  using code = std::uint32_t;

  code intern(std::string_view text) {
    if (const auto found = codes_.find(text); found != codes_.end()) return found->second;
    const code next = static_cast<code>(texts_.size());
    codes_.emplace(texts_.emplace_back(text), next);
    return next;
  }
  std::optional<code> find(std::string_view text) const {
    const auto found = codes_.find(text);
    return found == codes_.end() ? std::nullopt : std::optional(found->second);
  }
  /// REQUIRES: c was returned by intern.
  const std::string& text(code c) const { return texts_[c]; }
  std::size_t size() const { return texts_.size(); }

  text_pool() = default;
  text_pool(const text_pool&) = delete;  // codes_ holds views into texts_
  text_pool& operator=(const text_pool&) = delete;
  text_pool(text_pool&&) = default;
  text_pool& operator=(text_pool&&) = default;

 private:
  std::deque<std::string>
      texts_;  // a deque, because the views in codes_ need texts that stay in place
  std::unordered_map<std::string_view, code> codes_;
};

}  // namespace dutyscore
