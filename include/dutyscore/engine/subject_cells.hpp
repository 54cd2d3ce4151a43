// All that is kept of one subject without its rows: an element of a commutative group. A row adds
// to it, a withdrawn row subtracts, two halves of a stream add up, and equal states are equal
// bytes.
//
// It is a few functions from keys to whole numbers, zero for all but some keys; zeros are never
// held. Texts are held as texts, not as codes of some data. Example: a visit of 5 points confirmed
// on 2023-05-06 adds 5,000,000 to the sum of (slot of visits, confirmed since claimed, 2023-05-01)
// and 1 to the rows of that month. Cost of an addition: a binary search and a move within the keys
// of one subject. Tested by tests/engine/subject_cells_test.cpp and tests/reference. Not for users,
// who call accumulate, merge, finish (engine/merge.hpp) or live (engine/live.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/core/sha256.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/cells.hpp"
#include "dutyscore/engine/judge.hpp"

namespace dutyscore::engine {

/// Larger sums cannot come from rows: 2^64 rows of 64-bit values stay below. So two of them add up
/// in 128 bits.
inline constexpr int128 most_sum = int128{1} << 126;

/// A function from keys to whole numbers, zero for all but those held.
template <class Key>
class group_element {
 public:
  using part = std::pair<Key, int128>;

  std::span<const part> parts() const { return parts_; }
  bool empty() const { return parts_.empty(); }
  int128 at(const Key& key) const {
    const auto found = place(key);
    return found != parts_.end() && found->first == key ? found->second : 0;
  }
  void add(const Key& key, int128 value) {
    const auto found = place(key);
    if (found == parts_.end() || found->first != key) {
      if (value != 0) parts_.insert(found, {key, value});
    } else if ((parts_[static_cast<std::size_t>(found - parts_.begin())].second += value) == 0) {
      parts_.erase(found);
    }
  }
  void add(const group_element& other, int128 times);
  /// So that adding so many more keys needs no memory.
  void make_room(std::size_t more) {
    const std::size_t wanted = parts_.size() + more;
    if (wanted > parts_.capacity()) parts_.reserve(std::max(wanted, 2 * parts_.capacity()));
  }
  /// Adds all of the other, whose keys it takes. REQUIRES: there is room.
  void take(group_element& other) noexcept {
    for (part& p : other.parts_) {
      const auto found = parts_.begin() + (place(p.first) - parts_.begin());
      if (found == parts_.end() || found->first != p.first)
        parts_.insert(found, std::move(p));
      else if ((found->second += p.second) == 0)
        parts_.erase(found);
    }
  }
  /// REQUIRES: every key of the other is held.
  void subtract(const group_element& other) noexcept {
    for (const part& p : other.parts_) add(p.first, -p.second);
  }
  /// Adds at the end without looking; call `settle` before anything else.
  void collect(Key key, int128 value) { parts_.emplace_back(std::move(key), value); }
  /// Puts what was collected in order, one part for each key.
  void settle();
  void clear() { parts_.clear(); }
  /// Leaves out the parts that `take(key, value)` takes.
  template <class Take>
  void extract(Take take) {
    std::erase_if(parts_, [&](const part& p) { return take(p.first, p.second); });
  }
  bool operator==(const group_element&) const = default;

 private:
  auto place(const Key& key) const {
    return std::lower_bound(parts_.begin(), parts_.end(), key,
                            [](const part& p, const Key& k) { return p.first < k; });
  }
  std::vector<part> parts_;  // by key
};

/// Points, a measure or the activities of a veto: plan::slots by range of bases and segment.
struct sum_key {
  std::int32_t segment = 0;
  std::uint32_t place = 0;  // as cell::place
  auto operator<=>(const sum_key&) const = default;
};

enum class row_fate : std::uint8_t { unmatched, refused, counted };

/// Rows that are not bad, by the months (cut where texts change) of `date` and of the day on which
/// they count.
struct row_key {
  std::int32_t dated = 0, counted = 0;
  basis_range range = 0;
  row_fate fate = row_fate::counted;
  auto operator<=>(const row_key&) const = default;
};

/// An activity of an indicator that keeps them, as indicator_plan says: where a value is a text,
/// `numbers` holds 0 and `texts` has the text.
struct kept_key {
  block_id block = 0;
  basis_range range = 0;
  std::int32_t day = 0;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  auto operator<=>(const kept_key&) const = default;
};

struct refusal_key {
  std::int32_t counted = 0;  // month
  basis_range range = 0;
  block_id block = none;
  std::uint32_t veto = none;
  refused_for why = refused_for::force;
  std::string reason;  // of an accept
  auto operator<=>(const refusal_key&) const = default;
};

struct unmatched_key {
  std::int32_t counted = 0;  // month
  basis_range range = 0;
  std::string kind;
  auto operator<=>(const unmatched_key&) const = default;
};

/// So that one activity that came twice is found: ids are unique for a subject and basis.
struct id_key {
  std::array<std::uint8_t, 16> hash{};
  basis_range range = 0;
  auto operator<=>(const id_key&) const = default;
};

/// By what the roster says of a subject that matters to its rows: when it serves, and its fields.
/// All 0 without a roster.
using entry_mark = std::array<std::uint8_t, 8>;
entry_mark mark_of(const roster_subject* entry);

/// By what bytes say to which policy they belong: the beginning of its digest.
inline constexpr std::size_t policy_mark = 16;
std::string_view mark_of(const digest& policy);

struct subject_cells {
  std::string subject;
  entry_mark entry{};
  group_element<sum_key> sums;
  group_element<row_key> rows;
  group_element<kept_key> kept;
  group_element<refusal_key> refusals;
  group_element<unmatched_key> unmatched;
  group_element<id_key> ids;

