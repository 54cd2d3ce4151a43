#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/share_work.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/segments.hpp"
#include "dutyscore/impl/engine/book_part.ipp"
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

/// Makes a book: rows that cannot be judged are found first, then the subjects are shared among
/// threads.
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
    book_->bound = std::make_unique<bound_rows>(book_->plan, book_->rows, entries, &watch_);
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
  const batch_data& data() const { return book_->rows.data(); }

  // ---- accumulation ----

  void accumulate() {
    std::vector<std::uint32_t>& order = book_->order;
    leave_out_bad_rows();
    const segment_table segments = segments_of(book_->plan, data().days(), book_->rows.extent());
    watch_.ask();
    const unsigned threads = std::max(1u, options_->threads);
    std::optional<classes_of_rows> by_class;
    if (data().rows >= options_->fuse_from)
      by_class.emplace(book_->plan, *book_->bound, segments, threads, watch_);
    const std::vector<std::size_t> borders = cut(threads);
    parts_.resize(borders.size() - 1);
    std::vector<std::optional<part_worker>> workers(threads);
    const auto work = [&](unsigned thread, std::size_t piece) {
      auto& worker = workers[thread];
      if (!worker) worker.emplace(*book_, segments, by_class ? &*by_class : nullptr);
      const std::size_t first = borders[piece], end = borders[piece + 1];
      parts_[piece] = worker->run(std::span(order).subspan(first, end - first), watch_);
    };
    share_work(threads, parts_.size(), work, &watch_);
    take_parts();
    leave_out_bad_rows();
  }

  void leave_out_bad_rows() {
    watch_.ask();
    if (checks_->any_bad())
      std::erase_if(book_->order, [&](std::uint32_t row) { return checks_->is_bad()[row]; });
    watch_.ask();
  }

  /// Borders in book_data::order, between subjects. Several for each thread, because subjects differ
  /// in their rows; one thread has several as well, whose cells need no memory of double the size
  /// while they grow.
  std::vector<std::size_t> cut(unsigned threads) const {
    constexpr std::size_t pieces_of_thread = 8, least_rows = 8192;
    const std::vector<std::uint32_t>& order = book_->order;
    const auto subject_at = [&](std::size_t i) { return data().subject[order[i]]; };
    const std::size_t rows = std::max(least_rows, order.size() / (threads * pieces_of_thread));
    std::vector<std::size_t> out{0};
    while (out.back() < order.size()) {
      std::size_t end = std::min(order.size(), out.back() + rows);
      while (end < order.size() && subject_at(end) == subject_at(end - 1)) ++end;
      out.push_back(end);
    }
    return out;
  }

  /// Cells stay where they were made.
  void take_parts() {
    for (book_part& p : parts_) {
      for (subject_data& s : p.subjects) s.store = book_->stores.size();
      book_->stores.push_back(std::move(p.store));
      for (const auto& [row, why] : p.failures) checks_->mark_failed(row, why);
      for (const auto& [kind, rows] : p.unmatched)
        for (std::size_t b = 0; b < basis_count; ++b) book_->unmatched[kind][b] += rows[b];
    }
  }

  // ---- after the rows ----

  bool set_through() {
    if (options_->through) {
      book_->through = *options_->through;
      return true;
    }
    if (book_->order.empty()) return false;
    date latest = date::min();
    for (const book_part& p : parts_)
      for (const subject_data& s : p.subjects) latest = std::max(latest, s.latest);
    book_->through = period_of(latest, period_unit::month).last;
    return true;
  }

  /// Everybody with a row that is not bad, and everybody on the roster, sorted by their text.
  void name_subjects() {
    std::map<std::string_view, subject_data> by_name;
    std::size_t row = 0;
    progress_pulse pulse(&watch_, 1024);
    for (const book_part& p : parts_)
      for (std::size_t i = 0; i < p.subjects.size(); ++i, pulse()) {
        subject_data s = p.subjects[i];
        const std::size_t rows = s.rows_end;
        s.rows_begin = row;
        s.rows_end = row += rows;
        if (rows > 0) by_name[data().texts.text(p.codes[i])] = s;
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
        for (const book_part& p : parts_) {
          (counts ? out.unmatched : out.not_on_basis) += p.fates[r][0];
          (counts ? out.refused : out.not_on_basis) += p.fates[r][1];
          (counts ? out.counted : out.not_on_basis) += p.fates[r][2];
        }
      }
    }
  }

  std::shared_ptr<book_data> book_;
  const evaluate_options* options_;
  progress_watch watch_;
  std::optional<row_checks> checks_;
  std::vector<book_part> parts_;
};

}  // namespace dutyscore::engine

namespace dutyscore {

DUTYSCORE_INLINE result<book> evaluate(const policy& policy, const batch& rows,
                                       const evaluate_options& options) {
  return engine::accumulation(policy, rows, options).run();
}

}  // namespace dutyscore
