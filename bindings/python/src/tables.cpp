// Tables as Python sees them: names, types, the cells of a column some rows at a time, and the
// Arrow stream of all of them.
#include "tables.hpp"

#include <algorithm>
#include <memory>

#include "dutyscore/report/text_table.hpp"

namespace dutyscore::python {
namespace {

/// The double that is nearest: what Python reads from the digits.
py::object nearest_float(decimal n) {
  const std::string digits = n.to_string();
  PyObject* const text = py::str(digits).release().ptr();
  const auto held = py::reinterpret_steal<py::object>(text);
  return py::reinterpret_steal<py::object>(PyFloat_FromString(text));
}

py::object python_cell(const arrow_column& c, std::size_t row, bool as_float) {
  if (c.is_null(row)) return py::none();
  switch (c.type()) {
    case arrow_values::text:
      return py::str(c.text(row));
    case arrow_values::integer:
      return py::int_(c.integer(row));
    case arrow_values::count:
      return py::int_(c.count(row));
    case arrow_values::flag:
      return py::bool_(c.flag(row));
    case arrow_values::day:
      return python_day(c.day(row));
    case arrow_values::number:
      return as_float ? nearest_float(c.number(row)) : python_decimal(c.number(row).millionths());
    case arrow_values::texts:
      return py::cast(c.texts(row));
  }
  return py::none();
}

py::list cells_of(const arrow_table& t, std::size_t column, std::size_t begin, std::size_t end,
                  bool as_float) {
  const arrow_column& c = t.columns().at(column);
  py::list out;
  for (std::size_t row = begin; row < std::min(end, c.rows()); ++row)
    out.append(python_cell(c, row, as_float));
  return out;
}

std::vector<std::string> names_of(const arrow_table& t) {
  std::vector<std::string> out;
  for (const arrow_column& c : t.columns()) out.push_back(c.name());
  return out;
}

std::vector<std::string> types_of(const arrow_table& t) {
  static constexpr const char* words[] = {"text", "integer", "integer", "flag",
                                          "date", "decimal", "texts"};
  std::vector<std::string> out;
  for (const arrow_column& c : t.columns())
    out.emplace_back(words[static_cast<std::size_t>(c.type())]);
  return out;
}

std::string printed_cell(const arrow_column& c, std::size_t row) {
  if (c.is_null(row)) return "";
  switch (c.type()) {
    case arrow_values::text:
      return std::string(c.text(row));
    case arrow_values::integer:
      return std::to_string(c.integer(row));
    case arrow_values::count:
      return std::to_string(c.count(row));
    case arrow_values::flag:
      return c.flag(row) ? "True" : "False";
    case arrow_values::day:
      return c.day(row).to_string();
    case arrow_values::number:
      return c.number(row).to_string();
    case arrow_values::texts:
      break;
  }
  std::string out;
  for (const std::string_view t : c.texts(row)) (out += out.empty() ? "" : ", ") += t;
  return out;
}

alignment alignment_of(arrow_values type) {
  if (type == arrow_values::number) return alignment::point;
  const bool is_whole = type == arrow_values::integer || type == arrow_values::count;
  return is_whole ? alignment::right : alignment::left;
}

/// The first rows, lined up.
std::string lines_of(const arrow_table& t, std::size_t rows) {
  std::vector<alignment> how;
  for (const arrow_column& c : t.columns()) how.push_back(alignment_of(c.type()));
  text_table out(how, 2);
  out.header(names_of(t));
  for (std::size_t row = 0; row < std::min(rows, t.rows()); ++row) {
    std::vector<std::string> cells;
    for (const arrow_column& c : t.columns()) cells.push_back(printable(printed_cell(c, row)));
    out.row(std::move(cells));
  }
  return out.to_text();
}

/// A stream that nobody has taken from the capsule is released with it.
void release_stream(PyObject* capsule) {
  const auto stream =
      static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, "arrow_array_stream"));
  if (stream->release) stream->release(stream);
  delete stream;
}

py::object capsule_of(const arrow_table& t) {
  auto stream = std::make_unique<ArrowArrayStream>();
  t.export_stream(stream.get());
  PyObject* const capsule = PyCapsule_New(stream.get(), "arrow_array_stream", &release_stream);
  if (!capsule) {
    stream->release(stream.get());
    throw py::error_already_set();
  }
  stream.release();
  return py::reinterpret_steal<py::object>(capsule);
}

}  // namespace

void bind_tables(py::module_& m) {
  py::class_<arrow_table>(m, "Table")
      .def_property_readonly("names", &names_of)
      .def_property_readonly("types", &types_of)
      .def("__len__", &arrow_table::rows)
      .def("cells", &cells_of, py::arg("column"), py::arg("begin"), py::arg("end"),
           py::arg("as_float"))
      .def("text", &lines_of, py::arg("rows"))
      .def("stream", &capsule_of);
}

}  // namespace dutyscore::python
