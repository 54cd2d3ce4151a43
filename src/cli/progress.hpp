// A line on the terminal while work takes longer than two seconds, gone when it is done.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "dutyscore/core/diagnostic.hpp"

namespace dutyscore::cli {

class progress {
 public:
  /// Does nothing unless `shown`.
  progress(bool shown, language lang);
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// What is being done from now on.
  void step(message what);

 private:
  void watch();

  language lang_;
  std::mutex mutex_;
  std::condition_variable changed_;
  message what_;
  bool done_ = false;
  std::thread watcher_;
};

}  // namespace dutyscore::cli
