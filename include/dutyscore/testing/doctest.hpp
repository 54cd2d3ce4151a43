// Scenarios in a program's own tests with doctest, which the program brings: each scenario is a
// subcase, and an expectation that does not hold fails at its line of the policy's file.
//
//   TEST_CASE("our policies") { dutyscore::testing::check_scenarios({"rules/club.duty"}); }
//
// `--subcase=*cap*` runs some of them. Nothing is kept between calls; files are read for each
// subcase, as doctest enters the test case once for each.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "dutyscore/core/diagnostic.hpp"
#include "dutyscore/testing/scenario.hpp"
#include "dutyscore/testing/scenario_text.hpp"

namespace dutyscore::testing {

/// A failure of the running test at a line of a file that is no C++.
inline void fail_at(const std::string& file, std::uint64_t line, const std::string& says) {
  DOCTEST_ADD_FAIL_CHECK_AT(file.c_str(), static_cast<int>(line), ::doctest::String(says.c_str()));
}

inline void fail_at(const source& in, span at, const std::string& says) {
  fail_at(in.name(), in.locate(at.begin).line, says);
}

/// One for each error, where it is.
inline void fail_for(const diagnostics& why, language lang) {
  for (const diagnostic& d : why) {
    if (d.level != severity::error) continue;
    if (d.where)
      fail_at(*d.where, d.spans.empty() ? span{} : d.spans.front().where, to_text(d, lang));
    else
      fail_at(d.data ? d.data->file : "", d.data ? d.data->row : 0, to_text(d, lang));
  }
}

/// Fails the running test for each expectation that does not hold. A todo scenario never fails.
inline void check_outcome(const scenario_outcome& o, language lang = language::en) {
  DOCTEST_CHECK(o.checks + o.problems.size() > 0);  // so that the run counts it
  if (o.status == scenario_status::failed)
    for (const expectation_failure& f : o.failures)
      fail_at(*o.source, f.where, to_text(o, f, lang));
  if (o.is_done_todo()) DOCTEST_MESSAGE(::doctest::String(to_text({o}, lang).c_str()));
}

/// A subcase for each scenario of the files and folders. Fails when there is none, when a policy or
/// a scenario is wrong itself, and for each expectation that does not hold.
inline void check_scenarios(const std::vector<std::string>& paths,
                            const scenario_options& options = {}, language lang = language::en) {
  const auto all = run_scenarios(paths, {options.filter, true});
  fail_for(all.messages(), lang);
  if (!all) return;
  if (all->empty()) DOCTEST_FAIL_CHECK("dutyscore: no scenario to run");
  for (const scenario_outcome& one : *all) {
    const std::string name = one.policy + "/" + one.name;
    DOCTEST_SUBCASE(name.c_str()) {
      const auto run = run_scenarios(paths, {name, false});
      fail_for(run.messages(), lang);
      if (run)
        for (const scenario_outcome& o : *run) check_outcome(o, lang);
    }
  }
}

}  // namespace dutyscore::testing
