// Work in pieces that several threads take one after the other.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dutyscore {

/// Runs work(thread, piece) for every piece, each once, on so many threads, the calling one
/// included; threads are numbered from 0. What a piece throws ends the work and is thrown again.
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
  std::vector<std::thread> others;
  try {
    for (unsigned t = 1; t < threads && t < pieces; ++t) others.emplace_back(run, t);
  } catch (...) {
    // Fewer threads than wished for do the same work.
  }
  run(0);
  for (std::thread& t : others) t.join();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace dutyscore
