// What became of the rows, for books and totals alike.
#pragma once

#include <vector>

#include "binding.hpp"
#include "dutyscore/engine/book.hpp"
#include "tables.hpp"

namespace dutyscore::python {

py::dict counts_dict(const row_counts& c);
arrow_table unmatched_table(const std::vector<unmatched_kind>& kinds);
diagnostics reasons_of(const std::vector<bad_row>& rows);

}  // namespace dutyscore::python
