// The bytes of a file, looked at without copying them where the system can map them, or as they
// come from a pipe: a window that moves forward. Not synchronised; what `owner` holds stays as long
// as somebody keeps it. REQUIRES: nobody shortens the file meanwhile.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "dutyscore/core/result.hpp"

namespace dutyscore {

/// Bytes, and what keeps them.
struct shared_bytes {
  std::shared_ptr<const void> owner;
  std::string_view text;
  bool is_mapped = false;  // of a file
};

shared_bytes share_bytes(std::string text);

/// All of a regular file, mapped; of anything else, and `-`, what is read. Errors as read_file.
result<shared_bytes> open_bytes(const std::string& path,
                                std::size_t limit = static_cast<std::size_t>(-1));

class byte_window {
 public:
  /// `-` is standard input.
  static result<byte_window> open(const std::string& path, std::size_t limit);
  static byte_window of(shared_bytes all);

  std::string_view text() const { return now_.text; }
  const std::shared_ptr<const void>& owner() const { return now_.owner; }
  /// Whether nothing comes behind text().
  bool is_last() const { return !in_; }
  void remove_front(std::size_t n) {
    now_.text.remove_prefix(n);
    if (now_.is_mapped) let_go();
  }
  /// Makes text() at least `wanted` bytes long, or all that is left. An error: DS0901.
  diagnostics fill(std::size_t wanted);

 private:
  /// A file that is mapped would otherwise take as much memory as it is long. Whoever looks back
  /// reads it again.
  void let_go();

  std::string path_;
  std::shared_ptr<std::FILE> in_;  // null: everything is in the window
  std::size_t left_ = 0;           // of the limit
  shared_bytes now_;
  const char* held_ = nullptr;  // what is mapped before it has been let go
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/bytes.ipp"
#endif
