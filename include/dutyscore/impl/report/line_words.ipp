// How an award line came to its points, said in words: the author's text, the figures of the row
// that it reads, and the arithmetic of the common shapes. Nothing is evaluated anew here.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

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
DUTYSCORE_INLINE std::string value_text(const policy_field& f, const batch_data& rows,
                                        std::uint32_t row) {
  const field_column& column = rows.fields[f.column];
  switch (f.declared.type) {
    case value_type::integer:
    case value_type::decimal:
      return decimal::from_millionths(column.numbers[row]).to_string();
    case value_type::text:
      return rows.texts.text(column.texts[row]);
    case value_type::date:
      return date::from_days(column.days[row]).to_string();
    case value_type::flag:
      return column.flags[row] ? "是 yes" : "否 no";
  }
  return {};
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
    out.push_back({p.fields[f].declared.label, value_text(p.fields[f], rows, row)});
  return out;
}

DUTYSCORE_INLINE message arithmetic_of(const policy_data&, const batch_data&, std::uint32_t,
                                       const line&) {
  return {};
}

}  // namespace dutyscore::detail::report
