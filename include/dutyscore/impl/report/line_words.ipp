// How an award line came to its points, said in words: the author's text, the figures of the row
// that it reads, and the arithmetic. Nothing is evaluated anew here.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/judge.hpp"
#include "dutyscore/impl/report/clause_words.ipp"
#include "dutyscore/report/explanation.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore::detail::report {

DUTYSCORE_INLINE std::string text_on_one_line(const policy_data& p, span where) {
  std::string out;
  if (!p.source) return out;
  for (const char c : p.source->text(where)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// The value of a field that is read from the data.
DUTYSCORE_INLINE message value_words(const policy_field& f, const batch_data& rows,
                                     std::uint32_t row) {
  const field_column& column = rows.fields[f.column];
  cell_value value;
  if (!column.numbers.empty()) value.number = column.numbers[row];
  if (!column.texts.empty()) value.text = rows.texts.text(column.texts[row]);
  if (!column.days.empty()) value.number = column.days[row];
  if (!column.flags.empty()) value.number = column.flags[row];
  return words::value(value, f.declared.type);
}

/// Fields of the data that an expression reads, through computed ones, each once.
DUTYSCORE_INLINE void collect_fields(const policy_data& p, expression_id id,
                                     std::vector<std::uint32_t>& out) {
  if (id == none) return;
  const expression& e = p.expressions[id];
  for (const expression_id arg : e.args) collect_fields(p, arg, out);
  if (e.op == operation::table)
    for (const table_row& r : p.tables[e.index].rows) collect_fields(p, r.value, out);
  if (e.op != operation::field) return;
  if (p.fields[e.index].computed != none) return collect_fields(p, p.fields[e.index].computed, out);
  if (std::find(out.begin(), out.end(), e.index) == out.end()) out.push_back(e.index);
}

DUTYSCORE_INLINE std::vector<explained_input> inputs_of(const policy_data& p,
                                                        const batch_data& rows, std::uint32_t row,
                                                        const block& in, const line& l) {
  std::vector<std::uint32_t> read;
  collect_fields(p, l.value, read);
  collect_fields(p, l.when, read);
  if (l.field != none && p.fields[l.field].computed == none) read.push_back(l.field);
  for (const factor& f : in.factors)
    for (const expression_id id : {f.numerator, f.divisor, f.when}) collect_fields(p, id, read);
  std::vector<explained_input> out;
  for (const std::uint32_t f : read)
    out.push_back({p.fields[f].declared.label, value_words(p.fields[f], rows, row)});
  return out;
}

/// The figures of one activity, asked of the engine: nothing is worked out a second time.
class line_figures {
 public:
  line_figures(const engine::book_data& book, std::uint32_t row)
      : book_(book), judge_(book.plan, *book.bound, false), row_(row) {}

  std::optional<decimal> number(const column::program& what) {
    const auto value = judge_.value_at(what, row_);
    return value ? std::optional(decimal::from_millionths(*value)) : std::nullopt;
  }
  bool holds(const std::optional<column::program>& when) {
    return !when || judge_.value_at(*when, row_) == 1;
  }
  /// Which row of the table that a program ends with applies, from 1; 0: none, the value is below
  /// all.
  std::optional<std::size_t> table_row_of(const column::program& what);
  int days() const { return book_.rows->end[row_] - book_.rows->date[row_] + 1; }

 private:
  const engine::book_data& book_;
  engine::judge judge_;
  std::uint32_t row_;
};

/// The program with the number of each row in place of its value.
DUTYSCORE_INLINE std::optional<std::size_t> line_figures::table_row_of(
    const column::program& what) {
  column::program asked = what;
  column::instruction table = asked.code.back();
  asked.code.pop_back();
  const std::size_t keys = book_.plan.tables[table.index].keys;
  for (std::size_t arg = keys; arg < table.args.size(); ++arg) {
    column::instruction number;
    number.immediate = static_cast<std::int64_t>(arg - keys + 1);
    table.args[arg] = static_cast<column::register_id>(asked.code.size());
    asked.code.push_back(number);
  }
  asked.code.push_back(table);
  const auto row = judge_.value_at(asked, row_);
  return row ? std::optional(static_cast<std::size_t>(*row)) : std::nullopt;
}

DUTYSCORE_INLINE message cell_words(const policy_data& p, expression_id key,
                                    const table_cell& cell) {
  const message value = words::value(cell.value, p.expressions[key].type);
  switch (cell.kind) {
    case table_cell_kind::exactly:
      return value;
    case table_cell_kind::from:
      return {"from " + value.en, "满" + value.zh};
    case table_cell_kind::otherwise:
      return {"otherwise", "其余"};
  }
  return {};
}

/// `from 500`, 满500: the row of the table that applies; empty where every key equals its cell,
/// which says nothing beyond the key.
DUTYSCORE_INLINE message row_words(const policy_data& p, const expression& value, std::size_t row) {
  if (row == 0) return {"below the first row", "未到最低一档"};
  const table& t = p.tables[value.index];
  message out;
  bool all_equal = true;
  for (std::size_t k = 0; k < t.keys.size(); ++k) {
    const table_cell& cell = t.rows[row - 1].cells[k];
    all_equal = all_equal && cell.kind == table_cell_kind::exactly;
    out = words::join(out, k ? message{", ", "，"} : message{}, cell_words(p, t.keys[k], cell));
  }
  return all_equal ? message{} : out;
}

DUTYSCORE_INLINE message step_words(const line& l, decimal counted) {
  static constexpr std::string_view en[] = {"to the even", "half up", "up", "down"};
  static constexpr std::string_view zh[] = {"四舍六入", "四舍五入", "不足进一", "不足不计"};
  const std::string quotient = counted.to_string() + " ÷ " + l.step.to_string();
  if (!l.step_rounding) return same(" × " + quotient);
  const auto mode = static_cast<std::size_t>(*l.step_rounding);
  const auto steps = divide(counted.millionths(), l.step.millionths(), *l.step_rounding);
  const std::string whole = std::to_string(static_cast<std::int64_t>(steps));
  return {" × (" + quotient + " rounded " + std::string(en[mode]) + ": " + whole + ")",
          " ×（" + quotient + "，" + std::string(zh[mode]) + "为" + whole + "）"};
}

/// ` × 3` and the like: what the value of a line is multiplied by.
DUTYSCORE_INLINE message unit_words(const line& l, const planned_line& planned,
                                    line_figures& figures) {
  if (l.unit == line_unit::event) return {};
  const std::string days = std::to_string(figures.days());
  if (l.unit == line_unit::day)
    return {" × " + days + (days == "1" ? " day" : " days"), " × " + days + "天"};
  const auto counted = figures.number(*planned.counted);
  if (!counted) return {};
  return l.unit == line_unit::step ? step_words(l, *counted) : same(" × " + counted->to_string());
}

DUTYSCORE_INLINE message factor_words(const std::vector<planned_factor>& factors,
                                      line_figures& figures) {
  std::string out;
  for (const planned_factor& f : factors) {
    if (!figures.holds(f.when)) continue;
    if (const auto by = figures.number(f.numerator)) out += " × " + by->to_string();
    if (!f.divisor) continue;
    if (const auto by = figures.number(*f.divisor)) out += " ÷ " + by->to_string();
  }
  return same(out);
}

/// The text of the indicator that judges activities of that day.
DUTYSCORE_INLINE const rule& rule_on(const plan& p, block_id b, date d) {
  return *std::find_if(p.rules.begin(), p.rules.end(), [&](const rule& r) {
    return r.block == b && r.veto == none && r.asked.contains(d);
  });
}

/// `from 500 → 10 × 1.5`, 满500 → 10 × 1.5. Empty for a line that gives its constant.
DUTYSCORE_INLINE message arithmetic_of(const book& from, const entry& e) {
  const engine::book_data& data = from.data();
  const policy_data& p = from.policy().data();
  const rule& r = rule_on(data.plan, e.block, date::from_days(data.rows->date[e.row]));
  const line& l = p.blocks[e.block].lines[e.clause];
  const auto number = std::find(r.line_numbers.begin(), r.line_numbers.end(), e.clause);
  const planned_line& planned = r.lines[static_cast<std::size_t>(number - r.line_numbers.begin())];
  line_figures figures(data, e.row);
  const expression& value = p.expressions[l.value];
  const auto v = figures.number(planned.value);
  if (!v) return {};
  message out = same(v->to_string());
  if (value.op == operation::table)
    if (const auto row = figures.table_row_of(planned.value))
      if (const message found = row_words(p, value, *row); !found.en.empty())
        out = words::join(found, same(" → "), out);
  const message multiplied =
      words::join(unit_words(l, planned, figures), {}, factor_words(r.factors, figures));
  if (multiplied.en.empty() && value.op == operation::constant) return {};
  return words::join(out, {}, multiplied);
}

}  // namespace dutyscore::detail::report
