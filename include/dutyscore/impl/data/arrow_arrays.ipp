#pragma once

#include <cstring>
#include <span>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_arrays.hpp"
#include "dutyscore/impl/data/arrow_cells.ipp"

namespace dutyscore::detail {

DUTYSCORE_INLINE diagnostic arrow_head::broken(const message& flaw, std::uint64_t row,
                                               const std::string& title) const {
  return make_diagnostic("DS0376", {title.empty() ? name : title, flaw}, place(row, title));
}

DUTYSCORE_INLINE diagnostic arrow_head::no_rows() const {
  return make_diagnostic("DS0344", {name}, place());
}

DUTYSCORE_INLINE csv_options as_csv(const arrow_options& options) {
  csv_options out;
  out.ignore_columns = options.ignore_columns;
  out.ignore_unknown_columns = options.ignore_unknown_columns;
  return out;
}

DUTYSCORE_INLINE diagnostics arrow_arrays::read_head(const schema& s, table_kind table) {
  arrow_head& head = *head_;
  if (!stream_) return {make_diagnostic("DS0374", {head.name}, head.place())};
  arrow_schema type;
  if (const int code = stream_->get_schema(stream_.get(), type.get())) return {failed(code)};
  if (!type || !type->format) return {head.broken(phrase("arrow no schema"))};
  if (std::string_view(type->format) != "+s")
    return {make_diagnostic("DS0373", {head.name, type_of(*type).name}, head.place())};
  if (type->n_children < 0 || (type->n_children > 0 && !type->children))
    return {head.broken(phrase("arrow no schema"))};
  const auto count = static_cast<std::size_t>(type->n_children);
  if (count > options_.limits.columns)
    return {make_diagnostic("DS0308", {std::to_string(options_.limits.columns)}, head.place())};
  std::vector<std::string> titles;
  for (const ArrowSchema* column : std::span(type->children, count)) {
    if (!column || !column->format) return {head.broken(phrase("arrow no schema"))};
    titles.emplace_back(column->name ? column->name : "");
    head.types.push_back(type_of(*column));
  }
  head.header = bind_titles(titles, head.name, s, table, as_csv(options_));
  for (std::size_t i = 0; i < count; ++i) check_type(s, table, i);
  return std::move(head.header.problems);
}

DUTYSCORE_INLINE void arrow_arrays::check_type(const schema& s, table_kind table, std::size_t i) {
  const header_cell& c = head_->header.cells[i];
  const arrow_type& type = head_->types[i];
  if (c.use != header_use::column) return;
  const cell_type column = rule_of(s, table, c.column).type;
  if (type.layout == arrow_layout::unread)
    refuse(c, "DS0370", {c.title, type.name}, "arrow cast");
  else if (!type.fits(column))
    refuse(c, "DS0360", {c.title, words_for(column), type.words()});
  else if (!type.zone.empty() && !zone_)
    refuse(c, "DS0371", {c.title, type.zone}, "arrow set timezone");
}

DUTYSCORE_INLINE void arrow_arrays::refuse(const header_cell& c, std::string_view code,
                                           std::initializer_list<message_argument> arguments,
                                           std::string_view hint) {
  diagnostic d = make_diagnostic(code, arguments, head_->place(0, c.title));
  if (!hint.empty()) d.hints.push_back(phrase(hint));
  head_->header.problems.push_back(std::move(d));
}

DUTYSCORE_INLINE std::optional<diagnostic> arrow_arrays::next(shared_array& to) {
  arrow_array array;
  to.reset();
  if (const int code = stream_->get_next(stream_.get(), array.get())) return failed(code);
  if (!array) return std::nullopt;
  if (auto flaw = flaw_of_head(*array, arrow_layout::unread)) return head_->broken(*flaw);
  const std::size_t columns = head_->types.size();
  if (array->n_children != static_cast<std::int64_t>(columns) || !array->children)
    return head_->broken(phrase("arrow columns", {std::to_string(array->n_children),
                                                  std::to_string(columns)}));
  if (hides_nulls(*array)) return head_->broken(phrase("arrow no validity"));
  to = std::make_shared<const arrow_array>(std::move(array));
  return std::nullopt;
}

/// In the producer's own words.
DUTYSCORE_INLINE diagnostic arrow_arrays::failed(int code) {
  constexpr std::size_t shown = 300;
  const char* const said =
      stream_->get_last_error ? stream_->get_last_error(stream_.get()) : nullptr;
  const std::string why = said && *said ? shown_cell(said, shown) : std::strerror(code);
  return make_diagnostic("DS0375", {head_->name, why}, head_->place());
}

}  // namespace dutyscore::detail
