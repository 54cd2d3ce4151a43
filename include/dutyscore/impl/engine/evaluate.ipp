#pragma once

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/subject_cells.hpp"

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
      : book_(std::make_shared<book_data>(p)), options_(&options) {
    book_->rows = rows;
    book_->subjects_entry = options.subjects;
    require_schema(book_->plan.policy.schema(), rows, options.subjects);
    const roster* entries = book_->subjects_entry ? &*book_->subjects_entry : nullptr;
    book_->bound = std::make_unique<bound_rows>(book_->plan, book_->rows, entries);
  }

  result<book> run() {
    if (auto missing = missing_roster()) return *missing;
    is_bad_.assign(data().rows, false);
    find_unlisted_subjects();
    group_by_subject();
    find_id_clashes();
    accumulate();
    collect_bad_rows();
    const bool has_through = set_through();
    // Without a good row there is no account, and the bad rows are the reason.
    const bool must_be_good = options_->bad_rows == on_bad_row::fail || !has_through;
    if (must_be_good && !book_->bad.empty()) return bad_row_messages();
    if (!has_through) return make_diagnostic("DS0403", {});
    name_subjects();
    count_rows();
    return book(book_);
  }

 private:
  static constexpr std::size_t chunk_rows = 8192;

  const batch_data& data() const { return book_->rows.data(); }

  /// A policy that reads fields of the roster needs one, unless every such field has a default.
  std::optional<diagnostic> missing_roster() const {
    if (!book_->plan.reads_roster || options_->subjects) return std::nullopt;
    for (const schema_field& f : book_->plan.policy.schema().subject)
      if (!f.default_value) return make_diagnostic("DS0404", {f.label});
    return std::nullopt;
  }

  // ---- rows that count nowhere ----

  data_place place_of(std::uint32_t row, std::string column = {}) const {
    const std::uint32_t file = data().file_of(row);
    return {file < data().files.size() ? data().files[file] : "",
            data().number_of(row),
            std::move(column),
            {}};
  }

  void mark_bad(std::uint32_t row, diagnostic why) {
    if (is_bad_[row]) return;
    is_bad_[row] = true;
    book_->bad.push_back({data().file_of(row), data().number_of(row), std::move(why)});
  }

  void find_unlisted_subjects() {
    if (!book_->bound->has_roster()) return;
    for (std::uint32_t row = 0; row < data().rows; ++row)
      if (!book_->bound->entry_of(row))
        mark_bad(row, make_diagnostic("DS0405", {data().texts.text(data().subject[row])},
                                      place_of(row, "subject")));
  }

  void mark_failures(std::span<const std::uint32_t> rows) {
    for (const row_failure& f : judged_.failures)
      mark_bad(rows[f.row], message_of(book_->plan, f, place_of(rows[f.row])));
  }

  /// Rows with the same id, subject and a basis in common are all bad. Rows that are bad anyway
  /// take no part.
  void find_id_clashes() {
    if (data().id.empty()) return;
    const auto no_id = data().texts.find("");
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < data().rows; ++row)
      if (!is_bad_[row] && data().id[row] != no_id) rows.push_back(row);
    const auto key = [&](std::uint32_t row) {
      return std::pair(data().subject[row], data().id[row]);
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    judge by_id(book_->plan, *book_->bound, false);
    for (std::size_t begin = 0, end = 0; begin < rows.size(); begin = end) {
      while (end < rows.size() && key(rows[end]) == key(rows[begin])) ++end;
      const auto of_id = std::span(rows).subspan(begin, end - begin);
      if (!have_basis_in_common(of_id)) continue;  // as a claim and what is left of it on review
      by_id.run(of_id, judged_);
      mark_failures(of_id);
      mark_clashes(of_id);
    }
  }

  bool counts_on_basis(std::uint32_t row, std::size_t b) const {
    return !is_bad_[row] && counts_on(book_->range_of_row(row), static_cast<basis>(b));
  }

  bool have_basis_in_common(std::span<const std::uint32_t> rows) const {
    for (std::size_t b = 0; b < basis_count; ++b)
      if (std::count_if(rows.begin(), rows.end(),
                        [&](std::uint32_t row) { return counts_on_basis(row, b); }) > 1)
        return true;
    return false;
  }

  void mark_clashes(std::span<const std::uint32_t> rows) {
    std::array<std::vector<std::uint32_t>, basis_count> on_basis;
    for (std::uint32_t row : rows)
      for (std::size_t b = 0; b < basis_count; ++b)
        if (counts_on_basis(row, b)) on_basis[b].push_back(row);
    for (const auto& together : on_basis)
      if (together.size() > 1)
        for (std::uint32_t row : together)
          mark_bad(row, make_diagnostic("DS0406",
                                        {data().texts.text(data().id[row]),
                                         data().texts.text(data().subject[row])},
                                        place_of(row, "id")));
  }

  // ---- accumulation ----

  /// A stable counting sort: linear, and the identity for rows that come sorted.
  void group_by_subject() {
    std::vector<std::uint32_t> next(data().texts.size() + 1);
    for (text_pool::code s : data().subject) ++next[s + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    book_->order.resize(data().rows);
    for (std::uint32_t row = 0; row < data().rows; ++row)
      book_->order[next[data().subject[row]]++] = row;
  }

  /// The segment of every day between the first and the last that occurs, so that rows need no
  /// calendar.
  cell_adder prepare_segments() {
    std::vector<std::int32_t> segments;
    if (data().rows > 0) {
      const auto [least, most] = std::minmax_element(data().days().begin(), data().days().end());
      const date first = date::from_days(*least);
      const auto cut = std::upper_bound(book_->plan.cuts.begin(), book_->plan.cuts.end(), first);
      first_day_ = period_of(first, book_->plan.segment).first.days();
      if (cut != book_->plan.cuts.begin())
        first_day_ = std::max(first_day_, std::prev(cut)->days());
      for (std::int32_t d = first_day_, end = d; d <= *most; ++d) {
        if (d == end) {
          segments.push_back(d);
          end = end_of_segment(date::from_days(d)).days() + 1;
        }
        segment_of_day_.push_back(static_cast<std::uint32_t>(segments.size() - 1));
      }
    }
    return cell_adder(book_->plan.slots.size(), std::move(segments));
  }

  /// The last day of the month, or the day before a text changes.
  date end_of_segment(date d) const {
    const date last = period_of(d, book_->plan.segment).last;
    const auto cut = std::upper_bound(book_->plan.cuts.begin(), book_->plan.cuts.end(), d);
    return cut == book_->plan.cuts.end() ? last : std::min(last, *cut - 1);
  }

  void accumulate() {
    std::erase_if(book_->order, [&](std::uint32_t row) { return is_bad_[row]; });
    cell_adder adder = prepare_segments();
    judge by_chunk(book_->plan, *book_->bound, false);
    const std::span<const std::uint32_t> order = book_->order;
    for (std::size_t begin = 0; begin < order.size(); begin += chunk_rows) {
      const auto rows = order.subspan(begin, std::min(chunk_rows, order.size() - begin));
      by_chunk.run(rows, judged_);
      mark_failures(rows);
      add_chunk(rows, adder);
    }
    finish_subject();
    std::erase_if(book_->order, [&](std::uint32_t row) { return is_bad_[row]; });
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
      return segment_of_day_[static_cast<std::size_t>(data().days()[rows[t.row]] - first_day_)];
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

  void collect_bad_rows() {
    book_->bad.insert(book_->bad.end(), data().bad.begin(), data().bad.end());
    std::stable_sort(book_->bad.begin(), book_->bad.end(), [](const bad_row& a, const bad_row& b) {
      return std::pair(a.file, a.row) < std::pair(b.file, b.row);
    });
  }

  diagnostics bad_row_messages() const {
    constexpr std::size_t most_messages = 100;
    diagnostics out;
    for (const bad_row& b : book_->bad) {
      if (out.size() == most_messages) break;
      out.push_back(b.why);
    }
    if (book_->bad.size() > most_messages)
      out.push_back(make_diagnostic(
          "DS0407", {std::to_string(book_->bad.size()), std::to_string(most_messages)}));
    return out;
  }

  /// Everybody with a row that is not bad, and everybody on the roster, sorted by their text.
  void name_subjects() {
    std::map<std::string_view, subject_data> by_name;
    std::size_t row = 0;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      subject_data s = found_[i];
      const std::size_t rows = s.rows_end;
      s.rows_begin = row;
      s.rows_end = row += rows;
      if (rows > 0) by_name[data().texts.text(codes_[i])] = s;
    }
    if (book_->subjects_entry)
      for (const roster_subject& entry : book_->subjects_entry->subjects())
        by_name[entry.subject].entry = &entry;
    const force& whole = book_->plan.policy->blocks[0].in_force;
    const calendar& years = book_->plan.policy->calendar;
    for (auto& [name, s] : by_name) {
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
  std::vector<bool> is_bad_;
  verdicts judged_;
  std::vector<taken> by_subject_;    // of the chunk
  std::vector<std::size_t> bounds_;  // of each subject's part
  std::vector<text_pool::code> subjects_in_chunk_;
  std::vector<std::uint32_t> number_of_row_;
  std::vector<text_pool::code> codes_;  // of the subjects found so far
  std::vector<subject_data> found_;
  cell_list current_cells_;  // of the last of them
  std::int32_t first_day_ = 0;
  std::vector<std::uint32_t> segment_of_day_;
  std::array<std::array<std::uint64_t, 3>, basis_range_count> fates_{};
};

}  // namespace dutyscore::engine

namespace dutyscore {

DUTYSCORE_INLINE result<book> evaluate(const policy& policy, const batch& rows,
                                       const evaluate_options& options) {
  return engine::accumulation(policy, rows, options).run();
}

}  // namespace dutyscore
