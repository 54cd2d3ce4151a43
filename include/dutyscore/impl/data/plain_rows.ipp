#pragma once

#include <algorithm>

#include "dutyscore/data/delimiters.hpp"
#include "dutyscore/data/plain_rows.hpp"

namespace dutyscore::detail {

DUTYSCORE_INLINE plain_rows::plain_rows(batch_builder& to, const csv_header& header,
                                        const csv_limits& limits, const char* readable)
    : limits_(limits), readable_(readable), columns_(to) {
  if (!columns_.is_usable()) return;
  places_.resize(1 + chunk_bytes + delimiter_slack);
  for (const header_cell& h : header.cells) cells_.push_back(columns_.plan(h.use, h.column));
}

DUTYSCORE_INLINE void plain_rows::take(csv_cursor& cursor, std::uint64_t& row) {
  if (!columns_.is_usable()) return;
  columns_.number_from(row + 1);
  for (std::size_t wanted; (wanted = columns_.wanted_rows()) > 0;) {
    if (!find_rows(cursor.at, cursor.end)) return;
    const char* const from = cursor.at;
    const std::size_t step = places_per_row(), asked = count_rows(wanted);
    const cell_places places{chunk_, places_.data() + next_, step, 1};
    const std::size_t taken = asked ? columns_.take(cells_, places, asked) : 0;
    row += taken;
    next_ += taken * step;
    cursor.at = chunk_ + static_cast<std::uint32_t>(places_[next_] + 1);
    if (taken == 0 || taken < asked) return;
    columns_.expect_rows(taken, static_cast<std::size_t>(cursor.at - from),
                         static_cast<std::size_t>(cursor.end - cursor.at));
  }
}

/// Makes places_[next_] the place before the row at `at`, which is followed by those of all its
/// delimiters. False when there are not as many before the end of what can be looked at.
DUTYSCORE_INLINE bool plain_rows::find_rows(const char* at, const char* end) {
  const std::size_t needed = cells_.size() + 1;  // a line may end with two
  const auto slack = static_cast<std::size_t>(readable_ - at);
  if (slack <= plain_columns::slack) return false;
  const bool is_inside = at >= chunk_ && at < chunk_end_;
  if (is_inside) {
    const auto offset = static_cast<std::uint32_t>(at - chunk_);
    while (next_ + 1 < count_ && places_[next_ + 1] < offset) ++next_;
    places_[next_] = offset - 1;
    if (next_ + needed < count_) return true;
    if (at == chunk_) return false;
  }
  const std::size_t bytes = std::min({chunk_bytes, slack - plain_columns::slack,
                                      static_cast<std::size_t>(end - at)});
  chunk_ = at;
  chunk_end_ = at + bytes;
  next_ = 0;
  places_[0] = static_cast<std::uint32_t>(-1);
  count_ = 1 + find_delimiters({at, bytes}, places_.data() + 1);
  return needed < count_;
}

DUTYSCORE_INLINE std::size_t plain_rows::places_per_row() const {
  return cells_.size() + (chunk_[places_[next_ + cells_.size()]] == '\r');
}

/// How many rows, at most so many, have a comma behind each cell but the last, and the same line
/// end.
DUTYSCORE_INLINE std::size_t plain_rows::count_rows(std::size_t most) const {
  const std::size_t cells = cells_.size(), step = places_per_row();
  const bool has_returns = step > cells;
  const std::uint32_t* place = places_.data() + next_;
  most = std::min(most, (count_ - 1 - next_) / step);
  for (std::size_t row = 0; row < most; ++row, place += step) {
    int wrong = 0;
    for (std::size_t i = 1; i < cells; ++i) wrong |= chunk_[place[i]] ^ ',';
    const char* const end = chunk_ + place[cells];
    const bool is_ended = has_returns ? *end == '\r' && end[1] == '\n' : *end == '\n';
    if (wrong || !is_ended || place[cells] - (place[0] + 1) > limits_.row_bytes) return row;
  }
  return most;
}

}  // namespace dutyscore::detail
