#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/core/version.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/row_bytes.hpp"
#include "dutyscore/impl/engine/subject_detail.ipp"

namespace dutyscore {
namespace engine {

DUTYSCORE_INLINE reading book_data::read(reading_tools& tools, subject_id s, basis on) const {
  return reading(tools, time_of(s), subjects[s].entry, state_of(s), on, plan.segment);
}

DUTYSCORE_INLINE bool begins_and_ends_with_months(const period& p) {
  return period_of(p.first, period_unit::month).first == p.first &&
         period_of(p.last, period_unit::month).last == p.last;
}

DUTYSCORE_INLINE bool book_data::has_borders_of(const period& p) const {
  return plan.segment == period_unit::day || begins_and_ends_with_months(p);
}

DUTYSCORE_INLINE reading book_data::read_for(reading_tools& tools, subject_id s, const period& p,
                                             basis on) const {
  return has_borders_of(p) ? read(tools, s, on) : judged_subject(*this, s, false).read(tools, on);
}

DUTYSCORE_INLINE diagnostic message_of(const dutyscore::plan& p, const row_failure& f,
                                       data_place where) {
  const rule& r = p.rules[f.rule];
  const std::string& label =
      r.veto == none ? p.policy->blocks[r.block].label : p.policy->vetoes[r.veto].label;
  switch (f.why) {
    case row_fault::division_by_zero:
      return make_diagnostic("DS0411", {label}, std::move(where));
    case row_fault::overflow:
      return make_diagnostic("DS0412", {label}, std::move(where));
    case row_fault::uncovered:
      return make_diagnostic("DS0413", {label}, std::move(where));
    case row_fault::too_many_points:
      break;
  }
  return make_diagnostic("DS0414", {label}, std::move(where));
}

DUTYSCORE_INLINE message reason_of(const refused_row& r) {
  switch (r.why) {
    case refused_for::force:
      return {"not in force on this day", "当日未施行"};
    case refused_for::service:
      return {"not serving on this day", "当日不在任职期内"};
    case refused_for::accept:
      break;
  }
  return {*r.reason, *r.reason};
}

}  // namespace engine

DUTYSCORE_INLINE const policy& book::policy() const { return data_->plan.policy; }
DUTYSCORE_INLINE bool book::keeps_rows() const { return data_->keeps_rows; }
DUTYSCORE_INLINE const batch& book::rows() const { return data_->rows; }
DUTYSCORE_INLINE date book::through() const { return data_->through; }
DUTYSCORE_INLINE const std::vector<std::string>& book::subjects() const { return data_->names; }
DUTYSCORE_INLINE const std::vector<bad_row>& book::bad() const { return data_->bad; }
DUTYSCORE_INLINE const row_counts& book::counts(basis on) const {
  return data_->counts[static_cast<std::size_t>(on)];
}

DUTYSCORE_INLINE std::optional<subject_id> book::find(std::string_view subject) const {
  const auto& names = data_->names;
  const auto at = std::lower_bound(names.begin(), names.end(), subject);
  if (at == names.end() || *at != subject) return std::nullopt;
  return static_cast<subject_id>(at - names.begin());
}

DUTYSCORE_INLINE const std::string& book::name(subject_id s) const {
  const roster_subject* entry = data_->subjects[s].entry;
  return entry ? entry->name : data_->names[s];
}

DUTYSCORE_INLINE const std::string& book::org_unit(subject_id s, const period& p) const {
  static const std::string no_unit;
  const engine::subject_data& subject = data_->subjects[s];
  const auto day = subject.service.last_day(p.first, p.last);
  if (!subject.entry || !day) return no_unit;
  const service* found = nullptr;
  for (const service& stretch : subject.entry->services)
    if (stretch.from.value_or(date::min()) <= *day) found = &stretch;
  return found ? found->org_unit : no_unit;
}

DUTYSCORE_INLINE bool book::served_in(subject_id s, const period& p) const {
  return data_->subjects[s].service.meets(p.first, p.last);
}

DUTYSCORE_INLINE std::vector<period> book::periods(subject_id s, period_unit unit) const {
  const engine::subject_data& subject = data_->subjects[s];
  const date last = std::max(data_->through, subject.latest);
  std::vector<period> out;
  for (engine::served_period& p : subject.service.periods(policy()->calendar, unit, last))
    out.push_back(std::move(p.of));
  return out;
}

DUTYSCORE_INLINE result<decimal> book::points(subject_id s, block_id b, const period& p,
                                              basis on) const {
  if (!data_->can_read(p)) return engine::too_fine(p);
  engine::reading_tools tools = data_->tools();
  const engine::reading read = data_->read_for(tools, s, p, on);
  if (read.fault()) return engine::fault_message(*this, s, *read.fault());
  const auto sum = to_decimal(read.points(b, p.first, p.last));
  if (!sum) return engine::overflow_message(*this, s, b, p);
  return *sum;
}

DUTYSCORE_INLINE result<std::vector<decimal>> book::points(subject_id s, const period& p,
                                                           basis on) const {
  auto all = points(s, std::span(&p, 1), on);
  if (!all) return all.messages();
  return std::move(all->front());
}

DUTYSCORE_INLINE result<std::vector<std::vector<decimal>>> book::points(
    subject_id s, std::span<const period> periods, basis on) const {
  std::vector<std::vector<decimal>> out;
  if (periods.empty()) return out;
  const auto by_days = std::find_if(periods.begin(), periods.end(),
                                    [&](const period& p) { return !data_->has_borders_of(p); });
  const period& finest = by_days == periods.end() ? periods.front() : *by_days;
  if (!data_->can_read(finest)) return engine::too_fine(finest);
  engine::reading_tools tools = data_->tools();
  const engine::reading read = data_->read_for(tools, s, finest, on);
  if (read.fault()) return engine::fault_message(*this, s, *read.fault());
  for (const period& p : periods) {
    auto of_period = engine::points_of(*this, s, p, read);
    if (!of_period) return of_period.messages();
    out.push_back(*std::move(of_period));
  }
  return out;
}

DUTYSCORE_INLINE result<std::vector<entry>> book::entries(subject_id s, const period& p,
                                                          basis on) const {
  if (!data_->keeps_rows) return make_diagnostic("DS0427", {});
  const engine::judged_subject rows(*data_, s, true);
  std::vector<engine::correction> corrections;
  engine::reading_tools tools = data_->tools();
  const engine::reading read = rows.read(tools, on, &corrections);
  return engine::entries_of(*this, s, p, on, rows, read, corrections);
}

DUTYSCORE_INLINE std::vector<refusal> book::refusals(subject_id s, const period& p,
                                                     basis on) const {
  engine::require_rows(*data_);
  std::vector<refusal> out;
  for (const engine::refused_row& r : engine::judged_subject(*data_, s, true).refused(p, on))
    out.push_back({r.row, r.block, r.veto, engine::reason_of(r)});
  return out;
}

namespace engine {

/// Adds up refusals of one place and reason.
class refusal_counter {
 public:
  void add(block_id block, std::uint32_t veto, const message& reason, std::uint64_t rows) {
    counts_[{block, veto, reason.en, reason.zh}] += rows;
  }
  std::vector<refused_count> take() const {
    std::vector<refused_count> out;
    for (const auto& [of, rows] : counts_) {
      const auto& [block, veto, en, zh] = of;
      out.push_back({block, veto, {en, zh}, rows});
    }
    return out;
  }

