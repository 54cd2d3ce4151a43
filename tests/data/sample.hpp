// The schema that the tests of data/ read tables for, and a batch or diagnostics as text to compare
// with.
#pragma once

#include <string>

#include "dutyscore/data/batch.hpp"
#include "dutyscore/data/columns.hpp"
#include "dutyscore/data/schema.hpp"

namespace sample {

using namespace dutyscore;

inline cell_value number(std::int64_t whole) { return {whole * decimal::scale, {}}; }

/// Fields of every type: bounded, defaulted, of certain kinds, required.
inline schema duties() {
  schema s;
  s.activity = {
      {"suggestions",
       "建议条数",
       value_type::integer,
       decimal::of(0),
       {},
       {},
       number(0),
       {"联络站活动"}},
      {"amount",
       "金额（元）",
       value_type::decimal,
       decimal::of(0),
       decimal::of(1000000),
       {},
       {},
       {"捐款"}},
      {"capacity", "身份", value_type::text, {}, {}, {"代表", "本职"}, cell_value{0, "代表"}, {}},
      {"asked", "提出日", value_type::date, {}, {}, {}, cell_value{0, {}}, {}},
      {"urgent", "紧急", value_type::flag, {}, {}, {}, cell_value{}, {}},
  };
  s.subject = {{"group", "小组", value_type::text, {}, {}, {}, cell_value{0, "无"}, {}},
               {"quota", "定额", value_type::integer, decimal::of(1), {}, {}, number(3), {}}};
  s.kinds = {"捐款", "联络站活动"};
  return s;
}

inline std::string value_text(const batch_data& b, const schema_field& f, std::size_t index,
                              std::size_t row) {
  const field_column& c = b.fields[index];
  switch (f.type) {
    case value_type::integer:
    case value_type::decimal:
      return decimal::from_millionths(c.numbers[row]).to_string();
    case value_type::text:
      return std::string(b.texts.text(c.texts[row]));
    case value_type::date:
      return date::from_days(c.days[row]).to_string();
    case value_type::flag:
      return c.flags[row] ? "yes" : "no";
  }
  return {};
}

/// `FILE:ROW subject kind date[..end] [credited day] [standing[<since]] [title=… …] name=value …`, defaults of
/// fields left out.
inline std::string row_text(const batch_data& b, const schema& s, std::size_t row) {
  const auto day = [](std::int32_t d) { return date::from_days(d).to_string(); };
  std::string out = b.files[b.file_of(row)] + ":" + std::to_string(b.number_of(row));
  for (text_pool::code c : {b.subject[row], b.kind[row]}) out.append(" ").append(b.texts.text(c));
  out += " " + day(b.date[row]);
  if (b.end[row] != b.date[row]) out += ".." + day(b.end[row]);
  if (b.days()[row] != b.date[row]) out += " credited " + day(b.days()[row]);
  if (b.standing[row] != 2) out += " " + std::string(standing_names[b.standing[row]].en);
  if (b.since[row] != 0) out += " since " + std::string(standing_names[b.since[row]].en);
  const auto text = [&](const char* name, const std::vector<text_pool::code>& column) {
    if (!column.empty() && column[row] != 0)
      out.append(" ").append(name).append("=").append(b.texts.text(column[row]));
  };
  text("title", b.title);
  text("id", b.id);
  text("reason", b.reason);
  text("evidence", b.evidence);
  for (std::size_t i = 0; i < s.activity.size(); ++i) {
    const schema_field& f = s.activity[i];
    const std::string value = value_text(b, f, i, row);
    const cell_value other = f.default_value.value_or(cell_value{});
    const bool is_default = f.type == value_type::text   ? value == other.text || value.empty()
                            : f.type == value_type::flag ? (value == "yes") == (other.number == 1)
                            : f.type == value_type::date ? b.fields[i].days[row] == other.number
                                                         : b.fields[i].numbers[row] == other.number;
    if (!is_default) out += " " + f.name + "=" + value;
  }
  return out + "\n";
}

/// `CODE file:row[ column]: sentence`.
inline std::string problem_text(const diagnostic& d, language lang = language::en) {
  std::string out = d.code + " ";
  if (d.data) {
    out += d.data->file + (d.data->row ? ":" + std::to_string(d.data->row) : "");
    if (!d.data->column.empty()) out += " " + d.data->column;
  }
  return out + ": " + d.what.in(lang) + "\n";
}

inline std::string batch_text(const batch& rows, const schema& s) {
  std::string out;
  for (std::size_t row = 0; row < rows.rows(); ++row) out += row_text(rows.data(), s, row);
  for (const bad_row& b : rows->bad) out += problem_text(b.why);
  return out;
}

}  // namespace sample
