#pragma once

#include <algorithm>

#include "dutyscore/engine/row_pass.hpp"

namespace dutyscore::engine {

inline row_pass::row_pass(const plan& p, const bound_rows& rows, const row_classes& classes)
    : plan_(&p), bound_(&rows), classes_(&classes), judge_(p, rows, false) {
  counts_.by_class.resize(classes.own_classes());
  counts_.by_piece.resize(classes.own_classes() * most_slot_pieces);
  counts_.judged_by_class.resize(classes.own_classes());
  counts_.beyond.resize(p.policy->blocks.size());
  counts_.judged.resize(p.kinds.size() * fates);
}

template <class Sink>
void row_pass::run(std::size_t begin, std::size_t count, std::size_t end, Sink& to) {
  if (begin < classified_begin_ || begin + count > classified_end_) {
    classified_begin_ = begin;
    classified_end_ = std::min(end, begin + classified_.size());
    classes_->classify(begin, classified_end_ - begin, classified_.data());
  }
  run_rows(std::span(classified_).subspan(begin - classified_begin_, count),
           [begin](std::size_t i) { return begin + i; }, to);
}

template <class Sink>
void row_pass::run(std::span<const std::uint32_t> rows, Sink& to) {
  classified_end_ = 0;
  classes_->classify(rows, classified_.data());
  run_rows(std::span(classified_).first(rows.size()),
           [rows](std::size_t i) { return std::size_t{rows[i]}; }, to);
}

template <class RowAt, class Sink>
void row_pass::run_rows(std::span<classified_row> rows, RowAt row_at, Sink& to) {
  if (watch_) watch_->add(counted_ * rows.size());
  const bool are_overridden = override_classes(rows, row_at);
  count_off_basis(rows);
  rows_ = rows.data();
  judged_.clear();
  judged_index_.clear();
  if (const std::size_t specials = to.add_all(rows, special_.data()); specials > 0)
    add_more(specials, row_at, to);
  to.see_all(rows, judged_.empty() && !are_overridden);
}

/// Rows that something beside their values decides about are judged, on every basis. False where
/// there can be none.
template <class RowAt>
bool row_pass::override_classes(std::span<classified_row> rows, RowAt row_at) {
  const batch_data& data = bound_->data();
  const bool has_credited = !data.credited.empty(), has_roster = bound_->has_roster();
  if (!bad_ && !has_credited && !has_roster) return false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t r = row_at(i);
    if (bad_ && (*bad_)[r])
      rows[i].set_class(classes_->bad());
    else if (bound_->kind_of(r) != none &&
             ((has_credited && data.credited[r] != data.date[r]) ||
              (has_roster && !bound_->serves(r))))
      rows[i].set_class(classes_->judged_class_of(r));
  }
  return bad_ != nullptr;
}

struct off_basis_scan {
  std::span<const classified_row> rows;
  std::uint32_t own_classes;
  std::uint32_t& out;
  DUTYSCORE_LANES void operator()() const {
    std::uint32_t sum = 0;
    for (std::size_t i = 0, n = rows.size(); i < n; ++i)
      sum += (rows[i].bits & 0xFFFFu) >= own_classes;
    out = sum;
  }
};

/// Special rows among them are taken out again until it is known that they are good.
inline void row_pass::count_off_basis(std::span<const classified_row> rows) {
  std::uint32_t off = 0;
  run_on_lanes(off_basis_scan{rows, static_cast<std::uint32_t>(classes_->own_classes()), off});
  counts_.off_basis += off * counted_;
}

template <class RowAt, class Sink>
void row_pass::add_more(std::size_t specials, RowAt row_at, Sink& to) {
  // One row in so many reads these columns, which no processor foresees.
  for (const std::int64_t* column : classes_->slot_columns())
    for (std::size_t k = 0; k < specials; ++k) __builtin_prefetch(column + row_at(special_[k]));
  for (std::size_t k = 0; k < specials; ++k) {
    const std::size_t i = special_[k], r = row_at(i), c = rows_[i].row_class();
    const std::size_t own = classes_->own(c);
    counts_.off_basis -= c == own ? 0 : counted_;
    const class_more& more = classes_->more_of(own);
    if (more.has_slots()) {
      if (c == own && add_column(i, own, r, to)) continue;
      if (add_slots(i, own, r, to)) continue;
    } else if (!more.is_judged) {
      for (const row_kept& what : classes_->kept_of(more)) keep(i, what, r, to);
      count_uncounted(own, r);
      continue;
    } else {
      counts_.judged_by_class[own] += counted_;
    }
    judged_.push_back(static_cast<std::uint32_t>(r));
    judged_index_.push_back(static_cast<std::uint16_t>(i));
  }
  if (!judged_.empty()) judge_rows(to);
}

inline void row_pass::count_uncounted(std::size_t own_class, std::size_t r) {
  if (own_class != classes_->unruled()) [[likely]] {
    counts_.by_class[own_class] += counted_;
    return;
  }
  const std::size_t at = bound_->data().kind[r];
  if (counts_.unruled.size() <= at) counts_.unruled.resize(at + 1);
  counts_.unruled[at] += counted_;
}

inline std::int64_t row_pass::value_of(const row_slot& s, std::size_t r) const {
  const batch_data& data = bound_->data();
  return s.column ? s.column[r] : data.end[r] - data.date[r] + 1;
}

