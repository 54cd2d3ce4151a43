#pragma once

#include <stdexcept>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/report/diagnostic_json.ipp"
#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/account.hpp"
#include "dutyscore/report/csv_writer.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore {
namespace detail::report {

struct count_column {
  std::uint64_t row_counts::*count;
  std::string_view code, en, zh;
};
/// In the order in which a row is looked at; the first is the sum of the others.
inline constexpr count_column count_columns[] = {
    {&row_counts::rows, "rows", "rows", "行数"},
    {&row_counts::bad, "bad", "bad", "有误"},
    {&row_counts::not_on_basis, "not_on_basis", "not on the basis", "不在本口径"},
    {&row_counts::unmatched, "unmatched", "unmatched", "无对应指标"},
    {&row_counts::refused, "refused", "refused", "未予计分"},
    {&row_counts::counted, "counted", "counted", "已计分"},
};

DUTYSCORE_INLINE bool adds_up(const row_counts& c) {
  return c.rows == c.bad + c.not_on_basis + c.unmatched + c.refused + c.counted;
}

DUTYSCORE_INLINE std::string counts_text(const row_account& a, language lang) {
  std::vector<alignment> columns(1 + std::size(count_columns), alignment::right);
  columns.front() = alignment::left;
  text_table table(columns, 2);
  std::vector<std::string> header{lang == language::zh ? "口径" : "basis"};
  for (const count_column& c : count_columns)
    header.emplace_back(lang == language::zh ? c.zh : c.en);
  table.header(header);
  for (std::size_t b = 0; b < basis_count; ++b) {
    std::vector<std::string> cells{words::of(static_cast<basis>(b)).in(lang)};
    for (const count_column& c : count_columns)
      cells.push_back(std::to_string(a.counts[b].*c.count));
    table.row(std::move(cells));
  }
  return table.to_text();
}

DUTYSCORE_INLINE std::string unmatched_text(const row_account& a, language lang) {
  if (a.unmatched.empty()) return {};
  text_table table({alignment::left, alignment::right, alignment::left}, 2);
  for (const unmatched_kind& u : a.unmatched)
    table.row(
        {u.kind, std::to_string(u.rows), u.suggestion ? did_you_mean(*u.suggestion).in(lang) : ""});
  return list_title({"Taken by no indicator", "没有指标可以计分的事项"}, a.unmatched.size(), lang) +
         table.to_text();
}

DUTYSCORE_INLINE std::string bad_text(const row_account& a, language lang) {
  if (a.bad.empty()) return {};
  std::string out =
      list_title({"Bad rows, which count nowhere", "有误的行（不计分）"}, a.bad.size(), lang);
  for (const bad_row& b : a.bad) out += to_text(b.why, lang);
  return out;
}

DUTYSCORE_INLINE std::string rows_text(const row_account& a, language lang) {
  return counts_text(a, lang) + unmatched_text(a, lang) + bad_text(a, lang);
}

DUTYSCORE_INLINE json json_of(const row_counts& c) {
  json out;
  for (const count_column& column : count_columns) out[std::string(column.code)] = c.*column.count;
  return out;
}

DUTYSCORE_INLINE json json_of(const unmatched_kind& u) {
  json out{{"kind", u.kind}, {"rows", u.rows}};
  if (u.suggestion) out["did_you_mean"] = *u.suggestion;
  return out;
}

DUTYSCORE_INLINE json json_of(const bad_row& b) { return json_of(b.why); }

/// The parts that other reports hold too.
DUTYSCORE_INLINE json json_of(const row_account& a) {
  json counts;
  for (std::size_t b = 0; b < basis_count; ++b)
    counts[std::string(words::code_of(static_cast<basis>(b)))] = json_of(a.counts[b]);
  return {{"counts", counts}, {"unmatched", json_list(a.unmatched)}, {"bad", json_list(a.bad)}};
}

/// A head for what is not of one period.
DUTYSCORE_INLINE json json_without_period(const report_head& h) {
  json out = json_of(h);
  out.erase("period");
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE row_account account_of(const book& from, basis on) {
  row_account out;
  out.head = head_of(from, period{}, on);
  for (std::size_t b = 0; b < basis_count; ++b) {
    out.counts[b] = from.counts(static_cast<basis>(b));
    if (!detail::report::adds_up(out.counts[b]))
      throw std::logic_error("dutyscore: the counts of rows do not add up");
  }
  out.unmatched = from.unmatched(on);
  out.bad = from.bad();
  return out;
}

DUTYSCORE_INLINE row_account account_of(const totals& from, const policy& p) {
  row_account out;
  out.head = {p->name, p->label, period{}, from.on(), from.through()};
  row_counts& counts = out.counts[static_cast<std::size_t>(from.on())];
  counts = from.counts();
  if (!detail::report::adds_up(counts))
    throw std::logic_error("dutyscore: the counts of rows do not add up");
  out.unmatched = from.unmatched();
  out.bad = from.bad();
  return out;
}

DUTYSCORE_INLINE std::string summary(const row_account& a, language lang) {
  using detail::report::count_columns;
  const bool zh = lang == language::zh;
  std::string out = (zh ? "截至" : "through ") + a.head.through.to_text(lang) +
                    (zh ? "，口径：" : ", basis ") + words::of(a.head.on).in(lang) +
                    (zh ? "；" : ": ");
  const row_counts& counts = a.counts[static_cast<std::size_t>(a.head.on)];
  for (const detail::report::count_column& c : count_columns) {
    const std::uint64_t n = counts.*c.count;
    const bool is_sum = &c == count_columns;
    if (n == 0 && !is_sum) continue;
    const std::string number = std::to_string(n);
    if (zh) out += is_sum ? "共" + number + "行" : "，" + std::string(c.zh) + number;
    if (!zh)
      out += (is_sum ? "" : ", ") + number + " " + (n == 1 && is_sum ? "row" : std::string(c.en));
  }
  return out + "\n";
}

DUTYSCORE_INLINE std::string to_text(const row_account& a, language lang) {
  return (lang == language::zh ? "各行去向\n" : "What became of the rows\n") +
         detail::report::head_text(a.head, lang) + "\n" + detail::report::rows_text(a, lang);
}

DUTYSCORE_INLINE std::string to_json(const row_account& a) {
  namespace parts = detail::report;
  parts::json out = parts::json_without_period(a.head);
  out.update(parts::json_of(a));
  return parts::written(out);
}

DUTYSCORE_INLINE std::string to_csv(const row_account& a) {
  csv_writer out({"basis", "rows", "bad", "not_on_basis", "unmatched", "refused", "counted"});
  for (std::size_t b = 0; b < basis_count; ++b) {
    const auto n = [&](std::size_t column) {
      return std::to_string(a.counts[b].*detail::report::count_columns[column].count);
    };
    out.row({words::code_of(static_cast<basis>(b)), n(0), n(1), n(2), n(3), n(4), n(5)});
  }
  return out.take();
}

DUTYSCORE_INLINE refused_list refused_list_of(const book& from, const period& in, basis on,
                                              const progress_options& options) {
  return {head_of(from, in, on), refused_of(from, in, on, options)};
}

DUTYSCORE_INLINE std::string to_text(const refused_list& l, language lang) {
  namespace parts = detail::report;
  const bool zh = lang == language::zh;
  text_table table({alignment::left, alignment::left, alignment::left, alignment::left}, 2);
  for (const refused_activity& r : l.refused)
    table.row({parts::days_text(r.activity, lang, true), r.activity.subject,
               r.activity.what(), parts::refusal_text(r, lang)});
  const std::string n = std::to_string(l.refused.size());
  return (zh ? "未予计分的活动（" + n + "项）\n" : "Refused activities (" + n + ")\n") +
         parts::head_text(l.head, lang) + "\n" + table.to_text();
}

DUTYSCORE_INLINE std::string to_json(const refused_list& l) {
  namespace parts = detail::report;
  parts::json out = parts::json_of(l.head);
  out["refused"] = parts::json_list(l.refused);
  return parts::written(out);
}

DUTYSCORE_INLINE std::string to_csv(const refused_list& l, language lang) {
  csv_writer out({"subject", "day", "end", "kind", "title", "block", "reason", "file", "row"});
  for (const refused_activity& r : l.refused)
    out.row({r.activity.subject, r.activity.day.to_string(), r.activity.last_day().to_string(),
             r.activity.kind, r.activity.title, r.place, r.reason.in(lang), r.activity.file,
             std::to_string(r.activity.row)});
  return out.take();
}

}  // namespace dutyscore
