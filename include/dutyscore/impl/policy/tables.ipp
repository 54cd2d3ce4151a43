// Tables `by KEY, … { CELL, …: VALUE }`: cells that fit their keys, and rows that neither clash nor
// leave gaps.
//
// A row is found key by key (see policy.hpp), so the rows form a tree: text keys first, then
// numeric ones, and below each cell of one key the rows that share it. Every node of that tree is
// checked alone, its rows being all there is to choose from: by `check_texts` or `check_numbers`.
// Cost: rows x keys, sorted at no point.
#pragma once

#include "dutyscore/impl/policy/expressions.ipp"

namespace dutyscore::detail::checking {

/// A table while it is checked: the tree, and what it has become.
struct table_work {
  const ast::expr& tree;
  table out;
  std::vector<maybe_type> types;   // of the keys
  std::vector<domain> domains;     // of the keys
  std::vector<std::size_t> order;  // keys as they are looked at
  bool is_sound = true;            // every key and cell has its type: the rows can be compared
};

/// One distinct cell among the rows of a node, in the order of writing.
struct cell_group {
  table_cell cell;
  span where;
  std::vector<std::size_t> rows;
};

inline constexpr std::string_view cell_phrases[] = {"cell exactly", "cell from", "cell otherwise"};

DUTYSCORE_INLINE void lower_keys(checker& c, table_work& w, const scope& s, expression& out) {
  for (const ast::expr_id id : w.tree.args) {
    const typed key = lower(c, id, s);
    const bool fits_cells = !key.type || is_number(*key.type) || *key.type == value_type::text;
    if (!fits_cells) report(c, "DS0247", c.at(id).where, {name_of(*key.type)});
    w.types.push_back(fits_cells ? key.type : std::nullopt);
    w.domains.push_back(domain_of(c, key.id, s));
    w.is_sound = w.is_sound && w.types.back();
    w.out.keys.push_back(key.id);
    out.args.push_back(key.id);
  }
  for (const bool texts : {true, false})
    for (std::size_t k = 0; k < w.types.size(); ++k)
      if (w.types[k] && (*w.types[k] == value_type::text) == texts) w.order.push_back(k);
}

DUTYSCORE_INLINE table_cell lower_cell(checker& c, table_work& w, const ast::table_cell& cell,
                                       std::size_t key) {
  table_cell out;
  out.kind = static_cast<table_cell_kind>(cell.kind);
  if (cell.kind == ast::cell_kind::otherwise) return out;
  const auto l = literal_of(c, cell.value);
  const maybe_type wanted = w.types[key];
  const bool is_number_cell = l && is_number(l->type);
  const bool fits_key =
      l && (cell.kind == ast::cell_kind::from ? is_number_cell && may_be_number(wanted)
                                              : fits(l->type, wanted));
  if (!fits_key) {
    const message found = cell.kind == ast::cell_kind::from ? phrase("cell from")
                          : l                               ? name_of(l->type)
                                                            : phrase("an expression");
    const message expected = wanted ? name_of(*wanted) : phrase("type number");
    also(report(c, "DS0248", cell.where, {found, expected}), c.at(w.tree.args[key]).where,
         "the key");
    w.is_sound = false;
    return out;
  }
  out.value = l->value;
  if (l->type == value_type::text) check_text(c, w.domains[key], l->value.text, cell.where);
  return out;
}

DUTYSCORE_INLINE void lower_cells(checker& c, table_work& w, const ast::table_row& row,
                                  table_row& out) {
  if (row.cells.size() != w.tree.args.size()) {
    report(c, "DS0246", row.where,
           {std::to_string(w.tree.args.size()), std::to_string(row.cells.size())});
    w.is_sound = false;
    return;
  }
  for (std::size_t k = 0; k < row.cells.size(); ++k)
    out.cells.push_back(lower_cell(c, w, row.cells[k], k));
}

/// The rows, and the type that their values have in common.
DUTYSCORE_INLINE maybe_type lower_rows(checker& c, table_work& w, const scope& s) {
  maybe_type common;
  for (std::size_t i = 0; i < w.tree.rows.size(); ++i) {
    const ast::table_row& row = w.tree.rows[i];
    table_row out;
    out.where = row.where;
    lower_cells(c, w, row, out);
    const typed value = lower(c, row.value, s);
    out.value = value.id;
    const span first = c.at(w.tree.rows[0].value).where;
    common = i == 0 ? value.type : join_types(c, common, first, value.type, c.at(row.value).where);
    w.out.rows.push_back(std::move(out));
  }
  return common;
}

DUTYSCORE_INLINE std::string text_of(const table_work& w, const table_cell& cell, std::size_t key) {
  return text_of(literal{*w.types[key], cell.value});
}

DUTYSCORE_INLINE std::vector<cell_group> groups_of(const table_work& w,
                                                   const std::vector<std::size_t>& rows,
                                                   std::size_t key) {
  std::vector<cell_group> out;
  std::map<std::pair<int, std::pair<std::int64_t, std::string>>, std::size_t> seen;
  for (const std::size_t r : rows) {
    const table_cell& cell = w.out.rows[r].cells[key];
    const auto [at, is_new] = seen.try_emplace(
        {static_cast<int>(cell.kind), {cell.value.number, cell.value.text}}, out.size());
    if (is_new) out.push_back({cell, w.tree.rows[r].cells[key].where, {}});
    out[at->second].rows.push_back(r);
  }
  return out;
}

DUTYSCORE_INLINE const cell_group* group_of_kind(const std::vector<cell_group>& groups,
                                                 table_cell_kind kind) {
  for (const cell_group& g : groups)
    if (g.cell.kind == kind) return &g;
  return nullptr;
}

DUTYSCORE_INLINE std::string join_texts(const std::vector<std::string>& texts) {
  constexpr std::size_t shown = 8;
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < shown; ++i) out += (i ? ", " : "") + texts[i];
  return texts.size() > shown ? out + ", …" : out;
}

