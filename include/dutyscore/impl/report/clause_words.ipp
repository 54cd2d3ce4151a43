// What an entry is called and which paragraph of the regulation it rests on. Included by bodies of
// this folder alone.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>

#include "dutyscore/engine/book.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore::detail::report {

DUTYSCORE_INLINE message same(const std::string& text) { return {text, text}; }

/// The clause of the regulation: the block's own, else that of the nearest one around it; what the
/// policy cites is where it comes from as a whole. As the text in force on the day has it.
DUTYSCORE_INLINE const std::string& cite_of(const policy_data& p, block_id b, date on) {
  static const std::string nothing;
  for (; b != none && b != 0; b = p.blocks[b].parent) {
    const auto& versions = p.blocks[b].versions;
    const auto asked = std::find_if(versions.begin(), versions.end(), [&](const block_version& v) {
      return v.asked.contains(on);
    });
    if (asked != versions.end() && !asked->cite.empty()) return asked->cite;
  }
  return nothing;
}

/// The words of a clause that posts entries of its own.
DUTYSCORE_INLINE message clause_words(const policy_data& p, block_id b, entry_kind kind,
                                      std::uint32_t clause) {
  const block& in = p.blocks[b];
  switch (kind) {
    case entry_kind::line:
      return same(in.lines[clause].label);
    case entry_kind::event_cap:
      return words::event_cap(in.event_caps[clause].points);
    case entry_kind::selection:
      return words::selection(p, in.selections[clause]);
    case entry_kind::keyed_limit:
      return words::keyed_limit(p, in.keyed_limits[clause], in.counts_deductions);
    case entry_kind::period_line:
      return words::period_line(in.period_lines[clause]);
    case entry_kind::highest:
      return words::highest(in.highests[clause]);
    case entry_kind::weight:
      return words::weight(in.weights[clause]);
    case entry_kind::base:
      return words::base(in.bases[clause]);
    case entry_kind::floor:
      return words::floor(in.floors[clause]);
    case entry_kind::cap:
      return words::cap(in.caps[clause], in.counts_deductions);
    case entry_kind::veto:
      return words::veto(p.vetoes[clause]);
  }
  return {};
}

/// The same for many entries: each clause is put into words once.
class clause_titles {
 public:
  explicit clause_titles(const policy_data& p) : policy_(p) {}

  const message& of(block_id b, entry_kind kind, std::uint32_t clause) {
    const std::uint64_t key =
        (std::uint64_t{b} << 40) | (static_cast<std::uint64_t>(kind) << 32) | clause;
    const auto [at, is_new] = titles_.try_emplace(key);
    if (is_new) at->second = clause_words(policy_, b, kind, clause);
    return at->second;
  }

 private:
  const policy_data& policy_;
  std::unordered_map<std::uint64_t, message> titles_;
};

}  // namespace dutyscore::detail::report
