#pragma once

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <istream>
#include <memory>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/messages.hpp"

namespace dutyscore {
namespace detail {

struct system_error_words {
  int error;
  std::string_view en, zh;
};
inline constexpr system_error_words system_errors[] = {
    {ENOENT, "there is no such file", "没有这个文件"},
    {EACCES, "permission denied", "没有权限"},
    {EISDIR, "it is a directory", "这是一个目录"},
    {ENOTDIR, "a part of the path is not a directory", "路径中有一段不是目录"},
    {ENOSPC, "no space left on the device", "磁盘已满"},
    {EROFS, "the file system is read-only", "文件系统是只读的"},
    {ENAMETOOLONG, "the name is too long", "文件名太长"},
    {EMFILE, "too many open files", "打开的文件太多"},
    {EPIPE, "nobody reads the pipe any more", "管道的另一端已关闭"},
};

using file_handle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

DUTYSCORE_INLINE file_handle open_file(const std::string& path, const char* mode) {
  return {std::fopen(path.c_str(), mode), [](std::FILE* f) { return std::fclose(f); }};
}

DUTYSCORE_INLINE diagnostic cannot_read(const std::string& path, const message& why) {
  return make_diagnostic("DS0901", {path, why}, data_place{path, 0, {}, {}});
}

DUTYSCORE_INLINE diagnostic cannot_write(const std::string& path, int error) {
  return make_diagnostic("DS0902", {path, system_reason(error)}, data_place{path, 0, {}, {}});
}

DUTYSCORE_INLINE message too_long(std::size_t limit) {
  const bool small = limit < (1u << 20);
  const std::string size = std::to_string(small ? limit : limit >> 20) + (small ? " B" : " MiB");
  return {"it is longer than the limit of " + size, "超过" + size + "的上限"};
}

DUTYSCORE_INLINE result<std::string> read_all(std::FILE* in, const std::string& path,
                                              std::size_t limit) {
  constexpr std::size_t piece = 1u << 20;
  std::string text;
  for (;;) {
    const std::size_t before = text.size();
    text.resize(before + piece);
    const std::size_t got = std::fread(text.data() + before, 1, piece, in);
    text.resize(before + got);
    if (text.size() > limit) return cannot_read(path, too_long(limit));
    if (got < piece) break;
  }
  if (std::ferror(in)) return cannot_read(path, system_reason(errno));
  return text;
}

/// Bytes out, flushed; 0, or the error.
DUTYSCORE_INLINE int write_all(std::FILE* out, std::string_view text) {
  errno = 0;
  const bool complete = std::fwrite(text.data(), 1, text.size(), out) == text.size();
  if (std::fflush(out) == 0 && complete) return 0;
  return errno ? errno : EIO;
}

DUTYSCORE_INLINE int write_in_place(const std::string& path, std::string_view text) {
  const file_handle out = open_file(path, "wb");
  return out ? write_all(out.get(), text) : errno;
}

/// A file beside `path` that did not exist before; its name goes to `name`.
DUTYSCORE_INLINE file_handle open_new_file(const std::string& path, std::string& name) {
  for (int i = 0;; ++i) {
    name = path + ".new" + std::to_string(i);
    if (file_handle out = open_file(name, "wbx"); out || errno != EEXIST || i == 100) return out;
  }
}

/// What `path` leads to, so that a link stays a link.
DUTYSCORE_INLINE std::string behind_links(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_symlink(path, failed)) return path;
  const auto real = std::filesystem::weakly_canonical(path, failed);
  return failed ? path : real.string();
}

DUTYSCORE_INLINE int write_and_rename(const std::string& path, std::string_view text) {
  const std::string target = behind_links(path);
  std::string fresh;
  file_handle out = open_new_file(target, fresh);
  if (!out) return errno;
  int error = write_all(out.get(), text);
  out.reset();
  std::error_code failed;
  if (const auto old = std::filesystem::status(target, failed); std::filesystem::exists(old))
    std::filesystem::permissions(fresh, old.permissions(), failed);
  if (error == 0 && std::rename(fresh.c_str(), target.c_str()) != 0) error = errno;
  if (error != 0) std::remove(fresh.c_str());
  return error;
}

}  // namespace detail

DUTYSCORE_INLINE message system_reason(int error) {
  for (const detail::system_error_words& known : detail::system_errors)
    if (known.error == error) return {std::string(known.en), std::string(known.zh)};
  const std::string other = std::strerror(error);
  return {other, other};
}

DUTYSCORE_INLINE result<std::string> read_file(const std::string& path, std::size_t limit) {
  if (path == "-") return detail::read_all(stdin, path, limit);
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed))
    return detail::cannot_read(path, system_reason(EISDIR));
  const auto size = std::filesystem::file_size(path, failed);
  if (!failed && size > limit) return detail::cannot_read(path, detail::too_long(limit));
  const detail::file_handle in = detail::open_file(path, "rb");
  if (!in) return detail::cannot_read(path, system_reason(errno));
  return detail::read_all(in.get(), path, limit);
}

DUTYSCORE_INLINE result<std::string> read_stream(std::istream& in, const std::string& name,
                                                 std::size_t limit) {
  constexpr std::size_t piece = 1u << 20;
  std::string text;
  while (in && text.size() <= limit) {
    const std::size_t before = text.size();
    text.resize(before + piece);
    in.read(text.data() + before, static_cast<std::streamsize>(piece));
    text.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return detail::cannot_read(name, system_reason(EIO));
  if (text.size() > limit) return detail::cannot_read(name, detail::too_long(limit));
  return text;
}

DUTYSCORE_INLINE diagnostics write_file(const std::string& path, std::string_view text) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  const bool replace = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  const int error = path == "-" ? detail::write_all(stdout, text)
                    : replace   ? detail::write_and_rename(path, text)
                                : detail::write_in_place(path, text);
  if (error == 0) return {};
  return {detail::cannot_write(path, error)};
}

}  // namespace dutyscore
