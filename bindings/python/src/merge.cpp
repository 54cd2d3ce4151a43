// Scoring on several machines: cells of subjects as bytes.
#include "dutyscore/engine/merge.hpp"

#include "handles.hpp"

namespace dutyscore::python {
namespace {

using cell_bytes = std::vector<std::string>;

py::list bytes_of(const cell_bytes& cells) {
  py::list out;
  for (const std::string& c : cells) out.append(py::bytes(c));
  return out;
}

cell_bytes cell_bytes_of(const py::iterable& from) {
  cell_bytes out;
  for (const py::handle c : from) out.push_back(py::cast<std::string>(py::cast<py::bytes>(c)));
  return out;
}

py::list accumulated(const policy_handle& h, const batch_handle& rows,
                     const roster_handle* subjects, bool report_bad_rows,
                     const py::object& listener) {
  accumulate_options options;
  options.subjects = roster_of(subjects);
  options.bad_rows = report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  options.progress = progress_of(listener);
  return bytes_of(
      value_or_raise(unlocked([&] { return accumulate(h.rules, rows.rows, options); })));
}

py::list merged(const policy_handle& h, const py::iterable& from) {
  const cell_bytes cells = cell_bytes_of(from);
  const progress_options asking = stoppable();
  return bytes_of(value_or_raise(unlocked([&] { return merge_all(h.rules, cells, asking); })));
}

book_handle finished(const policy_handle& h, const py::iterable& from,
                     const roster_handle* subjects, const py::object& through) {
  const auto cells = std::make_shared<const cell_bytes>(cell_bytes_of(from));
  finish_options options;
  options.subjects = roster_of(subjects);
  options.through = day_or_none(through, "through");
  options.progress = progress_of(py::none());
  return {value_or_raise(unlocked([&] { return finish(h.rules, *cells, options); })), cells};
}

}  // namespace

void bind_merge(py::module_& m) {
  m.def("accumulate", &accumulated, py::arg("policy"), py::arg("rows"), py::arg("roster"),
        py::arg("report_bad_rows"), py::arg("listener"));
  m.def("merge", &merged, py::arg("policy"), py::arg("cells"));
  m.def("finish", &finished, py::arg("policy"), py::arg("cells"), py::arg("roster"),
        py::arg("through"));
}

}  // namespace dutyscore::python
