// Books of scores: made from activities, and read.
#include "accounts.hpp"
#include "dutyscore/core/messages.hpp"
#include "dutyscore/engine/evaluate.hpp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/scores.hpp"
#include "dutyscore/report/words.hpp"
#include "handles.hpp"
#include "scores.hpp"
#include "tables.hpp"

namespace dutyscore::python {
namespace {

book_handle make_book(const policy_handle& h, const batch_handle& rows,
                      const roster_handle* subjects, const py::object& through,
                      bool report_bad_rows, unsigned threads, const py::object& listener) {
  evaluate_options options;
  options.subjects = roster_of(subjects);
  options.through = day_or_none(through, "through");
  options.bad_rows = report_bad_rows ? on_bad_row::report : on_bad_row::fail;
  options.threads = threads;
  options.progress = progress_of(listener);
  return {value_or_raise(unlocked([&] { return evaluate(h.rules, rows.rows, options); }))};
}

// ---- scores ----

arrow_table scores_table(const book_handle& b, std::string_view by, std::string_view level,
                         std::string_view on, const std::optional<std::string>& in) {
  const auto kind = level_of(level);
  const period_unit unit = unit_of(by);
  const basis wanted = basis_of(on);
  const period within = period_or_all(b.scores.policy(), in);
  const std::string basis_word(words::code_of(wanted));
  const progress_options asking = stoppable();
  score_table all = value_or_raise(
      unlocked([&] { return scores_of(b.scores, unit, kind.has_value(), wanted, asking); }));
  const std::vector<block>& blocks = b.scores.policy()->blocks;
  const std::size_t of_each = kind ? blocks.size() : 1;
  std::size_t i = 0;
  std::erase_if(all.rows, [&](const score_row& row) {
    const bool is_of_kind = !kind || blocks[i % of_each].kind == *kind;
    ++i;
    return !is_of_kind || !is_within(row.period, within);
  });
  const auto subject = text("subject", &score_row::subject), name = text("name", &score_row::name);
  const auto when = text("period", [](const score_row& row) { return row.period.to_string(); });
  const auto basis_of_row = text("basis", [&](const score_row&) { return basis_word; });
  const auto worth = points("points", &score_row::points);
  if (!kind) return table_of(all.rows, subject, name, when, basis_of_row, worth);
  return table_of(all.rows, subject, name, when, basis_of_row, text("block", &score_row::block),
                  text("label", &score_row::block_label), worth);
}

py::dict digests_of(const book_handle& b) {
  const progress_options asking = stoppable();
  const book_digests all = unlocked([&] { return b.scores.digests(asking); });
  const auto hex = [](const std::optional<digest>& d) -> py::object {
    return d ? py::object(py::str(to_hex(*d))) : py::object(py::none());
  };
  py::dict out;
  out["policy"] = to_hex(all.policy);
  out["roster"] = hex(all.roster);
  out["data"] = hex(all.data);
  out["engine"] = all.engine;
  return out;
}

}  // namespace

py::dict counts_dict(const row_counts& c) {
  py::dict out;
  out["rows"] = c.rows;
  out["bad"] = c.bad;
  out["not_on_basis"] = c.not_on_basis;
  out["unmatched"] = c.unmatched;
  out["refused"] = c.refused;
  out["counted"] = c.counted;
  return out;
}

arrow_table unmatched_table(const std::vector<unmatched_kind>& kinds) {
  return table_of(kinds, text("kind", &unmatched_kind::kind), whole("rows", &unmatched_kind::rows),
                  text("did_you_mean", &unmatched_kind::suggestion));
}

diagnostics reasons_of(const std::vector<bad_row>& rows) {
  diagnostics out;
  for (const bad_row& row : rows) out.push_back(row.why);
  return out;
}

std::optional<block_kind> level_of(std::string_view word) {
  if (word == "total") return std::nullopt;
  if (word == "category") return block_kind::category;
  if (word == "indicator") return block_kind::indicator;
  raise(fault::argument, make_diagnostic("DS0933", {word, "level", "total, category, indicator"}));
}

void bind_book(py::module_& m) {
  py::class_<book_handle>(m, "Book")
      .def_property_readonly("policy",
                             [](const book_handle& b) {
                               return policy_handle{b.scores.policy(), {}};
                             })
      .def_property_readonly("keeps_rows",
                             [](const book_handle& b) { return b.scores.keeps_rows(); })
      .def_property_readonly("through",
                             [](const book_handle& b) { return python_day(b.scores.through()); })
      .def_property_readonly("subjects", [](const book_handle& b) { return b.scores.subjects(); })
      .def("scores", &scores_table, py::arg("by"), py::arg("level"), py::arg("basis"),
           py::arg("period"))
      .def(
          "counts",
          [](const book_handle& b, std::string_view on) {
            return counts_dict(b.scores.counts(basis_of(on)));
          },
          py::arg("basis"))
      .def(
          "unmatched",
          [](const book_handle& b, std::string_view on) {
            return unmatched_table(b.scores.unmatched(basis_of(on)));
          },
          py::arg("basis"))
      .def("bad_rows", [](const book_handle& b) { return reasons_of(b.scores.bad()); })
      .def("digests", &digests_of);
  m.def("evaluate", &make_book, py::arg("policy"), py::arg("rows"), py::arg("roster"),
        py::arg("through"), py::arg("report_bad_rows"), py::arg("threads"), py::arg("listener"));
}

}  // namespace dutyscore::python
