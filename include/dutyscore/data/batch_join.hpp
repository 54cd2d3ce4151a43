// Pieces of tables put together as if one reader had read them all. Low level: use read_csv.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/batch.hpp"

namespace dutyscore::detail {

struct batch_part {
  batch rows;
  std::uint32_t file = 0;  // the number of its first
  std::size_t number = 0;  // the parts' order
  std::size_t reader = 0;  // its parts share one pool, and came to it in order
  std::size_t texts_before = 0, texts_after = 0;  // the codes that came with this part
};

/// The rows of all parts in `to`, an empty batch with the names of all files and the texts that a
/// builder begins with. Codes come out in the order in which one reader would have given them. The
/// parts' pools are only read. Works in up to `threads` threads.
batch join(std::shared_ptr<batch_data> to, std::vector<batch_part> parts, unsigned threads,
           progress_watch* watch = nullptr);

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/batch_join.ipp"
#endif
