#pragma once

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "dutyscore/data/arrow_table.hpp"

namespace dutyscore {
namespace detail {

DUTYSCORE_INLINE void arrow_text_room::add(std::string_view text) {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  if (text.size() > most - bytes.size())
    throw std::length_error("dutyscore: the texts of a column take more than 2 GiB in one batch");
  bytes.insert(bytes.end(), text.begin(), text.end());
  offsets.push_back(static_cast<std::int32_t>(bytes.size()));
}

DUTYSCORE_INLINE std::string_view arrow_text_room::at(std::size_t i) const {
  const auto from = static_cast<std::size_t>(offsets[i]);
  const auto to = static_cast<std::size_t>(offsets[i + 1]);
  return {bytes.data() + from, to - from};
}

DUTYSCORE_INLINE void add_bit(std::vector<std::uint8_t>& bits, std::size_t at, bool bit) {
  if (at % 8 == 0) bits.push_back(0);
  bits.back() |= static_cast<std::uint8_t>(bit << at % 8);
}

DUTYSCORE_INLINE bool bit_at(const std::vector<std::uint8_t>& bits, std::size_t at) {
  return bits[at / 8] >> at % 8 & 1;
}

}  // namespace detail

// ---- filling ----

DUTYSCORE_INLINE detail::arrow_part& arrow_column::next_row(arrow_values type, bool is_valid) {
  if (type != type_)
    throw std::invalid_argument("dutyscore: the column " + name_ + " holds values of another type");
  if (rows_ % batch_rows == 0) {
    parts_.emplace_back();
    if (type_ == arrow_values::texts) parts_.back().lists.push_back(0);
  }
  detail::arrow_part& part = parts_.back();
  detail::add_bit(part.validity, part.rows, is_valid);
  part.nulls += !is_valid;
  ++part.rows;
  ++rows_;
  return part;
}

template <class T>
void arrow_column::add_value(arrow_values type, T value) {
  auto& values = next_row(type).values;
  const std::size_t before = values.size();
  values.resize(before + sizeof value);
  std::memcpy(values.data() + before, &value, sizeof value);
}

DUTYSCORE_INLINE void arrow_column::add_text(std::string_view text) {
  next_row(arrow_values::text).texts.add(text);
}
DUTYSCORE_INLINE void arrow_column::add_integer(std::int64_t number) {
  add_value(arrow_values::integer, number);
}
DUTYSCORE_INLINE void arrow_column::add_count(std::uint32_t number) {
  add_value(arrow_values::count, number);
}
DUTYSCORE_INLINE void arrow_column::add_flag(bool flag) {
  detail::arrow_part& part = next_row(arrow_values::flag);
  detail::add_bit(part.values, part.rows - 1, flag);
}
DUTYSCORE_INLINE void arrow_column::add_day(date day) { add_value(arrow_values::day, day.days()); }
DUTYSCORE_INLINE void arrow_column::add_number(decimal number) {
  add_value(arrow_values::number, int128{number.millionths()});
}
DUTYSCORE_INLINE void arrow_column::add_texts(const std::vector<std::string>& texts) {
  detail::arrow_part& part = next_row(arrow_values::texts);
  for (const std::string& text : texts) part.texts.add(text);
  part.lists.push_back(static_cast<std::int32_t>(part.texts.offsets.size() - 1));
}

DUTYSCORE_INLINE void arrow_column::add_null() {
  constexpr std::array<std::size_t, 7> sizes{0, 8, 4, 0, 4, 16, 0};
  detail::arrow_part& part = next_row(type_, false);
  part.values.resize(part.values.size() + sizes[static_cast<std::size_t>(type_)]);
  if (type_ == arrow_values::flag) detail::add_bit(part.values, part.rows - 1, false);
  if (type_ == arrow_values::text) part.texts.add({});
  if (type_ == arrow_values::texts) part.lists.push_back(part.lists.back());
}

// ---- reading ----

template <class T>
T arrow_column::value(std::size_t row) const {
  T out;
  std::memcpy(&out, part_of(row).values.data() + row % batch_rows * sizeof out, sizeof out);
  return out;
}

DUTYSCORE_INLINE bool arrow_column::is_null(std::size_t row) const {
  return !detail::bit_at(part_of(row).validity, row % batch_rows);
}
DUTYSCORE_INLINE std::string_view arrow_column::text(std::size_t row) const {
  return part_of(row).texts.at(row % batch_rows);
}
DUTYSCORE_INLINE std::int64_t arrow_column::integer(std::size_t row) const {
  return value<std::int64_t>(row);
}
DUTYSCORE_INLINE std::uint32_t arrow_column::count(std::size_t row) const {
  return value<std::uint32_t>(row);
}
DUTYSCORE_INLINE bool arrow_column::flag(std::size_t row) const {
  return detail::bit_at(part_of(row).values, row % batch_rows);
}
DUTYSCORE_INLINE date arrow_column::day(std::size_t row) const {
  return date::from_days(value<std::int32_t>(row));
}
DUTYSCORE_INLINE decimal arrow_column::number(std::size_t row) const {
  return decimal::from_millionths(static_cast<std::int64_t>(value<int128>(row)));
}
DUTYSCORE_INLINE std::vector<std::string_view> arrow_column::texts(std::size_t row) const {
  const detail::arrow_part& part = part_of(row);
  std::vector<std::string_view> out;
  for (auto i = part.lists[row % batch_rows]; i < part.lists[row % batch_rows + 1]; ++i)
    out.push_back(part.texts.at(static_cast<std::size_t>(i)));
  return out;
}

// ---- handing out ----

namespace detail {

/// What a struct that was given away holds: the table, and the room that its pointers are into. The
/// children are released with it unless somebody has moved them away.
template <class Struct>
struct arrow_holder {
  std::shared_ptr<const void> owner;
  std::vector<Struct> children;
  std::vector<Struct*> pointers;
  std::array<const void*, 3> buffers{};

