// What is kept of everybody from one batch to the next: sums, and the activities that selections
// need. Subjects are numbered in the order in which they are first seen. Not for users.
#pragma once

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "dutyscore/engine/cells.hpp"
#include "dutyscore/impl/engine/group_reader.ipp"
#include "dutyscore/impl/engine/row_store.ipp"

namespace dutyscore::engine {

struct stored_subject {
  text_pool::code code = 0;  // of the store's pool
  /// First days of the segments of the earliest and the latest good row.
  std::int32_t first = std::numeric_limits<std::int32_t>::max();
  std::int32_t last = std::numeric_limits<std::int32_t>::min();
  /// Of good rows by their own day, where some are credited to another; else as `first`.
  date earliest = date::max();
  cell_list cells;
  std::vector<kept_activity> kept;
  std::vector<std::int64_t> values;  // of these; texts are codes of the store's pool

  bool has_rows() const { return first <= last; }
};

/// The most frequent reason first.
inline void add_judged(std::vector<judged_rows>& to,
                       std::map<judged_reason, std::uint64_t> more) {
  for (const judged_rows& j : to) more[j.because] += j.rows;
  to.clear();
  for (const auto& [because, rows] : more) to.push_back({because, rows});
  std::stable_sort(to.begin(), to.end(),
                   [](const judged_rows& a, const judged_rows& b) { return a.rows > b.rows; });
}

class subject_store {
 public:
  const text_pool& texts() const { return texts_; }

  /// The number of each subject of the batch by the code of its text, for those that come next.
  void begin_batch(const batch_data& data) {
    if (!is_numbered_ || !data.texts.shares_with(numbered_)) number_of_.clear();
    numbered_ = data.texts;
    is_numbered_ = true;
    number_of_.resize(data.texts.size(), none);
    for (const text_pool::code subject : data.subject) {
      std::uint32_t& number = number_of_[subject];
      if (number == none) number = number_called(data.texts.text(subject));
    }
  }
  /// The same where codes are those of the store.
  void begin_own() {
    number_of_ = number_of_code_;
    is_numbered_ = false;
  }
  std::size_t subjects() const { return subjects_.size(); }
  /// Of the batch at hand. They stay as they are until the next one.
  const subject_numbers& numbers() {
    return numbers_ = subject_numbers(number_of_, codes_, row_store::subject_bits);
  }

  /// Rows that have not become cells.
  row_store& rows() { return rows_; }
  bool has_cells() const {
    return std::any_of(subjects_.begin(), subjects_.end(),
                       [](const stored_subject& s) { return s.has_rows(); });
  }

  /// REQUIRES: the code is that of a subject of the batch.
  stored_subject& subject_of(text_pool::code subject) { return subjects_[number_of_[subject]]; }

  void note_earliest(const std::vector<date>& of_codes) {
    if (of_codes.empty()) return;
    has_credited_ = true;
    for (std::size_t code = 0; code < of_codes.size(); ++code)
      if (number_of_[code] != none) {
        date& earliest = subjects_[number_of_[code]].earliest;
        earliest = std::min(earliest, of_codes[code]);
      }
  }

  void add_outcomes(const row_counts& counts, const std::vector<unmatched_kind>& unmatched,
                    std::vector<bad_row> bad) {
    counts_.rows += counts.rows;
    counts_.bad += counts.bad;
    counts_.not_on_basis += counts.not_on_basis;
    counts_.unmatched += counts.unmatched;
    counts_.refused += counts.refused;
    counts_.counted += counts.counted;
    for (const unmatched_kind& u : unmatched) unmatched_[u.kind] += u.rows;
    bad_.insert(bad_.end(), std::make_move_iterator(bad.begin()),
                std::make_move_iterator(bad.end()));
  }

