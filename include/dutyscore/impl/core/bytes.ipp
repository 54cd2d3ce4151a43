#pragma once

#include <algorithm>
#include <cerrno>

#include "dutyscore/core/bytes.hpp"
#include "dutyscore/impl/core/file.ipp"

#if defined(__unix__) || defined(__APPLE__)
#define DUTYSCORE_HAS_MMAP 1
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace dutyscore {
namespace detail {

#ifdef DUTYSCORE_HAS_MMAP
/// Nothing when the file cannot be mapped: it is empty, no regular file, or cannot be opened.
DUTYSCORE_INLINE std::optional<shared_bytes> map_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat about {};
  const bool is_regular = ::fstat(file, &about) == 0 && S_ISREG(about.st_mode);
  const auto size = is_regular ? static_cast<std::size_t>(about.st_size) : 0;
  void* const at =
      size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  ::close(file);
  if (at == MAP_FAILED) return std::nullopt;
  ::madvise(at, size, MADV_SEQUENTIAL);
  std::shared_ptr<const void> owner(at, [size](const void* p) {
    ::munmap(const_cast<void*>(p), size);
  });
  return shared_bytes{std::move(owner), {static_cast<const char*>(at), size}, true};
}
#else
DUTYSCORE_INLINE std::optional<shared_bytes> map_file(const std::string&) { return std::nullopt; }
#endif

}  // namespace detail

DUTYSCORE_INLINE shared_bytes share_bytes(std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  const std::string_view all = *owner;
  return {std::move(owner), all, false};
}

DUTYSCORE_INLINE result<shared_bytes> open_bytes(const std::string& path, std::size_t limit) {
  if (path != "-")
    if (auto mapped = detail::map_file(path)) {
      if (mapped->text.size() > limit) return detail::cannot_read(path, detail::too_long(limit));
      return *std::move(mapped);
    }
  auto text = read_file(path, limit);
  if (!text) return text.messages();
  return share_bytes(*std::move(text));
}

DUTYSCORE_INLINE byte_window byte_window::of(shared_bytes all) {
  byte_window out;
  out.now_ = std::move(all);
  out.held_ = out.now_.text.data();
  return out;
}

/// Readers may still be at what was taken off last.
DUTYSCORE_INLINE void byte_window::let_go() {
#ifdef DUTYSCORE_HAS_MMAP
  constexpr std::ptrdiff_t some = 64 << 20;  // whole pages
  while (now_.text.data() - held_ >= 2 * some) {
    ::madvise(const_cast<char*>(held_), some, MADV_DONTNEED);
    held_ += some;
  }
#endif
}

DUTYSCORE_INLINE result<byte_window> byte_window::open(const std::string& path,
                                                       std::size_t limit) {
  std::error_code failed;
  const bool is_stream =
      path == "-" || std::filesystem::is_fifo(path, failed) ||
      std::filesystem::is_character_file(path, failed);
  if (!is_stream) {
    auto all = open_bytes(path, limit);
    if (!all) return all.messages();
    return of(*std::move(all));
  }
  byte_window out;
  out.path_ = path;
  out.left_ = limit;
  out.in_ = path == "-" ? std::shared_ptr<std::FILE>(stdin, [](std::FILE*) {})
                        : std::shared_ptr<std::FILE>(detail::open_file(path, "rb"));
  if (!out.in_) return detail::cannot_read(path, system_reason(errno));
  return out;
}

DUTYSCORE_INLINE diagnostics byte_window::fill(std::size_t wanted) {
  if (!in_ || now_.text.size() >= wanted) return {};
  std::string text;
  text.reserve(wanted + 64);
  text = now_.text;
  const std::size_t before = text.size(), missing = wanted - before;
  text.resize(wanted);
  const std::size_t got = std::fread(text.data() + before, 1, missing, in_.get());
  text.resize(before + got);
  if (std::ferror(in_.get())) return {detail::cannot_read(path_, system_reason(errno))};
  if (got > left_) return {detail::cannot_read(path_, detail::too_long(left_))};
  left_ -= got;
  if (got < missing) in_.reset();
  now_ = share_bytes(std::move(text));
  return {};
}

}  // namespace dutyscore