  arrow_holder(std::shared_ptr<const void> of, std::size_t count)
      : owner(std::move(of)), children(count), pointers(count) {
    for (std::size_t i = 0; i < count; ++i) pointers[i] = &children[i];
  }
  ~arrow_holder() {
    for (Struct& child : children)
      if (child.release) child.release(&child);
  }
  static void release(Struct* held) {
    held->release = nullptr;
    delete static_cast<arrow_holder*>(held->private_data);
  }
  /// Makes `to` the struct that holds `holder`.
  static void give(std::unique_ptr<arrow_holder> holder, Struct* to) {
    to->n_children = static_cast<std::int64_t>(holder->children.size());
    to->children = holder->children.empty() ? nullptr : holder->pointers.data();
    to->dictionary = nullptr;
    to->release = &release;
    to->private_data = holder.release();
  }
};

struct arrow_exporter {
  std::shared_ptr<const std::vector<arrow_column>> columns;
  std::size_t next = 0;  // batch

  using schema_holder = arrow_holder<ArrowSchema>;
  using array_holder = arrow_holder<ArrowArray>;

  static const char* format_of(arrow_values type) {
    constexpr std::array<const char*, 7> formats{"u", "l", "I", "b", "tdD", "d:19,6", "+l"};
    return formats[static_cast<std::size_t>(type)];
  }

  std::unique_ptr<schema_holder> hold_schema(std::size_t children) const {
    return std::make_unique<schema_holder>(columns, children);
  }
  std::unique_ptr<array_holder> hold_array(std::size_t children) const {
    return std::make_unique<array_holder>(columns, children);
  }