  /// REQUIRES: of the same subject.
  void add(const subject_cells& other, int128 times = 1);
  void make_room(const subject_cells& more);
  void take(subject_cells& other) noexcept;
  void subtract(const subject_cells& other) noexcept;
  /// Puts in order what was collected.
  void settle();
  void clear();
  bool empty() const { return rows.empty(); }
  /// Some sum is beyond what rows can give.
  bool is_beyond() const;
  /// Counts are of rows that are there: none is negative.
  bool has_negative_count() const;
  /// `other` can be taken away: no count would become negative.
  bool holds(const subject_cells& other) const;
  /// Some id stands more than once on one basis.
  bool has_double_id() const;
  bool operator==(const subject_cells&) const = default;
};

/// The canonical bytes under the policy with this digest.
std::string to_bytes(const subject_cells& cells, const digest& policy);

/// What bytes say, or why they say nothing: damaged, of another policy, of a later version.
/// Allocates no more than a few times their size.
result<subject_cells> subject_cells_of(std::string_view bytes, const digest& policy);

/// Remembers in which stretch days lie: a calendar takes longer than all else that a row costs
/// here.
class stretch_memo {
 public:
  std::int32_t first_of_stretch(const plan& p, std::int32_t day);

 private:
  struct place {
    std::int32_t day = INT32_MIN, first = 0;
  };
  std::array<place, 1024> places_;  // by day
};

/// Adds up what rows give, as judged. One per thread.
class row_folder {
 public:
  row_folder(const plan& p, const bound_rows& bound) : plan_(&p), bound_(&bound) {}
  /// `judged` is of these rows, in detail; bad ones are left out. REQUIRES: of one subject.
  void fold(std::span<const std::uint32_t> rows, const verdicts& judged, subject_cells& to);
  /// The id of a row that is not bad; false when it has none.
  bool fold_id(std::uint32_t row, subject_cells& to) const;

 private:
  void fold_row(std::uint32_t row, std::uint8_t marks, subject_cells& to);
  void fold_kept(std::uint32_t row, const taken_activity& a, const verdicts& judged,
                 subject_cells& to) const;
  void fold_refusals(std::span<const std::uint32_t> rows, const verdicts& judged,
                     subject_cells& to);
  basis_range range_of_row(std::uint32_t row) const {
    return range_of(bound_->data().since[row], bound_->data().standing[row]);
  }
  std::int32_t day_of(std::uint32_t row) const { return bound_->data().days()[row]; }

  std::int32_t stretch_of(std::int32_t day) { return memo_.first_of_stretch(*plan_, day); }

  const plan* plan_;
  const bound_rows* bound_;
  stretch_memo memo_;
};

/// The refusals of each row, one for each block or veto that refused it.
std::vector<refused_row> distinct_refusals(const verdicts& judged);

template <class Key>
void group_element<Key>::settle() {
  if (parts_.size() == 1 && parts_.front().second != 0) return;
  std::stable_sort(parts_.begin(), parts_.end(),
                   [](const part& a, const part& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < parts_.size();) {
    part sum = std::move(parts_[i]);
    for (++i; i < parts_.size() && parts_[i].first == sum.first; ++i)
      sum.second += parts_[i].second;
    if (sum.second != 0) parts_[kept++] = std::move(sum);
  }
  parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(kept), parts_.end());
}

template <class Key>
void group_element<Key>::add(const group_element& other, int128 times) {
  if (other.parts_.size() < parts_.size() / 8 + 4) {
    for (const part& p : other.parts_) add(p.first, times * p.second);
    return;
  }
  for (const part& p : other.parts_) collect(p.first, times * p.second);
  settle();
}

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/subject_cells.ipp"
#endif
