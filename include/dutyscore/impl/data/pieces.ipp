#pragma once

#include <algorithm>

#include "dutyscore/core/encoding.hpp"
#include "dutyscore/core/held_alone.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/csv_cut.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/json_lines.hpp"
#include "dutyscore/data/pieces.hpp"

namespace dutyscore {

// ---- handing out ----

DUTYSCORE_INLINE row_pieces::row_pieces(std::vector<std::string> paths, schema s,
                                        csv_options options)
    : schema_(std::move(s)), options_(std::move(options)) {
  for (std::string& path : paths) files_.push_back({std::move(path), {}, 0, false});
}

DUTYSCORE_INLINE std::optional<detail::table_piece> row_pieces::take() {
  const std::lock_guard guard(lock_);
  while (!limit_) {
    if (!table_ && opened_ == files_.size()) return std::nullopt;
    if (!table_) {
      open_next();
      continue;
    }
    if (!files_[opened_ - 1].is_broken)
      if (auto piece = cut_piece()) return piece;
    table_.reset();
    window_ = {};
  }
  return std::nullopt;
}

DUTYSCORE_INLINE void row_pieces::fail(file& f, const diagnostics& why) {
  f.is_broken = true;
  f.messages.insert(f.messages.end(), why.begin(), why.end());
}

DUTYSCORE_INLINE void row_pieces::open_next() {
  file& f = files_[opened_++];
  auto opened = byte_window::open(f.path, options_.limits.file_bytes);
  if (!opened) return fail(f, opened.messages());
  window_ = *std::move(opened);
  row_ = 0;
  if (const diagnostics why = convert(f); !why.empty()) return fail(f, why);
  if (is_json_lines(options_, f.path)) {
    table_ = std::make_shared<const detail::piece_table>(detail::piece_table{f.path, true, {}});
    return;
  }
  if (diagnostics why = fill_header(); !why.empty()) return fail(f, why);
  const std::string_view text = window_.text();
  detail::csv_cursor cursor{text.data(), text.data() + text.size(), {}};
  detail::csv_header header =
      detail::read_header(cursor, f.path, row_, schema_, table_kind::activities, options_);
  if (!header.problems.empty()) return fail(f, header.problems);
  window_.remove_front(static_cast<std::size_t>(cursor.at - text.data()));
  table_ = std::make_shared<const detail::piece_table>(
      detail::piece_table{f.path, false, std::move(header)});
}

/// Looks at the beginning of the table; one that is not UTF-8 is taken in as a whole.
DUTYSCORE_INLINE diagnostics row_pieces::convert(file& f) {
  std::size_t wanted = encoding_sample + 1;
  if (diagnostics why = window_.fill(wanted); !why.empty()) return why;
  if (is_utf8_table(window_.text())) return {};
  while (!window_.is_last())
    if (diagnostics why = window_.fill(wanted *= 2); !why.empty()) return why;
  auto converted = detail::convert_table(window_.text(), f.path);
  if (!converted) return {};
  f.messages.push_back(std::move(converted->note));
  window_ = byte_window::of(share_bytes(std::move(converted->text)));
  return {};
}

/// As much of the table as a header may take, and the blank lines before it.
DUTYSCORE_INLINE diagnostics row_pieces::fill_header() {
  for (std::size_t wanted = options_.limits.row_bytes + 16;; wanted *= 2) {
    if (diagnostics why = window_.fill(wanted); !why.empty()) return why;
    const std::size_t blank = window_.text().find_first_not_of("\uFEFF\r\n");
    if (window_.is_last() || blank < wanted - options_.limits.row_bytes) return {};
  }
}

DUTYSCORE_INLINE std::optional<detail::table_piece> row_pieces::cut_piece() {
  const std::size_t longest = options_.limits.row_bytes + 4;
  for (std::size_t wanted = std::max<std::size_t>(1, options_.piece_bytes);; wanted *= 2) {
    if (diagnostics why = window_.fill(wanted + 1); !why.empty()) {
      fail(files_[opened_ - 1], why);
      return std::nullopt;
    }
    const std::string_view text = window_.text();
    if (text.empty()) return std::nullopt;
    const bool is_rest = window_.is_last() && text.size() <= wanted;
    detail::csv_cut cut;
    if (!is_rest)
      cut = table_->is_json_lines ? detail::cut_lines(text, wanted)
                                  : detail::cut_csv(text, wanted, options_.limits.row_bytes);
    // A record that is longer than it may be ends its table, whatever follows.
    if (cut.bytes == 0 && !is_rest && wanted < longest) continue;
    return take_front(cut.bytes ? cut : detail::csv_cut{text.size(), 0});
  }
}

DUTYSCORE_INLINE detail::table_piece row_pieces::take_front(detail::csv_cut cut) {
  const std::string_view text = window_.text();
  detail::table_piece piece{next_number_++,
                            static_cast<std::uint32_t>(opened_ - 1),
                            table_,
                            window_.owner(),
                            text.substr(0, cut.bytes),
                            text.data() + text.size(),
                            row_};
  row_ += cut.records;
  window_.remove_front(cut.bytes);
  return piece;
}

// ---- what became of them ----

DUTYSCORE_INLINE void row_pieces::settle(detail::piece_outcome outcome) {
  const std::lock_guard guard(lock_);
  const std::size_t number = outcome.number;
  outcomes_.emplace(number, std::move(outcome));
  for (auto next = outcomes_.begin(); next != outcomes_.end() && next->first == next_outcome_;
       next = outcomes_.erase(next), ++next_outcome_)
    settle_next(next->second);
}

/// Outcomes come in the order of the rows here, so that limits are passed where one thread would
/// have passed them.
DUTYSCORE_INLINE void row_pieces::settle_next(const detail::piece_outcome& outcome) {
  file& f = files_[outcome.file];
  if (limit_ || f.is_broken) return;
  f.filled_rows += outcome.filled_rows;
  const batch_data& rows = *outcome.rows;
  if (auto passed = passed_limit(rows)) {
    limit_ = outcome.file;
    return fail(f, {*std::move(passed)});
  }
  rows_ += rows.rows;
  bad_rows_ += rows.bad.size();
  if (outcome.stop) fail(f, {*outcome.stop});
}

/// What batch_builder::passed_limit would say at the first row that is too many.
DUTYSCORE_INLINE std::optional<diagnostic> row_pieces::passed_limit(const batch_data& rows) const {
  const std::uint64_t good_left = options_.limits.rows - rows_;
  const std::uint64_t bad_left = options_.limits.bad_rows - bad_rows_;
  const bool many_good = rows.rows > good_left, many_bad = rows.bad.size() > bad_left;
  if (many_bad && (!many_good || rows.bad[bad_left].row < rows.number_of(good_left)))
    return make_diagnostic("DS0309", {std::to_string(options_.limits.bad_rows)},
                           rows.bad[bad_left].why.data.value());
  if (many_good)
    return make_diagnostic("DS0312", {std::to_string(options_.limits.rows)},
                           data_place{rows.files.back(), rows.number_of(good_left), {}, {}});
  return std::nullopt;
}

DUTYSCORE_INLINE diagnostics row_pieces::finish() {
  const std::lock_guard guard(lock_);
  diagnostics out;
  const std::size_t read = limit_ ? *limit_ + std::size_t{1} : opened_;
  for (std::size_t i = 0; i < read; ++i) {
    file& f = files_[i];
    if (!f.is_broken && f.filled_rows == 0)
      f.messages.push_back(detail::no_rows(options_, f.path));
    out.insert(out.end(), f.messages.begin(), f.messages.end());
  }
  return out;
}

// ---- reading ----

DUTYSCORE_INLINE piece_reader::piece_reader(row_pieces& from, std::size_t pool_bytes)
    : from_(from), pool_bytes_(pool_bytes) {}

DUTYSCORE_INLINE std::optional<batch> piece_reader::next() {
  const auto piece = from_.take();
  if (!piece) return std::nullopt;
  number_ = piece->number;
  file_ = piece->file;
  bytes_ = piece->text.size();
  start_batch(piece->table->name);
  read(*piece);
  return batch(last_);
}

DUTYSCORE_INLINE void piece_reader::start_batch(const std::string& name) {
  texts_before_ = 0;
  if (last_ && last_->texts.bytes() <= pool_bytes_) {
    texts_before_ = last_->texts.size();
    const text_pool texts = last_->texts;
    rooms_.push_back(std::move(last_));
    builder_->begin_batch(free_room(), texts);
  } else {
    rooms_.clear();
    const csv_limits& limits = from_.options().limits;
    builder_ = std::make_unique<batch_builder>(from_.activities(),
                                               builder_limits{limits.bad_rows, limits.rows});
  }
  builder_->start_file(name);
}

/// Of a batch that whoever held it has let go of, perhaps in another thread. Of those that are held
/// as long as the reader lives only few are asked.
DUTYSCORE_INLINE std::shared_ptr<batch_data> piece_reader::free_room() {
  constexpr std::size_t most = 4;
  const auto free = std::find_if(rooms_.begin(), rooms_.end(), is_held_alone<batch_data>);
  std::shared_ptr<batch_data> out;
  if (free != rooms_.end()) {
    out = std::move(*free);
    rooms_.erase(free);
  } else {
    out = std::make_shared<batch_data>();
  }
  if (rooms_.size() > most) rooms_.erase(rooms_.begin());
  return out;
}

DUTYSCORE_INLINE void piece_reader::read(const detail::table_piece& piece) {
  detail::piece_outcome outcome;
  outcome.number = piece.number;
  outcome.file = piece.file;
  const auto read_rows = [&](auto&& reader, auto&&... how) {
    outcome.stop = reader.read_piece(how..., piece.rows_before);
    outcome.filled_rows = reader.filled_rows();
  };
  const detail::piece_table& of = *piece.table;
  if (of.is_json_lines)
    read_rows(detail::json_lines_reader(*builder_, piece.text, of.name, from_.options(),
                                        piece.readable));
  else
    read_rows(detail::csv_table_reader(*builder_, piece.text, of.name, from_.options(),
                                       piece.readable),
              of.header);
  outcome.rows = last_ = builder_->end_batch();
  from_.settle(std::move(outcome));
}

}  // namespace dutyscore
