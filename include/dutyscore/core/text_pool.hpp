// Texts stored once and named by small numbers, so that rows and comparisons need no strings.
// Codes are dense from 0 in the order of first sight. A pool only grows, and what text() has given
// stays in its place.
//
// A text_pool is a handle: copies share their texts, so that batches read one after the other need
// no pool each. Not synchronised: nobody may read while one thread interns.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"

namespace dutyscore {
namespace detail {

/// A text as three words, which are all of it when it is short: what a pool hashes and compares.
struct text_words {
  static constexpr std::size_t bytes = 24;
  std::uint64_t word[3] = {};
  bool operator==(const text_words&) const = default;
};

/// The bytes of a text of at most 24, zeros behind them.
inline text_words words_of(std::string_view text) {
  text_words out;
  if (!text.empty()) std::memcpy(out.word, text.data(), text.size());
  return out;
}

inline std::uint64_t mix_words(std::uint64_t a, std::uint64_t b) {
  a = (a ^ 0x2D358DCCAA6C78A5u) * 0x9E3779B97F4A7C15u;
  b = (b ^ 0x8BB84B93962EACC9u) * 0xD6E8FEB86659FD93u;
  return std::rotl(a, 32) ^ std::rotl(b, 29) ^ (a >> 29);
}

inline std::uint64_t hash_words(const text_words& w, std::size_t size) {
  const std::uint64_t h = mix_words(w.word[0] ^ std::rotl(w.word[2], 17), w.word[1] ^ size);
  return (h ^ h >> 32) * 0x9E3779B97F4A7C15u;
}

}  // namespace detail

class text_pool {
 public:
  using code = std::uint32_t;

  text_pool();
  /// Throws std::length_error for a text of 4 GiB.
  code intern(std::string_view text);
  std::optional<code> find(std::string_view text) const;
  /// REQUIRES: c was returned by intern.
  std::string_view text(code c) const { return store_->texts[c]; }
  std::size_t size() const { return store_->texts.size(); }
  /// About how much memory it takes.
  std::size_t bytes() const;
  bool shares_with(const text_pool& other) const { return store_ == other.store_; }

  /// Low level: find, for a text of at most 24 bytes.
  static constexpr code unknown = static_cast<code>(-1);
  code find_short(const detail::text_words& words, std::size_t size) const {
    return find_short(words, size, detail::hash_words(words, size));
  }
  code find_short(const detail::text_words& words, std::size_t size, std::uint64_t hash) const {
    const store& s = *store_;
    for (std::size_t at = hash & s.mask;; at = (at + 1) & s.mask) {
      const slot& here = s.slots[at];
      if (here.next_code == 0) return unknown;
      if (here.words == words && here.size == size) return here.next_code - 1;
    }
  }
  /// Fetches what find_short will look at.
  void prefetch(std::uint64_t hash) const {
#ifdef __GNUC__
    __builtin_prefetch(&store_->slots[hash & store_->mask]);
#endif
  }

 private:
  /// A long text's words are its hash and zeros; it is compared in `texts`.
  struct alignas(32) slot {
    detail::text_words words;
    std::uint32_t size = 0;
    code next_code = 0;  // the code + 1; 0: nothing is here
  };
  struct store {
    std::vector<slot> slots = std::vector<slot>(64);
    std::size_t mask = 63;
    std::vector<std::string_view> texts;
    std::vector<std::unique_ptr<char[]>> blocks;
    std::size_t room = 0;  // left at the end of the last block
    char* next = nullptr;
    std::size_t block_bytes = 0;  // of all blocks
  };

  static text_pool::slot key_of(std::string_view text);
  std::size_t place_of(const slot& key, std::string_view text) const;
  std::string_view keep(std::string_view text);
  void grow();

  std::shared_ptr<store> store_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/text_pool.ipp"
#endif
