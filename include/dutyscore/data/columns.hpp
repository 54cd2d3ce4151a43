// Which column of a table is meant: by number inside the program, by name or label in headers. The
// same numbering serves every reader, so that a header is looked up once per file and never per
// row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/config.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// The two kinds of table that dutyscore reads.
enum class table_kind : unsigned char { activities, roster };

/// A column: first those of `fixed_columns`, then the fields of that table in the schema's order.
using column_id = std::uint32_t;
inline constexpr column_id fixed_column_count = std::size(fixed_columns);
constexpr column_id column_of(fixed_column c) { return static_cast<column_id>(c); }
constexpr column_id column_of_field(std::size_t index) {
  return fixed_column_count + static_cast<column_id>(index);
}

const std::vector<schema_field>& fields_of(const schema& s, table_kind table);
bool is_fixed_column_of(table_kind table, fixed_column c);

/// The column whose name or label is `header`. Fixed columns come first, then names, then labels;
/// nothing when no column is called so, or when a label belongs to several fields (see
/// is_ambiguous_label).
std::optional<column_id> find_column(const schema& s, table_kind table, std::string_view header);
bool is_ambiguous_label(const schema& s, table_kind table, std::string_view header);

/// What people call the column: `date` or `日期`, a field's label.
std::string column_title(const schema& s, table_kind table, column_id c, language lang);

/// Names and labels of fields of `other` by which `own` has none: columns of the same rows that are
/// to be left out where they are read for `own`.
std::vector<std::string> titles_unknown_to(const schema& own, const schema& other);

/// Everything that a header may say, for "did you mean".
std::vector<std::string> column_spellings(const schema& s, table_kind table);

/// Columns without which a table cannot be read: the fixed ones that every row needs, and fields
/// that have no default and belong to every kind.
std::vector<column_id> required_columns(const schema& s, table_kind table);

/// The header line of an empty table: all columns that may be filled, fields by name in English and
/// by label in Chinese. Ends with a line end.
std::string to_csv_header(const schema& s, table_kind table, language lang = language::en);

/// One text as a CSV cell: in quotes when it holds a comma, a quote or a line break.
std::string csv_cell(std::string_view text);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/columns.ipp"
#endif
