#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "dutyscore/impl/testing/candidates.ipp"
#include "dutyscore/testing/bounds_report.hpp"

namespace dutyscore {
namespace detail::reaching {

/// One end of one bound that an example is wanted for.
struct target {
  block_id block = 0;
  std::size_t unit = 0;  // into the units asked
  bool is_most = true;
};

/// Finds activities that reach bounds. Every indicator below the block gets the activity that gives
/// it most, as often as its own bound needs, month by month; all targets are subjects of one batch.
class finder {
 public:
  finder(const policy& p, const policy_bounds& bounds, const std::vector<period_unit>& units)
      : policy_(p), data_(p.data()), bounds_(bounds), units_(units) {
    choose_periods();
  }

  /// By block, then unit: least and most.
  std::vector<std::vector<std::array<std::optional<bound_example>, 2>>> run() {
    out_.assign(data_.blocks.size(), std::vector<std::array<std::optional<bound_example>, 2>>(
                                         units_.size()));
    list_targets();
    candidates_ = candidates_of(policy_, typical_day(data_));
    for (const bool is_rich : {false, true}) try_targets(is_rich);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_rows_of_target = 4'000;
  static constexpr std::size_t most_rows = 400'000;
  static constexpr std::int64_t most_times = 60;  // of one activity in a month

  // ---- when ----

  void choose_periods() {
    const date first = typical_day(data_);
    for (const period_unit unit : units_) {
      std::optional<period> p = data_.calendar.period_from(first, unit);
      if (p && unit == period_unit::overall) p.reset();  // too long to fill
      periods_.push_back(p);
    }
  }

  // ---- what for ----

  const points_bound& bound_of(const target& t) const {
    const points_interval& of = bounds_.blocks[t.block].of(units_[t.unit]);
    return t.is_most ? of.most : of.least;
  }

  void list_targets() {
    for (block_id b = 0; b < data_.blocks.size(); ++b)
      for (std::size_t u = 0; u < units_.size(); ++u)
        for (const bool is_most : {false, true}) {
          const target t{b, u, is_most};
          const points_bound& bound = bound_of(t);
          if (!bound.points || !periods_[u]) continue;
          if (*bound.points == decimal{})
            out_[b][u][is_most] = bound_example{*periods_[u], {}};
          else
            targets_.push_back(t);
        }
  }

  // ---- streams ----

  bool is_within(block_id b, block_id above) const {
    while (b != none && b != above) b = data_.blocks[b].parent;
    return b == above;
  }

  decimal points_of(const candidate& c, block_id b) const {
    const auto found = c.points.find(b);
    return found == c.points.end() ? decimal{} : found->second;
  }

  /// The candidates that give the indicator something of the wanted sign, best first.
  std::vector<const candidate*> useful(block_id b, bool is_most) const {
    std::vector<const candidate*> out;
    for (const candidate& c : candidates_) {
      const decimal p = points_of(c, b);
      if (is_most ? p > decimal{} : p < decimal{}) out.push_back(&c);
    }
    std::stable_sort(out.begin(), out.end(), [&](const candidate* x, const candidate* y) {
      const decimal a = points_of(*x, b), c = points_of(*y, b);
      if (a != c) return is_most ? a > c : a < c;
      return x->what.cells.size() < y->what.cells.size();
    });
    return out;
  }

  /// How often, so that the bound is filled.
  static std::int64_t times_for(decimal bound, decimal each) {
    const std::int64_t step = each.millionths(), round_up = step > 0 ? step - 1 : step + 1;
    return std::max<std::int64_t>(1, (bound.millionths() + round_up) / step);
  }
  const points_bound& bound_of(block_id b, period_unit unit, bool is_most) const {
    const points_interval& of = bounds_.blocks[b].of(unit);
    return is_most ? of.most : of.least;
  }
  /// Of the indicator, or of the nearest block around it that has one; up to the target.
  std::optional<decimal> nearest_bound(block_id b, period_unit unit, const target& t) const {
    for (;; b = data_.blocks[b].parent) {
      if (const auto& points = bound_of(b, unit, t.is_most).points) return points;
      if (b == t.block) return std::nullopt;
    }
  }

  void add_rows(stream& to, std::uint32_t subject, const activity& what, const period& in,
                std::int64_t times) const {
    const int days = in.last - in.first + 1;
    for (std::int64_t i = 0; i < times; ++i)
      to.push_back({subject, in.first + static_cast<int>(i % days), what});
  }

  std::vector<period> months_of(const period& p) const {
    std::vector<period> out;
    if (p.unit == period_unit::day) return {p};
    for (date d = p.first; d <= p.last; d = out.back().last + 1)
      out.push_back(*data_.calendar.period_of(d, period_unit::month));
    return out;
  }

  /// The stream of one target: every month of it filled, as long as the indicator's own bound is not
  /// reached; `is_rich` with all activities that help, not the best alone.
  stream stream_of(const target& t, std::uint32_t subject, bool is_rich) const {
    stream out;
    const period& in = *periods_[t.unit];
    for (block_id b = 0; b < data_.blocks.size(); ++b) {
      if (data_.blocks[b].kind != block_kind::indicator || !is_within(b, t.block)) continue;
      std::vector<const candidate*> what = useful(b, t.is_most);
      if (what.empty()) continue;
      if (!is_rich) what.erase(what.begin() + 1, what.end());
      const auto of_month = nearest_bound(b, period_unit::month, t),
                 of_all = nearest_bound(b, in.unit, t);
      // Months with a limit of their own may each waste something; without one, all may come at once.
      const bool is_at_once = !is_rich && of_all && (!of_month || of_month == of_all);
      std::int64_t left = is_at_once ? times_for(*of_all, points_of(*what.front(), b))
                                     : std::int64_t{most_rows_of_target};
      for (const period& month : months_of(in))
        for (const candidate* c : what) {
          const std::int64_t wanted = of_month ? times_for(*of_month, points_of(*c, b)) : most_times;
          const std::int64_t times = std::min({left, wanted, most_times});
          add_rows(out, subject, c->what, month, times);
          left -= times;
        }
      if (out.size() > most_rows_of_target) return {};
    }
    return out;
  }

  // ---- asking the engine ----

  void try_targets(bool is_rich) {
    stream rows;
    std::vector<std::pair<target, stream>> tried;
    for (const target& t : targets_) {
      if (out_[t.block][t.unit][t.is_most]) continue;
      const auto subject = static_cast<std::uint32_t>(tried.size());
      stream own = stream_of(t, subject, is_rich);
      if (own.empty() || rows.size() + own.size() > most_rows) continue;
      rows.insert(rows.end(), own.begin(), own.end());
      tried.emplace_back(t, std::move(own));
    }
    if (tried.empty()) return;
    date through = date::min();
    for (const auto& p : periods_)
      if (p) through = std::max(through, p->last);
    const auto scores = account(policy_, rows, through);
    if (!scores) return;
    for (std::uint32_t i = 0; i < tried.size(); ++i) {
      const auto& [t, own] = tried[i];
      const auto s = scores->find(witness::key_of(i));
      if (!s) continue;
      const auto points = scores->points(*s, t.block, *periods_[t.unit]);
      if (points && *points == *bound_of(t).points)
        out_[t.block][t.unit][t.is_most] = bound_example{*periods_[t.unit], parts_of(own)};
    }
  }

  // ---- what is told ----

  static bool is_same(const activity& a, const activity& b) {
    return a.kind == b.kind && a.days == b.days &&
           std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(),
                      [](const witness::cell& x, const witness::cell& y) {
                        return x.field == y.field && x.value == y.value;
                      });
  }

