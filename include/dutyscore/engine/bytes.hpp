// Numbers and texts as bytes, each in one way only, and back. A reader never reads past the end and
// remembers that something was not as a writer would have written it; what it then gives is 0 or
// empty. Not synchronised; not for users.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/sha256.hpp"

namespace dutyscore::engine {

__extension__ using uint128 = unsigned __int128;

class byte_writer {
 public:
  /// Seven bits a byte, the lowest first, the eighth where more follow.
  void number(uint128 value);
  /// 0, -1, 1, -2 … as 0, 1, 2, 3 …
  void signed_number(int128 value);
  /// Its length, then its bytes.
  void text(std::string_view text);
  void raw(std::string_view bytes) { out_ += bytes; }
  /// Eight bytes that any damage to those since `from` changes.
  void seal(std::size_t from = 0);

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class byte_reader {
 public:
  explicit byte_reader(std::string_view bytes) : bytes_(bytes) {}

  uint128 number(uint128 most);
  int128 signed_number();
  /// What fits the type; else 0, and the bytes are damaged.
  template <class T>
  T as(T most = std::numeric_limits<T>::max()) {
    return static_cast<T>(number(static_cast<uint128>(most)));
  }
  template <class T>
  T as_signed() {
    const int128 value = signed_number();
    const bool fits =
        value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
    return fits ? static_cast<T>(value) : (damage(), T{0});
  }
  /// REQUIRES UTF-8 of the bytes, else they are damaged.
  std::string text();
  std::string_view raw(std::size_t size);

  void damage() { is_damaged_ = true; }
  bool is_damaged() const { return is_damaged_; }
  std::size_t left() const { return bytes_.size(); }

 private:
  std::string_view bytes_;  // that are still to be read
  bool is_damaged_ = false;
};

/// The bytes before the seal; nothing when it is not theirs.
std::optional<std::string_view> unsealed(std::string_view bytes);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/bytes.ipp"
#endif
