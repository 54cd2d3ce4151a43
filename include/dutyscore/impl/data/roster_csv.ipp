#pragma once

#include <algorithm>

#include "dutyscore/core/file.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/roster_builder.hpp"
#include "dutyscore/data/roster_csv.hpp"

namespace dutyscore {

DUTYSCORE_INLINE result<roster> read_roster_csv_text(std::string_view text, const std::string& name,
                                                     const schema& s, const csv_options& options) {
  roster_builder builder(s, std::min<std::size_t>(options.limits.bad_rows, 1'000));
  builder.start_file(name);
  const auto converted = detail::convert_table(text, name);
  if (converted) text = converted->text;
  diagnostics messages =
      detail::csv_table_reader(builder, text, name, options).read(table_kind::roster);
  if (converted) messages.insert(messages.begin(), converted->note);
  result<roster> made = builder.finish();
  const bool is_readable = !has_error(messages);
  messages.insert(messages.begin(), made.messages().begin(), made.messages().end());
  if (!made || !is_readable) return messages;
  return {std::move(made).value(), std::move(messages)};
}

DUTYSCORE_INLINE result<roster> read_roster_csv(const std::string& path, const schema& s,
                                                const csv_options& options) {
  const result<std::string> text = read_file(path, options.limits.file_bytes);
  if (!text) return text.messages();
  return read_roster_csv_text(*text, path, s, options);
}

}  // namespace dutyscore
