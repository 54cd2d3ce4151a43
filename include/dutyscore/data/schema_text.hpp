// A schema as people read it: which columns a table has, what may stand in them, and what an empty
// cell means.
#pragma once

#include <string>

#include "dutyscore/core/config.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// A value as a cell would say it: `12.5`, `2023-05-06`, `yes` or `是`.
std::string to_text(const cell_value& value, value_type type, language lang);

/// The columns of one of the two tables, one a line, aligned by display width.
std::string to_text(const schema& s, table_kind table, language lang);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/schema_text.ipp"
#endif
