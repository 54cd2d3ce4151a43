#pragma once

#include <algorithm>
#include <cstring>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_cells.hpp"
#include "dutyscore/data/arrow_columns.hpp"
#include "dutyscore/data/arrow_reader.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/roster_builder.hpp"

namespace dutyscore {
namespace detail {

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

DUTYSCORE_INLINE csv_options as_csv(const arrow_options& options) {
  csv_options out;
  out.ignore_columns = options.ignore_columns;
  out.ignore_unknown_columns = options.ignore_unknown_columns;
  return out;
}

/// One run over one stream.
template <class Builder>
class arrow_table_reader {
 public:
  arrow_table_reader(Builder& to, arrow_source from, const arrow_options& options,
                     const time_zone* zone, progress_watch& watch)
      : to_(to),
        stream_(std::move(from.stream)),
        name_(std::move(from.name)),
        options_(options),
        zone_(zone),
        watch_(watch) {}

  /// Errors that make the whole table unreadable, and warnings.
  diagnostics read(table_kind table) {
    if (!stream_) return {make_diagnostic("DS0374", {name_}, place())};
    if (diagnostics problems = read_schema(table); !problems.empty()) return problems;
    if (auto stop = read_arrays()) return {*std::move(stop)};
    if (rows_ > 0) return {};
    return {make_diagnostic("DS0344", {name_}, place())};
  }

 private:
  // ---- columns ----

  diagnostics read_schema(table_kind table) {
    arrow_schema type;
    if (const int code = stream_->get_schema(stream_.get(), type.get())) return {failed(code)};
    if (!type || !type->format) return {broken(phrase("arrow no schema"))};
    if (std::string_view(type->format) != "+s")
      return {make_diagnostic("DS0373", {name_, type_of(*type).name}, place())};
    if (type->n_children < 0 || (type->n_children > 0 && !type->children))
      return {broken(phrase("arrow no schema"))};
    const auto count = static_cast<std::size_t>(type->n_children);
    if (count > options_.limits.columns)
      return {make_diagnostic("DS0308", {std::to_string(options_.limits.columns)}, place())};
    std::vector<std::string> titles;
    for (const ArrowSchema* column : std::span(type->children, count)) {
      if (!column || !column->format) return {broken(phrase("arrow no schema"))};
      titles.emplace_back(column->name ? column->name : "");
      types_.push_back(type_of(*column));
    }
    header_ = bind_titles(titles, name_, to_.schema(), table, as_csv(options_));
    for (std::size_t i = 0; i < count; ++i) check_type(table, i);
    for (const arrow_type& t : types_) cells_.emplace_back(t, zone_, options_.limits.row_bytes);
    return std::move(header_.problems);
  }

  void check_type(table_kind table, std::size_t i) {
    const header_cell& c = header_.cells[i];
    const arrow_type& type = types_[i];
    if (c.use != header_use::column) return;
    to_.call_column(c.column, c.title);
    const cell_type column = rule_of(to_.schema(), table, c.column).type;
    if (type.layout == arrow_layout::unread)
      refuse(c, "DS0370", {c.title, type.name}, "arrow cast");
    else if (!type.fits(column))
      refuse(c, "DS0360", {c.title, words_for(column), type.words()});
    else if (!type.zone.empty() && !zone_)
      refuse(c, "DS0371", {c.title, type.zone}, "arrow set timezone");
  }

  void refuse(const header_cell& c, std::string_view code,
              std::initializer_list<message_argument> arguments, std::string_view hint = {}) {
    diagnostic d = make_diagnostic(code, arguments, data_place{name_, 0, shown_cell(c.title), {}});
    if (!hint.empty()) d.hints.push_back(phrase(hint));
    header_.problems.push_back(std::move(d));
  }

  // ---- rows ----

  std::optional<diagnostic> read_arrays() {
    quick_arrow_rows<Builder> quick(to_, header_.cells, cells_);
    arrow_array last;  // is held until the next one has been compared with it
    for (;;) {
      arrow_array next;
      if (const int code = stream_->get_next(stream_.get(), next.get())) return failed(code);
      if (!next) return std::nullopt;
      if (auto flaw = open(*next)) return flaw;
      quick.start(row_ + 1, next->length, shared_entries(last, next));
      if (auto stop = read_rows(quick, next->length)) return stop;
      last = std::move(next);
    }
  }

  std::optional<diagnostic> open(const ArrowArray& table) {
    if (auto flaw = flaw_of_head(table, arrow_layout::unread)) return broken(*flaw);
    const bool has_columns = table.n_children == static_cast<std::int64_t>(cells_.size());
    if (!has_columns || !table.children)
      return broken(phrase("arrow columns",
                           {std::to_string(table.n_children), std::to_string(cells_.size())}));
    if (hides_nulls(table)) return broken(phrase("arrow no validity"));
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const ArrowArray* const column = table.children[i];
      auto flaw = column ? cells_[i].open(table, *column) : phrase("arrow no buffer");
      if (flaw) return broken(*flaw, 0, header_.cells[i].title);
    }
    return std::nullopt;
  }

  std::vector<bool> shared_entries(const arrow_array& last, const arrow_array& next) const {
    std::vector<bool> out(cells_.size());
    for (std::size_t i = 0; last && i < out.size(); ++i)
      out[i] = arrow_cells::share_entries(*last->children[i], *next->children[i]);
    return out;
  }