  std::vector<example_part> parts_of(const stream& rows) const {
    std::vector<const activity*> seen;
    std::vector<example_part> out;
    for (const witness::row& r : rows) {
      const auto known = std::find_if(seen.begin(), seen.end(),
                                      [&](const activity* a) { return is_same(*a, r.what); });
      if (known != seen.end()) {
        ++out[static_cast<std::size_t>(known - seen.begin())].times;
        continue;
      }
      seen.push_back(&r.what);
      example_part& part = out.emplace_back();
      part.kind = r.what.kind;
      part.days = r.what.days;
      for (const witness::cell& c : r.what.cells) {
        const schema_field& f = data_.schema.activity[c.field];
        part.values.push_back({f.name, f.label, words::value(c.value, f.type)});
      }
    }
    return out;
  }

  const policy& policy_;
  const policy_data& data_;
  const policy_bounds& bounds_;
  const std::vector<period_unit>& units_;
  std::vector<std::optional<period>> periods_;
  std::vector<candidate> candidates_;
  std::vector<target> targets_;
  std::vector<std::vector<std::array<std::optional<bound_example>, 2>>> out_;
};

DUTYSCORE_INLINE int depth_of(const policy_data& p, block_id b) {
  int out = 0;
  for (; b != 0; b = p.blocks[b].parent) ++out;
  return out;
}

}  // namespace detail::reaching

DUTYSCORE_INLINE bounds_report bounds_report_of(const policy& policy,
                                                const std::vector<period_unit>& units) {
  const policy_data& data = policy.data();
  const policy_bounds bounds = bounds_of(policy);
  const auto examples = detail::reaching::finder(policy, bounds, units).run();
  bounds_report out{data.name, data.label, data.source, units, {}};
  for (block_id b = 0; b < data.blocks.size(); ++b) {
    const block& of = data.blocks[b];
    reported_block& row = out.blocks.emplace_back();
    row.name = of.name;
    row.label = of.label;
    row.kind = of.kind;
    row.depth = detail::reaching::depth_of(data, b);
    for (std::size_t u = 0; u < units.size(); ++u) {
      const points_interval& in = bounds.blocks[b].of(units[u]);
      row.least.push_back({in.least, examples[b][u][0]});
      row.most.push_back({in.most, examples[b][u][1]});
    }
  }
  return out;
}

}  // namespace dutyscore
