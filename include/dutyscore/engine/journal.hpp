// The changes of a live account, appended to a file one by one. A record is whole or, at the end,
// cut off by a crash; everything else is damage. Not for users.
//
// The file: a head (which policy), then records: their length, a seal of the length, a seal of the
// rest, and the rest: the running number of the change, what it is, and its rows as bytes. The
// length has a seal of its own, because a wrong one would make the whole remainder look cut off.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/file.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/core/sha256.hpp"

namespace dutyscore::engine {

enum class change_kind : std::uint8_t { apply, retract, correct };

struct journal_record {
  std::uint64_t number = 0;
  change_kind kind = change_kind::apply;
  std::string_view rows;  // as row_bytes writes them: one, of `correct` two
};

struct journal_contents {
  std::vector<journal_record> records;  // views into the bytes
  std::size_t whole = 0;                // bytes up to the last whole record; 0: not even a head
};

/// An error names the byte at which the damage begins.
result<journal_contents> read_journal(std::string_view bytes, const std::string& name,
                                      const digest& policy);

class journal {
 public:
  /// Cuts the file to `whole` bytes and goes on from there; 0 begins it anew.
  static result<journal> open(const std::string& path, std::size_t whole, const digest& policy);
  diagnostics append(std::uint64_t number, change_kind kind, std::string_view rows);
  diagnostics sync();

 private:
  journal(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  diagnostics write(std::string_view bytes);
  struct closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };

  std::string path_;
  std::unique_ptr<std::FILE, closer> file_;
  int error_ = 0;  // of a write that failed: half a record may stand there, so nothing may follow
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/journal.ipp"
#endif
