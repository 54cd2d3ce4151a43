#pragma once

#include <algorithm>

#include "dutyscore/engine/calls.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE service_calendar serving_in(const block& b, const service_calendar& service) {
  service_calendar out;
  for (const block_version& v : b.versions) {
    const force days{std::max(v.asked.first, v.in_force.first),
                     std::min(v.asked.last, v.in_force.last)};
    const service_calendar part = service.within(days);
    out.stretches.insert(out.stretches.end(), part.stretches.begin(), part.stretches.end());
  }
  std::sort(out.stretches.begin(), out.stretches.end(),
            [](const force& x, const force& y) { return x.first < y.first; });
  return out;
}

/// Finds the calls of one block.
class block_calls {
 public:
  /// Bases and closed periods are those of the days [first, last].
  block_calls(const plan& p, block_id b, const subject_time& time, date first, date last,
              std::vector<call>& out)
      : data_(p.policy.data()),
        block_(b),
        source_(data_.blocks[b]),
        time_(time),
        first_(first),
        last_(last),
        serving_(serving_in(source_, *time.service)),
        out_(out) {}

  void run(bool with_running) {
    for (std::uint32_t k = 0; k < source_.bases.size(); ++k) add_base(k);
    for (std::uint32_t k = 0; k < source_.period_lines.size(); ++k) {
      if (!source_.period_lines[k].running)
        add_closing(k);
      else if (with_running)
        add_running(k);
    }
  }

 private:
  void add(date day, bool is_base, std::uint32_t clause, const period& of) {
    if (first_ <= day && day <= last_) out_.push_back({day, block_, is_base, clause, of});
  }

  void add_base(std::uint32_t k) {
    const base& b = source_.bases[k];
    for (const served_period& p : serving_.periods(data_.calendar, b.per, last_))
      if (source_.version_on(p.first_day) == b.version) add(p.first_day, true, k, p.of);
  }

  /// On the last day of each period, by the text of that day.
  void add_closing(std::uint32_t k) {
    const period_line& l = source_.period_lines[k];
    for (const served_period& p : serving_.periods(data_.calendar, l.per, last_)) {
      const std::uint32_t v = source_.version_on(p.of.last);
      if (v == l.version && source_.versions[v].in_force.contains(p.of.last))
        add(p.of.last, false, k, p.of);
    }
  }

  void add_running(std::uint32_t k) {
    const period_line& l = source_.period_lines[k];
    for (const served_period& p : serving_.periods(data_.calendar, l.per, time_.horizon)) {
      const date asked = l.per == period_unit::overall ? time_.horizon : p.of.last;
      if (source_.version_on(asked) == l.version) out_.push_back({p.first_day, block_, false, k, p.of});
    }
  }

  const policy_data& data_;
  block_id block_;
  const block& source_;
  const subject_time& time_;
  date first_, last_;
  service_calendar serving_;
  std::vector<call>& out_;
};

namespace detail {

DUTYSCORE_INLINE std::vector<call> calls_within(const plan& p, const subject_time& time,
                                                date first, date last, bool with_running) {
  std::vector<call> out;
  const auto& blocks = p.policy->blocks;
  for (block_id b = 0; b < blocks.size(); ++b)
    if (!blocks[b].bases.empty() || !blocks[b].period_lines.empty())
      block_calls(p, b, time, first, last, out).run(with_running);
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE std::vector<call> calls_of(const plan& p, const subject_time& time) {
  return detail::calls_within(p, time, date::min(), time.through, true);
}

DUTYSCORE_INLINE std::vector<call> pending_calls(const plan& p, const subject_time& time,
                                                 date first, date last) {
  return detail::calls_within(p, time, first, last, false);
}

}  // namespace dutyscore::engine
