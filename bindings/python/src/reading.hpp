// How Python values become cells, and titles columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binding.hpp"
#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/column_binder.hpp"
#include "dutyscore/data/csv_options.hpp"
#include "dutyscore/data/time_zone.hpp"

namespace dutyscore::python {

struct reading_options {
  std::vector<std::string> ignore_columns;
  bool ignore_unknown_columns = false;
  unsigned threads = 1;
  std::string timezone;  // empty: moments with a zone are no days

  csv_options csv(on_progress progress) const;
  /// Raises when the system knows no such zone.
  std::optional<time_zone> zone() const;
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
  std::string text;                              // empty: an absent cell
  std::optional<cell_type> type = std::nullopt;  // what it is, when it is more than a text
  message refused = {};                          // what it is, when it can be no cell

  /// Whether it may stand in such a column: as of Arrow's types, whole numbers in columns of texts,
  /// but nothing else that is no text.
  bool fits(cell_type column) const;
  /// "a number", "a date".
  message words() const;
};

/// Texts as they are; whole numbers and Decimal by their digits; a float by the shortest digits
/// that give it back, so that 0.1 is a tenth and 1/3 has too many places; a date, and a datetime
/// without its time of day (one of a zone: as clocks in `zone` show it); yes or no; None as absent.
cell_text cell_of(const py::handle& value, const std::optional<time_zone>& zone);

}  // namespace dutyscore::python
