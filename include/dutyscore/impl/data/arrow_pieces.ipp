#pragma once

#include <algorithm>

#include "dutyscore/data/arrow_columns.hpp"
#include "dutyscore/data/arrow_pieces.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE arrow_pieces::arrow_pieces(std::vector<arrow_source> tables, const schema& s,
                                            const arrow_options& options, const time_zone* zone)
    : schema_(s),
      options_(options),
      zone_(zone),
      piece_rows_(static_cast<std::int64_t>(std::max<std::size_t>(1, options.piece_rows))),
      sources_(std::move(tables)),
      outcomes_(options.limits, sources_.size()) {}

DUTYSCORE_INLINE std::optional<arrow_piece> arrow_pieces::take() {
  const bool is_owner = std::this_thread::get_id() == owner_;
  lock held(lock_);
  for (;;) {
    if (outcomes_.is_full()) return std::nullopt;
    if (is_owner && wants_more()) {
      fetch(held);
      continue;
    }
    if (auto piece = cut_piece()) return piece;
    if (has_ended_) return std::nullopt;
    if (!is_owner) changed_.wait(held);
  }
}

DUTYSCORE_INLINE bool arrow_pieces::wants_more() const {
  const std::int64_t ahead = 2 * piece_rows_ * static_cast<std::int64_t>(options_.threads);
  return !has_ended_ && queued_rows_ < ahead;
}

/// One array more. The lock is let go of while the producer works.
DUTYSCORE_INLINE void arrow_pieces::fetch(lock& held) {
  const bool is_given_up = arrays_ && outcomes_.is_broken(table());
  if (is_given_up) arrays_.reset();
  if (!arrays_ && outcomes_.all_are_open()) {
    has_ended_ = true;
    changed_.notify_all();
    return;
  }
  const bool is_new = !arrays_;
  if (is_new) open_next();
  arrived next{table(), arrays_->head(), {}, std::nullopt};
  held.unlock();
  diagnostics problems;
  if (is_new) problems = arrays_->read_head(schema_, table_kind::activities);
  if (problems.empty()) next.stop = arrays_->next(next.rows.array);
  held.lock();
  if (!problems.empty()) outcomes_.fail(next.table, problems);
  if (!next.rows.array) arrays_.reset();
  if (next.rows.array || next.stop) add(std::move(next));
  changed_.notify_all();
}

DUTYSCORE_INLINE void arrow_pieces::open_next() {
  arrays_.emplace(std::move(sources_[outcomes_.open()]), options_, zone_);
  heads_.push_back(arrays_->head());
  next_number_ = 1;
}

DUTYSCORE_INLINE void arrow_pieces::add(arrived next) {
  const std::int64_t rows = next.rows.end = next.stop ? 0 : (*next.rows.array)->length;
  next.rows.number = next_number_;
  next_number_ += static_cast<std::uint64_t>(rows);
  queued_rows_ += rows;
  rows_seen_ += static_cast<std::size_t>(rows);
  if (!next.stop) ++arrays_seen_;
  queue_.push_back(std::move(next));
}

/// Of the array that came first.
DUTYSCORE_INLINE std::optional<arrow_piece> arrow_pieces::cut_piece() {
  while (!queue_.empty()) {
    arrived& front = queue_.front();
    arrow_stretch& left = front.rows;
    if (front.stop) outcomes_.settle({next_piece_++, front.table, 0, front.stop, nullptr});
    const bool is_done = front.stop || outcomes_.is_broken(front.table) ||
                         (front.is_cut && left.begin == left.end);
    if (is_done) {
      queued_rows_ -= left.end - left.begin;
      queue_.pop_front();
      continue;
    }
    front.is_cut = true;  // one without rows, too, so that somebody looks at it
    arrow_piece out{next_piece_++, front.table, front.head, left};
    out.rows.end = std::min(left.end, left.begin + piece_rows_);
    const std::int64_t rows = out.rows.end - left.begin;
    left.begin += rows;
    left.number += static_cast<std::uint64_t>(rows);
    queued_rows_ -= rows;
    return out;
  }
  return std::nullopt;
}

DUTYSCORE_INLINE void arrow_pieces::settle(piece_outcome outcome) {
  const lock held(lock_);
  outcomes_.settle(std::move(outcome));
  changed_.notify_all();
}

DUTYSCORE_INLINE void arrow_pieces::stop() {
  const lock held(lock_);
  queue_.clear();
  has_ended_ = true;
  changed_.notify_all();
}

DUTYSCORE_INLINE std::size_t arrow_pieces::expected_rows() {
  const lock held(lock_);
  return arrays_seen_ > 1 ? rows_after(rows_seen_) : rows_seen_;
}

DUTYSCORE_INLINE diagnostics arrow_pieces::finish() {
  const lock held(lock_);
  return outcomes_.finish([this](std::size_t table) { return heads_[table]->no_rows(); });
}

}  // namespace dutyscore::detail