inline bool row_pass::is_within(const row_kept& k, std::size_t r) const {
  if (!k.has_slots) return true;
  for (const row_value& v : k.values)
    for (const row_slot& s : classes_->slots_of(v))
      if (!is_within(s, r)) return false;
  return true;
}

/// The most frequent ones first.
inline std::int64_t row_pass::value_of(const row_value& v, std::size_t r) const {
  if (v.from == row_value::source::number) return v.constant;
  const batch_data& data = bound_->data();
  if (v.from == row_value::source::length)
    return v.constant + v.per_day * (data.end[r] - data.date[r] + 1);
  if (v.from == row_value::source::texts) return static_cast<const text_pool::code*>(v.column)[r];
  return v.from == row_value::source::sum ? sum_of(v, r) : v.at(r);
}

inline std::int64_t row_pass::sum_of(const row_value& v, std::size_t r) const {
  const batch_data& data = bound_->data();
  std::int64_t sum = v.constant + v.per_day * (data.end[r] - data.date[r] + 1);
  for (const row_slot& s : classes_->slots_of(v)) {
    std::size_t n = 0;
    sum += s.at(value_of(s, r), n);
  }
  return sum;
}

template <class Sink>
void row_pass::keep(std::size_t i, const row_kept& k, std::size_t r, Sink& to) {
  to.begin_kept(i, k.block);
  for (const row_value& v : k.values) to.keep(value_of(v, r));
}

/// What most rows with slots are, and count on the basis: nothing, where it is not all that there is
/// to do.
template <class Sink>
bool row_pass::add_column(std::size_t i, std::size_t own_class, std::size_t r, Sink& to) {
  const class_more& more = classes_->more_of(own_class);
  const std::span<const row_slot> slots = classes_->slots_of(more);
  const std::int64_t x = value_of(slots[0], r);
  if (!more.has_one_column || x < 0 || x > more.most) return false;
  const std::uint16_t segment = rows_[i].segment();
  std::size_t of_first = 0;
  to.add(i, slots[0].slot, segment, slots[0].at(x, of_first));
  for (const row_slot& s : slots.subspan(1)) {
    std::size_t n = 0;
    to.add(i, s.slot, segment, s.at(x, n));
  }
  counts_.by_piece[own_class * most_slot_pieces + of_first] += counted_;
  return true;
}

/// Nothing where a value is beyond what the class is worked out for.
template <class Sink>
bool row_pass::add_slots(std::size_t i, std::size_t own_class, std::size_t r, Sink& to) {
  const class_more& more = classes_->more_of(own_class);
  const std::span<const row_slot> slots = classes_->slots_of(more);
  for (const row_slot& s : slots)
    if (!is_within(s, r)) {
      note_beyond(s.slot < classes_->slots() ? plan_->slots[classes_->plan_slot(s.slot)].block : 0);
      return false;
    }
  const std::span<const row_kept> kept = classes_->kept_of(more);
  for (const row_kept& k : kept)
    if (!is_within(k, r)) {
      note_beyond(k.block);
      return false;
    }
  const std::uint16_t segment = rows_[i].segment();
  if (!classes_->counts(r)) {
    to.see(i, segment);
    counts_.off_basis += counted_;
    return true;
  }
  std::size_t of_first = 0;
  for (const row_slot& s : slots) {
    std::size_t n = 0;
    to.add(i, s.slot, segment, s.at(value_of(s, r), n));
    if (&s == slots.data()) of_first = n;
  }
  for (const row_kept& k : kept) keep(i, k, r, to);
  counts_.by_piece[own_class * most_slot_pieces + of_first] += counted_;
  return true;
}

template <class Sink>
void row_pass::judge_rows(Sink& to) {
  judge_.run(judged_, verdicts_);
  const auto is_bad = [&](std::uint32_t j) { return verdicts_.marks[j] & verdicts::is_bad; };
  if (counted_)
    for (const row_failure& f : verdicts_.failures)
      counts_.failures.push_back({judged_[f.row], f});
  for (const taken& t : verdicts_.sums) {
    if (is_bad(t.row) || !classes_->counts(judged_[t.row])) continue;
    const std::size_t i = judged_index_[t.row];
    to.add_millionths(i, classes_->slot_of(t.slot), rows_[i].segment(), t.value);
  }
  for (const taken_activity& a : verdicts_.kept) {
    if (is_bad(a.row) || !classes_->counts(judged_[a.row])) continue;
    to.begin_kept(judged_index_[a.row], a.block);
    const std::size_t end = a.values + plan_->indicators[a.block].width();
    for (std::size_t n = a.values; n < end; ++n) to.keep(verdicts_.values[n]);
  }
  for (std::uint32_t j = 0; j < judged_.size(); ++j) {
    const std::uint8_t marks = verdicts_.marks[j];
    if (marks & verdicts::is_bad) continue;
    to.see(judged_index_[j], rows_[judged_index_[j]].segment());
    if (!classes_->counts(judged_[j])) {
      counts_.off_basis += counted_;
      continue;
    }
    const class_fate fate = marks & verdicts::is_counted   ? class_fate::counted
                            : marks & verdicts::is_refused ? class_fate::refused
                                                           : class_fate::unmatched;
    counts_.judged[bound_->kind_of(judged_[j]) * fates + static_cast<std::size_t>(fate)] +=
        counted_;
  }
}

}  // namespace dutyscore::engine
