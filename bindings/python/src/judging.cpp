// What scenarios reach of a policy, and which mistakes in it they would notice.
#include "dutyscore/testing/coverage_text.hpp"
#include "dutyscore/testing/mutation_text.hpp"
#include "handles.hpp"

namespace dutyscore::python {
namespace {

using path_list = std::vector<std::string>;

/// Each group is files that are read together, as one call of the command reads them.
coverage_report coverage_of(const std::vector<path_list>& groups) {
  coverage_collector collected;
  scenario_options options;
  options.observer = &collected;
  options.progress = progress_of(py::none());
  for (const path_list& paths : groups) {
    const auto run = unlocked([&] { return run_scenarios(paths, options); });
    if (!run) raise(fault::policy, run.messages());
  }
  return collected.report();
}

mutation_report mutation_of(const path_list& paths, unsigned threads, const py::object& listener) {
  mutation_options options;
  options.progress = progress_of(listener);
  options.threads = threads;
  return value_or_raise(unlocked([&] { return mutate(paths, options); }), fault::policy);
}

bool reaches(const coverage_report& r, const std::string& percent) {
  const auto least = decimal::parse(percent);
  if (!least) throw py::value_error("not a number of percent: " + percent);
  return r.reaches(*least);
}

}  // namespace

void bind_judging(py::module_& m) {
  py::class_<coverage_report>(m, "Coverage")
      .def_property_readonly("sites", &coverage_report::sites)
      .def_property_readonly("reached", &coverage_report::reached)
      .def("reaches", &reaches, py::arg("percent"))
      .def("text", [](const coverage_report& r, lang_word lang) { return to_text(r, language_of(lang)); },
           py::arg("lang"))
      .def("html", [](const coverage_report& r, lang_word lang) { return to_html(r, language_of(lang)); },
           py::arg("lang"))
      .def("lcov", [](const coverage_report& r) { return to_lcov(r); })
      .def("json", [](const coverage_report& r) { return to_json(r); });
  m.def("coverage", &coverage_of, py::arg("groups"));

  const auto counted = [](mutant_fate fate) {
    return [fate](const mutation_report& r) { return r.count(fate); };
  };
  py::class_<mutation_report>(m, "Mutation")
      .def_readonly("scenarios", &mutation_report::scenarios)
      .def_property_readonly("killed", counted(mutant_fate::killed))
      .def_property_readonly("survived", counted(mutant_fate::survived))
      .def_property_readonly("explained", counted(mutant_fate::explained))
      .def("text",
           [](const mutation_report& r, lang_word lang, bool colours) {
             return to_text(r, language_of(lang), colours);
           },
           py::arg("lang"), py::arg("colours"))
      .def("json", [](const mutation_report& r) { return to_json(r); });
  m.def("mutate", &mutation_of, py::arg("paths"), py::arg("threads"),
        py::arg("listener"));
}

}  // namespace dutyscore::python
