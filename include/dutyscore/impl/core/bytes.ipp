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
  return shared_bytes{std::move(owner), {static_cast<const char*>(at), size}};
}
#else
DUTYSCORE_INLINE std::optional<shared_bytes> map_file(const std::string&) { return std::nullopt; }
#endif

}  // namespace detail

DUTYSCORE_INLINE shared_bytes share_bytes(std::string text) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  const std::string_view all = *owner;
  return {std::move(owner), all};
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

// ---- rooms ----

DUTYSCORE_INLINE std::shared_ptr<char> byte_rooms::take(const std::shared_ptr<byte_rooms>& from,
                                                        std::size_t size) {
  auto held = std::make_shared<room>(from->take_free(size));
  char* const bytes = held->bytes.get();
  const auto give = [from, held](char*) { from->give_back(std::move(*held)); };
  return std::shared_ptr<char>(bytes, give);
}

DUTYSCORE_INLINE byte_rooms::room byte_rooms::take_free(std::size_t size) {
  {
    const std::lock_guard held(lock_);
    while (!free_.empty()) {
      room last = std::move(free_.back());
      free_.pop_back();
      if (last.size >= size) return last;
    }
  }
  return {std::make_unique_for_overwrite<char[]>(size), size};
}

/// Without memory for the list, the room goes.
DUTYSCORE_INLINE void byte_rooms::give_back(room r) {
  const std::lock_guard held(lock_);
  try {
    free_.push_back(std::move(r));
  } catch (const std::bad_alloc&) {
  }
}

// ---- windows ----

DUTYSCORE_INLINE byte_window byte_window::of(shared_bytes all) {
  byte_window out;
  out.now_ = std::move(all);
  out.readable_ = out.now_.text.data() + out.now_.text.size();
  return out;
}

DUTYSCORE_INLINE result<byte_window> byte_window::open(const std::string& path,
                                                       std::size_t limit) {
  byte_window out;
  out.path_ = path;
  out.limit_ = limit;
  std::error_code failed;
  const std::uintmax_t size = path == "-" ? 0 : std::filesystem::file_size(path, failed);
  if (!failed && size > limit) return detail::cannot_read(path, detail::too_long(limit));
  out.in_ = path == "-" ? std::shared_ptr<std::FILE>(stdin, [](std::FILE*) {})
                        : std::shared_ptr<std::FILE>(detail::open_file(path, "rb"));
  if (!out.in_) return detail::cannot_read(path, system_reason(errno));
  if (path != "-") std::setvbuf(out.in_.get(), nullptr, _IONBF, 0);
  out.rooms_ = std::make_shared<byte_rooms>();
  return out;
}

DUTYSCORE_INLINE diagnostics byte_window::fill(std::size_t wanted, progress_watch* watch) {
  if (!in_ || now_.text.size() >= wanted) return {};
  const auto room = byte_rooms::take(rooms_, wanted + slack);
  const std::size_t before = now_.text.size();
  // step(begin, count) takes bytes to the room and returns how many there were.
  const auto in_steps = [&](std::size_t begin, std::size_t end, auto step) {
    constexpr std::size_t most = std::size_t{8} << 20;
    std::size_t at = begin;
    while (at < end) {
      if (watch && at > begin) watch->ask();
      const std::size_t count = std::min(most, end - at), taken = step(at, count);
      at += taken;
      if (taken < count) break;
    }
    return at - begin;
  };
  in_steps(0, before, [&](std::size_t at, std::size_t count) {
    std::copy_n(now_.text.data() + at, count, room.get() + at);
    return count;
  });
  const std::size_t got = in_steps(before, wanted, [&](std::size_t at, std::size_t count) {
    return std::fread(room.get() + at, 1, count, in_.get());
  });
  if (std::ferror(in_.get())) return {detail::cannot_read(path_, system_reason(errno))};
  if (got > limit_ - read_) return {detail::cannot_read(path_, detail::too_long(limit_))};
  read_ += got;
  if (got < wanted - before) in_.reset();
  now_ = {room, {room.get(), before + got}};
  readable_ = room.get() + before + got + slack;
  std::fill_n(room.get() + before + got, slack, '\0');
  return {};
}

}  // namespace dutyscore
