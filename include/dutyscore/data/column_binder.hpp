// The columns of one table, found by what they are called: unknown, doubled and missing ones become
// diagnostics, all in one pass. Low level: headers of CSV files and fields of rows_of are bound by
// this.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/columns.hpp"

namespace dutyscore::detail {

class column_binder {
 public:
  /// `place` is where messages say that the columns are named. REQUIRES: the schema outlives the
  /// binder.
  column_binder(const schema& s, table_kind table, data_place place)
      : schema_(s), table_(table), place_(std::move(place)) {}

  /// Whether the schema has anything called so.
  bool knows(const std::string& title) const;
  /// The column called so; nothing, and a problem, when there is none or it has been bound before.
  std::optional<column_id> bind(const std::string& title);
  void refuse(std::string_view code, const std::string& title,
              std::initializer_list<message_argument> arguments);
  /// Adds a problem for each required column that is not bound. `hint` may be empty.
  void refuse_missing(const message& hint = {});

  bool has_bound() const { return !bound_.empty(); }
  diagnostics& problems() { return problems_; }

 private:
  struct binding {
    column_id column;
    std::string title;
  };
  const binding* find(column_id column) const;

  const schema& schema_;
  table_kind table_;
  data_place place_;
  std::vector<binding> bound_;
  diagnostics problems_;
};

}  // namespace dutyscore::detail

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/data/column_binder.ipp"
#endif
