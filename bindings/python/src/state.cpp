// Activities, rosters and books as plain Python values and back: what pickling keeps. A book is
// made again from what it was made of, so that it is equal in every figure, place and message.
#include <cstring>

#include "dutyscore/core/version.hpp"
#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/engine/merge.hpp"
#include "handles.hpp"

namespace dutyscore::python {
namespace {

[[noreturn]] void refuse() { throw py::value_error("dutyscore: the pickled state is damaged"); }

void require(bool holds) {
  if (!holds) refuse();
}

// ---- columns as bytes ----

template <class T>
py::bytes state_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// A column has a value for each row, or none at all.
template <class T>
void restore(std::vector<T>& to, const py::handle& state, std::size_t rows) {
  const std::string bytes = py::cast<std::string>(py::cast<py::bytes>(state));
  require(bytes.empty() || bytes.size() == rows * sizeof(T));
  to.resize(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(to.data(), bytes.data(), bytes.size());
}

template <class T>
void require_below(const std::vector<T>& values, std::size_t limit) {
  for (const T v : values) require(static_cast<std::size_t>(v) < limit);
}

// ---- batches ----

/// Every column of a batch in one order, for writing and for reading.
template <class Data, class Visit>
void for_columns(Data& d, Visit visit) {
  visit(d.subject);
  visit(d.kind);
  visit(d.date);
  visit(d.end);
  visit(d.credited);
  visit(d.standing);
  visit(d.since);
  visit(d.title);
  visit(d.id);
  visit(d.reason);
  visit(d.evidence);
  visit(d.file);
  visit(d.row_number);
  for (auto& f : d.fields) {
    visit(f.numbers);
    visit(f.texts);
    visit(f.days);
    visit(f.flags);
  }
}

py::tuple state_of(const batch& rows) {
  const batch_data& d = rows.data();
  py::list texts, columns, bad;
  for (std::size_t c = 0; c < d.texts.size(); ++c)
    texts.append(py::str(d.texts.text(static_cast<text_pool::code>(c))));
  for_columns(d, [&](const auto& column) { columns.append(state_of(column)); });
  for (const bad_row& b : d.bad) bad.append(py::make_tuple(b.file, b.row, b.why));
  return py::make_tuple(d.rows, texts, columns, d.fields.size(), d.files, d.first_row, bad);
}

void require_sound(const batch_data& d) {
  const std::size_t texts = d.texts.size();
  for (const auto* codes : {&d.subject, &d.kind, &d.title, &d.id, &d.reason, &d.evidence})
    require_below(*codes, texts);
  for (const field_column& f : d.fields) require_below(f.texts, texts);
  require_below(d.standing, 4);
  require_below(d.since, 3);
  require_below(d.file, d.files.size());
  require(d.subject.size() == d.rows && d.kind.size() == d.rows && d.date.size() == d.rows &&
          d.end.size() == d.rows && d.standing.size() == d.rows && d.since.size() == d.rows);
  for (const auto* days : {&d.date, &d.end, &d.credited})
    for (const std::int32_t day : *days)
      require(day >= date::min().days() && day <= date::max().days());
}

batch batch_of(const py::tuple& state) {
  auto d = std::make_shared<batch_data>();
  d->rows = py::cast<std::size_t>(state[0]);
  for (const py::handle text : py::cast<py::list>(state[1]))
    d->texts.intern(py::cast<std::string>(text));
  d->fields.resize(py::cast<std::size_t>(state[3]));
  const auto columns = py::cast<py::list>(state[2]);
  std::size_t next = 0;
  for_columns(*d, [&](auto& column) {
    require(next < columns.size());
    restore(column, columns[next++], d->rows);
  });
  d->files = py::cast<std::vector<std::string>>(state[4]);
  d->first_row = py::cast<std::uint64_t>(state[5]);
  for (const py::handle b : py::cast<py::list>(state[6])) {
    const auto parts = py::cast<py::tuple>(b);
    d->bad.push_back({py::cast<std::uint32_t>(parts[0]), py::cast<std::uint64_t>(parts[1]),
                      py::cast<diagnostic>(parts[2])});
  }
  require_sound(*d);
  return batch(std::move(d));
}

// ---- rosters ----

py::object days_or_none(const std::optional<date>& d) {
  return d ? py::object(py::int_(d->days())) : py::object(py::none());
}
std::optional<date> date_or_none(const py::handle& state) {
  if (state.is_none()) return std::nullopt;
  return date::from_days(py::cast<std::int32_t>(state));
}

py::tuple state_of(const service& s) {
  py::list fields;
  for (const cell_value& v : s.fields) fields.append(py::make_tuple(v.number, v.text));
  return py::make_tuple(days_or_none(s.from), days_or_none(s.to), s.org_unit, fields);
}

service service_of(const py::tuple& state) {
  service out{date_or_none(state[0]), date_or_none(state[1]), py::cast<std::string>(state[2]), {}};
  for (const py::handle v : py::cast<py::list>(state[3])) {
    const auto parts = py::cast<std::pair<std::int64_t, std::string>>(v);
    out.fields.push_back({parts.first, parts.second});
  }
  return out;
}

py::list state_of(const roster& r) {
  py::list out;
  for (const roster_subject& s : r.subjects()) {
    py::list services;
    for (const service& one : s.services) services.append(state_of(one));
    out.append(py::make_tuple(s.subject, s.name, services));
  }
  return out;
}

roster roster_of_state(const py::list& state) {
  std::vector<roster_subject> out;
  for (const py::handle s : state) {
    const auto parts = py::cast<py::tuple>(s);
    roster_subject one{py::cast<std::string>(parts[0]), py::cast<std::string>(parts[1]), {}};
    for (const py::handle of : py::cast<py::list>(parts[2]))
      one.services.push_back(service_of(py::cast<py::tuple>(of)));
    out.push_back(std::move(one));
  }
  return roster(std::move(out));
}

// ---- books ----

py::tuple book_state(const book_handle& b) {
  const engine::book_data& d = b.scores.data();
  py::object subjects = py::none(), cells = py::none(), rows = py::none();
  if (d.subjects_entry) subjects = state_of(*d.subjects_entry);
  if (b.scores.keeps_rows()) {
    rows = state_of(b.scores.rows());
  } else if (b.cells) {
    py::list some;
    for (const std::string& c : *b.cells) some.append(py::bytes(c));
    cells = some;
  } else {
    throw py::type_error(
        "dutyscore: a book of a Live that keeps no rows cannot be pickled; pickle Live.snapshot()");
  }
  return py::make_tuple(std::string(version), d.through.days(), subjects, rows, cells);
}

book_handle book_of_state(const policy_handle& h, const py::tuple& state) {
  require(state.size() == 5);
  if (py::cast<std::string>(state[0]) != version)
    throw py::value_error("dutyscore: the book was pickled by another version");
  const date through = date::from_days(py::cast<std::int32_t>(state[1]));
  std::optional<roster> subjects;
  if (const py::object entries = state[2]; !entries.is_none()) subjects = roster_of_state(entries);
  if (const py::object rows = state[3]; !rows.is_none()) {
    const batch some = batch_of(rows);
    evaluate_options options{subjects, through, on_bad_row::report};
    options.progress = progress_of(py::none());
    return {value_or_raise(unlocked([&] { return evaluate(h.rules, some, options); }))};
  }
  auto cells = std::make_shared<std::vector<std::string>>();
  for (const py::handle c : py::cast<py::list>(state[4]))
    cells->push_back(py::cast<std::string>(py::cast<py::bytes>(c)));
  finish_options options{subjects, through};
  options.progress = progress_of(py::none());
  return {value_or_raise(unlocked([&] { return finish(h.rules, *cells, options); })), cells};
}

}  // namespace

void bind_state(py::module_& m) {
  m.def("book_state", &book_state, py::arg("book"));
  m.def("book_of_state", &book_of_state, py::arg("policy"), py::arg("state"));
}

}  // namespace dutyscore::python