  void add_stats(const totals_stats& more) {
    stats_.checking += more.checking;
    stats_.adding += more.adding;
    stats_.reading += more.reading;
    stats_.classes = std::max(stats_.classes, more.classes);
    std::map<judged_reason, std::uint64_t> judged;
    for (const judged_rows& j : more.judged) judged[j.because] += j.rows;
    add_judged(stats_.judged, judged);
  }
  const totals_stats& stats() const { return stats_; }

  const row_counts& counts() const { return counts_; }
  const std::map<std::string, std::uint64_t>& unmatched() const { return unmatched_; }
  std::vector<bad_row> take_bad_rows() {
    std::stable_sort(bad_.begin(), bad_.end(), [](const bad_row& a, const bad_row& b) {
      return std::pair(a.file, a.row) < std::pair(b.file, b.row);
    });
    return std::move(bad_);
  }

  std::vector<const stored_subject*> subjects_with_rows() const {
    std::vector<const stored_subject*> out;
    for (const stored_subject& s : subjects_)
      if (s.has_rows()) out.push_back(&s);
    return out;
  }

  void note_last(date day) { last_ = std::max(last_, day); }
  /// The end of the month of the last good row.
  std::optional<date> through() const {
    if (last_ == date::min()) return std::nullopt;
    return period_of(last_, period_unit::month).last;
  }

  /// Kinds of the plan that occurred.
  void note_kinds(const std::vector<std::uint8_t>& in_use) {
    kinds_.resize(in_use.size());
    for (std::size_t k = 0; k < in_use.size(); ++k) kinds_[k] |= in_use[k];
  }
  const std::vector<std::uint8_t>& kinds() const { return kinds_; }

  /// Empty where segments tell.
  std::vector<date> earliest_of_codes() const {
    std::vector<date> out;
    if (!has_credited_) return out;
    out.assign(texts_.size(), date::max());
    for (const stored_subject& s : subjects_) out[s.code] = s.earliest;
    return out;
  }

  /// From any thread.
  text_pool::code intern(std::string_view text) {
    const std::lock_guard lock(guard_);
    return texts_.intern(text);
  }

  /// The days of kept activities, and the first days of all other segments in which a good row lies,
  /// in order.
  std::vector<std::int32_t> segments() const {
    const auto place = [](std::int32_t day) {
      return static_cast<std::size_t>(day - date::min().days());
    };
    std::vector<bool> is_there(place(date::max().days()) + 1);
    for (const stored_subject& s : subjects_) {
      if (!s.has_rows()) continue;
      is_there[place(s.first)] = is_there[place(s.last)] = true;
      for (const cell& c : s.cells) is_there[place(c.segment)] = true;
      for (const kept_activity& a : s.kept) is_there[place(a.day)] = true;
    }
    for (const std::int32_t start : rows_.starts()) is_there[place(start)] = true;
    std::vector<std::int32_t> out;
    for (std::int32_t day = date::min().days(); day <= date::max().days(); ++day)
      if (is_there[place(day)]) out.push_back(day);
    return out;
  }

 private:
  std::uint32_t number_called(std::string_view name) {
    const text_pool::code code = texts_.intern(name);
    if (number_of_code_.size() <= code) number_of_code_.resize(code + 1, none);
    if (number_of_code_[code] == none) {
      number_of_code_[code] = static_cast<std::uint32_t>(subjects_.size());
      subjects_.emplace_back().code = code;
      codes_.push_back(code);
    }
    return number_of_code_[code];
  }

  text_pool texts_;
  std::vector<stored_subject> subjects_;
  std::vector<std::uint32_t> number_of_code_;  // of texts_; none: of nobody
  std::vector<std::uint32_t> number_of_;       // by code of the batch at hand
  text_pool numbered_;                         // whose codes these are
  bool is_numbered_ = false;
  std::vector<text_pool::code> codes_;         // by number
  subject_numbers numbers_{{}, {}, row_store::subject_bits};
  row_store rows_;
  std::vector<std::uint8_t> kinds_;
  date last_ = date::min();
  bool has_credited_ = false;
  row_counts counts_;
  totals_stats stats_;
  std::map<std::string, std::uint64_t> unmatched_;
  std::vector<bad_row> bad_;
  std::mutex guard_;                           // of texts_, while threads write
};

/// Puts groups of a batch into the store. One per thread; no two at once write one subject.
class store_writer {
 public:
  store_writer(subject_store& to, const group_setting& s) : to_(to), s_(s) {}

