#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/engine/judge.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE void verdicts::clear(std::size_t rows) {
  marks.assign(rows, 0);
  sums.clear();
  kept.clear();
  values.clear();
  lines.clear();
  refusals.clear();
  failures.clear();
}

// ---- binding ----

DUTYSCORE_INLINE bound_rows::bound_rows(const plan& p, const batch& rows, const roster* subjects,
                                        progress_watch* watch)
    : data_(&rows.data()), extent_(rows.extent()), roster_(subjects), codes_(rows.data().texts) {
  kind_of_code_.assign(data_->texts.size(), none);
  for (std::uint32_t k = 0; k < p.kinds.size(); ++k)
    if (const auto code = data_->texts.find(p.kinds[k].kind)) kind_of_code_[*code] = k;
  for (const std::string& text : p.texts) texts_.push_back(codes_.code(text));
  if (roster_) bind_roster(p, watch);
  for (const schema_field& f : p.policy.schema().subject) {
    const cell_value v = f.default_value.value_or(cell_value{});
    subject_defaults_.push_back(f.type == value_type::text ? codes_.code(v.text) : v.number);
  }
}

DUTYSCORE_INLINE void bound_rows::bind_roster(const plan& p, progress_watch* watch) {
  progress_pulse pulse(watch, 4'096);
  entry_of_code_.assign(data_->texts.size(), nullptr);
  const auto& fields = p.policy.schema().subject;
  for (const roster_subject& s : roster_->subjects()) {
    pulse();
    if (const auto code = data_->texts.find(s.subject)) entry_of_code_[*code] = &s;
    for (const service& stretch : s.services)
      for (std::size_t f = 0; f < fields.size(); ++f) {
        const cell_value& v = stretch.fields[f];
        subject_fields_[&stretch].push_back(fields[f].type == value_type::text ? codes_.code(v.text)
                                                                               : v.number);
      }
  }
}

DUTYSCORE_INLINE const roster_subject* bound_rows::entry_of(std::size_t row) const {
  return roster_ ? entry_of_code_[data_->subject[row]] : nullptr;
}

DUTYSCORE_INLINE bool bound_rows::serves(std::size_t row) const {
  const roster_subject* entry = entry_of(row);
  const date d = date::from_days(data_->date[row]);
  // A missing start needs no day here: it is the policy's force, asked before service, or the year
  // of the subject's own earliest row.
  return std::any_of(entry->services.begin(), entry->services.end(), [&](const service& s) {
    return s.from.value_or(date::min()) <= d && d <= s.to.value_or(date::max());
  });
}

DUTYSCORE_INLINE std::int64_t bound_rows::subject_field(std::size_t row,
                                                        std::uint32_t field) const {
  return subject_field_on(entry_of(row), date::from_days(data_->date[row]), field);
}

DUTYSCORE_INLINE std::int64_t bound_rows::subject_field_on(const roster_subject* entry,
                                                           std::optional<date> day,
                                                           std::uint32_t field) const {
  if (!entry || entry->services.empty() || !day) return subject_defaults_[field];
  const service* nearest = &entry->services.front();
  for (const service& s : entry->services)
    if (s.from.value_or(date::min()) <= *day) nearest = &s;
  return subject_fields_.at(nearest)[field];
}

// ---- columns of selected rows ----

class judge::row_columns final : public column_source {
 public:
  row_columns(const bound_rows& bound, std::span<const std::uint32_t> rows,
              const selection& selected)
      : bound_(bound), rows_(rows), selected_(selected) {}

  void load(const column::instruction& what, std::int64_t* out,
            std::vector<failure>&) const override {
    const batch_data& data = bound_.data();
    switch (what.op) {
      case operation::kind:
        return copy(data.kind, out);
      case operation::date:
        return copy(data.date, out);
      case operation::end:
        return copy(data.end, out);
      case operation::field:
        return copy_field(data.fields[what.index], out);
      default:
        for (std::size_t i = 0; i < selected_.size(); ++i)
          out[i] = bound_.subject_field(rows_[selected_[i]], what.index);
    }
  }

 private:
  template <class T>
  void copy(const std::vector<T>& column, std::int64_t* out) const {
    for (std::size_t i = 0; i < selected_.size(); ++i)
      out[i] = static_cast<std::int64_t>(column[rows_[selected_[i]]]);
  }

  void copy_field(const field_column& column, std::int64_t* out) const {
    if (!column.numbers.empty()) return copy(column.numbers, out);
    if (!column.texts.empty()) return copy(column.texts, out);
    if (!column.days.empty()) return copy(column.days, out);
    copy(column.flags, out);
  }

  const bound_rows& bound_;
  std::span<const std::uint32_t> rows_;
  const selection& selected_;
};

// ---- judging ----

DUTYSCORE_INLINE judge::judge(const plan& p, const bound_rows& rows, bool with_detail)
    : plan_(&p), bound_(&rows), runner_(p, rows.codes(), rows.texts()), with_detail_(with_detail) {
  buckets_.resize(p.kinds.size());
}

DUTYSCORE_INLINE void judge::run(std::span<const std::uint32_t> rows, verdicts& out) {
  rows_ = rows;
  out_ = &out;
  out.clear(rows.size());
  if (sum_.size() < rows.size()) sum_.resize(rows.size());
  for (const std::uint32_t kind : kinds_) buckets_[kind].clear();  // of a run that was ended
  kinds_.clear();
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t kind = bound_->kind_of(rows[i]);
    if (kind == none) continue;
    if (buckets_[kind].empty()) kinds_.push_back(kind);
    buckets_[kind].push_back(i);
  }
  std::sort(kinds_.begin(), kinds_.end());
  for (const std::uint32_t kind : kinds_)
    for (const kind_rule& seen : plan_->kinds[kind].rules) judge_rule(seen, buckets_[kind]);
}

