#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/testing/mutation_text.hpp"

namespace dutyscore {
namespace detail::mutation {

struct fate_words {
  mutant_fate fate;
  std::string_view name, en, zh;
};
inline constexpr fate_words fates[] = {
    {mutant_fate::killed, "killed", "killed", "已发现"},
    {mutant_fate::survived, "survived", "survived", "未发现"},
    {mutant_fate::explained, "explained", "explained", "已说明"},
    {mutant_fate::not_compiling, "not_compiling", "not compiling", "不成办法"},
};

DUTYSCORE_INLINE const fate_words& words_of(mutant_fate fate) {
  return *std::find_if(std::begin(fates), std::end(fates),
                       [=](const fate_words& w) { return w.fate == fate; });
}

/// A survivor in the form of every other message.
DUTYSCORE_INLINE diagnostic as_diagnostic(const mutant_outcome& m) {
  const span at = m.where;
  if (m.after.empty()) return make_diagnostic("DS0562", {m.before}, m.source, at);
  if (m.before.empty()) return make_diagnostic("DS0563", {m.after}, m.source, at);
  return make_diagnostic("DS0561", {m.before, m.after}, m.source, at);
}

DUTYSCORE_INLINE std::string place_of(const mutant_outcome& m) {
  const line_column place = m.source->locate(m.where.begin);
  return m.source->name() + ":" + std::to_string(place.line);
}

DUTYSCORE_INLINE std::string indented(std::string_view text, std::string_view by) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.append(by).append(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

DUTYSCORE_INLINE std::string survivor_text(const mutant_outcome& m, language lang, bool colours) {
  std::string out = to_text(as_diagnostic(m), lang, colours);
  const bool zh = lang == language::zh;
  if (m.witness.empty())
    return out +
           (zh ? "    没有找到能发现的算例：若结果总是一样，请写明理由：# 变异：……\n"
               : "    no scenario was found that would: where the figures are always the same, "
                 "say why: # mutate: …\n");
  out += zh ? "    这样的算例能发现：\n" : "    this scenario would:\n";
  return out + indented(m.witness, "      ");
}

/// What changes, short.
DUTYSCORE_INLINE std::string change_text(const mutant_outcome& m, language lang) {
  const bool zh = lang == language::zh;
  if (m.after.empty()) return (zh ? "去掉 " : "without ") + m.before;
  if (m.before.empty()) return (zh ? "加上 " : "with ") + m.after;
  return m.before + " → " + m.after;
}

DUTYSCORE_INLINE std::string explained_text(const mutation_report& report, language lang) {
  text_table table({alignment::left, alignment::left, alignment::left, alignment::left}, 2);
  for (const mutant_outcome& m : report.mutants)
    if (m.fate == mutant_fate::explained)
      table.row({std::string(lang == language::zh ? words_of(m.fate).zh : words_of(m.fate).en),
                 place_of(m), change_text(m, lang), m.explanation});
  return table.empty() ? "" : table.to_text();
}

DUTYSCORE_INLINE std::string counts_text(const mutation_report& report, language lang) {
  const auto n = [&](mutant_fate f) { return std::to_string(report.count(f)); };
  const std::size_t not_compiling = report.count(mutant_fate::not_compiling);
  const std::string all = std::to_string(report.mutants.size() - not_compiling);
  const std::string killed = n(mutant_fate::killed), survived = n(mutant_fate::survived),
                    explained = n(mutant_fate::explained);
  if (lang == language::zh)
    return "共" + all + "个变异，" + std::to_string(report.scenarios) + "个算例：已发现" + killed +
           "，未发现" + survived + "，已说明" + explained + "；另有" +
           std::to_string(not_compiling) + "个不成办法，不计\n";
  return all + " mutants, " + std::to_string(report.scenarios) +
         (report.scenarios == 1 ? " scenario: " : " scenarios: ") + killed + " killed, " +
         survived + " survived, " + explained + " explained; " + std::to_string(not_compiling) +
         " more do not compile\n";
}

DUTYSCORE_INLINE report::json json_of(const mutant_outcome& m) {
  const line_column place = m.source->locate(m.where.begin);
  report::json out{{"file", m.source->name()}, {"line", place.line},
                   {"column", place.column},   {"policy", m.policy},
                   {"block", m.block},         {"before", m.before},
                   {"after", m.after},         {"fate", words_of(m.fate).name}};
  if (!m.noticed_by.empty()) out["noticed_by"] = m.noticed_by;
  if (!m.explanation.empty()) out["explanation"] = m.explanation;
  if (!m.witness.empty()) out["witness"] = m.witness;
  return out;
}

}  // namespace detail::mutation

DUTYSCORE_INLINE std::string to_text(const mutation_report& report, language lang, bool colours) {
  std::string out;
  for (const mutant_outcome& m : report.mutants)
    if (m.fate == mutant_fate::survived)
      out += detail::mutation::survivor_text(m, lang, colours) + "\n";
  for (const idle_explanation& e : report.idle)
    out += to_text(make_diagnostic("DS0564", {}, e.source, e.where), lang, colours) + "\n";
  const std::string explained = detail::mutation::explained_text(report, lang);
  if (!explained.empty()) out += explained + "\n";
  return out + detail::mutation::counts_text(report, lang);
}

DUTYSCORE_INLINE std::string to_json(const mutation_report& report) {
  namespace m = detail::mutation;
  detail::report::json out{{"scenarios", report.scenarios}};
  for (const m::fate_words& w : m::fates) out["counts"][std::string(w.name)] = report.count(w.fate);
  out["mutants"] = detail::report::json::array();
  for (const mutant_outcome& one : report.mutants) out["mutants"].push_back(m::json_of(one));
  out["idle"] = detail::report::json::array();
  for (const idle_explanation& e : report.idle)
    out["idle"].push_back({{"file", e.source->name()},
                           {"line", e.source->locate(e.where.begin).line},
                           {"text", e.text}});
  return detail::report::written(out);
}

}  // namespace dutyscore
