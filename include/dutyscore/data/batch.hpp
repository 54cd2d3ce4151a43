// Activities as columns: what every reader produces and the engine consumes. Texts are codes into one pool.
// A batch is a cheap handle to immutable shared data; any number of threads may read it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/text_pool.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore {

/// One field of every row. Exactly one of the vectors is filled, by the field's type; rows to whose kind the
/// field does not belong hold 0.
struct field_column {
  std::vector<std::int64_t> numbers;     // integer, decimal: millionths
  std::vector<text_pool::code> texts;    // text
  std::vector<std::int32_t> days;        // date
  std::vector<std::uint8_t> flags;       // flag
};

/// A row that cannot be read or judged: it counts nowhere.
struct bad_row {
  std::uint32_t file = 0;    // index into batch_data::files
  std::uint64_t row = 0;     // number in that file
  diagnostic why;
};

struct batch_data {
  std::size_t rows = 0;
  text_pool texts;
  std::vector<text_pool::code> subject, kind;
  std::vector<std::int32_t> date, end;                      // days; end = date when absent
  std::vector<std::int32_t> credited;                       // days; empty: no row is credited to another day than its date
  std::vector<std::uint8_t> standing, since;                // of the enum; `since` claimed when absent
  /// Empty when the data have no such column; a row without a text holds the code of "".
  std::vector<text_pool::code> title, id, reason, evidence;
  std::vector<field_column> fields;                         // in the order of schema::activity
  std::vector<std::string> files;
  std::vector<std::uint32_t> file;                          // of each row; empty: all of files[0]
  std::uint64_t first_row = 1;                              // number of the first row in its file
  std::vector<std::uint64_t> row_number;                    // in its file; empty: first_row + index
  std::vector<bad_row> bad;                                 // rows that did not become columns

  /// The day on which each row counts: it decides period and order, `date` which rules judge it.
  const std::vector<std::int32_t>& days() const { return credited.empty() ? date : credited; }
  std::uint64_t number_of(std::size_t row) const { return row_number.empty() ? first_row + row : row_number[row]; }
  std::uint32_t file_of(std::size_t row) const { return file.empty() ? 0 : file[row]; }
};

/// The days from the first to the last; none where they are in the other order.
struct day_range {
  std::int32_t first = std::numeric_limits<std::int32_t>::max();
  std::int32_t last = std::numeric_limits<std::int32_t>::min();
};

class batch {
 public:
  batch() : data_(std::make_shared<batch_data>()) {}
  /// REQUIRES: nobody changes the data any more. Cost: linear in the rows, whose days are gone through.
  explicit batch(std::shared_ptr<const batch_data> data)
      : data_(std::move(data)), extent_(extent_of(data_->days())) {}
  const batch_data& data() const { return *data_; }
  const batch_data* operator->() const { return data_.get(); }
  std::size_t rows() const { return data_->rows; }
  /// In which batch_data::days() of all rows lie.
  const day_range& extent() const { return extent_; }

 private:
  static day_range extent_of(const std::vector<std::int32_t>& days) {
    day_range out;
    for (const std::int32_t d : days) {
      out.first = d < out.first ? d : out.first;
      out.last = d > out.last ? d : out.last;
    }
    return out;
  }

  std::shared_ptr<const batch_data> data_;
  day_range extent_;
};

}  // namespace dutyscore
