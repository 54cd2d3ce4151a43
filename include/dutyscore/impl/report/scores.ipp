#pragma once

#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/csv_writer.hpp"
#include "dutyscore/report/scores.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

/// Adds the rows of one subject; the diagnostics say why it could not.
DUTYSCORE_INLINE diagnostics append_scores(score_table& out, const book& from, subject_id s) {
  const std::string &subject = from.subjects()[s], &name = from.name(s);
  const std::vector<period> periods = from.periods(s, out.by);
  const auto points = from.points(s, periods, out.head.on);
  if (!points) return points.messages();
  const std::vector<block>& blocks = from.policy()->blocks;
  for (std::size_t p = 0; p < periods.size(); ++p) {
    const std::vector<decimal>& of_period = (*points)[p];
    if (!out.detail) out.rows.push_back({subject, name, periods[p], {}, {}, of_period[0]});
    for (block_id b = 0; out.detail && b < of_period.size(); ++b)
      out.rows.push_back(
          {subject, name, periods[p], blocks[b].name, blocks[b].label, of_period[b]});
  }
  return {};
}

DUTYSCORE_INLINE json json_of(const score_table& t, const score_row& row) {
  json out{{"subject", row.subject},
           {"period", row.period.to_string()},
           {"basis", std::string(words::code_of(t.head.on))}};
  if (t.detail) out["block"] = row.block;
  out["points"] = row.points.to_string();
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE result<score_table> scores_of(const book& from, period_unit by, bool detail,
                                               basis on, const progress_options& options) {
  score_table out;
  out.head = head_of(from, period{}, on);
  out.by = by;
  out.detail = detail;
  out.account = account_of(from, on);
  progress_watch watch(options.progress, from.subjects().size());
  for (subject_id s = 0; s < from.subjects().size(); ++s) {
    if (diagnostics failed = detail::report::append_scores(out, from, s); !failed.empty())
      return failed;
    watch.add(1);
  }
  return out;
}

DUTYSCORE_INLINE std::string to_text(const score_table& t, language lang) {
  namespace parts = detail::report;
  const bool zh = lang == language::zh;
  std::vector<alignment> columns{alignment::left, alignment::left, alignment::point};
  std::vector<std::string> titles{zh ? "姓名" : "name", zh ? "时间" : "period",
                                  zh ? "积分" : "points"};
  if (t.detail) {
    columns.insert(columns.begin() + 2, alignment::left);
    titles.insert(titles.begin() + 2, zh ? "项目" : "block");
  }
  text_table table(columns, 2);
  table.header(titles);
  for (const score_row& row : t.rows) {
    std::vector<std::string> cells{parts::person_text(row.subject, row.name, "", lang),
                                   row.period.to_text(lang), row.points.to_string()};
    if (t.detail) cells.insert(cells.begin() + 2, row.block_label);
    table.row(std::move(cells));
  }
  return (zh ? "积分表\n" : "Scores\n") + parts::head_text(t.head, lang) + "\n" + table.to_text() +
         (zh ? "\n各行去向\n" : "\nWhat became of the rows\n") + parts::rows_text(t.account, lang);
}

DUTYSCORE_INLINE std::string to_json(const score_table& t) {
  namespace parts = detail::report;
  parts::json out = parts::json_without_period(t.head);
  out["by"] = std::string(words::code_of(t.by));
  out["scores"] = parts::json::array();
  for (const score_row& row : t.rows) out["scores"].push_back(parts::json_of(t, row));
  out.update(parts::json_of(t.account));
  return parts::written(out);
}

DUTYSCORE_INLINE std::string to_csv(const score_table& t) {
  const std::string_view on = words::code_of(t.head.on);
  if (!t.detail) {
    csv_writer out({"subject", "period", "basis", "points"});
    for (const score_row& row : t.rows)
      out.row({row.subject, row.period.to_string(), on, row.points.to_string()});
    return out.take();
  }
  csv_writer out({"subject", "period", "basis", "block", "points"});
  for (const score_row& row : t.rows)
    out.row({row.subject, row.period.to_string(), on, row.block, row.points.to_string()});
  return out.take();
}

namespace detail::report {

/// Where the rows of each subject begin, and after the last of them.
DUTYSCORE_INLINE std::vector<std::size_t> borders_of_subjects(const totals& t) {
  std::vector<std::size_t> out(t.subjects().size() + 1);
  for (const total& row : t.rows()) ++out[row.subject + 1];
  for (std::size_t s = 1; s < out.size(); ++s) out[s] += out[s - 1];
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string to_csv(const totals& t, const policy& p,
                                    const std::optional<period>& within) {
  const std::string_view on = words::code_of(t.on());
  const bool has_blocks = t.blocks() > 1;
  csv_writer out = has_blocks ? csv_writer({"subject", "period", "basis", "block", "points"})
                              : csv_writer({"subject", "period", "basis", "points"});
  std::vector<std::string> names;
  for (const period& q : t.periods()) names.push_back(q.to_string());
  const auto borders = detail::report::borders_of_subjects(t);
  for (const std::uint32_t subject : t.sorted())
    for (std::size_t i = borders[subject]; i < borders[subject + 1]; ++i) {
      const total& row = t.rows()[i];
      const period& of = t.periods()[row.period];
      if (within && (of.first < within->first || within->last < of.last)) continue;
      const std::string_view who = t.subjects()[subject];
      for (block_id b = 0; has_blocks && b < t.blocks(); ++b)
        out.row({who, names[row.period], on, p->blocks[b].name, t.points(row, b).to_string()});
      if (!has_blocks) out.row({who, names[row.period], on, t.points(row).to_string()});
    }
  return out.take();
}

}  // namespace dutyscore
