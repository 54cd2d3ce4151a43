#pragma once

#include <algorithm>
#include <utility>

#include "dutyscore/data/batch_join.hpp"

namespace dutyscore::detail {

/// The columns that every batch has: places, and then in the order of `batch_data`.
enum class joined_column : std::size_t {
  place, subject, kind, days, end, standing, since, title, id, reason, evidence, fields
};

DUTYSCORE_INLINE std::vector<std::string_view> texts_behind(const text_pool& pool,
                                                            std::size_t before) {
  std::vector<std::string_view> out;
  for (std::size_t c = before; c < pool.size(); ++c)
    out.push_back(pool.text(static_cast<text_pool::code>(c)));
  return out;
}

DUTYSCORE_INLINE batch_join::batch_join(std::shared_ptr<batch_data> to,
                                        std::vector<code_map>& maps, std::size_t first)
    : to_(std::move(to)),
      columns_(static_cast<std::size_t>(joined_column::fields) + to_->fields.size()),
      locks_(std::make_unique<std::mutex[]>(columns_)),
      next_(first),
      maps_(maps) {}

DUTYSCORE_INLINE void code_map::push_back(text_pool::code c) {
  if (size_ == room_) {
    const std::size_t room = std::max<std::size_t>(1024, 2 * room_);
    std::shared_ptr<text_pool::code[]> larger(new text_pool::code[room]);
    std::copy_n(codes_.get(), size_, larger.get());
    codes_ = std::move(larger);
    room_ = room;
  }
  codes_.get()[size_++] = c;
}

DUTYSCORE_INLINE void batch_join::add(batch_part part) {
  std::unique_lock<std::mutex> held;
  const std::vector<turn> turns = take_turns(std::move(part), held);
  if (turns.empty()) return;
  for (std::size_t column = 0; column < columns_; ++column) {
    if (column > 0) held = std::unique_lock(locks_[column]);  // and then lets go of the last
    for (const turn& t : turns)
      if (t.part.rows.rows() > 0) append_column(t, column);
  }
}

/// The parts whose turn it is now, and the first lock, so that nobody comes between.
DUTYSCORE_INLINE std::vector<batch_join::turn> batch_join::take_turns(
    batch_part part, std::unique_lock<std::mutex>& first) {
  const std::lock_guard guard(order_);
  std::vector<turn> out;
  const std::size_t number = part.number;
  waiting_.emplace(number, std::move(part));
  try {
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == next_;
         next = waiting_.erase(next), ++next_)
      out.push_back(next_turn(std::move(next->second)));
  } catch (...) {
    next_ = static_cast<std::size_t>(-1);  // a part is lost: it is nobody's turn any more
    throw;
  }
  if (!out.empty()) first = std::unique_lock(locks_[0]);
  return out;
}

/// A text that is new to the parts before is new to the reader that first met it, so those that
/// came with each part, part by part, are in the order of first sight.
DUTYSCORE_INLINE batch_join::turn batch_join::next_turn(batch_part part) {
  turn out;
  out.rows_before = rows_;
  rows_ += part.rows.rows();
  for (const bad_row& b : part.rows->bad) to_->bad.push_back({part.file + b.file, b.row, b.why});
  if (maps_.empty()) {
    to_->texts = part.rows->texts;
  } else {
    code_map& map = maps_[part.reader];
    for (const std::string_view text : part.new_texts) map.push_back(to_->texts.intern(text));
    out.map = map.codes();
  }
  out.part = std::move(part);
  return out;
}

