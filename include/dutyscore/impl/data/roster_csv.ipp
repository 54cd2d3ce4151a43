#pragma once

#include <algorithm>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/roster_builder.hpp"
#include "dutyscore/data/roster_csv.hpp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE result<roster> read_roster_text(std::string_view text, const std::string& name,
                                                 const schema& s, const csv_options& options,
                                                 progress_watch& watch) {
  roster_builder builder(s, std::min<std::size_t>(options.limits.bad_rows, 1'000));
  builder.start_file(name);
  const auto converted = convert_table(text, name, &watch);
  if (converted) watch.expect(text.size() + converted->text.size());
  if (converted) text = converted->text;
  diagnostics messages =
      csv_table_reader(builder, text, name, options).read(table_kind::roster, &watch);
  if (converted) messages.insert(messages.begin(), converted->note);
  result<roster> made = builder.finish(&watch);
  const bool is_readable = !has_error(messages);
  messages.insert(messages.begin(), made.messages().begin(), made.messages().end());
  if (!made || !is_readable) return messages;
  return {std::move(made).value(), std::move(messages)};
}

}  // namespace detail

DUTYSCORE_INLINE result<roster> read_roster_csv_text(std::string_view text, const std::string& name,
                                                     const schema& s, const csv_options& options) {
  const on_progress none;
  progress_watch unwatched(none);
  return detail::read_roster_text(text, name, s, options, unwatched);
}

DUTYSCORE_INLINE result<roster> read_roster_csv(const std::string& path, const schema& s,
                                                const csv_options& options) {
  const result<std::string> text = read_file(path, options.limits.file_bytes);
  if (!text) return text.messages();
  progress_watch watch(options.progress, text->size());
  return detail::read_roster_text(*text, path, s, options, watch);
}

}  // namespace dutyscore
