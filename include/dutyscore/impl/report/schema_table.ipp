#pragma once

#include <algorithm>

#include "dutyscore/data/columns.hpp"
#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/report/schema_table.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

struct table_title {
  table_kind table;
  std::string_view code;
  message title;
};

DUTYSCORE_INLINE const std::vector<table_title>& tables() {
  static const std::vector<table_title> all{
      {table_kind::activities, "activities", {"Activities", "活动表"}},
      {table_kind::roster, "roster", {"Roster (optional)", "名册（可选）"}}};
  return all;
}

DUTYSCORE_INLINE message type_words(value_type type) {
  static constexpr std::string_view zh[] = {"整数", "数值", "文字", "日期", "是否"};
  return {std::string(words::code_of(type)), std::string(zh[static_cast<std::size_t>(type)])};
}

DUTYSCORE_INLINE std::string list_text(const std::vector<std::string>& items, language lang) {
  std::string out;
  for (const std::string& item : items)
    out += (out.empty() ? "" : lang == language::zh ? "、" : ", ") + item;
  return out;
}

/// What a cell may hold.
DUTYSCORE_INLINE std::string domain_text(const schema_field& f, language lang) {
  const bool zh = lang == language::zh;
  std::string out;
  if (f.least) out += (zh ? "不小于" : "at least ") + f.least->to_string();
  if (f.most)
    out += (out.empty() ? ""
            : zh        ? "，"
                        : ", ") +
           std::string(zh ? "不大于" : "at most ") + f.most->to_string();
  if (!f.one_of.empty()) out += (out.empty() ? "" : zh ? "，" : ", ") + list_text(f.one_of, lang);
  return out;
}

DUTYSCORE_INLINE std::string need_text(const schema_field& f, language lang) {
  const bool zh = lang == language::zh;
  std::string out = f.default_value ? (zh ? "默认 " : "default ") +
                                          words::value(*f.default_value, f.type).in(lang)
                                    : (zh ? "必填" : "required");
  if (!f.kinds.empty()) out += (zh ? "，仅用于 " : ", only for ") + list_text(f.kinds, lang);
  return out;
}

DUTYSCORE_INLINE bool is_required(const schema& s, table_kind table, fixed_column c) {
  const auto all = required_columns(s, table);
  return std::find(all.begin(), all.end(), column_of(c)) != all.end();
}

DUTYSCORE_INLINE value_type type_of(fixed_column c) {
  static constexpr fixed_column days[] = {fixed_column::date, fixed_column::end,
                                          fixed_column::credited, fixed_column::from,
                                          fixed_column::to};
  return std::find(std::begin(days), std::end(days), c) != std::end(days) ? value_type::date
                                                                          : value_type::text;
}

/// The words that the two columns of standing take; the last one is of `standing` alone.
DUTYSCORE_INLINE std::string domain_text(fixed_column c, language lang) {
  if (c != fixed_column::standing && c != fixed_column::since) return {};
  std::vector<std::string> words;
  for (const standing_name& n : standing_names)
    words.emplace_back(lang == language::zh ? n.zh : n.en);
  if (c == fixed_column::since) words.pop_back();
  return list_text(words, lang);
}

/// Whether it must be filled, else what an empty cell means where that is not nothing.
DUTYSCORE_INLINE message need_words(const schema& s, table_kind table, fixed_column c) {
  if (is_required(s, table, c)) return {"required", "必填"};
  switch (c) {
    case fixed_column::end:
    case fixed_column::credited:
      return {"default the same day", "默认 与日期同日"};
    case fixed_column::standing:
      return {"default confirmed", "默认 确认"};
    case fixed_column::since:
      return {"default claimed", "默认 自评"};
    case fixed_column::name:
      return {"default the subject", "默认 同对象"};
    case fixed_column::from:
      return {"default when the policy comes into force", "默认 办法施行之日"};
    case fixed_column::to:
      return {"default still serving", "默认 仍在任"};
    default:
      return {"optional", "可选"};
  }
}

DUTYSCORE_INLINE void add_fixed_columns(text_table& out, const schema& s, table_kind table,
                                        language lang) {
  for (const fixed_column_name& c : fixed_columns)
    if (is_fixed_column_of(table, c.column))
      out.row({std::string(c.en), std::string(c.zh), type_words(type_of(c.column)).in(lang),
               domain_text(c.column, lang), need_words(s, table, c.column).in(lang)});
}

DUTYSCORE_INLINE std::string table_text(const schema& s, table_kind table, language lang) {
  text_table out(std::vector<alignment>(5, alignment::left), 2);
  out.header(lang == language::zh
                 ? std::vector<std::string>{"列", "名称", "类型", "取值", "要求"}
                 : std::vector<std::string>{"column", "label", "type", "values", "need"});
  add_fixed_columns(out, s, table, lang);
  for (const schema_field& f : fields_of(s, table))
    out.row(
        {f.name, f.label, type_words(f.type).in(lang), domain_text(f, lang), need_text(f, lang)});
  return out.to_text();
}

DUTYSCORE_INLINE json json_of(const schema_field& f) {
  json out{{"name", f.name},
           {"label", f.label},
           {"type", std::string(words::code_of(f.type))},
           {"required", !f.default_value.has_value()}};
  if (f.least) out["from"] = f.least->to_string();
  if (f.most) out["to"] = f.most->to_string();
  if (!f.one_of.empty()) out["one_of"] = f.one_of;
  if (f.default_value) out["default"] = words::value(*f.default_value, f.type).en;
  if (!f.kinds.empty()) out["for"] = f.kinds;
  return out;
}

DUTYSCORE_INLINE json table_json(const schema& s, table_kind table) {
  json fixed = json::array(), fields = json::array();
  for (const fixed_column_name& c : fixed_columns)
    if (is_fixed_column_of(table, c.column))
      fixed.push_back({{"name", std::string(c.en)},
                       {"label", std::string(c.zh)},
                       {"required", is_required(s, table, c.column)}});
  for (const schema_field& f : fields_of(s, table)) fields.push_back(json_of(f));
  return {{"columns", fixed}, {"fields", fields}};
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string to_text(const schema& s, language lang) {
  std::string out;
  for (const auto& t : detail::report::tables())
    out += (out.empty() ? "" : "\n") + t.title.in(lang) + "\n" +
           detail::report::table_text(s, t.table, lang);
  text_table kinds({alignment::left}, 2);
  for (const std::string& kind : s.kinds) kinds.row({kind});
  return out + (lang == language::zh ? "\n事项\n" : "\nKinds\n") + kinds.to_text();
}

DUTYSCORE_INLINE std::string to_json(const schema& s) {
  detail::report::json out;
  for (const auto& t : detail::report::tables())
    out[std::string(t.code)] = detail::report::table_json(s, t.table);
  out["kinds"] = s.kinds;
  return detail::report::written(out);
}

}  // namespace dutyscore
