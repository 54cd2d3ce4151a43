// How Python values become cells, and titles columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binding.hpp"
#include "dutyscore/data/column_binder.hpp"
#include "dutyscore/data/csv_options.hpp"

namespace dutyscore::python {

struct reading_options {
  std::vector<std::string> ignore_columns;
  bool ignore_unknown_columns = false;
  unsigned threads = 1;
  py::object timezone = py::none();  // tzinfo, or None

  csv_options csv(on_progress progress) const;
};

/// The columns of a table by their titles, as headers of CSV tables find theirs.
class column_finder {
 public:
  column_finder(const schema& s, table_kind kind, const std::string& name,
                const reading_options& how)
      : binder_(s, kind, {name, 0, {}, {}}), how_(how) {}

  /// Nothing for a column that is left out, and for one that is wrong.
  std::optional<column_id> column(const std::string& title);
  /// Raises DataError with everything that is wrong.
  void require_all();

 private:
  detail::column_binder binder_;
  const reading_options& how_;
};

/// A Python value as the text of a cell.
struct cell_text {
  std::string text;         // empty: an absent cell
  bool is_flag = false;     // which only columns of flags take
  message refused = {};     // what the value is, when it can be no cell
};

/// Texts as they are; whole numbers and Decimal by their digits; a float by the shortest digits
/// that give it back, so that 0.1 is a tenth and 1/3 has too many places; a date, and a datetime
/// without its time of day (with a zone: as seen in `timezone`); yes or no; None as absent.
cell_text cell_of(const py::handle& value, const py::object& timezone);

}  // namespace dutyscore::python
