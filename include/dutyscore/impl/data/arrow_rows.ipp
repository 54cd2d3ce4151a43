// The rows of an Arrow table, array after array, into a builder. Not for users.
#pragma once

#include <algorithm>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_arrays.hpp"
#include "dutyscore/data/arrow_cells.hpp"
#include "dutyscore/data/arrow_columns.hpp"
#include "dutyscore/data/batch_builder.hpp"

namespace dutyscore::detail {

/// The rows that a builder takes without looking at each of their cells: none, but for activities.
template <class Builder>
struct quick_arrow_rows {
  quick_arrow_rows(Builder&, const std::vector<header_cell>&, std::span<const arrow_cells>) {}
  void start(std::uint64_t, std::int64_t, const std::vector<bool>&) {}
  std::int64_t take(std::int64_t, std::int64_t) { return 0; }
  void skip_row() {}
};
template <>
struct quick_arrow_rows<batch_builder> : arrow_columns {
  using arrow_columns::arrow_columns;
};

template <class Builder>
class arrow_row_reader {
 public:
  arrow_row_reader(Builder& to, std::shared_ptr<const arrow_head> head,
                   const arrow_options& options, const time_zone* zone, progress_watch& watch)
      : to_(to),
        head_(std::move(head)),
        cells_(cells_of(*head_, options, zone)),
        quick_(to, head_->header.cells, cells_),
        longest_text_(options.limits.row_bytes),
        watch_(watch) {}

  const std::shared_ptr<const arrow_head>& head() const { return head_; }
  /// That have content, of all stretches.
  std::uint64_t filled_rows() const { return filled_rows_; }

  /// An error ends the table.
  std::optional<diagnostic> read(const arrow_stretch& rows) {
    std::vector<bool> shared(cells_.size(), true);
    if (rows.array != last_) {
      if (auto flaw = open(**rows.array)) return flaw;
      shared = shared_entries(last_.get(), *rows.array);
      last_ = rows.array;  // is held until the next one has been compared with it
    }
    row_ = rows.number - 1;
    quick_.start(rows.number, rows.end - rows.begin, shared);
    return read_rows(rows.begin, rows.end);
  }

 private:
  static std::vector<arrow_cells> cells_of(const arrow_head& head, const arrow_options& options,
                                           const time_zone* zone) {
    std::vector<arrow_cells> out;
    for (const arrow_type& t : head.types) out.emplace_back(t, zone, options.limits.row_bytes);
    return out;
  }

  std::optional<diagnostic> open(const ArrowArray& table) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const ArrowArray* const column = table.children[i];
      auto flaw = column ? cells_[i].open(table, *column) : phrase("arrow no buffer");
      if (flaw) return head_->broken(*flaw, 0, head_->header.cells[i].title);
    }
    return std::nullopt;
  }

  std::vector<bool> shared_entries(const arrow_array* last, const arrow_array& next) const {
    std::vector<bool> out(cells_.size());
    for (std::size_t i = 0; last && i < out.size(); ++i)
      out[i] = arrow_cells::share_entries(*(*last)->children[i], *next->children[i]);
    return out;
  }

  std::optional<diagnostic> read_rows(std::int64_t row, std::int64_t rows) {
    constexpr std::int64_t between_reports = 1 << 16;
    while (row < rows) {
      const std::int64_t end = std::min(rows, row + between_reports), from = row;
      while (row < end) {
        const std::int64_t taken = quick_.take(row, end);
        row += taken;
        row_ += static_cast<std::uint64_t>(taken);
        filled_rows_ += static_cast<std::uint64_t>(taken);
        if (row == end) break;
        if (auto stop = read_row(row++)) return stop;
        quick_.skip_row();
      }
      watch_.add(static_cast<std::uint64_t>(row - from));
    }
    return std::nullopt;
  }

  /// As CSV reads one: without content it is no row, but it has a number.
  std::optional<diagnostic> read_row(std::int64_t row) {
    to_.begin_row(++row_);
    has_content_ = false;
    for (std::size_t i = 0; i < cells_.size(); ++i)
      if (auto stop = read_cell(i, row)) return stop;
    if (!has_content_) return std::nullopt;
    ++filled_rows_;
    to_.end_row();
    return to_.passed_limit();
  }

  std::optional<diagnostic> read_cell(std::size_t i, std::int64_t row) {
    const header_cell& header = head_->header.cells[i];
    const arrow_cell cell = cells_[i].at(row, room_);
    if (cell.flaw) return head_->broken(*cell.flaw, row_, header.title);
    if (cell.is_too_long)
      return make_diagnostic("DS0307", {std::to_string(longest_text_)},
                             head_->place(row_, header.title));
    if (header.use == header_use::column) {
      has_content_ |= to_.read(header.column, cell.text);
      if (cell.hint) to_.hint(phrase(cell.hint));
      return std::nullopt;
    }
    const std::string_view text = trim_cell(cell.text);
    has_content_ |= !text.empty();
    if (header.use == header_use::nameless && !text.empty())
      to_.refuse(make_diagnostic("DS0340", {std::to_string(i + 1), shown_cell(text)}), {});
    return std::nullopt;
  }

  Builder& to_;
  std::shared_ptr<const arrow_head> head_;
  std::vector<arrow_cells> cells_;
  quick_arrow_rows<Builder> quick_;
  std::size_t longest_text_;
  progress_watch& watch_;
  shared_array last_;
  std::uint64_t row_ = 0;  // the number of the last one
  std::uint64_t filled_rows_ = 0;
  bool has_content_ = false;
  std::string room_;
};

/// One table as a whole: errors and warnings.
template <class Builder>
diagnostics read_arrow_table(Builder& to, arrow_arrays from, table_kind table,
                             const arrow_options& options, const time_zone* zone,
                             progress_watch& watch) {
  if (diagnostics problems = from.read_head(to.schema(), table); !problems.empty()) return problems;
  from.head()->name_columns(to);
  arrow_row_reader reader(to, from.head(), options, zone, watch);
  for (arrow_stretch rows;; rows.number += static_cast<std::uint64_t>(rows.end)) {
    if (auto stop = from.next(rows.array)) return {*std::move(stop)};
    if (!rows.array) break;
    rows.end = (*rows.array)->length;
    if (auto stop = reader.read(rows)) return {*std::move(stop)};
  }
  if (reader.filled_rows() > 0) return {};
  return {from.head()->no_rows()};
}

}  // namespace dutyscore::detail
