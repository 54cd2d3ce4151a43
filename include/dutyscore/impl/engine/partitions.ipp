// Rows in any order become additions dealt out by subject: as many partitions as caches can write
// to at once, each of so few subjects that their cells fit a cache. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
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
  /// Numbered by others: `of_code` by code of the batch at hand, and by number the codes that go with
  /// the totals.
  subject_numbers(std::span<const std::uint32_t> of_code, std::span<const text_pool::code> codes,
                  unsigned bits)
      : of_code_(of_code), codes_(codes), size_(codes.size()), bits_(bits) {}

  std::uint32_t number_of(text_pool::code subject) const {
    return of_code_.empty() ? subject - first_ : of_code_[subject];
  }
  text_pool::code code_of(std::size_t number) const {
    return codes_.empty() ? first_ + static_cast<text_pool::code>(number) : codes_[number];
  }
  const std::uint32_t* table() const { return of_code_.empty() ? nullptr : of_code_.data(); }
  std::size_t size() const { return size_; }
  unsigned bits() const { return bits_; }
  std::size_t partitions() const { return size_ == 0 ? 0 : ((size_ - 1) >> bits_) + 1; }

 private:
  std::span<const std::uint32_t> of_code_;  // empty: codes from first_ on
  std::span<const text_pool::code> codes_;
  text_pool::code first_ = 0;
  std::size_t size_ = 0;
  unsigned bits_ = least_bits;
};

/// How the class of a row, or a slot, and the segment and the subject in its partition are packed into
/// one number: mostly 32 bits are enough.
struct row_packing {
  unsigned segment_at = 0, subject_at = 0, bits = 0;

  row_packing(const row_classes& classes, std::size_t segments, unsigned subject_bits)
      : segment_at(bits_of(std::max(2 * classes.own_classes(), classes.plan_width()))),
        subject_at(segment_at + bits_of(segments)),
        bits(subject_at + subject_bits) {}
  bool is_narrow() const { return bits <= 32; }

  template <class Packed>
  DUTYSCORE_LANES Packed pack(std::uint32_t class_or_slot, std::uint32_t segment,
                              std::uint32_t subject) const {
    return Packed{class_or_slot} | Packed{segment} << segment_at | Packed{subject} << subject_at;
  }
  template <class Packed>
  std::size_t class_or_slot(Packed p) const {
    return p & ((1u << segment_at) - 1);
  }
  template <class Packed>
  std::size_t segment(Packed p) const {
    return (p >> segment_at) & ((1u << (subject_at - segment_at)) - 1);
  }
  template <class Packed>
  std::size_t subject(Packed p) const {
    return static_cast<std::size_t>(p >> subject_at);
  }

 private:
  static unsigned bits_of(std::size_t most) { return static_cast<unsigned>(std::bit_width(most)); }
};

/// How a batch is dealt out.
struct dealing {
  row_packing packing;
  const subject_numbers& numbers;
  std::vector<std::uint32_t> segments;  // as they are packed, by segment of the batch
};

/// Rows packed, and the partition of each.
template <class PackedRow>
struct packing_pass {
  const dealing& by;
  std::span<const classified_row> rows;
  const text_pool::code* subjects;
  PackedRow* packed;
  std::uint32_t* partition;

  DUTYSCORE_LANES void operator()() const {
    const std::size_t n = rows.size();
    const std::uint32_t* const of_code = by.numbers.table();
    const std::uint32_t first = of_code ? 0 : by.numbers.code_of(0);
    for (std::size_t i = 0; i < n; ++i) partition[i] = subjects[i] - first;
    if (of_code)
      for (std::size_t i = 0; i < n; ++i) partition[i] = of_code[partition[i]];
    const row_packing packing = by.packing;
    const std::uint32_t bits = by.numbers.bits(), within = (1u << bits) - 1;
    const std::uint32_t* const segments = by.segments.data();
    const classified_row* const from = rows.data();
    for (std::size_t i = 0; i < n; ++i) {
      packed[i] = packing.pack<PackedRow>(from[i].bits & 0xFFFF, segments[from[i].bits >> 16],
                                          partition[i] & within);
      partition[i] >>= bits;
    }
  }
};

