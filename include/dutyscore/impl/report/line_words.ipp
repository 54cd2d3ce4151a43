// How an award line came to its points, said in words: the author's text, the figures of the row
// that it reads, and the arithmetic. Nothing is evaluated anew here.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
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

/// Those that a line of the block reads, in the order in which they are told.
DUTYSCORE_INLINE std::vector<std::uint32_t> fields_of(const policy_data& p, const block& in,
                                                      const line& l) {
  std::vector<std::uint32_t> out;
  collect_fields(p, l.value, out);
  collect_fields(p, l.when, out);
  if (l.field != none && p.fields[l.field].computed == none) out.push_back(l.field);
  for (const factor& f : in.factors)
    for (const expression_id id : {f.numerator, f.divisor, f.when}) collect_fields(p, id, out);
  return out;
}

/// The program with the number of each row of the table that it ends with in place of its value,
/// from 1; 0: none, the value is below all.
DUTYSCORE_INLINE column::program table_row_program(const plan& p, const column::program& what) {
  column::program out = what;
  column::instruction table = out.code.back();
  out.code.pop_back();
  const std::size_t keys = p.tables[table.index].keys;
  for (std::size_t arg = keys; arg < table.args.size(); ++arg) {
    column::instruction number;
    number.immediate = static_cast<std::int64_t>(arg - keys + 1);
    table.args[arg] = static_cast<column::register_id>(out.code.size());
    out.code.push_back(number);
  }
  out.code.push_back(table);
  return out;
}

/// What a program gives for some rows; nothing where it fails.
struct figure_column {
  std::vector<std::int64_t> values;
  std::vector<engine::failure> failures;  // empty where nothing fails

  std::optional<std::int64_t> at(std::size_t i) const {
    if (!failures.empty() && failures[i] != engine::failure::none) return std::nullopt;
    return values[i];
  }
  std::optional<decimal> number(std::size_t i) const {
    const auto value = at(i);
    return value ? std::optional(decimal::from_millionths(*value)) : std::nullopt;
  }
};

/// The figures of one line for some activities, asked of the engine: nothing is worked out a second
/// time, and each program runs once over all of them.
class line_figures {
 public:
  /// `has_table`: the value is what a table says.
  line_figures(const engine::book_data& book, const planned_line& line,
               std::span<const planned_factor> factors, bool has_table,
               std::span<const std::uint32_t> rows)
      : data_(book.rows.data()), judge_(book.plan, *book.bound, false), rows_(rows) {
    value_ = run(line.value);
    if (has_table) table_row_ = run(table_row_program(book.plan, line.value));
    if (line.counted) counted_ = run(*line.counted);
    for (const planned_factor& f : factors) {
      factor_figures& to = factors_.emplace_back();
      if (f.when) to.when = run(*f.when);
      to.numerator = run(f.numerator);
      if (f.divisor) to.divisor = run(*f.divisor);
    }
  }

  struct factor_figures {
    std::optional<figure_column> when, divisor;
    figure_column numerator;
    bool holds(std::size_t i) const { return !when || when->at(i) == 1; }
  };

  std::optional<decimal> value(std::size_t i) const { return value_.number(i); }
  std::optional<std::size_t> table_row(std::size_t i) const {
    const auto row = table_row_ ? table_row_->at(i) : std::nullopt;
    return row ? std::optional(static_cast<std::size_t>(*row)) : std::nullopt;
  }
  std::optional<decimal> counted(std::size_t i) const { return counted_.number(i); }
  int days(std::size_t i) const { return data_.end[rows_[i]] - data_.date[rows_[i]] + 1; }
  const std::vector<factor_figures>& factors() const { return factors_; }

 private:
  figure_column run(const column::program& what) {
    const engine::column_view view = judge_.values_of(what, rows_);
    figure_column out{{view.values, view.values + rows_.size()}, {}};
    if (view.failures) out.failures.assign(view.failures, view.failures + rows_.size());
    return out;
  }

  const batch_data& data_;
  engine::judge judge_;
  std::span<const std::uint32_t> rows_;
  figure_column value_, counted_;
  std::optional<figure_column> table_row_;
  std::vector<factor_figures> factors_;
};

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
DUTYSCORE_INLINE message unit_words(const line& l, const line_figures& figures, std::size_t i) {
  if (l.unit == line_unit::event) return {};
  const std::string days = std::to_string(figures.days(i));
  if (l.unit == line_unit::day)
    return {" × " + days + (days == "1" ? " day" : " days"), " × " + days + "天"};
  const auto counted = figures.counted(i);
  if (!counted) return {};
  return l.unit == line_unit::step ? step_words(l, *counted) : same(" × " + counted->to_string());
}

