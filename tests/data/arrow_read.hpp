// What is read of Arrow tables made by hand, as text; nothing may be left over of what was handed
// out.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "data/arrow_arrays.hpp"
#include "data/batch_bytes.hpp"
#include "data/sample.hpp"
#include "dutyscore/data/arrow_reader.hpp"

namespace arrow_arrays {

inline const schema duties = sample::duties();

inline result<batch> read_once(table of, const arrow_options& options = {}) {
  std::vector<arrow_source> tables(1);
  tables[0] = {stream_of(std::move(of)), "f"};
  result<batch> out = read_arrow(std::move(tables), duties, options);
  CHECK(arrays.out == 0);
  CHECK(schemas.out == 0);
  CHECK(streams.out == 0);
  return out;
}

/// Several threads, which take a few rows at a time, give the same.
inline result<batch> read(const table& of, const arrow_options& options = {}) {
  result<batch> out = read_once(of, options);
  arrow_options shared = options;
  shared.threads = 3;
  shared.piece_rows = 1 + of.chunks.size() * 3;
  const result<batch> again = read_once(of, shared);
  CHECK(to_text(again.messages(), language::en) == to_text(out.messages(), language::en));
  REQUIRE(again.has_value() == out.has_value());
  if (out) sample::check_same(again->data(), out->data());
  return out;
}

/// A table of one row, whose column is as given and whose other cells are plain.
inline table table_with(std::shared_ptr<node> changed) {
  std::vector<std::shared_ptr<node>> made;
  const cells rows(static_cast<std::size_t>(std::max<std::int64_t>(0, changed->length)), "捐款");
  const auto plain = [&](const char* name, const char* value) {
    if (changed->name != name) made.push_back(column(name, "u", "", cells(rows.size(), value)));
  };
  plain("subject", "甲");
  plain("kind", changed->name == "suggestions" ? "联络站活动" : "捐款");
  plain("date", "2023-05-06");
  if (changed->name != "suggestions") plain("amount", "1");
  made.push_back(std::move(changed));
  table out;
  out.type = struct_of(std::move(made));
  out.type.length = static_cast<std::int64_t>(rows.size());
  out.chunks = {out.type};
  return out;
}

inline std::shared_ptr<node> with_bytes(const std::string& name, const std::string& format,
                                        const std::string& bytes, std::int64_t rows = 1) {
  auto n = std::make_shared<node>();
  n->name = name;
  n->format = format;
  n->length = rows;
  n->null_count = 0;
  n->buffers = {"", bytes};
  return n;
}

template <class T>
std::shared_ptr<node> of_value(const std::string& name, const std::string& format, T value) {
  std::string bytes;
  put(bytes, value);
  return with_bytes(name, format, bytes);
}

/// What is read of it, and what is said of it, hints included.
inline std::string text_of(const result<batch>& rows) {
  std::string out = rows ? sample::batch_text(*rows, duties) : "";
  for (const diagnostic& d : rows.messages()) out += sample::problem_text(d);
  const auto hints = [&](const diagnostic& d) {
    for (const message& h : d.hints) out += "= " + h.en + "\n";
  };
  for (const diagnostic& d : rows.messages()) hints(d);
  if (rows)
    for (const bad_row& b : rows->data().bad) hints(b.why);
  return out;
}

inline std::string text_of(std::shared_ptr<node> changed, const arrow_options& options = {}) {
  return text_of(read(table_with(std::move(changed)), options));
}

}  // namespace arrow_arrays