/// What else a row adds, which is good.
template <class Packed>
struct dealt_addition {
  std::make_signed_t<Packed> units = 0;
  Packed packed = 0;  // the slot, the segment and the subject
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

  void make_for(std::size_t partitions) {
    if (next_.size() >= partitions) return;
    next_.resize(partitions);
    blocks_.resize(partitions);
  }
  std::size_t bytes() const { return slabs_.size() * huge_memory::page; }

  /// Where the lists end now.
  struct mark {
    std::vector<Item*> next;
    std::vector<std::size_t> blocks;
  };
  mark end() const {
    mark out{next_, {}};
    for (const auto& blocks : blocks_) out.blocks.push_back(blocks.size());
    return out;
  }
  void back_to(mark m) {
    next_ = std::move(m.next);
    for (std::size_t p = 0; p < m.blocks.size(); ++p) blocks_[p].resize(m.blocks[p]);
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

/// Of one thread. A row is one of a common class.
template <class PackedRow>
struct dealt {
  explicit dealt(std::size_t partitions) : rows(partitions), additions(partitions) {}
  dealt_items<PackedRow> rows;
  dealt_items<dealt_addition<PackedRow>> additions;
  std::int64_t most = 0;  // no addition is larger

  void make_for(std::size_t partitions) {
    rows.make_for(partitions);
    additions.make_for(partitions);
  }
  struct mark {
    typename dealt_items<PackedRow>::mark rows;
    typename dealt_items<dealt_addition<PackedRow>>::mark additions;
  };
  mark end() const { return {rows.end(), additions.end()}; }
  void back_to(mark m) {
    rows.back_to(std::move(m.rows));
    additions.back_to(std::move(m.additions));
  }
  std::size_t bytes() const { return rows.bytes() + additions.bytes(); }
};

/// Where a row pass deals to.
template <class PackedRow>
struct dealing_sink {
  dealt<PackedRow>& to;
  const text_pool::code* subjects;  // of the rows at hand
  const dealing& by;
  kept_list& kept;
  const std::int32_t* days;
  const row_classes& classes;
  bool is_beyond = false;  // some addition was not in whole units, too large, or not that of a class

  std::size_t add_all(std::span<const classified_row> rows, std::uint16_t* special) {
    std::array<PackedRow, row_pass::most_rows> packed;
    std::array<std::uint32_t, row_pass::most_rows> partition;
    run_on_lanes(packing_pass<PackedRow>{by, rows, subjects, packed.data(), partition.data()});
    for (std::size_t i = 0; i < rows.size(); ++i) to.rows.add(partition[i], packed[i]);
    return classes.with_records([&](const auto* records) {
      return find_specials(rows, 0, rows.size(), records, special);
    });
  }
  /// They are seen when they are taken up.
  void see_all(std::span<const classified_row>, bool) {}
  void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units) {
    using number = std::make_signed_t<PackedRow>;
    const std::uint32_t n = by.numbers.number_of(subjects[i]), bits = by.numbers.bits();
    to.most = std::max(to.most, std::abs(units));
    is_beyond |= std::abs(units) > std::numeric_limits<number>::max();
    to.additions.add(n >> bits, {static_cast<number>(units),
                                 by.packing.pack<PackedRow>(slot, by.segments[segment],
                                                            n & ((1u << bits) - 1))});
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
  /// Nobody's.
  kept_by_subject() = default;
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
    if (begin_.empty()) return {};
    return std::span(activities_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
  }
  std::span<const std::int64_t> values() const { return values_; }

 private:
  std::vector<std::size_t> begin_;
  std::vector<kept_activity> activities_;
  std::vector<std::int64_t> values_;
};

}  // namespace dutyscore::engine
