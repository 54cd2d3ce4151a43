#pragma once

#include <algorithm>
#include <numeric>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/class_rows.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/impl/engine/row_checks.ipp"
#include "dutyscore/impl/engine/row_order.ipp"

namespace dutyscore::engine {

DUTYSCORE_INLINE std::size_t rows_in(const field_column& column, value_type type) {
  switch (type) {
    case value_type::text:
      return column.texts.size();
    case value_type::date:
      return column.days.size();
    case value_type::flag:
      return column.flags.size();
    default:
      return column.numbers.size();
  }
}

DUTYSCORE_INLINE void require_schema(const schema& s, const batch& rows,
                                     const std::optional<roster>& subjects) {
  const batch_data& data = rows.data();
  bool fits = data.rows == 0 || data.fields.size() == s.activity.size();
  for (std::size_t i = 0; fits && data.rows > 0 && i < s.activity.size(); ++i)
    fits = rows_in(data.fields[i], s.activity[i].type) == data.rows;
  if (subjects)
    for (const roster_subject& subject : subjects->subjects())
      for (const service& stretch : subject.services)
        fits = fits && stretch.fields.size() == s.subject.size();
  if (!fits) throw std::invalid_argument("dutyscore: rows or roster of another policy's schema");
}

/// Makes a book: rows that cannot be judged are found first, then rows are judged chunk by chunk in
/// the order of their subjects, and what they give is added to cells.
class accumulation {
 public:
  accumulation(const policy& p, const batch& rows, const evaluate_options& options)
      : book_(std::make_shared<book_data>(p)),
        options_(&options),
        watch_(options.progress, rows.rows()) {
    book_->rows = rows;
    book_->subjects_entry = options.subjects;
    require_schema(book_->plan.policy.schema(), rows, options.subjects);
    const roster* entries = book_->subjects_entry ? &*book_->subjects_entry : nullptr;
    book_->bound = std::make_unique<bound_rows>(book_->plan, book_->rows, entries);
    checks_.emplace(book_->plan, *book_->bound, options, &watch_);
  }

  result<book> run() {
    if (auto missing = checks_->missing_roster()) return *missing;
    checks_->run();
    book_->order = order_by_subject(data(), &watch_);
    accumulate();
    book_->bad = checks_->take_bad_rows();
    const bool has_through = set_through();
    // Without a good row there is no account, and the bad rows are the reason.
    const bool must_be_good = options_->bad_rows == on_bad_row::fail || !has_through;
    if (must_be_good && !book_->bad.empty()) return row_checks::messages_of(book_->bad);
    if (!has_through) return make_diagnostic("DS0403", {});
    name_subjects();
    count_rows();
    return book(book_);
  }

 private:
  static constexpr std::size_t chunk_rows = 8192;

  const batch_data& data() const { return book_->rows.data(); }

  // ---- accumulation ----

  void accumulate() {
    std::erase_if(book_->order, [&](std::uint32_t row) { return checks_->is_bad()[row]; });
    segments_ = segments_of(book_->plan, data().days());
    cell_adder adder(book_->plan.slots.size(), segments_.starts);
    if (data().rows >= options_->fuse_from) 
      by_class_.emplace(book_->plan, *book_->bound, segments_, watch_);
    judge by_chunk(book_->plan, *book_->bound, false);
    const std::span<const std::uint32_t> order = book_->order;
    for (std::size_t begin = 0; begin < order.size(); begin += chunk_rows) {
      const auto rows = order.subspan(begin, std::min(chunk_rows, order.size() - begin));
      work_out(rows, by_chunk);
      checks_->mark_failures(rows, judged_);
      add_chunk(rows, adder);
      watch_.add(rows.size());
    }
    finish_subject();
    std::erase_if(book_->order, [&](std::uint32_t row) { return checks_->is_bad()[row]; });
  }

  /// The class of each row, found in the order of the data: columns are read from end to end, even
  /// where subjects are not in order.
  struct classes {
    classes(const plan& p, const bound_rows& rows, const segment_table& days,
            progress_watch& watch)
        : book(p), of_rows(book, rows) {
      std::vector<std::uint32_t> stretches;  // by day
      for (std::int32_t d = days.first_day; d <= days.last_day; ++d)
        stretches.push_back(book.stretch_of(date::from_days(d)));
      of_row.reserve(rows.data().rows);
      progress_pulse pulse(&watch);
      for (std::size_t r = 0; r < rows.data().rows; ++r, pulse())
        of_row.push_back(of_rows.class_of(r, [&](std::int32_t day) {
          return stretches[static_cast<std::size_t>(day - days.first_day)];
        }));
    }
    class_book book;
    class_rows of_rows;
    std::vector<const class_entry*> of_row;
  };