 private:
  std::map<std::tuple<block_id, std::uint32_t, std::string, std::string>, std::uint64_t> counts_;
};

}  // namespace engine

DUTYSCORE_INLINE result<std::vector<refused_count>> book::refused_counts(subject_id s,
                                                                         const period& p,
                                                                         basis on) const {
  engine::refusal_counter counter;
  if (data_->keeps_rows) {
    for (const refusal& r : refusals(s, p, on)) counter.add(r.block, r.veto, r.reason, 1);
    return counter.take();
  }
  if (!engine::begins_and_ends_with_months(p)) return engine::too_fine(p);
  for (const auto& [key, rows] : data_->refused[s].parts())
    if (p.contains(date::from_days(key.counted)) && engine::counts_on(key.range, on))
      counter.add(key.block, key.veto,
                  engine::reason_of({0, key.block, key.veto, key.why, &key.reason}),
                  static_cast<std::uint64_t>(rows));
  return counter.take();
}

DUTYSCORE_INLINE result<std::vector<pending_entry>> book::pending(subject_id s, const period& p,
                                                                  basis on) const {
  const std::vector<engine::call> calls = engine::calls_after_through(*this, s, p);
  if (calls.empty()) return std::vector<pending_entry>();
  engine::reading_tools tools = data_->tools();
  engine::reading read = data_->read_for(tools, s, calls.front().of, on);
  return engine::worth_of(*this, s, calls, read);
}

DUTYSCORE_INLINE std::vector<std::uint32_t> book::unmatched_rows(subject_id s, const period& p,
                                                                 basis on) const {
  engine::require_rows(*data_);
  return engine::judged_subject(*data_, s, false).unmatched(p, on);
}

DUTYSCORE_INLINE std::vector<unmatched_kind> book::unmatched(basis on) const {
  std::vector<unmatched_kind> out;
  for (const auto& [kind, counts] : data_->unmatched)
    if (const std::uint64_t n = counts[static_cast<std::size_t>(on)])
      out.push_back({std::string(rows()->texts.text(kind)), n,
                     closest(rows()->texts.text(kind), policy().schema().kinds)});
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return out;
}

DUTYSCORE_INLINE book_digests book::digests(const progress_options& options) const {
  book_digests out{policy()->digest, std::nullopt, std::nullopt, std::string(version)};
  if (data_->subjects_entry) out.roster = engine::digest_of(*data_->subjects_entry);
  if (!keeps_rows()) return out;
  progress_watch watch(options.progress, rows().rows());
  out.data = engine::digest_of(policy().schema(), rows().data(), watch);
  return out;
}

}  // namespace dutyscore
