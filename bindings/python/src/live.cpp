// Accounts that are kept while activities come and go.
#include "dutyscore/engine/live.hpp"

#include <mutex>

#include "dutyscore/core/messages.hpp"
#include "handles.hpp"

namespace dutyscore::python {
namespace {

live_options options_of(const roster_handle* subjects, const py::object& through, bool keep_rows) {
  return {roster_of(subjects), day_or_none(through, "through"), keep_rows};
}

/// A live account has one writer at a time: here, whichever thread holds the lock.
struct live_handle {
  explicit live_handle(live made) : account(std::move(made)) {}
  live account;
  std::mutex writer;
};

std::unique_ptr<live_handle> make_live(const policy_handle& h, const roster_handle* subjects,
                                       const py::object& through, bool keep_rows) {
  const live_options options = options_of(subjects, through, keep_rows);
  return unlocked([&] { return std::make_unique<live_handle>(live(h.rules, options)); });
}

std::unique_ptr<live_handle> restored(const policy_handle& h, const py::bytes& snapshot,
                                      const roster_handle* subjects, const py::object& through,
                                      bool keep_rows) {
  const live_options options = options_of(subjects, through, keep_rows);
  const std::string bytes = snapshot;
  const progress_options asking = stoppable();
  return std::make_unique<live_handle>(
      value_or_raise(unlocked([&] { return live::restore(h.rules, options, bytes, asking); })));
}

/// Changes of many rows, one after the other. One that gives messages undoes those before it, so
/// that nothing has changed; Ctrl-C leaves them, because undoing takes as long as doing.
template <class Do, class Undo>
void change_all(live_handle& of, std::uint32_t rows, const on_progress& how, Do apply, Undo undo) {
  diagnostics why;
  unlocked([&] {
    const std::lock_guard lock(of.writer);
    progress_watch watch(how, rows);
    for (std::uint32_t row = 0; row < rows; ++row) {
      why = apply(row);
      if (why.empty()) {
        if (row % 256 == 255) watch.add(256);
        continue;
      }
      while (row-- > 0) undo(row);
      return;
    }
  });
  if (!why.empty()) raise(fault::data, why);
}

void require_good(const batch_handle& rows) {
  diagnostics why;
  for (const bad_row& row : rows.rows->bad) why.push_back(row.why);
  if (!why.empty()) raise(fault::data, why);
}

void apply_all(live_handle& of, const batch_handle& rows, const py::object& listener) {
  require_good(rows);
  const activities some = of.account.prepare(rows.rows);
  change_all(
      of, some.size(), progress_of(listener),
      [&](std::uint32_t row) { return of.account.apply(some, row); },
      [&](std::uint32_t row) { of.account.retract(some, row); });
}

void retract_all(live_handle& of, const batch_handle& rows, const py::object& listener) {
  require_good(rows);
  const activities some = of.account.prepare(rows.rows);
  change_all(
      of, some.size(), progress_of(listener),
      [&](std::uint32_t row) { return of.account.retract(some, row); },
      [&](std::uint32_t row) { of.account.apply(some, row); });
}

void correct_all(live_handle& of, const batch_handle& before, const batch_handle& after,
                 const py::object& listener) {
  require_good(before);
  require_good(after);
  const activities old = of.account.prepare(before.rows), by = of.account.prepare(after.rows);
  if (old.size() != by.size())
    throw py::value_error("dutyscore: correct() takes as many activities as it gives");
  change_all(
      of, old.size(), progress_of(listener),
      [&](std::uint32_t row) { return of.account.correct(old, row, by, row); },
      [&](std::uint32_t row) { of.account.correct(by, row, old, row); });
}

void retract_id(live_handle& of, const std::string& subject, const std::string& id) {
  const diagnostics why = unlocked([&] {
    const std::lock_guard lock(of.writer);
    return of.account.retract(subject, id);
  });
  if (!why.empty()) raise(fault::data, why);
}

template <class Write>
void write_journal(live_handle& of, Write write) {
  const diagnostics why = unlocked([&] {
    const std::lock_guard lock(of.writer);
    return write(of.account);
  });
  if (has_error(why)) raise(fault::data, why);
  warn(why);
}

book_handle book_of(const live_handle& of, const std::optional<std::string>& subject) {
  const progress_options asking = stoppable();
  return {value_or_raise(
      unlocked([&] { return subject ? of.account.book_of(*subject) : of.account.book(asking); }))};
}

}  // namespace

void bind_live(py::module_& m) {
  py::class_<live_handle>(m, "Live")
      .def(py::init(&make_live), py::arg("policy"), py::arg("roster"), py::arg("through"),
           py::arg("keep_rows"))
      .def_static("restore", &restored, py::arg("policy"), py::arg("snapshot"), py::arg("roster"),
                  py::arg("through"), py::arg("keep_rows"))
      .def("apply", &apply_all, py::arg("rows"), py::arg("listener"))
      .def("retract", &retract_all, py::arg("rows"), py::arg("listener"))
      .def("retract_id", &retract_id, py::arg("subject"), py::arg("id"))
      .def("correct", &correct_all, py::arg("before"), py::arg("after"), py::arg("listener"))
      .def(
          "keep_journal",
          [](live_handle& of, const std::string& path) {
            write_journal(of, [&](live& account) { return account.keep_journal(path); });
          },
          py::arg("path"))
      .def("sync",
           [](live_handle& of) { write_journal(of, [](live& account) { return account.sync(); }); })
      .def_property_readonly("changes", [](const live_handle& of) { return of.account.changes(); })
      .def("snapshot",
           [](const live_handle& of) {
             const progress_options asking = stoppable();
             return py::bytes(unlocked([&] { return of.account.snapshot(asking); }));
           })
      .def("book", &book_of, py::arg("subject"));
}

}  // namespace dutyscore::python
