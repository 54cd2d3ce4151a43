#pragma once

#include "dutyscore/impl/policy/bounds_values.ipp"
#include "dutyscore/policy/bounds.hpp"

namespace dutyscore {
namespace detail::bounding {

/// By period_unit: what may have been given from the first day of a period through any day of it.
using by_unit = std::array<interval, period_unit_count>;

inline constexpr period_unit units_of_periods[] = {
    period_unit::day,  period_unit::month, period_unit::quarter, period_unit::half,
    period_unit::year, period_unit::term,  period_unit::overall};

DUTYSCORE_INLINE std::size_t index(period_unit unit) { return static_cast<std::size_t>(unit); }

/// How many periods of one unit fit into one of another.
class period_counts {
 public:
  explicit period_counts(const policy_data& data) : force_(data.blocks.front().in_force) {
    for (const calendar_term& t : data.calendar.terms()) {
      const int months = (t.last.year() - t.first.year()) * 12 + t.last.month() - t.first.month() + 1;
      term_months_ = std::max(term_months_, months);
      term_days_ = std::max(term_days_, t.last - t.first + 1);
    }
  }

  bool has_terms() const { return term_months_ > 0; }

  /// Does every border of `outer` lie between two of `inner`?
  static bool nests(period_unit inner, period_unit outer) {
    if (inner == outer || outer == period_unit::overall) return true;
    if (outer == period_unit::term) return inner <= period_unit::month;
    return inner < outer;
  }

  /// REQUIRES: nests(inner, outer). Nothing when there is no number.
  std::optional<std::int64_t> most(period_unit inner, period_unit outer) const {
    if (inner == outer) return 1;
    if (outer == period_unit::overall) return within_force(inner);
    const int months = months_of(outer);
    if (inner == period_unit::day)
      return outer == period_unit::term ? term_days_ : days_of(outer);
    return (months + months_of(inner) - 1) / months_of(inner);
  }

  int days_of(period_unit unit) const {
    constexpr int days[] = {1, 31, 92, 184, 366};
    return unit < period_unit::term ? days[index(unit)] : term_days_;
  }

 private:
  int months_of(period_unit unit) const {
    constexpr int months[] = {1, 1, 3, 6, 12};
    return unit < period_unit::term ? months[index(unit)] : std::max(term_months_, 1);
  }
  /// Periods that a stretch of days can touch.
  std::optional<std::int64_t> within_force(period_unit inner) const {
    if (inner == period_unit::term) return std::nullopt;  // there may be days outside of terms
    if (force_.first == date::min() || force_.last == date::max()) return std::nullopt;
    const int days = force_.last - force_.first + 1;
    constexpr int shortest[] = {1, 28, 90, 181, 365};
    return days / shortest[index(inner)] + 2;
  }

  force force_;
  int term_months_ = 0, term_days_ = 0;
};

class analysis final : public figure_source {
 public:
  explicit analysis(const policy& p)
      : data_(p.data()), counts_(data_), values_(data_, reasons_, *this) {
    state_.resize(data_.blocks.size());
  }

  policy_bounds run() {
    policy_bounds out;
    for (block_id b = 0; b < data_.blocks.size(); ++b) {
      block_bounds& bounds = out.blocks.emplace_back();
      const by_unit& of = block_total(b);
      for (const period_unit unit : units_of_periods) bounds.in[index(unit)] = said(of[index(unit)]);
      if (data_.blocks[b].kind == block_kind::indicator) bounds.activity = said(activity(b));
    }
    std::stable_sort(idle_.begin(), idle_.end(), [](const idle_limit& a, const idle_limit& b) {
      return a.block < b.block;
    });
    out.idle = std::move(idle_);
    return out;
  }

  interval points_of(block_id b, period_unit per) override {
    if (state_[b].is_being_worked_out)
      return anything(reasons_.add(phrase("bound not worked out"), data_.blocks[b].where));
    return block_total(b)[index(per)];
  }
  interval days_in(period_unit per) override {
    if (per == period_unit::overall)
      return {finite(0), missing(no_number_of(period_unit::overall))};
    return between(0, int128{counts_.days_of(per)} * decimal::scale);
  }

 private:
  struct block_state {
    bool is_being_worked_out = false;
    std::optional<interval> activity;
    std::optional<by_unit> total;
  };

