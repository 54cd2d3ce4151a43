// The rows of one CSV table, handed to a builder (batch_builder, or that of rosters). Low level:
// use read_csv.
#pragma once

#include <string>
#include <string_view>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/plain_rows.hpp"

namespace dutyscore::detail {

/// The rows that a builder takes without looking at each of their cells: none, but for activities.
template <class Builder>
struct quick_rows {
  quick_rows(Builder&, const csv_header&, const csv_limits&, const char*) {}
  void take(csv_cursor&, std::uint64_t&) {}
};
template <>
struct quick_rows<batch_builder> : plain_rows {
  using plain_rows::plain_rows;
};

/// One run over one text. Rows are numbered as a spreadsheet does: the header is row 1, blank rows
/// count.
template <class Builder>
class csv_table_reader {
 public:
  csv_table_reader(Builder& to, std::string_view text, const std::string& name,
                   const csv_options& options, const char* readable = nullptr)
      : to_(to),
        name_(name),
        options_(options),
        cursor_{text.data(), text.data() + text.size(), {}},
        readable_(readable ? readable : cursor_.end) {}

  /// Errors that make the whole table unreadable, and warnings. `watch` is told the bytes.
  diagnostics read(table_kind table, progress_watch* watch = nullptr) {
    watch_ = watch;
    counted_ = cursor_.at;
    header_ = read_header(cursor_, name_, row_, to_.schema(), table, options_);
    if (!header_.problems.empty()) return header_.problems;
    if (auto stop = read_rows()) return {*std::move(stop)};
    if (rows_ > 0) return {};
    csv_options csv = options_;
    csv.format = table_format::csv;
    return {no_rows(csv, name_)};
  }

  /// A text that is rows of a table only, behind `row` others.
  std::optional<diagnostic> read_piece(const csv_header& header, std::uint64_t row) {
    header_ = header;
    row_ = row;
    return read_rows();
  }
  /// How many rows were not blank.
  std::uint64_t filled_rows() const { return rows_; }

 private:
  std::optional<diagnostic> read_rows() {
    for (const header_cell& c : header_.cells)
      if (c.use == header_use::column) to_.call_column(c.column, c.title);
    quick_rows<Builder> quick(to_, header_, options_.limits, readable_);
    for (;;) {
      const std::uint64_t before = row_;
      quick.take(cursor_, row_);
      rows_ += row_ - before;
      skip_empty_lines();
      if (cursor_.is_at_end()) return count(), std::nullopt;
      if (auto stop = read_row()) return stop;
      if (watch_ && cursor_.at - counted_ > between_reports) count();
    }
  }

  void count() {
    if (watch_) watch_->add(static_cast<std::uint64_t>(cursor_.at - counted_));
    counted_ = cursor_.at;
  }

  /// Only the quick case: a row without content is passed over by read_row, too.
  void skip_empty_lines() {
    for (; !cursor_.is_at_end() && *cursor_.at == '\n'; ++cursor_.at) ++row_;
  }

  std::optional<diagnostic> read_row() {
    to_.begin_row(++row_);
    cells_ = 0;
    has_content_ = false;
    misshapen_.reset();
    const record_end end = read_record(cursor_, options_.limits.row_bytes,
                                       [this](std::size_t, csv_cell_view cell) { take(cell); });
    if (end != record_end::complete) {
      const std::size_t cut = end == record_end::too_long ? cells_ + 1 : cells_;
      return refuse_record(end, cursor_, place(cut), last_, options_.limits);
    }
    if (!has_content_) return std::nullopt;
    ++rows_;
    if (!misshapen_ && cells_ != header_.cells.size()) misshapen_ = refuse_count();
    misshapen_ ? to_.reject_row(*std::move(misshapen_)) : void(to_.end_row());
    return to_.passed_limit();
  }

  void take(const csv_cell_view& cell) {
    const std::size_t number = cells_++;
    if (cell.is_malformed) return take_malformed(cell, number);
    if (number < header_.cells.size() && header_.cells[number].use == header_use::column) {
      has_content_ |= to_.read(header_.cells[number].column, cell.text);
      return;
    }
    const std::string_view text = trim_cell(cell.text);
    if (text.empty()) return;
    has_content_ = true;
    const bool is_nameless =
        number < header_.cells.size() && header_.cells[number].use == header_use::nameless;
    if (is_nameless)
      to_.refuse(make_diagnostic("DS0340", {std::to_string(number + 1), shown_cell(text)}), {});
  }

  void take_malformed(const csv_cell_view& cell, std::size_t number) {
    has_content_ = true;
    last_ = shown_cell(cell.text);
    if (!misshapen_) misshapen_ = make_diagnostic("DS0336", {last_}, place(number + 1));
  }

  diagnostic refuse_count() const {
    const std::size_t expected = header_.cells.size();
    diagnostic d =
        make_diagnostic("DS0335", {std::to_string(cells_), std::to_string(expected)}, place(0));
    if (cells_ > expected) d.hints.push_back(phrase("csv quote commas"));
    return d;
  }

  /// This row, at the cell with that number from 1.
  data_place place(std::size_t number) const {
    const bool has_title = number > 0 && number <= header_.cells.size();
    return {
        name_, row_, has_title ? shown_cell(header_.cells[number - 1].title) : std::string(), {}};
  }

  Builder& to_;
  const std::string& name_;
  const csv_options& options_;
  csv_cursor cursor_;
  const char* readable_;  // the end of the bytes that may be looked at
  csv_header header_;
  std::uint64_t row_ = 0;   // of the record being read
  std::uint64_t rows_ = 0;  // that were not blank
  std::size_t cells_ = 0;   // of the record so far
  bool has_content_ = false;
  std::string last_;  // the malformed cell
  static constexpr std::ptrdiff_t between_reports = 1 << 16;
  progress_watch* watch_ = nullptr;
  const char* counted_ = nullptr;
  std::optional<diagnostic> misshapen_;
};

}  // namespace dutyscore::detail
