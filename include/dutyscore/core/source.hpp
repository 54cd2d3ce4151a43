// The text of one policy file and places in it. A source is immutable and shared: diagnostics keep
// it alive.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// Bytes [begin, end) of a source. Equal ends mark a place between two characters.
struct span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const span&) const = default;
};

/// The smallest span that covers both.
constexpr span join(span a, span b) {
  return {a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/// Line and column of a byte, both from 1; the column counts characters, not bytes.
struct line_column {
  std::size_t line = 1;
  std::size_t column = 1;
};

class source {
 public:
  /// `name` is what messages call it: a path, or `-`.
  source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  std::string_view text(span s) const {
    return std::string_view(text_).substr(s.begin, s.end - s.begin);
  }
  std::size_t line_count() const { return line_starts_.size(); }
  /// Cost: logarithmic in the number of lines, linear in the length of the one line.
  line_column locate(std::uint32_t offset) const;
  /// One line by number from 1, without its end.
  std::string_view line(std::size_t number) const;
  std::uint32_t line_start(std::size_t number) const { return line_starts_[number - 1]; }

 private:
  std::string name_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

using source_ptr = std::shared_ptr<const source>;

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/source.ipp"
#endif
