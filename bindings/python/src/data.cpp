// Tables of activities and rosters on their way in: files, and rows of Python objects.
#include <charconv>
#include <cmath>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/batch_builder.hpp"
#include "dutyscore/data/column_binder.hpp"
#include "dutyscore/data/csv.hpp"
#include "dutyscore/data/roster_builder.hpp"
#include "dutyscore/data/roster_csv.hpp"
#include "handles.hpp"
#include "reading.hpp"

namespace dutyscore::python {
namespace {

batch_handle read_files(const policy_handle& h, const std::vector<std::string>& paths,
                        const reading_options& how, const py::object& listener) {
  const csv_options options = how.csv(progress_of(listener));
  return {
      value_or_raise(unlocked([&] { return read_activities(paths, h.rules.schema(), options); }))};
}

roster_handle read_roster_file(const policy_handle& h, const std::string& path,
                               const reading_options& how, const py::object& listener) {
  const csv_options options = how.csv(progress_of(listener));
  return {
      value_or_raise(unlocked([&] { return read_roster_csv(path, h.rules.schema(), options); }))};
}

// ---- rows of Python objects ----

/// A table whose rows come as sequences of Python values, one for each title: each value becomes
/// the cell that a CSV table would hold, so that both are judged alike.
template <class Builder>
class row_reader {
 public:
  /// Without titles there will be no rows, and no column is missed.
  row_reader(const policy_handle& h, table_kind kind, std::string name,
             const std::optional<std::vector<std::string>>& titles, const reading_options& how)
      : builder_(h.rules.schema()), kind_(kind), how_(how), zone_(how.zone()) {
    if (titles)
      start(std::move(name), *titles);
    else
      builder_.start_file(name);
  }

  /// The rows that follow are those of this table.
  void start(std::string name, const std::vector<std::string>& titles) {
    name_ = std::move(name);
    columns_.clear();
    titles_.clear();
    row_ = 0;
    builder_.start_file(name_);
    column_finder find(builder_.schema(), kind_, name_, how_);
    for (const std::string& title : titles) {
      const auto column = find.column(title);
      columns_.push_back(column);
      titles_.push_back(title);
      if (column) builder_.call_column(*column, title);
    }
    find.require_all();
  }

  /// Rows that follow; each a sequence with a value for each title. `first` is the number by which
  /// people find the first of them; without one they are counted on.
  void add(const py::iterable& rows, std::optional<std::uint64_t> first) {
    if (first) row_ = *first - 1;
    for (const py::handle row : rows) {
      builder_.begin_row(++row_);
      std::size_t c = 0;
      for (const py::handle value : py::reinterpret_borrow<py::iterable>(row)) {
        if (c < columns_.size() && columns_[c]) put(c, value);
        ++c;
      }
      if (c != columns_.size())
        builder_.refuse(make_diagnostic(
            "DS0335", {std::to_string(c), std::to_string(columns_.size())}, place_of({})));
      builder_.end_row();
      if (const auto stop = builder_.passed_limit()) raise(fault::data, *stop);
    }
  }

  auto finish() {
    if constexpr (std::is_same_v<Builder, batch_builder>) {
      return batch_handle{builder_.finish()};
    } else {
      const on_progress asking = progress_of(py::none());
      progress_watch watch(asking);
      return roster_handle{value_or_raise(builder_.finish(&watch))};
    }
  }

 private:
  data_place place_of(const std::string& title) const { return {name_, row_, title, {}}; }

  void put(std::size_t c, const py::handle& value) {
    const column_id column = *columns_[c];
    const cell_text cell = cell_of(value, zone_);
    const cell_type type = type_of(column);
    if (cell.fits(type)) {
      builder_.read(column, cell.text);
      return;
    }
    builder_.refuse(make_diagnostic("DS0343", {titles_[c], detail::words_for(type), cell.words()},
                                    place_of(titles_[c])),
                    titles_[c]);
  }

  cell_type type_of(column_id c) const {
    constexpr bool is_batch = std::is_same_v<Builder, batch_builder>;
    return rule_of(builder_.schema(), is_batch ? table_kind::activities : table_kind::roster, c)
        .type;
  }

  Builder builder_;
  table_kind kind_;
  reading_options how_;
  std::string name_;
  std::optional<time_zone> zone_;
  std::vector<std::optional<column_id>> columns_;
  std::vector<std::string> titles_;
  std::uint64_t row_ = 0;
};

template <class Builder>
void bind_row_reader(py::module_& m, const char* name, table_kind kind) {
  using reader = row_reader<Builder>;
  py::class_<reader>(m, name)
      .def(py::init([kind](const policy_handle& h, std::string of,
                           const std::optional<std::vector<std::string>>& titles,
                           const reading_options& how) {
             return std::make_unique<reader>(h, kind, std::move(of), titles, how);
           }),
           py::arg("policy"), py::arg("name"), py::arg("titles"), py::arg("options"))
      .def("start", &reader::start, py::arg("name"), py::arg("titles"))
      .def("add", &reader::add, py::arg("rows"), py::arg("first") = py::none())
      .def("finish", &reader::finish);
}

}  // namespace

void bind_data(py::module_& m) {
  py::class_<batch_handle>(m, "Batch").def("__len__", [](const batch_handle& b) {
    return b.rows.rows() + b.rows->bad.size();
  });
  py::class_<roster_handle>(m, "Roster").def("__len__", [](const roster_handle& r) {
    return r.subjects.subjects().size();
  });
  py::class_<reading_options>(m, "ReadingOptions")
      .def(py::init<std::vector<std::string>, bool, unsigned, std::string>(),
           py::arg("ignore_columns"), py::arg("ignore_unknown_columns"), py::arg("threads"),
           py::arg("timezone"));
  m.def("read_files", &read_files, py::arg("policy"), py::arg("paths"), py::arg("options"),
        py::arg("listener"));
  m.def("read_roster_file", &read_roster_file, py::arg("policy"), py::arg("path"),
        py::arg("options"), py::arg("listener"));
  bind_row_reader<batch_builder>(m, "ActivityRows", table_kind::activities);
  bind_row_reader<roster_builder>(m, "RosterRows", table_kind::roster);
}

}  // namespace dutyscore::python
