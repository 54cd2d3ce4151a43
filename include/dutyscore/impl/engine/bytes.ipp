#pragma once

#include "dutyscore/core/text.hpp"
#include "dutyscore/engine/bytes.hpp"

namespace dutyscore::engine {

namespace detail {

inline constexpr std::size_t seal_size = 8;

DUTYSCORE_INLINE std::string seal_of(std::string_view bytes) {
  const digest d = sha256_of(bytes);
  return {reinterpret_cast<const char*>(d.data()), seal_size};
}

}  // namespace detail

DUTYSCORE_INLINE void byte_writer::number(uint128 value) {
  for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(static_cast<unsigned>(value) | 0x80);
  out_ += static_cast<char>(value);
}

DUTYSCORE_INLINE void byte_writer::signed_number(int128 value) {
  const uint128 twice = static_cast<uint128>(value) << 1;
  number(value < 0 ? ~twice : twice);
}

DUTYSCORE_INLINE void byte_writer::text(std::string_view text) {
  number(text.size());
  out_ += text;
}

DUTYSCORE_INLINE void byte_writer::seal(std::size_t from) {
  out_ += detail::seal_of(std::string_view(out_).substr(from));
}

DUTYSCORE_INLINE uint128 byte_reader::number(uint128 most) {
  uint128 value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (bytes_.empty() || shift > 126) return damage(), 0;
    const auto byte = static_cast<std::uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    const uint128 part = byte & 0x7F;
    const bool is_cut = shift == 126 && part > 3;        // beyond 128 bits
    const bool is_padded = byte == 0 && shift > 0;       // not how a writer writes it
    if (is_cut || is_padded) return damage(), 0;
    value |= part << shift;
    if (byte < 0x80) break;
  }
  return value <= most ? value : (damage(), 0);
}

DUTYSCORE_INLINE int128 byte_reader::signed_number() {
  const uint128 value = number(~uint128{0});
  return static_cast<int128>(value & 1 ? ~(value >> 1) : value >> 1);
}

DUTYSCORE_INLINE std::string_view byte_reader::raw(std::size_t size) {
  if (size > bytes_.size()) return damage(), std::string_view();
  const std::string_view out = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return out;
}

DUTYSCORE_INLINE std::string byte_reader::text() {
  const std::string_view out = raw(as<std::size_t>());
  if (invalid_utf8(out)) return damage(), std::string();
  return std::string(out);
}

DUTYSCORE_INLINE std::optional<std::string_view> unsealed(std::string_view bytes) {
  if (bytes.size() < detail::seal_size) return std::nullopt;
  const std::string_view before = bytes.substr(0, bytes.size() - detail::seal_size);
  if (detail::seal_of(before) != bytes.substr(before.size())) return std::nullopt;
  return before;
}

}  // namespace dutyscore::engine
