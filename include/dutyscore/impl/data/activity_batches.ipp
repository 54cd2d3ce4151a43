#pragma once

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "dutyscore/core/held_alone.hpp"
#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/activity_batches.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/batch_join.hpp"

namespace dutyscore {
namespace detail {

/// Of all files together; 0 where one has no size, as a pipe has none.
DUTYSCORE_INLINE std::uint64_t bytes_of(const std::vector<std::string>& paths) {
  std::uint64_t sum = 0;
  for (const std::string& path : paths) {
    std::error_code failed;
    const std::uintmax_t bytes = std::filesystem::file_size(path, failed);
    if (failed) return 0;
    sum += bytes;
  }
  return sum;
}

}  // namespace detail

DUTYSCORE_INLINE activity_batches::activity_batches(std::vector<std::string> paths, schema s,
                                                    csv_options options)
    : paths_(std::move(paths)),
      options_(std::move(options)),
      tables_(paths_, std::move(s), options_),
      bytes_left_(detail::bytes_of(paths_)),
      watch_(options_.progress, bytes_left_) {}

/// Each thread reads pieces with a pool of its own.
DUTYSCORE_INLINE std::optional<batch> activity_batches::next(std::size_t rows) {
  const unsigned threads = std::max(1u, options_.threads);
  begin_pools();
  last_ = empty_batch();
  detail::batch_join joined(last_, maps_, pieces_);
  std::atomic<std::size_t> read{0}, bytes{0}, pieces{0};
  const auto work = [&](unsigned, std::size_t i) {
    piece_reader& reader = *readers_[i];
    try {
      while (read < rows) {
        auto some = reader.next();
        if (!some) return;
        ++pieces;
        joined.expect_rows(guess_rows(rows, read += some->rows(), bytes += reader.bytes()));
        const text_pool texts = (*some)->texts;
        joined.add({*std::move(some), reader.file(), reader.number(), i,
                    detail::texts_behind(texts, reader.texts_before())});
      }
    } catch (...) {
      read = rows;  // nobody need go on
      throw;
    }
  };
  share_work(threads, threads, work, &watch_);
  if (pieces == 0) return std::nullopt;
  pieces_ += pieces;
  bytes_left_ -= std::min<std::uint64_t>(bytes_left_, bytes);
  return joined.finish();
}

/// A little more than if all rows were as long as those that have been read.
DUTYSCORE_INLINE std::size_t activity_batches::guess_rows(std::size_t wanted, std::size_t read,
                                                          std::size_t bytes) const {
  const double of_all = static_cast<double>(bytes_left_) / static_cast<double>(bytes);
  return std::min(wanted, static_cast<std::size_t>(of_all * 1.02 * static_cast<double>(read)));
}

/// At first, and where the texts of the batches before take too much memory: these are left behind.
DUTYSCORE_INLINE void activity_batches::begin_pools() {
  constexpr std::size_t most_bytes = std::size_t{256} << 20;
  if (last_ && last_->texts.bytes() <= most_bytes) return;
  last_.reset();
  const unsigned threads = std::max(1u, options_.threads);
  readers_.clear();
  for (unsigned t = 0; t < threads; ++t)
    readers_.push_back(
        std::make_unique<piece_reader>(tables_, static_cast<std::size_t>(-1), &watch_));
  maps_ = detail::maps_of(threads);
}

/// In the memory of the last one, when nobody holds that any more, and with its texts.
DUTYSCORE_INLINE std::shared_ptr<batch_data> activity_batches::empty_batch() {
  batch_builder builder(tables_.activities());
  const text_pool texts = last_ ? last_->texts : builder.end_batch()->texts;
  builder.begin_batch(is_held_alone(last_) ? std::move(last_) : std::make_shared<batch_data>(), texts);
  auto out = builder.end_batch();
  out->files = paths_;
  return out;
}

}  // namespace dutyscore
