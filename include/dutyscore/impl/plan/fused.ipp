#pragma once

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "dutyscore/impl/plan/partial.ipp"
#include "dutyscore/impl/plan/ranges.ipp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore {
namespace detail {

/// One class of rows: what all rules of its kind make of it.
class class_fuser {
 public:
  class_fuser(const plan& p, partial_evaluator& with, const known_values& row, date stretch)
      : plan_(p), with_(with), row_(row), stretch_(stretch) {}

  fused_class run(const std::vector<kind_rule>& rules) {
    for (const kind_rule& seen : rules) add_rule(seen);
    fused_class out;
    if (!is_judged_ && !put_fate_first()) judge(judged_for::condition);
    out.because = because_;
    if (is_judged_) return out;
    out.is_judged = false;
    out.may_be_refused = may_be_refused_;
    for (const addition& a : additions_) out.additions.push_back(finished(a));
    for (const piece& p : out.additions.front().pieces) out.fates.push_back(fate_at(p.from));
    out.kept = std::move(kept_);
    return out;
  }

 private:
  /// Values over one column that go to one slot.
  struct addition {
    std::uint32_t slot = none;
    piecewise value;
    std::uint32_t line = none;  // the first of those in it
  };

  static piecewise number(std::int64_t n) { return piecewise::constant(n); }
  /// Throughout, in no more pieces than slots have.
  static bool is_known(const piecewise& value) {
    return !value.has_opaque() && value.pieces().size() <= most_pieces;
  }
  static piecewise both(const piecewise& a, const piecewise& b) { return choose(a, b, number(0)); }
  static piecewise either(const piecewise& a, const piecewise& b) {
    return choose(a, number(1), b);
  }

  void judge(judged_for why, std::uint32_t line = none) {
    if (!is_judged_) because_ = {why, block_, line};
    is_judged_ = true;
  }

  void add_rule(const kind_rule& seen) {
    const rule& r = plan_.rules[seen.rule];
    block_ = r.block;
    if (!r.asked.contains(stretch_)) return;
    piecewise selected = number(seen.always);
    for (const column::program& when : seen.whens) selected = either(selected, run(when));
    piecewise taken = is_in_force(r) ? selected : number(0);
    for (const planned_acceptance& a : r.accepts)
      if (taken.value() != 0) taken = both(taken, run(a.when));
    may_be_refused_ = may_be_refused_ || taken != selected;
    note_fate(choose(taken, number(2), choose(selected, number(1), number(0))));
    if (taken.has_opaque()) judge(judged_for::condition);
    if (is_judged_ || taken.value() == 0) return;
    if (r.veto != none)
      return add({r.slot, choose(taken, number(1), number(0))}, judged_for::condition);
    const std::vector<addition> lines = lines_of(r);
    const indicator_plan& of = plan_.indicators[r.block];
    if (of.keeps_activities) return keep(of, taken, lines);
    for (addition line : lines) {
      line.value = choose(taken, line.value, number(0));
      add(line, judged_for::line);
    }
    for (const planned_measure& m : of.measures)
      add({m.slot, choose(taken, measured(m), number(0))}, judged_for::measure);
  }

  bool is_in_force(const rule& r) const {
    return std::all_of(r.forces.begin(), r.forces.end(),
                       [&](const planned_force& f) { return f.days.contains(stretch_); });
  }

  piecewise run(const column::program& what) { return with_.run(what, row_); }

  /// The best fate of all rules.
  void note_fate(const piecewise& fate) { fate_ = choose(is_less(fate_, fate), fate, fate_); }

  class_fate fate_at(std::int64_t value) const {
    const auto& pieces = fate_.pieces();
    auto at = std::find_if(pieces.rbegin(), pieces.rend(),
                           [&](const piece& p) { return p.from <= value; });
    return static_cast<class_fate>(at->base);
  }

  // ---- lines ----