  /// The verdicts on the rows: of their classes, or of the judge where these do not know.
  void work_out(std::span<const std::uint32_t> rows, judge& by_chunk) {
    if (!by_class_) return by_chunk.run(rows, judged_);
    judged_.clear(rows.size());
    undecided_.clear();
    number_of_undecided_.clear();
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      const auto fate = by_class_->of_rows.add_up(
          by_class_->of_row[rows[i]], rows[i], false,
          [&](std::uint32_t slot, std::int64_t value) {
            judged_.sums.push_back({i, slot, value});
          });
      if (fate) {
        judged_.marks[i] = marks_of(*fate);
      } else {
        undecided_.push_back(rows[i]);
        number_of_undecided_.push_back(i);
      }
    }
    if (undecided_.empty()) return;
    by_chunk.run(undecided_, of_undecided_);
    join_undecided();
  }

  static std::uint8_t marks_of(class_fate fate) {
    switch (fate) {
      case class_fate::counted:
        return verdicts::is_selected | verdicts::is_counted;
      case class_fate::refused:
        return verdicts::is_selected | verdicts::is_refused;
      case class_fate::unmatched:
        break;
    }
    return 0;
  }

  void join_undecided() {
    const auto numbered = [&](auto& list, auto& to) {
      for (auto& of : list) {
        of.row = number_of_undecided_[of.row];
        to.push_back(of);
      }
    };
    for (std::size_t j = 0; j < undecided_.size(); ++j)
      judged_.marks[number_of_undecided_[j]] = of_undecided_.marks[j];
    numbered(of_undecided_.sums, judged_.sums);
    numbered(of_undecided_.kept, judged_.kept);
    numbered(of_undecided_.failures, judged_.failures);
    judged_.values.swap(of_undecided_.values);
  }

  void add_chunk(std::span<const std::uint32_t> rows, cell_adder& adder) {
    number_subjects(rows);
    sort_by_subject();
    for (std::size_t i = 0; i < subjects_in_chunk_.size(); ++i) {
      begin_subject(subjects_in_chunk_[i]);
      add_subject(rows, std::span(by_subject_).subspan(bounds_[i], bounds_[i + 1] - bounds_[i]),
                  adder);
    }
    keep_activities(rows);
    const std::size_t first = found_.size() - subjects_in_chunk_.size();
    for (std::size_t i = 0; i < rows.size(); ++i)
      note_row(found_[first + number_of_row_[i]], rows[i], judged_.marks[i]);
  }

