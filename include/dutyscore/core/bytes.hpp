// The bytes of a file: all of them, looked at without copying where the system can map them; or a
// window that moves forward over what is read into memory that is used again and again. Not
// synchronised; what `owner` holds stays as long as somebody keeps it. REQUIRES: nobody shortens the
// file meanwhile.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"

namespace dutyscore {

/// Bytes, and what keeps them.
struct shared_bytes {
  std::shared_ptr<const void> owner;
  std::string_view text;
};

shared_bytes share_bytes(std::string text);

/// All of a regular file, mapped; of anything else, and `-`, what is read. Errors as read_file.
result<shared_bytes> open_bytes(const std::string& path,
                                std::size_t limit = static_cast<std::size_t>(-1));

/// Rooms for bytes: one that nobody holds any more is handed out again. Thread-safe.
class byte_rooms {
 public:
  /// `size` bytes, none of which is known. Those who hold a room keep the rooms, too.
  static std::shared_ptr<char> take(const std::shared_ptr<byte_rooms>& from, std::size_t size);

 private:
  struct room {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  room take_free(std::size_t size);
  void give_back(room r);

  std::mutex lock_;
  std::vector<room> free_;
};

/// Reading a file takes less time than mapping it: pages are not looked for one by one, and what has
/// just been read is still in the cache.
class byte_window {
 public:
  static constexpr std::size_t slack = 64;

  /// `-` is standard input.
  static result<byte_window> open(const std::string& path, std::size_t limit);
  static byte_window of(shared_bytes all);

  std::string_view text() const { return now_.text; }
  const std::shared_ptr<const void>& owner() const { return now_.owner; }
  /// The end of the bytes that may be looked at: `slack` behind text(), unless all was there at once.
  const char* readable() const { return readable_; }
  /// Whether nothing comes behind text().
  bool is_last() const { return !in_; }
  void remove_front(std::size_t n) { now_.text.remove_prefix(n); }
  /// Makes text() at least `wanted` bytes long, or all that is left. An error: DS0901. `watch` is
  /// asked all the while; once it has thrown nothing more can be read.
  diagnostics fill(std::size_t wanted, progress_watch* watch = nullptr);

 private:
  std::string path_;
  std::shared_ptr<std::FILE> in_;  // null: everything is in the window
  std::size_t limit_ = 0, read_ = 0;
  std::shared_ptr<byte_rooms> rooms_;
  shared_bytes now_;
  const char* readable_ = nullptr;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/bytes.ipp"
#endif
