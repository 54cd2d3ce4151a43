// Scoring on several machines: each adds up the rows that it has, the sums are added, and whoever
// has all of them reads the book.
//
//   machine 1, 2, …   auto cells = accumulate(policy, its_rows, {.subjects = roster}).value();
//   one per subject   auto whole = merge(policy, cells_of_one_subject).value();
//   the last          auto book  = finish(policy, all_of_them, {.subjects = roster}).value();
//
// What travels is one string of bytes for each subject: equal states are equal bytes, whatever rows
// went where. Rows may be split in any way, but not copied: copies are found where rows have an
// `id`. All machines need the same policy (its digest is in the bytes) and for each subject the
// same service and fields on the roster (so is theirs). The book has the same bits as evaluate()
// over all rows with the same roster and `through`; see book::keeps_rows for what it cannot tell.
// Functions of any number of threads.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dutyscore/engine/evaluate.hpp"

namespace dutyscore {

struct accumulate_options {
  std::optional<roster> subjects = std::nullopt;
  on_bad_row bad_rows = on_bad_row::fail;
  on_progress progress = {};
};

/// The cells of each subject with a row that is not bad, by subject. With on_bad_row::report the
/// messages of bad rows stand beside the value; they count nowhere.
result<std::vector<std::string>> accumulate(const policy& policy, const batch& rows,
                                            const accumulate_options& options = {});

/// The sum of cells of one subject. An error: damaged bytes, another policy, several subjects, an
/// id that came twice. Throws std::invalid_argument without any.
/// Progress, here and below: strings of bytes.
result<std::string> merge(const policy& policy, std::span<const std::string> cells,
                          const progress_options& options = {});
/// The sums of cells of any subjects, one for each, by subject.
result<std::vector<std::string>> merge_all(const policy& policy,
                                           std::span<const std::string> cells,
                                           const progress_options& options = {});

struct finish_options {
  std::optional<roster> subjects = std::nullopt;
  /// Default: the last day of the last month with a row that is not bad.
  std::optional<date> through = std::nullopt;
  /// Of indicators that keep activities: more than these are refused rather than unfolded.
  std::size_t most_activities = 100'000'000;
  /// Strings of bytes that have been read.
  on_progress progress = {};
};

/// Cells of the same subject are added first, so that merging before is not needed.
result<book> finish(const policy& policy, std::span<const std::string> cells,
                    const finish_options& options = {});

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/merge.ipp"
#endif
