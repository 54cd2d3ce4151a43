#pragma once

#include <algorithm>
#include <atomic>
#include <filesystem>

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
      watch_(options_.progress, options_.progress.say ? detail::bytes_of(paths_) : 0) {}

/// Each thread reads pieces with a pool of its own, which ends with the batch.
DUTYSCORE_INLINE std::optional<batch> activity_batches::next(std::size_t rows) {
  const unsigned threads = std::max(1u, options_.threads);
  std::vector<std::vector<detail::batch_part>> parts(threads);
  std::atomic<std::size_t> read{0};
  const auto work = [&](unsigned, std::size_t i) {
    piece_reader reader(tables_, static_cast<std::size_t>(-1));
    while (read < rows) {
      auto some = reader.next();
      if (!some) return;
      read += some->rows();
      const std::size_t texts = (*some)->texts.size();
      parts[i].push_back({*std::move(some), reader.file(), reader.number(), i,
                          reader.texts_before(), texts});
      watch_.add(reader.bytes());
    }
  };
  share_work(threads, parts.size(), work, &watch_);
  for (std::size_t i = 1; i < parts.size(); ++i)
    parts[0].insert(parts[0].end(), parts[i].begin(), parts[i].end());
  if (parts[0].empty()) return std::nullopt;
  auto whole = batch_builder(tables_.activities()).end_batch();
  whole->files = paths_;
  return join(std::move(whole), std::move(parts[0]), threads, &watch_);
}

}  // namespace dutyscore