  // ---- what leaves the analysis ----

  points_bound said(end e) const {
    points_bound out;
    if (e.is_finite()) out.points = to_decimal(e.value);
    if (out.points) return out;
    const reason& why = reasons_.at(e.is_finite() ? too_large : e.because);
    out.because = why.text;
    out.where = why.where;
    return out;
  }
  points_interval said(const interval& x) const { return {said(x.lo), said(x.hi)}; }

  reason_id no_number_of(period_unit) {
    return reasons_.add(phrase("bound any number of periods"), data_.blocks.front().where);
  }
  reason_id any_number(block_id b) {
    return reasons_.add(phrase("bound any number", {data_.blocks[b].label}),
                        data_.blocks[b].where);
  }

  // ---- what holds between periods ----

  /// A long period is made of short ones; a short one lies within a long one.
  void tighten(by_unit& x) {
    for (int pass = 0; pass < 2; ++pass)
      for (const period_unit outer : units_of_periods)
        for (const period_unit inner : units_of_periods) {
          if (inner == outer || !period_counts::nests(inner, outer)) continue;
          const bool is_term = inner == period_unit::term || outer == period_unit::term;
          if (is_term && !counts_.has_terms()) continue;
          interval &in = x[index(inner)], &out = x[index(outer)];
          out = meet(out, up_to(counts_.most(inner, outer), in, no_number_of(outer)));
          in = meet(in, add(out, negate(out)));
        }
  }

  /// Everywhere the same, then tightened.
  by_unit everywhere(const interval& x) {
    by_unit out;
    out.fill(x);
    return out;
  }
  /// Known of one unit alone; elsewhere what follows from it.
  by_unit from_one(period_unit per, const interval& x) {
    by_unit out = everywhere(anything(unbounded_from(x)));
    out[index(per)] = x;
    tighten(out);
    return out;
  }
  reason_id unbounded_from(const interval& x) {
    if (!x.hi.is_finite()) return x.hi.because;
    if (!x.lo.is_finite()) return x.lo.because;
    return no_number_of(period_unit::overall);
  }

  static by_unit add_all(const by_unit& a, const by_unit& b) {
    by_unit out;
    for (std::size_t u = 0; u < out.size(); ++u) out[u] = add(a[u], b[u]);
    return out;
  }
  static by_unit negate_all(by_unit x) {
    for (interval& i : x) i = negate(i);
    return x;
  }

  // ---- one activity ----

  /// Conditions that every counted activity of the block meets.
  known_fields known_of(block_id b, std::uint32_t version) {
    known_fields known;
    const block& own = data_.blocks[b];
    std::vector<expression_id> selected;
    for (const selector& s : own.selectors)
      if (s.version == version) selected.push_back(s.when);
    if (selected.size() == 1) known = values_.narrowed(std::move(known), selected.front());
    for (block_id at = b; at != none; at = data_.blocks[at].parent) {
      const block& above = data_.blocks[at];
      for (const acceptance& a : above.accepts)
        if (above.versions.size() == 1 || (at == b && a.version == version))
          known = values_.narrowed(std::move(known), a.when);
    }
    return known;
  }

  interval line_points(block_id b, const line& l, const known_fields& known) {
    const known_fields here = values_.narrowed(known, l.when);
    interval out = values_.of(l.value, here);
    if (l.unit == line_unit::day)
      out = multiply(out, {finite(decimal::scale),
                           missing(reasons_.add(phrase("bound any days"), l.where))});
    if (l.unit == line_unit::field) out = multiply(out, values_.of_field(l.field, here));
    if (l.unit == line_unit::step) out = multiply(out, steps(l, here));
    for (const factor& f : data_.blocks[b].factors)
      if (f.version == l.version) out = times(out, f, here);
    if (l.is_deduction) out = negate(out);
    out = rounded_line(out);
    return l.when == none ? out : with_zero(out);
  }

  interval steps(const line& l, const known_fields& known) {
    const interval x = values_.of_field(l.field, known);
    const int128 step = std::max<int128>(1, l.step.millionths());
    const auto one = [&](end e, bool is_low) {
      if (!e.is_finite()) return e;
      if (l.step_rounding)
        return finite(divide(e.value, step, *l.step_rounding) * decimal::scale);
      const int128 exact = e.value * decimal::scale;
      const int128 q = exact / step;
      return finite(exact % step == 0 ? q : q + (is_low ? -1 : 1));
    };
    return {one(x.lo, true), one(x.hi, false)};
  }

