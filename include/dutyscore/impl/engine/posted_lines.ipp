// Points of finished periods by the cells of one lane: where lines count activities and not points,
// they depend on nothing that lanes work out. One per thread. Not for users.
#pragma once

#include <cstdlib>
#include <vector>

#include "dutyscore/engine/lane_reading.hpp"
#include "dutyscore/engine/reading.hpp"
#include "dutyscore/engine/row_classes.hpp"
#include "dutyscore/impl/engine/subject_figures.ipp"

namespace dutyscore::engine {

class posted_lines {
 public:
  posted_lines(reading_tools& tools, const row_classes& classes)
      : tools_(tools), classes_(classes) {
    for (const block& b : tools.plan().policy->blocks) are_any_ |= !b.period_lines.empty();
  }

  bool are_any() const { return are_any_; }

  /// What each call of a line is worth, in units; false where something cannot be worked out, or all
  /// of them come to more than `most`. REQUIRES: the calls are those of the time.
  template <class Number>
  bool work_out(const lanes<Number>* cells, std::size_t lane, const subject_time& time,
                const roster_subject* entry, std::int64_t most, std::vector<std::int64_t>& worth) {
    const policy_data& data = tools_.plan().policy.data();
    worth.assign(time.calls->size(), 0);
    const subject_figures figures(tools_, time, entry);
    const auto measured = [&](std::uint32_t m, date first, date last) {
      return sum_of(cells, lane, m, first, last);
    };
    bool is_known = true;
    int128 magnitude = 0;
    for (std::size_t i = 0; i < worth.size() && is_known; ++i) {
      const call& c = (*time.calls)[i];
      if (c.is_base) continue;
      const auto evaluate = [&](expression_id what) -> std::optional<std::int64_t> {
        const figure_source from([&](const column::instruction& asked) {
          return figures.figure({asked, c.block, c.of, c.of.last}, measured);
        });
        const column_view value =
            tools_.runner().run(tools_.plan().on_period[what], from, 1);
        if (value.failure_at(0) == failure::none) return value.values[0];
        is_known = false;
        return std::nullopt;
      };
      const std::int64_t points = worth_of_line(data, data.blocks[c.block].period_lines[c.clause],
                                                evaluate, [&] { is_known = false; });
      worth[i] = points / classes_.unit();
      is_known = is_known && points % classes_.unit() == 0;
      magnitude += std::abs(worth[i]);
    }
    return is_known && magnitude <= most;
  }

 private:
  template <class Number>
  int128 sum_of(const lanes<Number>* cells, std::size_t lane, std::uint32_t measure, date first,
                date last) const {
    const std::vector<std::int32_t>& starts = classes_.days().starts;
    const auto begin = std::lower_bound(starts.begin(), starts.end(), first.days());
    const auto end = std::upper_bound(begin, starts.end(), last.days());
    int128 out = 0;
    for (const measured_part& m : tools_.plan().measured[measure]) {
      const indicator_plan& of = tools_.plan().indicators[m.block];
      const std::uint32_t slot = classes_.slot_of(of.measures[m.measure].slot);
      for (auto s = begin; s != end; ++s)
        out += int128{cells[static_cast<std::size_t>(s - starts.begin()) * classes_.width() +
                            slot][lane]} *
               classes_.unit_of(slot);
    }
    return out;
  }

  reading_tools& tools_;
  const row_classes& classes_;
  bool are_any_ = false;
};

}  // namespace dutyscore::engine
