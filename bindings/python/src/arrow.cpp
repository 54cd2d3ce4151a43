// Tables that come through the Arrow PyCapsule interface: activities and rosters.
#include "dutyscore/data/arrow_reader.hpp"
#include "handles.hpp"
#include "reading.hpp"

namespace dutyscore::python {
namespace {

/// What a capsule of this name holds, for taking; whoever took it before has left nothing.
template <class Struct>
Struct* held_by(const py::handle& capsule, const char* name) {
  if (!PyCapsule_CheckExact(capsule.ptr()))
    throw py::type_error(std::string("dutyscore: expected a capsule “") + name + "”, found " +
                         py::cast<std::string>(py::type::handle_of(capsule).attr("__name__")));
  if (!PyCapsule_IsValid(capsule.ptr(), name)) {
    const char* const found = PyCapsule_GetName(capsule.ptr());
    throw py::value_error(std::string("dutyscore: expected a capsule “") + name + "”, found “" +
                          (found ? found : "") + "”");
  }
  return static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), name));
}

arrow_stream stream_from(const py::object& data) {
  constexpr const char *stream = "arrow_array_stream", *type = "arrow_schema",
                       *rows = "arrow_array";
  if (PyCapsule_CheckExact(data.ptr()))
    return arrow_stream(held_by<ArrowArrayStream>(data, stream));
  if (py::hasattr(data, "__arrow_c_stream__"))
    return arrow_stream(held_by<ArrowArrayStream>(data.attr("__arrow_c_stream__")(), stream));
  const auto both = py::cast<py::tuple>(data.attr("__arrow_c_array__")());
  if (both.size() != 2) throw py::type_error("dutyscore: __arrow_c_array__ gave no two capsules");
  auto* const schema = held_by<ArrowSchema>(both[0], type);
  auto* const array = held_by<ArrowArray>(both[1], rows);
  return stream_of(arrow_schema(schema), arrow_array(array));
}

arrow_options options_of(const reading_options& how, on_progress progress) {
  arrow_options out;
  out.ignore_columns = how.ignore_columns;
  out.ignore_unknown_columns = how.ignore_unknown_columns;
  out.progress = std::move(progress);
  out.threads = how.threads;
  out.timezone = how.timezone;
  return out;
}

batch_handle read_activities_arrow(const policy_handle& h, const py::object& data,
                                   const std::string& name, const reading_options& how,
                                   const py::object& listener) {
  std::vector<arrow_source> tables;
  tables.push_back({stream_from(data), name});
  const arrow_options options = options_of(how, progress_of(listener));
  return {value_or_raise(
      unlocked([&] { return read_arrow(std::move(tables), h.rules.schema(), options); }))};
}

roster_handle read_people_arrow(const policy_handle& h, const py::object& data,
                                const std::string& name, const reading_options& how,
                                const py::object& listener) {
  arrow_source table{stream_from(data), name};
  const arrow_options options = options_of(how, progress_of(listener));
  return {value_or_raise(
      unlocked([&] { return read_roster_arrow(std::move(table), h.rules.schema(), options); }))};
}

}  // namespace

void bind_arrow(py::module_& m) {
  m.def("read_arrow", &read_activities_arrow, py::arg("policy"), py::arg("data"), py::arg("name"),
        py::arg("options"), py::arg("listener"));
  m.def("read_roster_arrow", &read_people_arrow, py::arg("policy"), py::arg("data"),
        py::arg("name"), py::arg("options"), py::arg("listener"));
}

}  // namespace dutyscore::python