  interval times(const interval& points, const factor& f, const known_fields& known) {
    const known_fields here = values_.narrowed(known, f.when);
    interval by = values_.of(f.numerator, here);
    interval out = multiply(points, by);
    if (f.divisor != none) out = over(out, values_.of(f.divisor, here), f.where);
    return f.when == none ? out : hull(out, points);
  }
  interval over(const interval& x, const interval& divisor, span where) {
    const bool is_negative = divisor.hi.is_finite() && divisor.hi.value < 1;
    if (!at_least(divisor, 1) || is_negative)
      return anything(reasons_.add(phrase("bound small divisor"), where));
    // 1 / divisor, as wide as six places make it.
    const auto inverse = [&](end e, int extra) {
      if (!e.is_finite()) return finite(0);
      const int128 one = int128{decimal::scale} * decimal::scale;
      return finite(one / e.value + (one % e.value == 0 ? 0 : extra));
    };
    return multiply(x, {inverse(divisor.hi, 0), inverse(divisor.lo, 1)});
  }

  interval rounded_line(const interval& x) const {
    const std::int64_t unit = unit_of(data_.decimals);
    const auto one = [&](end e) {
      return e.is_finite() ? finite(divide(e.value, unit, data_.line_rounding) * unit) : e;
    };
    return {one(x.lo), one(x.hi)};
  }

  /// Of any text of the block: an activity keeps the points that the text of its date gave it.
  const interval& activity(block_id b) {
    if (!state_[b].activity) state_[b].activity = work_out_activity(b);
    return *state_[b].activity;
  }
  interval work_out_activity(block_id b) {
    const block& own = data_.blocks[b];
    interval out = nothing();
    for (std::uint32_t v = 0; v < own.versions.size(); ++v) {
      const known_fields known = known_of(b, v);
      interval sum = nothing();
      for (const line& l : own.lines)
        if (l.version == v) sum = add(sum, line_points(b, l, known));
      sum = after_event_caps(b, v, sum);
      out = v == 0 ? sum : hull(out, sum);
    }
    return out;
  }

  interval after_event_caps(block_id b, std::uint32_t version, interval sum) {
    const block& own = data_.blocks[b];
    const bool turns = own.counts_deductions;
    if (turns) sum = negate(sum);
    for (std::uint32_t k = 0; k < own.event_caps.size(); ++k) {
      const event_limit& c = own.event_caps[k];
      if (c.version != version) continue;
      note_idle(b, limit_kind::event_cap, k, sum, c.points.millionths(), true);
      sum = not_above(sum, c.points.millionths());
    }
    return turns ? negate(sum) : sum;
  }

  // ---- an indicator's activities ----

  /// How many keys there may be.
  std::optional<std::int64_t> keys_of(const std::vector<std::uint32_t>& by) const {
    std::int64_t out = 1;
    for (const std::uint32_t f : by) {
      const auto values = values_of(f);
      if (!values || out > 1'000'000 / *values) return std::nullopt;
      out *= *values;
    }
    return out;
  }
  std::optional<std::int64_t> values_of(std::uint32_t field) const {
    const schema_field& f = data_.fields[field].declared;
    if (data_.fields[field].computed != none) return std::nullopt;
    if (f.type == value_type::flag) return 2;
    if (!f.one_of.empty()) return static_cast<std::int64_t>(f.one_of.size());
    if (f.type != value_type::integer || !f.least || !f.most) return std::nullopt;
    return (f.most->millionths() - f.least->millionths()) / decimal::scale + 1;
  }