  /// The sum of an activity must be within bounds as well; apart they are not known together.
  std::vector<addition> lines_of(const rule& r) {
    std::vector<addition> lines;
    for (std::size_t n = 0; n < r.lines.size(); ++n) {
      const planned_line& l = r.lines[n];
      addition line = value_of(l, r.factors);
      line.slot = r.slot;
      line.line = r.line_numbers[n];
      if (l.when) line.value = choose(run(*l.when), line.value, number(0));
      line.value = line.value.within(most_points);
      if (l.is_deduction) line.value = negate(line.value);
      join(lines, line);
    }
    if (r.event_cap) limit(lines, *r.event_cap, r.counts_deductions);
    const auto share =
        most_points / static_cast<std::int64_t>(std::max<std::size_t>(1, lines.size()));
    for (addition& line : lines) line.value = line.value.within(share);
    return lines;
  }

  /// Lines become one as far as their sum has a form.
  static void join(std::vector<addition>& lines, const addition& line) {
    for (addition& known : lines) {
      piecewise sum = dutyscore::add(known.value, line.value);
      const bool is_lost = !is_known(sum) && is_known(known.value) && is_known(line.value);
      if (is_lost) continue;
      known.value = std::move(sum);
      return;
    }
    lines.push_back(line);
  }

  void limit(std::vector<addition>& lines, decimal cap, bool counts_deductions) {
    if (lines.empty()) return;
    if (lines.size() != 1) return judge(judged_for::event_cap);
    const piecewise most = number(cap.millionths());
    piecewise& value = lines[0].value;
    const piecewise counted = counts_deductions ? negate(value) : value;
    const piecewise limited = choose(is_less(most, counted), most, counted);
    value = counts_deductions ? negate(limited) : limited;
  }

  /// V in its unit, times the factors, rounded.
  addition value_of(const planned_line& l, const std::vector<planned_factor>& factors) {
    piecewise out = run(l.value);
    if (l.unit == line_unit::event && factors.empty() && out.has_opaque())
      out = rounded_marginal(l.value).value_or(out);
    if (l.unit == line_unit::day) out = out.for_each(days_column(), {}, most_days);
    if (l.unit == line_unit::field) out = multiply(out, run(*l.counted));
    if (l.unit == line_unit::step)
      out = l.step_rounding ? in_steps(out, l) : in_fractions(out, l, factors.empty());
    for (const planned_factor& f : factors) {
      piecewise by = multiply(out, run(f.numerator));
      // A quotient stays exact until the line is rounded.
      if (f.divisor) by = divide_exactly(by, run(*f.divisor));
      out = f.when ? choose(run(*f.when), by, out) : by;
    }
    return {none, round(out, line_unit_size(), plan_.policy->line_rounding)};
  }

  std::int64_t line_unit_size() const { return unit_of(plan_.policy->decimals); }

  piecewise in_steps(const piecewise& value, const planned_line& l) {
    return in_quanta(value, run(*l.counted), {l.step.millionths()}, *l.step_rounding);
  }

  /// Exact until the line is rounded: what is counted are then the units of that.
  piecewise in_fractions(const piecewise& value, const planned_line& l, bool is_all) {
    const std::int64_t unit = line_unit_size(), each = value.value().value_or(0);
    const int128 step = int128{l.step.millionths()} * unit;
    if (!is_all || each <= 0 || step <= 0) return piecewise::opaque();
    const std::int64_t common = std::gcd(static_cast<std::int64_t>(step % each), each);
    if (step / common > most_piece) return piecewise::opaque();
    const quanta of{static_cast<std::int64_t>(step / common), 0, each / common};
    return in_quanta(number(unit), run(*l.counted), of, plan_.policy->line_rounding);
  }

  /// `value` for each of the quanta, so rounded, of a column that nothing has been made of.
  static piecewise in_quanta(const piecewise& value, const piecewise& counted, quanta of,
                             rounding mode) {
    if (!counted.is_column() || of.size <= 0 || mode == rounding::half_even)
      return piecewise::opaque();
    if (mode == rounding::up) of.bias = of.size - 1;
    if (mode == rounding::half_up) of.bias = of.size / 2;
    return value.for_each(counted.column(), of, counted.most());
  }

  // ---- marginal tables ----