  /// As group_reader takes them.
  template <class Number>
  void write(const lanes<Number>* cells, const std::array<group_member, lane_count>& members,
             std::span<const std::int64_t> kept_values) {
    const std::size_t width = s_.classes.width();
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      const group_member& of = members[lane];
      if (of.code == none || !note_segments(of.code, seen_in(cells, s_.classes, lane))) continue;
      found_.clear();
      for (std::size_t s = 0; s < s_.classes.segments(); ++s)
        for (std::uint32_t slot = 0; slot < s_.classes.slots(); ++slot)
          if (const Number units = cells[s * width + slot][lane]; units != 0)
            found_.push_back({units * s_.classes.unit_of(slot), s_.classes.days().starts[s],
                              place_of(s_.classes.plan_slot(slot), s_.classes.range())});
      add_cells();
      add_kept(of.kept, kept_values);
    }
  }

  void write_cells(const cell_list& cells, const group_member& of, const seen_segments& seen,
                   std::span<const std::int64_t> kept_values) {
    if (!note_segments(of.code, seen)) return;
    found_ = cells;
    add_cells();
    add_kept(of.kept, kept_values);
  }

 private:
  /// Whether there is a good row; makes it the subject at hand.
  bool note_segments(text_pool::code code, const seen_segments& seen) {
    subject_ = &to_.subject_of(code);
    if (!seen.are_any()) return false;
    const auto& starts = s_.classes.days().starts;
    subject_->first = std::min(subject_->first, starts[seen.first]);
    subject_->last = std::max(subject_->last, starts[seen.end - 1]);
    if (s_.earliest_of_code.empty())
      subject_->earliest = std::min(subject_->earliest, date::from_days(starts[seen.first]));
    return true;
  }

  /// Most places are there already after a few batches; only new ones cost a new list.
  void add_cells() {
    cell_list& all = subject_->cells;
    std::size_t at = 0, left = 0;
    for (const cell& c : found_) {
      while (at < all.size() && cells::order(all[at]) < cells::order(c)) ++at;
      std::int64_t sum = 0;
      const bool is_added = at < all.size() && cells::order(all[at]) == cells::order(c) &&
                            !__builtin_add_overflow(all[at].value, c.value, &sum);
      if (is_added)
        all[at].value = sum;
      else
        found_[left++] = c;
    }
    found_.resize(left);
    if (found_.empty()) return;
    cell_list merged;
    cells::merge(all, found_, merged);
    all = std::move(merged);
  }

  void add_kept(std::span<const kept_activity> kept, std::span<const std::int64_t> values) {
    for (const kept_activity& a : kept) {
      const indicator_plan& of = s_.plan.indicators[a.block];
      subject_->kept.push_back({a.day, a.block, a.range, subject_->values.size()});
      const auto own = values.subspan(a.values, of.width());
      for (std::size_t k = 0; k < own.size(); ++k) {
        const bool is_text = k > 0 && k <= of.keys.size() && of.key_is_text[k - 1];
        subject_->values.push_back(is_text ? code_of(own[k]) : own[k]);
      }
    }
  }

  std::int64_t code_of(std::int64_t text) {
    const auto [at, is_new] = codes_.try_emplace(text, 0);
    if (is_new)
      at->second = static_cast<std::int64_t>(to_.intern(s_.bound.codes().text(text)));
    return at->second;
  }

  subject_store& to_;
  const group_setting& s_;
  stored_subject* subject_ = nullptr;
  cell_list found_;
  std::map<std::int64_t, std::int64_t> codes_;  // from the batch's to the store's
};

}  // namespace dutyscore::engine
