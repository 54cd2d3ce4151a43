// Statements, explanations, rankings and the ledger: reports as tables and texts.
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/explanation.hpp"
#include "dutyscore/report/ranking.hpp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/words.hpp"
#include "handles.hpp"
#include "tables.hpp"

namespace dutyscore::python {
namespace {

// ---- statements ----

/// Titles are worded when asked, in the language asked for.
struct entry_row {
  const statement* of;
  const statement_entry* entry;
};

std::string block_of(const entry_row& row) { return row.of->blocks[row.entry->block].name; }

std::vector<entry_row> rows_of(const statement& s) {
  std::vector<entry_row> out;
  for (const statement_entry& e : s.entries) out.push_back({&s, &e});
  return out;
}

template <class Get>
auto of_activity(Get get) {
  return [get](const entry_row& row) -> std::optional<std::string> {
    if (!row.entry->activity) return std::nullopt;
    std::string out = std::invoke(get, *row.entry->activity);
    return out.empty() ? std::nullopt : std::optional(std::move(out));
  };
}

auto entry_columns(language lang) {
  return table_builder(
      text("subject", [](const entry_row& r) { return r.of->subject; }),
      text("name", [](const entry_row& r) { return r.of->name; }),
      day("day", [](const entry_row& r) { return r.entry->day; }),
      day("end", [](const entry_row& r) { return r.entry->end; }), text("block", &block_of),
      text("label", [](const entry_row& r) { return r.of->blocks[r.entry->block].label; }),
      text("entry", [](const entry_row& r) { return words::code_of(r.entry->kind); }),
      text("title", [lang](const entry_row& r) { return r.entry->title.in(lang); }),
      text_or_null("cite", [](const entry_row& r) { return r.entry->cite; }),
      text("kind", of_activity(&reported_activity::kind)),
      text("id", of_activity(&reported_activity::id)),
      text("file", of_activity(&reported_activity::file)),
      whole("row",
            [](const entry_row& r) -> std::optional<std::uint64_t> {
              if (!r.entry->activity) return std::nullopt;
              return r.entry->activity->row;
            }),
      points("points", [](const entry_row& r) { return r.entry->points; }));
}

arrow_table entries_table(const statement& s, language lang) {
  auto out = entry_columns(lang);
  out.add_all(rows_of(s));
  return out.finish();
}

arrow_table blocks_table(const statement& s) {
  static constexpr const char* kinds[] = {"policy", "category", "indicator"};
  return table_of(
      s.blocks, text("block", &statement_block::name), text("label", &statement_block::label),
      text("kind",
           [](const statement_block& b) { return kinds[static_cast<std::size_t>(b.kind)]; }),
      whole("depth", [](const statement_block& b) { return static_cast<std::uint64_t>(b.depth); }),
      text_or_null("cite", &statement_block::cite), points("points", &statement_block::points));
}

arrow_table refused_table(const std::vector<refused_activity>& rows, language lang) {
  const auto of = [](auto member) {
    return [member](const refused_activity& r) { return std::invoke(member, r.activity); };
  };
  return table_of(rows, text("subject", of(&reported_activity::subject)),
                  day("day", of(&reported_activity::day)), day("end", of(&reported_activity::end)),
                  text("kind", of(&reported_activity::kind)),
                  text_or_null("title", of(&reported_activity::title)),
                  text_or_null("id", of(&reported_activity::id)),
                  text_or_null("block", &refused_activity::place),
                  text("reason", [lang](const refused_activity& r) { return r.reason.in(lang); }),
                  text("file", of(&reported_activity::file)),
                  whole("row", of(&reported_activity::row)));
}

arrow_table activities_table(const std::vector<reported_activity>& rows) {
  return table_of(
      rows, text("subject", &reported_activity::subject), day("day", &reported_activity::day),
      day("end", &reported_activity::end), text("kind", &reported_activity::kind),
      text_or_null("title", &reported_activity::title), text_or_null("id", &reported_activity::id),
      text("file", &reported_activity::file), whole("row", &reported_activity::row));
}

struct pending_row {
  const statement* of;
  const statement_pending* entry;
};

auto pending_columns(language lang) {
  return table_builder(
      text("subject", [](const pending_row& r) { return r.of->subject; }),
      text("name", [](const pending_row& r) { return r.of->name; }),
      day("day", [](const pending_row& r) { return r.entry->day; }),
      text("block", [](const pending_row& r) { return r.of->blocks[r.entry->block].name; }),
      text("label", [](const pending_row& r) { return r.of->blocks[r.entry->block].label; }),
      text("title", [lang](const pending_row& r) { return r.entry->title.in(lang); }),
      points("points", [](const pending_row& r) { return r.entry->points; }));
}

std::vector<pending_row> pending_rows(const statement& s) {
  std::vector<pending_row> out;
  for (const statement_pending& p : s.pending) out.push_back({&s, &p});
  return out;
}

arrow_table pending_table(const statement& s, language lang) {
  auto out = pending_columns(lang);
  out.add_all(pending_rows(s));
  return out.finish();
}

statement make_statement(const book_handle& b, const std::string& who,
                         const std::optional<std::string>& in, std::string_view on) {
  const period when = period_or_year(b.scores, in);
  const basis wanted = basis_of(on);
  return value_or_raise(unlocked([&] { return statement_of(b.scores, who, when, wanted); }));
}

explanation make_explanation(const book_handle& b, const std::string& who,
                             const std::optional<std::string>& in, std::string_view on) {
  const period when = period_or_year(b.scores, in);
  const basis wanted = basis_of(on);
  return value_or_raise(unlocked([&] { return explain(b.scores, who, when, wanted); }));
}

// ---- of everybody ----

/// Visits the statements of one subject, or of all of them; none is kept.
template <class Visit>
void for_statements(const book_handle& b, const std::optional<std::string>& who,
                    const std::optional<std::string>& in, std::string_view on,
                    const py::object& listener, Visit visit) {
  const period when = period_or_all(b.scores.policy(), in);
  const basis wanted = basis_of(on);
  const std::vector<std::string> some = who ? std::vector{*who} : b.scores.subjects();
  const on_progress how = progress_of(listener);
  const diagnostics failed = unlocked([&] {
    progress_watch watch(how, some.size());
    for (const std::string& subject : some) {
      const auto one = statement_of(b.scores, subject, when, wanted);
      if (!one) return one.messages();
      visit(*one);
      watch.add(1);
    }
    return diagnostics();
  });
  if (!failed.empty()) raise(fault::data, failed);
}

arrow_table ledger(const book_handle& b, const std::optional<std::string>& who,
                   const std::optional<std::string>& in, std::string_view on, lang_word lang,
                   const py::object& listener) {
  auto out = entry_columns(language_of(lang));
  for_statements(b, who, in, on, listener, [&](const statement& s) { out.add_all(rows_of(s)); });
  return out.finish();
}

arrow_table all_pending(const book_handle& b, std::string_view on, lang_word lang,
                        const py::object& listener) {
  auto out = pending_columns(language_of(lang));
  for_statements(b, std::nullopt, std::nullopt, on, listener,
                 [&](const statement& s) { out.add_all(pending_rows(s)); });
  return out.finish();
}

arrow_table all_refused(const book_handle& b, const std::optional<std::string>& in,
                        std::string_view on, lang_word lang) {
  const period when = period_or_all(b.scores.policy(), in);
  const basis wanted = basis_of(on);
  const progress_options asking = stoppable();
  return refused_table(unlocked([&] { return refused_of(b.scores, when, wanted, asking); }),
                       language_of(lang));
}

// ---- rankings ----

ranking make_ranking(const book_handle& b, const std::string& in, std::string_view on,
                     const std::optional<std::string>& within) {
  const period when = period_of(b.scores.policy(), in);
  const basis wanted = basis_of(on);
  const std::optional<std::string_view> unit = within;
  const progress_options asking = stoppable();
  return value_or_raise(unlocked([&] { return ranking_of(b.scores, when, wanted, unit, asking); }));
}

std::vector<std::string> lists_of(const ranking& r, const ranking_row& row) {
  std::vector<std::string> out;
  for (const std::size_t i : row.lists) out.push_back(r.lists[i].name);
  return out;
}

/// Of each grade a column: `grade` where there is one, else `grade_NAME`.
arrow_table ranking_table(const ranking& r) {
  arrow_table out = table_of(
      r.rows, whole("rank", [](const ranking_row& row) { return std::uint64_t{row.rank}; }),
      text("subject", &ranking_row::subject), text("name", &ranking_row::name),
      text_or_null("org_unit", &ranking_row::org_unit), points("points", &ranking_row::points));
  for (std::size_t g = 0; g < r.grades.size(); ++g) {
    const std::string title = r.grades.size() == 1 ? "grade" : "grade_" + r.grades[g].name;
    out = joined(out, table_of(r.rows, text_or_null(title, [g](const ranking_row& row) {
                                 return row.grades[g];
                               })));
  }
  return joined(
      out,
      table_of(r.rows, texts("lists", [&](const ranking_row& row) { return lists_of(r, row); }),
               flag("vetoed", &ranking_row::vetoed)));
}

struct list_row {
  const named_reading* list;
  const ranking_row* who;
};

arrow_table lists_table(const ranking& r) {
  std::vector<list_row> rows;
  for (std::size_t i = 0; i < r.lists.size(); ++i)
    for (const ranking_row& who : r.rows)
      if (std::find(who.lists.begin(), who.lists.end(), i) != who.lists.end())
        rows.push_back({&r.lists[i], &who});
  return table_of(rows, text("list", [](const list_row& l) { return l.list->name; }),
                  text("label", [](const list_row& l) { return l.list->label; }),
                  whole("rank", [](const list_row& l) { return std::uint64_t{l.who->rank}; }),
                  text("subject", [](const list_row& l) { return l.who->subject; }),
                  text("name", [](const list_row& l) { return l.who->name; }),
                  text_or_null("org_unit", [](const list_row& l) { return l.who->org_unit; }),
                  points("points", [](const list_row& l) { return l.who->points; }));
}

// ---- binding ----

template <class Report>
auto text_in(const Report& r, lang_word lang) {
  return to_text(r, language_of(lang));
}

void bind_statement(py::module_& m) {
  py::class_<statement>(m, "Statement")
      .def_readonly("subject", &statement::subject)
      .def_readonly("name", &statement::name)
      .def_readonly("org_unit", &statement::org_unit)
      .def_readonly("served", &statement::served)
      .def_property_readonly("policy", [](const statement& s) { return s.head.policy; })
      .def_property_readonly("period", [](const statement& s) { return s.head.period.to_string(); })
      .def_property_readonly("basis", [](const statement& s) { return words::code_of(s.head.on); })
      .def_property_readonly("through",
                             [](const statement& s) { return python_day(s.head.through); })
      .def_property_readonly(
          "total", [](const statement& s) { return python_decimal(s.total.millionths()); })
      .def(
          "entries",
          [](const statement& s, lang_word lang) { return entries_table(s, language_of(lang)); },
          py::arg("lang"))
      .def("blocks", &blocks_table)
      .def(
          "refused",
          [](const statement& s, lang_word lang) {
            return refused_table(s.refused, language_of(lang));
          },
          py::arg("lang"))
      .def(
          "pending",
          [](const statement& s, lang_word lang) { return pending_table(s, language_of(lang)); },
          py::arg("lang"))
      .def("waiting", [](const statement& s) { return activities_table(s.waiting); })
      .def("unmatched", [](const statement& s) { return activities_table(s.unmatched); })
      .def("text", &text_in<statement>, py::arg("lang"))
      .def("json", [](const statement& s) { return to_json(s); });
}

}  // namespace

void bind_reports(py::module_& m) {
  bind_statement(m);
  py::class_<explanation>(m, "Explanation")
      .def_property_readonly("statement", [](const explanation& e) { return e.account(); })
      .def("text", &text_in<explanation>, py::arg("lang"))
      .def("json", [](const explanation& e) { return to_json(e); });
  py::class_<ranking>(m, "Ranking")
      .def_readonly("provisional", &ranking::provisional)
      .def("table", &ranking_table)
      .def("lists", &lists_table)
      .def("text", &text_in<ranking>, py::arg("lang"))
      .def("json", [](const ranking& r) { return to_json(r); });
  m.def("statement", &make_statement, py::arg("book"), py::arg("who"), py::arg("period"),
        py::arg("basis"));
  m.def("explain", &make_explanation, py::arg("book"), py::arg("who"), py::arg("period"),
        py::arg("basis"));
  m.def("rank", &make_ranking, py::arg("book"), py::arg("period"), py::arg("basis"),
        py::arg("within"));
  m.def("entries", &ledger, py::arg("book"), py::arg("who"), py::arg("period"), py::arg("basis"),
        py::arg("lang"), py::arg("listener"));
  m.def("pending", &all_pending, py::arg("book"), py::arg("basis"), py::arg("lang"),
        py::arg("listener"));
  m.def("refused", &all_refused, py::arg("book"), py::arg("period"), py::arg("basis"),
        py::arg("lang"));
}

}  // namespace dutyscore::python
