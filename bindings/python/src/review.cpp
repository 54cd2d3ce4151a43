// What authors ask of a policy before and after they change it: what is suspicious, what each block
// can pay, and what the change does to real history.
#include "dutyscore/data/columns.hpp"
#include "dutyscore/lang/numbers.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/comparison.hpp"
#include "dutyscore/report/diagnostic_json.hpp"
#include "dutyscore/report/words.hpp"
#include "dutyscore/testing/bounds_report.hpp"
#include "dutyscore/testing/lint.hpp"
#include "handles.hpp"
#include "tables.hpp"

namespace dutyscore::python {
namespace {

std::string_view word_of(block_kind kind) {
  static constexpr std::string_view words[] = {"policy", "category", "indicator"};
  return words[static_cast<std::size_t>(kind)];
}

ast::document document_of(const policy_handle& h) {
  auto tree = parse(h.rules->source);
  if (!tree) raise(fault::policy, tree.messages());
  return *std::move(tree);
}

lint_report lint_of(const policy_handle& h) {
  const ast::document tree = document_of(h);
  return unlocked([&] { return lint(tree, {h.rules}); });
}

// ---- bounds ----

bounds_report bounds_report_by(const policy_handle& h, const std::vector<std::string>& by) {
  std::vector<period_unit> units;
  for (const std::string& word : by) units.push_back(unit_of(word));
  return unlocked([&] { return bounds_report_of(h.rules, units); });
}

/// One block and one kind of period.
struct bounds_row {
  const reported_block* block;
  period_unit by;
  const reported_bound *least, *most;
};

arrow_table bounds_table(const bounds_report& of) {
  std::vector<bounds_row> rows;
  for (const reported_block& b : of.blocks)
    for (std::size_t u = 0; u < of.units.size(); ++u)
      rows.push_back({&b, of.units[u], &b.least[u], &b.most[u]});
  return table_of(
      rows, text("block", [](const bounds_row& r) { return r.block->name; }),
      text("label", [](const bounds_row& r) { return r.block->label; }),
      text("kind", [](const bounds_row& r) { return word_of(r.block->kind); }),
      whole("depth", [](const bounds_row& r) { return r.block->depth; }),
      text("by", [](const bounds_row& r) { return words::code_of(r.by); }),
      points("least", [](const bounds_row& r) { return r.least->bound.points; }),
      points("most", [](const bounds_row& r) { return r.most->bound.points; }),
      flag("least_reached", [](const bounds_row& r) { return r.least->reached.has_value(); }),
      flag("most_reached", [](const bounds_row& r) { return r.most->reached.has_value(); }));
}

// ---- comparisons ----

/// The policy whose text has these numbers in it, which are named as `dutyscore compare --set` names
/// them.
policy_handle changed(const policy_handle& h,
                      const std::vector<std::pair<std::string, std::string>>& numbers) {
  std::vector<number_change> changes;
  for (const auto& [name, value] : numbers) {
    const auto number = decimal::parse(value);
    if (!number) throw py::value_error("no number for " + name + ": " + value);
    changes.push_back({name, *number});
  }
  const auto tree = with_numbers(document_of(h), changes);
  if (!tree) raise(fault::argument, tree.messages());
  auto made = compile(*tree);
  if (!made) raise(fault::policy, made.messages());
  const diagnostics warnings = made.messages();
  return {*std::move(made), warnings};
}

comparison comparison_of(const book_handle& before, const book_handle& after, std::string_view by,
                         const std::optional<std::string>& in, std::string_view on,
                         const py::object& listener) {
  compare_options options;
  options.by = unit_of(by);
  if (in) options.in = period_of(after.scores.policy(), *in);
  options.on = basis_of(on);
  options.progress = progress_of(listener);
  return value_or_raise(
      unlocked([&] { return compare(before.scores, after.scores, options); }));
}

std::string_view word_of(known_in where) {
  static constexpr std::string_view words[] = {"both", "before", "after"};
  return words[static_cast<std::size_t>(where)];
}

template <class Row>
auto change_columns(const std::vector<Row>& rows) {
  return table_of(rows, points("before", [](const Row& r) { return r.points.before; }),
                  points("after", [](const Row& r) { return r.points.after; }),
                  points("difference", [](const Row& r) { return r.points.difference; }));
}

arrow_table compared_blocks(const comparison& c) {
  const auto about = table_of(
      c.blocks, text("block", &compared_block::name), text("label", &compared_block::label),
      text("kind", [](const compared_block& b) { return word_of(b.kind); }),
      whole("depth", &compared_block::depth),
      text("known_in", [](const compared_block& b) { return word_of(b.where); }));
  return joined(joined(about, change_columns(c.blocks)),
                table_of(c.blocks, whole("people", &compared_block::people)));
}

arrow_table compared_clauses(const comparison& c, lang_word in) {
  const language lang = language_of(in);
  const auto about = table_of(
      c.clauses,
      text("block", [&](const compared_clause& of) { return c.blocks[of.block].name; }),
      text("label", [&](const compared_clause& of) { return c.blocks[of.block].label; }),
      text("entry", [](const compared_clause& of) { return words::code_of(of.kind); }),
      text_or_null("clause_before", [&](const compared_clause& of) { return of.before.in(lang); }),
      text_or_null("clause_after", [&](const compared_clause& of) { return of.after.in(lang); }));
  return joined(joined(about, change_columns(c.clauses)),
                table_of(c.clauses, whole("people", &compared_clause::people)));
}

arrow_table compared_periods(const comparison& c) {
  const auto about = table_of(
      c.periods, text("period", [](const compared_period& p) { return p.period.to_string(); }));
  return joined(joined(about, change_columns(c.periods)),
                table_of(c.periods, whole("people", &compared_period::people),
                         whole("more", &compared_period::more),
                         whole("less", &compared_period::less)));
}

std::optional<std::uint64_t> rank_or_none(std::uint32_t rank) {
  return rank == 0 ? std::nullopt : std::optional<std::uint64_t>(rank);
}

arrow_table compared_people(const comparison& c) {
  const auto about = table_of(
      c.people, text("subject", &compared_person::subject), text("name", &compared_person::name),
      text_or_null("org_unit", &compared_person::org_unit),
      text("period", [](const compared_person& p) { return p.period.to_string(); }),
      text("served", [](const compared_person& p) { return word_of(p.served); }));
  return joined(
      joined(about, change_columns(c.people)),
      table_of(
          c.people,
          whole("rank_before", [](const compared_person& p) { return rank_or_none(p.rank_before); }),
          whole("rank_after", [](const compared_person& p) { return rank_or_none(p.rank_after); })));
}

arrow_table compared_grades(const comparison& c) {
  return table_of(
      c.grades, text("period", [](const grade_change& g) { return g.period.to_string(); }),
      text_or_null("grade", &grade_change::grade),
      text("subject", [](const grade_change& g) { return g.who.subject; }),
      text("name", [](const grade_change& g) { return g.who.name; }),
      text_or_null("before", &grade_change::before), text_or_null("after", &grade_change::after));
}

struct list_change_row {
  const list_change* list;
  const person* who;
  bool enters;
};

arrow_table compared_lists(const comparison& c) {
  std::vector<list_change_row> rows;
  for (const list_change& l : c.lists) {
    for (const person& p : l.enters) rows.push_back({&l, &p, true});
    for (const person& p : l.leaves) rows.push_back({&l, &p, false});
  }
  return table_of(rows, text("period", [](const list_change_row& r) { return r.list->period.to_string(); }),
                  text("list", [](const list_change_row& r) { return r.list->list; }),
                  text("label", [](const list_change_row& r) { return r.list->label; }),
                  text("subject", [](const list_change_row& r) { return r.who->subject; }),
                  text("name", [](const list_change_row& r) { return r.who->name; }),
                  flag("enters", &list_change_row::enters));
}

template <decimal points_change::*Member>
py::object total_of(const comparison& c) {
  return python_decimal((c.total.*Member).millionths());
}

void bind_comparison(py::module_& m) {
  py::class_<comparison>(m, "Comparison")
      .def_property_readonly("before", &total_of<&points_change::before>)
      .def_property_readonly("after", &total_of<&points_change::after>)
      .def_property_readonly("difference", &total_of<&points_change::difference>)
      .def_property_readonly("by", [](const comparison& c) { return words::code_of(c.by); })
      .def_property_readonly("sources",
                             [](const comparison& c) {
                               return std::pair(c.before_source, c.after_source);
                             })
      .def("blocks", &compared_blocks)
      .def("clauses", &compared_clauses, py::arg("lang"))
      .def("periods", &compared_periods)
      .def("people", &compared_people)
      .def("grades", &compared_grades)
      .def("lists", &compared_lists)
      .def(
          "text",
          [](const comparison& c, lang_word lang, bool detail) {
            return to_text(c, language_of(lang), detail);
          },
          py::arg("lang"), py::arg("detail"))
      .def(
          "csv",
          [](const comparison& c, lang_word lang, bool detail) {
            return to_csv(c, language_of(lang), detail);
          },
          py::arg("lang"), py::arg("detail"))
      .def("json", [](const comparison& c) { return to_json(c); });
  m.def("compare", &comparison_of, py::arg("before"), py::arg("after"), py::arg("by"),
        py::arg("period"), py::arg("basis"), py::arg("listener"));
  m.def("changed", &changed, py::arg("policy"), py::arg("numbers"));
  m.def(
      "titles_unknown_to",
      [](const policy_handle& own, const policy_handle& other) {
        return titles_unknown_to(own.rules.schema(), other.rules.schema());
      },
      py::arg("own"), py::arg("other"));
}

}  // namespace

void bind_review(py::module_& m) {
  py::class_<lint_report>(m, "Lint")
      .def_readonly("findings", &lint_report::findings)
      .def_readonly("accepted", &lint_report::accepted)
      .def("json", [](const lint_report& r) { return to_json(r.findings); });
  m.def("lint", &lint_of, py::arg("policy"));
  py::class_<bounds_report>(m, "Bounds")
      .def_readonly("label", &bounds_report::label)
      .def("table", &bounds_table)
      .def(
          "text",
          [](const bounds_report& r, lang_word lang) { return to_text(r, language_of(lang)); },
          py::arg("lang"))
      .def("json", [](const bounds_report& r) { return to_json(r); });
  m.def("bounds", &bounds_report_by, py::arg("policy"), py::arg("by"));
  bind_comparison(m);
}

}  // namespace dutyscore::python
