// Points of everybody in every period, without a book: from files some rows at a time.
#include "dutyscore/engine/totals.hpp"

#include "accounts.hpp"
#include "dutyscore/data/activity_batches.hpp"
#include "dutyscore/engine/totals_accumulator.hpp"
#include "dutyscore/report/words.hpp"
#include "handles.hpp"
#include "reading.hpp"
#include "scores.hpp"
#include "tables.hpp"

namespace dutyscore::python {
namespace {

/// So few that their memory is soon used again.
constexpr std::size_t rows_at_once = 1'000'000;

result<totals> sum_files(const policy& rules, const std::vector<std::string>& paths,
                         const csv_options& reading, const totals_options& options) {
  activity_batches tables(paths, rules.schema(), reading);
  totals_accumulator all(rules, options);
  while (const auto rows = tables.next(rows_at_once)) all.add(*rows);
  diagnostics messages = tables.finish();
  if (has_error(messages)) return messages;
  result<totals> out = all.finish();
  if (!out) return out.messages();
  messages.insert(messages.end(), out.messages().begin(), out.messages().end());
  return {*std::move(out), std::move(messages)};
}

struct totals_handle {
  policy rules;
  totals points;
  std::optional<block_kind> kind;
};

struct totals_row {
  const total* row;
  block_id block;
};

/// By subject, then period; of each the blocks of the kind.
std::vector<totals_row> rows_of(const totals_handle& h, const period& within) {
  const totals& t = h.points;
  std::vector<std::size_t> first(t.subjects().size() + 1);
  for (const total& row : t.rows()) ++first[row.subject + 1];
  for (std::size_t s = 1; s < first.size(); ++s) first[s] += first[s - 1];
  std::vector<totals_row> out;
  for (const std::uint32_t subject : t.sorted())
    for (std::size_t i = first[subject]; i < first[subject + 1]; ++i) {
      const total& row = t.rows()[i];
      if (!is_within(t.periods()[row.period], within)) continue;
      for (block_id b = 0; b < t.blocks(); ++b)
        if (!h.kind || h.rules->blocks[b].kind == *h.kind) out.push_back({&row, b});
    }
  return out;
}

arrow_table table_of_totals(const totals_handle& h, const std::optional<std::string>& in) {
  const totals& t = h.points;
  const auto rows = rows_of(h, period_or_all(h.rules, in));
  std::vector<std::string> names;
  for (const period& p : t.periods()) names.push_back(p.to_string());
  const std::string_view on = words::code_of(t.on());
  const auto subject =
      text("subject", [&](const totals_row& r) { return t.subjects()[r.row->subject]; });
  const auto when = text(
      "period", [&](const totals_row& r) -> const std::string& { return names[r.row->period]; });
  const auto basis_of_row = text("basis", [&](const totals_row&) { return on; });
  const auto worth =
      points("points", [&](const totals_row& r) { return t.points(*r.row, r.block); });
  if (!h.kind) return table_of(rows, subject, when, basis_of_row, worth);
  const auto& blocks = h.rules->blocks;
  return table_of(
      rows, subject, when, basis_of_row,
      text("block",
           [&](const totals_row& r) -> const std::string& { return blocks[r.block].name; }),
      text("label",
           [&](const totals_row& r) -> const std::string& { return blocks[r.block].label; }),
      worth);
}

totals_options options_of(std::string_view by, const std::optional<block_kind>& kind,
                          std::string_view on, const roster_handle* subjects,
                          const py::object& through, bool report_bad_rows, unsigned threads,
                          const py::object& listener) {
  totals_options out;
  out.by = unit_of(by);
  out.on = basis_of(on);
  out.with_blocks = kind.has_value();
  out.subjects = roster_of(subjects);
  out.through = day_or_none(through, "through");
  out.bad_rows = report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  out.threads = threads;
  out.progress = progress_of(listener);
  return out;
}

totals_handle of_files(const policy_handle& h, const std::vector<std::string>& paths,
                       const reading_options& how, std::string_view by, std::string_view level,
                       std::string_view on, const roster_handle* subjects,
                       const py::object& through, bool report_bad_rows, unsigned threads,
                       const py::object& listener) {
  const auto kind = level_of(level);
  const auto options =
      options_of(by, kind, on, subjects, through, report_bad_rows, threads, listener);
  const csv_options reading = how.csv(options.progress);
  return {h.rules,
          value_or_raise(unlocked([&] { return sum_files(h.rules, paths, reading, options); })),
          kind};
}

totals_handle of_batch(const policy_handle& h, const batch_handle& rows, std::string_view by,
                       std::string_view level, std::string_view on, const roster_handle* subjects,
                       const py::object& through, bool report_bad_rows, unsigned threads,
                       const py::object& listener) {
  const auto kind = level_of(level);
  const auto options =
      options_of(by, kind, on, subjects, through, report_bad_rows, threads, listener);
  return {h.rules,
          value_or_raise(unlocked([&] { return total_points(h.rules, rows.rows, options); })),
          kind};
}

}  // namespace

void bind_totals(py::module_& m) {
  py::class_<totals_handle>(m, "Totals")
      .def_property_readonly("through",
                             [](const totals_handle& h) { return python_day(h.points.through()); })
      .def("counts", [](const totals_handle& h) { return counts_dict(h.points.counts()); })
      .def("unmatched",
           [](const totals_handle& h) { return unmatched_table(h.points.unmatched()); })
      .def("bad_rows", [](const totals_handle& h) { return reasons_of(h.points.bad()); })
      .def("table", &table_of_totals, py::arg("period"));
  m.def("totals_of_files", &of_files, py::arg("policy"), py::arg("paths"), py::arg("options"),
        py::arg("by"), py::arg("level"), py::arg("basis"), py::arg("roster"), py::arg("through"),
        py::arg("report_bad_rows"), py::arg("threads"), py::arg("listener"));
  m.def("totals_of", &of_batch, py::arg("policy"), py::arg("rows"), py::arg("by"), py::arg("level"),
        py::arg("basis"), py::arg("roster"), py::arg("through"), py::arg("report_bad_rows"),
        py::arg("threads"), py::arg("listener"));
}

}  // namespace dutyscore::python
