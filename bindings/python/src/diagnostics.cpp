// Diagnostics as Python objects, and the exceptions and warnings that carry them.
#include "binding.hpp"
#include "dutyscore/core/messages.hpp"

namespace dutyscore::python {
namespace {

/// Where the first place of a diagnostic is: in a text, or in a table.
struct place {
  std::string file;
  std::optional<std::size_t> line, column, end_line, end_column;  // of a text
  std::optional<std::uint64_t> row;                               // of a table
  std::optional<std::string> field, found;
};

std::optional<std::string> text_or_none(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<place> place_of(const diagnostic& d) {
  if (d.where && !d.spans.empty()) {
    const span at = d.spans.front().where;
    const line_column begin = d.where->locate(at.begin), end = d.where->locate(at.end);
    return place{d.where->name(), begin.line, begin.column, end.line, end.column, {}, {}, {}};
  }
  if (!d.data) return std::nullopt;
  place out;
  out.file = d.data->file;
  if (d.data->row > 0) out.row = d.data->row;
  out.field = text_or_none(d.data->column);
  out.found = text_or_none(d.data->found);
  return out;
}

std::vector<std::string> hints_of(const diagnostic& d, lang_word lang) {
  std::vector<std::string> out;
  for (const message& hint : d.hints) out.push_back(hint.in(language_of(lang)));
  return out;
}

// ---- pickling: an exception travels between processes ----

py::tuple state_of(const message& m) { return py::make_tuple(m.en, m.zh); }
message message_of(const py::handle& state) {
  const auto both = py::cast<py::tuple>(state);
  return {py::cast<std::string>(both[0]), py::cast<std::string>(both[1])};
}

py::tuple state_of(const diagnostic& d) {
  py::list spans, hints;
  for (const captioned_span& s : d.spans)
    spans.append(py::make_tuple(s.where.begin, s.where.end, state_of(s.caption)));
  for (const message& hint : d.hints) hints.append(state_of(hint));
  py::object where = py::none(), data = py::none();
  if (d.where) where = py::make_tuple(d.where->name(), d.where->text());
  if (d.data) data = py::make_tuple(d.data->file, d.data->row, d.data->column, d.data->found);
  return py::make_tuple(d.level == severity::error, d.code, state_of(d.what), spans, where, data,
                        hints);
}

captioned_span span_of(const py::handle& state, std::size_t size) {
  const auto parts = py::cast<py::tuple>(state);
  captioned_span out{{py::cast<std::uint32_t>(parts[0]), py::cast<std::uint32_t>(parts[1])},
                     message_of(parts[2])};
  if (out.where.begin > out.where.end || out.where.end > size)
    throw py::value_error("dutyscore: the state of a diagnostic is damaged");
  return out;
}

diagnostic diagnostic_of(const py::tuple& state) {
  diagnostic out;
  out.level = py::cast<bool>(state[0]) ? severity::error : severity::warning;
  out.code = py::cast<std::string>(state[1]);
  out.what = message_of(state[2]);
  if (const py::object where = state[4]; !where.is_none()) {
    const auto named = py::cast<std::pair<std::string, std::string>>(where);
    out.where = std::make_shared<const source>(named.first, named.second);
    for (const py::handle s : py::cast<py::list>(state[3]))
      out.spans.push_back(span_of(s, named.second.size()));
  }
  if (const py::object data = state[5]; !data.is_none()) {
    const auto at = py::cast<py::tuple>(data);
    out.data = data_place{py::cast<std::string>(at[0]), py::cast<std::uint64_t>(at[1]),
                          py::cast<std::string>(at[2]), py::cast<std::string>(at[3])};
  }
  for (const py::handle hint : py::cast<py::list>(state[6])) out.hints.push_back(message_of(hint));
  return out;
}

/// The sentence of a code, at a row of a table.
diagnostic diagnostic_at(const std::string& code, std::vector<std::string> arguments,
                         const std::string& file, std::uint64_t row, const std::string& field) {
  arguments.resize(3);  // no sentence of a table has more
  return make_diagnostic(code, {arguments[0], arguments[1], arguments[2]},
                         data_place{file, row, field, {}});
}

// ---- in the words of Python ----

/// Options of the command that sentences name, and what stands for them here. They stand at one end
/// of a sentence, so that no text that was put into it is taken for one.
struct option_words {
  std::string_view head, tail;  // of the sentence as the command says it
  std::string_view python_head, python_tail;
};
constexpr option_words options_in_words[] = {
    {"", "(`--through`)", "", "(`through=`)"},
    {"", "（`--through`）", "", "（`through=`）"},
    {"", "(`--roster`)", "", "(`roster=`)"},
    {"", "（`--roster`）", "", "（`roster=`）"},
    {"a column that is for people only is left out with --ignore-column “", "”",
     "a column that is for people only is left out by naming it: ignore_columns “", "”"},
    {"如该列仅供人查看，可用--ignore-column “", "”略过",
     "如该列仅供人查看，可在ignore_columns中列出“", "”将其略过"},
};

void say_in_python(std::string& sentence) {
  for (const option_words& o : options_in_words) {
    const std::size_t ends = o.head.size() + o.tail.size();
    const std::string_view text = sentence;
    if (text.size() < ends || !text.starts_with(o.head) || !text.ends_with(o.tail)) continue;
    const std::string_view between = text.substr(o.head.size(), text.size() - ends);
    sentence = std::string(o.python_head).append(between).append(o.python_tail);
    return;
  }
}

void say_in_python(message& m) {
  say_in_python(m.en);
  say_in_python(m.zh);
}

diagnostics in_python(diagnostics list) {
  for (diagnostic& d : list) {
    say_in_python(d.what);
    for (message& hint : d.hints) say_in_python(hint);
  }
  return list;
}

}  // namespace

void raise(fault of, const diagnostics& why) {
  static constexpr const char* names[] = {"DutyscoreError", "PolicyError", "DataError"};
  const py::object type =
      py::module_::import("dutyscore.errors").attr(names[static_cast<std::size_t>(of)]);
  const py::object error = type(py::cast(in_python(why)));
  PyErr_SetObject(type.ptr(), error.ptr());
  throw py::error_already_set();
}

void raise(fault of, const diagnostic& why) { raise(of, diagnostics{why}); }

void warn(const diagnostics& messages) {
  if (messages.empty()) return;
  py::module_::import("dutyscore.errors").attr("_warn")(py::cast(in_python(messages)));
}

on_progress progress_of(const py::object& listener) {
  PyObject* const said_to = listener.is_none() ? nullptr : listener.ptr();
  on_progress out;
  out.say = [said_to](std::uint64_t done, std::uint64_t all) {
    const py::gil_scoped_acquire held;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    if (said_to) py::reinterpret_borrow<py::object>(said_to)(done, all);
    return true;
  };
  out.every = std::chrono::milliseconds(20);
  return out;
}

void bind_diagnostics(py::module_& m) {
  py::class_<place>(m, "Place")
      .def_readonly("file", &place::file)
      .def_readonly("line", &place::line)
      .def_readonly("column", &place::column)
      .def_readonly("end_line", &place::end_line)
      .def_readonly("end_column", &place::end_column)
      .def_readonly("row", &place::row)
      .def_readonly("field", &place::field)
      .def_readonly("found", &place::found);
  py::class_<diagnostic>(m, "Diagnostic")
      .def_readonly("code", &diagnostic::code)
      .def_property_readonly(
          "severity",
          [](const diagnostic& d) { return d.level == severity::error ? "error" : "warning"; })
      .def_property_readonly("place", &place_of)
      .def(
          "message",
          [](const diagnostic& d, lang_word lang) { return d.what.in(language_of(lang)); },
          py::arg("lang") = py::none())
      .def("hints", &hints_of, py::arg("lang") = py::none())
      .def(
          "text",
          [](const diagnostic& d, lang_word lang, bool colours) {
            return to_text(d, language_of(lang), colours);
          },
          py::arg("lang") = py::none(), py::arg("colours") = false)
      .def("__str__", [](const diagnostic& d) { return to_text(d, language_of(std::nullopt)); })
      .def("_repr_html_",
           [](const py::object& self) {
             return py::module_::import("dutyscore.rendering").attr("of_diagnostic")(self);
           })
      .def("__repr__",
           [](const diagnostic& d) {
             return "<Diagnostic " + d.code + ": " + d.what.in(language_of(std::nullopt)) + ">";
           })
      .def(py::pickle([](const diagnostic& d) { return state_of(d); }, &diagnostic_of));
  m.def("diagnostic_at", &diagnostic_at, py::arg("code"), py::arg("arguments"), py::arg("file"),
        py::arg("row") = 0, py::arg("field") = "");
  m.def("messages", [] {
    py::list out;
    for (const message_entry& e : message_catalogue())
      out.append(py::make_tuple(e.code, e.en, e.zh));
    return out;
  });
}

}  // namespace dutyscore::python
