// One activity as bytes, the same for equal activities of whatever batch: what digests of data sum
// up and a journal keeps. Not for users.
#pragma once

#include "dutyscore/core/progress.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/roster.hpp"
#include "dutyscore/engine/bytes.hpp"

namespace dutyscore::engine {

/// REQUIRES: the batch is of this schema.
void write_row(byte_writer& to, const schema& s, const batch_data& data, std::size_t row);

/// Adds the row to the batch being built; returns whether it is one that fits the schema.
bool read_row(byte_reader& from, batch_builder& to);

/// The sum of the rows' digests, modulo 2^256: any order, and a doubled row shows.
digest digest_of(const schema& s, const batch_data& data, progress_watch& watch);
/// Of everything on it, in any order of subjects.
digest digest_of(const roster& r);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_bytes.ipp"
#endif