  static void give_schema(std::unique_ptr<schema_holder> holder, const char* format,
                          const char* name, ArrowSchema* to) {
    *to = {};
    to->format = format;
    to->name = name;
    to->flags = ARROW_FLAG_NULLABLE;
    schema_holder::give(std::move(holder), to);
  }
  void give_schema(ArrowSchema* to) const {
    auto table = hold_schema(columns->size());
    for (std::size_t i = 0; i < columns->size(); ++i) {
      const arrow_column& c = (*columns)[i];
      const bool is_list = c.type_ == arrow_values::texts;
      auto column = hold_schema(is_list ? 1 : 0);
      if (is_list) give_schema(hold_schema(0), "u", "item", &column->children[0]);
      give_schema(std::move(column), format_of(c.type_), c.name_.c_str(), &table->children[i]);
    }
    give_schema(std::move(table), "+s", "", to);
    to->flags = 0;
  }

  static void give_array(std::unique_ptr<array_holder> holder, std::size_t rows, std::size_t nulls,
                         std::size_t buffers, ArrowArray* to) {
    *to = {};
    to->length = static_cast<std::int64_t>(rows);
    to->null_count = static_cast<std::int64_t>(nulls);
    to->n_buffers = static_cast<std::int64_t>(buffers);
    to->buffers = holder->buffers.data();
    array_holder::give(std::move(holder), to);
  }
  void give_texts(const arrow_text_room& texts, const arrow_part* part, ArrowArray* to) const {
    auto holder = hold_array(0);
    holder->buffers = {part && part->nulls ? part->validity.data() : nullptr, texts.offsets.data(),
                       texts.bytes.data()};
    give_array(std::move(holder), texts.offsets.size() - 1, part ? part->nulls : 0, 3, to);
  }
  void give_column(const arrow_column& c, const arrow_part& part, ArrowArray* to) const {
    if (c.type_ == arrow_values::text) return give_texts(part.texts, &part, to);
    const bool is_list = c.type_ == arrow_values::texts;
    auto holder = hold_array(is_list ? 1 : 0);
    if (is_list) give_texts(part.texts, nullptr, &holder->children[0]);
    holder->buffers[0] = part.nulls ? part.validity.data() : nullptr;
    holder->buffers[1] = is_list ? static_cast<const void*>(part.lists.data()) : part.values.data();
    give_array(std::move(holder), part.rows, part.nulls, 2, to);
  }
  /// The next batch; behind the last one nothing.
  void give_batch(ArrowArray* to) {
    *to = {};
    if (columns->empty() || next == columns->front().parts_.size()) return;
    auto table = hold_array(columns->size());
    for (std::size_t i = 0; i < columns->size(); ++i)
      give_column((*columns)[i], (*columns)[i].parts_[next], &table->children[i]);
    const std::size_t rows = columns->front().parts_[next].rows;
    give_array(std::move(table), rows, 0, 1, to);
    ++next;
  }

  // What the stream calls. No exception may leave these.

  static arrow_exporter& of(ArrowArrayStream* stream) {
    return *static_cast<arrow_exporter*>(stream->private_data);
  }
  template <class Give>
  static int guard(Give give) {
    try {
      give();
      return 0;
    } catch (...) {
      return ENOMEM;  // nothing else is thrown above
    }
  }
  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    return guard([&] { of(stream).give_schema(out); });
  }
  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    return guard([&] { of(stream).give_batch(out); });
  }
  static const char* get_last_error(ArrowArrayStream*) { return "dutyscore: out of memory"; }
  static void release(ArrowArrayStream* stream) {
    stream->release = nullptr;
    delete &of(stream);
  }
};

}  // namespace detail

DUTYSCORE_INLINE arrow_table::arrow_table(std::vector<arrow_column> columns) {
  for (const arrow_column& c : columns)
    if (c.rows() != columns.front().rows())
      throw std::invalid_argument("dutyscore: the columns of a table have different lengths");
  columns_ = std::make_shared<const std::vector<arrow_column>>(std::move(columns));
}

DUTYSCORE_INLINE void arrow_table::export_stream(ArrowArrayStream* to) const {
  using exporter = detail::arrow_exporter;
  auto* const made = new exporter{columns_, 0};
  *to = {&exporter::get_schema, &exporter::get_next, &exporter::get_last_error, &exporter::release,
         made};
}

}  // namespace dutyscore
