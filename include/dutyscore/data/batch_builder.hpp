// Rows in, columns out: the one place that decides whether a row may be counted. Every reader (CSV,
// scenarios, a host's own structs) hands its cells to a builder; what does not fit the schema
// becomes a bad row with its reason, and the other rows go on. Several files go into one batch.
//
// One row: begin_row, then read or set for each cell that is there, then end_row. Not synchronised.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/decimal.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/columns.hpp"

namespace dutyscore {

namespace detail {
class plain_columns;
}

struct builder_limits {
  std::size_t bad_rows =
      100'000;  // a table of the wrong kind should not fill the memory with reasons
  std::size_t rows = 4'000'000'000;  // rows are numbered with 32 bits
};

/// A set of texts of one pool, by code.
class code_set {
 public:
  void insert(text_pool::code c) {
    if (c >= has_.size()) has_.resize(c + 1);
    has_[c] = 1;
  }
  bool contains(text_pool::code c) const { return c < has_.size() && has_[c]; }

 private:
  std::vector<std::uint8_t> has_;
};

class batch_builder {
 public:
  explicit batch_builder(dutyscore::schema s, builder_limits limits = {});
  batch_builder(const batch_builder&) = delete;
  batch_builder& operator=(const batch_builder&) = delete;

  const dutyscore::schema& schema() const { return schema_; }

  /// The rows that follow are those of this file; messages call their columns by the schema's
  /// titles again.
  void start_file(std::string name);
  /// What messages call a column of this file.
  void call_column(column_id c, std::string title) { columns_[c].title = std::move(title); }

  /// `number` is how people find the row in its file.
  void begin_row(std::uint64_t number);
  /// A cell as it was read. Spaces around it are dropped; an empty cell is absent. Returns whether
  /// it held something.
  bool read(column_id c, std::string_view cell);
  /// A typed cell. An empty text is absent. Throws std::invalid_argument unless takes(c, that
  /// type).
  void set(column_id c, std::string_view text);
  void set(column_id c, decimal number);
  void set(column_id c, date day);
  template <std::same_as<bool> Flag>  // not whatever converts to one, as a pointer does
  void set(column_id c, Flag flag) {
    set_flag(c, flag);
  }
  void set(column_id c, standing s);
  bool takes(column_id c, cell_type type) const;
  cell_type type_of(column_id c) const { return columns_[c].rule.type; }
  /// The row is bad for a reason of the reader's own; `title` names the column, when there is one.
  void refuse(diagnostic why, std::string_view title = {});
  /// How to mend what has just been refused.
  void hint(const message& how) {
    if (why_) why_->hints.push_back(how);
  }
  /// Whether the row has become part of the batch; otherwise it is a bad row.
  bool end_row();
  /// Ends the row as a bad one for this reason alone: its cells may not be what they seem.
  void reject_row(diagnostic why);

  /// Nothing has been read or refused since begin_row: such a row may be left without end_row.
  bool row_is_blank() const { return filled_ == 0 && !why_; }

  /// Whether a limit is passed: the reader should stop. The diagnostic says which one.
  std::optional<diagnostic> passed_limit() const;
  std::size_t rows() const { return data_->rows; }
  std::size_t bad_rows() const { return data_->bad.size(); }

  /// Several batches with one pool: what has been read since begin_batch, and a new batch in `room`,
  /// whose rows are forgotten, with `texts`, the pool of an earlier batch of this builder. Nothing
  /// may be read in between.
  std::shared_ptr<batch_data> end_batch() { return std::move(data_); }
  void begin_batch(std::shared_ptr<batch_data> room, const text_pool& texts);

  /// The batch; the builder is then empty and must not be used.
  batch finish();

 private:
  friend class detail::plain_columns;

  struct slot {
    std::int64_t value = 0;  // millionths, day, flag, standing, or code of a text
    bool filled = false;
  };
  struct column {
    cell_rule rule;
    std::string title;
    code_set allowed;  // of one_of
    bool has_kinds = false;
    code_set kinds;  // to whose activities the field belongs
    bool has_default = false;
    std::int64_t default_value = 0;
  };

  void prepare_column(column_id c);
  void prepare_field(column_id c, const schema_field& f);
  void put(column_id c, std::int64_t value);
  void require(column_id c, cell_type type) const;
  void set_flag(column_id c, bool flag);
  std::optional<text_pool::code> code_of(std::string_view text);
  void refuse_value(column_id c, std::string_view text);

  void check_row();
  void check_field(column_id c);
  void refuse_missing(column_id c);
  void refuse_foreign(column_id c);
  void check_required(fixed_column c);
  void check_days();
  void check_standing();
  void append_row();
  void append_place();
  void append_credited();
  void append_field(std::size_t index);
  void append_text(std::vector<text_pool::code>& to, fixed_column c);
  slot& fixed(fixed_column c) { return row_[column_of(c)]; }
  data_place place_of(std::string_view title, std::string_view found) const;

  dutyscore::schema schema_;
  builder_limits limits_;
  std::shared_ptr<batch_data> data_ = std::make_shared<batch_data>();
  std::vector<column> columns_;
  std::vector<slot> row_;
  std::size_t filled_ = 0;
  std::uint64_t number_ = 0;
  std::optional<diagnostic> why_;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/batch_builder.ipp"
#endif
