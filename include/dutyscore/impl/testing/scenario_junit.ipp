#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dutyscore/impl/testing/scenario_text.ipp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore {
namespace detail::scenarios {

struct xml_escape {
  char character;
  std::string_view written;
};
inline constexpr xml_escape xml_escapes[] = {
    {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

/// Control characters and the two that are none, U+FFFE and U+FFFF, have no form in XML at all.
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
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (std::size_t at = out.find(none); at != std::string::npos; at = out.find(none, at))
      out.erase(at, none.size());
  return out;
}

/// All expectations that do not hold in one element: readers of JUnit files take only one.
DUTYSCORE_INLINE std::string junit_failure(const scenario_outcome& o, language lang) {
  std::string out = "      <failure message=\"" +
                    xml_escaped(as_diagnostic(o, o.failures.front()).what.in(lang)) +
                    "\" type=\"DS0550\">";
  for (const expectation_failure& f : o.failures)
    out += xml_escaped(place_of(*o.source, f.where) + ": " + as_diagnostic(o, f).what.in(lang) +
                       "\n" + behind_text(f.behind, lang));
  return out + xml_escaped(again_text(o, lang)) + "</failure>\n";
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

struct junit_counts {
  std::size_t tests = 0, failed = 0, skipped = 0;

  void add(const scenario_outcome& o) {
    ++tests;
    failed += o.status == scenario_status::failed;
    skipped += o.status == scenario_status::skipped;
  }
  std::string attributes() const {
    return " tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failed) +
           "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\"";
  }
};

DUTYSCORE_INLINE std::string junit_suite(const std::string& policy,
                                         const std::vector<const scenario_outcome*>& cases,
                                         language lang) {
  junit_counts counts;
  std::string body;
  for (const scenario_outcome* o : cases) {
    counts.add(*o);
    body += junit_case(*o, lang);
  }
  return "  <testsuite name=\"" + xml_escaped(policy) + "\"" + counts.attributes() + ">\n" + body +
         "  </testsuite>\n";
}

}  // namespace detail::scenarios

DUTYSCORE_INLINE std::string to_junit(const std::vector<scenario_outcome>& outcomes,
                                      language lang) {
  std::map<std::string, std::vector<const scenario_outcome*>> suites;
  detail::scenarios::junit_counts counts;
  for (const scenario_outcome& o : outcomes) {
    suites[o.policy].push_back(&o);
    counts.add(o);
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dutyscore\"" +
                    counts.attributes() + ">\n";
  for (const auto& [policy, cases] : suites)
    out += detail::scenarios::junit_suite(policy, cases, lang);
  return out + "</testsuites>\n";
}

}  // namespace dutyscore