  /// A line that is a marginal table over a column, with rates known and not below 0. Only when the
  /// line has been rounded it has a form: the sum over brackets is rounded to a millionth, and that
  /// to units.
  std::optional<piecewise> rounded_marginal(const column::program& value) {
    const auto brackets = with_.brackets_of(value, row_);
    if (!brackets) return std::nullopt;
    piecewise out = number(0);
    int128 below = 0;  // what the brackets before bring
    const marginal_bracket* before = nullptr;
    for (const marginal_bracket& b : brackets->rows) {
      if (before) below += (int128{b.from} - before->from) * before->rate;
      before = &b;
      const auto units = units_in(brackets->key, b.rate, below - int128{b.from} * b.rate);
      if (!units) return std::nullopt;
      out = choose(is_less(brackets->key, number(b.from)), out, *units);
    }
    return out;
  }

  /// (key * rate + plus) millionths of millionths, rounded twice, where that is not below 0. Among
  /// millionths the even one is taken of two that are as near; the border of a unit or of half a unit
  /// is even, unless it is half of ten.
  std::optional<piecewise> units_in(const piecewise& key, std::int64_t rate, int128 plus) const {
    const std::int64_t unit = line_unit_size(), half = decimal::scale / 2;
    const std::int64_t size = unit * decimal::scale;
    if (unit == 1 || rate < 0) return std::nullopt;
    switch (plan_.policy->line_rounding) {
      case rounding::half_even:
        return std::nullopt;
      case rounding::half_up:
        plus += size / 2 + half - (unit == 10 ? 1 : 0);
        break;
      case rounding::down:
        plus += half;
        break;
      case rounding::up:
        plus += size - half - 1;
    }
    const std::int64_t common = std::gcd(size, rate);
    const int128 bias = (plus - (plus % common + common) % common) / common;
    if (bias > most_piece / 2 || bias < -most_piece / 2) return std::nullopt;
    const quanta of{size / common, static_cast<std::int64_t>(bias), rate / common};
    if (rate == 0) return number(of.count(0) * unit);
    return number(unit).for_each(key.column(), of, key.most());
  }

  // ---- measures, and kept activities ----

  piecewise measured(const planned_measure& m) {
    piecewise value = number(decimal::scale);
    if (m.kind == measure_kind::days) value = value.for_each(days_column(), {}, most_days);
    if (m.value) value = run(*m.value);
    return m.when ? choose(run(*m.when), value, number(0)) : value;
  }

  /// In the order of indicator_plan.
  void keep(const indicator_plan& of, const piecewise& taken,
            const std::vector<addition>& points) {
    if (taken.value() != 1) return judge(judged_for::kept);
    fused_kept& made = kept_.emplace_back();
    made.block = block_;
    add_value(made, points);
    for (std::size_t k = 0; k < of.keys.size(); ++k) add_key(made, of.keys[k], of.key_is_text[k]);
    for (const column::program& when : of.whens) add_value(made, {{none, run(when)}});
    for (const planned_measure& m : of.measures) add_value(made, {{none, measured(m)}});
  }

  void add_key(fused_kept& to, const column::program& key, bool is_text) {
    const bool is_field = key.code.size() == 1 && key.code[0].op == operation::field;
    if (is_field)
      to.values.push_back({key.code[0].index, {}});
    else if (is_text)
      judge(judged_for::kept);
    else
      add_value(to, {{none, run(key)}});
  }

  void add_value(fused_kept& to, const std::vector<addition>& sum) {
    fused_value& made = to.values.emplace_back();
    for (const addition& a : sum) {
      if (!is_known(a.value)) judge(judged_for::kept, a.line);
      made.sum.push_back(as_addition(a));
    }
  }

  // ---- finishing ----

  std::uint32_t days_column() const {
    return static_cast<std::uint32_t>(plan_.policy.schema().activity.size());
  }

  void add(const addition& a, judged_for why) {
    const piecewise value = a.value.within(most_fused_points);
    if (!is_known(value)) judge(why, a.line);
    if (value.value() != 0 || value.column() != none)
      additions_.push_back({a.slot, value});
  }

  /// The first addition tells by its pieces what becomes of the row, and for which values of the
  /// column that is so.
  bool put_fate_first() {
    if (!is_known(fate_)) return false;
    const bool is_told = fate_.column() == none && !additions_.empty();
    if (!is_told) additions_.insert(additions_.begin(), {none, number(0)});
    return true;
  }

