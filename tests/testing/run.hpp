// Runs the scenarios of a text, as the tests of this folder need it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dutyscore/lang/parser.hpp"
#include "dutyscore/testing/scenario.hpp"

namespace dutyscore::tests {

inline result<std::vector<scenario_outcome>> run_text(const std::string& text,
                                                      const scenario_options& options = {}) {
  auto document = parse(std::make_shared<source>("test.duty", text));
  if (!document) return document.messages();
  return run_scenarios(std::vector<ast::document>{*std::move(document)}, options);
}

/// What went wrong, for a test's own message.
inline std::string story_of(const result<std::vector<scenario_outcome>>& run) {
  std::string out = to_text(run.messages(), language::en);
  if (!run) return out;
  for (const scenario_outcome& o : *run) {
    for (const expectation_failure& f : o.failures)
      out += o.name + ": " + f.what.en + ": expected " + f.expected.en + ", got " + f.got.en + "\n";
    out += to_text(o.problems, language::en);
  }
  return out;
}

}  // namespace dutyscore::tests
