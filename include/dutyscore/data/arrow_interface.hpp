// The Arrow C data and stream interfaces: three plain structs by which programs in any language
// hand tables to each other without copying them, and without a library in common. Whoever holds a
// struct whose `release` is not null owns what it points to, and calls `release` once; a struct is
// moved by copying it and setting the `release` of the old one to null. Layout and meaning are
// Arrow's and never change.
#pragma once

#include <stdint.h>

#include <utility>

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

extern "C" {

/// The type of a column, or of a table, which is a struct of its columns.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

/// The values, in the buffers that the type asks for.
struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

}  // extern "C"

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

extern "C" {

/// Arrays of one type, one after the other; one without `release` is behind the last.
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

}  // extern "C"

#endif  // ARROW_C_STREAM_INTERFACE

namespace dutyscore {

/// Owns one of the structs and releases it at the end. Moves only.
template <class Struct>
class arrow_owner {
 public:
  arrow_owner() = default;
  /// Takes what `from` holds, which then holds nothing. `from` may be null.
  explicit arrow_owner(Struct* from) {
    if (!from) return;
    held_ = *from;
    from->release = nullptr;
  }
  arrow_owner(arrow_owner&& other) noexcept : arrow_owner(&other.held_) {}
  arrow_owner& operator=(arrow_owner&& other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~arrow_owner() {
    if (held_.release) held_.release(&held_);
  }

  explicit operator bool() const { return held_.release != nullptr; }
  Struct* get() { return &held_; }
  Struct* operator->() { return &held_; }
  const Struct* operator->() const { return &held_; }
  const Struct& operator*() const { return held_; }
  /// Gives what it holds away.
  void move_to(Struct* to) {
    *to = held_;
    held_.release = nullptr;
  }

 private:
  Struct held_{};
};

using arrow_stream = arrow_owner<ArrowArrayStream>;
using arrow_array = arrow_owner<ArrowArray>;
using arrow_schema = arrow_owner<ArrowSchema>;

}  // namespace dutyscore
