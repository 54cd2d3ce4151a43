// SHA-256 (FIPS 180-4): the digest by which policies, rosters and data are recognised, and the
// checksum of what is kept as bytes. About 250 MB/s. Not synchronised.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

using digest = std::array<std::uint8_t, 32>;

class sha256 {
 public:
  void add(std::string_view bytes);
  /// Of all that was added; the object is then used up.
  digest finish();

 private:
  void add_block(const std::uint8_t* bytes);

  std::array<std::uint32_t, 8> sums_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t size_ = 0;  // bytes so far
};

digest sha256_of(std::string_view bytes);

/// 64 digits.
std::string to_hex(const digest& d);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/sha256.ipp"
#endif