DUTYSCORE_INLINE message factor_words(const line_figures& figures, std::size_t i) {
  std::string out;
  for (const line_figures::factor_figures& f : figures.factors()) {
    if (!f.holds(i)) continue;
    if (const auto by = f.numerator.number(i)) out += " × " + by->to_string();
    if (!f.divisor) continue;
    if (const auto by = f.divisor->number(i)) out += " ÷ " + by->to_string();
  }
  return same(out);
}

/// `from 500 → 10 × 1.5`, 满500 → 10 × 1.5. Empty for a line that gives its constant.
DUTYSCORE_INLINE message arithmetic_of(const policy_data& p, const line& l,
                                       const line_figures& figures, std::size_t i) {
  const expression& value = p.expressions[l.value];
  const bool is_constant = value.op == operation::constant;
  if (is_constant && l.unit == line_unit::event && figures.factors().empty()) return {};
  const auto v = figures.value(i);
  if (!v) return {};
  message out = same(v->to_string());
  if (value.op == operation::table)
    if (const auto row = figures.table_row(i))
      if (const message found = row_words(p, value, *row); !found.en.empty())
        out = words::join(found, same(" → "), out);
  const message multiplied =
      words::join(unit_words(l, figures, i), {}, factor_words(figures, i));
  if (multiplied.en.empty() && is_constant) return {};
  return words::join(out, {}, multiplied);
}

/// The text of the indicator that judges activities of that day.
DUTYSCORE_INLINE const rule& rule_on(const plan& p, block_id b, date d) {
  return *std::find_if(p.rules.begin(), p.rules.end(), [&](const rule& r) {
    return r.block == b && r.veto == none && r.asked.contains(d);
  });
}

/// Entries of one line, whose activities one text judges.
struct entries_of_line {
  const dutyscore::rule* rule = nullptr;
  std::vector<std::size_t> entries;  // numbers of them
  std::vector<std::uint32_t> rows;   // of each
};

DUTYSCORE_INLINE std::vector<entries_of_line> by_line(const engine::book_data& book,
                                                      const std::vector<entry>& entries) {
  std::map<std::pair<block_id, std::uint32_t>, entries_of_line> lines;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const entry& e = entries[i];
    if (e.kind != entry_kind::line) continue;
    entries_of_line& to = lines[{e.block, e.clause}];
    if (!to.rule) to.rule = &rule_on(book.plan, e.block, date::from_days(book.rows->date[e.row]));
    to.entries.push_back(i);
    to.rows.push_back(e.row);
  }
  std::vector<entries_of_line> out;
  for (auto& [place, of_line] : lines) out.push_back(std::move(of_line));
  return out;
}

/// How an entry came to its points. Empty for other entries than those of lines.
struct line_account {
  std::vector<explained_input> inputs;
  message arithmetic;
};

/// Of each of the entries.
DUTYSCORE_INLINE std::vector<line_account> line_accounts(const book& from,
                                                         const std::vector<entry>& entries) {
  const engine::book_data& data = from.data();
  const policy_data& p = from.policy().data();
  std::vector<line_account> out(entries.size());
  for (const entries_of_line& some : by_line(data, entries)) {
    const entry& first = entries[some.entries.front()];
    const block& in = p.blocks[first.block];
    const line& l = in.lines[first.clause];
    const auto& numbers = some.rule->line_numbers;
    const auto number = std::find(numbers.begin(), numbers.end(), first.clause);
    const line_figures figures(
        data, some.rule->lines[static_cast<std::size_t>(number - numbers.begin())],
        some.rule->factors, p.expressions[l.value].op == operation::table, some.rows);
    const std::vector<std::uint32_t> fields = fields_of(p, in, l);
    for (std::size_t i = 0; i < some.rows.size(); ++i) {
      line_account& to = out[some.entries[i]];
      to.inputs.reserve(fields.size());
      for (const std::uint32_t f : fields)
        to.inputs.push_back({p.fields[f].declared.label,
                             value_words(p.fields[f], data.rows.data(), some.rows[i])});
      to.arithmetic = arithmetic_of(p, l, figures, i);
    }
  }
  return out;
}

}  // namespace dutyscore::detail::report
