// Eight subjects whose cells are complete, side by side, become totals. One per thread. Not for
// users.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/lane_reading.hpp"
#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/row_classes.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/engine/totals.hpp"
#include "dutyscore/impl/engine/kept_cells.ipp"
#include "dutyscore/impl/engine/posted_lines.ipp"
#include "dutyscore/impl/engine/reading_messages.ipp"
#include "dutyscore/impl/engine/subject_facts.ipp"

namespace dutyscore::engine {

/// An activity that is kept, and of whom.
struct kept_of_subject {
  std::uint32_t subject = 0;
  kept_activity activity;
};

struct kept_list {
  std::vector<kept_of_subject> activities;
  std::vector<std::int64_t> values;
};

/// From the first segment with good rows of a subject to the last.
struct seen_segments {
  std::size_t first = std::numeric_limits<std::size_t>::max(), end = 0;
  bool are_any() const { return end > 0; }
  void note(std::size_t segment) {
    first = std::min(first, segment);
    end = std::max(end, segment + 1);
  }
};

template <class Number>
seen_segments seen_in(const lanes<Number>* cells, const row_classes& classes, std::size_t lane) {
  seen_segments out;
  const lanes<Number>* const seen = cells + classes.seen_slot();
  const std::size_t width = classes.width(), segments = classes.segments();
  std::size_t first = 0, end = segments;
  while (first < end && seen[first * width][lane] == 0) ++first;
  while (end > first && seen[(end - 1) * width][lane] == 0) --end;
  if (first < end) out = {first, end};
  return out;
}

/// Of one subject in a group.
struct group_member {
  std::uint32_t code = none;  // of its text; none: an empty lane
  std::span<const kept_activity> kept;
};

struct group_totals {
  std::vector<total> rows;
  std::vector<std::int64_t> points;
  std::vector<std::uint32_t> codes;  // of subjects, in the order of total::subject
};

/// What all groups share.
struct group_setting {
  const dutyscore::plan& plan;
  const bound_rows& bound;
  const row_classes& classes;
  basis on;
  period_unit by;
  bool with_blocks;
  date through;
  std::vector<const roster_subject*> entry_of_code;
  std::vector<date> earliest_of_code;  // of rows by their own day; empty: as segments tell
};

class group_reader {
 public:
  explicit group_reader(const group_setting& s)
      : s_(s),
        facts_(s.plan, s.by, s.through),
        levels_(s.plan.policy->calendar, starts()),
        narrow_(make_side<std::int32_t>()),
        wide_(make_side<std::int64_t>()),
        tools_(s.plan, s.bound),
        kept_(tools_, s.classes, s.on),
        lines_(tools_, s.classes),
        width_(s.with_blocks ? s.plan.policy->blocks.size() : 1) {
    for (std::size_t k = 0; k < s.classes.segments(); ++k)
      last_of_segment_.push_back(last_of_stretch(s.plan, start_of(k)));
    for (std::uint32_t slot = 0; slot < s.plan.slots.size(); ++slot)
      if (s.plan.slots[slot].veto != none && s.classes.is_in_use(slot))
        veto_slots_.push_back(s.classes.slot_of(slot));
    if (!wide_.reading) return;
    most_narrow_ = std::numeric_limits<std::int32_t>::max() - most_of_dates() -
                   (kept_.are_any() ? most_apart(std::int32_t{}) : 0) -
                   (lines_.are_any() ? most_apart(std::int32_t{}) : 0);
    for (std::size_t k = 0; k < levels_.size(by_level()); ++k)
      level_starts_.push_back(*s.plan.policy->calendar.period_of(
          date::from_days(levels_.start(levels_.first_segment(by_level(), k))), s.by));
  }

  /// The magnitudes of all additions to a subject may come to so many units where its sums have 32
  /// bits; 0 where none may.
  std::int64_t most_narrow() const { return most_narrow_; }

