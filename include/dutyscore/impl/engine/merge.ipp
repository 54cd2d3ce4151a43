#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/finish.hpp"
#include "dutyscore/engine/merge.hpp"

namespace dutyscore {

namespace engine {

/// Bad rows are found as evaluate() finds them; the others are judged once more, now in detail,
/// because cells of a cluster keep what a book can look up in its rows.
DUTYSCORE_INLINE std::vector<std::string> bytes_of_subjects(const book_data& from) {
  std::vector<std::string> out;
  judge in_detail(from.plan, *from.bound, true);
  row_folder folder(from.plan, *from.bound);
  verdicts judged;
  subject_cells cells;
  for (subject_id s = 0; s < from.subjects.size(); ++s) {
    const auto rows = from.rows_of(s);
    if (rows.empty()) continue;
    in_detail.run(rows, judged);
    cells.clear();
    cells.subject = from.names[s];
    cells.entry = mark_of(from.subjects[s].entry);
    folder.fold(rows, judged, cells);
    cells.settle();
    out.push_back(to_bytes(cells, from.plan.policy->digest));
  }
  return out;
}

using cells_by_subject = std::map<std::string, subject_cells, std::less<>>;

DUTYSCORE_INLINE std::optional<diagnostic> add_cells(cells_by_subject& to, std::string_view bytes,
                                                     const digest& policy) {
  auto cells = subject_cells_of(bytes, policy);
  if (!cells) return cells.messages().front();
  const auto found = to.find(cells->subject);
  if (found == to.end()) {
    to.emplace(cells->subject, std::move(*cells));
    return std::nullopt;
  }
  if (found->second.entry != cells->entry) return make_diagnostic("DS0425", {cells->subject});
  found->second.add(*cells);
  if (found->second.is_beyond()) return make_diagnostic("DS0428", {cells->subject});
  return std::nullopt;
}

DUTYSCORE_INLINE result<cells_by_subject> added_up(const policy& p,
                                                   std::span<const std::string> cells) {
  cells_by_subject out;
  diagnostics wrong;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto why = add_cells(out, cells[i], p->digest);
    if (!why) continue;
    why->data = data_place{"", i + 1, {}, {}};
    wrong.push_back(*std::move(why));
  }
  for (const auto& [subject, sum] : out)
    if (sum.has_double_id()) wrong.push_back(make_diagnostic("DS0424", {subject}));
  if (!wrong.empty()) return wrong;
  return out;
}

}  // namespace engine

DUTYSCORE_INLINE result<std::vector<std::string>> accumulate(const policy& policy,
                                                             const batch& rows,
                                                             const accumulate_options& options) {
  // Cells do not depend on `through`; any day will do.
  const auto whole = evaluate(policy, rows, {options.subjects, date::max(), options.bad_rows});
  if (!whole) return whole.messages();
  diagnostics bad;
  for (const bad_row& b : whole->bad()) bad.push_back(b.why);
  return {engine::bytes_of_subjects(whole->data()), std::move(bad)};
}

DUTYSCORE_INLINE result<std::string> merge(const policy& policy,
                                           std::span<const std::string> cells) {
  if (cells.empty()) throw std::invalid_argument("dutyscore: there is nothing to merge");
  const auto sums = engine::added_up(policy, cells);
  if (!sums) return sums.messages();
  if (sums->size() > 1)
    return make_diagnostic("DS0420", {sums->begin()->first, std::next(sums->begin())->first});
  return engine::to_bytes(sums->begin()->second, policy->digest);
}

DUTYSCORE_INLINE result<std::vector<std::string>> merge_all(const policy& policy,
                                                            std::span<const std::string> cells) {
  const auto sums = engine::added_up(policy, cells);
  if (!sums) return sums.messages();
  std::vector<std::string> out;
  for (const auto& [subject, sum] : *sums) out.push_back(engine::to_bytes(sum, policy->digest));
  return out;
}

DUTYSCORE_INLINE result<book> finish(const policy& policy, std::span<const std::string> cells,
                                     const finish_options& options) {
  const auto sums = engine::added_up(policy, cells);
  if (!sums) return sums.messages();
  std::vector<const engine::subject_cells*> by_subject;
  for (const auto& [subject, sum] : *sums) by_subject.push_back(&sum);
  return engine::book_of_cells(std::make_shared<const plan>(make_plan(policy)), by_subject,
                               {options.subjects, options.through, options.most_activities});
}

}  // namespace dutyscore
