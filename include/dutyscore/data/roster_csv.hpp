// Rosters as CSV text: who is assessed, since when, and where they belong. The header names the
// columns as in tables of activities (data/csv.hpp); only `subject` is needed. Any mistake makes
// the result diagnostics.
#pragma once

#include <string>
#include <string_view>

#include "dutyscore/core/result.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster.hpp"

namespace dutyscore {

/// `-` is standard input. Of the limits, `bad_rows` is 1,000 at most here.
result<roster> read_roster_csv(const std::string& path, const schema& s,
                               const csv_options& options = {});
result<roster> read_roster_csv_text(std::string_view text, const std::string& name, const schema& s,
                                    const csv_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/roster_csv.ipp"
#endif