  /// Kept activities are added to `cells`.
  template <class Number>
  std::optional<diagnostic> read(lanes<Number>* cells, const std::array<group_member, lane_count>& members,
                                 std::span<const std::int64_t> kept_values, group_totals& out) {
    std::array<const subject_facts*, lane_count> facts{};
    std::array<seen_segments, lane_count> seen;
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (members[lane].code == none) continue;
      seen[lane] = seen_in(cells, s_.classes, lane);
      facts[lane] = facts_of(members[lane].code, seen[lane]);
    }
    const lanes<Number> vetoes = vetoes_in(cells);
    auto& cells_side = side_of(Number{});
    std::array<lane_calls, lane_count> calls{};  // of lanes that are read together
    for (std::size_t lane = 0; lane < lane_count && cells_side.reading; ++lane) {
      if (!facts[lane] || vetoes[lane] != 0) continue;
      if (!work_out_lines(cells, seen[lane], lane, members[lane].code, *facts[lane]) ||
          !add_kept(cells, lane, members[lane], kept_values))
        continue;
      calls[lane] = {&facts[lane]->calls, worth_[lane].data()};
    }
    if (cells_side.reading) cells_side.read(cells, s_.classes, first_segment_, calls, s_.with_blocks);
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      if (!facts[lane]) continue;
      if (calls[lane].calls)
        take_lane(cells_side.points, lane, members[lane].code, *facts[lane], out);
      else if (auto failed = read_one(cells, seen[lane], lane, members[lane], kept_values,
                                      *facts[lane], out))
        return failed;
    }
    return std::nullopt;
  }

  /// One subject by its cells, which may be several of one place.
  std::optional<diagnostic> read_cells(const cell_list& cells, const group_member& of,
                                       const seen_segments& seen,
                                       std::span<const std::int64_t> kept_values,
                                       group_totals& out) {
    const subject_facts* facts = facts_of(of.code, seen);
    if (!facts) return std::nullopt;
    return read_subject({cells, of.kept, kept_values}, of.code, latest_of(seen), *facts, out);
  }

  /// Somebody on the roster without a row.
  std::optional<diagnostic> read_absent(const roster_subject& entry, group_totals& out) {
    const subject_facts& facts = facts_.of(&entry, s_.through, date::min());
    return read_subject({}, none, date::min(), facts, out, &entry);
  }

  const std::vector<period>& periods() const { return facts_.periods(); }

 private:
  static constexpr std::size_t most_segments = 2048;

  /// How cells of one width are read, and what came of it.
  template <class Number>
  struct side {
    std::optional<lane_reading<Number>> reading;
    std::vector<lanes<Number>> points;

    void read(const lanes<Number>* cells, const row_classes& classes, std::size_t first_segment,
              const std::array<lane_calls, lane_count>& calls, bool with_blocks) {
      reading->read({cells, classes.width(), classes.segments(), first_segment}, calls,
                    with_blocks, points.data());
    }
  };

  template <class Number>
  side<Number> make_side() const {
    side<Number> out;
    if (!is_for_lanes_) return out;
    out.reading = lane_reading<Number>::make(s_.plan, s_.by, levels_, s_.classes);
    const std::size_t blocks = s_.with_blocks ? s_.plan.policy->blocks.size() : 1;
    out.points.resize(blocks * levels_.size(by_level()));
    return out;
  }
  side<std::int32_t>& side_of(std::int32_t) { return narrow_; }
  side<std::int64_t>& side_of(std::int64_t) { return wide_; }

  /// No base comes more often than there are segments, and no weight rounds more often; no account
  /// has more units of either.
  std::int64_t most_of_dates() const {
    constexpr std::int64_t all = std::numeric_limits<std::int32_t>::max();
    int128 sum = 0;
    for (const block& b : s_.plan.policy->blocks) {
      for (const base& x : b.bases) sum += std::abs(x.points.millionths() / s_.classes.unit());
      sum += b.weights.size() * static_cast<std::size_t>(unit_of(s_.plan.policy->decimals) /
                                                         s_.classes.unit());
    }
    sum *= levels_.segments();
    return static_cast<std::int64_t>(std::min<int128>(sum, all));
  }

  std::size_t by_level() const { return period_levels::level_of(s_.by); }

  /// First days of the segments in which points can arise: those of rows, and where dates bring
  /// points all from the first day of service to the last. Lanes are for rows whose segments are among a
  /// moderate number of these, one after the other.
  std::vector<std::int32_t> starts() {
    const std::vector<std::int32_t>& of_rows = s_.classes.days().starts;
    const auto& blocks = s_.plan.policy->blocks;
    const bool has_calls = std::any_of(blocks.begin(), blocks.end(), [](const block& b) {
      return !b.bases.empty() || !b.period_lines.empty();
    });
    is_for_lanes_ = s_.classes.is_dense();
    if (of_rows.empty() || !has_calls) return of_rows;
    std::vector<std::int32_t> out;
    const date last = std::max(
        s_.through,
        last_of_stretch(s_.plan, date::from_days(of_rows.back()), s_.plan.segment));
    for (date d = first_of_stretch(s_.plan, first_day(), s_.plan.segment);
         d <= last && out.size() < most_segments;
         d = last_of_stretch(s_.plan, d, s_.plan.segment) + 1)
      out.push_back(d.days());
    const auto at = std::lower_bound(out.begin(), out.end(), of_rows.front());
    first_segment_ = static_cast<std::size_t>(at - out.begin());
    is_for_lanes_ = is_for_lanes_ && out.size() < most_segments &&
                    std::mismatch(of_rows.begin(), of_rows.end(), at, out.end()).first ==
                        of_rows.end();
    return out;
  }

  /// From which somebody serves.
  date first_day() const {
    const policy_data& data = s_.plan.policy.data();
    const date of_rows = date::from_days(s_.classes.days().starts.front());
    date first = data.calendar.period_of(of_rows, period_unit::year)->first;
    const force& whole = data.blocks[0].in_force;
    for (const roster_subject* entry : s_.entry_of_code) {
      if (!entry) continue;
      const auto service = service_of(entry, whole, data.calendar, first).within(whole);
      if (!service.stretches.empty()) first = std::min(first, service.stretches.front().first);
    }
    return first;
  }

  date start_of(std::size_t segment) const {
    return date::from_days(s_.classes.days().starts[segment]);
  }

  date latest_of(const seen_segments& seen) const { return last_of_segment_[seen.end - 1]; }

  const roster_subject* entry_of(std::uint32_t code) const {
    return s_.entry_of_code.empty() ? nullptr : s_.entry_of_code[code];
  }

  /// Null for who has no good row.
  const subject_facts* facts_of(std::uint32_t code, const seen_segments& seen) {
    if (!seen.are_any()) return nullptr;
    const date earliest =
        s_.earliest_of_code.empty() ? start_of(seen.first) : s_.earliest_of_code[code];
    return &facts_.of(entry_of(code), earliest, latest_of(seen));
  }

  /// What kept activities, and lines of periods, may come to beside all other additions.
  static std::int64_t most_apart(std::int32_t) { return std::int64_t{1} << 29; }
  static std::int64_t most_apart(std::int64_t) { return std::int64_t{1} << 60; }

  template <class Number>
  bool work_out_lines(const lanes<Number>* cells, const seen_segments& seen, std::size_t lane,
                      std::uint32_t code, const subject_facts& facts) {
    if (!lines_.are_any()) return true;
    return lines_.work_out(cells, lane, time_of(facts, latest_of(seen)), entry_of(code),
                           most_apart(Number{}), worth_[lane]);
  }

  subject_time time_of(const subject_facts& facts, date latest) const {
    return {&facts.service, s_.through, std::max(s_.through, latest), &facts.calls};
  }

  /// False, and the cells are as they were, where that is too much.
  template <class Number>
  bool add_kept(lanes<Number>* cells, std::size_t lane, const group_member& of,
                std::span<const std::int64_t> values) {
    if (of.kept.empty()) return true;
    if (!kept_.work_out({{}, of.kept, values}, most_apart(Number{}))) return false;
    kept_.add_to(cells, lane);
    return true;
  }

  /// Not 0 for who has a veto in some segment.
  template <class Number>
  lanes<Number> vetoes_in(const lanes<Number>* cells) const {
    lanes<Number> out;
    for (std::uint32_t slot : veto_slots_)
      for (std::size_t s = 0; s < s_.classes.segments(); ++s)
        out.v |= cells[s * s_.classes.width() + slot].v;
    return out;
  }

  std::uint32_t begin_subject(std::uint32_t code, group_totals& out) {
    out.codes.push_back(code);
    return static_cast<std::uint32_t>(out.codes.size() - 1);
  }

  template <class Number>
  void take_lane(const std::vector<lanes<Number>>& points, std::size_t lane, std::uint32_t code,
                 const subject_facts& facts, group_totals& out) {
    const std::uint32_t subject = begin_subject(code, out);
    const std::size_t n = level_starts_.size();
    for (std::uint32_t p : facts.periods) {
      out.rows.push_back({subject, p, out.points.size()});
      const std::size_t level = level_of_period(p);
      for (std::size_t b = 0; b < width_; ++b)
        out.points.push_back(level < n ? points[b * n + level][lane] * s_.classes.unit() : 0);
    }
  }

  /// Which of the periods read it is; beyond all of them where nothing can have happened.
  std::size_t level_of_period(std::uint32_t p) {
    while (level_of_period_.size() <= p) {
      const period& wanted = facts_.periods()[level_of_period_.size()];
      const auto at = std::find_if(level_starts_.begin(), level_starts_.end(),
                                   [&](const period& x) { return x.first == wanted.first; });
      level_of_period_.push_back(static_cast<std::size_t>(at - level_starts_.begin()));
    }
    return level_of_period_[p];
  }

  template <class Number>
  std::optional<diagnostic> read_one(const lanes<Number>* cells, const seen_segments& seen,
                                     std::size_t lane, const group_member& of,
                                     std::span<const std::int64_t> kept_values,
                                     const subject_facts& facts, group_totals& out) {
    cells_.clear();
    for (std::size_t s = 0; s < s_.classes.segments(); ++s, cells += s_.classes.width())
      for (std::uint32_t slot = 0; slot < s_.classes.slots(); ++slot)
        if (const std::int64_t units = cells[slot][lane]; units != 0)
          cells_.push_back({units * s_.classes.unit_of(slot), s_.classes.days().starts[s],
                            place_of(s_.classes.plan_slot(slot), s_.classes.range())});
    return read_subject({cells_, of.kept, kept_values}, of.code, latest_of(seen), facts, out);
  }

  std::optional<diagnostic> read_subject(const subject_state& state, std::uint32_t code,
                                         date latest, const subject_facts& facts,
                                         group_totals& out,
                                         const roster_subject* absent = nullptr) {
    if (facts.periods.empty()) {
      begin_subject(code, out);
      return std::nullopt;
    }
    const roster_subject* entry = absent ? absent : entry_of(code);
    const reading read(tools_, time_of(facts, latest), entry, state, s_.on, s_.plan.segment);
    const auto name = [&] {
      return entry ? entry->subject : std::string(s_.bound.data().texts.text(code));
    };
    const policy_data& data = s_.plan.policy.data();
    if (read.fault()) return fault_message(name(), data.blocks[read.fault()->block], *read.fault());
    const std::uint32_t subject = begin_subject(code, out);
    for (std::uint32_t p : facts.periods) {
      const period& of = facts_.periods()[p];
      out.rows.push_back({subject, p, out.points.size()});
      for (block_id b = 0; b < width_; ++b) {
        const auto points = to_decimal(read.points(b, of.first, of.last));
        if (!points) return overflow_message(name(), data.blocks[b], of);
        out.points.push_back(points->millionths());
      }
    }
    return std::nullopt;
  }

  const group_setting& s_;
  subject_fact_table facts_;
  std::size_t first_segment_ = 0;  // of rows, among those of levels_
  bool is_for_lanes_ = false;
  period_levels levels_;
  side<std::int32_t> narrow_;
  side<std::int64_t> wide_;
  std::int64_t most_narrow_ = 0;
  reading_tools tools_;
  kept_cells kept_;
  posted_lines lines_;
  std::array<std::vector<std::int64_t>, lane_count> worth_;  // of calls, by lane
  std::size_t width_;
  std::vector<period> level_starts_;
  std::vector<std::size_t> level_of_period_;
  std::vector<std::uint32_t> veto_slots_;
  std::vector<date> last_of_segment_;
  cell_list cells_;
};

}  // namespace dutyscore::engine
