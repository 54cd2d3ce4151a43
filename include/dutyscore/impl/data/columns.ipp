#pragma once

#include <algorithm>

#include "dutyscore/data/columns.hpp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE bool is_of(table_kind table, const fixed_column_name& c) {
  return table == table_kind::activities ? c.in_activities : c.in_roster;
}

/// How a header names the column so that find_column finds it again.
DUTYSCORE_INLINE std::string header_of(const schema& s, table_kind table, column_id c,
                                       language lang) {
  std::string title = column_title(s, table, c, lang);
  if (c < fixed_column_count || (lang == language::zh && find_column(s, table, title) == c))
    return title;
  return fields_of(s, table)[c - fixed_column_count].name;
}

DUTYSCORE_INLINE std::size_t count_labels(const std::vector<schema_field>& fields,
                                          std::string_view label) {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const schema_field& f) { return f.label == label; }));
}

}  // namespace detail

DUTYSCORE_INLINE const std::vector<schema_field>& fields_of(const schema& s, table_kind table) {
  return table == table_kind::activities ? s.activity : s.subject;
}

DUTYSCORE_INLINE bool is_fixed_column_of(table_kind table, fixed_column c) {
  return detail::is_of(table, fixed_columns[column_of(c)]);
}

DUTYSCORE_INLINE std::optional<column_id> find_column(const schema& s, table_kind table,
                                                      std::string_view header) {
  for (const fixed_column_name& c : fixed_columns)
    if (detail::is_of(table, c) && (header == c.en || header == c.zh)) return column_of(c.column);
  const std::vector<schema_field>& fields = fields_of(s, table);
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == header) return column_of_field(i);
  if (detail::count_labels(fields, header) != 1) return std::nullopt;
  for (std::size_t i = 0;; ++i)
    if (fields[i].label == header) return column_of_field(i);
}

DUTYSCORE_INLINE bool is_ambiguous_label(const schema& s, table_kind table,
                                         std::string_view header) {
  return !find_column(s, table, header) && detail::count_labels(fields_of(s, table), header) > 1;
}

DUTYSCORE_INLINE std::string column_title(const schema& s, table_kind table, column_id c,
                                          language lang) {
  if (c >= fixed_column_count) return fields_of(s, table)[c - fixed_column_count].label;
  return std::string(lang == language::zh ? fixed_columns[c].zh : fixed_columns[c].en);
}

DUTYSCORE_INLINE std::vector<std::string> column_spellings(const schema& s, table_kind table) {
  std::vector<std::string> out;
  for (const fixed_column_name& c : fixed_columns)
    if (is_fixed_column_of(table, c.column))
      out.insert(out.end(), {std::string(c.en), std::string(c.zh)});
  for (const schema_field& f : fields_of(s, table)) {
    out.push_back(f.name);
    if (f.label != f.name) out.push_back(f.label);
  }
  return out;
}

DUTYSCORE_INLINE std::vector<std::string> titles_unknown_to(const schema& own,
                                                            const schema& other) {
  std::vector<std::string> out;
  for (const table_kind table : {table_kind::activities, table_kind::roster}) {
    const std::vector<schema_field>& ours = fields_of(own, table);
    const auto is_ours = [&](const std::string& title) {
      return std::any_of(ours.begin(), ours.end(), [&](const schema_field& f) {
        return f.name == title || f.label == title;
      });
    };
    for (const schema_field& f : fields_of(other, table))
      for (const std::string& title : {f.name, f.label})
        if (!is_ours(title)) out.push_back(title);
  }
  return out;
}

DUTYSCORE_INLINE std::vector<column_id> required_columns(const schema& s, table_kind table) {
  std::vector<column_id> out{column_of(fixed_column::subject)};
  if (table == table_kind::activities)
    out.insert(out.end(), {column_of(fixed_column::kind), column_of(fixed_column::date)});
  const std::vector<schema_field>& fields = fields_of(s, table);
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (!fields[i].default_value && fields[i].kinds.empty()) out.push_back(column_of_field(i));
  return out;
}

DUTYSCORE_INLINE std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

DUTYSCORE_INLINE std::string to_csv_header(const schema& s, table_kind table, language lang) {
  std::string out;
  const auto put = [&](column_id c) {
    if (!out.empty()) out += ',';
    out += csv_cell(detail::header_of(s, table, c, lang));
  };
  for (const fixed_column_name& c : fixed_columns)
    if (is_fixed_column_of(table, c.column)) put(column_of(c.column));
  for (std::size_t i = 0; i < fields_of(s, table).size(); ++i) put(column_of_field(i));
  return out + '\n';
}

}  // namespace dutyscore