  std::optional<diagnostic> read_rows(quick_arrow_rows<Builder>& quick, std::int64_t rows) {
    constexpr std::int64_t between_reports = 1 << 16;
    for (std::int64_t row = 0; row < rows;) {
      const std::int64_t end = std::min(rows, row + between_reports), from = row;
      while (row < end) {
        const std::int64_t taken = quick.take(row, end);
        row += taken;
        row_ += static_cast<std::uint64_t>(taken);
        rows_ += static_cast<std::uint64_t>(taken);
        if (row == end) break;
        if (auto stop = read_row(row++)) return stop;
        quick.skip_row();
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
    ++rows_;
    to_.end_row();
    return to_.passed_limit();
  }

  std::optional<diagnostic> read_cell(std::size_t i, std::int64_t row) {
    const header_cell& header = header_.cells[i];
    const arrow_cell cell = cells_[i].at(row, room_);
    if (cell.flaw) return broken(*cell.flaw, row_, header.title);
    if (cell.is_too_long)
      return make_diagnostic("DS0307", {std::to_string(options_.limits.row_bytes)},
                             data_place{name_, row_, shown_cell(header.title), {}});
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

  // ---- what is wrong with the stream ----

  data_place place(std::uint64_t row = 0, const std::string& title = {}) const {
    return {name_, row, shown_cell(title), {}};
  }
  diagnostic broken(const message& flaw, std::uint64_t row = 0,
                    const std::string& title = {}) const {
    return make_diagnostic("DS0376", {title.empty() ? name_ : title, flaw}, place(row, title));
  }
  /// In the producer's own words.
  diagnostic failed(int code) {
    constexpr std::size_t shown = 300;
    const char* const said =
        stream_->get_last_error ? stream_->get_last_error(stream_.get()) : nullptr;
    const std::string why = said && *said ? shown_cell(said, shown) : std::strerror(code);
    return make_diagnostic("DS0375", {name_, why}, place());
  }

  Builder& to_;
  arrow_stream stream_;
  const std::string name_;
  const arrow_options& options_;
  const time_zone* zone_;
  progress_watch& watch_;
  csv_header header_;
  std::vector<arrow_type> types_;
  std::vector<arrow_cells> cells_;
  std::uint64_t row_ = 0;   // the number of the last one
  std::uint64_t rows_ = 0;  // that have content
  bool has_content_ = false;
  std::string room_;
};

/// What every call reads with.
struct arrow_call {
  arrow_call(const arrow_options& how, const std::string& name)
      : options(how), watch(how.progress) {
    if (how.timezone.empty()) return;
    zone = time_zone::find(how.timezone);
    if (!zone)
      messages.push_back(
          make_diagnostic("DS0372", {shown_cell(how.timezone)}, data_place{name, 0, {}, {}}));
  }
  template <class Builder>
  void read(Builder& to, arrow_source table, table_kind kind) {
    to.start_file(table.name);
    arrow_table_reader reader(to, std::move(table), options, zone ? &*zone : nullptr, watch);
    const diagnostics told = reader.read(kind);
    messages.insert(messages.end(), told.begin(), told.end());
  }

  const arrow_options& options;
  progress_watch watch;
  std::optional<time_zone> zone;
  diagnostics messages;
};

/// The only array of a stream.
struct single_array {
  arrow_schema type;
  arrow_array rows;
  bool was_asked = false;

  static single_array& of(ArrowArrayStream* stream) {
    return *static_cast<single_array*>(stream->private_data);
  }
  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    if (std::exchange(of(stream).was_asked, true)) return EINVAL;
    of(stream).type.move_to(out);
    return 0;
  }
  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    of(stream).rows.move_to(out);
    return 0;
  }
  static const char* get_last_error(ArrowArrayStream*) {
    return "the schema of a single array can be asked for once";
  }
  static void release(ArrowArrayStream* stream) {
    stream->release = nullptr;
    delete &of(stream);
  }
};

}  // namespace detail

DUTYSCORE_INLINE result<batch> read_arrow(std::vector<arrow_source> tables, const schema& s,
                                          const arrow_options& options) {
  std::vector<arrow_source> left = std::move(tables);  // ends with this call, whatever happens
  detail::arrow_call call(options, left.empty() ? "arrow" : left.front().name);
  batch_builder builder(s, {options.limits.bad_rows, options.limits.rows});
  if (!call.messages.empty()) return std::move(call.messages);
  for (arrow_source& table : left)
    if (!builder.passed_limit()) call.read(builder, std::move(table), table_kind::activities);
  if (has_error(call.messages)) return std::move(call.messages);
  return {builder.finish(), std::move(call.messages)};
}

DUTYSCORE_INLINE result<batch> read_arrow(ArrowArrayStream* stream, const schema& s,
                                          const arrow_options& options) {
  arrow_stream own(stream);
  std::vector<arrow_source> tables(1);
  tables[0].stream = std::move(own);
  return read_arrow(std::move(tables), s, options);
}

DUTYSCORE_INLINE result<roster> read_roster_arrow(arrow_source table, const schema& s,
                                                  const arrow_options& options) {
  arrow_source own = std::move(table);
  detail::arrow_call call(options, own.name);
  if (!call.messages.empty()) return std::move(call.messages);
  roster_builder builder(s, std::min<std::size_t>(options.limits.bad_rows, 1'000));
  call.read(builder, std::move(own), table_kind::roster);
  result<roster> made = builder.finish();
  diagnostics messages = made.messages();
  messages.insert(messages.end(), call.messages.begin(), call.messages.end());
  if (has_error(messages)) return messages;
  return {std::move(made).value(), std::move(messages)};
}

DUTYSCORE_INLINE arrow_stream stream_of(arrow_schema type, arrow_array rows) {
  using held = detail::single_array;
  ArrowArrayStream made{&held::get_schema, &held::get_next, &held::get_last_error, &held::release,
                        new held{std::move(type), std::move(rows)}};
  return arrow_stream(&made);
}

}  // namespace dutyscore
