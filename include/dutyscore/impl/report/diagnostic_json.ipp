#pragma once

#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/report/diagnostic_json.hpp"

namespace dutyscore {
namespace detail::report {

DUTYSCORE_INLINE json json_of(const source& text, const captioned_span& s) {
  const line_column begin = text.locate(s.where.begin), end = text.locate(s.where.end);
  json out{{"file", text.name()},
           {"line", begin.line},
           {"column", begin.column},
           {"end_line", end.line},
           {"end_column", end.column}};
  if (!s.caption.en.empty()) out["caption"] = json_of(s.caption);
  return out;
}

DUTYSCORE_INLINE json json_of(const data_place& p) {
  json out{{"file", p.file}};
  if (p.row > 0) out["row"] = p.row;
  if (!p.column.empty()) out["column"] = p.column;
  if (!p.found.empty()) out["found"] = p.found;
  return out;
}

DUTYSCORE_INLINE std::string code_of(severity level) {
  return level == severity::error ? "error" : "warning";
}

DUTYSCORE_INLINE json json_of(const diagnostic& d) {
  json places = json::array();
  if (d.where)
    for (const captioned_span& s : d.spans) places.push_back(json_of(*d.where, s));
  if (d.data) places.push_back(json_of(*d.data));
  return {{"code", d.code},
          {"severity", code_of(d.level)},
          {"message", json_of(d.what)},
          {"places", places},
          {"hints", json_list(d.hints)}};
}

/// A path as a relative reference of RFC 3986: bytes that have no place there become `%E4`.
DUTYSCORE_INLINE std::string uri_of(std::string_view path) {
  constexpr std::string_view kept =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kept.find(c) != std::string_view::npos)
      out += c;
    else
      (out += '%') += {digits[byte >> 4], digits[byte & 15]};
  }
  return out;
}

DUTYSCORE_INLINE json sarif_location(const std::string& file, const json& region) {
  json physical{{"artifactLocation", {{"uri", uri_of(file)}}}};
  if (!region.empty()) physical["region"] = region;
  json out;
  out["physicalLocation"] = std::move(physical);
  return out;
}

DUTYSCORE_INLINE json sarif_region(const source& text, span s) {
  const line_column begin = text.locate(s.begin), end = text.locate(s.end);
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column}};
}

DUTYSCORE_INLINE json sarif_locations(const diagnostic& d) {
  json out = json::array();
  if (d.where && !d.spans.empty())
    out.push_back(sarif_location(d.where->name(), sarif_region(*d.where, d.spans.front().where)));
  if (d.data)
    out.push_back(
        sarif_location(d.data->file, d.data->row ? json{{"startLine", d.data->row}} : json()));
  return out;
}

DUTYSCORE_INLINE json sarif_result(const diagnostic& d, language lang) {
  std::string text = d.what.in(lang);
  for (const message& hint : d.hints) text += "\n" + hint.in(lang);
  json out{{"ruleId", d.code}, {"level", code_of(d.level)}};
  out["message"]["text"] = text;
  out["locations"] = sarif_locations(d);
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE std::string to_json(const diagnostics& list) {
  detail::report::json out;
  out["diagnostics"] = detail::report::json_list(list);
  return detail::report::written(out);
}

DUTYSCORE_INLINE std::string to_sarif(const diagnostics& list, language lang,
                                      std::string_view version) {
  using detail::report::json;
  json run;
  run["tool"]["driver"] = json{{"name", "dutyscore"}, {"version", std::string(version)}};
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = json::array();
  for (const diagnostic& d : list) run["results"].push_back(detail::report::sarif_result(d, lang));
  json out{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}};
  out["runs"] = json::array({run});
  return detail::report::written(out);
}

}  // namespace dutyscore
