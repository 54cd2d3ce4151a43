// Pieces of tables put together as if one reader had read them all. Low level: use read_csv.
//
// Parts come from any thread in any order and are appended in the order of their numbers, while
// what they hold is still in the cache of who read it. Their columns are appended one after the
// other, each behind a lock of its own, and a part takes the lock of the next column before it lets
// go of the last: so parts follow each other without overtaking, and several are on their way.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "dutyscore/data/batch.hpp"

namespace dutyscore::detail {

struct batch_part {
  batch rows;
  std::uint32_t file = 0;  // the number of its first
  std::size_t number = 0;  // the parts' order
  std::size_t reader = 0;  // its parts share one pool, and came to it in order
  std::vector<std::string_view> new_texts;  // that came to the pool with this part
};

/// The texts that came to the pool behind the first `before`.
std::vector<std::string_view> texts_behind(const text_pool& pool, std::size_t before);

/// From the codes of a reader to those of the whole. What has been given to a part stays as it is
/// when texts come later.
class code_map {
 public:
  void push_back(text_pool::code c);
  const std::shared_ptr<text_pool::code[]>& codes() const { return codes_; }

 private:
  std::shared_ptr<text_pool::code[]> codes_;
  std::size_t size_ = 0, room_ = 0;
};

/// Of so many readers before their first part: none of one, whose pool is that of the whole.
inline std::vector<code_map> maps_of(std::size_t readers) {
  return std::vector<code_map>(readers == 1 ? 0 : readers);
}

class batch_join {
 public:
  /// `to`: an empty batch with the names of all files, and the texts that a builder begins with or
  /// those of the batch that was joined before from the same readers. Codes come out in the order in
  /// which one reader would have given them. `maps`: maps_of the readers, as they stood then; none where
  /// there is one reader, whose pool is that of the whole. `first`: the number of the first part; the
  /// others follow without a gap.
  batch_join(std::shared_ptr<batch_data> to, std::vector<code_map>& maps, std::size_t first);
  batch_join(const batch_join&) = delete;
  batch_join& operator=(const batch_join&) = delete;

  /// From any thread.
  void add(batch_part part);
  /// How many rows there will be, a guess for the memory's sake; from any thread.
  void expect_rows(std::size_t rows) { expected_ = rows; }
  /// REQUIRES: every add has returned.
  batch finish() { return batch(std::move(to_)); }

 private:
  using codes = std::vector<text_pool::code>;

  /// A part whose turn it is.
  struct turn {
    batch_part part;
    std::size_t rows_before = 0;
    std::shared_ptr<const text_pool::code[]> map;  // none: codes stay
  };

  std::vector<turn> take_turns(batch_part part, std::unique_lock<std::mutex>& first);
  turn next_turn(batch_part part);
  void append_column(const turn& t, std::size_t column);
  void append_place(const turn& t);
  void append_days(const turn& t);
  void append_optional(const turn& t, codes batch_data::*column);
  void append_field(const turn& t, std::size_t index);
  void append_codes(const turn& t, codes& to, const codes& from);
  template <class T>
  void append(std::vector<T>& to, const std::vector<T>& from);
  template <class T>
  void make_room(std::vector<T>& to, std::size_t more);

  std::shared_ptr<batch_data> to_;
  std::size_t columns_;                  // steps of append_column
  std::unique_ptr<std::mutex[]> locks_;  // of these
  std::atomic<std::size_t> expected_{0};

  std::mutex order_;                            // of what follows
  std::map<std::size_t, batch_part> waiting_;  // for an earlier one
  std::size_t next_;
  std::size_t rows_ = 0;
  std::vector<code_map>& maps_;  // by reader; none where there is one
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/batch_join.ipp"
#endif
