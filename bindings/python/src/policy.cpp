// Policies: compiled from files and texts, and what they say about themselves.
#include <algorithm>

#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/lang/printer.hpp"
#include "dutyscore/policy/from_ast.hpp"
#include "dutyscore/report/schema_table.hpp"
#include "dutyscore/report/words.hpp"
#include "handles.hpp"
#include "tables.hpp"

namespace dutyscore::python {
namespace {

policy_handle handle_of(result<policy> r) {
  if (!r) raise(fault::policy, r.messages());
  const diagnostics warnings = r.messages();
  return {*std::move(r), warnings};
}

// ---- outline ----

/// A block, veto, grade or list of the policy, in its first text.
struct outline_row {
  std::string kind, name, label, parent;
  std::uint64_t depth = 0;
  std::string cite;
  force in_force;
};

std::uint64_t depth_of(const policy_data& p, block_id b) {
  std::uint64_t depth = 0;
  for (block_id up = p.blocks[b].parent; up != none; up = p.blocks[up].parent) ++depth;
  return depth;
}

std::string_view kind_of(const block& b) {
  static constexpr std::string_view words[] = {"policy", "category", "indicator"};
  return words[static_cast<std::size_t>(b.kind)];
}

void add_vetoes(const policy_data& p, block_id b, std::vector<outline_row>& out) {
  const auto depth = depth_of(p, b) + 1;
  std::string last;
  for (const std::uint32_t v : p.blocks[b].vetoes) {
    const veto& of = p.vetoes[v];
    if (of.name != last)
      out.push_back({"veto", of.name, of.label, p.blocks[b].name, depth, of.cite, of.in_force});
    last = of.name;
  }
}

std::vector<outline_row> outline_of(const policy_data& p) {
  std::vector<outline_row> out;
  for (block_id b = 0; b < p.blocks.size(); ++b) {
    const block& of = p.blocks[b];
    const std::string parent = of.parent == none ? "" : p.blocks[of.parent].name;
    out.push_back({std::string(kind_of(of)), of.name, of.label, parent, depth_of(p, b), of.cite,
                   of.in_force});
    add_vetoes(p, b, out);
  }
  for (std::size_t g = 0; g < p.grades.size(); ++g)
    if (p.grades[g].first_text == g)
      out.push_back(
          {"grade", p.grades[g].name, p.grades[g].label, p.name, 1, "", p.grades[g].asked});
  for (std::size_t l = 0; l < p.lists.size(); ++l)
    if (p.lists[l].first_text == l)
      out.push_back({"list", p.lists[l].name, p.lists[l].label, p.name, 1, p.lists[l].cite,
                     p.lists[l].in_force});
  return out;
}

std::optional<date> end_or_none(date d) {
  return d == date::min() || d == date::max() ? std::nullopt : std::optional(d);
}

arrow_table outline_table(const policy_handle& h) {
  return table_of(outline_of(h.rules.data()), text("kind", &outline_row::kind),
                  text("name", &outline_row::name), text("label", &outline_row::label),
                  text_or_null("parent", &outline_row::parent), whole("depth", &outline_row::depth),
                  text_or_null("cite", &outline_row::cite),
                  day("first", [](const outline_row& r) { return end_or_none(r.in_force.first); }),
                  day("last", [](const outline_row& r) { return end_or_none(r.in_force.last); }));
}

// ---- schema ----

struct schema_row {
  std::string table, column, label, type;
  bool required = false;
  std::optional<std::string> default_value;
  std::optional<decimal> least, most;
  std::vector<std::string> one_of, kinds;
};

schema_row row_of(const std::string& table, const schema_field& f) {
  schema_row out{
      table,  f.name,   f.label, std::string(words::code_of(f.type)), !f.default_value, {}, f.least,
      f.most, f.one_of, f.kinds};
  if (f.default_value) out.default_value = words::value(*f.default_value, f.type).en;
  return out;
}

void add_fixed(const schema& s, table_kind of, const std::string& table,
               std::vector<schema_row>& out) {
  const auto required = required_columns(s, of);
  for (const fixed_column_name& c : fixed_columns) {
    if (!is_fixed_column_of(of, c.column)) continue;
    const cell_type type = rule_of(c.column).type;
    const bool is_required =
        std::find(required.begin(), required.end(), column_of(c.column)) != required.end();
    const std::string words = type == cell_type::standing
                                  ? "standing"
                                  : std::string(words::code_of(static_cast<value_type>(type)));
    schema_row row{table, std::string(c.en), std::string(c.zh), words, is_required, {}, {}, {}, {},
                   {}};
    if (type == cell_type::standing)
      for (const standing_name& n : standing_names) row.one_of.emplace_back(n.en);
    out.push_back(std::move(row));
  }
}

arrow_table schema_table(const policy_handle& h) {
  const schema& s = h.rules.schema();
  std::vector<schema_row> rows;
  for (const auto& [kind, word] :
       {std::pair{table_kind::activities, "activities"}, std::pair{table_kind::roster, "roster"}}) {
    add_fixed(s, kind, word, rows);
    for (const schema_field& f : fields_of(s, kind)) rows.push_back(row_of(word, f));
  }
  return table_of(rows, text("table", &schema_row::table), text("column", &schema_row::column),
                  text("label", &schema_row::label), text("type", &schema_row::type),
                  flag("required", &schema_row::required),
                  text("default", &schema_row::default_value), points("least", &schema_row::least),
                  points("most", &schema_row::most), texts("one_of", &schema_row::one_of),
                  texts("kinds", &schema_row::kinds));
}

// ---- text ----

std::string printed(const policy_handle& h, lang_word lang) {
  const auto tree = parse(h.rules->source);
  if (!tree) raise(fault::policy, tree.messages());
  return print(*tree, lang ? std::optional(language_of(lang)) : std::nullopt);
}

}  // namespace

void bind_policy(py::module_& m) {
  py::class_<policy_handle>(m, "Policy")
      .def_property_readonly("name", [](const policy_handle& h) { return h.rules->name; })
      .def_property_readonly("label", [](const policy_handle& h) { return h.rules->label; })
      .def_property_readonly("digest",
                             [](const policy_handle& h) { return to_hex(h.rules->digest); })
      .def_property_readonly("source_name",
                             [](const policy_handle& h) { return h.rules->source->name(); })
      .def_property_readonly("source_text",
                             [](const policy_handle& h) { return h.rules->source->text(); })
      .def_readonly("warnings", &policy_handle::warnings)
      .def("outline", &outline_table)
      .def("schema", &schema_table)
      .def(
          "schema_text",
          [](const policy_handle& h, lang_word lang) {
            return to_text(h.rules.schema(), language_of(lang));
          },
          py::arg("lang"))
      .def("kinds", [](const policy_handle& h) { return h.rules.schema().kinds; })
      .def("text", &printed, py::arg("lang"))
      .def(
          "header",
          [](const policy_handle& h, bool of_roster, lang_word lang) {
            return to_csv_header(h.rules.schema(),
                                 of_roster ? table_kind::roster : table_kind::activities,
                                 language_of(lang));
          },
          py::arg("of_roster"), py::arg("lang"));
  m.def(
      "compile",
      [](std::string text, std::string name) {
        return handle_of(unlocked([&] { return compile(text, name); }));
      },
      py::arg("text"), py::arg("name"));
  m.def(
      "compile_file",
      [](std::string path) { return handle_of(unlocked([&] { return compile_file(path); })); },
      py::arg("path"));
}

}  // namespace dutyscore::python
