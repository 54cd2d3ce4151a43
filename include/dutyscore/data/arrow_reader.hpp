// Tables of activities and rosters from other programs, by the Arrow C stream interface. Columns
// are found by name or label, as the headers of CSV tables are; cells mean what they would in CSV,
// so that the same table gives the same batch, but for the rows' numbers, which begin with 1. A
// null is an empty cell. What is wrong with the table as a whole makes the result diagnostics; what
// is wrong with one row makes a bad row of the batch. docs/data.md lists the types. Cost: linear in
// the rows.
//
//   auto rows = read_arrow(&stream, policy.schema()).value();
#pragma once

#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/arrow_interface.hpp"
#include "dutyscore/data/arrow_options.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// The stream is released before the call returns, exceptions included, and holds nothing
/// afterwards.
result<batch> read_arrow(ArrowArrayStream* stream, const schema& s,
                         const arrow_options& options = {});
/// Several tables, each with its own columns, into one batch.
result<batch> read_arrow(std::vector<arrow_source> tables, const schema& s,
                         const arrow_options& options = {});
/// Of the limits, `bad_rows` is 1,000 at most here.
result<roster> read_roster_arrow(arrow_source table, const schema& s,
                                 const arrow_options& options = {});

/// One array as a stream, which takes what both hold.
arrow_stream stream_of(arrow_schema type, arrow_array rows);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_reader.ipp"
#endif
