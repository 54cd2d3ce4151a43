#pragma once

#include <algorithm>

#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/csv_writer.hpp"
#include "dutyscore/report/ranking.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

DUTYSCORE_INLINE std::string marked(const named_reading& list) {
  return (list.is_top ? "★ " : "● ") + list.label;
}

DUTYSCORE_INLINE std::string joined(const std::vector<std::string>& texts,
                                    std::string_view between) {
  std::string out;
  for (const std::string& t : texts) out += (out.empty() ? "" : std::string(between)) + t;
  return out;
}

DUTYSCORE_INLINE std::vector<std::string> list_names(const ranking& r, const ranking_row& row) {
  std::vector<std::string> out;
  for (const std::size_t i : row.lists) out.push_back(r.lists[i].name);
  return out;
}

DUTYSCORE_INLINE std::string list_marks(const ranking& r, const ranking_row& row) {
  std::string out;
  for (const std::size_t i : row.lists) out += (out.empty() ? "" : "  ") + marked(r.lists[i]);
  return out;
}

DUTYSCORE_INLINE std::string ranking_heading(const ranking& r, language lang) {
  const bool zh = lang == language::zh;
  std::string out = r.head.period.to_text(lang) + (zh ? "积分排名" : ": ranking");
  if (r.within) out += (zh ? "（" : " (") + printable(*r.within) + (zh ? "）" : ")");
  if (r.provisional)
    out += zh ? "（暂定：本期尚未结束）" : " (provisional: the period is not over)";
  return out + "\n" + head_text(r.head, lang);
}

DUTYSCORE_INLINE std::vector<std::string> ranking_titles(const ranking& r, language lang) {
  const bool zh = lang == language::zh;
  std::vector<std::string> out = zh ? std::vector<std::string>{"名次", "姓名", "单位", "积分"}
                                    : std::vector<std::string>{"rank", "name", "unit", "points"};
  for (const named_reading& g : r.grades)
    out.push_back(g.name.empty() ? (zh ? "等次" : "grade") : g.label);
  out.push_back(zh ? "名单" : "lists");
  return out;
}

DUTYSCORE_INLINE std::string ranking_table(const ranking& r, language lang) {
  std::vector<alignment> columns{alignment::right, alignment::left, alignment::left,
                                 alignment::point};
  columns.resize(columns.size() + r.grades.size() + 1, alignment::left);
  text_table table(columns, 2);
  table.header(ranking_titles(r, lang));
  for (const ranking_row& row : r.rows) {
    std::vector<std::string> cells{std::to_string(row.rank),
                                   person_text(row.subject, row.name, "", lang), row.org_unit,
                                   row.points.to_string()};
    cells.insert(cells.end(), row.grades.begin(), row.grades.end());
    cells.resize(columns.size() - 1);
    cells.push_back(list_marks(r, row) + (!row.vetoed            ? ""
                                          : lang == language::zh ? "  一票否决"
                                                                 : "  vetoed"));
    table.row(std::move(cells));
  }
  return table.to_text();
}

/// How many are on each list.
DUTYSCORE_INLINE std::string list_sizes(const ranking& r, language lang) {
  const bool zh = lang == language::zh;
  std::string out;
  for (std::size_t i = 0; i < r.lists.size(); ++i) {
    std::size_t count = 0;
    for (const ranking_row& row : r.rows)
      count += static_cast<std::size_t>(std::count(row.lists.begin(), row.lists.end(), i));
    out += marked(r.lists[i]) + (zh ? "：" : ": ") + std::to_string(count) + (zh ? "名\n" : "\n");
  }
  return out;
}

DUTYSCORE_INLINE json json_of(const ranking& r, const ranking_row& row) {
  json grades = json::object();
  for (std::size_t g = 0; g < row.grades.size() && g < r.grades.size(); ++g)
    grades[r.grades[g].name.empty() ? "grade" : r.grades[g].name] = row.grades[g];
  return {{"rank", row.rank},
          {"subject", row.subject},
          {"name", row.name},
          {"org_unit", row.org_unit},
          {"points", row.points.to_string()},
          {"grades", grades},
          {"lists", list_names(r, row)},
          {"vetoed", row.vetoed}};
}

}  // namespace detail::report

DUTYSCORE_INLINE result<ranking> ranking_of(const book& from, const period& in, basis on,
                                            std::optional<std::string_view> within,
                                            const progress_options& options) {
  const auto ranked = from.rank(in, on, within, options);
  if (!ranked) return ranked.messages();
  const policy_data& p = from.policy().data();
  ranking out;
  out.head = head_of(from, in, on);
  if (within) out.within = std::string(*within);
  out.provisional = in.last > from.through();
  const std::vector<std::uint32_t> lists = from.lists(in);
  for (const std::uint32_t g : from.grades(in))
    out.grades.push_back({p.grades[g].name, p.grades[g].label});
  for (const std::uint32_t l : lists)
    out.lists.push_back({p.lists[l].name, p.lists[l].label, p.lists[l].top.has_value()});
  progress_watch watch(options.progress, from.subjects().size());
  watch.add(from.subjects().size());  // all have been ranked
  for (const ranked_subject& s : *ranked) {
    watch.ask();
    ranking_row row{s.rank,
                    from.subjects()[s.subject],
                    from.name(s.subject),
                    from.org_unit(s.subject, in),
                    s.points,
                    s.grades,
                    {},
                    s.vetoed};
    for (const std::uint32_t l : s.lists)
      row.lists.push_back(static_cast<std::size_t>(
          std::find(lists.begin(), lists.end(), l) - lists.begin()));
    out.rows.push_back(std::move(row));
  }
  return out;
}

DUTYSCORE_INLINE std::string to_text(const ranking& r, language lang) {
  const std::string sizes = detail::report::list_sizes(r, lang);
  return detail::report::ranking_heading(r, lang) + "\n" + detail::report::ranking_table(r, lang) +
         (sizes.empty() ? "" : "\n" + sizes);
}

DUTYSCORE_INLINE std::string to_json(const ranking& r) {
  namespace parts = detail::report;
  parts::json out = parts::json_of(r.head);
  if (r.within) out["within"] = *r.within;
  out["provisional"] = r.provisional;
  out["lists"] = parts::json::array();
  for (const named_reading& l : r.lists)
    out["lists"].push_back({{"name", l.name}, {"label", l.label}});
  out["ranking"] = parts::json::array();
  for (const ranking_row& row : r.rows) out["ranking"].push_back(parts::json_of(r, row));
  return parts::written(out);
}

DUTYSCORE_INLINE std::string to_csv(const ranking& r) {
  csv_writer out({"rank", "subject", "points", "grade", "lists"});
  for (const ranking_row& row : r.rows)
    out.row({std::to_string(row.rank), row.subject, row.points.to_string(),
             detail::report::joined(row.grades, ";"),
             detail::report::joined(detail::report::list_names(r, row), ";")});
  return out.take();
}

}  // namespace dutyscore