DUTYSCORE_INLINE void report_gap(checker& c, const table_work& w, std::size_t key,
                                 const std::vector<std::string>& missing) {
  diagnostic& d = report(c, "DS0240", c.at(w.tree.args[key]).where, {join_texts(missing)});
  if (w.domains[key].declared) also(d, *w.domains[key].declared, "declared here");
  hint(d, "add otherwise");
}

DUTYSCORE_INLINE void report_unreachable(checker& c, const cell_group& g) {
  report(c, "DS0244", g.where, {});
}

DUTYSCORE_INLINE void check_texts(checker& c, const table_work& w,
                                  const std::vector<cell_group>& groups, std::size_t key) {
  if (!w.domains[key].texts) return;
  std::set<std::string_view> named;
  for (const cell_group& g : groups)
    if (g.cell.kind == table_cell_kind::exactly) named.insert(g.cell.value.text);
  std::vector<std::string> missing;
  for (const std::string& text : *w.domains[key].texts)
    if (!named.contains(text)) missing.push_back(text);
  const cell_group* otherwise = group_of_kind(groups, table_cell_kind::otherwise);
  if (!otherwise && !missing.empty()) report_gap(c, w, key, missing);
  if (otherwise && missing.empty()) report_unreachable(c, *otherwise);
}

/// The `from` cells ascend, and no exact number lies inside a bracket. Gives the smallest `from`.
DUTYSCORE_INLINE std::optional<std::int64_t> check_brackets(checker& c, const table_work& w,
                                                            const std::vector<cell_group>& groups,
                                                            std::size_t key) {
  const cell_group* last = nullptr;
  const cell_group* least = nullptr;
  for (const cell_group& g : groups) {
    if (g.cell.kind != table_cell_kind::from) continue;
    if (last && g.cell.value.number < last->cell.value.number)
      also(report(c, "DS0245", g.where, {text_of(w, g.cell, key), text_of(w, last->cell, key)}),
           last->where, "the row above");
    last = &g;
    if (!least || g.cell.value.number < least->cell.value.number) least = &g;
  }
  if (!least) return std::nullopt;
  for (const cell_group& g : groups)
    if (g.cell.kind == table_cell_kind::exactly && g.cell.value.number >= least->cell.value.number)
      also(report(c, "DS0242", g.where, {text_of(w, g.cell, key)}), least->where, "bracket begins");
  return least->cell.value.number;
}

DUTYSCORE_INLINE std::set<std::int64_t> numbers_of(const std::vector<cell_group>& groups,
                                                   table_cell_kind kind) {
  std::set<std::int64_t> out;
  for (const cell_group& g : groups)
    if (g.cell.kind == kind) out.insert(g.cell.value.number);
  return out;
}

