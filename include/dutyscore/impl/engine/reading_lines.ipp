// Points of finished periods, and every number that is worked out for a subject in a period.
#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {

// ---- figures ----

/// What a program on a period reads.
class reading::figures final : public column_source {
 public:
  figures(const reading& in, block_id b, const period& p, date until, bool is_running)
      : in_(in), block_(b), period_(p), until_(until), is_running_(is_running) {}

  void load(const column::instruction& what, std::int64_t* out,
            std::vector<failure>& failures) const override {
    const auto value = in_.figure(what, block_, period_, until_, is_running_);
    *out = value.value_or(0);
    if (!value) failures.push_back(failure::overflow);
  }

 private:
  const reading& in_;
  block_id block_;
  period period_;
  date until_;
  bool is_running_;
};

DUTYSCORE_INLINE std::int64_t reading::subject_field(const period& p, std::uint32_t field) const {
  // Of a period without service, only an earlier one can be read: what held last counts then.
  const date day = time_.service->last_day(p.first, p.last).value_or(p.last);
  return tools_->bound().subject_field_on(entry_, day, field);
}

namespace detail {

/// How many of the days of [first, last] lie within the stretches.
DUTYSCORE_INLINE std::int64_t days_within(const service_calendar& days, date first, date last) {
  std::int64_t out = 0;
  for (const force& s : days.stretches)
    out += std::max(0, std::min(s.last, last) - std::max(s.first, first) + 1);
  return out;
}

}  // namespace detail

/// The period so many before this one; nothing before the first there is.
DUTYSCORE_INLINE std::optional<period> reading::earlier(std::optional<period> p, int back) const {
  for (; p && back > 0; --back)
    p = p->first == date::min() ? std::nullopt : data_->calendar.period_of(p->first - 1, p->unit);
  return p;
}

DUTYSCORE_INLINE std::optional<std::int64_t> reading::figure(const column::instruction& what,
                                                             block_id b, const period& whole,
                                                             date until,
                                                             bool is_running) const {
  const std::optional<period> p = earlier(whole, what.periods_back);
  const auto serving = [&] { return serving_in(data_->blocks[b], *time_.service); };
  if (what.op == operation::previous) {
    const auto start = serving().first_day(date::min(), date::max());
    return p && start && p->last >= *start;
  }
  if (!p) return 0;
  const date last = what.periods_back > 0 ? p->last : until;
  const date end = p->unit == period_unit::overall ? time_.through : p->last;
  switch (what.op) {
    case operation::measure: {
      std::int64_t value = 0;
      if (!arithmetic::fits(measured(what.index, p->first, last), value)) return std::nullopt;
      return value;
    }
    case operation::served:
      return detail::days_within(serving(), p->first, end) * decimal::scale;
    case operation::length: {
      const service_calendar always{{{date::min(), date::max()}}};
      return detail::days_within(serving_in(data_->blocks[b], always), p->first, end) *
             decimal::scale;
    }
    case operation::last_day:
      return (is_running && what.periods_back == 0 ? std::min(p->last, time_.through) : end).days();
    default:
      return subject_field(*p, what.index);
  }
}

DUTYSCORE_INLINE void reading::fail(block_id b, const period& p, failure why) {
  if (!fault_) fault_ = {b, p, why};
}

DUTYSCORE_INLINE std::optional<std::int64_t> reading::evaluate(expression_id what, block_id b,
                                                               const period& p, date until,
                                                               bool is_running) {
  const figures from(*this, b, p, until, is_running);
  const column_view value = tools_->runner().run(plan_->on_period[what], from, 1);
  const failure why = value.failure_at(0);
  if (why == failure::none) return value.values[0];
  fail(b, p, why);
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<int128> reading::amount(block_id b, decimal literal,
                                                       expression_id computed, const period& p) {
  if (computed == none) return literal.millionths();
  if (!time_.service->meets(p.first, p.last)) return std::nullopt;
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
  if (l.when != none && evaluate(l.when, b, p, until, l.running).value_or(0) == 0) return 0;
  const std::int64_t value = evaluate(l.value, b, p, until, l.running).value_or(0);
  const std::int64_t unit = unit_of(data_->decimals);
  const int128 points = divide(value, unit, data_->line_rounding) * unit;
  if (points > most_points || points < -most_points) {
    fail(b, p, failure::overflow);
    return 0;
  }
  return static_cast<std::int64_t>(l.is_deduction ? -points : points);
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
