// Tables `by KEY, … { CELL, …: VALUE }`: cells that fit their keys, and rows that neither clash nor
// leave gaps.
//
// A row is found key by key (see policy.hpp), so the rows form a tree: text keys first, then
// numeric ones, and below each cell of one key the rows that share it. Every node of that tree is
// checked alone, its rows being all there is to choose from: by `check_texts` or `check_numbers`.
// Cost: rows x keys x a logarithm.
#pragma once

#include <numeric>
#include <tuple>

#include "dutyscore/impl/policy/expressions.ipp"

namespace dutyscore::detail::checking {

/// A table while it is checked: the tree, and what it has become.
struct table_work {
  const ast::expr& tree;
  const scope& where;
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

/// The rows that share the cells of the keys before this one, by their cells of this one.
struct table_node {
  const table_work& work;
  std::size_t key;
  std::vector<cell_group> groups;
  std::optional<span> within;  // the cell that they share
  maybe_type type() const { return work.types[key]; }
  const domain& values() const { return work.domains[key]; }
};

DUTYSCORE_INLINE void lower_keys(checker& c, table_work& w, const scope& s, expression& out) {
  for (const ast::expr_id id : w.tree.args) {
    const typed key = lower(c, id, s);
    const bool fits_cells = !key.type || is_number(*key.type) ||
                            (*key.type == value_type::text && !w.tree.marginal);
    if (!fits_cells && w.tree.marginal)
      report(c, "DS0604", c.at(id).where, {});
    else if (!fits_cells)
      report(c, "DS0247", c.at(id).where, {name_of(*key.type)});
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

DUTYSCORE_INLINE bool cell_fits_key(const ast::table_cell& cell, value_type found, maybe_type key) {
  return cell.kind == ast::cell_kind::from ? is_number(found) && may_be_number(key)
                                           : fits(found, key);
}

DUTYSCORE_INLINE void report_cell_type(checker& c, const table_work& w, const ast::table_cell& cell,
                                       value_type found, std::size_t key) {
  const message what = cell.kind == ast::cell_kind::from ? phrase("cell from") : name_of(found);
  const message expected = w.types[key] ? name_of(*w.types[key]) : phrase("type number");
  also(report(c, "DS0248", cell.where, {what, expected}), c.at(w.tree.args[key]).where, "the key");
}

DUTYSCORE_INLINE table_cell lower_cell(checker& c, table_work& w, const ast::table_cell& cell,
                                       std::size_t key) {
  table_cell out;
  out.kind = static_cast<table_cell_kind>(cell.kind);
  if (cell.kind == ast::cell_kind::otherwise) return out;
  const literal l = literal_at(c, cell.value);
  out.value = l.value;
  bool is_right = cell_fits_key(cell, l.type, w.types[key]);
  if (!is_right)
    report_cell_type(c, w, cell, l.type, key);
  else if (l.type == value_type::text)
    is_right = check_text(c, w.domains[key], l.value.text, cell.where);
  w.is_sound = w.is_sound && is_right;
  return out;
}

/// One cell for each key; the row is left without cells when it has more or fewer.
DUTYSCORE_INLINE void lower_cells(checker& c, table_work& w, const ast::table_row& row,
                                  table_row& out) {
  const std::size_t keys = w.tree.args.size(), cells = row.cells.size();
  if (cells != keys) {
    report(c, "DS0246", row.where, {std::to_string(keys), std::to_string(cells)});
    w.is_sound = false;
    return;
  }
  for (std::size_t k = 0; k < keys; ++k) out.cells.push_back(lower_cell(c, w, row.cells[k], k));
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

DUTYSCORE_INLINE std::string text_of(const table_node& n, const cell_group& g) {
  return text_of(literal{*n.type(), g.cell.value});
}

DUTYSCORE_INLINE std::vector<cell_group> groups_of(const table_work& w,
                                                   const std::vector<std::size_t>& rows,
                                                   std::size_t key) {
  std::vector<cell_group> out;
  std::map<std::tuple<table_cell_kind, std::int64_t, std::string_view>, std::size_t> seen;
  for (const std::size_t r : rows) {
    const table_cell& cell = w.out.rows[r].cells[key];
    const auto [at, is_new] =
        seen.try_emplace({cell.kind, cell.value.number, cell.value.text}, out.size());
    if (is_new) out.push_back({cell, w.tree.rows[r].cells[key].where, {}});
    out[at->second].rows.push_back(r);
  }
  return out;
}

DUTYSCORE_INLINE const cell_group* group_of_kind(const table_node& n, table_cell_kind kind) {
  for (const cell_group& g : n.groups)
    if (g.cell.kind == kind) return &g;
  return nullptr;
}

DUTYSCORE_INLINE std::set<std::int64_t> numbers_of(const table_node& n, table_cell_kind kind) {
  std::set<std::int64_t> out;
  for (const cell_group& g : n.groups)
    if (g.cell.kind == kind) out.insert(g.cell.value.number);
  return out;
}

DUTYSCORE_INLINE std::string join_texts(const std::vector<std::string>& texts) {
  constexpr std::size_t shown = 8;
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < shown; ++i) out += (i ? ", " : "") + texts[i];
  return texts.size() > shown ? out + ", …" : out;
}

DUTYSCORE_INLINE void report_unreachable(checker& c, const cell_group& g) {
  report(c, "DS0244", g.where, {});
}

/// Every value has a row, or `otherwise`; and that has values left.
DUTYSCORE_INLINE void check_covered(checker& c, const table_node& n,
                                    const std::vector<std::string>& missing) {
  const cell_group* otherwise = group_of_kind(n, table_cell_kind::otherwise);
  if (otherwise && missing.empty()) report_unreachable(c, *otherwise);
  if (otherwise || missing.empty()) return;
  diagnostic& d = report(c, "DS0240", c.at(n.work.tree.args[n.key]).where, {join_texts(missing)});
  if (n.within) also(d, *n.within, "among these rows");
  if (n.values().declared) also(d, *n.values().declared, "declared here");
  hint(d, "add otherwise");
}

/// A value without a row makes a row of data bad; a period has none to blame.
DUTYSCORE_INLINE void check_open_values(checker& c, const table_node& n) {
  if (n.work.where.on == stage::activity || group_of_kind(n, table_cell_kind::otherwise)) return;
  diagnostic& d = report(c, "DS0606", c.at(n.work.tree.args[n.key]).where, {});
  if (n.within) also(d, *n.within, "among these rows");
  hint(d, "add otherwise");
}

DUTYSCORE_INLINE void check_texts(checker& c, const table_node& n) {
  if (!n.values().texts) return check_open_values(c, n);
  std::set<std::string_view> named;
  for (const cell_group& g : n.groups)
    if (g.cell.kind == table_cell_kind::exactly) named.insert(g.cell.value.text);
  std::vector<std::string> missing;
  for (const std::string& text : *n.values().texts)
    if (!named.contains(text)) missing.push_back(text);
  check_covered(c, n, missing);
}

/// The `from` cells ascend.
DUTYSCORE_INLINE void check_ascent(checker& c, const table_node& n) {
  const cell_group* last = nullptr;
  for (const cell_group& g : n.groups) {
    if (g.cell.kind != table_cell_kind::from) continue;
    if (last && g.cell.value.number < last->cell.value.number)
      also(report(c, "DS0245", g.where, {text_of(n, g), text_of(n, *last)}), last->where,
           "the row above");
    last = &g;
  }
}

/// No exact number lies inside a bracket. Gives where the lowest one begins.
DUTYSCORE_INLINE const cell_group* check_overlaps(checker& c, const table_node& n) {
  const cell_group* lowest = nullptr;
  for (const cell_group& g : n.groups)
    if (g.cell.kind == table_cell_kind::from &&
        (!lowest || g.cell.value.number < lowest->cell.value.number))
      lowest = &g;
  if (!lowest) return nullptr;
  for (const cell_group& g : n.groups)
    if (g.cell.kind == table_cell_kind::exactly && g.cell.value.number >= lowest->cell.value.number)
      also(report(c, "DS0242", g.where, {text_of(n, g)}), lowest->where, "bracket begins");
  return lowest;
}

/// Whether the bounds of the key's field leave no value to this cell.
DUTYSCORE_INLINE bool is_out_of_bounds(const table_node& n, const std::set<std::int64_t>& brackets,
                                       const cell_group& g) {
  const domain& d = n.values();
  const std::int64_t value = g.cell.value.number;
  if (d.most && value > d.most->millionths()) return true;
  if (g.cell.kind == table_cell_kind::from) {
    const auto end = brackets.upper_bound(value);
    return d.least && end != brackets.end() && *end <= d.least->millionths();
  }
  const bool never_whole = *n.type() == value_type::integer && value % decimal::scale != 0;
  return never_whole || (d.least && value < d.least->millionths());
}

DUTYSCORE_INLINE void check_bounds(checker& c, const table_node& n) {
  const std::set<std::int64_t> brackets = numbers_of(n, table_cell_kind::from);
  for (const cell_group& g : n.groups)
    if (g.cell.kind != table_cell_kind::otherwise && is_out_of_bounds(n, brackets, g))
      report_unreachable(c, g);
}

/// The whole numbers between the bounds that no exact row names; nothing when there are too many to
/// tell.
DUTYSCORE_INLINE std::optional<std::vector<std::string>> unnamed_numbers(const table_node& n) {
  constexpr std::int64_t most_numbers = 1000;
  const domain& d = n.values();
  if (*n.type() != value_type::integer || !d.least || !d.most) return std::nullopt;
  const std::int64_t first = d.least->millionths() / decimal::scale,
                     last = d.most->millionths() / decimal::scale;
  if (last - first > most_numbers) return std::nullopt;
  const std::set<std::int64_t> named = numbers_of(n, table_cell_kind::exactly);
  std::vector<std::string> out;
  for (std::int64_t number = first; number <= last; ++number)
    if (!named.contains(number * decimal::scale)) out.push_back(std::to_string(number));
  return out;
}

/// With brackets, what lies below the lowest earns nothing; without, every number needs a row of
/// its own.
DUTYSCORE_INLINE void check_numbers(checker& c, const table_node& n) {
  check_ascent(c, n);
  check_bounds(c, n);
  if (const cell_group* lowest = check_overlaps(c, n)) {
    const cell_group* otherwise = group_of_kind(n, table_cell_kind::otherwise);
    const auto& least = n.values().least;
    if (otherwise && least && lowest->cell.value.number <= least->millionths())
      report_unreachable(c, *otherwise);
  } else if (const auto missing = unnamed_numbers(n)) {
    check_covered(c, n, *missing);
  } else {
    check_open_values(c, n);
  }
}

DUTYSCORE_INLINE void report_repeats(checker& c, const table_work& w,
                                     const std::vector<std::size_t>& rows) {
  for (std::size_t i = 1; i < rows.size(); ++i)
    also(report(c, "DS0243", w.tree.rows[rows[i]].where, {}), w.tree.rows[rows[0]].where,
         "first here");
}

DUTYSCORE_INLINE void check_rows(checker& c, const table_work& w,
                                 const std::vector<std::size_t>& rows, std::size_t level,
                                 std::optional<span> within) {
  if (level == w.order.size()) return report_repeats(c, w, rows);
  const std::size_t key = w.order[level];
  const table_node n{w, key, groups_of(w, rows, key), within};
  if (*n.type() == value_type::text)
    check_texts(c, n);
  else
    check_numbers(c, n);
  for (const cell_group& g : n.groups) check_rows(c, w, g.rows, level + 1, g.where);
}

/// Brackets of one number, each with a rate.
DUTYSCORE_INLINE maybe_type check_marginal(checker& c, table_work& w, maybe_type rates) {
  if (w.tree.args.size() != 1) {
    report(c, "DS0604", c.at(w.tree.args[1]).where, {});
    w.is_sound = false;
  }
  for (const ast::table_row& row : w.tree.rows)
    for (const ast::table_cell& cell : row.cells)
      if (w.is_sound && cell.kind == ast::cell_kind::exactly) {
        report(c, "DS0605", cell.where, {c.text(cell.where)});
        w.is_sound = false;
      }
  if (!w.tree.rows.empty())
    expect_number(c, {none, rates}, c.at(w.tree.rows[0].value).where);
  return value_type::decimal;
}

DUTYSCORE_INLINE typed lower_table(checker& c, const ast::expr& e, const scope& s) {
  if (e.args.size() > max_keys) {
    report(c, "DS0249", c.at(e.args[max_keys]).where, {std::to_string(max_keys)});
    return put_unknown(c, e.where);
  }
  table_work w{e, s, {}, {}, {}, {}, true};
  expression out = expression_at(e.marginal ? operation::marginal : operation::table, e.where);
  lower_keys(c, w, s, out);
  maybe_type type = lower_rows(c, w, s);
  if (e.marginal) type = check_marginal(c, w, type);
  std::vector<std::size_t> rows(e.rows.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (w.is_sound) check_rows(c, w, rows, 0, std::nullopt);
  c.policy.tables.push_back(std::move(w.out));
  out.index = static_cast<std::uint32_t>(c.policy.tables.size() - 1);
  return put(c, std::move(out), type);
}

}  // namespace dutyscore::detail::checking
