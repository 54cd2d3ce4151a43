// Texts, days and numbers that cross the border: words of bases and periods, datetime.date,
// decimal.Decimal.
#include "dutyscore/report/words.hpp"

#include <array>
#include <atomic>
#include <span>

#include "binding.hpp"
#include "dutyscore/core/calendar.hpp"
#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/messages.hpp"

namespace dutyscore::python {
namespace {

template <class Value, class Words>
Value value_of(std::string_view word, std::string_view argument, std::span<const Value> values,
               Words words_of) {
  std::string expected;
  for (const Value v : values) {
    const message known = words_of(v);
    if (word == known.en || word == known.zh) return v;
    expected += (expected.empty() ? "" : ", ") + known.en;
  }
  raise(fault::argument, make_diagnostic("DS0933", {word, argument, expected}));
}

message words_of_unit(period_unit unit) {
  return {std::string(words::code_of(unit)), words::per(unit).zh};
}

std::atomic<language> default_language{language::en};

std::string_view code_of(language lang) { return lang == language::zh ? "zh" : "en"; }

/// Of the module, kept as long as the interpreter lives.
template <class Get>
py::handle kept(Get get) {
  PYBIND11_CONSTINIT static py::gil_safe_call_once_and_store<py::object> store;
  return store.call_once_and_store_result(get).get_stored();
}

}  // namespace

basis basis_of(std::string_view word) {
  static constexpr std::array all{basis::claimed, basis::reviewed, basis::confirmed};
  return value_of<basis>(word, "basis", all, [](basis on) { return words::of(on); });
}

period_unit unit_of(std::string_view word) {
  static constexpr std::array all{period_unit::month, period_unit::quarter, period_unit::half,
                                  period_unit::year,  period_unit::term,    period_unit::overall};
  return value_of<period_unit>(word, "by", all, words_of_unit);
}

language language_of(lang_word word) {
  if (!word) return default_language;
  static constexpr std::array all{language::en, language::zh};
  return value_of<language>(*word, "lang", all, [](language lang) {
    const std::string code(code_of(lang));
    return message{code, code};
  });
}

std::optional<date> day_or_none(const py::handle& value, std::string_view argument) {
  if (value.is_none()) return std::nullopt;
  // A datetime is a date whose time of day means nothing here.
  const bool is_date =
      py::hasattr(value, "year") && py::hasattr(value, "month") && py::hasattr(value, "day");
  const std::string text = is_date ? py::cast<std::string>(value.attr("isoformat")()).substr(0, 10)
                                   : py::cast<std::string>(py::str(value));
  if (const auto day = date::parse(text)) return day;
  raise(fault::argument, make_diagnostic("DS0934", {text, argument}));
}

date day_of(const py::handle& value, std::string_view argument) {
  if (const auto day = day_or_none(value, argument)) return *day;
  raise(fault::argument, make_diagnostic("DS0931", {argument}));
}

py::object python_day(date d) {
  const auto make = kept([] { return py::module_::import("datetime").attr("date"); });
  const civil parts = to_civil(d);
  return make(parts.year, parts.month, parts.day);
}

py::object python_decimal(std::int64_t millionths) {
  const auto make = kept([] { return py::module_::import("decimal").attr("Decimal"); });
  return make(decimal::from_millionths(millionths).to_string());
}

void bind_words(py::module_& m) {
  m.def(
      "set_language", [](const std::string& lang) { default_language = language_of(lang); },
      py::arg("lang"));
  m.def("get_language", [] { return code_of(default_language); });
  m.def(
      "basis", [](std::string_view word) { return words::code_of(basis_of(word)); },
      py::arg("word"));
}

}  // namespace dutyscore::python
