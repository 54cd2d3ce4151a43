// What the columns of a table of activities, and of a roster, may hold: the fixed columns, and the fields
// that a policy declares. Immutable once built; copies are cheap enough for set-up, not for rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dutyscore/core/date.hpp"
#include "dutyscore/core/decimal.hpp"

namespace dutyscore {

enum class value_type : unsigned char { integer, decimal, text, date, flag };

/// How far an activity has come. `rejected` counts as claimed, with a reason.
enum class standing : unsigned char { claimed, reviewed, confirmed, rejected };

/// The three accounts that are kept at once; `confirmed` is the official one.
enum class basis : unsigned char { claimed, reviewed, confirmed };
inline constexpr std::size_t basis_count = 3;

/// A value of a cell. Numbers are millionths, dates are days, flags 0 or 1; a text is in `text`.
struct cell_value {
  std::int64_t number = 0;
  std::string text;
  bool operator==(const cell_value&) const = default;
};

struct schema_field {
  std::string name;
  std::string label;  // equal to the name when the policy gives none
  value_type type = value_type::decimal;
  std::optional<decimal> least, most;
  std::vector<std::string> one_of;          // empty: any text
  std::optional<cell_value> default_value;  // absent: required
  std::vector<std::string> kinds;           // empty: belongs to every kind
  bool is_for(std::string_view kind) const;
};

struct schema {
  std::vector<schema_field> activity;        // in the order of the policy
  std::vector<schema_field> subject;         // further columns of a roster
  std::vector<std::string> kinds;     // every kind that the policy mentions, sorted
};

/// The columns with a fixed meaning: one table feeds readers, scenarios, reports and documentation.
enum class fixed_column : unsigned char {
  subject, kind, date, end, title, id, standing, since, reason, evidence, credited,  // activities
  name, org_unit, from, to,                                                           // roster, after `subject`
};
struct fixed_column_name {
  fixed_column column;
  std::string_view en, zh;
  bool in_activities, in_roster;
};
inline constexpr fixed_column_name fixed_columns[] = {
    {fixed_column::subject, "subject", "对象", true, true},
    {fixed_column::kind, "kind", "事项", true, false},
    {fixed_column::date, "date", "日期", true, false},
    {fixed_column::end, "end", "止日", true, false},
    {fixed_column::title, "title", "内容", true, false},
    {fixed_column::id, "id", "编号", true, false},
    {fixed_column::standing, "standing", "状态", true, false},
    {fixed_column::since, "since", "起始状态", true, false},
    {fixed_column::reason, "reason", "理由", true, false},
    {fixed_column::evidence, "evidence", "佐证", true, false},
    {fixed_column::credited, "credited", "计入日期", true, false},
    {fixed_column::name, "name", "姓名", false, true},
    {fixed_column::org_unit, "org_unit", "单位", false, true},
    {fixed_column::from, "from", "任职起", false, true},
    {fixed_column::to, "to", "任职止", false, true},
};

struct standing_name {
  standing value;
  std::string_view en, zh;
};
inline constexpr standing_name standing_names[] = {
    {standing::claimed, "claimed", "自评"},
    {standing::reviewed, "reviewed", "初审"},
    {standing::confirmed, "confirmed", "确认"},
    {standing::rejected, "rejected", "不予认可"},
};

inline bool schema_field::is_for(std::string_view kind) const {
  if (kinds.empty()) return true;
  for (const std::string& k : kinds)
    if (k == kind) return true;
  return false;
}

}  // namespace dutyscore
