#pragma once

#include <algorithm>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/subject_detail.hpp"
#include "dutyscore/impl/engine/key_order.ipp"
#include "dutyscore/impl/engine/reading_messages.ipp"

namespace dutyscore::engine {

// ---- why there is no figure ----

DUTYSCORE_INLINE diagnostic overflow_message(const book& b, subject_id s, block_id in,
                                             const period& p) {
  return overflow_message(b.subjects()[s], b.policy()->blocks[in], p);
}

DUTYSCORE_INLINE diagnostic fault_message(const book& b, subject_id s, const reading_fault& f) {
  return fault_message(b.subjects()[s], b.policy()->blocks[f.block], f);
}

DUTYSCORE_INLINE diagnostic too_fine(const period& p) {
  return make_diagnostic("DS0426", {message{p.to_text(language::en), p.to_text(language::zh)}});
}

// ---- rows ----

DUTYSCORE_INLINE void require_rows(const book_data& of) {
  if (!of.keeps_rows) throw std::logic_error("dutyscore: this book keeps no rows");
}

DUTYSCORE_INLINE judged_subject::judged_subject(const book_data& of, subject_id s, bool in_detail)
    : book_(&of), subject_(s), rows_(of.rows_of(s)) {
  // Memory that is not touched costs nothing; growing would touch it twice.
  judged_.sums.reserve(2 * rows_.size());
  if (in_detail) judged_.lines.reserve(2 * rows_.size());
  judge(of.plan, *of.bound, in_detail).run(rows_, judged_);
}

DUTYSCORE_INLINE const batch_data& judged_subject::data() const { return book_->rows.data(); }

DUTYSCORE_INLINE bool judged_subject::is_told(std::uint32_t row, const period& p,
                                              basis on) const {
  return p.contains(date::from_days(data().days()[row])) &&
         counts_on(book_->range_of_row(row), on);
}

DUTYSCORE_INLINE reading judged_subject::read(reading_tools& tools, basis on,
                                              std::vector<correction>* corrections) const {
  const auto day_of_row = [&](const taken& t) { return data().days()[rows_[t.row]]; };
  // Cells of one place may be several, so there is no need to add them up here.
  const cell_list days = made_in_order(judged_.sums, day_of_row, [&](const taken& t) {
    return cell{t.value, day_of_row(t), place_of(t.slot, book_->range_of_row(rows_[t.row]))};
  });
  std::vector<kept_activity> kept;
  for (const taken_activity& a : judged_.kept) {
    const std::uint32_t row = rows_[a.row];
    kept.push_back({data().days()[row], a.block, book_->range_of_row(row), a.values});
  }
  return reading(tools, book_->time_of(subject_), book_->subjects[subject_].entry,
                 {days, kept, judged_.values}, on, period_unit::day, corrections);
}

/// Lines come rule by rule, each with its rows in their order, so that those of one row keep their
/// order when rows, and then blocks and days, are counted.
DUTYSCORE_INLINE std::vector<std::uint32_t> judged_subject::lines(const period& p,
                                                                  basis on) const {
  const std::vector<taken_line>& all = judged_.lines;
  const std::vector<std::uint32_t> days = days_told(p, on);
  const auto is_entry = [&](const taken_line& l) {
    return days[l.row] != none && (l.line != none || l.points != 0);
  };
  std::vector<std::uint32_t> next(rows_.size() + 1);
  for (const taken_line& l : all) next[l.row + 1] += is_entry(l);
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::uint32_t> by_row(next.back());
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (is_entry(all[i])) by_row[next[all[i].row]++] = i;
  const auto blocks = static_cast<std::uint32_t>(book_->plan.policy->blocks.size());
  order_by_key(by_row, [&](std::uint32_t i) {
    return std::int64_t{days[all[i].row]} * blocks + all[i].block;
  });
  return by_row;
}

/// The day of each row, from the first of them; none where the period or the basis has it not.
DUTYSCORE_INLINE std::vector<std::uint32_t> judged_subject::days_told(const period& p,
                                                                      basis on) const {
  std::vector<std::uint32_t> out(rows_.size(), none);
  const std::vector<std::int32_t>& days = data().days();
  std::int32_t first = date::max().days();
  for (const std::uint32_t row : rows_) first = std::min(first, days[row]);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (is_told(rows_[i], p, on)) out[i] = static_cast<std::uint32_t>(days[rows_[i]] - first);
  return out;
}

DUTYSCORE_INLINE date judged_subject::day_of(std::uint32_t line) const {
  return date::from_days(data().days()[rows_[judged_.lines[line].row]]);
}

DUTYSCORE_INLINE entry judged_subject::entry_of(std::uint32_t line) const {
  const taken_line& l = judged_.lines[line];
  const std::uint32_t row = rows_[l.row];
  const bool is_line = l.line != none;
  return {date::from_days(data().days()[row]),
          l.block,
          is_line ? entry_kind::line : entry_kind::event_cap,
          is_line ? l.line : l.event_cap,
          row,
          decimal::from_millionths(l.points)};
}

DUTYSCORE_INLINE std::vector<refused_row> judged_subject::refused(const period& p,
                                                                  basis on) const {
  std::vector<refused_row> out = distinct_refusals(judged_);
  for (refused_row& r : out) r.row = rows_[r.row];
  std::erase_if(out, [&](const refused_row& r) { return !is_told(r.row, p, on); });
  order_by_key(out, [&](const refused_row& r) { return data().days()[r.row]; });
  return out;
}

DUTYSCORE_INLINE std::vector<std::uint32_t> judged_subject::unmatched(const period& p,
                                                                      basis on) const {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (!(judged_.marks[i] & verdicts::is_selected) && is_told(rows_[i], p, on))
      out.push_back(rows_[i]);
  return out;
}

DUTYSCORE_INLINE std::vector<vetoing_row> judged_subject::vetoing(const period& p,
                                                                  basis on) const {
  std::vector<vetoing_row> out;
  const policy_data& rules = book_->plan.policy.data();
  for (const taken& t : judged_.sums) {
    const std::uint32_t veto = book_->plan.slots[t.slot].veto, row = rows_[t.row];
    if (veto == none || !counts_on(book_->range_of_row(row), on)) continue;
    const date day = date::from_days(data().days()[row]);
    const auto& effects = rules.vetoes[veto].effects;
    const bool acts = std::any_of(effects.begin(), effects.end(), [&](const effect& e) {
      const auto hit = rules.calendar.period_of(day, e.per);
      return day <= p.last && hit && hit->last >= p.first;
    });
    if (acts) out.push_back({row, veto});
  }
  return out;
}

// ---- all at once ----

/// Those of the period: by day, block, kind and clause.
DUTYSCORE_INLINE std::vector<std::uint32_t> in_order(const std::vector<correction>& all,
                                                     const period& p) {
  std::vector<std::uint32_t> out;
  std::int64_t clauses = 1;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (!p.contains(all[i].day)) continue;
    out.push_back(i);
    clauses = std::max(clauses, std::int64_t{all[i].clause} + 1);
  }
  constexpr auto kinds = static_cast<std::int64_t>(entry_kind::veto) + 1;
  order_by_key(out, [&](std::uint32_t i) {
    const correction& c = all[i];
    return (c.block * kinds + static_cast<std::int64_t>(c.kind)) * clauses + c.clause;
  });
  order_by_key(out, [&](std::uint32_t i) { return all[i].day.days(); });
  return out;
}

