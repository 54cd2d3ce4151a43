// Tables of activities as CSV text, or as JSON Lines (data/json_lines.hpp). In CSV a header row names the columns (by name or label, fixed ones in
// either language), every further row is one activity. What is wrong with the table as a whole (no
// header, an unknown or a missing column, a quote that is never closed) makes the result
// diagnostics; what is wrong with one row makes a bad row of the batch. Cost: linear in the bytes.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/csv_options.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// `-` is standard input.
result<batch> read_csv(const std::string& path, const schema& s, const csv_options& options = {});
/// Several tables, each with its own header, into one batch.
result<batch> read_csv(const std::vector<std::string>& paths, const schema& s,
                       const csv_options& options = {});
/// The rest of a stream; `name` is what messages call it.
result<batch> read_csv(std::istream& in, const std::string& name, const schema& s,
                       const csv_options& options = {});
result<batch> read_csv_text(std::string_view text, const std::string& name, const schema& s,
                            const csv_options& options = {});

/// The same of JSON Lines: one object a line, whose keys are what headers may be.
result<batch> read_jsonl(const std::vector<std::string>& paths, const schema& s,
                         const csv_options& options = {});
result<batch> read_jsonl_text(std::string_view text, const std::string& name, const schema& s,
                              const csv_options& options = {});
/// Tables of both sorts, as options.format says: by the ends of their names unless it is set.
result<batch> read_activities(const std::vector<std::string>& paths, const schema& s,
                              const csv_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/csv.ipp"
#endif
