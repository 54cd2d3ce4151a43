#pragma once

#include <algorithm>
#include <unordered_map>

#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/csv_writer.hpp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

DUTYSCORE_INLINE std::string entry_clause(const statement& s, const statement_entry& e,
                                          language lang) {
  const bool repeats = e.title.zh == e.line_label;
  return clause_text(s.blocks[e.block].label, repeats ? "" : e.line_label, e.cite, lang);
}

/// Tells lines that gave nothing beside others of their activity that gave something; JSON, CSV and
/// explanations have them.
class idle_entries {
 public:
  explicit idle_entries(const statement& s) {
    for (const statement_entry& e : s.entries)
      if (e.activity && e.points != decimal{}) earning_.emplace(e.activity->row, &*e.activity);
  }
  bool contains(const statement_entry& e) const {
    if (e.points != decimal{} || !e.activity) return false;
    const auto [first, last] = earning_.equal_range(e.activity->row);
    return std::any_of(first, last, [&](const auto& of) { return *of.second == *e.activity; });
  }

 private:
  std::unordered_multimap<std::uint64_t, const reported_activity*> earning_;  // by row
};

DUTYSCORE_INLINE std::string entries_text(const statement& s, language lang) {
  using enum alignment;
  const bool zh = lang == language::zh;
  const bool with_year = needs_year(s.head.period);
  text_table table({left, left, zh ? left : point, left}, 2);
  const idle_entries idle(s);
  for (const statement_entry& e : s.entries)
    if (!idle.contains(e))
      table.row({e.activity ? days_text(*e.activity, lang, with_year)
                            : words::days_text(e.day, e.end, lang, with_year),
                 e.title.in(lang) + (zh ? "，" : ""),
                 words::change(e.points, e.kind).in(lang) + (zh ? "；" : ""),
                 entry_clause(s, e, lang)});
  return table.to_text();
}

DUTYSCORE_INLINE std::string total_text(const statement& s, language lang) {
  const std::string amount = words::points(s.total).in(lang);
  if (lang == language::en) return "Total of " + s.head.period.to_string() + ": " + amount + "\n";
  const bool overall = s.head.period.unit == period_unit::overall;
  return words::short_name(s.head.period).zh + (overall ? "" : "共计") + amount + "。\n";
}

/// Blocks that have points or entries, with all blocks around them.
DUTYSCORE_INLINE std::vector<bool> blocks_to_show(const statement& s) {
  std::vector<bool> out(s.blocks.size());
  const auto show = [&](block_id b) {
    for (; b != none && !out[b]; b = s.blocks[b].parent) out[b] = true;
  };
  for (const statement_entry& e : s.entries) show(e.block);
  for (block_id b = 0; b < s.blocks.size(); ++b)
    if (s.blocks[b].points != decimal{}) show(b);
  return out;
}

/// What clauses of the policy itself posted, so that the sub-totals add up to the total.
DUTYSCORE_INLINE decimal points_of_policy_itself(const statement& s) {
  int128 sum = 0;
  for (const statement_entry& e : s.entries)
    if (e.block == 0) sum += e.points.millionths();
  return to_decimal(sum).value_or(decimal{});  // beyond 64 bits only together with its members
}

DUTYSCORE_INLINE std::string blocks_text(const statement& s, language lang) {
  const bool zh = lang == language::zh;
  const std::vector<bool> shown = blocks_to_show(s);
  text_table table({alignment::left, alignment::point}, 2);
  for (block_id b = 1; b < s.blocks.size(); ++b)
    if (shown[b])
      table.row({std::string(static_cast<std::size_t>(s.blocks[b].depth - 1) * 2, ' ') +
                     s.blocks[b].label,
                 s.blocks[b].points.to_string()});
  if (const decimal own = points_of_policy_itself(s); own != decimal{})
    table.row({zh ? "全办法的基础分、限额和否决" : "base, limits and vetoes of the policy itself",
               own.to_string()});
  if (table.empty()) return {};
  return (zh ? "\n各项小计：\n" : "\nSub-totals:\n") + table.to_text();
}

