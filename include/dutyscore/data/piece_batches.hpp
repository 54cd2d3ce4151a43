// Batches that one thread makes one after the other, with one pool of texts: what readers of pieces
// are made of. A batch that nobody holds any more gives its memory to a later one. Low level: use
// piece_reader (data/pieces.hpp).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dutyscore/data/batch_builder.hpp"

namespace dutyscore::detail {

class piece_batches {
 public:
  /// A pool that takes more than `pool_bytes` is followed by a new one.
  piece_batches(schema s, builder_limits limits, std::size_t pool_bytes)
      : schema_(std::move(s)), limits_(limits), pool_bytes_(pool_bytes) {}

  /// A batch of this table begins. The builder is the same as long as the pool is.
  batch_builder& start(const std::string& table);
  /// The batch that was begun.
  const std::shared_ptr<batch_data>& end() { return last_ = builder_->end_batch(); }

  const std::shared_ptr<batch_data>& last() const { return last_; }
  /// The codes of the pool from here on came with the last batch.
  std::size_t texts_before() const { return texts_before_; }

 private:
  std::shared_ptr<batch_data> free_room();

  schema schema_;
  builder_limits limits_;
  std::size_t pool_bytes_;
  std::unique_ptr<batch_builder> builder_;
  std::shared_ptr<batch_data> last_;
  std::vector<std::shared_ptr<batch_data>> rooms_;  // of batches that were given
  std::size_t texts_before_ = 0;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/piece_batches.ipp"
#endif
