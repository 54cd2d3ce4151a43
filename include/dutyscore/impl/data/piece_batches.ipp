#pragma once

#include <algorithm>

#include "dutyscore/core/held_alone.hpp"
#include "dutyscore/data/piece_batches.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE batch_builder& piece_batches::start(const std::string& table) {
  texts_before_ = 0;
  if (last_ && last_->texts.bytes() <= pool_bytes_) {
    texts_before_ = last_->texts.size();
    const text_pool texts = last_->texts;
    rooms_.push_back(std::move(last_));
    builder_->begin_batch(free_room(), texts);
  } else {
    rooms_.clear();
    builder_ = std::make_unique<batch_builder>(schema_, limits_);
  }
  builder_->start_file(table);
  return *builder_;
}

/// Of a batch that whoever held it has let go of, perhaps in another thread. Of those that are held
/// as long as the reader lives only few are asked.
DUTYSCORE_INLINE std::shared_ptr<batch_data> piece_batches::free_room() {
  constexpr std::size_t most = 4;
  const auto free = std::find_if(rooms_.begin(), rooms_.end(), is_held_alone<batch_data>);
  std::shared_ptr<batch_data> out;
  if (free != rooms_.end()) {
    out = std::move(*free);
    rooms_.erase(free);
  } else {
    out = std::make_shared<batch_data>();
  }
  if (rooms_.size() > most) rooms_.erase(rooms_.begin());
  return out;
}

}  // namespace dutyscore::detail
