// The lock of one writer and many readers.
#include "dutyscore/engine/change_guard.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

using namespace dutyscore::engine;

TEST_CASE("readers never see half a change, and everybody gets his turn") {
  change_guard guard;
  long first = 0, second = 0;  // always equal, for readers
  std::atomic<bool> is_done{false};
  std::atomic<long> readings{0}, wrong{0};
  std::vector<std::thread> readers;
  for (int n = 0; n < 3; ++n)
    readers.emplace_back([&] {
      while (!is_done) {
        const std::shared_lock lock(guard);
        wrong += first != second;
        ++readings;
      }
    });
  long changes = 0;
  while (changes < 20'000 || readings < 1000) {
    const std::unique_lock lock(guard);
    ++first;
    ++second;
    ++changes;
  }
  is_done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(wrong == 0);
  CHECK(first == changes);
}

TEST_CASE("readers read side by side") {
  change_guard guard;
  const std::shared_lock mine(guard);
  bool is_read = false;
  std::thread([&] {
    const std::shared_lock lock(guard);
    is_read = true;
  }).join();
  CHECK(is_read);
}
