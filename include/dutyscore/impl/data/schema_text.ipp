#pragma once

#include <algorithm>
#include <array>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/core/text.hpp"
#include "dutyscore/data/cell.hpp"
#include "dutyscore/data/schema_text.hpp"

namespace dutyscore {
namespace detail {

struct column_words {
  fixed_column column;
  std::string_view en, zh;
};
inline constexpr column_words fixed_column_words[] = {
    {fixed_column::subject, "who is assessed", "被考核的人或单位"},
    {fixed_column::kind, "what was done", "做了什么事"},
    {fixed_column::date, "the day, or the first of several", "发生日期；多日活动为首日"},
    {fixed_column::end, "the last day of several", "多日活动的末日"},
    {fixed_column::title, "free text for people", "供人阅读的文字说明"},
    {fixed_column::id, "unique per subject and basis", "同一对象、同一口径内不重复"},
    {fixed_column::standing, "how far it has come", "审核到了哪一步"},
    {fixed_column::since, "from which basis on it counts", "从哪一口径起计入"},
    {fixed_column::reason, "why it was not accepted", "不予认可的理由"},
    {fixed_column::evidence, "free text for people", "佐证材料"},
    {fixed_column::name, "the person's name", "姓名"},
    {fixed_column::org_unit, "a path: district/street", "所属单位，逐级用“/”隔开"},
    {fixed_column::from, "first day of service", "任职首日"},
    {fixed_column::to, "last day of service", "任职末日"},
};

/// What an empty cell of a fixed column means; the others are required.
inline constexpr column_words fixed_defaults[] = {
    {fixed_column::end, "the same day", "与日期同日"},
    {fixed_column::title, "", ""},
    {fixed_column::id, "none", "无编号"},
    {fixed_column::standing, "confirmed", "确认"},
    {fixed_column::since, "claimed", "自评"},
    {fixed_column::reason, "", ""},
    {fixed_column::evidence, "", ""},
    {fixed_column::name, "as the subject", "与对象相同"},
    {fixed_column::org_unit, "none", "无单位"},
    {fixed_column::from, "when the policy came into force", "自办法施行之日"},
    {fixed_column::to, "still serving", "仍在任"},
};

inline constexpr std::size_t schema_columns = 6;
using schema_line = std::array<std::string, schema_columns>;

DUTYSCORE_INLINE std::string bounds_text(const schema_field& f, language lang) {
  if (!f.one_of.empty()) return quoted_list(f.one_of).in(lang);
  if (!f.least && !f.most) return {};
  return expected_range(rule_of(f)).in(lang);
}

DUTYSCORE_INLINE schema_line line_of(const schema_field& f, language lang) {
  const std::string empty = f.default_value ? to_text(*f.default_value, f.type, lang)
                                            : phrase("schema required").in(lang);
  const std::string kinds = f.kinds.empty() ? "" : quoted_list(f.kinds).in(lang);
  return {f.name,
          f.label,
          words_for(static_cast<cell_type>(f.type)).in(lang),
          empty,
          bounds_text(f, lang),
          kinds};
}

DUTYSCORE_INLINE schema_line line_of(fixed_column c, language lang) {
  const auto words = [&](std::span<const column_words> table) {
    for (const column_words& w : table)
      if (w.column == c) return std::string(lang == language::zh ? w.zh : w.en);
    return phrase("schema required").in(lang);
  };
  const fixed_column_name& name = fixed_columns[column_of(c)];
  return {std::string(name.en),  std::string(name.zh),      words_for(rule_of(c).type).in(lang),
          words(fixed_defaults), words(fixed_column_words), {}};
}

DUTYSCORE_INLINE schema_line titles(language lang) {
  schema_line out;
  constexpr std::string_view ids[] = {"schema column", "schema label",  "schema type",
                                      "schema empty",  "schema values", "schema kinds"};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = phrase(ids[i]).in(lang);
  return out;
}

DUTYSCORE_INLINE std::string align(const std::vector<schema_line>& lines) {
  std::array<std::size_t, schema_columns> widths{};
  for (const schema_line& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], display_width(line[i]));
  std::string out;
  for (const schema_line& line : lines) {
    std::string row;
    for (std::size_t i = 0; i < line.size(); ++i) row += pad_right(line[i], widths[i]) + "  ";
    out += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace detail

DUTYSCORE_INLINE std::string to_text(const cell_value& value, value_type type, language lang) {
  switch (type) {
    case value_type::integer:
    case value_type::decimal:
      return decimal::from_millionths(value.number).to_string();
    case value_type::date:
      return date::from_days(static_cast<std::int32_t>(value.number)).to_string();
    case value_type::flag:
      return phrase(value.number ? "flag yes" : "flag no").in(lang);
    case value_type::text:
      break;
  }
  return value.text;
}

DUTYSCORE_INLINE std::string to_text(const schema& s, table_kind table, language lang) {
  std::vector<detail::schema_line> lines{detail::titles(lang)};
  for (const fixed_column_name& c : fixed_columns)
    if (is_offered_column(table, c.column)) lines.push_back(detail::line_of(c.column, lang));
  for (const schema_field& f : fields_of(s, table)) lines.push_back(detail::line_of(f, lang));
  return detail::align(lines);
}

}  // namespace dutyscore
