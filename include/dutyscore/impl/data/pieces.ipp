#pragma once

#include <algorithm>

#include "dutyscore/core/encoding.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/csv_cut.hpp"
#include "dutyscore/data/csv_table.hpp"
#include "dutyscore/data/json_lines.hpp"
#include "dutyscore/data/pieces.hpp"

namespace dutyscore {

// ---- handing out ----

DUTYSCORE_INLINE row_pieces::row_pieces(std::vector<std::string> paths, schema s,
                                        csv_options options)
    : schema_(std::move(s)),
      options_(std::move(options)),
      paths_(std::move(paths)),
      outcomes_(options_.limits, paths_.size()) {}

DUTYSCORE_INLINE std::optional<detail::table_piece> row_pieces::take(progress_watch* watch) {
  lock held(lock_);
  while (!outcomes_.is_full()) {
    if (is_converting_) {
      wait_for_table(held, watch);
      continue;
    }
    if (!table_ && outcomes_.all_are_open()) return std::nullopt;
    if (!table_) {
      open_next(held, watch);
      continue;
    }
    if (!outcomes_.is_broken(file_))
      if (auto piece = cut_piece()) return piece;
    table_.reset();
    window_ = {};
  }
  return std::nullopt;
}

DUTYSCORE_INLINE void row_pieces::open_next(lock& held, progress_watch* watch) {
  const std::uint32_t file = file_ = outcomes_.open();
  auto opened = byte_window::open(path(), options_.limits.file_bytes);
  if (!opened) return outcomes_.fail(file, opened.messages());
  window_ = *std::move(opened);
  row_ = 0;
  const result<bool> is_converted = convert(held, watch);
  if (!is_converted) return outcomes_.fail(file, is_converted.messages());
  if (is_json_lines(options_, path())) {
    table_ = std::make_shared<const detail::piece_table>(
        detail::piece_table{path(), true, *is_converted, {}});
    return;
  }
  if (diagnostics why = fill_header(); !why.empty()) return outcomes_.fail(file, why);
  const std::string_view text = window_.text();
  detail::csv_cursor cursor{text.data(), text.data() + text.size(), {}};
  detail::csv_header header =
      detail::read_header(cursor, path(), row_, schema_, table_kind::activities, options_);
  if (!header.problems.empty()) return outcomes_.fail(file, header.problems);
  window_.remove_front(static_cast<std::size_t>(cursor.at - text.data()));
  table_ = std::make_shared<const detail::piece_table>(
      detail::piece_table{path(), false, *is_converted, std::move(header)});
}

/// Looks at the beginning of the table; one that is not UTF-8 is taken in as a whole. Whether it was
/// converted.
DUTYSCORE_INLINE result<bool> row_pieces::convert(lock& held, progress_watch* watch) {
  if (diagnostics why = window_.fill(encoding_sample + 1); !why.empty()) return why;
  if (is_utf8_table(window_.text())) return false;
  auto converted = convert_alone(held, watch);
  if (!converted) return converted.messages();
  if (!*converted) return false;
  outcomes_.add(file_, std::move((*converted)->note));
  window_ = byte_window::of(share_bytes(std::move((*converted)->text)));
  return true;
}

/// Without the lock: it may take seconds, in which the thread that made the call is to be asked.
DUTYSCORE_INLINE result<std::optional<detail::converted_table>> row_pieces::convert_alone(
    lock& held, progress_watch* watch) {
  is_converting_ = true;
  held.unlock();
  const auto end = [&](void*) {
    held.lock();
    is_converting_ = false;
    converted_.notify_all();
  };
  const std::unique_ptr<void, decltype(end)> ended(this, end);
  for (std::size_t wanted = 2 * encoding_sample; !window_.is_last(); wanted *= 2)
    if (diagnostics why = window_.fill(wanted, watch); !why.empty()) return why;
  return detail::convert_table(window_.text(), path(), watch);
}

DUTYSCORE_INLINE void row_pieces::wait_for_table(lock& held, progress_watch* watch) {
  while (!converted_.wait_for(held, std::chrono::milliseconds(20), [&] { return !is_converting_; }))
    if (watch) watch->ask();
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
      outcomes_.fail(file_, why);
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
                            file_,
                            table_,
                            window_.owner(),
                            text.substr(0, cut.bytes),
                            window_.readable(),
                            row_};
  row_ += cut.records;
  window_.remove_front(cut.bytes);
  return piece;
}

// ---- what became of them ----

DUTYSCORE_INLINE void row_pieces::settle(detail::piece_outcome outcome) {
  const lock held(lock_);
  outcomes_.settle(std::move(outcome));
}

DUTYSCORE_INLINE diagnostics row_pieces::finish() {
  const lock held(lock_);
  return outcomes_.finish(
      [this](std::size_t file) { return detail::no_rows(options_, paths_[file]); });
}

// ---- reading ----

DUTYSCORE_INLINE piece_reader::piece_reader(row_pieces& from, std::size_t pool_bytes,
                                            progress_watch* watch)
    : from_(from),
      batches_(from.activities(),
               {from.options().limits.bad_rows, from.options().limits.rows}, pool_bytes),
      watch_(watch) {}

DUTYSCORE_INLINE std::optional<batch> piece_reader::next() {
  const auto piece = from_.take(watch_);
  if (!piece) return std::nullopt;
  number_ = piece->number;
  file_ = piece->file;
  bytes_ = piece->text.size();
  read(*piece);
  if (watch_) watch_->add(piece->table->is_converted ? 0 : piece->text.size());
  return batch(batches_.last());
}

DUTYSCORE_INLINE void piece_reader::read(const detail::table_piece& piece) {
  detail::piece_outcome outcome;
  outcome.number = piece.number;
  outcome.table = piece.file;
  const auto read_rows = [&](auto&& reader, auto&&... how) {
    outcome.stop = reader.read_piece(how..., piece.rows_before);
    outcome.filled_rows = reader.filled_rows();
  };
  const detail::piece_table& of = *piece.table;
  batch_builder& to = batches_.start(of.name);
  if (of.is_json_lines)
    read_rows(detail::json_lines_reader(to, piece.text, of.name, from_.options(),
                                        piece.readable));
  else
    read_rows(detail::csv_table_reader(to, piece.text, of.name, from_.options(),
                                       piece.readable),
              of.header);
  outcome.rows = batches_.end();
  from_.settle(std::move(outcome));
}

}  // namespace dutyscore
