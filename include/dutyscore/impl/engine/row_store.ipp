// Rows of many batches, each packed into 32 bits, dealt out by subject: what is kept of batches until
// all of them are there. Classes are those of one fused plan, and subjects and segments are numbered
// in the order in which they are first seen. Not for users.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "dutyscore/impl/engine/partitions.ipp"

namespace dutyscore::engine {

class row_store {
 public:
  using packed_row = std::uint32_t;
  /// More rows could add up to more than 64 bits.
  static constexpr std::size_t most_rows = static_cast<std::size_t>(most_piece / most_fused_points);

  /// Made once, for all batches.
  const fused_plan& fused(const plan& p) {
    if (!fused_) fused_ = fuse(p);
    return *fused_;
  }

  row_packing packing(const row_classes& classes) const {
    return {classes, most_segments, subject_bits};
  }
  bool has_room(std::size_t more_rows, std::size_t most_bytes) const {
    std::size_t bytes = 0;
    for (const dealt<packed_row>& d : dealt_) bytes += d.bytes();
    return rows_ + more_rows < most_rows && bytes <= most_bytes;
  }
  bool is_empty() const { return rows_ == 0; }

  /// The numbers of segments that begin on these days; nothing where there would be too many.
  std::optional<std::vector<std::uint32_t>> numbers_of(const std::vector<std::int32_t>& starts) {
    std::vector<std::int32_t> all = starts_;
    std::vector<std::uint32_t> out;
    for (const std::int32_t start : starts) {
      const auto at = std::find(all.begin(), all.end(), start);
      out.push_back(static_cast<std::uint32_t>(at - all.begin()));
      if (at == all.end()) all.push_back(start);
      if (all.size() > most_segments) return std::nullopt;
    }
    starts_ = std::move(all);
    return out;
  }
  const std::vector<std::int32_t>& starts() const { return starts_; }

  /// Lists for so many threads and subjects.
  std::vector<dealt<packed_row>>& make_room(std::size_t threads, std::size_t subjects) {
    const std::size_t partitions = partitions_of(subjects);
    while (dealt_.size() < threads) dealt_.emplace_back(partitions);
    for (dealt<packed_row>& d : dealt_) d.make_for(partitions);
    return dealt_;
  }
  const std::vector<dealt<packed_row>>& all() const { return dealt_; }
  void note_rows(std::size_t rows) { rows_ += rows; }
  void clear() {
    dealt_.clear();
    rows_ = 0;
  }

  static constexpr unsigned subject_bits = 8;
  static std::size_t partitions_of(std::size_t subjects) {
    return (subjects + (std::size_t{1} << subject_bits) - 1) >> subject_bits;
  }

 private:
  static constexpr std::size_t most_segments = 255;

  std::optional<fused_plan> fused_;
  std::vector<std::int32_t> starts_;
  std::vector<dealt<packed_row>> dealt_;  // by thread
  std::size_t rows_ = 0;
};

}  // namespace dutyscore::engine
