// Arrow arrays of every layout, made by hand from the cells of a table: what other programs hand
// over. Every buffer is an allocation of its own and no byte longer than it must be, and every
// struct that is out is counted.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/data/arrow_interface.hpp"

namespace arrow_arrays {

using namespace dutyscore;

using cells = std::vector<std::optional<std::string>>;

/// How many structs of a kind are held by somebody, and how often one was released.
struct counter {
  std::atomic<int> out = 0, released = 0;
};
inline counter arrays, schemas, streams;

struct buffer {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};

/// An array before it is handed out.
struct node {
  std::string format, name;
  std::int64_t length = 0, null_count = -1, offset = 0;
  std::vector<std::string> buffers;  // an empty one is a null pointer
  std::vector<std::shared_ptr<node>> children;
  std::shared_ptr<node> dictionary;
};

// ---- handing out ----

struct array_room {
  std::vector<std::unique_ptr<char[]>> buffers;
  std::vector<const void*> pointers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  ArrowArray dictionary{};
};

inline void release_array(ArrowArray* a) {
  auto* const room = static_cast<array_room*>(a->private_data);
  for (ArrowArray& child : room->children)
    if (child.release) child.release(&child);
  if (room->dictionary.release) room->dictionary.release(&room->dictionary);
  delete room;
  a->release = nullptr;
  --arrays.out;
  ++arrays.released;
}

inline void give_array(const node& n, ArrowArray* to) {
  auto* const room = new array_room;
  for (const std::string& b : n.buffers) {
    room->buffers.push_back(b.empty() ? nullptr : std::make_unique<char[]>(b.size()));
    if (!b.empty()) std::memcpy(room->buffers.back().get(), b.data(), b.size());
    room->pointers.push_back(room->buffers.back().get());
  }
  room->children.resize(n.children.size());
  for (std::size_t i = 0; i < n.children.size(); ++i) {
    give_array(*n.children[i], &room->children[i]);
    room->child_pointers.push_back(&room->children[i]);
  }
  if (n.dictionary) give_array(*n.dictionary, &room->dictionary);
  *to = {n.length,
         n.null_count,
         n.offset,
         static_cast<std::int64_t>(n.buffers.size()),
         static_cast<std::int64_t>(n.children.size()),
         room->pointers.data(),
         room->child_pointers.data(),
         n.dictionary ? &room->dictionary : nullptr,
         &release_array,
         room};
  ++arrays.out;
}

struct schema_room {
  std::string format, name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> child_pointers;
  ArrowSchema dictionary{};
};

inline void release_schema(ArrowSchema* s) {
  auto* const room = static_cast<schema_room*>(s->private_data);
  for (ArrowSchema& child : room->children)
    if (child.release) child.release(&child);
  if (room->dictionary.release) room->dictionary.release(&room->dictionary);
  delete room;
  s->release = nullptr;
  --schemas.out;
  ++schemas.released;
}

inline void give_schema(const node& n, ArrowSchema* to) {
  auto* const room = new schema_room{n.format, n.name, {}, {}, {}};
  room->children.resize(n.children.size());
  for (std::size_t i = 0; i < n.children.size(); ++i) {
    give_schema(*n.children[i], &room->children[i]);
    room->child_pointers.push_back(&room->children[i]);
  }
  if (n.dictionary) give_schema(*n.dictionary, &room->dictionary);
  *to = {room->format.c_str(),
         room->name.c_str(),
         nullptr,
         ARROW_FLAG_NULLABLE,
         static_cast<std::int64_t>(n.children.size()),
         room->child_pointers.data(),
         n.dictionary ? &room->dictionary : nullptr,
         &release_schema,
         room};
  ++schemas.out;
}

/// A table in several arrays.
struct table {
  node type;
  std::vector<node> chunks;
  int fails_at = -1;  // this chunk is not there, but an error
  bool has_no_schema = false;
};

struct stream_room {
  table of;
  std::size_t next = 0;
};

inline stream_room& room_of(ArrowArrayStream* s) {
  return *static_cast<stream_room*>(s->private_data);
}

inline arrow_stream stream_of(table of) {
  auto* const room = new stream_room{std::move(of), 0};
  ++streams.out;
  ArrowArrayStream made{[](ArrowArrayStream* s, ArrowSchema* out) {
                          if (room_of(s).of.has_no_schema) return EIO;
                          give_schema(room_of(s).of.type, out);
                          return 0;
                        },
                        [](ArrowArrayStream* s, ArrowArray* out) {
                          stream_room& r = room_of(s);
                          if (static_cast<int>(r.next) == r.of.fails_at) return EIO;
                          *out = {};
                          if (r.next < r.of.chunks.size()) give_array(r.of.chunks[r.next++], out);
                          return 0;
                        },
                        [](ArrowArrayStream*) { return "the disk is gone"; },
                        [](ArrowArrayStream* s) {
                          delete &room_of(s);
                          s->release = nullptr;
                          --streams.out;
                          ++streams.released;
                        },
                        room};
  return arrow_stream(&made);
}

// ---- buffers ----

template <class T>
void put(std::string& to, T value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline void put_bit(std::string& to, std::size_t at, bool bit) {
  if (at % 8 == 0) to += '\0';
  to.back() = static_cast<char>(static_cast<unsigned char>(to.back()) | (bit ? 1u << at % 8 : 0u));
}

/// What a layout needs to know besides its cells.
struct how {
  std::size_t front = 0;    // rows before the first that counts: an array's offset
  unsigned seed = 1;        // of what does not matter: dictionaries, times of day
  bool tells_nulls = true;  // null_count is right, and not -1
};

/// -12.5 in units of so many places. REQUIRES: it fits.
inline int128 scaled(const std::string& text, int places) {
  const bool is_negative = text.front() == '-';
  const std::size_t point = text.find('.');
  std::string digits =
      text.substr(is_negative, point == std::string::npos ? point : point - is_negative);
  std::string part = point == std::string::npos ? "" : text.substr(point + 1);
  part.resize(static_cast<std::size_t>(std::max(0, places)), '0');
  digits += part;
  int128 out = 0;
  for (const char c : digits) out = out * 10 + (c - '0');
  for (; places < 0; ++places) out /= 10;
  return is_negative ? -out : out;
}

inline std::int64_t units_per_day(const std::string& format) {
  const std::int64_t second = 86'400;
  if (format.starts_with("tss:")) return second;
  if (format == "tdm" || format.starts_with("tsm:")) return second * 1'000;
  return format.starts_with("tsu:") ? second * 1'000'000 : second * 1'000'000'000;
}

template <class Offset>
void put_texts(node& n, const cells& values) {
  std::string offsets, bytes;
  put(offsets, Offset{0});
  for (const auto& v : values) {
    bytes += v.value_or("");
    put(offsets, static_cast<Offset>(bytes.size()));
  }
  n.buffers.insert(n.buffers.end(), {offsets, bytes});
}

inline void put_views(node& n, const cells& values) {
  std::string views, sizes, buffers[2];
  std::size_t row = 0;
  for (const auto& v : values) {
    const std::string text = v.value_or("");
    const std::size_t which = row++ % 2;
    put(views, static_cast<std::int32_t>(text.size()));
    std::string rest = text.size() <= 12 ? text : text.substr(0, 4);
    if (text.size() > 12) {
      put(rest, static_cast<std::int32_t>(which));
      put(rest, static_cast<std::int32_t>(buffers[which].size()));
      buffers[which] += text;
    }
    rest.resize(12, '\0');
    views += rest;
  }
  for (const std::string& b : buffers) put(sizes, static_cast<std::int64_t>(b.size()));
  n.buffers.insert(n.buffers.end(), {views, buffers[0], buffers[1], sizes});
}

/// One value as bytes, of what is neither text nor bool.
inline std::string value_bytes(const std::string& format, const std::string& text, unsigned salt) {
  std::string out;
  const auto whole = [&] { return static_cast<std::int64_t>(scaled(text, 0)); };
  if (format == "c")
    put(out, static_cast<std::int8_t>(whole()));
  else if (format == "C")
    put(out, static_cast<std::uint8_t>(whole()));
  else if (format == "s")
    put(out, static_cast<std::int16_t>(whole()));
  else if (format == "S")
    put(out, static_cast<std::uint16_t>(whole()));
  else if (format == "i")
    put(out, static_cast<std::int32_t>(whole()));
  else if (format == "I")
    put(out, static_cast<std::uint32_t>(whole()));
  else if (format == "l")
    put(out, whole());
  else if (format == "L")
    put(out, static_cast<std::uint64_t>(scaled(text, 0)));
  else if (format == "f")
    put(out, std::strtof(text.c_str(), nullptr));
  else if (format == "g")
    put(out, std::strtod(text.c_str(), nullptr));
  else if (format == "tdD")
    put(out, date::parse(text).value().days());
  else if (format == "tdm")
    put(out, date::parse(text).value().days() * units_per_day(format));
  else if (format.starts_with("ts"))
    put(out, date::parse(text).value().days() * units_per_day(format) +
                 static_cast<std::int64_t>(salt * 7919u) % units_per_day(format));
  else if (format.starts_with("d:")) {
    const std::size_t comma = format.find(',');
    const std::size_t second = format.find(',', comma + 1);
    const int places = std::stoi(format.substr(comma + 1));
    const int bits = second == std::string::npos ? 128 : std::stoi(format.substr(second + 1));
    const int128 n = scaled(text, places);
    if (bits == 32)
      put(out, static_cast<std::int32_t>(n));
    else if (bits == 64)
      put(out, static_cast<std::int64_t>(n));
    else
      put(out, n);
    if (bits == 256) put(out, n < 0 ? ~int128{0} : int128{0});
  } else {
    FAIL("no such format: " << format);
  }
  return out;
}

/// A column of the cells; `front` rows of rubbish come before them. `dictionary` is the format of
/// the entries, or empty.
inline std::shared_ptr<node> column(const std::string& name, const std::string& format,
                                    const std::string& dictionary, const cells& values,
                                    how h = {}) {
  auto n = std::make_shared<node>();
  n->name = name;
  n->format = format;
  n->length = static_cast<std::int64_t>(values.size());
  n->offset = static_cast<std::int64_t>(h.front);
  if (format == "n") return n->null_count = n->length, n;
  std::mt19937 random(h.seed);
  const bool is_text = format == "u" || format == "U" || format == "vu";
  // What stands before the rows that count is a text or a number that would be seen at once.
  cells all(h.front, is_text || !dictionary.empty() ? "rubbish" : "1");
  if (format.starts_with("t")) all.assign(h.front, "1999-12-31");
  all.insert(all.end(), values.begin(), values.end());
  const auto nulls = std::count(values.begin(), values.end(), std::nullopt);
  std::string validity;
  for (std::size_t i = 0; i < all.size(); ++i) put_bit(validity, i, all[i].has_value());
  n->null_count = h.tells_nulls ? nulls : -1;
  const bool has_validity = nulls > 0 || random() % 2;
  n->buffers.push_back(has_validity ? validity : "");
  if (!dictionary.empty()) {
    cells entries{"unused", std::nullopt};
    for (const auto& v : all)
      if (v && std::find(entries.begin(), entries.end(), v) == entries.end()) entries.push_back(v);
    std::shuffle(entries.begin(), entries.end(), random);
    std::string indexes;
    for (const auto& v : all) {
      const auto at = std::find(entries.begin(), entries.end(), v) - entries.begin();
      indexes += value_bytes(format, std::to_string(at), 0);
    }
    n->buffers.push_back(indexes);
    n->dictionary = column("", dictionary, "", entries, {random() % 3, h.seed + 1, true});
    // A null may be an entry that is null as well.
    if (random() % 2 && n->null_count != 0) n->buffers[0].clear(), n->null_count = 0;
    return n;
  }
  if (format == "u")
    put_texts<std::int32_t>(*n, all);
  else if (format == "U")
    put_texts<std::int64_t>(*n, all);
  else if (format == "vu")
    put_views(*n, all);
  else if (format == "b") {
    std::string bits;
    for (std::size_t i = 0; i < all.size(); ++i) put_bit(bits, i, all[i] == "yes");
    n->buffers.push_back(bits);
  } else {
    std::string bytes;
    for (const auto& v : all) {
      const std::string stand_in = format.starts_with("t") ? "1999-12-31" : "3";
      bytes += value_bytes(format, v.value_or(stand_in), static_cast<unsigned>(random()));
    }
    n->buffers.push_back(bytes);
  }
  return n;
}

inline node struct_of(std::vector<std::shared_ptr<node>> columns) {
  node n;
  n.format = "+s";
  n.length = columns.empty() ? 0 : columns[0]->length;
  n.null_count = 0;
  n.buffers = {""};
  n.children = std::move(columns);
  return n;
}

}  // namespace arrow_arrays
