// Pieces of work for several threads. Not for users.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dutyscore::engine {

/// Runs work(thread, piece) for every piece, each once, on so many threads, the calling one
/// included. An exception ends the work and is thrown again.
template <class Work>
void share_work(unsigned threads, std::size_t pieces, Work work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failed;
  std::mutex failing;
  const auto run = [&](unsigned thread) {
    try {
      for (std::size_t piece; (piece = next.fetch_add(1)) < pieces;) work(thread, piece);
    } catch (...) {
      const std::lock_guard lock(failing);
      if (!failed) failed = std::current_exception();
      next = pieces;
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads && t < pieces; ++t) others.emplace_back(run, t);
  run(0);
  others.clear();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace dutyscore::engine
