// How a line of JSON is written around its values: programs write one line like the next, so that a
// line need not be searched for its keys when the bytes between its values are those of a line
// before. Low level: plain_lines is made of this.
//
//   {"subject":"甲","amount":12.5}     the line that was learned
//   ~~~~~~~~~~~~ ~~~~~~~~~~~    ~      its literals; the last ends with the line
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore::detail {

class line_shape {
 public:
  static constexpr std::size_t slack = 64;  // bytes that are looked at beyond a line

  /// A value's first byte, without quotation marks, and the one behind it. Empty and not in
  /// quotation marks: null, or no such key.
  struct found_value {
    const char* begin = nullptr;
    const char* end = nullptr;
    bool is_absent() const { return begin == end && begin[-1] != '"'; }
  };

  line_shape() = default;
  /// Of a plain line, up to its LF, which it includes; the values of all keys, in their order.
  line_shape(std::string_view line, std::span<const found_value> values);

  /// The LF of the line that begins there, if it is of this shape; writes for each key the places,
  /// as offsets from `base`, before its value and behind it. Otherwise nullptr; the line's end is
  /// never passed. REQUIRES: `slack` bytes may be read behind that.
  const char* match(const char* base, const char* at, std::uint32_t* places) const;

 private:
  enum class value_kind : unsigned char { none, text, number, word };
  /// Up to sixteen bytes, and what kind of value stands behind them. A word, as true, is part of
  /// the next literal.
  struct part {
    std::uint64_t bytes[2] = {}, masks[2] = {};
    std::uint32_t size = 0;
    std::uint32_t key = 0;
    std::uint32_t word_size = 0;
    value_kind kind = value_kind::none;
  };

  static value_kind kind_of(const found_value& value);
  void add_literal(std::string_view text);

  std::vector<part> parts_;
  std::vector<std::uint32_t> absent_;  // keys
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/line_shape.ipp"
#endif