  /// What the selections leave of any number of activities. How many there are is known of the
  /// longest of their periods alone: in a shorter one they may take the place of earlier ones.
  by_unit selected(block_id b, std::uint32_t version, const interval& each) {
    const block& own = data_.blocks[b];
    const interval any = up_to(std::nullopt, each, any_number(b));
    std::optional<period_unit> longest;
    for (const selection& s : own.selections) {
      if (s.version != version) continue;
      if (!longest || period_counts::nests(*longest, s.per))
        longest = s.per;
      else if (!period_counts::nests(s.per, *longest))
        return everywhere(anything(any_number(b)));
    }
    if (!longest) return everywhere(any);
    std::optional<std::int64_t> most;
    bool replaces = false;  // an activity may push an earlier one out
    for (const selection& s : own.selections) {
      replaces = replaces || (s.version == version && s.kind == selection_kind::best);
      if (const auto n = most_kept(s, version, *longest); n && (!most || *n < *most)) most = n;
    }
    if (!most) return everywhere(replaces ? anything(any_number(b)) : any);
    const interval kept = up_to(most, each, any_number(b));
    by_unit out = from_one(*longest, kept);
    for (const period_unit unit : units_of_periods)
      if (!replaces && period_counts::nests(unit, *longest)) out[index(unit)] = kept;
    return out;
  }

