#include "reading.hpp"

#include <datetime.h>

#include <array>
#include <charconv>
#include <cmath>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/data/cell.hpp"

namespace dutyscore::python {
namespace {

void import_datetime() {
  if (!PyDateTimeAPI) PyDateTime_IMPORT;
  if (!PyDateTimeAPI) throw py::error_already_set();
}

std::string day_text(int year, int month, int day) {
  std::array<char, 32> room;
  const int size = std::snprintf(room.data(), room.size(), "%04d-%02d-%02d", year, month, day);
  return {room.data(), static_cast<std::size_t>(size)};
}

std::string text_of_date(PyObject* value) {
  return day_text(PyDateTime_GET_YEAR(value), PyDateTime_GET_MONTH(value),
                  PyDateTime_GET_DAY(value));
}

/// The day that clocks of the zone show at this moment.
date day_in(const time_zone& zone, const py::handle& moment) {
  const auto utc = py::module_::import("datetime").attr("timezone").attr("utc");
  const py::object at = moment.attr("astimezone")(utc);
  PyObject* const p = at.ptr();
  constexpr std::int64_t per_day = 86'400;
  const std::int64_t days =
      date::of(PyDateTime_GET_YEAR(p), PyDateTime_GET_MONTH(p), PyDateTime_GET_DAY(p))
          .value_or(date::min())
          .days();
  const std::int64_t instant = days * per_day + PyDateTime_DATE_GET_HOUR(p) * 3600 +
                               PyDateTime_DATE_GET_MINUTE(p) * 60 + PyDateTime_DATE_GET_SECOND(p);
  const std::int64_t shown = instant + zone.offset_at(instant);
  const std::int64_t day = shown / per_day - (shown % per_day < 0);
  return date::from_days(static_cast<std::int32_t>(day));
}

cell_text datetime_cell(const py::handle& value, const std::optional<time_zone>& zone) {
  // pandas has a datetime that is none: NaT is the only value that differs from itself.
  if (!value.equal(value)) return {};
  if (value.attr("tzinfo").is_none()) return {text_of_date(value.ptr()), cell_type::date};
  if (!zone)
    return {"",
            std::nullopt,
            {"a point in time with a zone, which needs timezone=",
             "带时区的时刻（须用 timezone= 指明时区）"}};
  return {day_in(*zone, value).to_string(), cell_type::date};
}

cell_text float_cell(double value) {
  std::array<char, 512> room;
  const auto end =
      std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed).ptr;
  return {std::string(room.data(), end), cell_type::decimal};
}

/// In plain digits: `1E+3` is 1000.
cell_text decimal_cell(const py::handle& value) {
  const bool is_finite = py::cast<bool>(value.attr("is_finite")());
  std::string text =
      py::cast<std::string>(is_finite ? py::str("{:f}").format(value) : py::str(value));
  const bool is_whole = is_finite && text.find('.') == std::string::npos;
  return {std::move(text), is_whole ? cell_type::integer : cell_type::decimal};
}

/// Half of a surrogate pair is no character: its bytes are then refused as those of a file are.
std::string text_of(const py::handle& value) {
  Py_ssize_t size = 0;
  if (const char* const bytes = PyUnicode_AsUTF8AndSize(value.ptr(), &size))
    return {bytes, static_cast<std::size_t>(size)};
  PyErr_Clear();
  return py::cast<std::string>(value.attr("encode")("utf-8", "surrogatepass"));
}

bool is_decimal(const py::handle& value) {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> store;
  const py::object& type =
      store
          .call_once_and_store_result([] { return py::module_::import("decimal").attr("Decimal"); })
          .get_stored();
  return py::isinstance(value, type);
}

std::string type_name(const py::handle& value) {
  return py::cast<std::string>(py::type::handle_of(value).attr("__name__"));
}

/// Scalars of other libraries: numpy's, and pandas' NA.
cell_text foreign_cell(const py::handle& value, const std::optional<time_zone>& zone) {
  const std::string type = type_name(value);
  if (type == "NAType" || type == "NaTType") return {};
  if (PyIndex_Check(value.ptr())) {
    const auto number = py::reinterpret_steal<py::object>(PyNumber_Index(value.ptr()));
    if (!number) throw py::error_already_set();
    return {py::cast<std::string>(py::str(number)), cell_type::integer};
  }
  if (py::hasattr(value, "item") && py::hasattr(value, "dtype")) {
    const py::object plain = value.attr("item")();
    if (!py::type::handle_of(plain).is(py::type::handle_of(value))) return cell_of(plain, zone);
  }
  return {"", std::nullopt, {"a value of the type " + type, type + " 类型的值"}};
}

}  // namespace

bool cell_text::fits(cell_type column) const {
  if (!refused.en.empty()) return false;
  if (!type || *type == column) return true;
  const bool is_number = column == cell_type::integer || column == cell_type::decimal;
  if (*type == cell_type::integer) return is_number || column == cell_type::text;
  return *type == cell_type::decimal && is_number;
}

message cell_text::words() const { return type ? detail::words_for(*type) : refused; }

csv_options reading_options::csv(on_progress progress) const {
  csv_options out;
  out.ignore_columns = ignore_columns;
  out.ignore_unknown_columns = ignore_unknown_columns;
  out.threads = threads;
  out.progress = std::move(progress);
  return out;
}

std::optional<time_zone> reading_options::zone() const {
  if (timezone.empty()) return std::nullopt;
  if (auto found = time_zone::find(timezone)) return found;
  raise(fault::argument, make_diagnostic("DS0372", {shown_cell(timezone)}));
}

std::optional<column_id> column_finder::column(const std::string& title) {
  const auto& ignored = how_.ignore_columns;
  if (std::find(ignored.begin(), ignored.end(), title) != ignored.end()) return std::nullopt;
  if (how_.ignore_unknown_columns && !binder_.knows(title)) return std::nullopt;
  const auto found = binder_.bind(title);
  if (!found && !binder_.knows(title))
    binder_.problems().back().hints.push_back(phrase("table ignore column", {shown_cell(title)}));
  return found;
}

void column_finder::require_all() {
  binder_.refuse_missing();
  if (!binder_.problems().empty()) raise(fault::data, binder_.problems());
}

cell_text cell_of(const py::handle& value, const std::optional<time_zone>& zone) {
  import_datetime();
  PyObject* const p = value.ptr();
  if (p == Py_None) return {};
  if (PyUnicode_Check(p)) return {text_of(value)};
  if (PyBool_Check(p)) return {p == Py_True ? "yes" : "no", cell_type::flag};
  if (PyLong_Check(p)) return {py::cast<std::string>(py::str(value)), cell_type::integer};
  if (PyFloat_Check(p)) return float_cell(PyFloat_AS_DOUBLE(p));
  if (PyDateTime_Check(p)) return datetime_cell(value, zone);
  if (PyDate_Check(p)) return {text_of_date(p), cell_type::date};
  if (is_decimal(value)) return decimal_cell(value);
  return foreign_cell(value, zone);
}

}  // namespace dutyscore::python
