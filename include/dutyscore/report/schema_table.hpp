// The columns that a policy expects, as people and programs read them. The header of an empty table
// is to_csv_header (data/columns.hpp).
#pragma once

#include <string>

#include "dutyscore/data/schema.hpp"

namespace dutyscore {

std::string to_text(const schema& s, language lang = language::zh);
std::string to_json(const schema& s);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/report/schema_table.ipp"
#endif
