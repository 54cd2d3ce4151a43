#pragma once

#include <cerrno>
#include <filesystem>
#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/bytes.hpp"
#include "dutyscore/engine/journal.hpp"
#include "dutyscore/engine/subject_cells.hpp"

namespace dutyscore::engine {
namespace detail {

inline constexpr std::string_view journal_magic = "dutj";
inline constexpr std::uint32_t journal_format = 1;
inline constexpr std::size_t record_head = 4 + 8 + 8;

DUTYSCORE_INLINE std::string journal_head_of(const digest& policy) {
  byte_writer to;
  to.raw(journal_magic);
  to.number(journal_format);
  to.raw(mark_of(policy));
  to.seal();
  return to.take();
}

DUTYSCORE_INLINE diagnostic cannot_append(const std::string& path, int error) {
  return make_diagnostic("DS0902", {path, system_reason(error)}, data_place{path, 0, {}, {}});
}

DUTYSCORE_INLINE std::string four_bytes(std::size_t n) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(n >> shift);
  return out;
}

DUTYSCORE_INLINE std::size_t number_of(std::string_view four) {
  std::size_t out = 0;
  for (const char c : four) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

DUTYSCORE_INLINE std::optional<journal_record> record_of(std::string_view inside) {
  byte_reader from(inside);
  journal_record out;
  out.number = from.as<std::uint64_t>();
  out.kind = static_cast<change_kind>(from.as<unsigned>(2));
  out.rows = from.raw(from.left());
  if (from.is_damaged()) return std::nullopt;
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE result<journal_contents> read_journal(std::string_view bytes,
                                                       const std::string& name,
                                                       const digest& policy) {
  journal_contents out;
  const auto damaged = [&](std::size_t at) {
    const std::string n = std::to_string(at);
    return make_diagnostic("DS0432", {name, message{"byte " + n, "第" + n + "字节"}},
                           data_place{name, 0, {}, {}});
  };
  const std::string head = detail::journal_head_of(policy);
  if (bytes.size() < head.size())
    return head.starts_with(bytes) ? result<journal_contents>(out) : damaged(0);
  if (!unsealed(bytes.substr(0, head.size()))) return damaged(0);
  if (!bytes.starts_with(head.substr(0, 5)))
    return make_diagnostic("DS0422", {std::to_string(static_cast<unsigned char>(bytes[4]))});
  if (!bytes.starts_with(head)) return make_diagnostic("DS0423", {});
  for (std::size_t at = head.size();;) {
    out.whole = at;
    const std::string_view rest = bytes.substr(at);
    if (rest.size() < detail::record_head) return out;  // cut off, or nothing is left
    const std::string_view length = rest.substr(0, 4);
    if (detail::seal_of(length) != rest.substr(4, 8)) return damaged(at);
    const std::size_t size = detail::number_of(length);
    if (rest.size() - detail::record_head < size) return out;
    const std::string_view inside = rest.substr(detail::record_head, size);
    const auto record = detail::record_of(inside);
    if (detail::seal_of(inside) != rest.substr(12, 8) || !record) return damaged(at);
    out.records.push_back(*record);
    at += detail::record_head + size;
  }
}

DUTYSCORE_INLINE result<journal> journal::open(const std::string& path, std::size_t whole,
                                               const digest& policy) {
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) std::filesystem::resize_file(path, whole, failed);
  if (failed) return detail::cannot_append(path, failed.value());
  std::FILE* file = std::fopen(path.c_str(), "ab");
  if (!file) return detail::cannot_append(path, errno);
  journal out(path, file);
  if (whole == 0)
    if (auto wrong = out.write(detail::journal_head_of(policy)); !wrong.empty()) return wrong;
  return out;
}

DUTYSCORE_INLINE diagnostics journal::write(std::string_view bytes) {
  if (error_ == 0) {
    errno = 0;
    const bool is_whole =
        std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() &&
        std::fflush(file_.get()) == 0;
    if (is_whole) return {};
    error_ = errno != 0 ? errno : EIO;
  }
  return {detail::cannot_append(path_, error_)};
}

DUTYSCORE_INLINE diagnostics journal::append(std::uint64_t number, change_kind kind,
                                             std::string_view rows) {
  byte_writer inside;
  inside.number(number);
  inside.number(static_cast<unsigned>(kind));
  inside.raw(rows);
  const std::string record = inside.take(), length = detail::four_bytes(record.size());
  return write(length + detail::seal_of(length) + detail::seal_of(record) + record);
}

DUTYSCORE_INLINE diagnostics journal::sync() {
#if __has_include(<unistd.h>)
  if (::fsync(::fileno(file_.get())) != 0) return {detail::cannot_append(path_, errno)};
#endif
  return {};
}

}  // namespace dutyscore::engine
