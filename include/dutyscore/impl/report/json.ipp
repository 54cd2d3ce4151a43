// The shapes of JSON reports. Included by bodies of this folder alone. Keys stand in a fixed order;
// points are strings, because readers turn numbers into binary fractions.
#pragma once

#include <string>

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/report/statement.hpp"
#include "dutyscore/report/words.hpp"

namespace dutyscore::detail::report {

DUTYSCORE_INLINE json json_of(const message& m) { return {{"en", m.en}, {"zh", m.zh}}; }

DUTYSCORE_INLINE json json_of(const reported_activity& a) {
  json out{{"subject", a.subject},
           {"day", a.day.to_string()},
           {"end", a.end.to_string()},
           {"kind", a.kind}};
  if (a.is_credited()) out["date"] = a.begin.to_string();
  if (!a.title.empty()) out["title"] = a.title;
  if (!a.id.empty()) out["id"] = a.id;
  out["file"] = a.file;
  out["row"] = a.row;
  return out;
}

DUTYSCORE_INLINE json json_of(const refused_activity& r) {
  json out = json_of(r.activity);
  out["rejected"] = r.place.empty();
  if (!r.place.empty()) out["block"] = r.place;
  out["reason"] = json_of(r.reason);
  return out;
}

DUTYSCORE_INLINE json json_of(const vetoing_activity& v) {
  json out = json_of(v.activity);
  out["veto"] = v.veto;
  return out;
}

DUTYSCORE_INLINE json json_of(const period& p) {
  json out{{"name", p.to_string()}, {"unit", std::string(words::code_of(p.unit))}};
  if (p.unit != period_unit::overall) {
    out["first"] = p.first.to_string();
    out["last"] = p.last.to_string();
  }
  return out;
}

DUTYSCORE_INLINE json json_of(const report_head& h) {
  return {{"policy", {{"name", h.policy}, {"label", h.policy_label}}},
          {"period", json_of(h.period)},
          {"basis", std::string(words::code_of(h.on))},
          {"through", h.through.to_string()}};
}

DUTYSCORE_INLINE std::string_view code_of(block_kind kind) {
  static constexpr std::string_view codes[] = {"policy", "category", "indicator"};
  return codes[static_cast<std::size_t>(kind)];
}

DUTYSCORE_INLINE json json_of(const statement_block& b) {
  return {{"block", b.name},  {"kind", std::string(code_of(b.kind))},
          {"label", b.label}, {"depth", b.depth},
          {"cite", b.cite},   {"points", b.points.to_string()}};
}

DUTYSCORE_INLINE json json_of(const statement_entry& e,
                              const std::vector<statement_block>& blocks) {
  json out{{"day", e.day.to_string()},       {"end", e.end.to_string()},
           {"title", json_of(e.title)},      {"block", blocks[e.block].name},
           {"label", blocks[e.block].label}, {"entry", std::string(words::code_of(e.kind))}};
  if (!e.line_label.empty()) out["line"] = e.line_label;
  out["cite"] = e.cite;
  out["points"] = e.points.to_string();
  if (e.activity) out["activity"] = json_of(*e.activity);
  return out;
}

DUTYSCORE_INLINE json json_of(const statement_pending& p,
                              const std::vector<statement_block>& blocks) {
  return {{"day", p.day.to_string()},
          {"title", json_of(p.title)},
          {"block", blocks[p.block].name},
          {"points", p.points.to_string()}};
}

/// For items that name blocks.
template <class T>
json json_list(const std::vector<T>& list, const std::vector<statement_block>& blocks) {
  json out = json::array();
  for (const T& item : list) out.push_back(json_of(item, blocks));
  return out;
}

DUTYSCORE_INLINE json json_of(const statement& s) {
  json out = json_of(s.head);
  out["subject"] = s.subject;
  out["name"] = s.name;
  out["org_unit"] = s.org_unit;
  out["served"] = s.served;
  out["points"] = s.total.to_string();
  out["entries"] = json_list(s.entries, s.blocks);
  out["blocks"] = json_list(s.blocks);
  out["vetoing"] = json_list(s.vetoing);
  out["refused"] = json_list(s.refused);
  out["waiting"] = json_list(s.waiting);
  out["unmatched"] = json_list(s.unmatched);
  out["pending"] = json_list(s.pending, s.blocks);
  return out;
}

}  // namespace dutyscore::detail::report
