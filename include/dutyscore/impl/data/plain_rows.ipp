#pragma once

#include <algorithm>

#include "dutyscore/data/delimiters.hpp"
#include "dutyscore/data/plain_rows.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE plain_rows::plain_rows(batch_builder& to, const csv_header& header,
                                        const csv_limits& limits, const char* readable)
    : limits_(limits), readable_(readable), columns_(to), places_(chunk_bytes + delimiter_slack) {
  if (!columns_.is_usable()) return;
  for (const header_cell& h : header.cells) cells_.push_back(columns_.plan(h.use, h.column));
}

DUTYSCORE_INLINE void plain_rows::take(csv_cursor& cursor, std::uint64_t& row) {
  if (!columns_.is_usable()) return;
  columns_.number_from(row + 1);
  const char* const from = cursor.at;
  std::size_t left = columns_.room();
  for (; left > 0 && find_row(cursor.at, cursor.end) && read_row(cursor.at); --left) {
    const char* const last = chunk_ + places_[next_ + cells_.size() - 1];
    next_ += cells_.size() + (*last == '\r');
    cursor.at = last + (*last == '\r' ? 2 : 1);
    ++row;
    if (!columns_.is_full()) continue;
    if (!columns_.expects())
      columns_.expect_rows(static_cast<std::size_t>(cursor.at - from),
                           static_cast<std::size_t>(cursor.end - cursor.at));
    columns_.flush();
  }
  columns_.flush();
}

/// Makes places_[next_] the end of the first cell of the row at `at`, and those of the other cells
/// follow it. False when the row has not as many delimiters before the end of what can be looked
/// at.
DUTYSCORE_INLINE bool plain_rows::find_row(const char* at, const char* end) {
  const std::size_t cells = cells_.size();
  const auto slack = static_cast<std::size_t>(readable_ - at);
  if (slack <= plain_columns::slack) return false;
  const bool is_inside = at >= chunk_ && at < chunk_end_;
  if (is_inside) {
    const auto offset = static_cast<std::uint32_t>(at - chunk_);
    while (next_ < count_ && places_[next_] < offset) ++next_;
    if (next_ + cells < count_) return true;
  }
  if (is_inside && at == chunk_) return false;
  const std::size_t bytes = std::min({chunk_bytes, slack - plain_columns::slack,
                                      static_cast<std::size_t>(end - at)});
  chunk_ = at;
  chunk_end_ = at + bytes;
  next_ = 0;
  count_ = find_delimiters({at, bytes}, places_.data());
  return cells < count_;
}

DUTYSCORE_INLINE bool plain_rows::read_row(const char* at) {
  const std::size_t last = cells_.size() - 1;
  const std::uint32_t* const places = places_.data() + next_;
  const char* const end = chunk_ + places[last];
  const bool is_ended = *end == '\n' || (*end == '\r' && end[1] == '\n');
  if (!is_ended || static_cast<std::size_t>(end - at) > limits_.row_bytes) return false;
  columns_.begin_row();
  for (std::size_t i = 0; i <= last; ++i) {
    const char* const to = chunk_ + places[i];
    if (i != last && *to != ',') return false;
    if (!columns_.read(cells_[i], at, static_cast<std::size_t>(to - at))) return false;
    at = to + 1;
  }
  return columns_.end_row();
}

}  // namespace dutyscore::detail
