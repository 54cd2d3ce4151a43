// What the units of the Python module share: how results become values or exceptions, how long
// calls run without the interpreter's lock and are stopped, and the words that Python gives as
// texts. Each unit binds one subject and holds no rule of its own.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/core/progress.hpp"
#include "dutyscore/core/result.hpp"
#include "dutyscore/data/schema.hpp"

namespace dutyscore::python {

namespace py = pybind11;

// ---- exceptions (diagnostics.cpp) ----

enum class fault : unsigned char { argument, policy, data };

/// Raises DutyscoreError, PolicyError or DataError with the diagnostics. Needs the interpreter's
/// lock, as everything here unless it says otherwise.
[[noreturn]] void raise(fault of, const diagnostics& why);
[[noreturn]] void raise(fault of, const diagnostic& why);
/// Messages beside a value become Python warnings.
void warn(const diagnostics& messages);

template <class T>
T value_or_raise(result<T> r, fault of = fault::data) {
  if (!r) raise(of, r.messages());
  warn(r.messages());
  return *std::move(r);
}

// ---- long calls ----

/// Runs the work without the interpreter's lock.
template <class Work>
auto unlocked(Work work) {
  const py::gil_scoped_release released;
  return work();
}

/// Looks for Ctrl-C and tells `listener`, a callable or None, how far the call is. Holds on to
/// `listener` by its address alone, because options are copied without the lock. REQUIRES: the
/// listener outlives the call.
on_progress progress_of(const py::object& listener);

/// Looks for Ctrl-C alone.
inline progress_options stoppable() { return {progress_of(py::none())}; }

// ---- words (words.cpp) ----

basis basis_of(std::string_view word);
period_unit unit_of(std::string_view word);
/// `en`, `zh`, or None: what set_language() has set.
using lang_word = const std::optional<std::string>&;
language language_of(lang_word word);
date day_of(const py::handle& value, std::string_view argument);
std::optional<date> day_or_none(const py::handle& value, std::string_view argument);
py::object python_day(date d);
py::object python_decimal(std::int64_t millionths);

// ---- units ----

void bind_words(py::module_& m);
void bind_diagnostics(py::module_& m);
void bind_tables(py::module_& m);
void bind_policy(py::module_& m);
void bind_data(py::module_& m);
void bind_arrow(py::module_& m);
void bind_state(py::module_& m);
void bind_book(py::module_& m);
void bind_reports(py::module_& m);
void bind_totals(py::module_& m);
void bind_merge(py::module_& m);
void bind_live(py::module_& m);
void bind_testing(py::module_& m);
void bind_judging(py::module_& m);
void bind_review(py::module_& m);

}  // namespace dutyscore::python