DUTYSCORE_INLINE column_view judge::run(const column::program& what, const selection& rows) {
  return runner_.run(what, row_columns(*bound_, rows_, rows), rows.size());
}

DUTYSCORE_INLINE column_view judge::values_of(const column::program& what,
                                              std::span<const std::uint32_t> rows) {
  selection all(rows.size());
  std::iota(all.begin(), all.end(), 0u);
  rows_ = rows;
  const column_view out = run(what, all);
  rows_ = {};
  return out;
}

DUTYSCORE_INLINE std::optional<std::int64_t> judge::value_at(const column::program& what,
                                                             std::uint32_t row) {
  const column_view value = values_of(what, {&row, 1});
  if (value.failure_at(0) != failure::none) return std::nullopt;
  return value.values[0];
}

DUTYSCORE_INLINE void judge::fail(std::uint32_t row, row_fault why) {
  if (is_bad(row)) return;  // the first failure, in the order of the policy, is the one reported
  out_->marks[row] |= verdicts::is_bad;
  const auto number = static_cast<std::uint32_t>(rule_ - plan_->rules.data());
  out_->failures.push_back({row, number, why});
}

DUTYSCORE_INLINE void judge::fail(std::uint32_t row, failure why) {
  fail(row, why == failure::division_by_zero ? row_fault::division_by_zero
            : why == failure::uncovered      ? row_fault::uncovered
                                             : row_fault::overflow);
}

DUTYSCORE_INLINE void judge::refuse(const refused_row& why) {
  out_->marks[why.row] |= verdicts::is_refused;
  if (with_detail_) out_->refusals.push_back(why);
}

template <class Drop>
judge::selection judge::holding(const column::program& when, const selection& rows, Drop drop) {
  const column_view holds = run(when, rows);
  selection kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (const failure why = holds.failure_at(i); why != failure::none)
      fail(rows[i], why);
    else if (holds.values[i] != 0)
      kept.push_back(rows[i]);
    else
      drop(rows[i]);
  }
  return kept;
}

DUTYSCORE_INLINE void judge::judge_rule(const kind_rule& seen, const selection& bucket) {
  rule_ = &plan_->rules[seen.rule];
  selection asked;
  const bool asks_all = rule_->asked.first == date::min() && rule_->asked.last == date::max();
  if (!asks_all) keep_asked(asked = bucket);
  selection rows = selected(seen, asks_all ? bucket : asked);
  for (std::uint32_t row : rows) out_->marks[row] |= verdicts::is_selected;
  keep_in_force(rows);
  keep_serving(rows);
  keep_accepted(rows);
  keep_credited(rows);
  for (std::uint32_t row : rows) out_->marks[row] |= verdicts::is_counted;
  if (rule_->veto == none) return award(rows);
  for (std::uint32_t row : rows) out_->sums.push_back({row, rule_->slot, 1});
}