  static fused_addition as_addition(const addition& a) {
    return {a.slot, a.value.column(), a.value.most(), a.value.pieces()};
  }

  fused_addition finished(const addition& a) const {
    fused_addition out = as_addition(a);
    if (a.slot != none) return out;
    // The fate's own pieces, of which nothing is added.
    out.column = fate_.column();
    out.most = fate_.most();
    out.pieces = fate_.pieces();
    for (piece& p : out.pieces) p.base = 0;
    return out;
  }

  static constexpr std::size_t most_pieces = 5;
  static constexpr std::int64_t most_days = 1'000'000'000;

  const plan& plan_;
  partial_evaluator& with_;
  const known_values& row_;
  date stretch_;
  piecewise fate_ = piecewise::constant(0);
  bool is_judged_ = false, may_be_refused_ = false;
  judged_reason because_;
  block_id block_ = none;  // of the rule at hand
  std::vector<addition> additions_;
  std::vector<fused_kept> kept_;
};

class plan_fuser {
 public:
  /// `in_use`: the kinds that are fused.
  plan_fuser(const plan& p, const std::vector<std::uint8_t>& in_use)
      : plan_(p), in_use_(in_use), with_(p) {}

  fused_plan run() {
    out_.days_column = static_cast<std::uint32_t>(plan_.policy.schema().activity.size());
    out_.starts.push_back(date::min());
    const auto is_in_use = [](std::uint8_t kind) { return kind != 0; };
    if (std::any_of(in_use_.begin(), in_use_.end(), is_in_use)) find_stretches();
    for (std::size_t k = 0; k < plan_.kinds.size(); ++k) add_kind(plan_.kinds[k], in_use_[k] != 0);
    fused_class of_no_rule;
    of_no_rule.is_judged = false;
    of_no_rule.additions.push_back({none, none, most_value, {piece{}}});
    of_no_rule.fates.push_back(class_fate::unmatched);
    out_.classes.push_back(std::move(of_no_rule));
    range_splitter(out_).run();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_classes = 512, most_classes_of_all = 30'000;
  static constexpr std::int64_t most_value = std::int64_t{1} << 61;

  void find_stretches() {
    std::set<date> starts{date::min()};
    const auto add = [&](const force& f) {
      starts.insert(f.first);
      if (f.last < date::max()) starts.insert(f.last + 1);
    };
    for (const rule& r : plan_.rules) {
      add(r.asked);
      for (const planned_force& f : r.forces) add(f.days);
    }
    out_.starts.assign(starts.begin(), starts.end());
  }

  void add_kind(const kind_plan& k, bool is_fused) {
    fused_kind made;
    made.first_class = static_cast<std::uint32_t>(out_.classes.size());
    std::size_t classes = 1;
    auto dimensions = is_fused ? dimensions_of(k) : std::vector<fused_dimension>{};
    for (fused_dimension& d : dimensions) {
      const bool fits = classes * d.size() * out_.starts.size() <= most_classes;
      if (!fits && d.kind == dimension_kind::number) continue;  // it stays a column
      classes *= d.size();
      if (!fits) break;
      made.dimensions.push_back(std::move(d));
    }
    if (!is_fused || classes * out_.starts.size() > most_classes ||
        out_.classes.size() > most_classes_of_all) {
      made.dimensions.clear();
      made.classes = 0;
      out_.classes.emplace_back().because.why =
          is_fused ? judged_for::many_classes : judged_for::few_rows;
    } else {
      made.classes = static_cast<std::uint32_t>(classes);
      for (date start : out_.starts) add_classes(k, made, start);
    }
    out_.kinds.push_back(std::move(made));
  }

  void add_classes(const kind_plan& k, const fused_kind& of, date start) {
    known_values row;
    row.kind = with_.text_index(k.kind);
    for (std::uint32_t c = 0; c < of.classes; ++c) {
      std::uint32_t rest = c;
      bool is_within = true;
      for (auto d = of.dimensions.rbegin(); d != of.dimensions.rend(); ++d) {
        const auto at = rest % static_cast<std::uint32_t>(d->size());
        rest /= static_cast<std::uint32_t>(d->size());
        is_within = is_within && (d->kind != dimension_kind::number || at < d->numbers);
        row.of_column[d->column] = value_at(*d, at);
      }
      if (is_within) {
        out_.classes.push_back(class_fuser(plan_, with_, row, start).run(k.rules));
      } else {
        out_.classes.emplace_back().because.why = judged_for::beyond;
      }
    }
  }

  std::int64_t value_at(const fused_dimension& d, std::uint32_t at) {
    switch (d.kind) {
      case dimension_kind::flag:
        return at;
      case dimension_kind::number:
        return d.least + at * decimal::scale;
      case dimension_kind::text:
      case dimension_kind::range:  // comes later
        break;
    }
    return at < d.values.size() ? with_.text_index(d.values[at]) : known_values::other_text;
  }

  // ---- which columns tell classes apart ----

  std::vector<fused_dimension> dimensions_of(const kind_plan& k) const {
    std::set<std::uint32_t> columns;
    const auto note = [&](const column::program& p) {
      for (const column::instruction& i : p.code)
        if (i.op == operation::field) columns.insert(i.index);
    };
    const auto note_optional = [&](const auto& p) {
      if (p) note(*p);
    };
    for (const kind_rule& seen : k.rules) {
      const rule& r = plan_.rules[seen.rule];
      for (const auto& when : seen.whens) note(when);
      for (const auto& a : r.accepts) note(a.when);
      for (const planned_line& l : r.lines) {
        note(l.value);
        note_optional(l.counted);
        note_optional(l.when);
      }
      for (const planned_factor& f : r.factors) {
        note(f.numerator);
        note_optional(f.divisor);
        note_optional(f.when);
      }
      if (r.veto != none) continue;
      for (const planned_measure& m : plan_.indicators[r.block].measures) {
        note_optional(m.value);
        note_optional(m.when);
      }
    }
    std::vector<fused_dimension> out, numbers;
    for (std::uint32_t c : columns) {
      const schema_field& f = plan_.policy.schema().activity[c];
      if (f.type == value_type::text)
        out.push_back({c, dimension_kind::text, f.one_of.empty() ? plan_.texts : f.one_of});
      if (f.type == value_type::flag) out.push_back({c, dimension_kind::flag});
      if (f.type != value_type::integer || !f.least || !f.most) continue;
      const int128 few = (int128{f.most->millionths()} - f.least->millionths()) / decimal::scale;
      if (few <= most_numbers)
        numbers.push_back({c, dimension_kind::number, {}, f.least->millionths(),
                           static_cast<std::size_t>(few) + 1});
    }
    out.insert(out.end(), numbers.begin(), numbers.end());
    return out;
  }

  static constexpr std::int64_t most_numbers = 63;

  const plan& plan_;
  const std::vector<std::uint8_t>& in_use_;
  partial_evaluator with_;
  fused_plan out_;
};

}  // namespace detail

DUTYSCORE_INLINE std::vector<fused_column> columns_of(const fused_plan& p) {
  std::vector<fused_column> out;
  std::map<std::uint32_t, std::size_t> numbers;
  for (std::size_t k = 0; k < p.kinds.size(); ++k) {
    std::uint32_t factor = 1;
    const auto& of_kind = p.kinds[k].dimensions;
    for (auto d = of_kind.rbegin(); d != of_kind.rend(); ++d) {
      const auto [at, is_new] = numbers.try_emplace(d->column, out.size());
      if (is_new) out.push_back({&*d, std::vector<std::uint32_t>(p.kinds.size())});
      out[at->second].factors[k] = factor;
      factor *= static_cast<std::uint32_t>(d->size());
    }
  }
  return out;
}

DUTYSCORE_INLINE fused_plan fuse(const plan& p, const std::vector<std::uint8_t>& in_use) {
  return detail::plan_fuser(p, in_use).run();
}

DUTYSCORE_INLINE fused_plan fuse(const plan& p) {
  return fuse(p, std::vector<std::uint8_t>(p.kinds.size(), 1));
}

DUTYSCORE_INLINE fused_plan unfused(const plan& p) {
  return fuse(p, std::vector<std::uint8_t>(p.kinds.size(), 0));
}

}  // namespace dutyscore