/// Every block's entries, those of the blocks below it included, against its points.
DUTYSCORE_INLINE void require_sums(const book& from, subject_id s, const period& p,
                                   const reading& read, const std::vector<entry>& entries) {
  const auto& blocks = from.policy()->blocks;
  std::vector<int128> sums(blocks.size());
  for (const entry& e : entries) sums[e.block] += e.points.millionths();
  for (block_id b = static_cast<block_id>(blocks.size()); b-- > 0;) {  // members after their parent
    if (sums[b] != read.points(b, p.first, p.last))
      throw std::logic_error("dutyscore: the entries of block " + blocks[b].name +
                             " do not sum to its points (" + from.subjects()[s] + ", " +
                             p.to_string() + ")");
    if (b > 0) sums[blocks[b].parent] += sums[b];
  }
}

DUTYSCORE_INLINE result<std::vector<entry>> entries_of(const book& from, subject_id s,
                                                       const period& p, basis on,
                                                       const judged_subject& rows,
                                                       const reading& read,
                                                       const std::vector<correction>& all) {
  if (read.fault()) return fault_message(from, s, *read.fault());
  const std::vector<std::uint32_t> lines = rows.lines(p, on);
  const std::vector<std::uint32_t> corrections = in_order(all, p);
  std::vector<entry> out;
  out.reserve(lines.size() + corrections.size());
  std::size_t next = 0;
  // What clauses change comes behind the activities of its day.
  for (const std::uint32_t i : corrections) {
    const correction& c = all[i];
    for (; next < lines.size() && rows.day_of(lines[next]) <= c.day; ++next)
      out.push_back(rows.entry_of(lines[next]));
    const auto points = to_decimal(c.points);
    if (!points) return overflow_message(from, s, c.block, p);
    out.push_back({c.day, c.block, c.kind, c.clause, none, *points});
  }
  for (; next < lines.size(); ++next) out.push_back(rows.entry_of(lines[next]));
  require_sums(from, s, p, read, out);
  return out;
}

