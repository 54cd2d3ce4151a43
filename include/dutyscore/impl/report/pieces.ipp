// Sentences that several text reports share. Included by bodies of this folder alone.
#pragma once

#include <string>

#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore::detail::report {

/// Periods with days of several years need the year at every day.
DUTYSCORE_INLINE bool needs_year(const period& p) { return p.first.year() != p.last.year(); }

DUTYSCORE_INLINE std::string head_text(const report_head& head, language lang) {
  const bool zh = lang == language::zh;
  return printable(head.policy_label) + "\n" + (zh ? "口径：" : "basis: ") +
         words::of(head.on).in(lang) + (zh ? "    截至：" : "    through: ") +
         head.through.to_text(lang) + "\n";
}

/// When it happened, and on which day it counts where that is another: `6月30日（计入7月3日）`.
DUTYSCORE_INLINE std::string days_text(const reported_activity& a, language lang, bool with_year) {
  const bool zh = lang == language::zh;
  const bool has_years = with_year || a.begin.year() != a.day.year();
  const std::string out = words::days_text(a.begin, a.end, lang, has_years);
  if (!a.is_credited()) return out;
  return out + (zh ? "（计入" : " (credited ") + words::day_text(a.day, lang, has_years) +
         (zh ? "）" : ")");
}

/// `人民街道 彭闰芝（A017）`.
DUTYSCORE_INLINE std::string person_text(const std::string& subject, const std::string& name,
                                         const std::string& org_unit, language lang) {
  const bool zh = lang == language::zh;
  std::string out = org_unit.empty() ? name : org_unit + " " + name;
  if (name != subject) out += (zh ? "（" : " (") + subject + (zh ? "）" : ")");
  return printable(out);
}

DUTYSCORE_INLINE std::string clause_text(const std::string& label, const std::string& line_label,
                                         const std::string& cite, language lang) {
  const bool zh = lang == language::zh;
  std::string out = label;
  if (!line_label.empty()) out += (zh ? "·" : ", ") + line_label;
  if (!cite.empty()) out += (zh ? "（" : " (") + cite + (zh ? "）" : ")");
  return out;
}

/// `未予计分（2项）：`.
DUTYSCORE_INLINE std::string list_title(const message& words, std::size_t count, language lang) {
  const std::string n = std::to_string(count);
  return "\n" + words.in(lang) + (lang == language::zh ? "（" + n + "项）：\n" : " (" + n + "):\n");
}

DUTYSCORE_INLINE std::string refusal_text(const refused_activity& r, language lang) {
  const bool zh = lang == language::zh;
  const message rejected{"rejected on review", "审核不予认可"};
  const std::string who = r.place.empty() ? rejected.in(lang) : r.place_label;
  return who + (zh ? "：" : ": ") + r.reason.in(lang);
}

}  // namespace dutyscore::detail::report
