#include "cli/progress.hpp"

#include <chrono>
#include <cstdio>

namespace dutyscore::cli {

progress::progress(bool shown, language lang) : lang_(lang) {
  if (shown) watcher_ = std::thread([this] { watch(); });
}

progress::~progress() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  changed_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

void progress::step(message what) {
  const std::lock_guard lock(mutex_);
  what_ = std::move(what);
}

void progress::watch() {
  using namespace std::chrono_literals;
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  bool written = false;
  for (auto wait = 2000ms; !changed_.wait_for(lock, wait, [&] { return done_; }); wait = 500ms) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
    std::fprintf(stderr, "\r\x1b[K%s… %lld s", what_.in(lang_).c_str(),
                 static_cast<long long>(seconds.count()));
    std::fflush(stderr);
    written = true;
  }
  if (written) std::fputs("\r\x1b[K", stderr);
}

}  // namespace dutyscore::cli
