#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/engine/subject_detail.hpp"
#include "dutyscore/impl/report/activity.ipp"
#include "dutyscore/impl/report/clause_words.ipp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

DUTYSCORE_INLINE message line_title(const statement_entry& e, const block& in) {
  if (e.activity && !e.activity->title.empty()) return same(e.activity->title);
  return same(e.line_label.empty() ? in.label : e.line_label);
}

DUTYSCORE_INLINE statement_entry entry_from(const book& from, const entry& e,
                                            clause_titles& titles) {
  const policy_data& p = from.policy().data();
  statement_entry out;
  out.day = out.end = e.day;
  out.block = e.block;
  out.kind = e.kind;
  out.points = e.points;
  if (e.row != none) out.activity = activity_at(from.rows(), e.row);
  out.cite = e.kind == entry_kind::veto
                 ? p.vetoes[e.clause].cite
                 : cite_of(p, e.block, out.activity ? out.activity->begin : e.day);
  if (out.activity) out.end = out.activity->last_day();
  const bool is_line = e.kind == entry_kind::line;
  if (is_line) out.line_label = p.blocks[e.block].lines[e.clause].label;
  out.title = is_line ? line_title(out, p.blocks[e.block])
                      : titles.of(e.block, e.kind, e.clause);
  return out;
}

DUTYSCORE_INLINE std::vector<statement_block> blocks_from(const policy_data& p,
                                                          const std::vector<decimal>& points,
                                                          date on) {
  std::vector<statement_block> out;
  for (block_id b = 0; b < p.blocks.size(); ++b) {
    const block& in = p.blocks[b];
    const int depth = in.parent == none ? 0 : out[in.parent].depth + 1;
    out.push_back({in.kind, in.name, in.label, cite_of(p, b, on), in.parent, depth, points[b]});
  }
  return out;
}

DUTYSCORE_INLINE std::vector<statement_pending> pending_of(
    const book& from, const std::vector<pending_entry>& entries) {
  std::vector<statement_pending> out;
  for (const pending_entry& e : entries)
    out.push_back({e.day, clause_words(from.policy().data(), e.block, e.kind, e.clause), e.block,
                   e.points});
  return out;
}

/// Through 128 bits, so that the check itself cannot overflow.
DUTYSCORE_INLINE std::vector<int128> sums_by_block(const statement& s) {
  std::vector<int128> sums(s.blocks.size());
  for (const statement_entry& e : s.entries)
    for (block_id b = e.block; b != none; b = s.blocks[b].parent) sums[b] += e.points.millionths();
  return sums;
}

}  // namespace detail::report

DUTYSCORE_INLINE report_head head_of(const book& from, const period& in, basis on) {
  const policy_data& p = from.policy().data();
  return {p.name, p.label, in, on, from.through()};
}

DUTYSCORE_INLINE result<subject_id> require_subject(const book& from, std::string_view subject) {
  if (const auto found = from.find(subject)) return *found;
  diagnostic unknown = make_diagnostic("DS0920", {subject});
  for (subject_id s = 0; s < from.subjects().size(); ++s)
    if (from.name(s) == subject)
      unknown.hints.push_back(phrase("name of", {subject, from.subjects()[s]}));
  if (!unknown.hints.empty()) return unknown;
  if (const auto like = closest(subject, from.subjects()))
    unknown.hints.push_back(did_you_mean(*like));
  return unknown;
}

DUTYSCORE_INLINE void require_entries_to_sum(const statement& s) {
  const std::vector<int128> sums = detail::report::sums_by_block(s);
  for (block_id b = 0; b < s.blocks.size(); ++b)
    if (sums[b] != s.blocks[b].points.millionths())
      throw std::logic_error("dutyscore: the entries of block " + s.blocks[b].name +
                             " do not sum to its points (" + s.subject + ", " +
                             s.head.period.to_string() + ")");
  if (s.blocks.empty() || s.blocks.front().points != s.total)
    throw std::logic_error("dutyscore: the total is not the points of the policy");
}

namespace detail::report {

DUTYSCORE_INLINE statement statement_from(const book& from, subject_id who, const period& in,
                                          basis on, const engine::subject_detail& of) {
  const policy_data& p = from.policy().data();
  statement out;
  out.head = head_of(from, in, on);
  out.subject = from.subjects()[who];
  out.name = from.name(who);
  out.org_unit = from.org_unit(who, in);
  out.served = from.served_in(who, in);
  clause_titles titles(p);
  out.entries.reserve(of.entries.size());
  for (const entry& e : of.entries) out.entries.push_back(entry_from(from, e, titles));
  out.blocks = blocks_from(p, of.points, from.data().last_day_of(in));
  out.total = out.blocks.front().points;
  append_refused(out.refused, from, of.refused, who, in, on);
  sort_refused(out.refused);
  out.vetoing = vetoing_from(from, of.vetoing);
  out.pending = pending_of(from, of.pending);
  out.waiting = waiting_of(from, who, in, on);
  for (const std::uint32_t row : of.unmatched)
    out.unmatched.push_back(activity_at(from.rows(), row));
  require_entries_to_sum(out);
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE result<statement> statement_of(const book& from, std::string_view subject,
                                                const period& in, basis on) {
  const auto who = require_subject(from, subject);
  if (!who) return who.messages();
  const auto of = engine::detail_of(from, *who, in, on);
  if (!of) return of.messages();
  return detail::report::statement_from(from, *who, in, on, *of);
}

}  // namespace dutyscore
