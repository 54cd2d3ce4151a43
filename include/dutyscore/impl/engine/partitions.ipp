// Rows in any order become additions dealt out by subject: as many partitions as caches can write
// to at once, each of so few subjects that their cells fit a cache. Not for users.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstdint>
#include <utility>
#include <vector>

#include "dutyscore/core/huge_memory.hpp"
#include "dutyscore/engine/row_pass.hpp"
#include "dutyscore/impl/engine/group_reader.ipp"
#include "dutyscore/impl/engine/scans.ipp"

namespace dutyscore::engine {

/// Subjects by number, near each other where their texts were first seen near each other.
class subject_numbers {
 public:
  static constexpr std::size_t most_partitions = 4096;
  static constexpr unsigned least_bits = 6, most_bits = 16;  // of a number within a partition
  static constexpr std::size_t cache_bytes = std::size_t{1} << 19;

  /// `bytes`: of the cells of one subject, of which those of a partition should fit a cache.
  subject_numbers(const std::vector<text_pool::code>& subjects, std::size_t bytes) {
    if (subjects.empty()) return;
    const auto [least, most] = least_and_most(subjects);
    first_ = least;
    size_ = std::size_t{most} - least + 1;
    bits_ = least_bits;
    while (bits_ < most_bits && (bytes << (bits_ + 1)) <= cache_bytes) ++bits_;
    while ((size_ >> bits_) >= most_partitions) ++bits_;
  }
  std::uint32_t number_of(text_pool::code subject) const { return subject - first_; }
  text_pool::code code_of(std::size_t number) const {
    return first_ + static_cast<text_pool::code>(number);
  }
  std::size_t size() const { return size_; }
  unsigned bits() const { return bits_; }
  std::size_t partitions() const { return size_ == 0 ? 0 : ((size_ - 1) >> bits_) + 1; }

 private:
  text_pool::code first_ = 0;
  std::size_t size_ = 0;
  unsigned bits_ = least_bits;
};

/// A row of a common class.
struct dealt_row {
  classified_row of;
  std::uint16_t subject = 0;  // in its partition
};

/// What else a row adds, which is good.
struct dealt_addition {
  std::int64_t units = 0;
  std::uint16_t slot = 0, segment = 0;
  std::uint16_t subject = 0;  // in its partition
};

/// What one thread has dealt out: for each partition a list of blocks of one size.
template <class Item>
class dealt_items {
 public:
  explicit dealt_items(std::size_t partitions) : next_(partitions), blocks_(partitions) {}

  void add(std::size_t partition, const Item& item) {
    Item*& next = next_[partition];
    if (is_border(next)) next = begin_block(partition);
    *next++ = item;
  }

  std::size_t size(std::size_t partition) const {
    const auto& blocks = blocks_[partition];
    if (blocks.empty()) return 0;
    return (blocks.size() - 1) * block_size +
           static_cast<std::size_t>(next_[partition] - blocks.back());
  }

  template <class F>
  void for_each(std::size_t partition, F f) const {
    const auto& blocks = blocks_[partition];
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const Item* begin = blocks[b];
      const Item* end = b + 1 == blocks.size() ? next_[partition] : begin + block_size;
      for (; begin != end; ++begin) f(*begin);
    }
  }

 private:
  /// Blocks stand at multiples of their size, so that an address tells whether one is full.
  static constexpr std::size_t block_bytes = 2048, block_size = block_bytes / sizeof(Item);
  static_assert(block_bytes % sizeof(Item) == 0);
  static constexpr std::size_t blocks_in_slab = huge_memory::page / block_bytes;

  static bool is_border(const Item* next) {
    return reinterpret_cast<std::uintptr_t>(next) % block_bytes == 0;
  }

  Item* begin_block(std::size_t partition) {
    if (slab_used_ == blocks_in_slab || slabs_.empty()) {
      slabs_.push_back(huge_memory::allocate(huge_memory::page));
      slab_used_ = 0;
    }
    auto* block = reinterpret_cast<Item*>(slabs_.back().get() + slab_used_++ * block_bytes);
    blocks_[partition].push_back(block);
    return block;
  }

  std::vector<Item*> next_;                 // by partition
  std::vector<std::vector<Item*>> blocks_;  // by partition
  std::vector<huge_memory::block> slabs_;
  std::size_t slab_used_ = 0;
};

/// Of one thread.
struct dealt {
  explicit dealt(std::size_t partitions) : rows(partitions), additions(partitions) {}
  dealt_items<dealt_row> rows;
  dealt_items<dealt_addition> additions;
  std::int64_t most = 0;  // no addition is larger
};

/// Where a row pass deals to.
struct dealing_sink {
  dealt& to;
  const text_pool::code* subjects;  // of the rows at hand
  const subject_numbers& numbers;
  kept_list& kept;
  const std::int32_t* days;
  const row_classes& classes;
  bool is_beyond = false;  // some addition was not in whole units, or not that of a class

  std::uint32_t number(std::size_t i) const { return numbers.number_of(subjects[i]); }
  std::uint16_t within(std::uint32_t n) const {
    return static_cast<std::uint16_t>(n & ((1u << numbers.bits()) - 1));
  }
  void row(std::size_t i, classified_row of, const class_record&) {
    const std::uint32_t n = number(i);
    to.rows.add(n >> numbers.bits(), {of, within(n)});
  }
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    const std::uint32_t n = number(i);
    to.most = std::max(to.most, std::abs(units));
    to.additions.add(n >> numbers.bits(),
                     {units, static_cast<std::uint16_t>(slot), segment, within(n)});
  }
  void add_millionths(std::size_t i, std::uint32_t slot, std::uint16_t segment,
                      std::int64_t value) {
    const std::int64_t unit = classes.unit_of(slot);
    is_beyond |= value % unit != 0 || std::abs(value) > most_fused_points;
    add(i, slot, segment, value / unit);
  }
  void see(std::size_t i, std::uint16_t segment) { add(i, classes.nowhere(), segment, 0); }
  void begin_kept(std::size_t i, block_id block) {
    kept.activities.push_back(
        {subjects[i], {days[i], block, classes.range(), kept.values.size()}});
  }
  void keep(std::int64_t value) { kept.values.push_back(value); }
};

/// Kept activities of all threads, subject by subject.
class kept_by_subject {
 public:
  kept_by_subject(std::vector<kept_list>& lists, const subject_numbers& numbers)
      : begin_(numbers.size() + 1) {
    for (const kept_list& l : lists)
      for (const kept_of_subject& k : l.activities) ++begin_[numbers.number_of(k.subject)];
    std::size_t sum = 0;
    for (std::size_t& b : begin_) b = std::exchange(sum, sum + b);
    activities_.resize(sum);
    std::vector<std::size_t> next = begin_;
    for (kept_list& l : lists) {
      for (const kept_of_subject& k : l.activities) {
        kept_activity& to = activities_[next[numbers.number_of(k.subject)]++];
        to = k.activity;
        to.values += values_.size();
      }
      values_.insert(values_.end(), l.values.begin(), l.values.end());
      l = {};
    }
  }
  std::span<const kept_activity> of(std::size_t number) const {
    return std::span(activities_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
  }
  std::span<const std::int64_t> values() const { return values_; }

 private:
  std::vector<std::size_t> begin_;
  std::vector<kept_activity> activities_;
  std::vector<std::int64_t> values_;
};

}  // namespace dutyscore::engine
