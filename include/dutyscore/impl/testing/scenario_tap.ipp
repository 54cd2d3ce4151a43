#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/impl/report/json_base.ipp"
#include "dutyscore/impl/testing/scenario_text.ipp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore {
namespace detail::scenarios {

/// In a description `#` would begin a directive.
DUTYSCORE_INLINE std::string tap_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// A scalar of YAML, which takes the strings of JSON.
DUTYSCORE_INLINE std::string yaml_string(const std::string& text) {
  std::string out = report::written(report::json(text));
  out.pop_back();  // the line end
  return out;
}

DUTYSCORE_INLINE std::string yaml_evidence(const evidence& e, language lang) {
  const std::string parts[] = {e.day ? e.day->to_text(lang) : "", e.place, e.what.in(lang),
                               e.worth.in(lang), e.cite};
  std::string line;
  for (const std::string& part : parts)
    if (!part.empty()) line += (line.empty() ? "" : "  ") + part;
  return "        - " + yaml_string(line) + "\n";
}

DUTYSCORE_INLINE std::string yaml_failure(const scenario_outcome& o, const expectation_failure& f,
                                          language lang) {
  const line_column place = o.source->locate(f.where.begin);
  std::string out = "    - what: " + yaml_string(f.what.in(lang)) + "\n";
  out += "      expected: " + yaml_string(f.expected.in(lang)) + "\n";
  out += "      got: " + yaml_string(f.got.in(lang)) + "\n";
  out += "      file: " + yaml_string(o.source->name()) + "\n";
  out += "      line: " + std::to_string(place.line) + "\n";
  out += "      column: " + std::to_string(place.column) + "\n";
  if (f.behind.empty()) return out;
  out += "      behind:\n";
  for (std::size_t i = 0; i < std::min(f.behind.size(), most_evidence); ++i)
    out += yaml_evidence(f.behind[i], lang);
  return out;
}

/// What stands below a test point that is not ok.
DUTYSCORE_INLINE std::string yaml_block(const scenario_outcome& o, language lang) {
  if (o.failures.empty()) return {};
  std::string out = "  ---\n  message: ";
  out += yaml_string(as_diagnostic(o, o.failures.front()).what.in(lang)) + "\n";
  out += "  severity: " + std::string(o.status == scenario_status::failed ? "fail" : "todo") + "\n";
  out += "  failures:\n";
  for (const expectation_failure& f : o.failures) out += yaml_failure(o, f, lang);
  return out + "  reproduce: " + yaml_string(command_to_run(o)) + "\n  ...\n";
}

DUTYSCORE_INLINE std::string tap_point(const scenario_outcome& o, std::size_t number,
                                       language lang) {
  const bool is_todo = o.status == scenario_status::skipped;
  const bool holds = is_todo ? o.is_done_todo() : o.status == scenario_status::passed;
  const std::string name = printable(o.name) + phrase("in brackets", {o.policy}).in(lang);
  std::string out = std::string(holds ? "ok " : "not ok ") + std::to_string(number) + " - ";
  out += tap_escaped(name);
  if (is_todo) out += " # TODO " + tap_escaped(note_on_todo(o).in(lang));
  return out + "\n" + yaml_block(o, lang);
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::string to_tap(const std::vector<scenario_outcome>& outcomes, language lang) {
  std::string out = "TAP version 14\n1.." + std::to_string(outcomes.size()) + "\n";
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    out += detail::scenarios::tap_point(outcomes[i], i + 1, lang);
  return out;
}

}  // namespace dutyscore