  std::optional<std::int64_t> most_kept(const selection& s, std::uint32_t version,
                                        period_unit longest) {
    if (s.version != version || s.when != none || s.kind == selection_kind::after)
      return std::nullopt;
    const auto keys = keys_of(s.by), periods = counts_.most(s.per, longest);
    std::int64_t n = s.n.millionths() / decimal::scale;
    if (s.computed != none) {
      const interval computed = values_.of(s.computed, {}, s.per);
      if (!computed.hi.is_finite()) return std::nullopt;
      n = static_cast<std::int64_t>(std::max<int128>(0, computed.hi.value) / decimal::scale);
    }
    if (!keys || !periods || n > 1'000'000'000 / *keys / *periods) return std::nullopt;
    return n * *keys * *periods;
  }

  /// Limits by key act on each key alone, and then the keys are summed.
  by_unit keyed(block_id b, std::uint32_t version, by_unit x) {
    const block& own = data_.blocks[b];
    std::optional<std::int64_t> keys;
    bool is_keyed = false;
    reason_id any_keys = 0;
    for (std::uint32_t k = 0; k < own.keyed_limits.size(); ++k) {
      const keyed_limit& l = own.keyed_limits[k];
      if (l.version != version) continue;
      const auto n = keys_of(l.by);  // the keys of all are one list, or the first of it
      if (!is_keyed || !n || (keys && *n > *keys)) keys = n;
      is_keyed = true;
      any_keys = reasons_.add(
          phrase("bound any keys", {data_.fields[l.by.front()].declared.label}), l.where);
      x = limited(b, limit_kind::keyed, k, x, l, l.is_cap);
    }
    if (!is_keyed) return x;
    for (interval& i : x) i = up_to(keys, i, any_keys);
    return x;
  }

  // ---- clauses of periods ----

  struct limit_range {
    int128 lo, hi;
  };

  /// What N may be; nothing when that is not known.
  std::optional<limit_range> range_of(const limit& l, bool is_cap) {
    if (l.computed == none) return limit_range{l.points.millionths(), l.points.millionths()};
    const interval n = values_.of(l.computed, {}, l.per);
    if (!n.lo.is_finite() || !n.hi.is_finite()) return std::nullopt;
    const auto clamped = [&](int128 v) {
      return is_cap ? std::max<int128>(v, 0) : std::min<int128>(v, 0);
    };
    return limit_range{clamped(n.lo.value), clamped(n.hi.value)};
  }

  void note_idle(block_id b, limit_kind kind, std::uint32_t clause, const interval& x, int128 n,
                 bool is_cap) {
    const interval reached = is_cap ? x : negate(x);
    const int128 bound = is_cap ? n : -n;
    if (!at_most(reached, bound)) return;
    const auto most = to_decimal(is_cap ? x.hi.value : x.lo.value);
    if (most) idle_.push_back({b, kind, clause, *most, reached.hi.value == bound});
  }

  /// min(N, x) of each period. In a longer one what was cut off here cannot make up for what comes
  /// later, so that its least is known from this period alone; its most is not above what it was.
  by_unit limited(block_id b, limit_kind kind, std::uint32_t clause, by_unit x, const limit& l,
                  bool is_cap) {
    const auto n = range_of(l, is_cap);
    if (!n) return widened(std::move(x), l, is_cap);
    const int128 loosest = is_cap ? n->hi : n->lo;
    note_idle(b, kind, clause, x[index(l.per)], loosest, is_cap);
    if (is_cap ? at_most(x[index(l.per)], n->lo) : at_least(x[index(l.per)], n->hi)) return x;
    if (!is_cap) x = negate_all(x);
    const by_unit before = x;
    x[index(l.per)] = not_above(x[index(l.per)], is_cap ? loosest : -loosest);
    loosen_longer(x, before, l.per);
    tighten(x);
    return is_cap ? x : negate_all(x);
  }
  /// A limit of an unknown amount: it can only make the points smaller (of a floor, larger).
  by_unit widened(by_unit x, const limit& l, bool is_cap) {
    if (!is_cap) x = negate_all(x);
    const by_unit before = x;
    loosen_longer(x, before, l.per);
    tighten(x);
    return is_cap ? x : negate_all(x);
  }

  /// After a clause that made the periods of `per` smaller, longer ones may have less than before.
  void loosen_longer(by_unit& x, const by_unit& before, period_unit per) {
    for (const period_unit unit : units_of_periods) {
      if (unit == per) continue;
      if (period_counts::nests(unit, per)) continue;  // a short stretch changes no more than before
      interval& i = x[index(unit)];
      if (!period_counts::nests(per, unit)) {
        i = anything(unbounded_from(before[index(per)]));
        continue;
      }
      const interval sum =
          up_to(counts_.most(per, unit), x[index(per)], no_number_of(unit));
      i = {sum.lo, meet(sum, i).hi};
    }
  }

  by_unit with_bases(block_id b, period_unit per, by_unit x) {
    interval posted = nothing();
    const block& own = data_.blocks[b];
    for (std::uint32_t v = 0; v < own.versions.size(); ++v) {
      interval sum = nothing();
      for (const base& k : own.bases)
        if (k.version == v && k.per == per)
          sum = add(sum, with_zero(k.computed == none ? exactly(k.points.millionths())
                                                      : values_.of(k.computed, {}, k.per)));
      posted = hull(posted, sum);
    }
    return is_nothing(posted) ? x : add_all(x, posted_once(per, posted));
  }

  /// What comes on one day of each period of that unit.
  by_unit posted_once(period_unit per, const interval& x) {
    by_unit out = everywhere(x);
    for (const period_unit unit : units_of_periods) {
      if (period_counts::nests(unit, per)) continue;
      out[index(unit)] = period_counts::nests(per, unit)
                             ? up_to(counts_.most(per, unit), x, no_number_of(unit))
                             : up_to(std::nullopt, x, no_number_of(unit));
    }
    tighten(out);
    return out;
  }

  /// Awards of finished periods, and of running ones.
  by_unit period_lines(block_id b, std::uint32_t version) {
    by_unit out = everywhere(nothing());
    for (const period_line& l : data_.blocks[b].period_lines) {
      if (l.version != version) continue;
      interval v = values_.of(l.value, {}, l.per);
      if (l.is_deduction) v = negate(v);
      v = with_zero(rounded_line(v));
      out = add_all(out, l.running ? from_one(l.per, v) : posted_once(l.per, v));
    }
    return out;
  }

  by_unit weighted(block_id b, std::uint32_t version, by_unit x) {
    for (const weight& w : data_.blocks[b].weights) {
      if (w.version != version || w.divisor.millionths() == 0) continue;
      const std::int64_t unit = unit_of(data_.decimals);
      const auto by = [&](const interval& i, int128 slack) {
        const auto one = [&](end e, int128 extra) {
          if (!e.is_finite()) return e;
          const int128 q = divide(e.value * w.numerator.millionths(),
                                  int128{w.divisor.millionths()} * unit, data_.line_rounding);
          return finite(q * unit + (e.value == 0 ? 0 : extra));
        };
        const interval scaled{one(i.lo, -slack), one(i.hi, slack)};
        return w.numerator < decimal{} ? interval{scaled.hi, scaled.lo} : scaled;
      };
      const interval year = by(x[index(period_unit::year)], 0);
      by_unit out = from_one(period_unit::year, year);
      for (const period_unit u : units_of_periods)
        if (u < period_unit::year) out[index(u)] = meet(out[index(u)], by(x[index(u)], unit));
      x = out;
    }
    return x;
  }

  /// From some day on at most 0.
  by_unit voidable(block_id b, by_unit x) {
    for (const period_unit per : units_of_periods) {
      const auto& vetoes = data_.blocks[b].vetoes;
      const bool is_voided = std::any_of(vetoes.begin(), vetoes.end(), [&](std::uint32_t v) {
        const auto& effects = data_.vetoes[v].effects;
        return std::any_of(effects.begin(), effects.end(), [&](const effect& e) {
          return e.kind == effect_kind::void_points && e.per == per;
        });
      });
      if (!is_voided) continue;
      const by_unit before = x;
      for (const period_unit unit : units_of_periods)
        if (unit != per && period_counts::nests(unit, per))  // all of the period goes on one day
          x[index(unit)].lo = lower(x[index(unit)].lo, negate(before[index(per)].hi));
      loosen_longer(x, before, per);
      tighten(x);
    }
    return x;
  }

  by_unit highest_of(block_id b, std::uint32_t version, by_unit x) {
    const block& own = data_.blocks[b];
    for (const highest& h : own.highests) {
      if (h.version != version) continue;
      interval most = nothing();
      for (const block_id m : own.members) {
        const interval i = block_total(m)[index(h.per)];
        most = hull(most, own.counts_deductions ? negate(i) : i);
      }
      x = from_one(h.per, {finite(0), most.hi});
    }
    return x;
  }

  // ---- blocks ----

  by_unit version_total(block_id b, std::uint32_t version) {
    const block& own = data_.blocks[b];
    by_unit x = everywhere(nothing());
    if (own.kind == block_kind::indicator) {
      const interval each = activity(b);
      x = selected(b, version, own.counts_deductions ? negate(each) : each);
      x = keyed(b, version, std::move(x));
    } else {
      for (const block_id m : own.members) x = add_all(x, block_total(m));
      if (own.counts_deductions) x = negate_all(x);
      x = highest_of(b, version, std::move(x));
    }
    by_unit derived = period_lines(b, version);
    x = add_all(x, own.counts_deductions ? negate_all(derived) : derived);
    for (const period_unit per : units_of_periods) {
      x = with_bases(b, per, std::move(x));
      for (std::uint32_t k = 0; k < own.floors.size(); ++k)
        if (own.floors[k].per == per && own.floors[k].version == version)
          x = limited(b, limit_kind::floor, k, std::move(x), own.floors[k], false);
      for (std::uint32_t k = 0; k < own.caps.size(); ++k)
        if (own.caps[k].per == per && own.caps[k].version == version)
          x = limited(b, limit_kind::cap, k, std::move(x), own.caps[k], true);
    }
    x = weighted(b, version, std::move(x));
    return own.counts_deductions ? negate_all(x) : x;
  }

  /// A period in which the text changes has parts by both texts.
  by_unit work_out(block_id b) {
    const block& own = data_.blocks[b];
    by_unit x = version_total(b, 0);
    by_unit parts = x;
    for (std::uint32_t v = 1; v < own.versions.size(); ++v) {
      const by_unit next = version_total(b, v);
      for (std::size_t u = 0; u < x.size(); ++u) {
        parts[u] = add(parts[u], add(next[u], negate(next[u])));
        x[u] = hull(x[u], next[u]);
      }
    }
    for (std::size_t u = 0; own.versions.size() > 1 && u < x.size(); ++u)
      if (!changes_between(own, static_cast<period_unit>(u))) x[u] = hull(x[u], parts[u]);
    return voidable(b, std::move(x));
  }

  /// Does every text begin with a period of that unit?
  bool changes_between(const block& own, period_unit unit) const {
    for (std::size_t v = 1; v < own.versions.size(); ++v) {
      const date first = own.versions[v].asked.first;
      const auto p = data_.calendar.period_of(first, unit);
      if (p && p->first != first) return false;
      if (!p && unit == period_unit::term) return false;
    }
    return unit != period_unit::overall;
  }

  const by_unit& block_total(block_id b) {
    block_state& at = state_[b];
    if (!at.total) {
      at.is_being_worked_out = true;
      at.total = work_out(b);
      at.is_being_worked_out = false;
    }
    return *at.total;
  }

  const policy_data& data_;
  reason_table reasons_;
  period_counts counts_;
  evaluator values_;
  std::vector<block_state> state_;
  std::vector<idle_limit> idle_;
};

}  // namespace detail::bounding

DUTYSCORE_INLINE policy_bounds bounds_of(const policy& policy) {
  return detail::bounding::analysis(policy).run();
}

}  // namespace dutyscore
