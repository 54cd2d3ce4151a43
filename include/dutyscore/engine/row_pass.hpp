// One pass over rows: what each adds to which cell, and what became of it. Rows of common classes
// take the constants of their class without a branch; those that need more are gathered and come
// second. One per thread. Not for users.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/engine/row_classes.hpp"

namespace dutyscore::engine {

struct failed_row {
  std::uint32_t row = 0;  // of the batch
  row_failure why;
};

/// Counts over the rows that a pass has seen and that are not bad; those not named here count.
struct pass_counts {
  std::uint64_t off_basis = 0;
  std::vector<std::uint64_t> by_class;  // own classes of constants whose rows do not count
  std::vector<std::uint64_t> by_piece;  // of classes with slots: by class, piece of the first slot
  std::vector<std::uint64_t> unruled;   // by kind code: no rule names the kind
  std::vector<std::uint64_t> judged;    // by kind of the plan, then fate
  std::vector<std::uint64_t> judged_by_class;  // by own class
  std::vector<std::uint64_t> beyond;  // judged for a number, by the block for whose points it is
  std::vector<failed_row> failures;
};

class row_pass {
 public:
  static constexpr std::size_t most_rows = 512;

  row_pass(const plan& p, const bound_rows& rows, const row_classes& classes);

  /// Rows that count nowhere, by number; null when there are none.
  void skip(const std::vector<bool>* bad) { bad_ = bad; }

  /// Told of rows that are counted.
  void watch(progress_watch* w) { watch_ = w; }

  /// `begin`, `count`: rows of the batch, at most most_rows; those up to `end` are likely to come
  /// next. The sink has
  ///   std::size_t add_all(std::span<const classified_row> rows, std::uint16_t* special);
  ///                                  // the constants of every one; which are special, and how many
  ///   void see_all(std::span<const classified_row> rows, bool are_good);
  ///   void add(std::size_t i, std::uint32_t slot, std::uint16_t segment, std::int64_t units);
  ///                                                     // more of some, which are good
  ///   void add_millionths(...);                         // the same of what need not be whole units
  ///   void see(std::size_t i, std::uint16_t segment);   // it is good
  ///   void begin_kept(std::size_t i, block_id);         // an activity, of which are
  ///   void keep(std::int64_t value);                    // all of its values
  /// where i counts from 0 to count. `are_good`: so are all; otherwise what the record says.
  template <class Sink>
  void run(std::size_t begin, std::size_t count, std::size_t end, Sink& to);
  template <class Sink>
  void run(std::span<const std::uint32_t> rows, Sink& to);

  /// Rows that have been counted already are not counted again.
  void count(bool counted) { counted_ = counted; }
  const pass_counts& counts() const { return counts_; }

 private:
  static constexpr std::size_t fates = 3;
  template <class RowAt, class Sink>
  void run_rows(std::span<classified_row> rows, RowAt row_at, Sink& to);
  void count_off_basis(std::span<const classified_row> rows);
  template <class RowAt>
  bool override_classes(std::span<classified_row> rows, RowAt row_at);
  template <class RowAt, class Sink>
  void add_more(std::size_t specials, RowAt row_at, Sink& to);
  void count_uncounted(std::size_t own_class, std::size_t r);
  template <class Sink>
  bool add_column(std::size_t i, std::size_t own_class, std::size_t r, Sink& to);
  template <class Sink>
  bool add_slots(std::size_t i, std::size_t own_class, std::size_t r, Sink& to);
  void note_beyond(block_id b) { counts_.beyond[b] += counted_; }
  std::int64_t value_of(const row_slot& s, std::size_t r) const;
  bool is_within(const row_slot& s, std::size_t r) const {
    const std::int64_t x = value_of(s, r);
    return x >= 0 && x <= s.most;
  }
  bool is_within(const row_kept& k, std::size_t r) const;
  std::int64_t value_of(const row_value& v, std::size_t r) const;
  std::int64_t sum_of(const row_value& v, std::size_t r) const;
  template <class Sink>
  void keep(std::size_t i, const row_kept& k, std::size_t r, Sink& to);
  template <class Sink>
  void judge_rows(Sink& to);

  const plan* plan_;
  const bound_rows* bound_;
  const row_classes* classes_;
  const std::vector<bool>* bad_ = nullptr;
  progress_watch* watch_ = nullptr;
  judge judge_;
  verdicts verdicts_;
  /// Of more rows than are at hand: the processor foresees what is read of columns only when that
  /// goes on for a while.
  std::array<classified_row, 8 * most_rows> classified_;
  std::size_t classified_begin_ = 0, classified_end_ = 0;  // rows of the batch
  const classified_row* rows_ = nullptr;                   // at hand
  std::array<std::uint16_t, most_rows> special_;
  std::vector<std::uint32_t> judged_;        // row numbers
  std::vector<std::uint16_t> judged_index_;  // which of the rows at hand
  pass_counts counts_;
  std::uint64_t counted_ = 1;  // by how much a row is counted
};

}  // namespace dutyscore::engine

#include "dutyscore/impl/engine/row_pass.ipp"
