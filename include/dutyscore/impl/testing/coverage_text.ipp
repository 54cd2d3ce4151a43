#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/testing/coverage_text.hpp"

namespace dutyscore {
namespace detail::coverage {

/// In the order of site_kind.
inline constexpr std::string_view kind_names[] = {
    "on",          "accept",  "award",     "times",     "event_cap", "selection",
    "keyed_limit", "highest", "floor",     "cap",       "weight",    "period_award",
    "base",        "veto",    "table_row", "grade_row", "list"};

inline std::string_view name_of(site_kind kind) {
  return kind_names[static_cast<std::size_t>(kind)];
}

inline std::size_t line_of(const policy_coverage& p, const coverage_site& s) {
  return p.source->locate(s.where.begin).line;
}

DUTYSCORE_INLINE std::string missing_text(const policy_coverage& p, language lang) {
  text_table table({alignment::left, alignment::left, alignment::left, alignment::left}, 2);
  for (const coverage_site& s : p.sites)
    if (!s.is_reached())
      table.row({p.source->name() + ":" + std::to_string(line_of(p, s)), s.block, s.text,
                 s.why_not.in(lang)});
  return table.empty() ? "" : table.to_text();
}

DUTYSCORE_INLINE std::string summary_text(std::string_view what, std::size_t reached,
                                          std::size_t sites, language lang) {
  const std::string figures = std::to_string(reached) + "/" + std::to_string(sites);
  const std::string percent = percent_text(reached, sites) + " %";
  if (lang == language::zh) return std::string(what) + "：" + percent + "（" + figures + "）\n";
  return std::string(what) + ": " + percent + " (" + figures + ")\n";
}

/// The clauses of one line: it is reached when one of them is.
struct line_hits {
  std::uint64_t most = 0;
  std::vector<std::uint64_t> each;
};

DUTYSCORE_INLINE std::map<std::size_t, line_hits> by_line(const policy_coverage& p) {
  std::map<std::size_t, line_hits> out;
  for (const coverage_site& s : p.sites) {
    line_hits& line = out[line_of(p, s)];
    line.most = std::max(line.most, s.hits);
    line.each.push_back(s.hits);
  }
  return out;
}

DUTYSCORE_INLINE std::string lcov_lines(const std::map<std::size_t, line_hits>& lines) {
  std::string branches, data;
  std::size_t branch_count = 0, branch_hits = 0, line_count = 0;
  for (const auto& [number, line] : lines) {
    const std::string at = std::to_string(number);
    data += "DA:" + at + "," + std::to_string(line.most) + "\n";
    line_count += line.most > 0;
    if (line.each.size() < 2) continue;
    for (std::size_t i = 0; i < line.each.size(); ++i) {
      branches += "BRDA:" + at + ",0," + std::to_string(i) + "," +
                  (line.each[i] > 0 ? std::to_string(line.each[i]) : "-") + "\n";
      ++branch_count;
      branch_hits += line.each[i] > 0;
    }
  }
  const auto n = [](std::size_t count) { return std::to_string(count); };
  return branches + "BRF:" + n(branch_count) + "\nBRH:" + n(branch_hits) + "\n" + data +
         "LF:" + n(lines.size()) + "\nLH:" + n(line_count) + "\n";
}

DUTYSCORE_INLINE report::json json_of(const policy_coverage& p, const coverage_site& s) {
  const line_column place = p.source->locate(s.where.begin);
  report::json out{{"line", place.line},      {"column", place.column}, {"block", s.block},
                   {"kind", name_of(s.kind)}, {"text", s.text},         {"hits", s.hits}};
  if (!s.is_reached()) out["why_not"] = {{"en", s.why_not.en}, {"zh", s.why_not.zh}};
  return out;
}

DUTYSCORE_INLINE report::json json_of(const policy_coverage& p) {
  report::json out{{"policy", p.policy},
                   {"label", p.label},
                   {"file", p.source->name()},
                   {"scenarios", p.scenarios},
                   {"reached", p.reached()},
                   {"clauses", p.sites.size()},
                   {"percent", percent_text(p.reached(), p.sites.size())}};
  out["sites"] = report::json::array();
  for (const coverage_site& s : p.sites) out["sites"].push_back(json_of(p, s));
  return out;
}

}  // namespace detail::coverage

DUTYSCORE_INLINE std::string percent_text(std::size_t reached, std::size_t sites) {
  const std::size_t tenths = sites == 0 ? 1000 : reached * 1000 / sites;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out;
}

DUTYSCORE_INLINE std::string to_text(const coverage_report& report, language lang) {
  namespace c = detail::coverage;
  std::string out;
  for (const policy_coverage& p : report.policies)
    out += c::missing_text(p, lang) + c::summary_text(p.policy, p.reached(), p.sites.size(), lang);
  if (report.policies.size() != 1)
    out += c::summary_text(lang == language::zh ? "合计" : "all", report.reached(), report.sites(),
                           lang);
  return out;
}

DUTYSCORE_INLINE std::string to_lcov(const coverage_report& report) {
  std::map<std::string, std::map<std::size_t, detail::coverage::line_hits>> files;
  for (const policy_coverage& p : report.policies)
    files[p.source->name()].merge(detail::coverage::by_line(p));
  std::string out;
  for (const auto& [name, lines] : files)
    out += "TN:\nSF:" + name + "\n" + detail::coverage::lcov_lines(lines) + "end_of_record\n";
  return out;
}

DUTYSCORE_INLINE std::string to_json(const coverage_report& report) {
  detail::report::json out{{"reached", report.reached()},
                           {"clauses", report.sites()},
                           {"percent", percent_text(report.reached(), report.sites())}};
  out["policies"] = detail::report::json::array();
  for (const policy_coverage& p : report.policies)
    out["policies"].push_back(detail::coverage::json_of(p));
  return detail::report::written(out);
}

}  // namespace dutyscore