/// Activities of other days are judged by another text.
DUTYSCORE_INLINE void judge::keep_asked(selection& rows) {
  std::erase_if(rows, [&](std::uint32_t row) {
    return !rule_->asked.contains(date::from_days(bound_->data().date[rows_[row]]));
  });
}

/// The rows for which any of the rule's `on … when` holds.
DUTYSCORE_INLINE judge::selection judge::selected(const kind_rule& seen, const selection& bucket) {
  if (seen.always) return bucket;
  selection kept, rest = bucket;
  for (const column::program& when : seen.whens) {
    selection others;
    const selection found = holding(when, rest, [&](std::uint32_t row) { others.push_back(row); });
    kept.insert(kept.end(), found.begin(), found.end());
    rest = std::move(others);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

DUTYSCORE_INLINE void judge::keep_in_force(selection& rows) {
  for (const planned_force& f : rule_->forces)
    std::erase_if(rows, [&](std::uint32_t row) {
      if (f.days.contains(date::from_days(bound_->data().date[rows_[row]]))) return false;
      refuse({row, f.block, f.veto, refused_for::force, nullptr});
      return true;
    });
}

DUTYSCORE_INLINE void judge::keep_serving(selection& rows) {
  if (!bound_->has_roster()) return;
  std::erase_if(rows, [&](std::uint32_t row) {
    if (bound_->serves(rows_[row])) return false;
    refuse({row, 0, none, refused_for::service, nullptr});
    return true;
  });
}

DUTYSCORE_INLINE void judge::keep_accepted(selection& rows) {
  for (const planned_acceptance& a : rule_->accepts)
    rows = holding(a.when, rows, [&](std::uint32_t row) {
      refuse({row, a.block, a.veto, refused_for::accept, &a.reason});
    });
}

/// Some text of the veto is in force on the day.
DUTYSCORE_INLINE bool is_in_force(const policy_data& p, const veto& of, date d) {
  return std::any_of(p.vetoes.begin(), p.vetoes.end(), [&](const veto& v) {
    return v.name == of.name && v.asked.contains(d) && v.in_force.contains(d);
  });
}

/// What is credited to a day on which the text of that day is not in force. What happened then has
/// been asked before.
DUTYSCORE_INLINE void judge::keep_credited(selection& rows) {
  const batch_data& data = bound_->data();
  if (data.credited.empty()) return;
  std::erase_if(rows, [&](std::uint32_t row) {
    const date d = date::from_days(data.credited[rows_[row]]);
    if (d.days() == data.date[rows_[row]]) return false;
    const block_id outermost = out_of_force(d);
    const policy_data& p = plan_->policy.data();
    const bool holds = rule_->veto == none || is_in_force(p, p.vetoes[rule_->veto], d);
    if (outermost == none && holds) return false;
    refuse({row, outermost, outermost == none ? rule_->veto : none, refused_for::force, nullptr});
    return true;
  });
}

/// The outermost block around the rule that is not in force on the day, by its text of that day.
DUTYSCORE_INLINE block_id judge::out_of_force(date d) const {
  const auto& blocks = plan_->policy->blocks;
  block_id found = none;
  for (block_id b = rule_->block; b != none; b = blocks[b].parent)
    if (!blocks[b].versions[blocks[b].version_on(d)].in_force.contains(d)) found = b;
  return found;
}

// ---- lines ----

DUTYSCORE_INLINE void judge::award(const selection& rows) {
  for (std::uint32_t row : rows) sum_[row] = 0;
  for (std::uint32_t l = 0; l < rule_->lines.size(); ++l) {
    const auto& when = rule_->lines[l].when;
    add_line(l, when ? holding(*when, rows, [](std::uint32_t) {}) : rows);
  }
  limit_activity(rows);
  const indicator_plan& of = plan_->indicators[rule_->block];
  if (of.keeps_activities) return keep_activities(of, rows);
  for (std::uint32_t row : rows)
    out_->sums.push_back({row, rule_->slot, static_cast<std::int64_t>(sum_[row])});
  add_measures(of, rows);
}

// ---- what functions over periods, selections and limits by key need ----

/// The measure's values of the rows, in value_.
DUTYSCORE_INLINE void judge::work_out(const planned_measure& m, const selection& rows) {
  value_.assign(rows.size(), decimal::scale);
  if (m.kind == measure_kind::days) {
    const batch_data& data = bound_->data();
    for (std::size_t i = 0; i < rows.size(); ++i)
      value_[i] *= data.end[rows_[rows[i]]] - data.date[rows_[rows[i]]] + 1;
  }
  if (m.value || m.when) copy_values(m.value ? *m.value : *m.when, rows, value_);
  if (m.when)
    for (std::int64_t& holds : value_) holds *= decimal::scale;
}

DUTYSCORE_INLINE void judge::add_measures(const indicator_plan& of, const selection& rows) {
  for (const planned_measure& m : of.measures) {
    work_out(m, rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (value_[i] != 0) out_->sums.push_back({rows[i], m.slot, value_[i]});
  }
}

DUTYSCORE_INLINE void judge::keep_activities(const indicator_plan& of, const selection& rows) {
  const std::size_t width = of.width(), start = out_->values.size();
  out_->values.resize(start + rows.size() * width);
  std::size_t column = 0;
  const auto add_column = [&] {
    for (std::size_t i = 0; i < rows.size(); ++i)
      out_->values[start + i * width + column] = value_[i];
    ++column;
  };
  value_.resize(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    value_[i] = static_cast<std::int64_t>(sum_[rows[i]]);
  add_column();
  for (const auto* programs : {&of.keys, &of.whens})
    for (const column::program& p : *programs) {
      copy_values(p, rows, value_);
      add_column();
    }
  for (const planned_measure& m : of.measures) {
    work_out(m, rows);
    add_column();
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    out_->kept.push_back({rows[i], rule_->block, start + i * width});
}

DUTYSCORE_INLINE void judge::add_line(std::uint32_t line, const selection& rows) {
  const planned_line& l = rule_->lines[line];
  work_out(l, rows);
  for (const planned_factor& f : rule_->factors) apply_factor(f, rows);
  round_line(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_bad(rows[i])) continue;
    if (value_[i] > most_points || value_[i] < -most_points) {
      fail(rows[i], row_fault::too_many_points);
      continue;
    }
    const std::int64_t points = l.is_deduction ? -value_[i] : value_[i];
    sum_[rows[i]] += points;
    if (with_detail_)
      out_->lines.push_back({rows[i], rule_->block, rule_->line_numbers[line], none, points});
  }
}

/// The program's values of the rows; those that fail make bad rows.
DUTYSCORE_INLINE void judge::copy_values(const column::program& what, const selection& rows,
                                         std::vector<std::int64_t>& to) {
  const column_view from = run(what, rows);
  to.assign(from.values, from.values + rows.size());
  for (std::size_t i = 0; from.failures && i < rows.size(); ++i)
    if (from.failures[i] != failure::none) fail(rows[i], from.failures[i]);
}

/// V in its unit.
DUTYSCORE_INLINE void judge::work_out(const planned_line& l, const selection& rows) {
  is_fraction_ = false;
  copy_values(l.value, rows, value_);
  if (l.unit == line_unit::event) return;
  if (l.unit == line_unit::day) {
    const batch_data& data = bound_->data();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::int64_t days = data.end[rows_[rows[i]]] - data.date[rows_[rows[i]]] + 1;
      multiply_by(i, rows[i], days * decimal::scale);
    }
    return;
  }
  std::vector<std::int64_t> counted;
  copy_values(*l.counted, rows, counted);
  if (l.unit == line_unit::step && !l.step_rounding) {
    is_fraction_ = true;
    numerator_.resize(rows.size());
    denominator_.assign(rows.size(), l.step.millionths());
    for (std::size_t i = 0; i < rows.size(); ++i) numerator_[i] = int128{value_[i]} * counted[i];
    return;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::int64_t times = counted[i];
    if (l.unit == line_unit::step) {
      const int128 steps =
          divide(counted[i], l.step.millionths(), *l.step_rounding) * decimal::scale;
      if (!arithmetic::fits(steps, times)) fail(rows[i], row_fault::overflow);
    }
    multiply_by(i, rows[i], times);
  }
}

DUTYSCORE_INLINE void judge::multiply_by(std::size_t i, std::uint32_t row, std::int64_t factor) {
  const failure why = arithmetic::multiply(value_[i], factor, value_[i]);
  if (why != failure::none) fail(row, why);
}

/// A fraction becomes a number of six places.
DUTYSCORE_INLINE void judge::settle(std::size_t i, std::uint32_t row) {
  if (!is_fraction_) return;
  if (!arithmetic::fits(divide(numerator_[i], denominator_[i], rounding::half_even), value_[i]))
    fail(row, row_fault::overflow);
}

/// value_[i] * numerator / denominator, to be rounded later.
DUTYSCORE_INLINE void judge::keep_fraction(std::size_t i, std::int64_t numerator,
                                           std::int64_t denominator) {
  numerator_[i] = int128{value_[i]} * numerator;
  denominator_[i] = denominator;
}

/// Rows for which the factor does not hold keep what they have, an exact quotient included.
DUTYSCORE_INLINE void judge::apply_factor(const planned_factor& f, const selection& rows) {
  const selection hit = f.when ? holding(*f.when, rows, [](std::uint32_t) {}) : rows;
  const column_view by = run(f.numerator, hit);
  const std::vector<std::int64_t> numerators(by.values, by.values + hit.size());
  for (std::size_t i = 0; by.failures && i < hit.size(); ++i)
    if (by.failures[i] != failure::none) fail(hit[i], by.failures[i]);
  column_view divisors;
  if (f.divisor) divisors = run(*f.divisor, hit);
  if (f.divisor && !is_fraction_) {
    is_fraction_ = true;
    numerator_.assign(value_.begin(), value_.end());
    denominator_.assign(rows.size(), 1);
  }
  // `hit` is a part of `rows` in the same order.
  for (std::size_t i = 0, at = 0; i < hit.size(); ++i, ++at) {
    while (rows[at] != hit[i]) ++at;
    settle(at, hit[i]);
    if (!f.divisor) {
      multiply_by(at, hit[i], numerators[i]);
      if (is_fraction_) keep_fraction(at, 1, 1);
      continue;
    }
    if (const failure why = divisors.failure_at(i); why != failure::none) fail(hit[i], why);
    if (divisors.values[i] == 0) fail(hit[i], row_fault::division_by_zero);
    keep_fraction(at, numerators[i], divisors.values[i] == 0 ? 1 : divisors.values[i]);
  }
}

DUTYSCORE_INLINE void judge::round_line(const selection& rows) {
  const policy_data& data = plan_->policy.data();
  const std::int64_t unit = unit_of(data.decimals);
  std::int64_t round = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!is_fraction_ && value_[i] == round) continue;  // most are those of the row before
    if (!is_fraction_ && value_[i] % unit == 0) {
      round = value_[i];
      continue;
    }
    const int128 units =
        is_fraction_ ? divide(numerator_[i], int128{denominator_[i]} * unit, data.line_rounding)
                     : divide(value_[i], unit, data.line_rounding);
    if (!arithmetic::fits(units * unit, value_[i])) fail(rows[i], row_fault::too_many_points);
  }
  is_fraction_ = false;
}

/// `cap N per event`, on deducted points where the block counts those. What it takes away is an
/// entry, and so must be a number as well.
DUTYSCORE_INLINE void judge::limit_activity(const selection& rows) {
  for (std::uint32_t row : rows) {
    int128& sum = sum_[row];
    if (rule_->event_cap) {
      const int sign = rule_->counts_deductions ? -1 : 1;
      const int128 excess = sum * sign - rule_->event_cap->millionths();
      if (excess > 0) {
        sum -= excess * sign;
        std::int64_t correction = 0;
        if (!arithmetic::fits(-excess * sign, correction)) fail(row, row_fault::too_many_points);
        if (with_detail_ && !is_bad(row))
          out_->lines.push_back({row, rule_->block, none, rule_->event_cap_number, correction});
      }
    }
    if (sum > most_points || sum < -most_points) fail(row, row_fault::too_many_points);
  }
}

}  // namespace dutyscore::engine
