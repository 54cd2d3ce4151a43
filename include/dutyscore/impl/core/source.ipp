#pragma once

#include <algorithm>

#include "dutyscore/core/source.hpp"

namespace dutyscore {

DUTYSCORE_INLINE source::source(std::string name, std::string text)
    : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
}

DUTYSCORE_INLINE line_column source::locate(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t line = static_cast<std::size_t>(after - line_starts_.begin());
  const std::size_t begin = line_starts_[line - 1],
                    end = std::min<std::size_t>(offset, text_.size());
  const auto starts_character = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  };
  const std::string_view before = std::string_view(text_).substr(begin, end - begin);
  return {line, 1 + static_cast<std::size_t>(
                        std::count_if(before.begin(), before.end(), starts_character))};
}

DUTYSCORE_INLINE std::string_view source::line(std::size_t number) const {
  const std::size_t begin = line_starts_[number - 1];
  const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace dutyscore
