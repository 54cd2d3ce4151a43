// Work in pieces that several threads take one after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "dutyscore/core/progress.hpp"

namespace dutyscore {

/// Runs work(thread, piece) for every piece, each once, on so many threads, the calling one
/// included; threads are numbered from 0. What a piece throws ends the work and is thrown again.
/// The calling thread asks `watch` whether to go on before, while it waits for the others, and
/// after.
template <class Work>
void share_work(unsigned threads, std::size_t pieces, Work work, progress_watch* watch = nullptr) {
  if (watch) watch->ask();
  std::atomic<std::size_t> next{0};
  std::exception_ptr failed;
  std::mutex guard;
  std::condition_variable ended;
  int running = 0;  // others
  // Who stops the call does it in the calling thread, in words of their own; others only notice, as
  // that thread itself does while it waits for them.
  bool is_own = false;
  const auto fail = [&](unsigned thread) {
    const std::lock_guard lock(guard);
    if (!failed || (thread == 0 && !is_own)) failed = std::current_exception();
    is_own = is_own || thread == 0;
    next = pieces;
  };
  const auto run = [&](unsigned thread) {
    try {
      for (std::size_t piece; (piece = next.fetch_add(1)) < pieces;) work(thread, piece);
    } catch (...) {
      fail(thread);
    }
  };
  const auto count = [&](int more) {
    const std::lock_guard lock(guard);
    running += more;
    ended.notify_one();
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads && t < pieces; ++t) {
    count(1);
    try {
      others.emplace_back([&, t] {
        run(t);
        count(-1);
      });
    } catch (...) {
      count(-1);  // fewer threads than wished for do the same work
      break;
    }
  }
  run(0);
  if (watch && watch->is_asked()) {
    std::unique_lock lock(guard);
    while (!ended.wait_for(lock, std::chrono::milliseconds(20), [&] { return running == 0; })) {
      lock.unlock();
      try {
        watch->ask();
      } catch (...) {
        fail(0);
      }
      lock.lock();
    }
  }
  for (std::thread& t : others) t.join();
  if (failed) std::rethrow_exception(failed);
  if (watch) watch->ask();
}

}  // namespace dutyscore
