#pragma once

#include "dutyscore/core/bytes.hpp"
#include "dutyscore/core/file.hpp"
#include "dutyscore/data/activity_batches.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/json_lines.hpp"

namespace dutyscore {
namespace detail {

/// Several tables into one batch; what is wrong with each of them is told.
class csv_batch_reader {
 public:
  csv_batch_reader(const schema& s, const csv_options& options)
      : options_(options), builder_(s, {options.limits.bad_rows, options.limits.rows}) {}

  void read_text(std::string_view text, const std::string& name) {
    const auto converted = convert_table(text, name);
    if (converted) {
      text = converted->text;
      add({converted->note});
    }
    builder_.start_file(name);
    add(is_json_lines(options_, name)
            ? read_lines(text, name)
            : csv_table_reader(builder_, text, name, options_).read(table_kind::activities));
  }

  void read_path(const std::string& path) {
    const result<shared_bytes> bytes = open_bytes(path, options_.limits.file_bytes);
    bytes ? read_text(bytes->text, path) : add(bytes.messages());
  }

  bool is_full() const { return builder_.passed_limit().has_value(); }

  result<batch> finish() {
    if (has_error(messages_)) return std::move(messages_);
    return {builder_.finish(), std::move(messages_)};
  }

 private:
  diagnostics read_lines(std::string_view text, const std::string& name) {
    json_lines_reader reader(builder_, text, name, options_);
    if (auto stop = reader.read_piece(0)) return {*std::move(stop)};
    if (reader.filled_rows() > 0) return {};
    return {no_rows(options_, name)};
  }

  void add(const diagnostics& list) { messages_.insert(messages_.end(), list.begin(), list.end()); }

  const csv_options& options_;
  batch_builder builder_;
  diagnostics messages_;
};

DUTYSCORE_INLINE csv_options as(table_format format, csv_options options) {
  options.format = format;
  return options;
}

DUTYSCORE_INLINE result<batch> read_text(std::string_view text, const std::string& name,
                                         const schema& s, const csv_options& options) {
  csv_batch_reader reader(s, options);
  reader.read_text(text, name);
  return reader.finish();
}

}  // namespace detail

DUTYSCORE_INLINE result<batch> read_activities(const std::vector<std::string>& paths,
                                               const schema& s, const csv_options& options) {
  if (options.threads > 1 || options.progress.say) {
    activity_batches tables(paths, s, options);
    const auto rows = tables.next(static_cast<std::size_t>(-1));
    diagnostics messages = tables.finish();
    if (has_error(messages)) return messages;
    if (rows) return {*rows, std::move(messages)};
    auto none = batch_builder(s).end_batch();
    none->files = paths;
    return {batch(std::move(none)), std::move(messages)};
  }
  detail::csv_batch_reader reader(s, options);
  for (const std::string& path : paths)
    if (!reader.is_full()) reader.read_path(path);
  return reader.finish();
}

DUTYSCORE_INLINE result<batch> read_csv(const std::vector<std::string>& paths, const schema& s,
                                        const csv_options& options) {
  return read_activities(paths, s, detail::as(table_format::csv, options));
}

DUTYSCORE_INLINE result<batch> read_csv(const std::string& path, const schema& s,
                                        const csv_options& options) {
  return read_csv(std::vector<std::string>{path}, s, options);
}

DUTYSCORE_INLINE result<batch> read_csv_text(std::string_view text, const std::string& name,
                                             const schema& s, const csv_options& options) {
  return detail::read_text(text, name, s, detail::as(table_format::csv, options));
}

DUTYSCORE_INLINE result<batch> read_jsonl(const std::vector<std::string>& paths, const schema& s,
                                          const csv_options& options) {
  return read_activities(paths, s, detail::as(table_format::json_lines, options));
}

DUTYSCORE_INLINE result<batch> read_jsonl_text(std::string_view text, const std::string& name,
                                               const schema& s, const csv_options& options) {
  return detail::read_text(text, name, s, detail::as(table_format::json_lines, options));
}

DUTYSCORE_INLINE result<batch> read_csv(std::istream& in, const std::string& name, const schema& s,
                                        const csv_options& options) {
  const result<std::string> text = read_stream(in, name, options.limits.file_bytes);
  if (!text) return text.messages();
  return read_csv_text(*text, name, s, options);
}

}  // namespace dutyscore
