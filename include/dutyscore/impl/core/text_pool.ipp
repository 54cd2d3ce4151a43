#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/text_pool.hpp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE std::uint64_t hash_long(std::string_view text) {
  std::uint64_t h = text.size();
  for (; text.size() > 16; text.remove_prefix(16)) {
    const text_words w = words_of(text.substr(0, 16));
    h = mix_words(w.word[0] ^ h, w.word[1]);
  }
  const text_words last = words_of(text);
  return mix_words(last.word[0] ^ h, last.word[1]);
}

}  // namespace detail

DUTYSCORE_INLINE text_pool::text_pool() : store_(std::make_shared<store>()) {}

DUTYSCORE_INLINE text_pool::slot text_pool::key_of(std::string_view text) {
  slot key;
  key.size = static_cast<std::uint32_t>(text.size());
  if (text.size() <= detail::text_words::bytes)
    key.words = detail::words_of(text);
  else
    key.words.word[0] = detail::hash_long(text);
  return key;
}

/// Where the text stands among the slots, or the empty slot where it belongs.
DUTYSCORE_INLINE std::size_t text_pool::place_of(const slot& key, std::string_view text) const {
  const store& s = *store_;
  for (std::size_t at = detail::hash_words(key.words, key.size) & s.mask;; at = (at + 1) & s.mask) {
    const slot& here = s.slots[at];
    if (here.next_code == 0) return at;
    if (here.words == key.words && here.size == key.size &&
        (text.size() <= detail::text_words::bytes || s.texts[here.next_code - 1] == text))
      return at;
  }
}

DUTYSCORE_INLINE std::optional<text_pool::code> text_pool::find(std::string_view text) const {
  const slot& found = store_->slots[place_of(key_of(text), text)];
  return found.next_code ? std::optional(found.next_code - 1) : std::nullopt;
}

DUTYSCORE_INLINE text_pool::code text_pool::intern(std::string_view text) {
  if (text.size() > UINT32_MAX) throw std::length_error("dutyscore: a text of 4 GiB");
  slot key = key_of(text);
  std::size_t at = place_of(key, text);
  if (const code known = store_->slots[at].next_code) return known - 1;
  if (store_->texts.size() * 2 >= store_->slots.size()) {
    grow();
    at = place_of(key, text);
  }
  store_->texts.push_back(keep(text));
  key.next_code = static_cast<code>(store_->texts.size());
  store_->slots[at] = key;
  return key.next_code - 1;
}

/// The bytes in a place of their own.
DUTYSCORE_INLINE std::string_view text_pool::keep(std::string_view text) {
  store& s = *store_;
  if (text.size() > s.room) {
    const std::size_t wanted = std::clamp<std::size_t>(s.block_bytes, 4096, std::size_t{1} << 20);
    const std::size_t block = std::max(wanted, text.size());
    s.blocks.push_back(std::make_unique_for_overwrite<char[]>(block));
    s.next = s.blocks.back().get();
    s.room = block;
    s.block_bytes += block;
  }
  char* const at = s.next;
  text.copy(at, text.size());
  s.next += text.size();
  s.room -= text.size();
  return {at, text.size()};
}

DUTYSCORE_INLINE void text_pool::grow() {
  store& s = *store_;
  std::vector<slot> old(s.slots.size() * 2);
  old.swap(s.slots);
  s.mask = s.slots.size() - 1;
  for (const slot& moved : old) {
    if (moved.next_code == 0) continue;
    std::size_t at = detail::hash_words(moved.words, moved.size) & s.mask;
    while (s.slots[at].next_code != 0) at = (at + 1) & s.mask;
    s.slots[at] = moved;
  }
}

DUTYSCORE_INLINE std::size_t text_pool::bytes() const {
  const store& s = *store_;
  return s.block_bytes + s.slots.size() * sizeof(slot) + s.texts.capacity() * sizeof(s.texts[0]);
}

}  // namespace dutyscore
