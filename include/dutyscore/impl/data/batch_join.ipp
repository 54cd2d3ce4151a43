#pragma once

#include <algorithm>
#include <functional>
#include <map>

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

  batch join(unsigned threads) {
    join_texts();
    join_places();
    join_bad();
    add_columns();
    share_work(threads, jobs_.size(), [this](unsigned, std::size_t job) { jobs_[job](); });
    return batch(std::move(to_));
  }

 private:
  using codes = std::vector<text_pool::code>;

  /// A text that is new to the pieces before is new to the reader that first met it, so those that
  /// came with each piece, piece by piece, are in the order of first sight.
  void join_texts() {
    for (const batch_part& p : parts_)
      for (std::size_t c = p.texts_before; c < p.texts_after; ++c)
        maps_[p.reader].push_back(
            to_->texts.intern(p.rows->texts.text(static_cast<text_pool::code>(c))));
  }

  void join_places() {
    batch_data& to = *to_;
    bool has_gaps = false, has_files = false;
    std::size_t row = 0;
    for (const batch_part& p : parts_) {
      if (p.rows.rows() == 0) continue;
      if (row == 0) to.first_row = p.rows->number_of(0);
      has_gaps |= !p.rows->row_number.empty() || p.rows->first_row != to.first_row + row;
      has_files |= p.file > 0;
      row += p.rows.rows();
    }
    if (has_gaps)
      add(to.row_number, [](const batch_part& p, std::size_t i) { return p.rows->number_of(i); });
    if (has_files) add(to.file, [](const batch_part& p, std::size_t) { return p.file; });
  }

  void join_bad() {
    for (const batch_part& p : parts_)
      for (const bad_row& b : p.rows->bad) to_->bad.push_back({p.file, b.row, b.why});
  }

  void add_columns() {
    batch_data& to = *to_;
    add_codes(to.subject, &batch_data::subject);
    add_codes(to.kind, &batch_data::kind);
    add_values(to.date, &batch_data::date);
    add_values(to.end, &batch_data::end);
    if (any([](const batch_data& d) { return !d.credited.empty(); }))
      add(to.credited, [](const batch_part& p, std::size_t i) { return p.rows->days()[i]; });
    add_values(to.standing, &batch_data::standing);
    add_values(to.since, &batch_data::since);
    for (const auto column :
         {&batch_data::title, &batch_data::id, &batch_data::reason, &batch_data::evidence})
      if (any([column](const batch_data& d) { return !(d.*column).empty(); }))
        add_codes(to.*column, column);
    for (std::size_t f = 0; f < to.fields.size(); ++f) add_field(f);
  }

  void add_field(std::size_t f) {
    field_column& to = to_->fields[f];
    const auto from = [f](const batch_part& p) -> const field_column& {
      return p.rows->fields[f];
    };
    const auto has = [&](auto column) {
      return any([&](const batch_data& d) { return !(d.fields[f].*column).empty(); });
    };
    if (has(&field_column::numbers))
      add(to.numbers, [from](const batch_part& p, std::size_t i) { return from(p).numbers[i]; });
    if (has(&field_column::texts))
      add(to.texts, [this, from](const batch_part& p, std::size_t i) {
        return maps_.at(p.reader)[from(p).texts[i]];
      });
    if (has(&field_column::days))
      add(to.days, [from](const batch_part& p, std::size_t i) { return from(p).days[i]; });
    if (has(&field_column::flags))
      add(to.flags, [from](const batch_part& p, std::size_t i) { return from(p).flags[i]; });
  }

  template <class Asked>
  bool any(Asked asked) const {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const batch_part& p) { return asked(p.rows.data()); });
  }

  /// A job that fills one column with what `value` says of each row of each part.
  template <class T, class Value>
  void add(std::vector<T>& to, Value value) {
    jobs_.push_back([this, &to, value] {
      to.reserve(to_->rows);
      for (const batch_part& p : parts_)
        for (std::size_t i = 0; i < p.rows.rows(); ++i) to.push_back(value(p, i));
    });
  }
  template <class T>
  void add_values(std::vector<T>& to, std::vector<T> batch_data::*column) {
    add(to, [column](const batch_part& p, std::size_t i) { return (p.rows.data().*column)[i]; });
  }
  /// A part without such a column holds no text of it: code 0.
  void add_codes(codes& to, codes batch_data::*column) {
    add(to, [this, column](const batch_part& p, std::size_t i) {
      const codes& from = p.rows.data().*column;
      return from.empty() ? text_pool::code{0} : maps_.at(p.reader)[from[i]];
    });
  }

  std::shared_ptr<batch_data> to_;
  std::vector<batch_part> parts_;
  std::map<std::size_t, codes> maps_;  // from a reader's codes to those of the whole
  std::vector<std::function<void()>> jobs_;
};

DUTYSCORE_INLINE batch join(std::shared_ptr<batch_data> to, std::vector<batch_part> parts,
                            unsigned threads) {
  return batch_joiner(std::move(to), std::move(parts)).join(threads);
}

}  // namespace dutyscore::detail