/// Whether the bounds of the key's field leave no value to this cell.
DUTYSCORE_INLINE bool is_out_of_bounds(const table_work& w, const std::set<std::int64_t>& brackets,
                                       const cell_group& g, std::size_t key) {
  const domain& d = w.domains[key];
  const std::int64_t value = g.cell.value.number;
  if (d.most && value > d.most->millionths()) return true;
  if (g.cell.kind == table_cell_kind::from) {
    const auto end = brackets.upper_bound(value);
    return d.least && end != brackets.end() && *end <= d.least->millionths();
  }
  const bool never_whole = *w.types[key] == value_type::integer && value % decimal::scale != 0;
  return never_whole || (d.least && value < d.least->millionths());
}

DUTYSCORE_INLINE void check_bounds(checker& c, const table_work& w,
                                   const std::vector<cell_group>& groups, std::size_t key) {
  const std::set<std::int64_t> brackets = numbers_of(groups, table_cell_kind::from);
  for (const cell_group& g : groups)
    if (g.cell.kind != table_cell_kind::otherwise && is_out_of_bounds(w, brackets, g, key))
      report_unreachable(c, g);
}

/// The whole numbers between the bounds that no exact row names; nothing when there are too many to
/// tell.
DUTYSCORE_INLINE std::optional<std::vector<std::string>> unnamed_numbers(
    const table_work& w, const std::vector<cell_group>& groups, std::size_t key) {
  constexpr std::int64_t most_numbers = 1000;
  const domain& d = w.domains[key];
  if (*w.types[key] != value_type::integer || !d.least || !d.most) return std::nullopt;
  const std::int64_t first = d.least->millionths() / decimal::scale,
                     last = d.most->millionths() / decimal::scale;
  if (last - first > most_numbers) return std::nullopt;
  const std::set<std::int64_t> named = numbers_of(groups, table_cell_kind::exactly);
  std::vector<std::string> out;
  for (std::int64_t n = first; n <= last; ++n)
    if (!named.contains(n * decimal::scale)) out.push_back(std::to_string(n));
  return out;
}

DUTYSCORE_INLINE void check_numbers(checker& c, const table_work& w,
                                    const std::vector<cell_group>& groups, std::size_t key) {
  const auto least_from = check_brackets(c, w, groups, key);
  check_bounds(c, w, groups, key);
  const cell_group* otherwise = group_of_kind(groups, table_cell_kind::otherwise);
  const auto& least = w.domains[key].least;
  if (otherwise && least_from && least && *least_from <= least->millionths())
    return report_unreachable(c, *otherwise);
  if (least_from) return;
  const auto unnamed = unnamed_numbers(w, groups, key);
  if (unnamed && !otherwise && !unnamed->empty()) report_gap(c, w, key, *unnamed);
  if (unnamed && otherwise && unnamed->empty()) report_unreachable(c, *otherwise);
}

DUTYSCORE_INLINE void report_repeats(checker& c, const table_work& w,
                                     const std::vector<std::size_t>& rows) {
  for (std::size_t i = 1; i < rows.size(); ++i)
    also(report(c, "DS0243", w.tree.rows[rows[i]].where, {}), w.tree.rows[rows[0]].where,
         "first here");
}

DUTYSCORE_INLINE void check_node(checker& c, const table_work& w,
                                 const std::vector<std::size_t>& rows, std::size_t level) {
  if (level == w.order.size()) return report_repeats(c, w, rows);
  const std::size_t key = w.order[level];
  const std::vector<cell_group> groups = groups_of(w, rows, key);
  if (*w.types[key] == value_type::text)
    check_texts(c, w, groups, key);
  else
    check_numbers(c, w, groups, key);
  for (const cell_group& g : groups) check_node(c, w, g.rows, level + 1);
}

DUTYSCORE_INLINE typed lower_table(checker& c, const ast::expr& e, const scope& s) {
  if (e.marginal)
    refuse(c, e.operator_at.end > e.operator_at.begin ? e.operator_at : e.where,
           phrase("marginal table"));
  table_work w{e, {}, {}, {}, {}, true};
  expression out = expression_at(operation::table, e.where);
  lower_keys(c, w, s, out);
  const maybe_type type = lower_rows(c, w, s);
  if (w.is_sound) {
    std::vector<std::size_t> rows(e.rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
    check_node(c, w, rows, 0);
  }
  c.policy.tables.push_back(std::move(w.out));
  out.index = static_cast<std::uint32_t>(c.policy.tables.size() - 1);
  return put(c, std::move(out), type);
}

}  // namespace dutyscore::detail::checking