DUTYSCORE_INLINE void batch_join::append_column(const turn& t, std::size_t column) {
  batch_data& to = *to_;
  const batch_data& from = t.part.rows.data();
  switch (static_cast<joined_column>(column)) {
    case joined_column::place:
      return append_place(t);
    case joined_column::subject:
      return append_codes(t, to.subject, from.subject);
    case joined_column::kind:
      return append_codes(t, to.kind, from.kind);
    case joined_column::days:
      return append_days(t);
    case joined_column::end:
      return append(to.end, from.end);
    case joined_column::standing:
      return append(to.standing, from.standing);
    case joined_column::since:
      return append(to.since, from.since);
    case joined_column::title:
      return append_optional(t, &batch_data::title);
    case joined_column::id:
      return append_optional(t, &batch_data::id);
    case joined_column::reason:
      return append_optional(t, &batch_data::reason);
    case joined_column::evidence:
      return append_optional(t, &batch_data::evidence);
    case joined_column::fields:
      break;
  }
  append_field(t, column - static_cast<std::size_t>(joined_column::fields));
}

/// File and number are left out while they say nothing, as a builder does.
DUTYSCORE_INLINE void batch_join::append_place(const turn& t) {
  batch_data& to = *to_;
  const batch& rows = t.part.rows;
  const std::size_t before = t.rows_before, count = rows.rows();
  if (before == 0) to.first_row = rows->number_of(0);
  const bool has_gaps = !rows->row_number.empty() || rows->first_row != to.first_row + before;
  if (has_gaps || !to.row_number.empty()) {
    make_room(to.row_number, before + count - to.row_number.size());
    for (std::size_t i = to.row_number.size(); i < before; ++i)
      to.row_number.push_back(to.first_row + i);
    for (std::size_t i = 0; i < count; ++i) to.row_number.push_back(rows->number_of(i));
  }
  if (t.part.file > 0 || !rows->file.empty() || !to.file.empty()) {
    make_room(to.file, before + count - to.file.size());
    to.file.resize(before);
    for (std::size_t i = 0; i < count; ++i) to.file.push_back(t.part.file + rows->file_of(i));
  }
  to.rows = before + count;
}

/// Days that rows count on are those of `date` until one says otherwise.
DUTYSCORE_INLINE void batch_join::append_days(const turn& t) {
  batch_data& to = *to_;
  const batch_data& from = t.part.rows.data();
  if (to.credited.empty() && !from.credited.empty()) to.credited = to.date;
  append(to.date, from.date);
  if (!to.credited.empty() || !from.credited.empty()) append(to.credited, from.days());
}

/// A part without such a column holds no text of it: code 0.
DUTYSCORE_INLINE void batch_join::append_optional(const turn& t, codes batch_data::*column) {
  codes& to = to_.get()->*column;
  const codes& from = t.part.rows.data().*column;
  if (from.empty() && to.empty()) return;
  make_room(to, t.rows_before + t.part.rows.rows() - to.size());
  to.resize(t.rows_before);
  if (from.empty())
    to.resize(t.rows_before + t.part.rows.rows());
  else
    append_codes(t, to, from);
}

DUTYSCORE_INLINE void batch_join::append_field(const turn& t, std::size_t index) {
  field_column& to = to_->fields[index];
  const field_column& from = t.part.rows->fields[index];
  append(to.numbers, from.numbers);
  append_codes(t, to.texts, from.texts);
  append(to.days, from.days);
  append(to.flags, from.flags);
}

DUTYSCORE_INLINE void batch_join::append_codes(const turn& t, codes& to, const codes& from) {
  if (!t.map) return append(to, from);
  const std::size_t before = to.size();
  make_room(to, from.size());
  to.resize(before + from.size());
  const text_pool::code* const map = t.map.get();
  text_pool::code* const out = to.data() + before;
  for (std::size_t i = 0; i < from.size(); ++i) out[i] = map[from[i]];
}

template <class T>
void batch_join::append(std::vector<T>& to, const std::vector<T>& from) {
  make_room(to, from.size());
  to.insert(to.end(), from.begin(), from.end());
}

template <class T>
void batch_join::make_room(std::vector<T>& to, std::size_t more) {
  const std::size_t needed = to.size() + more;
  if (needed > to.capacity())
    to.reserve(std::max({needed, 2 * to.capacity(), expected_.load(std::memory_order_relaxed)}));
}

}  // namespace dutyscore::detail
