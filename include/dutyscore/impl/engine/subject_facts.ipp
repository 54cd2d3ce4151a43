// What dates alone bring to subjects: service, calls and served periods, worked out once for all
// who have the same. Not for users.
#pragma once

#include <map>
#include <memory>
#include <tuple>

#include "dutyscore/engine/calls.hpp"
#include "dutyscore/engine/service.hpp"

namespace dutyscore::engine {

struct subject_facts {
  service_calendar service;          // within the policy's force
  std::vector<call> calls;
  std::vector<std::uint32_t> periods;  // served, into subject_fact_table::periods
};

/// One per thread.
class subject_fact_table {
 public:
  subject_fact_table(const plan& p, period_unit by, date through)
      : plan_(p), by_(by), through_(through) {}

  /// `earliest` and `latest`: of the subject's rows, as far as segments tell.
  const subject_facts& of(const roster_subject* entry, date earliest, date latest) {
    const date horizon = std::max(through_, latest);
    const bool is_in_last_year = last_ && last_year_.contains(earliest);
    if (is_in_last_year && entry == last_entry_ && horizon == last_horizon_) return *last_;
    if (!is_in_last_year)
      last_year_ = *plan_.policy->calendar.period_of(earliest, period_unit::year);
    last_entry_ = entry;
    last_horizon_ = horizon;
    auto& known = facts_[{entry, last_year_.first, horizon}];
    if (!known) known = make(entry, earliest, horizon);
    last_ = known.get();
    return *last_;
  }

  const std::vector<period>& periods() const { return periods_; }
  date through() const { return through_; }

 private:
  using key = std::tuple<const roster_subject*, date, date>;

  std::unique_ptr<subject_facts> make(const roster_subject* entry, date earliest, date horizon) {
    auto out = std::make_unique<subject_facts>();
    const force& whole = plan_.policy->blocks[0].in_force;
    const calendar& years = plan_.policy->calendar;
    out->service = service_of(entry, whole, years, earliest).within(whole);
    out->calls = calls_of(plan_, {&out->service, through_, horizon});
    for (const served_period& p : out->service.periods(years, by_, horizon))
      out->periods.push_back(number_of(p.of));
    return out;
  }

  std::uint32_t number_of(const period& p) {
    const auto [at, is_new] =
        numbers_.try_emplace(p.first, static_cast<std::uint32_t>(periods_.size()));
    if (is_new) periods_.push_back(p);
    return at->second;
  }

  const plan& plan_;
  period_unit by_;
  date through_;
  std::map<key, std::unique_ptr<subject_facts>> facts_;
  std::map<date, std::uint32_t> numbers_;
  std::vector<period> periods_;
  period last_year_;
  const roster_subject* last_entry_ = nullptr;
  date last_horizon_;
  const subject_facts* last_ = nullptr;
};

}  // namespace dutyscore::engine
