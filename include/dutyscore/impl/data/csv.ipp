#pragma once

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_table.hpp"

namespace dutyscore {
namespace detail {

/// Several tables into one batch; what is wrong with each of them is told.
class csv_batch_reader {
 public:
  csv_batch_reader(const schema& s, const csv_options& options)
      : options_(options), builder_(s, {options.limits.bad_rows, options.limits.rows}) {}

  void read_text(std::string_view text, const std::string& name) {
    builder_.start_file(name);
    add(csv_table_reader(builder_, text, name, options_).read(table_kind::activities));
  }

  void read_path(const std::string& path) {
    const result<std::string> text = read_file(path, options_.limits.file_bytes);
    text ? read_text(*text, path) : add(text.messages());
  }

  result<batch> finish() {
    if (has_error(messages_)) return std::move(messages_);
    return {builder_.finish(), std::move(messages_)};
  }

 private:
  void add(const diagnostics& list) { messages_.insert(messages_.end(), list.begin(), list.end()); }

  const csv_options& options_;
  batch_builder builder_;
  diagnostics messages_;
};

}  // namespace detail

DUTYSCORE_INLINE result<batch> read_csv(const std::vector<std::string>& paths, const schema& s,
                                        const csv_options& options) {
  detail::csv_batch_reader reader(s, options);
  for (const std::string& path : paths) reader.read_path(path);
  return reader.finish();
}

DUTYSCORE_INLINE result<batch> read_csv(const std::string& path, const schema& s,
                                        const csv_options& options) {
  return read_csv(std::vector<std::string>{path}, s, options);
}

DUTYSCORE_INLINE result<batch> read_csv_text(std::string_view text, const std::string& name,
                                             const schema& s, const csv_options& options) {
  detail::csv_batch_reader reader(s, options);
  reader.read_text(text, name);
  return reader.finish();
}

DUTYSCORE_INLINE result<batch> read_csv(std::istream& in, const std::string& name, const schema& s,
                                        const csv_options& options) {
  const result<std::string> text = read_stream(in, name, options.limits.file_bytes);
  if (!text) return text.messages();
  return read_csv_text(*text, name, s, options);
}

}  // namespace dutyscore
