#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/batch_join.hpp"
#include "dutyscore/engine/totals_accumulator.hpp"
#include "dutyscore/impl/engine/subject_store.ipp"
#include "dutyscore/impl/engine/totals.ipp"

namespace dutyscore {

struct totals_accumulator::contents {
  void add(const batch& rows) {
    if (!store.rows().has_room(rows.rows(), options.packed_bytes)) settle();
    totals_builder builder(rules, rows, options);
    note_files(rows->files);
    if (has_ids(rows.data()))
      with_ids.push_back({rows, first_file, with_ids.size(), 0, {}});
    else
      builder.add_to(store, first_file);
  }

  static bool has_ids(const batch_data& rows) {
    const auto no_id = rows.texts.find("");
    return std::any_of(rows.id.begin(), rows.id.end(),
                       [&](text_pool::code id) { return id != no_id; });
  }

  /// Batches of one reader name the same files.
  void note_files(const std::vector<std::string>& of_batch) {
    if (of_batch == last_files) return;
    first_file = static_cast<std::uint32_t>(files.size());
    files.insert(files.end(), of_batch.begin(), of_batch.end());
    last_files = of_batch;
  }

  /// Batches with ids as one.
  batch joined() {
    std::vector<text_pool> pools;
    for (detail::batch_part& part : with_ids) {
      const text_pool& texts = part.rows->texts;
      const auto known = std::find_if(pools.begin(), pools.end(),
                                      [&](const text_pool& p) { return p.shares_with(texts); });
      part.reader = static_cast<std::size_t>(known - pools.begin());
      if (known != pools.end()) continue;
      part.new_texts = detail::texts_behind(texts, 0);
      pools.push_back(texts);
    }
    auto whole = batch_builder(rules.schema()).end_batch();
    whole->files = files;
    std::vector<detail::code_map> maps = detail::maps_of(pools.size());
    detail::batch_join all(std::move(whole), maps, 0);
    share_work(std::max(1u, options.threads), with_ids.size(), [&](unsigned, std::size_t i) {
      all.add(std::move(with_ids[i]));
    });
    with_ids.clear();
    return all.finish();
  }

  void settle() {
    if (store.rows().is_empty()) return;
    totals_builder(rules, engine::batch_of_segments(rules.schema(), store), options, 0)
        .settle(store);
  }

  result<totals> finish() {
    if (!with_ids.empty()) totals_builder(rules, joined(), options).add_to(store, 0);
    if (store.has_cells()) settle();
    return totals_builder(rules, engine::batch_of_segments(rules.schema(), store), options, 0)
        .finish_from(store);
  }

  policy rules;
  totals_options options;
  engine::subject_store store{};
  std::vector<detail::batch_part> with_ids{};
  std::vector<std::string> files{}, last_files{};
  std::uint32_t first_file = 0;  // of last_files
};

DUTYSCORE_INLINE totals_accumulator::totals_accumulator(const policy& policy,
                                                        const totals_options& options)
    : contents_(new contents{policy, options}) {
  if (options.by == period_unit::day)
    throw std::invalid_argument("dutyscore: totals are of months or longer periods");
}
DUTYSCORE_INLINE totals_accumulator::~totals_accumulator() = default;
DUTYSCORE_INLINE totals_accumulator::totals_accumulator(totals_accumulator&&) noexcept = default;
DUTYSCORE_INLINE totals_accumulator& totals_accumulator::operator=(totals_accumulator&&) noexcept =
    default;

DUTYSCORE_INLINE void totals_accumulator::add(const batch& rows) { contents_->add(rows); }

DUTYSCORE_INLINE result<totals> totals_accumulator::finish() { return contents_->finish(); }

}  // namespace dutyscore
