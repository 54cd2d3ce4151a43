// A table for other programs: named columns of one type each, handed out through the Arrow C stream
// interface as often as one likes, without copying a value.
//
//   arrow_column who("subject", arrow_values::text), points("points", arrow_values::number);
//   who.add_text("甲");
//   points.add_number(decimal::of(18));
//   arrow_table({std::move(who), std::move(points)}).export_stream(&stream);
//
// A column is filled by one thread. A table is a cheap handle to immutable shared data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/data/arrow_interface.hpp"

namespace dutyscore {

/// What a column holds, and the type that others see.
enum class arrow_values : unsigned char {
  text,     // utf8
  integer,  // int64
  count,    // uint32
  flag,     // bool
  day,      // date32
  number,   // decimal128(19, 6)
  texts,    // list<utf8>
};

namespace detail {

/// Texts one behind the other.
struct arrow_text_room {
  std::vector<std::int32_t> offsets{0};
  std::vector<char> bytes;
  void add(std::string_view text);
  std::string_view at(std::size_t i) const;
};

/// Some rows of a column, in the buffers of Arrow's layout; which are filled depends on the type.
struct arrow_part {
  std::size_t rows = 0, nulls = 0;
  std::vector<std::uint8_t> validity;  // bits
  std::vector<std::uint8_t> values;    // numbers, days; flags as bits
  std::vector<std::int32_t> lists;     // where each list begins among the texts, and the end
  arrow_text_room texts;
};

struct arrow_exporter;

}  // namespace detail

class arrow_column {
 public:
  /// So many rows go into one batch of the stream.
  static constexpr std::size_t batch_rows = std::size_t{1} << 18;

  arrow_column(std::string name, arrow_values type) : name_(std::move(name)), type_(type) {}

  const std::string& name() const { return name_; }
  arrow_values type() const { return type_; }
  std::size_t rows() const { return rows_; }

  /// The next row's value. Throws std::invalid_argument for a column of another type, which is left
  /// as it was, and std::length_error when the texts of one batch take more than 2 GiB, after which
  /// the column must not be used.
  void add_text(std::string_view text);
  void add_integer(std::int64_t number);
  void add_count(std::uint32_t number);
  void add_flag(bool flag);
  void add_day(date day);
  void add_number(decimal number);
  void add_texts(const std::vector<std::string>& texts);
  void add_null();

  /// What has been added. REQUIRES: row < rows(), and a column of this type; a null reads as zero
  /// or nothing.
  bool is_null(std::size_t row) const;
  std::string_view text(std::size_t row) const;
  std::int64_t integer(std::size_t row) const;
  std::uint32_t count(std::size_t row) const;
  bool flag(std::size_t row) const;
  date day(std::size_t row) const;
  decimal number(std::size_t row) const;
  std::vector<std::string_view> texts(std::size_t row) const;

 private:
  friend struct detail::arrow_exporter;

  detail::arrow_part& next_row(arrow_values type, bool is_valid = true);
  const detail::arrow_part& part_of(std::size_t row) const { return parts_[row / batch_rows]; }
  template <class T>
  void add_value(arrow_values type, T value);
  template <class T>
  T value(std::size_t row) const;

  std::string name_;
  arrow_values type_;
  std::size_t rows_ = 0;
  std::vector<detail::arrow_part> parts_;
};

class arrow_table {
 public:
  arrow_table() : arrow_table(std::vector<arrow_column>()) {}
  /// Throws std::invalid_argument unless all columns have the same number of rows.
  explicit arrow_table(std::vector<arrow_column> columns);

  const std::vector<arrow_column>& columns() const { return *columns_; }
  std::size_t rows() const { return columns_->empty() ? 0 : columns_->front().rows(); }

  /// Makes `to`, whatever it held, a stream of all rows, which the caller releases. What has been
  /// taken from it stays as long as anybody holds it, also without this table. Throws
  /// std::bad_alloc; the stream itself reports ENOMEM.
  void export_stream(ArrowArrayStream* to) const;

 private:
  std::shared_ptr<const std::vector<arrow_column>> columns_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_table.ipp"
#endif
