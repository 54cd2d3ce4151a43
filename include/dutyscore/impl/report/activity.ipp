#pragma once

#include <algorithm>
#include <tuple>

#include "dutyscore/engine/book_data.hpp"
#include "dutyscore/engine/subject_detail.hpp"
#include "dutyscore/report/activity.hpp"

namespace dutyscore {
namespace detail::report {

/// Rows of one subject that are not bad and whose day is in the period.
template <class Visit>
void for_rows_of(const book& from, subject_id subject, const period& in, Visit visit) {
  const batch_data& data = from.rows().data();
  for (const std::uint32_t row : from.data().rows_of(subject))
    if (in.contains(date::from_days(data.days()[row]))) visit(data, row);
}

DUTYSCORE_INLINE std::string text_at(const batch_data& data,
                                     const std::vector<text_pool::code>& column,
                                     std::uint32_t row) {
  return column.empty() ? std::string() : std::string(data.texts.text(column[row]));
}

DUTYSCORE_INLINE message rejection_reason(const batch_data& data, std::uint32_t row) {
  std::string reason = text_at(data, data.reason, row);
  if (reason.empty()) return {"rejected", "不予认可"};
  return {reason, reason};
}

DUTYSCORE_INLINE refused_activity refused_from(const book& from, const engine::refused_row& r) {
  refused_activity out{activity_at(from.rows(), r.row), {}, {}, engine::reason_of(r)};
  const policy_data& p = from.policy().data();
  if (r.veto != none) {
    out.place = p.vetoes[r.veto].name;
    out.place_label = p.vetoes[r.veto].label;
  } else {
    out.place = p.blocks[r.block].name;
    out.place_label = p.blocks[r.block].label;
  }
  return out;
}

DUTYSCORE_INLINE bool is_earlier(const reported_activity& a, const reported_activity& b) {
  return std::tie(a.subject, a.day, a.file, a.row) < std::tie(b.subject, b.day, b.file, b.row);
}

DUTYSCORE_INLINE void sort_refused(std::vector<refused_activity>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const refused_activity& a, const refused_activity& b) {
                     return is_earlier(a.activity, b.activity);
                   });
}

DUTYSCORE_INLINE void append_refused(std::vector<refused_activity>& out, const book& from,
                                     std::span<const engine::refused_row> refused,
                                     subject_id subject, const period& in, basis on) {
  for (const engine::refused_row& r : refused) out.push_back(refused_from(from, r));
  if (on == basis::claimed) return;
  for_rows_of(from, subject, in, [&](const batch_data& data, std::uint32_t row) {
    if (static_cast<standing>(data.standing[row]) != standing::rejected) return;
    out.push_back({activity_at(from.rows(), row), {}, {}, rejection_reason(data, row)});
  });
}

DUTYSCORE_INLINE void append_refused(std::vector<refused_activity>& out, const book& from,
                                     subject_id subject, const period& in, basis on) {
  engine::require_rows(from.data());
  const engine::judged_subject rows(from.data(), subject, true);
  append_refused(out, from, rows.refused(in, on), subject, in, on);
}

DUTYSCORE_INLINE std::vector<vetoing_activity> vetoing_from(
    const book& from, std::span<const engine::vetoing_row> rows) {
  std::vector<vetoing_activity> out;
  for (const engine::vetoing_row& r : rows) {
    const veto& v = from.policy()->vetoes[r.veto];
    out.push_back({activity_at(from.rows(), r.row), v.name, v.label});
  }
  std::sort(out.begin(), out.end(), [](const vetoing_activity& a, const vetoing_activity& b) {
    return is_earlier(a.activity, b.activity);
  });
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE reported_activity activity_at(const batch& rows, std::uint32_t row) {
  const batch_data& d = rows.data();
  reported_activity out;
  out.subject = d.texts.text(d.subject[row]);
  out.kind = d.texts.text(d.kind[row]);
  out.title = detail::report::text_at(d, d.title, row);
  out.id = detail::report::text_at(d, d.id, row);
  out.day = date::from_days(d.days()[row]);
  out.begin = date::from_days(d.date[row]);
  out.end = d.end.empty() ? out.begin : date::from_days(d.end[row]);
  if (const std::uint32_t file = d.file_of(row); file < d.files.size()) out.file = d.files[file];
  out.row = d.number_of(row);
  return out;
}

DUTYSCORE_INLINE std::vector<refused_activity> refused_of(const book& from, subject_id subject,
                                                          const period& in, basis on) {
  std::vector<refused_activity> out;
  detail::report::append_refused(out, from, subject, in, on);
  detail::report::sort_refused(out);
  return out;
}

DUTYSCORE_INLINE std::vector<refused_activity> refused_of(const book& from, const period& in,
                                                          basis on,
                                                          const progress_options& options) {
  std::vector<refused_activity> out;
  progress_watch watch(options.progress, from.subjects().size());
  for (subject_id s = 0; s < from.subjects().size(); ++s) {
    detail::report::append_refused(out, from, s, in, on);
    watch.add(1);
  }
  detail::report::sort_refused(out);
  return out;
}

DUTYSCORE_INLINE std::vector<reported_activity> waiting_of(const book& from, subject_id subject,
                                                           const period& in, basis on) {
  std::vector<reported_activity> out;
  detail::report::for_rows_of(from, subject, in, [&](const batch_data& data, std::uint32_t row) {
    const auto reached = static_cast<standing>(data.standing[row]);
    if (reached != standing::rejected && static_cast<int>(reached) < static_cast<int>(on))
      out.push_back(activity_at(from.rows(), row));
  });
  std::sort(out.begin(), out.end(), detail::report::is_earlier);
  return out;
}

DUTYSCORE_INLINE std::vector<vetoing_activity> vetoing_of(const book& from, subject_id subject,
                                                          const period& in, basis on) {
  const engine::judged_subject rows(from.data(), subject, false);
  return detail::report::vetoing_from(from, rows.vetoing(in, on));
}

}  // namespace dutyscore
