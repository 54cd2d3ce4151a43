#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/report/text_table.hpp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore {
namespace detail::scenarios {

inline constexpr std::size_t most_evidence = 40;  // lines shown behind one figure

struct status_words {
  scenario_status status;
  std::string_view en, zh, code, colour;
};
inline constexpr status_words statuses[] = {
    {scenario_status::passed, "passed", "通过", "passed", "\x1b[32m"},
    {scenario_status::failed, "FAILED", "未通过", "failed", "\x1b[1;31m"},
    {scenario_status::skipped, "todo", "待办", "skipped", "\x1b[33m"},
};

DUTYSCORE_INLINE const status_words& words_of(scenario_status status) {
  return *std::find_if(std::begin(statuses), std::end(statuses),
                       [&](const status_words& w) { return w.status == status; });
}

/// An expectation that does not hold, in the form of every other message.
DUTYSCORE_INLINE diagnostic as_diagnostic(const scenario_outcome& o, const expectation_failure& f) {
  return make_diagnostic("DS0550", {f.what, f.expected, f.got}, o.source, f.where);
}

DUTYSCORE_INLINE std::string behind_text(const std::vector<evidence>& behind, language lang) {
  text_table table(
      {alignment::left, alignment::left, alignment::left, alignment::left, alignment::left}, 6);
  for (const evidence& e : behind) {
    table.row(
        {e.day ? e.day->to_text(lang) : "", e.place, e.what.in(lang), e.worth.in(lang), e.cite});
    if (&e - behind.data() + 1 == most_evidence) break;
  }
  if (table.empty()) return {};
  std::string out = table.to_text();
  if (behind.size() <= most_evidence) return out;
  const std::string rest = std::to_string(behind.size() - most_evidence);
  return out + (lang == language::zh ? "      ……另有" + rest + "行\n"
                                     : "      … and " + rest + " more\n");
}

DUTYSCORE_INLINE std::string indented(const std::string& text, std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out.append(by).append(text, at, end - at);
    at = end;
  }
  return out;
}

DUTYSCORE_INLINE message note_on_todo(const scenario_outcome& o) {
  if (o.is_done_todo()) return phrase("todo holds");
  if (has_error(o.problems)) return phrase("todo cannot run");
  return phrase("todo fails", {std::to_string(o.failures.size())});
}

DUTYSCORE_INLINE std::string outcome_text(const scenario_outcome& o, language lang, bool colours) {
  const status_words& w = words_of(o.status);
  const std::string_view word = lang == language::zh ? w.zh : w.en;
  std::string out =
      colours ? std::string(w.colour) + std::string(word) + "\x1b[0m" : std::string(word);
  out = out + std::string(8 - std::min<std::size_t>(display_width(word), 7), ' ') + o.name;
  out += phrase("in brackets", {o.policy}).in(lang);
  if (o.status == scenario_status::skipped)
    out += phrase("in brackets", {note_on_todo(o)}).in(lang);
  out += "\n";
  if (o.status != scenario_status::failed) return out;
  for (const expectation_failure& f : o.failures) {
    out += indented(to_text(as_diagnostic(o, f), lang, colours), "    ");
    out += behind_text(f.behind, lang);
  }
  return out;
}

DUTYSCORE_INLINE std::string counts_text(const std::vector<scenario_outcome>& outcomes,
                                         language lang) {
  const auto n = [&](scenario_status s) { return std::to_string(count(outcomes, s)); };
  const std::string all = std::to_string(outcomes.size());
  const std::string passed = n(scenario_status::passed), failed = n(scenario_status::failed),
                    todo = n(scenario_status::skipped);
  if (lang == language::zh)
    return "共" + all + "个算例：通过" + passed + "，未通过" + failed + "，待办" + todo + "\n";
  return all + (outcomes.size() == 1 ? " scenario: " : " scenarios: ") + passed + " passed, " +
         failed + " failed, " + todo + " todo\n";
}

struct xml_escape {
  char character;
  std::string_view written;
};
inline constexpr xml_escape xml_escapes[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

/// Control characters have no form in XML at all.
DUTYSCORE_INLINE std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto escape = std::find_if(std::begin(xml_escapes), std::end(xml_escapes),
                                     [&](const xml_escape& e) { return e.character == c; });
    if (escape != std::end(xml_escapes))
      out += escape->written;
    else if (c == '\n' || static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

DUTYSCORE_INLINE std::string place_of(const scenario_outcome& o, span at) {
  const line_column place = o.source->locate(at.begin);
  return o.source->name() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// All expectations that do not hold in one element: readers of JUnit files take only one.
DUTYSCORE_INLINE std::string junit_failure(const scenario_outcome& o, language lang) {
  std::string out = "      <failure message=\"" +
                    xml_escaped(as_diagnostic(o, o.failures.front()).what.in(lang)) + "\">";
  for (const expectation_failure& f : o.failures)
    out += xml_escaped(place_of(o, f.where) + ": " + as_diagnostic(o, f).what.in(lang) + "\n" +
                       behind_text(f.behind, lang));
  return out + "</failure>\n";
}

DUTYSCORE_INLINE std::string junit_case(const scenario_outcome& o, language lang) {
  std::string out = "    <testcase classname=\"" + xml_escaped(o.policy) + "\" name=\"" +
                    xml_escaped(o.name) + "\" file=\"" + xml_escaped(o.source->name()) +
                    "\" line=\"" + std::to_string(o.source->locate(o.where.begin).line) + "\"";
  if (o.status == scenario_status::passed) return out + "/>\n";
  out += ">\n";
  if (o.status == scenario_status::skipped)
    out += "      <skipped message=\"" + xml_escaped(note_on_todo(o).in(lang)) + "\"/>\n";
  if (o.status == scenario_status::failed) out += junit_failure(o, lang);
  return out + "    </testcase>\n";
}

DUTYSCORE_INLINE std::string junit_suite(const std::string& policy,
                                         const std::vector<const scenario_outcome*>& cases,
                                         language lang) {
  std::size_t failed = 0, skipped = 0;
  std::string body;
  for (const scenario_outcome* o : cases) {
    failed += o->status == scenario_status::failed;
    skipped += o->status == scenario_status::skipped;
    body += junit_case(*o, lang);
  }
  return "  <testsuite name=\"" + xml_escaped(policy) + "\" tests=\"" +
         std::to_string(cases.size()) + "\" failures=\"" + std::to_string(failed) +
         "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\">\n" + body +
         "  </testsuite>\n";
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::size_t count(const std::vector<scenario_outcome>& outcomes,
                                   scenario_status status) {
  return static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [&](const scenario_outcome& o) { return o.status == status; }));
}

DUTYSCORE_INLINE std::string to_text(const std::vector<scenario_outcome>& outcomes, language lang,
                                     bool colours) {
  std::string out;
  for (const scenario_outcome& o : outcomes)
    out += detail::scenarios::outcome_text(o, lang, colours);
  return out + detail::scenarios::counts_text(outcomes, lang);
}

DUTYSCORE_INLINE std::string to_junit(const std::vector<scenario_outcome>& outcomes,
                                      language lang) {
  std::map<std::string, std::vector<const scenario_outcome*>> suites;
  for (const scenario_outcome& o : outcomes) suites[o.policy].push_back(&o);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto& [policy, cases] : suites)
    out += detail::scenarios::junit_suite(policy, cases, lang);
  return out + "</testsuites>\n";
}

}  // namespace dutyscore