DUTYSCORE_INLINE std::string refused_text(const std::vector<refused_activity>& list, bool with_year,
                                          language lang) {
  if (list.empty()) return {};
  text_table table({alignment::left, alignment::left, alignment::left}, 2);
  for (const refused_activity& r : list)
    table.row({days_text(r.activity, lang, with_year), r.activity.what(),
               refusal_text(r, lang)});
  return list_title({"Refused", "未予计分"}, list.size(), lang) + table.to_text();
}

DUTYSCORE_INLINE std::string vetoing_text(const std::vector<vetoing_activity>& list,
                                          language lang) {
  if (list.empty()) return {};
  text_table table({alignment::left, alignment::left, alignment::left}, 2);
  for (const vetoing_activity& v : list)
    table.row({days_text(v.activity, lang, true), v.activity.what(),
               v.veto_label});
  return list_title({"Vetoed", "一票否决"}, list.size(), lang) + table.to_text();
}

DUTYSCORE_INLINE std::string pending_text(const statement& s, language lang) {
  if (s.pending.empty()) return {};
  text_table table({alignment::left, alignment::left, alignment::point}, 2);
  for (const statement_pending& p : s.pending)
    table.row({words::day_text(p.day, lang, needs_year(s.head.period)),
               s.blocks[p.block].label + (lang == language::zh ? "：" : ": ") + p.title.in(lang),
               p.points.to_string()});
  return list_title({"Pending, after the day of “through”", "截至日之后计入"}, s.pending.size(),
                    lang) +
         table.to_text();
}

DUTYSCORE_INLINE std::string activities_text(const message& title,
                                             const std::vector<reported_activity>& list,
                                             bool with_year, language lang) {
  if (list.empty()) return {};
  text_table table({alignment::left, alignment::left, alignment::left}, 2);
  for (const reported_activity& a : list)
    table.row(
        {days_text(a, lang, with_year), a.what(), a.title.empty() ? "" : a.kind});
  return list_title(title, list.size(), lang) + table.to_text();
}

DUTYSCORE_INLINE std::string statement_heading(const statement& s, language lang) {
  const bool zh = lang == language::zh;
  std::string out = person_text(s.subject, s.name, s.org_unit, lang) + (zh ? "  " : ", ") +
                    s.head.period.to_text(lang) + (zh ? "积分明细\n" : ": statement of points\n") +
                    head_text(s.head, lang);
  if (!s.served) out += zh ? "本期不在任职期内。\n" : "Not serving in this period.\n";
  return out;
}

/// What did not earn anything, in the order of a clerk's questions.
DUTYSCORE_INLINE std::string rest_text(const statement& s, language lang) {
  const bool with_year = needs_year(s.head.period);
  return vetoing_text(s.vetoing, lang) + refused_text(s.refused, with_year, lang) +
         activities_text({"Not on this basis yet", "尚未达到本口径"}, s.waiting, with_year, lang) +
         activities_text({"Taken by no indicator", "没有指标可以计分"}, s.unmatched, with_year,
                         lang) +
         pending_text(s, lang);
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string to_text(const statement& s, language lang) {
  return detail::report::statement_heading(s, lang) + "\n" + detail::report::entries_text(s, lang) +
         detail::report::total_text(s, lang) + detail::report::blocks_text(s, lang) +
         detail::report::rest_text(s, lang);
}

DUTYSCORE_INLINE std::string to_csv(const statement& s, language lang) {
  csv_writer out({"subject", "period", "basis", "through", "day", "end", "title", "block", "entry",
                  "label", "cite", "points", "file", "row"});
  for (const statement_entry& e : s.entries)
    out.row({s.subject, s.head.period.to_string(), words::code_of(s.head.on),
             s.head.through.to_string(), e.day.to_string(), e.end.to_string(), e.title.in(lang),
             s.blocks[e.block].name, words::code_of(e.kind), e.line_label, e.cite, e.points.to_string(),
             e.activity ? e.activity->file : "",
             e.activity ? std::to_string(e.activity->row) : ""});
  return out.take();
}

}  // namespace dutyscore