DUTYSCORE_INLINE result<std::vector<decimal>> points_of(const book& from, subject_id s,
                                                        const period& p, const reading& read) {
  std::vector<decimal> out;
  for (block_id b = 0; b < from.policy()->blocks.size(); ++b) {
    const auto sum = to_decimal(read.points(b, p.first, p.last));
    if (!sum) return overflow_message(from, s, b, p);
    out.push_back(*sum);
  }
  return out;
}

/// What is pending for ever is told for the year at hand.
DUTYSCORE_INLINE std::vector<call> calls_after_through(const book& from, subject_id s,
                                                       const period& p) {
  const subject_time time = from.data().time_of(s);
  const date last = p.unit == period_unit::overall
                        ? from.policy()->calendar.period_of(time.horizon, period_unit::year)->last
                        : p.last;
  if (last <= time.through) return {};
  return pending_calls(from.data().plan, time, std::max(p.first, time.through + 1), last);
}

DUTYSCORE_INLINE result<std::vector<pending_entry>> worth_of(const book& from, subject_id s,
                                                             const std::vector<call>& calls,
                                                             reading& read) {
  std::vector<pending_entry> out;
  for (const call& c : calls)
    if (const std::int64_t points = read.worth(c); points != 0)
      out.push_back({c.day, c.block, c.is_base ? entry_kind::base : entry_kind::period_line,
                     c.clause, decimal::from_millionths(points)});
  if (read.fault()) return fault_message(from, s, *read.fault());
  std::stable_sort(out.begin(), out.end(),
                   [](const pending_entry& a, const pending_entry& b) { return a.day < b.day; });
  return out;
}

DUTYSCORE_INLINE result<subject_detail> detail_of(const book& from, subject_id s, const period& p,
                                                  basis on) {
  const book_data& data = from.data();
  if (!data.can_read(p)) return too_fine(p);
  if (!data.keeps_rows) return make_diagnostic("DS0427", {});
  const judged_subject rows(data, s, true);
  std::vector<correction> corrections;
  corrections.reserve(data.rows_of(s).size());
  reading_tools tools = data.tools();
  reading read = rows.read(tools, on, &corrections);
  if (read.fault()) return fault_message(from, s, *read.fault());
  auto points = points_of(from, s, p, read);
  if (!points) return points.messages();
  auto entries = entries_of(from, s, p, on, rows, read, corrections);
  if (!entries) return entries.messages();
  auto pending = worth_of(from, s, calls_after_through(from, s, p), read);
  if (!pending) return pending.messages();
  return subject_detail{*std::move(points),   *std::move(entries), rows.refused(p, on),
                        rows.vetoing(p, on), rows.unmatched(p, on), *std::move(pending)};
}

}  // namespace dutyscore::engine
