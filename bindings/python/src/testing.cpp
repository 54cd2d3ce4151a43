// Scenarios of policies: run, listed, and told as text.
#include <set>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/testing/scenario.hpp"
#include "dutyscore/testing/scenario_text.hpp"
#include "handles.hpp"

namespace dutyscore::python {
namespace {

using outcomes = std::vector<scenario_outcome>;

outcomes run_files(const std::vector<std::string>& paths, const std::string& filter,
                   bool only_list) {
  const scenario_options options{filter, only_list, nullptr, progress_of(py::none())};
  auto out = unlocked([&] { return run_scenarios(paths, options); });
  if (!out) raise(fault::policy, out.messages());
  warn(out.messages());
  return *std::move(out);
}

ast::document document_of(source_ptr text) {
  auto tree = parse(std::move(text));
  if (!tree) raise(fault::policy, tree.messages());
  return *std::move(tree);
}

/// Those of the policy's own text, or those of the files, judged by it or by policies among them.
outcomes run_of_policy(const policy_handle& h, const std::vector<std::string>& paths,
                       const std::string& filter) {
  std::vector<ast::document> documents{document_of(h.rules->source)};
  std::set<std::string> names{h.rules->source->name()};
  if (!paths.empty())
    for (const scenario_outcome& o : run_files(paths, "", true))
      if (names.insert(o.source->name()).second) documents.push_back(document_of(o.source));
  const scenario_options options{filter, false, nullptr, progress_of(py::none())};
  auto out = unlocked([&] { return run_scenarios(documents, options); });
  if (!out) raise(fault::policy, out.messages());
  return *std::move(out);
}

std::string_view word_of(scenario_status s) {
  static constexpr std::string_view words[] = {"passed", "failed", "skipped"};
  return words[static_cast<std::size_t>(s)];
}

std::vector<std::string> failures_of(const scenario_outcome& o, lang_word lang) {
  std::vector<std::string> out;
  for (const expectation_failure& f : o.failures) out.push_back(to_text(o, f, language_of(lang)));
  return out;
}

}  // namespace

void bind_testing(py::module_& m) {
  py::class_<scenario_outcome>(m, "ScenarioOutcome")
      .def_readonly("name", &scenario_outcome::name)
      .def_readonly("policy", &scenario_outcome::policy)
      .def_readonly("checks", &scenario_outcome::checks)
      .def_readonly("problems", &scenario_outcome::problems)
      .def_property_readonly("status", [](const scenario_outcome& o) { return word_of(o.status); })
      .def_property_readonly("is_done_todo", &scenario_outcome::is_done_todo)
      .def_property_readonly("file", [](const scenario_outcome& o) { return o.source->name(); })
      .def_property_readonly("policy_file",
                             [](const scenario_outcome& o) {
                               return o.policy_source ? std::optional(o.policy_source->name())
                                                      : std::nullopt;
                             })
      .def_property_readonly(
          "line", [](const scenario_outcome& o) { return o.source->locate(o.where.begin).line; })
      .def("failures", &failures_of, py::arg("lang"));
  m.def("run_scenarios", &run_files, py::arg("paths"), py::arg("filter"), py::arg("only_list"));
  m.def("run_policy_scenarios", &run_of_policy, py::arg("policy"), py::arg("paths"),
        py::arg("filter"));
  m.def(
      "scenarios_text",
      [](const outcomes& all, lang_word lang, bool colours) {
        return to_text(all, language_of(lang), colours);
      },
      py::arg("outcomes"), py::arg("lang"), py::arg("colours"));
  m.def(
      "scenarios_json", [](const outcomes& all) { return to_json(all); }, py::arg("outcomes"));
}

}  // namespace dutyscore::python
