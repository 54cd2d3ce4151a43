// The private module dutyscore._core: thin over the library, thin below bindings/python/dutyscore.
#include "binding.hpp"
#include "dutyscore/core/version.hpp"

PYBIND11_MODULE(_core, m, pybind11::mod_gil_not_used()) {
  namespace python = dutyscore::python;
  m.doc() = "Bindings of the C++ library. Private: use the package dutyscore.";
  m.attr("__version__") = std::string(dutyscore::version);
  python::bind_words(m);
  python::bind_diagnostics(m);
  python::bind_tables(m);
  python::bind_policy(m);
  python::bind_data(m);
  python::bind_arrow(m);
  python::bind_book(m);
  python::bind_reports(m);
  python::bind_state(m);
  python::bind_totals(m);
  python::bind_merge(m);
  python::bind_live(m);
  python::bind_testing(m);
  python::bind_judging(m);
  python::bind_review(m);
}
