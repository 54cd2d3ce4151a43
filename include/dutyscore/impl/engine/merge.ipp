#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/finish.hpp"
#include "dutyscore/engine/merge.hpp"
#include "dutyscore/engine/subject_cells.hpp"
#include "dutyscore/impl/engine/row_checks.ipp"
#include "dutyscore/impl/engine/row_order.ipp"

namespace dutyscore {

namespace engine {

/// The cells of every subject in a batch. Rows are judged in detail, because cells of a cluster keep
/// what a book can look up in its rows.
class cell_writer {
 public:
  cell_writer(const policy& p, const batch& rows, const evaluate_options& options)
      : plan_(make_plan(p)), options_(options), watch_(options_.progress, rows.rows()) {
    require_schema(p.schema(), rows, options.subjects);
    bound_.emplace(plan_, rows, options.subjects ? &*options.subjects : nullptr, &watch_);
    checks_.emplace(plan_, *bound_, options_, &watch_);
  }

  result<std::vector<std::string>> run() {
    if (auto missing = checks_->missing_roster()) return *missing;
    checks_->run();
    std::map<std::string, std::string, std::less<>> by_name = write_subjects();
    const auto bad = checks_->take_bad_rows();
    if (options_.bad_rows == on_bad_row::fail && !bad.empty())
      return row_checks::messages_of(bad);
    std::vector<std::string> out;
    for (auto& [name, bytes] : by_name) out.push_back(std::move(bytes));
    diagnostics messages;
    for (const bad_row& b : bad) messages.push_back(b.why);
    return {std::move(out), std::move(messages)};
  }

 private:
  std::map<std::string, std::string, std::less<>> write_subjects() {
    std::map<std::string, std::string, std::less<>> out;
    judge in_detail(plan_, *bound_, true);
    row_folder folder(plan_, *bound_);
    verdicts judged;
    subject_cells cells;
    const auto& subjects = bound_->data().subject;
    std::vector<std::uint32_t> order = order_by_subject(bound_->data(), &watch_);
    std::erase_if(order, [&](std::uint32_t row) { return checks_->is_bad()[row]; });
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
      const text_pool::code code = subjects[order[begin]];
      while (end < order.size() && subjects[order[end]] == code) ++end;
      const auto rows = std::span(order).subspan(begin, end - begin);
      in_detail.run(rows, judged);
      checks_->mark_failures(rows, judged);
      cells.clear();
      cells.subject = std::string(bound_->data().texts.text(code));
      cells.entry = mark_of(bound_->entry_of(rows.front()));
      folder.fold(rows, judged, cells);
      cells.settle();
      if (!cells.empty()) out[cells.subject] = to_bytes(cells, plan_.policy->digest);
      watch_.add(rows.size());
    }
    return out;
  }

  plan plan_;
  evaluate_options options_;
  progress_watch watch_;
  std::optional<bound_rows> bound_;
  std::optional<row_checks> checks_;
};

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
                                                   std::span<const std::string> cells,
                                                   progress_watch& watch) {
  cells_by_subject out;
  diagnostics wrong;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto why = add_cells(out, cells[i], p->digest);
    watch.add(1);
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
  evaluate_options judging;
  judging.subjects = options.subjects;
  judging.bad_rows = options.bad_rows;
  judging.progress = options.progress;
  return engine::cell_writer(policy, rows, judging).run();
}

DUTYSCORE_INLINE result<std::string> merge(const policy& policy,
                                           std::span<const std::string> cells,
                                           const progress_options& options) {
  if (cells.empty()) throw std::invalid_argument("dutyscore: there is nothing to merge");
  progress_watch watch(options.progress, cells.size());
  const auto sums = engine::added_up(policy, cells, watch);
  if (!sums) return sums.messages();
  if (sums->size() > 1)
    return make_diagnostic("DS0420", {sums->begin()->first, std::next(sums->begin())->first});
  return engine::to_bytes(sums->begin()->second, policy->digest);
}

DUTYSCORE_INLINE result<std::vector<std::string>> merge_all(const policy& policy,
                                                            std::span<const std::string> cells,
                                                            const progress_options& options) {
  progress_watch watch(options.progress, cells.size());
  const auto sums = engine::added_up(policy, cells, watch);
  if (!sums) return sums.messages();
  std::vector<std::string> out;
  for (const auto& [subject, sum] : *sums) {
    out.push_back(engine::to_bytes(sum, policy->digest));
    watch.ask();
  }
  return out;
}

DUTYSCORE_INLINE result<book> finish(const policy& policy, std::span<const std::string> cells,
                                     const finish_options& options) {
  progress_watch watch(options.progress, cells.size());
  const auto sums = engine::added_up(policy, cells, watch);
  if (!sums) return sums.messages();
  std::vector<const engine::subject_cells*> by_subject;
  for (const auto& [subject, sum] : *sums) by_subject.push_back(&sum);
  return engine::book_of_cells(std::make_shared<const plan>(make_plan(policy)), by_subject,
                               {options.subjects, options.through, options.most_activities,
                                &watch});
}

}  // namespace dutyscore
