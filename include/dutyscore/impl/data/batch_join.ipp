#pragma once

#include <algorithm>
#include <functional>
#include <span>

#include "dutyscore/core/share_work.hpp"
#include "dutyscore/data/batch_join.hpp"

namespace dutyscore::detail {

class batch_joiner {
 public:
  batch_joiner(std::shared_ptr<batch_data> to, std::vector<batch_part> parts)
      : to_(std::move(to)), parts_(std::move(parts)) {
    std::sort(parts_.begin(), parts_.end(),
              [](const batch_part& a, const batch_part& b) { return a.number < b.number; });
    for (const batch_part& p : parts_) to_->rows += p.rows.rows();
  }

  batch join(unsigned threads, progress_watch* watch) {
    join_texts();
    join_places();
    join_bad();
    add_columns();
    const auto work = [&](unsigned, std::size_t job) {
      if (watch) watch->ask();
      jobs_[job]();
    };
    share_work(threads, jobs_.size(), work, watch);
    return batch(std::move(to_));
  }

 private:
  using codes = std::vector<text_pool::code>;

  /// A text that is new to the pieces before is new to the reader that first met it, so those that
  /// came with each piece, piece by piece, are in the order of first sight.
  void join_texts() {
    for (const batch_part& p : parts_) {
      if (p.reader >= maps_.size()) maps_.resize(p.reader + 1);
      for (std::size_t c = p.texts_before; c < p.texts_after; ++c)
        maps_[p.reader].push_back(
            to_->texts.intern(p.rows->texts.text(static_cast<text_pool::code>(c))));
    }
  }

  void join_places() {
    batch_data& to = *to_;
    bool has_gaps = false, has_files = false;
    std::size_t row = 0;
    for (const batch_part& p : parts_) {
      if (p.rows.rows() == 0) continue;
      if (row == 0) to.first_row = p.rows->number_of(0);
      has_gaps |= !p.rows->row_number.empty() || p.rows->first_row != to.first_row + row;
      has_files |= p.file > 0 || !p.rows->file.empty();
      row += p.rows.rows();
    }
    if (has_gaps)
      add(to.row_number, [](const batch_part& p, std::span<std::uint64_t> out) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = p.rows->number_of(i);
      });
    if (has_files)
      add(to.file, [](const batch_part& p, std::span<std::uint32_t> out) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = p.file + p.rows->file_of(i);
      });
  }

  void join_bad() {
    for (const batch_part& p : parts_)
      for (const bad_row& b : p.rows->bad) to_->bad.push_back({p.file + b.file, b.row, b.why});
  }

  void add_columns() {
    batch_data& to = *to_;
    // The widest columns first, so that threads end together.
    for (std::size_t f = 0; f < to.fields.size(); ++f) add_field(f);
    add_codes(to.subject, &batch_data::subject);
    add_codes(to.kind, &batch_data::kind);
    add_values(to.date, [](const batch_data& d) -> auto& { return d.date; });
    add_values(to.end, [](const batch_data& d) -> auto& { return d.end; });
    if (any([](const batch_data& d) { return !d.credited.empty(); }))
      add_values(to.credited, [](const batch_data& d) -> auto& { return d.days(); });
    for (const auto column :
         {&batch_data::title, &batch_data::id, &batch_data::reason, &batch_data::evidence})
      if (any([column](const batch_data& d) { return !(d.*column).empty(); }))
        add_codes(to.*column, column);
    add_values(to.standing, [](const batch_data& d) -> auto& { return d.standing; });
    add_values(to.since, [](const batch_data& d) -> auto& { return d.since; });
  }

  void add_field(std::size_t f) {
    field_column& to = to_->fields[f];
    const auto of = [f](auto column) {
      return [f, column](const batch_data& d) -> auto& { return d.fields[f].*column; };
    };
    const auto has = [&](auto column) {
      return any([&](const batch_data& d) { return !(d.fields[f].*column).empty(); });
    };
    if (has(&field_column::numbers)) add_values(to.numbers, of(&field_column::numbers));
    if (has(&field_column::texts)) add_mapped(to.texts, of(&field_column::texts));
    if (has(&field_column::days)) add_values(to.days, of(&field_column::days));
    if (has(&field_column::flags)) add_values(to.flags, of(&field_column::flags));
  }

  template <class Asked>
  bool any(Asked asked) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const batch_part& p) { return asked(p.rows.data()); });
  }

  /// A job that fills one column with what `fill` puts into the rows of each part.
  template <class T, class Fill>
  void add(std::vector<T>& to, Fill fill) {
    jobs_.push_back([this, &to, fill] {
      to.reserve(to_->rows);
      for (const batch_part& p : parts_) {
        const std::size_t before = to.size();
        to.resize(before + p.rows.rows());
        fill(p, std::span(to).subspan(before));
      }
    });
  }
  template <class T, class Column>
  void add_values(std::vector<T>& to, Column column) {
    jobs_.push_back([this, &to, column] {
      to.reserve(to_->rows);
      for (const batch_part& p : parts_)
        to.insert(to.end(), column(p.rows.data()).begin(), column(p.rows.data()).end());
    });
  }
  /// A part without such a column holds no text of it: code 0.
  template <class Column>
  void add_mapped(codes& to, Column column) {
    add(to, [this, column](const batch_part& p, std::span<text_pool::code> out) {
      const codes& from = column(p.rows.data());
      const codes& map = maps_[p.reader];
      for (std::size_t i = 0; i < from.size(); ++i) out[i] = map[from[i]];
    });
  }
  void add_codes(codes& to, codes batch_data::*column) {
    add_mapped(to, [column](const batch_data& d) -> auto& { return d.*column; });
  }

  std::shared_ptr<batch_data> to_;
  std::vector<batch_part> parts_;
  std::vector<codes> maps_;  // by reader: from its codes to those of the whole
  std::vector<std::function<void()>> jobs_;
};

DUTYSCORE_INLINE batch join(std::shared_ptr<batch_data> to, std::vector<batch_part> parts,
                            unsigned threads, progress_watch* watch) {
  return batch_joiner(std::move(to), std::move(parts)).join(threads, watch);
}

}  // namespace dutyscore::detail
