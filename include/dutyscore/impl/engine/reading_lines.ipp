// Points of finished periods, and every number that is worked out for a subject in a period.
#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/engine/reading.hpp"
#include "dutyscore/impl/engine/subject_figures.ipp"

namespace dutyscore::engine {

// ---- figures ----

DUTYSCORE_INLINE std::optional<std::int64_t> reading::figure(const column::instruction& what,
                                                             block_id b, const period& whole,
                                                             date until,
                                                             bool is_running) const {
  return subject_figures(*tools_, time_, entry_)
      .figure({what, b, whole, until, is_running}, [&](std::uint32_t m, date first, date last) {
        return measured(m, first, last);
      });
}

DUTYSCORE_INLINE void reading::fail(block_id b, const period& p, failure why) {
  if (!fault_) fault_ = {b, p, why};
}

DUTYSCORE_INLINE std::optional<std::int64_t> reading::evaluate(expression_id what, block_id b,
                                                               const period& p, date until,
                                                               bool is_running) {
  const figure_source from([&](const column::instruction& asked) {
    return figure(asked, b, p, until, is_running);
  });
  const column_view value = tools_->runner().run(plan_->on_period[what], from, 1);
  const failure why = value.failure_at(0);
  if (why == failure::none) return value.values[0];
  fail(b, p, why);
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<int128> reading::amount(block_id b, decimal literal,
                                                       expression_id computed, const period& p) {
  if (computed == none) return literal.millionths();
  const auto n = evaluate(computed, b, p, p.last);
  if (!n) return std::nullopt;
  const std::int64_t unit = unit_of(data_->decimals);
  return divide(*n, unit, data_->line_rounding) * unit;
}

// ---- lines ----

/// What the line gives by the figures of the period through `until`, rounded like any line.
DUTYSCORE_INLINE std::int64_t reading::worth_of_line(block_id b, std::uint32_t line,
                                                     const period& p, date until) {
  const period_line& l = data_->blocks[b].period_lines[line];
  return engine::worth_of_line(
      *data_, l, [&](expression_id what) { return evaluate(what, b, p, until, l.running); },
      [&] { fail(b, p, failure::overflow); });
}

DUTYSCORE_INLINE std::int64_t reading::worth(const call& what) {
  if (!what.is_base) return worth_of_line(what.block, what.clause, what.of, what.of.last);
  const base& b = data_->blocks[what.block].bases[what.clause];
  const int128 points = amount(what.block, b.points, b.computed, what.of).value_or(0);
  std::int64_t out = 0;
  if (!arithmetic::fits(points, out)) fail(what.block, what.of, failure::overflow);
  return out;
}

/// The running totals of the block's own lines.
DUTYSCORE_INLINE void reading::read_period_lines(block_id b) {
  const auto& lines = data_->blocks[b].period_lines;
  line_totals_.assign(lines.size(), {});
  for (series& s : line_totals_) s.resize(segments_.size());
  for (const call& c : calls_) {
    if (c.block != b || c.is_base) continue;
    series& to = line_totals_[c.clause];
    std::size_t i = index_of(segment_of(c.day));
    if (!lines[c.clause].running) {
      to[i] += worth_of_line(b, c.clause, c.of, c.of.last);
      continue;
    }
    int128 given = 0;
    for (; i < segments_.size() && segments_[i] <= c.of.last; ++i) {
      const std::int64_t now = worth_of_line(b, c.clause, c.of, segments_[i]);
      to[i] += now - given;
      given = now;
    }
  }
  for (series& s : line_totals_) std::partial_sum(s.begin(), s.end(), s.begin());
}

DUTYSCORE_INLINE void reading::add_period_lines(block_id b) {
  for (std::uint32_t k = 0; k < line_totals_.size(); ++k) {
    const series was = before();
    for (std::size_t i = 0; i < total_.size(); ++i) total_[i] += sign_ * line_totals_[k][i];
    record(b, entry_kind::period_line, k, was);
  }
}

}  // namespace dutyscore::engine