  void number_subjects(std::span<const std::uint32_t> rows) {
    subjects_in_chunk_.clear();
    number_of_row_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const text_pool::code s = data().subject[rows[i]];
      if (subjects_in_chunk_.empty() || subjects_in_chunk_.back() != s)
        subjects_in_chunk_.push_back(s);
      number_of_row_[i] = static_cast<std::uint32_t>(subjects_in_chunk_.size() - 1);
    }
  }

  /// What the rules took, dealt out by subject: a counting sort. Bad rows drop out.
  void sort_by_subject() {
    std::erase_if(judged_.sums,
                  [&](const taken& t) { return judged_.marks[t.row] & verdicts::is_bad; });
    bounds_.assign(subjects_in_chunk_.size() + 2, 0);
    for (const taken& t : judged_.sums) ++bounds_[number_of_row_[t.row] + 2];
    std::partial_sum(bounds_.begin(), bounds_.end(), bounds_.begin());
    by_subject_.resize(judged_.sums.size());
    for (const taken& t : judged_.sums) by_subject_[bounds_[number_of_row_[t.row] + 1]++] = t;
  }

  /// The activities that are kept, subject by subject like the cells.
  void keep_activities(std::span<const std::uint32_t> rows) {
    auto& kept = judged_.kept;
    std::erase_if(kept, [&](const taken_activity& a) {
      return judged_.marks[a.row] & verdicts::is_bad;
    });
    if (kept.empty()) return;
    const auto subject_of = [&](const taken_activity& a) { return number_of_row_[a.row]; };
    std::stable_sort(kept.begin(), kept.end(),
                     [&](const taken_activity& a, const taken_activity& b) {
                       return subject_of(a) < subject_of(b);
                     });
    const std::size_t first = found_.size() - subjects_in_chunk_.size();
    for (const taken_activity& a : kept) {
      subject_data& subject = found_[first + subject_of(a)];
      if (subject.kept_end == 0) subject.kept_begin = book_->kept.size();
      const std::size_t width = book_->plan.indicators[a.block].width();
      const auto values = judged_.values.begin() + static_cast<std::ptrdiff_t>(a.values);
      book_->kept.push_back({data().days()[rows[a.row]], a.block,
                             book_->range_of_row(rows[a.row]), book_->values.size()});
      book_->values.insert(book_->values.end(), values,
                           values + static_cast<std::ptrdiff_t>(width));
      subject.kept_end = book_->kept.size();
    }
  }

  void add_subject(std::span<const std::uint32_t> rows, std::span<const taken> all,
                   cell_adder& adder) {
    const auto segment_of = [&](const taken& t) {
      return segments_.segment_on(data().days()[rows[t.row]]);
    };
    for (; !all.empty(); all = all.subspan(std::min(all.size(), cell_adder::most_additions))) {
      const auto some = all.first(std::min(all.size(), cell_adder::most_additions));
      for (const taken& t : some) adder.note_segment(segment_of(t));
      adder.begin();
      for (const taken& t : some)
        adder.add(segment_of(t), t.slot, book_->range_of_row(rows[t.row]), t.value);
      adder.move_to(current_cells_);
    }
  }

  void begin_subject(text_pool::code s) {
    if (!codes_.empty() && codes_.back() == s) return;
    finish_subject();
    codes_.push_back(s);
    found_.emplace_back().cells_begin = book_->cells.size();
  }

  void finish_subject() {
    if (codes_.empty()) return;
    book_->cells.insert(book_->cells.end(), current_cells_.begin(), current_cells_.end());
    found_.back().cells_end = book_->cells.size();
    current_cells_.clear();
  }

  void note_row(subject_data& subject, std::uint32_t row, std::uint8_t marks) {
    if (marks & verdicts::is_bad) return;
    subject.earliest = std::min(subject.earliest, date::from_days(data().date[row]));
    subject.latest = std::max(subject.latest, date::from_days(data().days()[row]));
    ++subject.rows_end;  // a count until the subjects are put in order
    const basis_range range = book_->range_of_row(row);
    const std::size_t fate = marks & verdicts::is_counted   ? 2
                             : marks & verdicts::is_refused ? 1
                                                            : 0;
    ++fates_[range][fate];
    if (!(marks & verdicts::is_selected))
      for (std::size_t b = 0; b < basis_count; ++b)
        book_->unmatched[data().kind[row]][b] += counts_on(range, static_cast<basis>(b));
  }

  // ---- after the rows ----

  bool set_through() {
    if (options_->through) {
      book_->through = *options_->through;
      return true;
    }
    if (book_->order.empty()) return false;
    date latest = date::min();
    for (const subject_data& s : found_) latest = std::max(latest, s.latest);
    book_->through = period_of(latest, period_unit::month).last;
    return true;
  }

  /// Everybody with a row that is not bad, and everybody on the roster, sorted by their text.
  void name_subjects() {
    std::map<std::string_view, subject_data> by_name;
    std::size_t row = 0;
    progress_pulse pulse(&watch_, 1024);
    for (std::size_t i = 0; i < found_.size(); ++i, pulse()) {
      subject_data s = found_[i];
      const std::size_t rows = s.rows_end;
      s.rows_begin = row;
      s.rows_end = row += rows;
      if (rows > 0) by_name[data().texts.text(codes_[i])] = s;
    }
    if (book_->subjects_entry)
      for (const roster_subject& entry : book_->subjects_entry->subjects()) {
        by_name[entry.subject].entry = &entry;
        pulse();
      }
    const force& whole = book_->plan.policy->blocks[0].in_force;
    const calendar& years = book_->plan.policy->calendar;
    for (auto& [name, s] : by_name) {
      pulse();
      const bool has_rows = s.rows_end > s.rows_begin;
      const date earliest = has_rows ? s.earliest : book_->through;
      if (has_rows) s.latest = last_of_stretch(book_->plan, s.latest);
      s.service = service_of(s.entry, whole, years, earliest).within(whole);
      book_->names.emplace_back(name);
      book_->subjects.push_back(std::move(s));
    }
  }

  void count_rows() {
    for (std::size_t b = 0; b < basis_count; ++b) {
      row_counts& out = book_->counts[b];
      out.bad = book_->bad.size();
      out.rows = data().rows + data().bad.size();
      for (std::size_t r = 0; r < basis_range_count; ++r) {
        const bool counts = counts_on(static_cast<basis_range>(r), static_cast<basis>(b));
        (counts ? out.unmatched : out.not_on_basis) += fates_[r][0];
        (counts ? out.refused : out.not_on_basis) += fates_[r][1];
        (counts ? out.counted : out.not_on_basis) += fates_[r][2];
      }
    }
  }

  std::shared_ptr<book_data> book_;
  const evaluate_options* options_;
  progress_watch watch_;
  std::optional<row_checks> checks_;
  std::optional<classes> by_class_;
  std::vector<std::uint32_t> undecided_, number_of_undecided_;
  verdicts judged_, of_undecided_;
  std::vector<taken> by_subject_;    // of the chunk
  std::vector<std::size_t> bounds_;  // of each subject's part
  std::vector<text_pool::code> subjects_in_chunk_;
  std::vector<std::uint32_t> number_of_row_;
  std::vector<text_pool::code> codes_;  // of the subjects found so far
  std::vector<subject_data> found_;
  cell_list current_cells_;  // of the last of them
  segment_table segments_;
  std::array<std::array<std::uint64_t, 3>, basis_range_count> fates_{};
};

}  // namespace dutyscore::engine

namespace dutyscore {

DUTYSCORE_INLINE result<book> evaluate(const policy& policy, const batch& rows,
                                       const evaluate_options& options) {
  return engine::accumulation(policy, rows, options).run();
}

}  // namespace dutyscore
