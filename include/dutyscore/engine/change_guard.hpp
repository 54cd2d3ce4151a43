// A lock for one writer that changes much more often than anybody reads: to the writer it costs one
// atomic exchange while no reader is near. Readers wait until the change at hand is made; a writer
// that meets a reader waits like any other. Works with std::unique_lock and std::shared_lock. Not
// for users. Tested by tests/engine/change_guard_test.cpp.
#pragma once

#include <atomic>
#include <shared_mutex>
#include <thread>

namespace dutyscore::engine {

class change_guard {
 public:
  /// REQUIRES: one thread at a time.
  void lock() {
    is_changing_.store(true, std::memory_order_seq_cst);
    // Either we see the reader, or it sees that we are changing.
    if (readers_.load(std::memory_order_seq_cst) == 0) return;
    is_changing_.store(false, std::memory_order_release);
    against_readers_.lock();
    waits_ = true;
  }
  void unlock() {
    if (!waits_) return is_changing_.store(false, std::memory_order_release);
    waits_ = false;
    against_readers_.unlock();
  }
  void lock_shared() {
    against_readers_.lock_shared();
    readers_.fetch_add(1, std::memory_order_seq_cst);
    while (is_changing_.load(std::memory_order_seq_cst)) std::this_thread::yield();
  }
  void unlock_shared() {
    readers_.fetch_sub(1, std::memory_order_release);
    against_readers_.unlock_shared();
  }

 private:
  std::atomic<bool> is_changing_{false};
  std::atomic<int> readers_{0};  // that read, or wait for the change at hand
  std::shared_mutex against_readers_;
  bool waits_ = false;  // the writer holds `against_readers_`
};

}  // namespace dutyscore::engine
