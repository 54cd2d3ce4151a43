// What the rows of some subjects give a book. Not for users.
#pragma once

#include <algorithm>
#include <array>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/class_rows.hpp"
#include "dutyscore/engine/segments.hpp"

namespace dutyscore::engine {

/// Whole subjects with their cells, and what became of their rows.
struct book_part {
  std::vector<text_pool::code> codes;  // of the subjects
  std::vector<subject_data> subjects;  // rows_end: how many rows, until they are put in order
  cell_store store;
  std::vector<std::pair<std::uint32_t, row_failure>> failures;  // with the row of the batch
  std::map<text_pool::code, std::array<std::uint64_t, basis_count>> unmatched;  // by kind
  std::array<std::array<std::uint64_t, 3>, basis_range_count> fates{};
};

/// The class of each row, found in the order of the data: columns are read from end to end, even
/// where subjects are not in order.
struct classes_of_rows {
  classes_of_rows(const plan& p, const bound_rows& rows, const segment_table& days,
                  unsigned threads, progress_watch& watch)
      : book(p), of_rows(book, rows), of_row(rows.data().rows) {
    std::vector<std::uint32_t> stretches;  // by day
    for (std::int32_t d = days.first_day; d <= days.last_day; ++d)
      stretches.push_back(book.stretch_of(date::from_days(d)));
    constexpr std::size_t some = 65'536;
    const auto find = [&](unsigned, std::size_t piece) {
      const std::size_t end = std::min(of_row.size(), (piece + 1) * some);
      for (std::size_t r = piece * some; r < end; ++r)
        of_row[r] = of_rows.class_of(r, [&](std::int32_t day) {
          return stretches[static_cast<std::size_t>(day - days.first_day)];
        });
      watch.ask();
    };
    share_work(threads, (of_row.size() + some - 1) / some, find, &watch);
  }
  class_book book;
  class_rows of_rows;
  std::vector<const class_entry*> of_row;
};

/// Judges rows chunk by chunk in the order of their subjects, and adds what they give to cells. One
/// for each thread.
class part_worker {
 public:
  /// `by_class`: null where rows are judged one by one.
  part_worker(const book_data& book, const segment_table& segments,
              const classes_of_rows* by_class)
      : book_(book),
        segments_(segments),
        by_class_(by_class),
        adder_(book.plan.slots.size(), segments.starts),
        by_chunk_(book.plan, *book.bound, false) {}

  /// REQUIRES: the rows are those of whole subjects, one after the other.
  book_part run(std::span<const std::uint32_t> order, progress_watch& watch) {
    out_ = {};
    for (std::size_t begin = 0; begin < order.size(); begin += chunk_rows) {
      const auto rows = order.subspan(begin, std::min(chunk_rows, order.size() - begin));
      work_out(rows);
      for (const row_failure& f : judged_.failures) out_.failures.emplace_back(rows[f.row], f);
      add_chunk(rows);
      watch.add(rows.size());
    }
    finish_subject();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t chunk_rows = 8192;

  const batch_data& data() const { return book_.rows.data(); }

  /// The verdicts on the rows: of their classes, or of the judge where these do not know.
  void work_out(std::span<const std::uint32_t> rows) {
    if (!by_class_) return by_chunk_.run(rows, judged_);
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
    by_chunk_.run(undecided_, of_undecided_);
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

  void add_chunk(std::span<const std::uint32_t> rows) {
    number_subjects(rows);
    sort_by_subject();
    for (std::size_t i = 0; i < subjects_in_chunk_.size(); ++i) {
      begin_subject(subjects_in_chunk_[i]);
      add_subject(rows, std::span(by_subject_).subspan(bounds_[i], bounds_[i + 1] - bounds_[i]));
    }
    keep_activities(rows);
    const std::size_t first = out_.subjects.size() - subjects_in_chunk_.size();
    for (std::size_t i = 0; i < rows.size(); ++i)
      note_row(out_.subjects[first + number_of_row_[i]], rows[i], judged_.marks[i]);
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
    const std::size_t first = out_.subjects.size() - subjects_in_chunk_.size();
    for (const taken_activity& a : kept) {
      subject_data& subject = out_.subjects[first + subject_of(a)];
      if (subject.kept_end == 0) subject.kept_begin = out_.store.kept.size();
      const std::size_t width = book_.plan.indicators[a.block].width();
      const auto values = judged_.values.begin() + static_cast<std::ptrdiff_t>(a.values);
      out_.store.kept.push_back({data().days()[rows[a.row]], a.block,
                             book_.range_of_row(rows[a.row]), out_.store.values.size()});
      out_.store.values.insert(out_.store.values.end(), values,
                           values + static_cast<std::ptrdiff_t>(width));
      subject.kept_end = out_.store.kept.size();
    }
  }

  void add_subject(std::span<const std::uint32_t> rows, std::span<const taken> all) {
    const auto segment_of = [&](const taken& t) {
      return segments_.segment_on(data().days()[rows[t.row]]);
    };
    for (; !all.empty(); all = all.subspan(std::min(all.size(), cell_adder::most_additions))) {
      const auto some = all.first(std::min(all.size(), cell_adder::most_additions));
      for (const taken& t : some) adder_.note_segment(segment_of(t));
      adder_.begin();
      for (const taken& t : some)
        adder_.add(segment_of(t), t.slot, book_.range_of_row(rows[t.row]), t.value);
      adder_.move_to(current_cells_);
    }
  }

  void begin_subject(text_pool::code s) {
    if (!out_.codes.empty() && out_.codes.back() == s) return;
    finish_subject();
    out_.codes.push_back(s);
    out_.subjects.emplace_back().cells_begin = out_.store.cells.size();
  }

  void finish_subject() {
    if (out_.codes.empty()) return;
    out_.store.cells.insert(out_.store.cells.end(), current_cells_.begin(), current_cells_.end());
    out_.subjects.back().cells_end = out_.store.cells.size();
    current_cells_.clear();
  }

  void note_row(subject_data& subject, std::uint32_t row, std::uint8_t marks) {
    if (marks & verdicts::is_bad) return;
    subject.earliest = std::min(subject.earliest, date::from_days(data().date[row]));
    subject.latest = std::max(subject.latest, date::from_days(data().days()[row]));
    ++subject.rows_end;  // a count until the subjects are put in order
    const basis_range range = book_.range_of_row(row);
    const std::size_t fate = marks & verdicts::is_counted   ? 2
                             : marks & verdicts::is_refused ? 1
                                                            : 0;
    ++out_.fates[range][fate];
    if (!(marks & verdicts::is_selected))
      for (std::size_t b = 0; b < basis_count; ++b)
        out_.unmatched[data().kind[row]][b] += counts_on(range, static_cast<basis>(b));
  }

  const book_data& book_;
  const segment_table& segments_;
  const classes_of_rows* by_class_;
  cell_adder adder_;
  judge by_chunk_;
  book_part out_;
  std::vector<std::uint32_t> undecided_, number_of_undecided_;
  verdicts judged_, of_undecided_;
  std::vector<taken> by_subject_;    // of the chunk
  std::vector<std::size_t> bounds_;  // of each subject's part
  std::vector<text_pool::code> subjects_in_chunk_;
  std::vector<std::uint32_t> number_of_row_;
  cell_list current_cells_;  // of the last subject
};

}  // namespace dutyscore::engine
