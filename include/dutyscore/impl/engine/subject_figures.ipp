// Numbers that are worked out for a subject in a period: what dates and the roster say, and sums for
// which the caller has the cells. Not for users.
#pragma once

#include <algorithm>
#include <optional>

#include "dutyscore/engine/reading.hpp"

namespace dutyscore::engine {
namespace detail {

/// How many of the days of [first, last] lie within the stretches.
inline std::int64_t days_within(const service_calendar& days, date first, date last) {
  std::int64_t out = 0;
  for (const force& s : days.stretches)
    out += std::max(0, std::min(s.last, last) - std::max(s.first, first) + 1);
  return out;
}

}  // namespace detail

/// A function of a period, as the program of a block asks for it.
struct figure_request {
  const column::instruction& what;
  block_id block;
  const period& of;
  date until;
  bool is_running = false;
};

class subject_figures {
 public:
  subject_figures(reading_tools& tools, const subject_time& time, const roster_subject* entry)
      : tools_(&tools), time_(time), entry_(entry) {}

  /// `measured(measure, first, last)`: what is summed on these days. Nothing when the figure does not
  /// fit 64 bits.
  template <class Measured>
  std::optional<std::int64_t> figure(const figure_request& asked, Measured measured) const {
    const column::instruction& what = asked.what;
    const std::optional<period> p = earlier(asked.of, what.periods_back);
    const auto serving = [&] { return serving_in(blocks()[asked.block], *time_.service); };
    if (what.op == operation::previous) {
      const auto start = serving().first_day(date::min(), date::max());
      return p && start && p->last >= *start;
    }
    if (!p) return 0;
    const date last = what.periods_back > 0 ? p->last : asked.until;
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
        return detail::days_within(serving_in(blocks()[asked.block], always), p->first, end) *
               decimal::scale;
      }
      case operation::last_day:
        return (asked.is_running && what.periods_back == 0 ? std::min(p->last, time_.through) : end)
            .days();
      default:
        return subject_field(*p, what.index);
    }
  }

 private:
  const std::vector<block>& blocks() const { return tools_->plan().policy->blocks; }

  /// The period so many before this one; nothing before the first there is.
  std::optional<period> earlier(std::optional<period> p, int back) const {
    for (; p && back > 0; --back)
      p = p->first == date::min()
              ? std::nullopt
              : tools_->plan().policy->calendar.period_of(p->first - 1, p->unit);
    return p;
  }

  std::int64_t subject_field(const period& p, std::uint32_t field) const {
    // In a period without service (an earlier one, or one to which activities are credited) what held
    // last by its end counts.
    const date day = time_.service->last_day(p.first, p.last).value_or(p.last);
    return tools_->bound().subject_field_on(entry_, day, field);
  }

  reading_tools* tools_;
  const subject_time& time_;
  const roster_subject* entry_;
};

/// What a program on a period reads; figure(instruction) gives each.
template <class Figure>
class figure_source final : public column_source {
 public:
  explicit figure_source(Figure figure) : figure_(figure) {}

  void load(const column::instruction& what, std::int64_t* out,
            std::vector<failure>& failures) const override {
    const auto value = figure_(what);
    *out = value.value_or(0);
    if (!value) failures.push_back(failure::overflow);
  }

 private:
  Figure figure_;
};

/// What a line of a period gives, rounded like any line. evaluate(expression): nothing after a fault,
/// which it notes; `fail()` notes that the points are too many.
template <class Evaluate, class Fail>
std::int64_t worth_of_line(const policy_data& p, const period_line& l, Evaluate evaluate, Fail fail) {
  if (l.when != none && evaluate(l.when).value_or(0) == 0) return 0;
  const std::int64_t value = evaluate(l.value).value_or(0);
  const std::int64_t unit = unit_of(p.decimals);
  const int128 points = divide(value, unit, p.line_rounding) * unit;
  if (points > most_points || points < -most_points) {
    fail();
    return 0;
  }
  return static_cast<std::int64_t>(l.is_deduction ? -points : points);
}

}  // namespace dutyscore::engine
