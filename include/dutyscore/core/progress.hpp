// How a long call says how far it is, and how it is stopped.
//
//   options.progress.say = [](std::uint64_t done, std::uint64_t all) { return !wants_to_stop; };
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>

namespace dutyscore {

/// Asked from the thread that made the call, about every 50 ms and however many threads work.
struct on_progress {
  /// Rows; bytes while tables are read; else what the options say. `all` is 0 where it is not known
  /// (yet). False stops the call, which throws `cancelled`; so does throwing. What the call was to
  /// change is unchanged.
  std::function<bool(std::uint64_t done, std::uint64_t all)> say;
  std::chrono::milliseconds every{50};
};

/// Of long calls that have no other options.
struct progress_options {
  on_progress progress = {};
};

class cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "dutyscore: cancelled"; }
};

/// Of one call, made by its thread; low level.
class progress_watch {
 public:
  explicit progress_watch(const on_progress& how, std::uint64_t all = 0) : how_(how), all_(all) {}

  /// So much more is done. From any thread, and often: it costs little. Throws when the call is to
  /// be stopped.
  void add(std::uint64_t more) {
    if (!how_.say) return;
    done_.fetch_add(more, std::memory_order_relaxed);
    ask();
  }

  void ask() {
    if (!how_.say) return;
    if (is_stopped_.load(std::memory_order_relaxed)) throw cancelled();
    if (std::this_thread::get_id() != owner_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + how_.every;
    try {
      if (how_.say(done_.load(std::memory_order_relaxed), all_)) return;
    } catch (...) {
      is_stopped_ = true;
      throw;
    }
    is_stopped_ = true;
    throw cancelled();
  }

  /// For calls that this one makes: they ask with the figures of the whole.
  on_progress for_parts() {
    if (!is_asked()) return {};
    const auto ask_for_whole = [this](std::uint64_t, std::uint64_t) {
      ask();
      return true;
    };
    return {ask_for_whole, std::chrono::milliseconds(0)};
  }

  bool is_asked() const { return static_cast<bool>(how_.say); }
  /// What could not be known to begin with. From the thread that made the call.
  void expect(std::uint64_t all) { all_ = all; }

 private:
  const on_progress& how_;
  std::uint64_t all_;  // of the owner
  const std::thread::id owner_ = std::this_thread::get_id();
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> is_stopped_{false};
  std::chrono::steady_clock::time_point next_{};  // of the owner
};

/// For loops of many short steps: asks at some of them. Without a watch it does nothing.
class progress_pulse {
 public:
  explicit progress_pulse(progress_watch* watch, std::uint32_t every = 65'536)
      : watch_(watch), every_(every), left_(every) {}
  void operator()() {
    if (--left_ > 0) return;
    left_ = every_;
    if (watch_) watch_->ask();
  }

 private:
  progress_watch* watch_;
  std::uint32_t every_, left_;
};

}  // namespace dutyscore
