// The arrays of an Arrow stream, one after the other, and what its schema says of their columns:
// what is wrong with the table as a whole is found here. Not synchronised. Low level: use read_arrow
// (data/arrow_reader.hpp).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/arrow_options.hpp"
#include "dutyscore/data/arrow_type.hpp"
#include "dutyscore/data/csv_header.hpp"
#include "dutyscore/data/time_zone.hpp"

namespace dutyscore::detail {

/// The columns of a table.
struct arrow_head {
  std::string name;  // of the table
  csv_header header;
  std::vector<arrow_type> types;

  /// What messages call the columns.
  template <class Builder>
  void name_columns(Builder& to) const {
    for (const header_cell& c : header.cells)
      if (c.use == header_use::column) to.call_column(c.column, c.title);
  }
  data_place place(std::uint64_t row = 0, const std::string& title = {}) const {
    return {name, row, shown_cell(title), {}};
  }
  /// An array that breaks the rules of the interface.
  diagnostic broken(const message& flaw, std::uint64_t row = 0,
                    const std::string& title = {}) const;
  diagnostic no_rows() const;
};

using shared_array = std::shared_ptr<const arrow_array>;

/// Some rows of an array; the first of them has the number by which people find it.
struct arrow_stretch {
  shared_array array;
  std::int64_t begin = 0, end = 0;
  std::uint64_t number = 1;
};

class arrow_arrays {
 public:
  arrow_arrays(arrow_source from, const arrow_options& options, const time_zone* zone)
      : stream_(std::move(from.stream)), options_(options), zone_(zone) {
    head_->name = std::move(from.name);
  }

  /// Errors that make the whole table unreadable.
  diagnostics read_head(const schema& s, table_kind table);
  std::shared_ptr<const arrow_head> head() const { return head_; }
  /// The next array, null behind the last one. An error ends the table.
  std::optional<diagnostic> next(shared_array& to);

 private:
  void check_type(const schema& s, table_kind table, std::size_t i);
  void refuse(const header_cell& c, std::string_view code,
              std::initializer_list<message_argument> arguments, std::string_view hint = {});
  diagnostic failed(int code);

  arrow_stream stream_;
  const arrow_options& options_;
  const time_zone* zone_;
  std::shared_ptr<arrow_head> head_ = std::make_shared<arrow_head>();
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/arrow_arrays.ipp"
#endif
